"""Tables whose rules are dashed, dotted or worn are found as ruled ones are; rows of dots that are no rules stay text."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np
import pytest

from extract.image.grid import RuledGrid, dashed, find_grids
from extract.image.layout import find_tables

COLUMNS, ROWS = (1.0, 1.6, 3.9, 5.6, 7.3), (2.0, 2.5, 2.9, 3.6, 4.0)  # inches
CELLS = (len(COLUMNS) - 1) * (len(ROWS) - 1)


class Style(NamedTuple):
    """Dash, gap and thickness of a rule, in points."""

    dash: float
    gap: float
    thick: float = 0.75


SOLID = Style(1.0, 0.0)
STYLES = {
    "hair": Style(0.5, 0.5, 0.4),
    "dotted": Style(1.0, 2.0, 1.0),
    "dashed": Style(3.0, 2.25),
    "long dashes": Style(6.0, 3.0),
    "wide gaps": Style(4.0, 4.0, 0.5),
    "worn": Style(9.0, 1.5, 0.4),
}


def drawn(
    dpi: float, inner: Style, outer: Style = SOLID, posts: Style = SOLID, angle: float = 0.0
) -> np.ndarray:
    """A table between lines of text, drawn large and brought down to `dpi`."""
    fine = 4 * dpi
    page = np.full((round(6 * fine), round(8.27 * fine)), 255, np.uint8)
    for at in ROWS:
        rule(page, COLUMNS, at, outer if at in {ROWS[0], ROWS[-1]} else inner, fine)
    for at in COLUMNS:
        rule(page.T, ROWS, at, outer if at in {COLUMNS[0], COLUMNS[-1]} else posts, fine)
    for top in (1.0, 1.3, *(row + 0.12 for row in ROWS[:-1]), 4.5, 4.8):
        text(page, top, fine)
    centre = (page.shape[1] / 2, page.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(centre, angle, 1.0)
    page = cv2.warpAffine(page, turn, page.shape[::-1], borderValue=(255,))
    small = cv2.resize(page, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return np.where(small < 190, 0, 255).astype(np.uint8)


def rule(page: np.ndarray, ends: tuple[float, ...], at: float, style: Style, fine: float) -> None:
    y, thick = round(at * fine), max(1, round(style.thick * fine / 72))
    start, step = ends[0], (style.dash + style.gap) / 72
    while start < ends[-1]:
        end = min(start + style.dash / 72, ends[-1])
        page[y : y + thick, round(start * fine) : round(end * fine)] = 0
        start += step


def text(page: np.ndarray, top: float, fine: float) -> None:
    """Letters of each column: strokes with feet, and marks above some."""
    for left, right in pairwise(COLUMNS):
        for number, x in enumerate(np.arange(left + 0.1, right - 0.15, 0.09)):
            y0, x0 = round(top * fine), round(float(x) * fine)
            page[y0 : y0 + round(0.12 * fine), x0 : x0 + round(0.02 * fine)] = 0
            page[
                y0 + round(0.11 * fine) : y0 + round(0.12 * fine), x0 : x0 + round(0.05 * fine)
            ] = 0
            if number % 3:
                page[y0 - round(0.03 * fine) : y0 - round(0.015 * fine), x0 : x0 + 4] = 0


def cells(page: np.ndarray, dpi: float) -> list[int]:
    return [len(grid.cells) for grid in find_tables(page, dpi)]


@pytest.mark.parametrize("dpi", [150.0, 200.0, 300.0])
@pytest.mark.parametrize("name", STYLES)
def test_rows_parted_by_rules_that_are_not_solid_are_rows(name: str, dpi: float) -> None:
    assert cells(drawn(dpi, STYLES[name]), dpi) == [CELLS]


@pytest.mark.parametrize("name", ["dotted", "dashed", "long dashes"])
def test_a_table_without_any_solid_rule_is_a_table(name: str) -> None:
    style = STYLES[name]
    assert cells(drawn(200.0, style, style, style), 200.0) == [CELLS]


def test_dashed_columns_between_solid_rows_are_columns() -> None:
    assert cells(drawn(200.0, SOLID, SOLID, STYLES["dashed"]), 200.0) == [CELLS]


def test_a_table_half_a_degree_askew_keeps_its_dashed_rows() -> None:
    page = drawn(200.0, STYLES["dashed"], angle=0.1)  # what is left after a page was set straight
    assert cells(page, 200.0) == [CELLS]


def test_specks_of_a_fax_neither_hide_rules_nor_make_them() -> None:
    random = np.random.default_rng(1)
    page = drawn(200.0, STYLES["dashed"])
    noise = random.random(page.shape)
    page[noise < 3e-4] = 0
    page[noise > 1 - 3e-4] = 255
    assert cells(page, 200.0) == [CELLS]


def found(ink: np.ndarray, dpi: float = 150.0) -> tuple[RuledGrid, ...]:
    return find_grids(ink, dpi)


def frame() -> np.ndarray:
    """A table of two rows and two columns, in ink of 255, at 150 dpi."""
    ink = np.zeros((600, 1000), np.uint8)
    for x in (100, 400, 900):
        ink[100:500, x : x + 2] = 255
    for y in (100, 300, 500):
        ink[y : y + 2, 100:902] = 255
    return ink


@pytest.mark.parametrize(
    ("left", "right"), [(112, 390), (112, 300), (412, 888)], ids=["a cell", "a part", "a wide cell"]
)
def test_dots_to_fill_in_inside_a_cell_are_no_rule(left: int, right: int) -> None:
    ink = frame()
    for x in range(left, right, 8):
        ink[400:402, x : x + 3] = 255
    assert found(ink) == found(frame())


def test_dots_to_fill_in_in_neighbouring_cells_are_no_rule() -> None:
    ink = frame()
    for left, right in ((112, 390), (412, 888)):
        for x in range(left, right, 8):
            ink[400:402, x : x + 3] = 255
    assert found(ink) == found(frame())


def test_an_underline_in_a_cell_is_no_rule() -> None:
    ink = frame()
    ink[400:402, 130:380] = 255
    assert [len(grid.cells) for grid in found(ink)] == [4]


def test_lines_of_dots_on_a_form_are_no_table() -> None:
    ink = np.zeros((900, 1240), np.uint8)
    for y in range(100, 800, 50):
        for x in range(120, 1120, 8):
            ink[y : y + 2, x : x + 3] = 255
    assert found(ink) == ()


def test_figures_one_above_the_other_are_no_column() -> None:
    """A column of the figure 1, each in a row of its own: thin, straight, and white before each rule."""
    ink = frame()
    for y in range(140, 500, 40):
        ink[y : y + 2, 100:902] = 255
    before = found(ink)
    for y in range(108, 480, 40):
        ink[y + 4 : y + 22, 250:253] = 255
    assert [len(grid.cells) for grid in found(ink)] == [len(grid.cells) for grid in before]


def test_a_page_without_rows_of_dashes_has_no_dashed_rules() -> None:
    ink = frame()
    across, down = ink.copy(), np.zeros_like(ink)
    assert not dashed(ink, across, down, 150.0).any()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("share", [0.02, 0.05])
def test_specks_alone_are_fitted_by_no_line(share: float) -> None:
    """Rows of noise may hold one column of pixels, or none: a fit of those warned, or raised an error."""
    for seed in range(6):
        ink = np.where(np.random.default_rng(seed).random((200, 300)) < share, 255, 0)
        none = np.zeros(ink.shape, np.uint8)
        dashed(ink.astype(np.uint8), none, none, 150.0)
