"""What a blue pen filled in: found in cells and on dotted lines, named on the page and in the review list. All of it is invented."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.handwriting.pen import Hand, allographs, usual
from extract.image import CleanPage, Rect, clean
from extract.ingest import PageImage, Pixels
from extract.model import Line, Page, Reading, TextSource, Word, note_words
from extract.ocr.reading import with_unread
from extract.options import Options
from extract.pipeline import extract, restore

BLUE, BLACK, RED = (30, 50, 190), (35, 35, 35), (200, 30, 40)
COLUMNS, ROWS = (200, 500, 900, 1300), (300, 380, 460, 540)
DOTS = (200, 640, 900, 670)  # where a dotted line stands
UNREAD = "[ink_unread] blue ink that was not read:"


def paper() -> Pixels:
    """A ruled table of three by three cells, something printed in each of its first column, at 200 dpi."""
    image = Image.new("RGB", (1654, 1200), "white")
    pen = ImageDraw.Draw(image)
    for x in COLUMNS:
        pen.line((x, ROWS[0], x, ROWS[-1]), fill=BLACK, width=3)
    for y in ROWS:
        pen.line((COLUMNS[0], y, COLUMNS[-1], y), fill=BLACK, width=3)
        pen.rectangle((240, y + 30, 400, y + 50), fill=BLACK)
    return np.array(image)


def written(
    page: Pixels, text: str, at: tuple[int, int], ink: tuple[int, ...], high: int = 44
) -> Pixels:
    """The page with something written on it by hand, its top left corner at `at`."""
    drawn = Hand(random.Random(3), usual(allographs())).written(text)
    rows, columns = (np.flatnonzero((drawn > 40).any(axis=axis)) for axis in (1, 0))
    cut = Image.fromarray(drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    mask = cut.resize((round(cut.width * high / cut.height), high))
    image = Image.fromarray(page)
    image.paste(ink, at, mask)
    return np.array(image)


def filled(box: tuple[int, int, int, int]) -> Pixels:
    image = Image.fromarray(paper())
    ImageDraw.Draw(image).rectangle(box, fill=BLUE)
    return np.array(image)


def cleaned(page: Pixels) -> CleanPage:
    return clean(PageImage(1, page, 200.0))


def dotted() -> Page:
    """A page read whose second line has dots to write on."""
    x0, y0, x1, y1 = DOTS
    box = CleanPage.original(cleaned(paper()), Rect(x0, y0, x1, y1))
    line = Line("Số lượng ..........", (Word("..........", 9, box, 0.9),))
    return Page(1, (Line("Mục"), line), TextSource.OCR)


def said(page: Pixels) -> str:
    return "; ".join(with_unread(cleaned(page), dotted()).notes)


def test_a_cell_filled_in_with_a_blue_pen_is_named() -> None:
    page = written(paper(), "88", (640, 400), BLUE)
    assert said(page) == f"{UNREAD} row 2, column 2 of table 1"


def test_a_dotted_line_filled_in_with_a_blue_pen_is_named() -> None:
    assert said(written(paper(), "1275", (500, 615), BLUE)) == f"{UNREAD} line 2"


OTHERS = {
    "nothing": paper(),
    "a black pen, which is read": written(paper(), "88", (640, 400), BLACK),
    "red ink, a seal's": written(paper(), "88", (640, 400), RED),
    "blue beside the table": written(paper(), "88", (1450, 400), BLUE),
    "a cell on a blue ground": filled((510, 390, 890, 450)),
    "blue rules": filled((500, 450, 900, 453)),
    "a signature, as high as four lines": written(paper(), "27", (600, 560), BLUE, 280),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_ink_is_not(name: str) -> None:
    assert said(OTHERS[name]) == ""


def test_a_grey_scan_shows_no_pen() -> None:
    page = written(paper(), "88", (640, 400), BLUE)
    assert said(np.asarray(Image.fromarray(page).convert("L"))) == ""


def test_a_person_is_sent_to_look() -> None:
    note = f"{UNREAD} row 2, column 2 of table 1"
    page = Page(3, (Line("Báo cáo"),), TextSource.OCR, notes=(note,))
    restored = restore(Reading((page,)), Options())
    (checked,) = extract(restored, Options(as_of=dt.date(2026, 1, 1)))
    (item,) = (item for item in checked.review if item.field == "pages")
    assert (item.reason, item.alternatives) == ("unreadable", (f"page 3: {note_words(note)}",))
