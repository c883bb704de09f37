"""Texts typed in the codes before Unicode (TCVN3, VNI, VPS, windows-1258, VIQR), and UTF-8 that was taken for windows-1252; rule `legacy`.

Each paragraph is decoded as each code and as it stands; a code wins where nine in ten of the words it changes become
syllables, a fifth more than before, and where it changes one word in five. A short paragraph follows the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from extract.legacy_letters import TONED, from_1258, from_tcvn3, from_vni, from_vps
from extract.restore.edits import Edit
from extract.restore.encodings import mojibake, viqr
from extract.restore.encodings.toneless import among_capitals, opening, opens_word
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.syllable import fold_tone, is_syllable


class Code(NamedTuple):
    """A code: its name in `documents.encoding`, what its words look like, how one is decoded (true: among capitals), and what a text must have for one to be changed."""

    name: str
    token: re.Pattern[str]
    decode: Callable[[str, bool], str]
    sign: re.Pattern[str]


_LETTERS = re.compile(r"[A-Za-z\u00a1-\u00ff\u0100-\u024f\u1ea0-\u1ef9]+")
_SHOWN = re.compile(r"[A-Za-z\u0080-\u024f\u02c6\u02dc\u1ea0-\u1ef9‘’“”–—‚„…†‡•‰‹›™€]+")
_MARKED, _ANY = re.compile(r"[^\x00-\x7f]"), re.compile("")
_CODES = (
    Code("tcvn3", _LETTERS, from_tcvn3, _MARKED),
    Code("vni", _LETTERS, from_vni, _MARKED),
    Code("windows_1258", _LETTERS, from_1258, _MARKED),
    Code("unicode", mojibake.TOKEN, mojibake.from_utf8, mojibake.LEADS),
    Code("mixed", _SHOWN, from_vps, _MARKED),  # the contract has no name for VPS
    Code("viqr", viqr.TOKEN, viqr.from_viqr, _ANY),
)
_VIQR = _CODES[-1]
_LEAST_WORDS, _LEAST_LEGAL, _LEAST_MARGIN, _LEAST_SHARE = 12, 0.85, 0.2, 0.2
_SIGNS_A_MARK = 5  # signs of VIQR for a marked letter of a foreign name
_SAMPLE = 20_000  # characters of a line that are looked at to tell its code
_SURE = 0.98
_COMMONER = 3.0  # nats: `hưu.` is no hựu, but `thi.` before a name is thị


@dataclass(frozen=True, slots=True)
class Decoding:
    """The edits that decode each line, and the codes that were found."""

    edits: tuple[tuple[Edit, ...], ...]
    encodings: frozenset[str]


def decode_legacy(lines: Sequence[str], lexicon: Lexicon) -> Decoding:
    """The decoding of a document, paragraph by paragraph; a short one follows the document where that helps it."""
    samples = [_sample(line[:_SAMPLE]) for line in lines]
    whole = _best(samples, _LEAST_WORDS)
    edits: list[tuple[Edit, ...]] = []
    found = set()
    for paragraph in _paragraphs(lines):
        here = samples[paragraph.start : paragraph.stop]
        code = _best(here, _LEAST_WORDS)
        if code is None and whole is not None and _best(here, 1) == whole:
            code = whole
        if code is None:
            edits += [()] * len(paragraph)
            continue
        of_code = lines[paragraph.start : paragraph.stop]
        for line, opens in zip(of_code, opening(of_code), strict=True):
            edits.append(tuple(_edits(line, code, lexicon, opens=opens)))
        found.add(code.name)
    return Decoding(tuple(edits), frozenset(found))


def _paragraphs(lines: Sequence[str]) -> Iterator[range]:
    start = 0
    for end, line in enumerate(lines, 1):
        if end == len(lines) or not line.strip():
            yield range(start, end)
            start = end


class _Sample(NamedTuple):
    """What is looked at of a line: its text, its words with other letters than ASCII, how many signs of VIQR it has."""

    text: str
    marked: list[str]
    signs: int


def _sample(text: str) -> _Sample:
    plain = text.isascii()
    marked = [] if plain else [word for word in _LETTERS.findall(text) if not word.isascii()]
    return _Sample(text, marked, viqr.signs(text))


def _best(samples: Sequence[_Sample], least: int) -> Code | None:
    """The code that the lines are in, `None` for Unicode."""
    signs, count = sum(s.signs for s in samples), sum(len(s.marked) for s in samples)
    if max(signs, count) < least:
        return None
    marked = Counter(chain.from_iterable(s.marked for s in samples))
    before = _legal(marked)
    codes = [_VIQR] if signs >= max(least, _SIGNS_A_MARK * count) else []
    if not codes and count >= least and before <= 1 - _LEAST_MARGIN:
        codes = list(_CODES[:-1])
    if not codes:
        return None
    least_changed = max(least, _LEAST_SHARE * sum(len(_LETTERS.findall(s.text)) for s in samples))
    scores = [
        (_score(code, _tokens(code, samples, marked), least_changed), -at)
        for at, code in enumerate(codes)
    ]
    share, at = max(scores, default=(0.0, 0))
    return codes[-at] if share >= max(_LEAST_LEGAL, before + _LEAST_MARGIN) else None


def _tokens(code: Code, samples: Sequence[_Sample], marked: Counter[str]) -> Counter[str]:
    """The tokens that a code may change, and others of the same texts; VIQR alone changes plain letters."""
    if code.token is _LETTERS:
        return marked
    texts = (s.text for s in samples if code.sign.search(s.text))
    found = Counter(chain.from_iterable(map(code.token.findall, texts)))
    if code is _VIQR:
        return found
    return Counter({token: n for token, n in found.items() if not token.isascii()})


def _score(code: Code, tokens: Counter[str], least: float) -> float:
    """The share of syllables among the words that a code changes; 0 where these are less than `least`."""
    changed = Counter[str]()
    for token, n in tokens.items():
        word = code.decode(token, token.isupper())
        if word != token:
            changed[word] += n
    return _legal(changed) if changed.total() >= least else 0.0


def _legal(words: Counter[str]) -> float:
    """The share of syllables, punctuation at their ends aside; 0 of nothing."""
    right = sum(n for word, n in words.items() if _is_legal(word))
    return right / words.total() if words else 0.0


@lru_cache(maxsize=65536)
def _is_legal(word: str) -> bool:
    return is_syllable(fold_tone(word.strip("().,;:?!“”‘’–—…").lower()))


def _edits(line: str, code: Code, lexicon: Lexicon, *, opens: bool) -> Iterator[Edit]:
    matches = list(code.token.finditer(line))
    large = among_capitals(line, matches, code.decode)
    for match, capitals in zip(matches, large, strict=True):
        word = match.group()
        true = code.decode(word, capitals)
        if code is _VIQR and _ENDS.match(line, match.end()):
            true = _without_a_tone(word, true, lexicon)
        if (
            code.name == "tcvn3"
            and true[:1] in TONED
            and opens_word(line, match.start(), opens=opens)
        ):
            true = true[:1].upper() + true[1:]
        if true != word:
            yield Edit(match.start(), match.end(), true, "legacy", _SURE)


def _without_a_tone(word: str, true: str, lexicon: Lexicon) -> str:
    """At a sentence's end a mark is the tone of the last syllable where that makes it a commoner one."""
    other = viqr.from_viqr(word[:-1], capitals=False) + word[-1]
    costs = [_cost(text.rstrip("?."), lexicon) for text in (true, other)]
    return other if costs[1] + _COMMONER < costs[0] else true


def _cost(word: str, lexicon: Lexicon) -> float:
    known = lexicon.id_of(word)
    return 99.0 if known is None else float(lexicon.own[known])


_ENDS = re.compile(r"\W*(?:\s+[A-Z\d]|$)")
