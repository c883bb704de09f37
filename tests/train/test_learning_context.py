"""What the rescorer learns from: open places are those that a slow search finds; and far words decide where near ones do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from extract.dictionaries import load
from extract.restore import Restorer, load_restorer
from extract.restore.artifact import Tables
from extract.restore.sequence import lattice
from extract.restore.tokens import Choices, fixed
from extract.train.counting import TextKind
from extract.train.ngram_model import FOLDS, PIECES, pieces, tables_without
from extract.train.open_places import (
    NEAR,
    Confusions,
    Places,
    joined,
    misread,
    misread_places,
    open_places,
    same_skeleton,
)
from extract.train.rescoring import REACH, learn

Ids = npt.NDArray[np.uint16]
FEW = 4  # misreadings of each word
SENTENCE = "<s> sở nội vụ báo cáo kết quả năm <num> <s> người bán thịt bò dùng dao mổ con bò lớn"


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return load_restorer(load())


@pytest.fixture(scope="module")
def twins(restorer: Restorer) -> Confusions:
    return same_skeleton(restorer.mender.engine.lexicon)


def ids(restorer: Restorer, text: str) -> Ids:
    known = restorer.mender.engine.lexicon.ids
    return np.array([known[word] for word in text.split()], np.uint16)


def options_of(confusions: Confusions, word: int, variant: int = 0) -> list[int]:
    number = word * confusions.variants + variant
    span = slice(confusions.starts[number], confusions.starts[number + 1])
    return confusions.options[span].tolist()


def test_a_word_may_be_taken_for_those_of_its_skeleton(
    restorer: Restorer, twins: Confusions
) -> None:
    lexicon = restorer.mender.engine.lexicon
    found = {lexicon.words[word] for word in options_of(twins, lexicon.ids["năm"])}
    assert {"nam", "năm", "nạm", "nám"} <= found
    assert options_of(twins, lexicon.ids["<num>"]) == [lexicon.ids["<num>"]]


@pytest.mark.slow  # every word of the vocabulary is misread
def test_a_misread_word_may_be_taken_for_what_its_token_proposes(restorer: Restorer) -> None:
    channel = restorer.mender.engine.proposer.wrong_model.channel
    lexicon = channel.lexicon
    one, two = misread(channel, 1, FEW), misread(channel, 1, FEW)
    assert np.array_equal(one.options, two.options)
    word = lexicon.ids["nêu"]
    seen = {lexicon.words[w] for v in range(FEW) for w in options_of(one, word, v)}
    assert {"nêu", "nếu"} <= seen
    for number, right in enumerate(one.right.tolist()):
        options = options_of(one, number // FEW, number % FEW)
        assert options.index(number // FEW) == right if right >= 0 else number // FEW not in options
    assert 0.005 < np.mean(one.right < 0) < 0.05


def test_open_places_are_those_that_a_slow_search_finds(
    restorer: Restorer, twins: Confusions
) -> None:
    tables, text = restorer.mender.engine.tables, ids(restorer, SENTENCE)
    found = open_places(text, twins, tables, 1)
    expected = {
        at: near for at in range(len(text)) if len(near := costs_at(text, at, twins, tables)) > 1
    }
    assert found.at.tolist() == list(expected)
    assert len(expected) > 1
    for n, at in enumerate(found.at.tolist()):
        span = slice(found.starts[n], found.starts[n + 1])
        pairs = dict(zip(found.options[span].tolist(), found.costs[span].tolist(), strict=True))
        assert pairs == pytest.approx(expected[at], abs=1e-4)
        assert found.options[span][found.right[n]] == text[at]


def costs_at(text: Ids, at: int, twins: Confusions, tables: Tables) -> dict[int, float]:
    """The options of one place between right words, where the right one is near the cheapest."""
    group = np.array(options_of(twins, int(text[at])), np.int32)
    line = [fixed(int(word)) for word in text]
    line[at] = Choices(group, np.zeros_like(group), np.zeros(len(group), np.float32))
    room = lattice(line, tables)
    right = room.starts[:-1].copy()
    right[at] += group.tolist().index(int(text[at]))
    costs = room.weigh(right).weights[at : at + len(group)]
    near = {
        word: float(cost - costs.min())
        for word, cost in zip(group.tolist(), costs, strict=True)
        if cost < costs.min() + NEAR
    }
    return near if int(text[at]) in near else {}


def test_what_stands_around_a_misread_place_was_decoded(
    restorer: Restorer, twins: Confusions
) -> None:
    """Without marks `năm` is `nam` or `nằm` as well: both places are open between what stands there after decoding."""
    tables, text = restorer.mender.engine.tables, ids(restorer, SENTENCE)
    decoded, found = misread_places(text, twins, tables, 1)
    line = [
        Choices(np.array(g, np.int32), np.zeros(len(g), np.int32), np.zeros(len(g), np.float32))
        for word in text.tolist()
        if (g := options_of(twins, word))
    ]
    room = lattice(line, tables)
    chosen = room.path()
    assert decoded.tolist() == room.words[chosen].tolist()
    weights = room.weigh(chosen).weights
    assert len(found.at) > 1
    for n, at in enumerate(found.at.tolist()):
        span, there = (
            slice(found.starts[n], found.starts[n + 1]),
            slice(room.starts[at], room.starts[at + 1]),
        )
        behind = dict(
            zip(room.words[there].tolist(), weights[there] - weights[there].min(), strict=True)
        )
        near = {word: cost for word, cost in behind.items() if cost < NEAR}
        assert dict(
            zip(found.options[span].tolist(), found.costs[span].tolist(), strict=True)
        ) == pytest.approx(near)
        assert found.options[span][found.right[n]] == text[at]


def test_a_place_whose_right_word_is_no_option_teaches_nothing(
    restorer: Restorer, twins: Confusions
) -> None:
    tables, text = restorer.mender.engine.tables, ids(restorer, SENTENCE)
    none_right = replace(twins, right=np.full_like(twins.right, -1))
    _, found = misread_places(text, none_right, tables, 1)
    assert not len(found.at)


def test_trigrams_of_a_fold_do_not_know_its_pieces() -> None:
    """Words 5, 6, 7 in a row stand in the pieces of the second fold alone, 8, 9, 10 in all."""
    size, piece = 12, np.array([5, 6, 7, 8, 9, 10], np.uint16)
    text = np.tile(piece, PIECES)
    is_second = np.repeat(np.arange(PIECES) % FOLDS == 1, len(piece))
    text[~is_second & (text < 8)] = 11
    texts = {TextKind.LAW: text, TextKind.OTHER: np.empty(0, np.uint16)}
    assert [p.begin for p in pieces(texts, TextKind.LAW)] == list(range(0, len(text), len(piece)))
    with_it, without = (tables_without(fold, texts, size, (50, 50)) for fold in (0, 1))
    for tables, known in ((with_it, True), (without, False)):
        first = slice(tables.starts2[5], tables.starts2[6])
        assert (6 in tables.words2[first].tolist()) is known
        assert 9 in tables.words2[tables.starts2[8] : tables.starts2[9]].tolist()


def test_pieces_of_a_text_are_put_together_again(restorer: Restorer, twins: Confusions) -> None:
    tables, text = restorer.mender.engine.tables, ids(restorer, SENTENCE)
    parts = [(0, open_places(text, twins, tables, 1)), (100, open_places(text, twins, tables, 1))]
    both, one = joined(parts), parts[0][1]
    assert both.at.tolist() == [*one.at, *(one.at + 100)]
    assert both.options.tolist() == [*one.options, *one.options]
    assert both.starts.tolist() == [*one.starts, *(one.starts[1:] + len(one.options))]


def test_a_word_ten_places_off_decides_what_the_trigrams_leave_open(twins: Confusions) -> None:
    """Word 20 or 21 stands far before; after the one 30 is right, after the other 31."""
    random = np.random.default_rng(3)
    rounds, length, far = 3000, 2 * REACH + 1, 10
    text = random.integers(40, 400, size=rounds * length).astype(np.uint16)
    at = np.arange(rounds) * length + REACH
    right = random.integers(2, size=rounds).astype(np.int32)
    text[at - far], text[at] = 20 + right, 30 + right
    places = Places(
        at,
        np.arange(rounds + 1) * 2,
        np.tile(np.array([30, 31], np.int32), rounds),
        np.zeros(2 * rounds, np.float32),
        right,
    )
    vectors, wrong = learn(text, places, twins, 1)
    assert wrong < 0.3  # a quarter of the clues is left out while learning
    place = vectors.places[REACH - far]
    for clue in (0, 1):
        fit = vectors.options[30:32] @ (vectors.around[20 + clue] * place)
        assert fit[clue] > fit[1 - clue] + 1
    again, _ = learn(text, places, twins, 1)
    assert np.array_equal(vectors.options, again.options)
