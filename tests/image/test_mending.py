"""Pages that suffered: what is measured of them, what is undone, and that good pages stay as they are to the bit."""

from __future__ import annotations

import cv2
import made_pdfs
import numpy as np
import pytest
from drawn_pages import text_page

from extract.image import clean, mended
from extract.image.condition import Condition, condition_of
from extract.image.mending import without_specks
from extract.image.tone import sauvola
from extract.ingest import PageImage


def faint(page: np.ndarray, share: float, noise: float = 0.0) -> np.ndarray:
    """The page with so much of its toner, on paper that is no pure white, and with noise."""
    grain = np.random.default_rng(4).standard_normal(page.shape) * noise
    return np.clip(248 - (255.0 - page) * share + grain, 0, 255).astype(np.uint8)


def printed() -> np.ndarray:
    """A page of print."""
    return np.array(made_pdfs.page_of(made_pdfs.LINES * 4))


def shone_through(page: np.ndarray, share: float = 0.35, soft: float = 1.5) -> np.ndarray:
    """The page with its own print mirrored on the back, lower by half a line."""
    back = np.roll(page[:, ::-1], 40, 0)
    back = cv2.GaussianBlur(back, (0, 0), soft) if soft else back
    return np.clip(page - share * (255.0 - back), 0, 255).astype(np.uint8)


def stained(page: np.ndarray, tea: float = 0.4, crease: float = 0.0) -> np.ndarray:
    """The page with the ring of a cup, and a fold across it."""
    y, x = np.mgrid[: page.shape[0], : page.shape[1]]
    off = np.hypot(x - 800, y - 1200) - 330
    light = 1 - tea * np.exp(-np.square(off / 25)) - crease * np.exp(-np.square((y - 930) / 3.5))
    return (page * light).astype(np.uint8)


def as_read(page: np.ndarray) -> np.ndarray:
    """The binary page."""
    return clean(PageImage(1, page)).pixels


def ink_alike(one: np.ndarray, other: np.ndarray) -> float:
    """The share of pixels that are ink in both, of those that are in either."""
    return float(((one == 0) & (other == 0)).sum() / ((one == 0) | (other == 0)).sum())


@pytest.mark.parametrize("colour", [False, True], ids=["grey", "colour"])
def test_a_good_page_is_the_very_picture_it_was(*, colour: bool) -> None:
    page = text_page()
    image = PageImage(1, np.dstack([page] * 3) if colour else page)
    assert mended(image) is image


@pytest.mark.parametrize(("share", "noise"), [(0.08, 0.0), (0.2, 4.0), (0.4, 2.0)], ids=str)
def test_faint_print_is_read_as_black(share: float, noise: float) -> None:
    good, pale = (
        clean(PageImage(1, text_page())),
        clean(PageImage(1, faint(text_page(), share, noise))),
    )
    assert not pale.blank
    assert any(note.startswith("faint print") for note in pale.notes)
    assert ink_alike(good.pixels, pale.pixels) > 0.7


@pytest.mark.parametrize("shade", [60, 200, 255])
def test_the_grain_of_empty_paper_is_not_stretched_to_ink(shade: int) -> None:
    grain = np.random.default_rng(9).standard_normal((1400, 1000)) * 3 + shade
    image = PageImage(1, np.clip(grain, 0, 255).astype(np.uint8))
    assert mended(image) is image
    assert clean(image).blank


@pytest.mark.parametrize("colour", [False, True], ids=["grey", "colour"])
def test_a_negative_is_cleaned_as_its_positive(*, colour: bool) -> None:
    page = np.dstack([text_page()] * 3) if colour else text_page()
    negative = clean(PageImage(1, 255 - page))
    assert np.array_equal(negative.pixels, clean(PageImage(1, page)).pixels)
    assert "printed light on dark: inverted" in negative.notes


def test_a_faint_negative_is_both() -> None:
    found = condition_of(255 - faint(text_page(), 0.3))
    assert found.inverted
    assert found.is_faint


def test_a_sheet_on_a_dark_table_is_no_negative() -> None:
    table = np.full((1900, 1500), 20, np.uint8)
    table[250:1650, 250:1250] = text_page()
    assert not condition_of(table).inverted


def test_salt_and_pepper_go_and_dots_stay() -> None:
    page = text_page()
    page[700:702, 60] = 20
    page[704:706, 300:302] = 20
    chance = np.random.default_rng(2).random(page.shape)
    salted = np.where(chance < 0.01, 0, np.where(chance > 0.99, 255, page)).astype(np.uint8)
    assert condition_of(salted).is_speckled
    assert not condition_of(page).is_speckled
    wrong = without_specks(salted) != page
    assert wrong.mean() < (salted != page).mean() / 5
    dot = np.full((100, 100), 255, np.uint8)
    dot[50:52, 50:52] = 0
    dot[20, 20] = 0
    assert (without_specks(dot) == 0).sum() == 4


