"""An interpolated Kneser-Ney trigram model, what it is without a quarter of its text, the trie of its words, and the one file that restoration maps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.restore.artifact import BOW_OFFSET, STEPS_A_NAT, Tables, pack
from extract.restore.lexicon import bare
from extract.train.channel import CostTables
from extract.train.counting import Counted, Keys, TextKind, id_keys, merge

# An interpolated Kneser-Ney trigram model, pruned by what each n-gram adds, stored as sorted ranges of small integers.
#
# Discounts .6, .75, .8 times an n-gram's mean weight; lower orders count continuations (Chen and Goodman 1998). An n-gram
# is kept for T(h) p log(p / p_backoff) (Stolcke 1998), and only if it was seen three times. Log probabilities are stored
# in twelfths of a nat, so one byte holds 0 to -21.

Floats = npt.NDArray[np.float64]
U16 = npt.NDArray[np.uint16]
# of one, two, three words: the rarer the order, the more goes to unseen ones
_DISCOUNTS = 0.6, 0.75, 0.8
_LEAST_SEEN = 3
_UNIFORM = 1e-3  # share of the unigram mass spread over all words


@dataclass(frozen=True, slots=True)
class NgramOrder:
    """N-grams of one order: keys, context keys, last words, interpolated probabilities and contexts' mass left."""

    keys: Keys
    context: Keys
    probability: Floats
    context_weight: Floats


