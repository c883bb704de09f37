"""Two words side by side that come again in a document are read alike; what is sure is not touched."""

from __future__ import annotations

import numpy as np
import pytest

from extract.restore import Restorer
from extract.restore.context import read_alike
from extract.restore.sequence import Solved
from extract.restore.tokens import Damage, cut

BOILERS = """Kiem dinh lo hoi va binh chua khi.
Don vi van hanh lo hoi phai bao cao.
Thong ke lo hoi."""
FIRST, SECOND = 5, 6  # two words that the reader may have meant


def solved(chances: list[list[float]]) -> Solved:
    """Positions of two options, the likelier one chosen."""
    flat = np.array(chances, np.float32).ravel()
    starts = np.arange(0, len(flat) + 1, 2, dtype=np.int32)
    chosen = np.array([2 * at + int(np.argmax(two)) for at, two in enumerate(chances)], np.int32)
    words = np.array([FIRST, SECOND] * len(chances), np.int32)
    nothing = np.zeros(0, np.int32)
    return Solved(
        chosen, starts, words, np.zeros(len(flat), np.float32), flat, around=nothing, model=nothing
    )


def pooled(lines: list[str], chances: list[list[float]], damage: Damage) -> list[list[float]]:
    places = [(at, piece) for at, line in enumerate(lines) for piece in cut(line)]
    found, changed = read_alike(solved(chances), places, [damage] * len(lines))
    assert (
        changed.tolist()
        == (found.chances != np.array(chances, np.float32).ravel())
        .reshape(-1, 2)
        .any(axis=1)
        .tolist()
    )
    return found.chances.reshape(-1, 2).tolist()


def test_a_boiler_is_one_in_the_heading_too(restorer: Restorer) -> None:
    text, _ = restorer.restore_text(BOILERS)
    assert text.count("lò hơi") == 3


def test_the_surer_places_decide() -> None:
    found = pooled(["lo hoi"] * 3, [[0.9, 0.1], [0.9, 0.1], [0.4, 0.6]] * 2, Damage.STRIPPED)
    assert all(first > second for first, second in found)
    assert np.sum(found, axis=1) == pytest.approx(1)


@pytest.mark.parametrize(
    ("lines", "damage"),
    [
        (["lo hoi", "lo van", "ro hoi"], Damage.STRIPPED),  # no pair comes again
        (["lo, hoi"] * 3, Damage.STRIPPED),  # they do not stand side by side
        (["lo hoi"] * 3, Damage.LIGHT),  # what was read right is no witness
    ],
)
def test_other_places_say_nothing(lines: list[str], damage: Damage) -> None:
    chances = [[0.9, 0.1], [0.9, 0.1], [0.4, 0.6]] * 2
    assert pooled(lines, chances, damage) == pytest.approx(np.array(chances))


def test_where_every_place_is_sure_each_stays_as_it_is() -> None:
    chances = [[0.99, 0.01], [0.01, 0.99]] * 2
    assert pooled(["lo hoi"] * 2, chances, Damage.WRONG_MODEL) == pytest.approx(np.array(chances))
