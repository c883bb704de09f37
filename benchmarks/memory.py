"""Memory: the most that one page or one book takes in a process of its own.

    python benchmarks/memory.py                an A3 page at 600 dpi in several packings; books of 100 and 400 pages
    python benchmarks/memory.py --pages 5000   a book of so many pages (some 0.1 s of processor time a page)

Pages are drawn here, of invented text. Each case runs in a process of its own; its figure is that process's peak of
resident memory in MB, Python, OpenCV and the language model included; what the engine's own process takes stands beside it.
"""

from __future__ import annotations

import argparse
import io
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

_A3 = (7016, 9921)  # at 600 dpi
_FONT = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf"
_LINES = (
    "Thực hiện Kế hoạch cải cách hành chính của tỉnh, Sở Nội vụ báo cáo kết quả",
    "Các cơ quan, đơn vị đã rà soát thủ tục hành chính thuộc phạm vi quản lý",
    "1. Giao Sở Tài chính chủ trì, phối hợp với Văn phòng báo cáo trước ngày 15/4/2024.",
)
_FORMS = {
    "grey.png": ("L", {}),
    "colour.png": ("RGB", {}),
    "colour.jpg": ("RGB", {"quality": 85}),
    "fax.tif": ("1", {"compression": "group4"}),
    "colour.pdf": ("RGB", {"resolution": 600, "quality": 85}),
}


def _pages(folder: Path) -> Iterator[Path]:
    """An A3 page at 600 dpi in each packing."""
    image = Image.new("L", _A3, 245)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(_FONT, 110)
    for row in range(45):
        pen.text((500, 500 + row * 190), f"{_LINES[row % 3]} {row}", fill=30, font=font)
    for name, (mode, options) in _FORMS.items():
        image.convert(mode).save(folder / name, dpi=(600, 600), **options)
        yield folder / name


def _book(folder: Path, pages: int) -> Path:
    """A PDF of small scanned pages, each with its own number, so that none is like another."""
    document, font = pypdfium2.PdfDocument.new(), ImageFont.truetype(_FONT, 26)
    for number in range(pages):
        image = Image.new("L", (827, 1169), 255)
        pen = ImageDraw.Draw(image)
        for row in range(20):
            pen.text(
                (80, 80 + row * 45), f"{_LINES[row % 3]} {number * 7 + row}", fill=0, font=font
            )
        placed = pypdfium2.PdfImage.new(document)
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=60)
        placed.load_jpeg(buffer, inline=True)
        placed.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        page = document.new_page(595, 842)
        page.insert_obj(placed)
        page.gen_content()
        page.close()
    document.save(str(folder / f"{pages}.pdf"))
    document.close()
    return folder / f"{pages}.pdf"


def _read(path: Path) -> None:
    """What a worker does with a page, and with a book whose pages were read: the engine reads the first page alone."""
    from extract import pipeline  # noqa: PLC0415 - only the child loads it
    from extract.batch.journal.packed import reading_of  # noqa: PLC0415
    from extract.batch.journal.stages import pack  # noqa: PLC0415
    from extract.ingest import open_source  # noqa: PLC0415
    from extract.ocr import TesseractEngine, read_page, with_form_feed  # noqa: PLC0415
    from extract.options import Options  # noqa: PLC0415

    options = Options(as_of=date(2026, 1, 1))
    source, engine = open_source(path, options), TesseractEngine.start("vie")
    first, packed = None, []
    for number, page in enumerate(source.pages()):
        first = first or read_page(page, engine)
        packed.append(pack(with_form_feed(_numbered(first, number), number)))
    restored = pipeline.restore(reading_of(tuple(packed), source.notes), options)
    pipeline.extract(restored, options)
    own, engines = (
        resource.getrusage(who).ru_maxrss / 1000
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{path.name:<12} {source.count:>5} pages {own:>7.0f} MB   engine {engines:.0f} MB")


def _numbered(page: object, number: int) -> object:
    """The first page's words again, as page `number` (0-based), told apart by a number in each line."""
    from dataclasses import replace  # noqa: PLC0415

    lines = tuple(replace(line, raw=f"{line.raw} {number}") for line in page.lines)  # type: ignore[attr-defined]
    return replace(page, number=number + 1, lines=lines)  # type: ignore[type-var]


def main() -> None:
    """Run every case in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, help="a book of so many pages, and nothing else")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.read:
        _read(given.read)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        books = [given.pages] if given.pages else [100, 400]
        singles = [] if given.pages else list(_pages(folder))
        for path in [*singles, *(_book(folder, pages) for pages in books)]:
            subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)


if __name__ == "__main__":
    main()
