"""What the layers of a scan are worth: its picture at half the resolution, the whole page, its old text layer, and both.

    python benchmarks/layered.py [FOLDER]

FOLDER as in `cleaning.py`. Archives keep a picture of half the resolution under a fine text mask, and a reading of it by an older
program. Here the older program is Tesseract on the page at 110 dpi, with neither cleaning nor second reader. Scores are of the text
before restoration, whatever the order of its lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from page_folder import checked, folder_parser

from extract.evaluate import PageScore, score_page
from extract.image import layout_of
from extract.ingest import LayerWord, PageImage, open_source
from extract.model import Page
from extract.ocr import TesseractEngine, read_page
from extract.ocr.old_layer import with_old_layer
from extract.options import Options

_OLD = 110.0  # dpi
_QUALITY = 60


def reduced(page: PageImage, scale: float) -> PageImage:
    """The page with so many of its pixels a side, as a JPEG keeps them."""
    small = cv2.resize(page.pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    packed = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    pixels = np.asarray(cv2.imdecode(packed, cv2.IMREAD_UNCHANGED), np.uint8)
    return replace(page, pixels=pixels, dpi=page.dpi and page.dpi * scale)


def old_words(page: PageImage, engine: TesseractEngine) -> tuple[LayerWord, ...]:
    """What an older program read on a page."""
    scale = _OLD / (page.dpi or 200.0)
    read = replace(engine, second=None).read(layout_of(reduced(page, scale)))
    return tuple(LayerWord(w.text, w.box) for line in read.lines for w in line.words if w.box)


def readings(path: Path, engine: TesseractEngine) -> Iterator[tuple[str, str]]:
    """What each way of reading makes of a page."""
    (page,) = open_source(path, Options()).pages()
    assert isinstance(page, PageImage), path
    words, whole = old_words(page, engine), read_page(page, engine)
    yield "the picture at half the resolution", _text(read_page(reduced(page, 0.5), engine))
    yield "the whole page", _text(whole)
    yield "the old layer", " ".join(word.text for word in words)
    yield "both, word by word", _text(with_old_layer(whole, words))


def _text(page: Page) -> str:
    return "\n".join(line.raw for line in page.lines)


def scores(pages: Sequence[Path], engine: TesseractEngine) -> dict[str, PageScore]:
    """The score of all pages by way of reading."""
    found: dict[str, PageScore] = {}
    for path in pages:
        truth = path.with_suffix(".txt").read_text(encoding="utf-8")
        for name, text in readings(path, engine):
            found[name] = sum([score_page(truth, text)], found.get(name, PageScore()))
    return found


def main() -> None:
    """Print the table."""
    folder = checked(folder_parser(__doc__).parse_args().folder)
    engine = TesseractEngine.start()
    print(f"{'':36} {'CER':>8} {'SER':>8}")
    for name, score in scores(sorted(folder.glob("*.png")), engine).items():
        print(f"{name:36} {score.fcer:8.4f} {score.fser:8.4f}", flush=True)


if __name__ == "__main__":
    main()
