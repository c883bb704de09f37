"""What each step of cleaning a page is worth: pages are read with all steps, then with one left out at a time.

    python benchmarks/cleaning.py [FOLDER]

FOLDER holds page images NAME.png with their true text NAME.txt; without it, $VANBAN_DATA/eval/dev. The pages are read as they are,
and, for what finds the sheet and sets it straight, as a hand would photograph them: askew on a darker table. Text is scored before
restoration and without regard to reading order (`extract.evaluate.score_page`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
from page_folder import page_folder

from extract.evaluate import PageScore, score_page
from extract.image import paper, tone
from extract.ingest import Pixels, open_source
from extract.ocr import TesseractEngine, read_source
from extract.options import Options

_CLEANING = import_module("extract.image.clean")  # its function has the module's name
_DARK = 60  # grey of the table that a page is photographed on


def _whole(picture: Pixels) -> paper.Paper:
    height, width = picture.shape[:2]
    return paper.Paper(picture, np.diag([1 / width, 1 / height, 1.0]))


def _otsu(page: Pixels, dpi: float) -> Pixels:  # noqa: ARG001
    return np.asarray(cv2.threshold(page, 0, 255, cv2.THRESH_OTSU)[1], np.uint8)


#: A step: its name in `extract.image.clean`, and what stands for it when it is left out.
STEPS: dict[str, tuple[str, Callable[..., object]]] = {
    "sheet cut out": ("paper_of", _whole),
    "scaled": ("reading_scale", lambda *_: 1.0),
    "straightened": ("find_skew", lambda _: 0.0),
    "colour taken out": ("without_colour", tone.grey),
    "light evened": ("flattened", lambda page: page),
    "Sauvola, not Otsu": ("sauvola", _otsu),
    "seals and pen out": ("without_blots", lambda binary, *_: binary),
    "tables found": ("find_tables", lambda *_: ()),
}
PHOTOGRAPHED = ("sheet cut out", "straightened", "light evened")


@contextmanager
def without(step: str | None) -> Iterator[None]:
    """Cleaning with a step left out."""
    if step is None:
        yield
        return
    name, instead = STEPS[step]
    with mock.patch.object(_CLEANING, name, instead):
        yield


def photographed(page: Path, to: Path) -> Path:
    """The page as a picture of a sheet that lies askew on a table under a lamp."""
    sheet = cv2.imread(str(page))
    assert sheet is not None, page
    height, width = sheet.shape[:2]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    seen = corners * 0.88 + np.float32(
        [
            [0.08 * width, 0.05 * height],
            [0.05 * width, 0.06 * height],
            [0.06 * width, 0.05 * height],
            [0.05 * width, 0.07 * height],
        ]
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    size, ground = (width, height), (_DARK, _DARK, _DARK)
    photo = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_CUBIC, borderValue=ground)
    lamp = np.linspace(1.0, 0.75, width, dtype=np.float32)[None, :, None]
    cv2.imwrite(str(to / page.name), (photo * lamp).astype(np.uint8))
    return to / page.name


def total(pages: list[Path], truths: Path, engine: TesseractEngine) -> PageScore:
    """The score of all pages as cleaning is now."""
    scores = (
        score_page(
            (truths / f"{page.stem}.txt").read_text(encoding="utf-8"),
            read_source(open_source(page, Options()), engine).raw,
        )
        for page in pages
    )
    return sum(scores, PageScore())


def table(title: str, steps: tuple[str, ...], read: Callable[[], PageScore]) -> None:
    """A line with all steps, then one a step that is left out."""
    print(f"{title:34} {'CER':>8} {'SER':>8}")
    for step in (None, *steps):
        with without(step):
            score = read()
        name = f"without: {step}" if step else "all steps"
        print(f"  {name:32} {score.fcer:8.4f} {score.fser:8.4f}", flush=True)


def main() -> None:
    """Print the tables."""
    folder = page_folder(__doc__)
    pages = sorted(folder.glob("*.png"))
    engine = TesseractEngine.start()
    table("pages as they are", tuple(STEPS), lambda: total(pages, folder, engine))
    with tempfile.TemporaryDirectory() as work:
        photos = [photographed(page, Path(work)) for page in pages]
        table("photographed on a table", PHOTOGRAPHED, lambda: total(photos, folder, engine))


if __name__ == "__main__":
    main()
