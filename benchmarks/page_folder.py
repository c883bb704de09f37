"""The folder of pages that `ocr.py` and `cleaning.py` read: NAME.png with their true text NAME.txt."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def page_folder(doc: str) -> Path:
    """The folder named on the command line, else the development pages; ends as `checked` does."""
    return checked(folder_parser(doc).parse_args().folder)


def folder_parser(doc: str | None) -> argparse.ArgumentParser:
    """A command line whose `folder` is, where none is named, that of the development pages, else `None`."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    data = os.environ.get("VANBAN_DATA")
    default = Path(data) / "eval" / "dev" if data else None
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    return parser


def checked(folder: Path | None) -> Path:
    """The folder; ends with 2 where it has no page, with 0 where there is none."""
    if folder is not None and any(any(folder.glob(f"*.{kind}")) for kind in ("png", "scan.pdf")):
        return folder
    print("no pages: give a folder with NAME.png and NAME.txt, or set VANBAN_DATA")
    sys.exit(0 if folder is None else 2)
