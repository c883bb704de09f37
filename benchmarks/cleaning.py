"""What each step of cleaning a page is worth: pages are read with all steps, then with one left out at a time.

    python benchmarks/cleaning.py [FOLDER] [--only as-scanned photographed bulging book faint negative speckled bleed stained moved unfocused spread noisy dashed]

FOLDER holds page images NAME.png with their true text NAME.txt; without it, $VANBAN_DATA/eval/dev. The pages are read as they are,
and as `spoilt_pages.py` makes them: photographed, for what finds the sheet and sets it straight; bent, for what draws lines flat; pale, in negative
and so on, for what mends them. Text is scored before
restoration and without regard to reading order (`extract.evaluate.score_page`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from pathlib import Path
from unittest import mock

import cv2
import numpy as np
from page_folder import checked, folder_parser
from spoilt_pages import (
    bulging,
    dashed,
    faint,
    from_a_book,
    moved,
    negative,
    noisy,
    photographed,
    shone_through,
    speckled,
    stained,
    two_up,
    unfocused,
)

from extract.evaluate import PageScore, score_page
from extract.image import tone
from extract.image.mending import SheetPixels
from extract.ingest import Pixels, open_source
from extract.ocr import TesseractEngine, read_source
from extract.options import Options

_CLEANING = "extract.image.clean"
_MENDING = "extract.image.mending"


def _whole(picture: Pixels) -> SheetPixels:
    height, width = picture.shape[:2]
    return SheetPixels(picture, np.diag([1 / width, 1 / height, 1.0]))


def _otsu(page: Pixels, dpi: float) -> Pixels:  # noqa: ARG001
    return np.asarray(cv2.threshold(page, 0, 255, cv2.THRESH_OTSU)[1], np.uint8)


def _as_it_is(page: Pixels, *_: object) -> Pixels:
    return page


#: A step: its module, its name there, and what stands for it when it is left out.
STEPS: dict[str, tuple[str, str, Callable[..., object]]] = {
    "sheet cut out": (_CLEANING, "paper_of", _whole),
    "scaled": (_CLEANING, "reading_scale", lambda *_: 1.0),
    "straightened": (_CLEANING, "find_skew", lambda _: 0.0),
    "unbent": (_CLEANING, "find_curve", lambda _: None),
    "colour taken out": (_CLEANING, "without_colour", lambda page, _: tone.grey(page)),
    "light evened": (_CLEANING, "flattened", _as_it_is),
    "Sauvola, not Otsu": (_CLEANING, "sauvola", _otsu),
    "seals and pen out": (_CLEANING, "without_blots", lambda binary, *_: (binary, ())),
    "tables found": (_CLEANING, "find_tables", lambda *_: ()),
    "contrast stretched": (_MENDING, "stretched", _as_it_is),
    "inverted": (_MENDING, "in_positive", _as_it_is),
    "back taken out": (_MENDING, "without_back", _as_it_is),
    "sharpened": (_MENDING, "sharpened", _as_it_is),
    "stains evened": (_MENDING, "unstained", _as_it_is),
    "folds evened": (_MENDING, "unfolded", _as_it_is),
    "specks out": (_MENDING, "without_specks", _as_it_is),
    "two pages parted": ("extract.ocr.reading", "halves_of", lambda _: ()),
    "read once more": ("extract.ocr.again", "read_well", lambda *given: (given[2], given[3])),
    "uncovered ink read": ("extract.ocr.tesseract", "with_uncovered", lambda *given: given[3]),
    "rows of a table cut": ("extract.ocr.tesseract", "with_cut_rows", lambda *given: given),
    "rules of dashes": ("extract.image.grid", "dashed", lambda ink, *_: np.zeros_like(ink)),
}

Spoil = Callable[[Pixels], Pixels] | None
Group = tuple[str, Spoil, tuple[str, ...]]

#: What is done to the pages, and the steps of cleaning that are left out then.
GROUPS: dict[str, Group] = {
    "as-scanned": ("pages as they are", None, tuple(STEPS)),
    "photographed": (
        "photographed on a table",
        photographed,
        ("sheet cut out", "straightened", "light evened"),
    ),
    "bulging": ("a sheet that bulges under a phone", bulging, ("unbent",)),
    "book": ("out of a book, the gutter at the left", from_a_book, ("unbent",)),
    "faint": ("hardly any toner", faint, ("contrast stretched",)),
    "negative": ("light on dark", negative, ("inverted",)),
    "speckled": ("salt and pepper", speckled, ("specks out",)),
    "bleed": ("the back's print shines through", shone_through, ("back taken out",)),
    "stained": ("a fold and the ring of a cup", stained, ("stains evened", "folds evened")),
    "moved": ("moved by 11 pixels while scanned", moved, ("sharpened",)),
    "unfocused": ("out of focus by 1.6 pixels", unfocused, ("sharpened",)),
    "spread": ("two copies on a sheet, folded between", two_up, ("two pages parted",)),
    "noisy": ("noise as strong as the print", noisy, ("read once more",)),
    "dashed": ("the rules across in dashes", dashed, ("rules of dashes",)),
}


@contextmanager
def without(step: str | None) -> Iterator[None]:
    """Cleaning with a step left out."""
    if step is None:
        yield
        return
    module, name, instead = STEPS[step]
    with mock.patch.object(import_module(module), name, instead):
        yield


def total(pages: list[Path], engine: TesseractEngine) -> PageScore:
    """The score of all pages as cleaning is now."""
    scores = (
        score_page(
            page.with_suffix(".txt").read_text(encoding="utf-8"),
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


def spoilt(pages: list[Path], spoil: Spoil, to: Path) -> list[Path]:
    """The pages with something done to them, as files of the same names, with their text; without that the pages themselves."""
    if spoil is None:
        return pages
    for page in pages:
        picture = cv2.imread(str(page))
        assert picture is not None, page
        made = spoil(np.asarray(picture, np.uint8))
        cv2.imwrite(str(to / page.name), made)
        text = page.with_suffix(".txt").read_text(encoding="utf-8")
        times = made.shape[1] // picture.shape[1]
        (to / page.name).with_suffix(".txt").write_text(f"{text}\n" * times, encoding="utf-8")
    return [to / page.name for page in pages]


def main() -> None:
    """Print the tables."""
    parser = folder_parser(__doc__)
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=list(GROUPS))
    asked = parser.parse_args()
    folder = checked(asked.folder)
    engine = TesseractEngine.start()
    for name in asked.only:
        title, spoil, steps = GROUPS[name]
        with tempfile.TemporaryDirectory() as work:
            pages = spoilt(sorted(folder.glob("*.png")), spoil, Path(work))
            table(title, steps, partial(total, pages, engine))


if __name__ == "__main__":
    main()
