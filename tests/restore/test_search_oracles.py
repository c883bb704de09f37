"""The compiled searches against slow, obvious ones on small input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from extract.restore import Restorer
from extract.restore.artifact import BOW_OFFSET, STEPS_A_NAT, Tables
from extract.restore.channel import CHANNEL_WEIGHT
from extract.restore.sequence import lattice
from extract.restore.tokens import Choices, with_case


def model_cost(tables: Tables, u: int, v: int, word: int, *, first: bool) -> float:
    def bigram(a: int, b: int) -> int:
        span = range(tables.starts2[a], tables.starts2[a + 1])
        return next((at for at in span if tables.words2[at] == b), -1)

    steps, state = 0, -1 if first else bigram(u, v)
    if state >= 0:
        for at in range(tables.starts3[state], tables.starts3[state + 1]):
            if tables.words3[at] == word:
                return int(tables.p3[at]) / STEPS_A_NAT
        steps = int(BOW_OFFSET) - int(tables.b2[state])
    lower = bigram(v, word)
    if lower >= 0:
        return (steps + int(tables.p2[lower])) / STEPS_A_NAT
    return (steps + int(BOW_OFFSET) - int(tables.b1[v]) + int(tables.p1[word])) / STEPS_A_NAT


def sequence_cost(tables: Tables, words: list[int], costs: list[float]) -> float:
    total, u, v = 0.0, 0, 0
    for at, (word, cost) in enumerate(zip(words, costs, strict=True)):
        total += cost + model_cost(tables, u, v, word, first=at == 0)
        u, v = v, word
    return total


@pytest.mark.parametrize("text", ["ke hoach cong", "so noi vu", "ban hanh quy"])
def test_the_beam_finds_the_best_sequence(restorer: Restorer, text: str) -> None:
    engine = restorer.mender.engine
    options = [engine.proposer.stripped.propose(token, small_line=True) for token in text.split()]
    options = [Choices(o.words[:8], o.modes[:8], o.costs[:8]) for o in options]
    found = lattice(options, engine.tables)
    chosen = [int(n) - int(start) for n, start in zip(found.path(), found.starts, strict=False)]
    best = min(
        itertools.product(*(range(len(o.words)) for o in options)),
        key=lambda pick: sequence_cost(
            engine.tables,
            [int(o.words[n]) for o, n in zip(options, pick, strict=True)],
            [float(o.costs[n]) for o, n in zip(options, pick, strict=True)],
        ),
    )
    assert tuple(chosen) == best


@pytest.mark.parametrize("text", ["ban", "so noi", "ke hoach cong", "ban hanh quy dinh"])
def test_a_chance_is_the_share_of_all_sequences_that_take_the_option(
    restorer: Restorer, text: str
) -> None:
    engine = restorer.mender.engine
    options = [engine.proposer.stripped.propose(token, small_line=True) for token in text.split()]
    options = [Choices(o.words[:5], o.modes[:5], o.costs[:5]) for o in options]
    room = lattice(options, engine.tables)
    found = room.posterior(room.weigh(room.path())).chances
    shares = np.zeros(len(found))
    for pick in itertools.product(*(range(len(o.words)) for o in options)):
        words = [int(o.words[n]) for o, n in zip(options, pick, strict=True)]
        costs = [float(o.costs[n]) for o, n in zip(options, pick, strict=True)]
        taken = [int(start) + n for start, n in zip(room.starts, pick, strict=False)]
        shares[taken] += np.exp(-sequence_cost(engine.tables, words, costs))
    totals = np.add.reduceat(shares, room.starts[:-1])
    assert found == pytest.approx(shares / np.repeat(totals, np.diff(room.starts)), abs=1e-4)


def test_of_misread_words_each_takes_its_likeliest_option(restorer: Restorer) -> None:
    engine = restorer.mender.engine
    options = [
        engine.proposer.stripped.propose(token, small_line=True) for token in ["so", "noi", "vu"]
    ]
    room = lattice(options, engine.tables)
    worst = (room.starts[1:] - 1).astype(np.int32)
    solved = room.posterior(room.weigh(worst))
    asked = np.array([True, False, True])
    found = room.likeliest(solved, asked, None)
    for at, is_asked in enumerate(asked):
        chances = solved.chances[solved.span(at)]
        here = found.chosen[at] - solved.starts[at]
        assert here == chances.argmax() if is_asked else found.chosen[at] == worst[at]
    assert np.array_equal(found.weights, room.weigh(found.chosen).weights)


@pytest.mark.parametrize("text", ["ke hoach cong tac nam", "so noi vu", "ban"])
def test_weighing_a_second_choice_by_the_first_is_weighing_it_anew(
    restorer: Restorer, text: str
) -> None:
    engine = restorer.mender.engine
    options = [engine.proposer.stripped.propose(token, small_line=True) for token in text.split()]
    room = lattice(options, engine.tables)
    first, last = room.starts[:-1], room.starts[1:] - 1
    for one, two in ((first, last), (last, first), (first, np.array([*last[:1], *first[1:]]))):
        anew, quickly = room.weigh(two), room.weigh(two, before=room.weigh(one))
        assert np.array_equal(anew.weights, quickly.weights)
        assert np.array_equal(anew.chances, quickly.chances)


def test_many_tokens_at_once_are_searched_for_as_one_by_one(restorer: Restorer) -> None:
    tokens = ["s6", "nghiéng", "x" * 25, "chitc", "X" * 24, "Qb", "s6", "7"]
    channel = restorer.mender.engine.proposer.wrong_model.channel
    alone = []
    for token in tokens:
        channel._known.clear()
        alone.append(channel.candidates(token))
    channel._known.clear()
    channel.learn(tokens)
    for token, one in zip(tokens, alone, strict=True):
        found = channel._known[token]
        assert [a.tobytes() for a in (found.words, found.modes, found.costs)] == [
            a.tobytes() for a in (one.words, one.modes, one.costs)
        ]
    assert len(channel.candidates("x" * 25).words) == 0


@pytest.mark.parametrize("token", ["s6", "diém", "chitc", "Qb", "TINH"])
def test_the_trie_search_gives_the_cost_of_the_plain_recurrence(
    restorer: Restorer, token: str
) -> None:
    channel = restorer.mender.engine.proposer.wrong_model.channel
    found = channel.candidates(token)
    assert len(found.words) > 0
    prices = found.costs * CHANNEL_WEIGHT + channel.lexicon.own[found.words]
    assert prices.tolist() == sorted(prices.tolist())
    for word, mode, cost in zip(
        found.words.tolist(), found.modes.tolist(), found.costs.tolist(), strict=True
    ):
        true = with_case(channel.lexicon.words[word], mode)
        assert cost == pytest.approx(channel.cost(token, true), abs=0.02)


@pytest.mark.parametrize("token", ["s6", "diém", "chi"])
def test_the_trie_search_misses_no_better_word(restorer: Restorer, token: str) -> None:
    channel = restorer.mender.engine.proposer.wrong_model.channel
    lexicon = channel.lexicon
    found = channel.candidates(token)
    worst = max(
        c + lexicon.own[w] for w, c in zip(found.words.tolist(), found.costs.tolist(), strict=True)
    )
    short = [w for w in range(3, len(lexicon.words)) if len(lexicon.words[w]) <= 4][::7]
    known = set(found.words.tolist())
    cheaper = [
        w
        for w in short
        if w not in known and channel.cost(token, lexicon.words[w]) + lexicon.own[w] < worst - 8.5
    ]
    assert cheaper == []


def test_probabilities_of_a_context_sum_to_one(restorer: Restorer) -> None:
    engine = restorer.mender.engine
    for u, v in (("ủy", "ban"), ("kế", "hoạch"), ("<s>", "căn")):
        a, b = engine.lexicon.ids[u], engine.lexicon.ids[v]
        total = sum(
            np.exp(-model_cost(engine.tables, a, b, w, first=False))
            for w in range(len(engine.lexicon.words))
        )
        assert total == pytest.approx(1, abs=0.06)


def test_a_chain_costs_what_the_model_says_word_by_word(restorer: Restorer) -> None:
    engine = restorer.mender.engine
    words = [engine.lexicon.ids[word] for word in ("ủy", "ban", "nhân", "dân", "thôn", "không")]
    chain = engine.tables.chain([0, *words]) - engine.tables.unigram(0)
    assert chain == pytest.approx(sequence_cost(engine.tables, words, [0.0] * len(words)))
