"""A question mark or an apostrophe at a word's end that is its horn or tone: the wrong model reads `sử dụng` as `st? dung`, `cơ quan` as `co’ quan`.

Such a mark goes with the word where the next one is small; if the word that is found has no horn at its end, the mark stays.
"""

from __future__ import annotations

import re

import numpy as np

from extract.restore.model.channel import Candidates, Channel

MARKS = "?'’"
_HORNED = frozenset("ơờớởỡợưừứửữựƠỜỚỞỠỢƯỪỨỬỮỰ")
_MARK = re.compile(rf"(?<=[fiortu]) [{MARKS}] (?=[ ][a-zé\d])", re.VERBOSE)
_OWN = 2.0  # nats that a mark of the sentence costs there: few stand before a small letter


def has_mark(line: str, end: int) -> bool:
    """Whether a mark that may be a horn stands at `end`, behind a word.

    >>> has_mark("st? dung", 2), has_mark("la gi? Theo", 5)
    (True, False)
    """
    return _MARK.match(line, end) is not None


def mark_kept(read: str, word: str) -> str:
    """The mark at the end of what was read, if the word has no horn to explain it.

    >>> mark_kept("st?", "sử"), mark_kept("gi?", "gì"), mark_kept("tic", "tức")
    ('', '?', '')
    """
    return read[-1:] if read[-1:] in MARKS and word[-1:] not in {*_HORNED, *MARKS} else ""


def stem(token: str) -> str:
    """The token without a mark at its end."""
    return token[:-1] if token[-1:] in MARKS else token


def candidates(channel: Channel, token: str) -> Candidates:
    """The channel's words for a token; with a mark at its end also those that leave it to the sentence."""
    whole, bare = channel.candidates(token), stem(token)
    if bare == token or not bare:
        return whole
    less = channel.candidates(bare)
    pairs = ((whole.words, less.words), (whole.modes, less.modes), (whole.costs, less.costs + _OWN))
    words, modes, costs = (np.concatenate(pair) for pair in pairs)
    order = np.argsort(costs, kind="stable")
    first = np.sort(
        np.unique(words[order], return_index=True)[1]
    )  # each word once, at its less cost
    kept = order[first]
    return Candidates(words[kept], modes[kept], costs[kept].astype(np.float32))
