"""Clean pages, set by a computer and never scanned: what `vanban` makes of their pixels against bare Tesseract, the same model.

    python benchmarks/drawn.py [--count 8] [--seed 1]

Invented documents (`benchmarks/documents`), each in the next of the types of this system that have all Vietnamese letters. Text as
restored, scored without regard to reading order (`extract.evaluate.score_page`). Ends with 1 where a document has more wrong syllables than bare.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np
from PIL import Image, ImageFont

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.documents.document import Document, make_document
from benchmarks.documents.forms import reading
from benchmarks.documents.pages import DPI, Pages, set_pages
from benchmarks.documents.vocabulary import DEV
from extract.evaluate import PageScore, score_page
from extract.ingest import PageImage
from extract.model import Reading
from extract.ocr import Engine, TesseractEngine, read_page, with_form_feed
from extract.options import Options
from extract.pipeline import restore
from extract.train.pages import HELD_OUT_FONTS, TRAINING_FONTS, find_fonts

SIZE = 38  # pixels at 200 dpi: 13.7 points


def types() -> list[Path]:
    """The types of this system that every Vietnamese letter can be set in; ends with 2 where there is none."""
    found = [path for path, _ in find_fonts([*TRAINING_FONTS, *HELD_OUT_FONTS])]
    if not found:
        print(
            "no type with Vietnamese letters is installed (Debian: fonts-croscore, fonts-freefont-ttf)"
        )
        sys.exit(2)
    return found


def pages_of(document: Document, font: Path) -> Pages:
    """The document set in a type; its lines are the true text."""
    head, foot = document.head, document.foot
    texts = (head.left, head.right, head.rest), document.paragraphs, (foot.left, foot.right)
    return set_pages(*texts, ImageFont.truetype(str(font), SIZE))


def read(pages: list[Image.Image], engine: Engine) -> str:
    """What vanban writes for these pages."""
    made = (
        with_form_feed(read_page(PageImage(at + 1, np.asarray(page), DPI), engine), at)
        for at, page in enumerate(pages)
    )
    restored = restore(Reading(tuple(made)), Options())
    return "\n".join(line.text for line in restored.lines)


def scored(count: int, seed: int) -> Iterator[tuple[str, PageScore, PageScore]]:
    """Of each document a name, our score and bare Tesseract's."""
    engine = TesseractEngine.start()
    for number, font in zip(range(count), cycle(types()), strict=False):
        document = make_document(1000 * seed + number, DEV)
        pages = pages_of(document, font)
        truth = "\n".join(pages.lines)
        bare = "\n".join(reading(page, "vie") for page in pages.images)
        ours = score_page(truth, read(pages.images, engine))
        yield f"{number + 1:02d} {font.stem}", ours, score_page(truth, bare)


def main() -> int:
    """The figures; 1 where a document has more wrong syllables than bare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    ours, bare, worse = PageScore(), PageScore(), []
    print(f"{'document, type':28} {'CER':>7} {'bare':>7} {'SER':>7} {'bare':>7}")
    for name, mine, theirs in scored(asked.count, asked.seed):
        ours, bare = ours + mine, bare + theirs
        worse += [name] if mine.wrong > theirs.wrong else []
        show(name, mine, theirs)
    show("total", ours, bare)
    print(f"more wrong syllables than bare: {', '.join(worse) or 'none'}")
    return int(bool(worse))


def show(name: str, mine: PageScore, theirs: PageScore) -> None:
    """A line of the table."""
    figures = (mine.fcer, theirs.fcer, mine.fser, theirs.fser)
    print(f"{name:28} {' '.join(f'{figure:7.4f}' for figure in figures)}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