def train(bigrams: Counted, trigrams: Counted, size: int, keep: tuple[int, int]) -> Tables:
    """The pruned model of a vocabulary of `size` words, with about `keep` bigrams and trigrams."""
    v = np.uint64(size)
    type_weight = trigrams.weighted / trigrams.seen
    continued = _continuations(bigrams.keys, trigrams.keys % (v * v), type_weight)
    starts = bigrams.keys // v == 0  # nothing stands before a sentence's start: use its counts
    continued[starts] = np.maximum(continued[starts], bigrams.weighted[starts] * 0.1)
    one = _unigrams(bigrams, continued, size)
    two = _interpolate(
        bigrams.keys,
        continued,
        bigrams,
        _DISCOUNTS[1],
        one[(bigrams.keys % v).astype(np.int64)],
        v=v,
    )
    lower = two.probability[np.searchsorted(bigrams.keys, trigrams.keys % (v * v))]
    three = _interpolate(trigrams.keys, trigrams.weighted, trigrams, _DISCOUNTS[2], lower, v=v)
    kept3 = _best(three, lower, trigrams.seen, keep[1])
    needed = np.unique(trigrams.keys[kept3] // v)
    one_of_two = one[(bigrams.keys % v).astype(np.int64)]
    kept2 = _best(two, one_of_two, bigrams.seen, keep[0])
    kept2 |= np.isin(bigrams.keys, needed, assume_unique=True)
    return _pack(
        one,
        (bigrams.keys[kept2], two.probability[kept2]),
        (trigrams.keys[kept3], three.probability[kept3]),
        v,
    )


def _continuations(keys: Keys, tails: Keys, weights: Floats) -> Floats:
    counts = np.bincount(np.searchsorted(keys, tails), weights=weights, minlength=len(keys))
    return np.asarray(counts, np.float64)


def _unigrams(bigrams: Counted, continued: Floats, size: int) -> Floats:
    mean = bigrams.weighted / bigrams.seen
    mass = np.bincount(
        (bigrams.keys % np.uint64(size)).astype(np.int64), weights=mean, minlength=size
    )
    assert len(continued) == len(mean)
    return np.asarray((1 - _UNIFORM) * mass / mass.sum() + _UNIFORM / size, np.float64)


def _interpolate(
    keys: Keys, counts: Floats, counted: Counted, discount: float, lower: Floats, *, v: np.uint64
) -> NgramOrder:
    contexts, at = np.unique(keys // v, return_inverse=True)
    taken = np.minimum(discount * counted.weighted / counted.seen, counts)
    total = np.maximum(np.bincount(at, weights=counts), 1e-9)
    spare = np.bincount(at, weights=taken) / total
    probability = (counts - taken) / total[at] + spare[at] * lower
    return NgramOrder(keys, contexts, np.maximum(probability, 1e-12), total[at])


def _best(order: NgramOrder, lower: Floats, seen: Floats, keep: int) -> npt.NDArray[np.bool_]:
    gain = order.context_weight * order.probability * np.log(order.probability / lower)
    gain[seen < _LEAST_SEEN] = -np.inf
    keep = min(keep, int((gain > 0).sum()))
    least = np.partition(gain, -keep)[-keep] if keep else np.inf
    return np.asarray(gain >= least)


def _pack(
    one: Floats, two: tuple[Keys, Floats], three: tuple[Keys, Floats], v: np.uint64
) -> Tables:
    first, last = (two[0] // v).astype(np.int64), (two[0] % v).astype(np.int64)
    bow1 = _backoff(first, two[1], one[last], len(one))
    contexts = np.searchsorted(two[0], three[0] // v)
    lower = _backed_off(three[0] % (v * v), two, one, bow1, v)
    bow2 = _backoff(contexts, three[1], lower, len(two[0]))
    return Tables(
        p1=_quantise(one),
        b1=_quantise_bow(bow1),
        starts2=_starts(first, len(one)),
        words2=last.astype(np.uint16),
        p2=_quantise(two[1]),
        b2=_quantise_bow(bow2),
        starts3=_starts(contexts, len(two[0])),
        words3=(three[0] % v).astype(np.uint16),
        p3=_quantise(three[1]),
    )


def _backoff(context: npt.NDArray[np.int64], kept: Floats, lower: Floats, size: int) -> Floats:
    left = 1 - np.bincount(context, weights=kept, minlength=size)
    free = 1 - np.bincount(context, weights=lower, minlength=size)
    return np.clip(left, 1e-4, 1) / np.clip(free, 1e-4, None)


def _backed_off(
    keys: Keys, two: tuple[Keys, Floats], one: Floats, bow1: Floats, v: np.uint64
) -> Floats:
    at = np.minimum(np.searchsorted(two[0], keys), len(two[0]) - 1)
    below = bow1[(keys // v).astype(np.int64)] * one[(keys % v).astype(np.int64)]
    return np.where(two[0][at] == keys, two[1][at], below)


def _starts(context: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int32]:
    counts = np.bincount(context, minlength=size)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def _quantise(probability: Floats) -> npt.NDArray[np.uint8]:
    return np.clip(np.rint(-np.log(probability) * STEPS_A_NAT), 0, 255).astype(np.uint8)


def _quantise_bow(weight: Floats) -> npt.NDArray[np.uint8]:
    return np.clip(np.rint(np.log(weight) * STEPS_A_NAT) + BOW_OFFSET, 0, 255).astype(np.uint8)


# Text that was read by a machine has real syllables in place of others (`tô chức`): a trigram model that counts them holds them to be right.
#
# Told by pairs of words that other text hardly has, while it often has a pair of the same skeletons. Of ten such spellings in the one file
# that has them 98 in 100 stand in the windows that are dropped, 22 % of its words. With them 4 more of 100 errors of `vie` readings stay.

_WINDOW, _MOST_STRANGE = 2000, 0.006  # words; share of strange pairs in a window that is kept
_OFTEN, _HARDLY = 100, 300  # times a pair of skeletons; as rare a share of them is strange


def well_read(text: U16, words: Sequence[str], other: Counted) -> U16:
    """The text (ids of `words`) without the windows that a machine misread, by the pairs that `other` text has."""
    strange = _strange(text, words, other)
    window = np.arange(len(text)) // _WINDOW
    counts = np.bincount(window[:-1], weights=strange, minlength=int(window.max(initial=0)) + 1)
    return text[(counts <= _MOST_STRANGE * _WINDOW)[window]]


def _strange(text: U16, words: Sequence[str], other: Counted) -> npt.NDArray[np.bool_]:
    """Of each pair of neighbours, whether other text hardly has it, but often another of its skeletons."""
    numbers: dict[str, int] = {}
    skeleton = np.array([numbers.setdefault(bare(word), len(numbers)) for word in words], np.uint64)
    v, size = np.uint64(len(words)), np.uint64(len(numbers))
    known, place = np.unique(_of_skeletons(other.keys, skeleton, v, size), return_inverse=True)
    often = np.asarray(np.bincount(place, weights=other.seen), np.float64)
    keys = text[:-1].astype(np.uint64) * v + text[1:].astype(np.uint64)
    own = _looked_up(keys, other.keys, other.seen)
    all_of = _looked_up(_of_skeletons(keys, skeleton, v, size), known, often)
    return (all_of >= _OFTEN) & (own * _HARDLY < all_of)


def _of_skeletons(keys: Keys, skeleton: Keys, v: np.uint64, size: np.uint64) -> Keys:
    return skeleton[(keys // v).astype(np.int64)] * size + skeleton[(keys % v).astype(np.int64)]


def _looked_up(keys: Keys, known: Keys, values: Floats) -> Floats:
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, values[at], 0.0)


# Trigrams that know nothing of a quarter of the text, for what is to be learned from that quarter.
#
# On the text that they were counted in trigrams are too often right (of the words of news 1.3 % are wrong there, 3.0 % elsewhere).

FOLDS = 4
PIECES = 400  # a text is cut in so many; every fourth is of one fold


class TextPart(NamedTuple):
    """A part of a text (word ids): its number there, where it begins in all texts together."""

    number: int
    begin: int
    ids: U16


def pieces(texts: Mapping[TextKind, U16], which: TextKind) -> Iterator[TextPart]:
    """The pieces of the text of one kind, in order."""
    text = texts[which]
    before = sum(len(texts[kind]) for kind in takewhile(which.__ne__, texts))
    for number in range(PIECES):
        begin, end = (len(text) * at // PIECES for at in (number, number + 1))
        if begin < end:
            yield TextPart(number, before + begin, text[begin:end])


def tables_without(
    fold: int, texts: Mapping[TextKind, U16], words: int, keep: tuple[int, int]
) -> Tables:
    """The model of a vocabulary of so many `words` from all pieces of the texts but those of a fold."""
    others = {kind: _others(fold, texts, kind) for kind in texts}
    two, three = (
        merge({kind: id_keys(text, words, order) for kind, text in others.items()})
        for order in (2, 3)
    )
    return train(two, three, words, keep)


def _others(fold: int, texts: Mapping[TextKind, U16], which: TextKind) -> U16:
    found = [piece.ids for piece in pieces(texts, which) if piece.number % FOLDS != fold]
    return np.concatenate([np.empty(0, np.uint16), *found])


# The vocabulary as a trie in breadth-first order: the children of a node stand side by side, so two arrays hold it.


@dataclass(frozen=True, slots=True)
class Trie:
    """Nodes by number (0 is the root): where its children start, its letter's number, its word's id or -1."""

    child_starts: npt.NDArray[np.int32]
    letters: npt.NDArray[np.uint8]
    words: npt.NDArray[np.int32]
    parents: npt.NDArray[np.int32]


def build(words: Sequence[tuple[int, str]], letter_number: Mapping[str, int]) -> Trie:
    """The trie of (id, word)."""
    level: list[tuple[list[tuple[int, str]], int]] = [(sorted(words, key=lambda item: item[1]), 0)]
    starts, letters, ids, parents = [1], [0], [-1], [-1]
    depth, nodes = 0, 1
    while level:
        following: list[tuple[list[tuple[int, str]], int]] = []
        for group, node in level:
            starts[node] = nodes
            for letter, members in _by_letter(group, depth).items():
                starts.append(0)
                letters.append(letter_number[letter])
                ids.append(next((at for at, word in members if len(word) == depth + 1), -1))
                parents.append(node)
                following.append((members, nodes))
                nodes += 1
        level, depth = following, depth + 1
    return Trie(
        np.array([*starts, nodes], np.int32),
        np.array(letters, np.uint8),
        np.array(ids, np.int32),
        np.array(parents, np.int32),
    )


def _by_letter(group: Sequence[tuple[int, str]], depth: int) -> dict[str, list[tuple[int, str]]]:
    children: dict[str, list[tuple[int, str]]] = {}
    for at, word in group:
        if len(word) > depth:
            children.setdefault(word[depth], []).append((at, word))
    return children


# Puts the model, the vocabulary's trie and the channels into the one file that restoration maps.

Array = npt.NDArray[np.generic]


def alphabet_of(words: Sequence[str]) -> str:
    """The small letters of a vocabulary (its special tokens left out), sorted."""
    return "".join(sorted({letter for word in words if word[0] != "<" for letter in word}))


def cased(alphabet: str) -> tuple[str, ...]:
    """The small letters, then their capitals: the true letters that a channel knows."""
    return (*alphabet, *alphabet.upper())


def packed(
    facts: Mapping[str, object],
    words: Sequence[str],
    tables: Tables,
    channels: Mapping[str, CostTables],
) -> bytes:
    """The artifact's bytes."""
    alphabet = alphabet_of(words)
    trie = build(
        [(at, word) for at, word in enumerate(words) if word[0] != "<"],
        {letter: at for at, letter in enumerate(alphabet)},
    )
    arrays: dict[str, Array] = {
        "words": _text("\n".join(words)),
        "alphabet": _text(alphabet),
        "trie.child_starts": trie.child_starts,
        "trie.letters": trie.letters,
        "trie.words": trie.words,
        "trie.parents": trie.parents,
    }
    arrays |= {name: getattr(tables, name) for name in Tables.__slots__}
    for name, channel in channels.items():
        arrays |= _channel_arrays(name, channel)
    return pack(facts, arrays)


def _channel_arrays(name: str, channel: CostTables) -> dict[str, Array]:
    return {
        f"{name}.chunks": _text("\n".join(channel.chunks)),
        f"{name}.dense": channel.dense.astype(np.float16),
        f"{name}.insert": channel.insert,
        f"{name}.pair_starts": channel.pair_starts,
        f"{name}.pair_ops": channel.pair_ops,
        f"{name}.pair_costs": channel.pair_costs,
    }


def _text(text: str) -> Array:
    return np.frombuffer(text.encode(), np.uint8)
