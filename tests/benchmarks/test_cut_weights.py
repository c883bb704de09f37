"""Weights of what is cut off lines' ends say which signs tell of specks, alone and behind other words."""

from __future__ import annotations

import random

import numpy as np

from benchmarks.training.weights import End, Word, lowest, weights_of_cuts

SPECKS, WORD = Word(["specks"], ["marks"]), Word(["word"], [])


def ends(rng: random.Random) -> list[End]:
    """Ends with up to two specks behind a word; the signs of every fifth are those of what it isn't."""
    found = []
    for _ in range(400):
        cut = rng.randint(0, 2)
        true = [*[SPECKS] * cut, WORD]
        seen = [word if rng.random() < 0.8 else rng.choice((SPECKS, WORD)) for word in true]
        found.append(End(seen, frozenset({cut})))
    return found


def test_weights_follow_the_signs_that_tell() -> None:
    weights = weights_of_cuts(ends(random.Random(1)), fewest=20, penalty=0.5)
    assert weights["specks"] + weights["marks"] > 1 > -1 > weights[""] + weights["word"]
    assert set(weights) == {"", "specks", "marks", "word", "within marks"}


def test_signs_seldom_seen_weigh_nothing() -> None:
    rare = End([Word(["rare"], [])], frozenset({1}))
    weights = weights_of_cuts([rare, *ends(random.Random(1))], fewest=5, penalty=1.0)
    assert "rare" not in weights


def test_a_doubtful_word_goes_with_plain_specks_before_it() -> None:
    doubtful = Word(["doubtful"], [])
    alone = [End([doubtful], frozenset({n % 2})) for n in range(40)]
    found = weights_of_cuts([*alone, *ends(random.Random(1))], fewest=5, penalty=0.5)
    doubt = found[""] + found["doubtful"]
    assert abs(doubt) < 1
    assert doubt + found[""] + found["specks"] + found["marks"] > 0


def test_the_steps_go_to_the_lowest_place() -> None:
    bend = np.array([1.0, 10.0, 100.0])
    least = np.array([3.0, -2.0, 0.5])
    found = lowest(lambda at: (float(bend @ (at - least) ** 2), 2 * bend * (at - least)), 0 * least)
    assert np.allclose(found, least, atol=0.2)