@pytest.mark.parametrize("colour", [False, True], ids=["grey", "colour"])
def test_the_print_of_the_back_is_taken_out(*, colour: bool) -> None:
    page = shone_through(printed())
    given = np.dstack([page] * 3) if colour else page
    good, thin = clean(PageImage(1, printed())), clean(PageImage(1, given))
    assert any("shines through" in note for note in thin.notes)
    assert ink_alike(good.pixels, thin.pixels) > 0.8


def test_ink_in_colour_stays_where_the_back_is_taken_out() -> None:
    page = np.dstack([shone_through(printed())] * 3)
    page[2250:2300, 300:500] = (230, 150, 150)
    assert np.array_equal(
        mended(PageImage(1, page)).pixels[2255:2295, 305:495], page[2255:2295, 305:495]
    )


def test_print_in_two_inks_is_no_show_through() -> None:
    """Pale words as sharp as black ones, and a pale stamp in one part of a page."""
    forms = shone_through(printed(), soft=0.0)
    assert condition_of(forms).through == 0.0
    stamp = printed()
    stamp[1000:1200] = shone_through(printed())[1000:1200]
    assert condition_of(stamp).through == 0.0


@pytest.mark.parametrize("length", [5, 9, 17])
@pytest.mark.parametrize("down", [False, True], ids=["across", "down"])
def test_a_page_that_moved_is_drawn_together(length: int, *, down: bool) -> None:
    good, pulled = printed(), cv2.blur(printed(), (1, length) if down else (length, 1))
    blur = condition_of(pulled).blur
    assert blur is not None
    assert (blur.across, blur.down) == ((0, length) if down else (length, 0))
    assert ink_alike(as_read(good), as_read(pulled)) > 0.75


def test_a_page_out_of_focus_is_sharpened() -> None:
    good, soft = printed(), cv2.GaussianBlur(printed(), (0, 0), 1.8)
    blur = condition_of(soft).blur
    assert blur is not None
    assert blur.soft == pytest.approx(1.8, abs=0.4)
    assert ink_alike(as_read(good), as_read(soft)) > ink_alike(as_read(good), sauvola(soft, 200.0))


def test_sharp_print_and_empty_paper_have_no_blur() -> None:
    assert condition_of(cv2.GaussianBlur(printed(), (0, 0), 0.8)).blur is None
    assert condition_of(np.full((2000, 1400), 240, np.uint8)).blur is None


def test_a_sheet_on_a_dark_table_is_not_stained_by_it() -> None:
    table = np.full((2700, 2000), 60, np.uint8)
    table[180:2519, 170:1824] = stained(printed())
    assert not condition_of(table).stained


def test_a_stain_and_a_fold_are_taken_for_paper() -> None:
    good = clean(PageImage(1, printed()))
    ring, fold, both = (
        clean(PageImage(1, stained(printed(), tea, crease)))
        for tea, crease in ((0.4, 0.0), (0.0, 0.35), (0.4, 0.35))
    )
    assert [len(page.notes) for page in (good, ring, fold, both)] == [0, 1, 1, 2]
    assert min(ink_alike(good.pixels, page.pixels) for page in (ring, fold, both)) > 0.95


def test_a_fold_down_the_page_is_evened_too() -> None:
    good, folded = printed(), stained(printed().T, 0.0, 0.35).T
    found = condition_of(folded)
    assert [fold.down for fold in found.folds] == [True]
    assert ink_alike(clean(PageImage(1, good)).pixels, clean(PageImage(1, folded)).pixels) > 0.95


def test_rules_bars_and_shaded_cells_are_no_folds_and_no_stains() -> None:
    page = printed()
    cv2.line(page, (120, 240), (1530, 240), 0, 4)
    cv2.rectangle(page, (120, 1200), (1500, 1500), 200, 2)
    page[1200:1500, 120:1500] = np.minimum(page[1200:1500, 120:1500], 215)
    page[2100:2200, 200:900] = 60
    image = PageImage(1, page)
    assert mended(image) is image


@pytest.mark.parametrize(("contrast", "pale"), [(12, False), (13, True), (114, True), (115, False)])
def test_where_faint_begins_and_ends(contrast: float, *, pale: bool) -> None:
    assert Condition(contrast).is_faint is pale


def test_noise_stronger_than_the_ink_is_no_print() -> None:
    assert not Condition(40.0, noise=8.0).is_faint


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 2), (40, 40)], ids=str)
def test_the_smallest_pictures_have_a_condition(size: tuple[int, int]) -> None:
    assert not condition_of(np.full(size, 128, np.uint8)).is_faint
