"""Draws the sample documents: `samples/sources/*.txt` become the inputs, and the lines as printed their truth.

Everything is invented and says so on the page. The same machine writes the same bytes again (no clock, seeded noise).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from layer import text_pdf  # noqa: E402 - the folder is no package
from layout import Document, Sheet, render  # noqa: E402
from wear import bilevel, scanned, sealed  # noqa: E402


def truth(document: Document) -> str:
    """The lines as printed, pages separated by form feeds."""
    return "\f".join("\n".join(page.lines) + "\n" for page in document.pages)


def scanned_pdf(document: Document, to: Path) -> None:
    """Grey pages of a scanner, 200 dpi, as a PDF of images only."""
    pages = [scanned(p.image, 11 + i, (0.4, -0.5)[i % 2]) for i, p in enumerate(document.pages)]
    born = time.gmtime(0)  # else the clock would stand in the file
    more = {"append_images": pages[1:], "creationDate": born, "modDate": born}
    pages[0].save(to, save_all=True, resolution=200, quality=55, **more)


def only_page(document: Document) -> Sheet:
    """The page of a document that must fit on one."""
    (page,) = document.pages
    return page


def png_scan(document: Document, to: Path) -> None:
    """One grey page of 16 levels."""
    page = scanned(only_page(document).image, 21, -0.3, noise=0)
    page.quantize(8).save(to, optimize=True, dpi=(200, 200))


def skewed_jpeg(document: Document, to: Path) -> None:
    """One colour page, turned by 1.8 degrees, with a red seal over the signature."""
    sheet = only_page(document)
    page = sealed(sheet.image, 137, sheet.y - 9)
    scanned(page, 31, 1.8).save(to, quality=60, dpi=(200, 200))


def bilevel_tiff(document: Document, to: Path) -> None:
    """Two black and white pages in one TIFF (CCITT Group 4)."""
    pages = [bilevel(page.image, 41 + i) for i, page in enumerate(document.pages)]
    pages[0].save(to, save_all=True, append_images=pages[1:], compression="group4", dpi=(200, 200))


def stripped(document: Document, to: Path) -> None:
    """The text without any diacritic."""
    text = unicodedata.normalize("NFD", truth(document))
    bare = "".join(c for c in text if not unicodedata.combining(c))
    to.write_text(bare.replace("đ", "d").replace("Đ", "D"), encoding="utf-8")


def wrong_model(document: Document, to: Path) -> None:
    """A scan read with Tesseract's English model."""
    page = scanned(only_page(document).image, 51, 0.2)
    picture = to.with_suffix(".tmp.png")
    page.save(picture, dpi=(200, 200))
    command = ["tesseract", str(picture), "-", "-l", "eng", "--psm", "3"]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, capture_output=True, check=True, env=one_thread)  # noqa: S603 - our own picture
    picture.unlink()
    to.write_bytes(done.stdout.rstrip(b"\f"))


MAKERS: dict[str, tuple[str, Callable[[Document, Path], None]]] = {
    "cong-van-2023": ("pdf", scanned_pdf),
    "bao-cao-2021": ("png", png_scan),
    "quyet-dinh-2016": ("jpg", skewed_jpeg),
    "ke-hoach-2026": ("tif", bilevel_tiff),
    "chi-thi-2024": ("pdf", text_pdf),
    "thong-bao-2012": ("txt", stripped),
    "cong-van-2009": ("txt", wrong_model),
}


def make(name: str, folder: Path) -> None:
    """Write one sample and its truth below `folder`."""
    kind, maker = MAKERS[name]
    document = render((HERE / "sources" / f"{name}.txt").read_text(encoding="utf-8"))
    for part in ("inputs", "truth"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    maker(document, folder / "inputs" / f"{name}.{kind}")
    (folder / "truth" / f"{name}.txt").write_text(truth(document), encoding="utf-8")


def main() -> None:
    """Draw all samples, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *MAKERS], help="which (default: all)")
    parser.add_argument("--to", type=Path, default=HERE, help="folder to write to")
    options = parser.parse_args()
    for name in options.names or MAKERS:
        make(name, options.to)
        print(name)


if __name__ == "__main__":
    main()
