"""Names on stamps: script and upright type, worn and tilted, read by the network of names. All of it is invented."""

from __future__ import annotations

import random

import numpy as np
import pytest
from rapidfuzz.fuzz import ratio

from benchmarks.handwriting.stamp import drawn_stamp, faces
from extract.ocr.hand.network import NAMES
from extract.ocr.stamps import StampText, named, read_name, texts, written

SEED, COUNT = 5, 30


@pytest.fixture(scope="module")
def stamps() -> list[tuple[str, np.ndarray]]:
    """Drawn stamps in the system's fonts with what they say, in small letters."""
    rng, files = random.Random(SEED), faces(None, held_out=False)
    return [drawn_stamp(rng, files) for _ in range(COUNT)]


def letters(text: str) -> str:
    """A text's letters."""
    return "".join(filter(str.isalpha, text.lower()))


def test_some_names_are_read_with_every_mark(stamps: list[tuple[str, np.ndarray]]) -> None:
    read = [(said, read_name(grey)) for said, grey in stamps]
    right = [letters(found[0][0]) == letters(said) for said, found in read if found]
    near = [ratio(found[0][0].lower(), said.lower()) for said, found in read if found]
    assert sum(right) >= 0.25 * len(stamps)
    assert sum(near) >= 0.8 * 100 * len(stamps)


def test_chances_fall_from_the_likeliest_on(stamps: list[tuple[str, np.ndarray]]) -> None:
    chances = [chance for _, chance in read_name(stamps[0][1])]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)


@pytest.mark.parametrize("paper", [0, 128, 255])
def test_where_nothing_is_printed_no_name_is_read(paper: int) -> None:
    assert read_name(np.full((80, 300), paper, np.uint8)) == ()


def spelt(text: str, doubtful: dict[int, str]) -> np.ndarray:
    """Chances that spell a text; some letters are a little less likely than others."""
    seen = np.full((2 * len(text), len(NAMES.signs) + 1), 1e-4, np.float32)
    seen[1::2, 0] = 0.99
    for at, sign in enumerate(text):
        seen[2 * at, NAMES.signs.index(sign) + 1] = 0.45 if at in doubtful else 0.99
        if at in doubtful:
            seen[2 * at, NAMES.signs.index(doubtful[at]) + 1] = 0.5
    return seen


def test_a_word_that_is_a_name_wins_over_a_likelier_one_that_is_none() -> None:
    found = texts(spelt("trần thị hoa", {2: "ẩ"}))
    assert max(found, key=lambda text: found[text]) == "trần thị hoa"


def test_a_name_that_is_in_no_list_is_read_as_it_stands() -> None:
    found = texts(spelt("xẩq thị hoa", {}))
    assert max(found, key=lambda text: found[text]) == "xẩq thị hoa"


def test_titles_are_written_as_they_are_known() -> None:
    assert written("bscki. trần thị b") == "BSCKI. Trần Thị B"
    assert written("ths. lê an") == "ThS. Lê An"


def test_what_the_engine_is_sure_of_stays_and_what_it_cannot_read_is_read_anew(
    stamps: list[tuple[str, np.ndarray]],
) -> None:
    grey = next(grey for said, grey in stamps if read_name(grey)[0][1] >= 0.6)
    name, sure = named(StampText("?!", 0.1, (), grey))
    assert (name, sure) == read_name(grey)[0]
    assert named(StampText(name, 0.5, (), grey))[1] > 0.9
    assert named(StampText("Trần Thị B", 0.95, (), grey)) == ("Trần Thị B", 0.95)
    assert named(StampText("Trần", 0.4)) == ("Trần", 0.4)
