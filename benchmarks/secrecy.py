"""Both errors of marks of secrecy (promise S5): marks that are not withheld, ordinary papers that are.

python benchmarks/secrecy.py                     # every form at every place, and lines that only look like a mark
python benchmarks/secrecy.py FOLDER [FOLDER ...]  # text files that bear no mark: how many would be withheld
python benchmarks/secrecy.py --pages FOLDER       # pictures of pages that bear none and what looking for stamps takes
python benchmarks/secrecy.py --stamps 60 --seed 31  # drawn pages with one each
"""

from __future__ import annotations

import argparse
import io
import lzma
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from secret_pages import DPI, page, stamps
from secret_papers import MARKS, NEAR_MISSES, papers

from extract import pipeline
from extract.ingest import PageImage, PageLayer, open_bytes
from extract.model import Page, TextSource
from extract.ocr import read_source
from extract.ocr.noise import with_stamped_mark
from extract.ocr.tesseract import TesseractEngine
from extract.options import Options
from extract.pipeline import NoEngine

OPTIONS = Options(as_of=date(2024, 6, 1))
_PICTURES = frozenset({".png", ".jpg", ".tif", ".pdf"})
PAPER = 200  # lines of a corpus that count as one paper


def main() -> None:
    """Print both rates."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument(
        "--stamps", type=int, default=0, help="drawn pages, from another seed than the tests'"
    )
    parser.add_argument("--seed", type=int, default=31, help="of the drawn pages")
    parser.add_argument("--pages", type=Path, help="a folder of pictures that bear no mark")
    asked = parser.parse_args()
    if asked.pages:
        _pages(asked.pages)
    elif asked.stamps:
        _stamps(asked.stamps, asked.seed)
    elif asked.folders:
        _ordinary(asked.folders)
    else:
        _forms()


def _stamps(count: int, seed: int) -> None:
    engine, missed = TesseractEngine.start("vie"), []
    for number, stamp in enumerate(stamps(count, seed)):
        stream = io.BytesIO()
        page(stamp, first=number % 3 > 0).save(stream, "PNG", dpi=(DPI, DPI))
        read = read_source(open_bytes(stream.getvalue(), "a.png", OPTIONS), engine)
        missed += [] if pipeline.page_marks(read.pages[0]) else [stamp.label]
    print(f"stamps: {count - len(missed)} of {count} withheld", *missed, sep="\n  ")


def _pages(folder: Path) -> None:
    engine, marked, spent, count = TesseractEngine.start("vie"), [], 0.0, 0
    for path in (path for path in sorted(folder.rglob("*")) if path.suffix in _PICTURES):
        for drawn in open_bytes(path.read_bytes(), path.name, OPTIONS).pages():
            picture = drawn.image if isinstance(drawn, PageLayer) else drawn
            assert isinstance(picture, PageImage), f"{path.name} is no scan"
            started, blank = time.process_time(), Page(1, (), TextSource.OCR)
            marked += [path.name] if with_stamped_mark(picture, blank, engine).lines else []
            spent, count = spent + time.process_time() - started, count + 1
    print(f"pages: {len(marked)} of {count} taken for marked", *marked, sep="\n  ")
    print(f"{1000 * spent / max(1, count):.0f} ms of a processor a page")


def _forms() -> None:
    wanted = [
        (line, *paper) for lines in MARKS.values() for line in lines for paper in papers(line)
    ]
    missed = [(line, place) for line, place, text in wanted if secrecy(text) is None]
    print(f"marks: {len(wanted) - len(missed)} of {len(wanted)} withheld", *missed, sep="\n  ")
    near = [(line, *paper) for line in NEAR_MISSES for paper in papers(line)]
    false = [(line, place) for line, place, text in near if secrecy(text) is not None]
    print(f"near misses: {len(false)} of {len(near)} withheld", *false, sep="\n  ")


def _ordinary(folders: Sequence[Path]) -> None:
    count, withheld = 0, []
    for folder in folders:
        for path in sorted([*folder.rglob("*.txt"), *folder.rglob("*.txt.xz")]):
            for number, text in enumerate(_texts(path), 1):
                count += 1
                value = secrecy(text)
                withheld += [f"{path.name}, {number}: {value}"] if value else []
    print(f"ordinary papers: {len(withheld)} of {count} withheld", *withheld, sep="\n  ")


def _texts(path: Path) -> Iterator[str]:
    """A file's text, that of a corpus in pieces as long as a paper."""
    if path.suffix != ".xz":
        yield path.read_text(encoding="utf-8")
        return
    with lzma.open(path, "rt", encoding="utf-8") as file:
        lines = list(file)
    for start in range(0, len(lines), PAPER):
        yield "".join(lines[start : start + PAPER])


def secrecy(text: str) -> str | None:
    """The degree by which a paper would be withheld."""
    reading = read_source(open_bytes(text.encode(), "a.txt", OPTIONS), NoEngine())
    return pipeline.secrecy_of(
        reading, pipeline.extract(pipeline.restore(reading, OPTIONS), OPTIONS)
    )


if __name__ == "__main__":
    main()
