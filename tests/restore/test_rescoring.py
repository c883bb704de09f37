"""The rescorer against a slow, obvious one; what it must leave alone; and that it is of use with its own vocabulary only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from extract.dictionaries import load as load_dictionaries
from extract.restore import load_restorer
from extract.restore.artifact import Artifact, pack, read_artifact
from extract.restore.sequence import (
    NEAR,
    Rescorer,
    RescoringWeights,
    Solved,
    load_rescorer,
    rescorer_file,
    words_hash,
)
from extract.train.rescoring import Vectors, packed

WORDS, WIDTH, REACH = 12, 4, 2
FIT = RescoringWeights(1, 0, 0)  # how well a word fits, and nothing else


@pytest.fixture
def vectors() -> Vectors:
    random = np.random.default_rng(5)
    return Vectors(
        random.normal(size=(WORDS, WIDTH)).astype(np.float32),
        random.normal(size=(WORDS, WIDTH)).astype(np.float32),
        random.normal(size=(2 * REACH + 1, WIDTH)).astype(np.float32),
        random.normal(size=WORDS).astype(np.float32),
    )


@pytest.fixture
def rescorer(vectors: Vectors) -> Rescorer:
    around = np.pad(vectors.around, ((0, 1), (0, 0)))
    rarity = np.arange(WORDS, dtype=np.float32)
    return Rescorer(vectors.options, around, vectors.places, vectors.own, rarity)


def solved(options: list[list[int]], weights: list[list[float]], chosen: list[int]) -> Solved:
    starts = np.cumsum([0, *map(len, options)]).astype(np.int32)
    flat = np.array([w for part in options for w in part], np.int32)
    costs = np.array([w for part in weights for w in part], np.float32)
    none, model = np.zeros(0, np.int32), np.zeros(len(flat), np.int32)
    return Solved(
        starts[:-1] + np.array(chosen, np.int32),
        starts,
        flat,
        costs,
        costs,
        around=none,
        model=model,
    )


def slow_score(rescorer: Rescorer, text: list[int], at: int, word: int) -> float:
    total = np.zeros(WIDTH)
    for shift in range(-REACH, REACH + 1):
        if shift and 0 <= at + shift < len(text):
            total += rescorer.around[text[at + shift]] * rescorer.places[REACH + shift]
    return float(rescorer.own[word] + rescorer.options[word] @ total)


def test_the_bonus_is_how_much_better_a_word_fits_than_the_chosen_one(rescorer: Rescorer) -> None:
    options = [[3], [4, 5, 6], [7], [8, 9], [10]]
    found = rescorer.bonus(
        solved(options, [[0.0], [1.0, 0.0, 2.0], [0.0], [0.0, 3.0], [0.0]], [0, 1, 0, 0, 0]), FIT
    )
    text = [3, 5, 7, 8, 10]
    expected = [
        slow_score(rescorer, text, at, word) - slow_score(rescorer, text, at, text[at])
        for at, part in enumerate(options)
        for word in part
    ]
    assert found == pytest.approx(expected, abs=1e-5)


def test_channel_and_rarity_count_as_far_as_they_are_given_weight(rescorer: Rescorer) -> None:
    """A nat of these weights is the trigrams': of the rest, the channel's, a quarter is added; word 6 is two nats rarer than 4."""
    there = replace(
        solved([[3], [4, 6]], [[0.0], [0.0, 3.0]], [0, 0]), model=np.array([0, 0, 12], np.int32)
    )
    fit, all_three = RescoringWeights(0.5, 0, 0), RescoringWeights(0.5, 0.25, 0.3)
    beyond = rescorer.bonus(there, all_three) - rescorer.bonus(there, fit)
    assert beyond == pytest.approx([0, 0, -0.25 * 2 - 0.3 * 2])
    assert rescorer.bonus(there, fit) == pytest.approx(rescorer.bonus(there, FIT) / 2)


@pytest.mark.parametrize(
    ("options", "weights", "chosen"),
    [
        ([[3], [4], [5]], [[0.0], [0.0], [0.0]], [0, 0, 0]),  # nothing to choose
        ([[3], [4, 5]], [[0.0], [0.0, NEAR + 1]], [0, 0]),  # the trigrams are certain
        ([[3], [4, 2]], [[0.0], [0.0, 1.0]], [0, 0]),  # a word, or left as it stands
        ([[3], [2, 4, 5]], [[0.0], [0.0, 1.0, 1.0]], [0, 0]),  # it stays as it stands
    ],
    ids=["one option", "far behind", "no other word", "left alone"],
)
def test_where_nothing_is_open_nothing_is_said(
    rescorer: Rescorer,
    options: list[list[int]],
    weights: list[list[float]],
    chosen: list[int],
) -> None:
    assert not rescorer.bonus(solved(options, weights, chosen), FIT).any()


def test_a_word_far_behind_gets_nothing(rescorer: Rescorer) -> None:
    found = rescorer.bonus(solved([[4, 5, 6]], [[0.0, 1.0, NEAR + 1]], [0]), FIT)
    assert found[1] != 0
    assert found[0] == found[2] == 0


def model(folder: Path, words: str) -> Artifact:
    file = folder / "model.bin"
    arrays = {"words": np.frombuffer(words.encode(), np.uint8), "p1": np.zeros(WORDS, np.uint8)}
    file.write_bytes(pack({}, arrays))
    return read_artifact(file)


def test_a_file_gives_back_its_vectors(tmp_path: Path, vectors: Vectors) -> None:
    made = model(tmp_path, "mot hai")
    rescorer_file(made.path).write_bytes(packed(vectors, {"words": words_hash(made)}))
    found = load_rescorer(made)
    assert found is not None
    assert found.options == pytest.approx(vectors.options, abs=0.02)
    assert found.places == pytest.approx(vectors.places, abs=0.02)
    assert not found.around[-1].any()


def test_vectors_of_other_words_are_not_used(tmp_path: Path, vectors: Vectors) -> None:
    made = model(tmp_path, "mot hai")
    assert load_rescorer(made) is None
    rescorer_file(made.path).write_bytes(packed(vectors, {"words": "another"}))
    assert load_rescorer(made) is None


def test_a_word_far_off_decides_what_its_neighbours_leave_open() -> None:
    """Not `nạn xuống`, which the trigrams alone make of it: a bone was broken four words before."""
    restorer = load_restorer(load_dictionaries())
    assert restorer.mender.engine.rescorer is not None
    text, _ = restorer.restore_text("Benh nhan gay xuong tay duoc nan xuong va bo bot.")
    assert text.count("xương") == 2
