"""The folder of pages that `ocr.py` and `cleaning.py` read: NAME.png with their true text NAME.txt."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def page_folder(doc: str) -> Path:
    """The folder named on the command line, else the development pages; ends with 2, or 0 where none was named, if it has no page."""
    parser = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    data = os.environ.get("VANBAN_DATA")
    default = Path(data) / "eval" / "dev" if data else None
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    folder: Path | None = parser.parse_args().folder
    if folder is not None and any(folder.glob("*.png")):
        return folder
    print("no pages: give a folder with NAME.png and NAME.txt, or set VANBAN_DATA")
    sys.exit(0 if folder is None else 2)
