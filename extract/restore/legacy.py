"""Texts typed in the codes before Unicode (TCVN3, VNI, VPS, windows-1258, VIQR), and UTF-8 that was taken for windows-1252; rule `legacy`.

Each paragraph is decoded as each code and as it stands; a code wins where nine in ten of the words it changes become
syllables, a fifth more than before, and where it changes one word in five. A short paragraph follows the document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.restore import mojibake, viqr
from extract.restore.edits import Edit
from extract.restore.legacy_tables import TONED, from_1258, from_tcvn3, from_vni, from_vps
from extract.restore.lexicon import Lexicon
from extract.restore.syllable import fold_tone, is_syllable


class Code(NamedTuple):
    """A code: its name in `documents.encoding`, what its words look like, and how one is decoded (true: among capitals)."""

    name: str
    token: re.Pattern[str]
    decode: Callable[[str, bool], str]


_LETTERS = re.compile(r"[A-Za-z\u00a1-\u00ff\u0100-\u024f\u1ea0-\u1ef9]+")
_SHOWN = re.compile(r"[A-Za-z\u0080-\u024f\u02c6\u02dc\u1ea0-\u1ef9‘’“”–—‚„…†‡•‰‹›™€]+")
_CODES = (
    Code("tcvn3", _LETTERS, from_tcvn3),
    Code("vni", _LETTERS, from_vni),
    Code("windows_1258", _LETTERS, from_1258),
    Code("unicode", mojibake.TOKEN, mojibake.from_utf8),
    Code("mixed", _SHOWN, from_vps),  # the contract has no name for VPS
    Code("viqr", viqr.TOKEN, viqr.from_viqr),
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
    whole = _best(lines, _LEAST_WORDS)
    edits: list[tuple[Edit, ...]] = []
    found = set()
    for paragraph in _paragraphs(lines):
        code = _best(paragraph, _LEAST_WORDS)
        if code is None and whole is not None and _best(paragraph, 1) == whole:
            code = whole
        opens = True  # a sentence
        for line in paragraph:
            edits.append(tuple(_edits(line, code, lexicon, opens=opens)) if code else ())
            opens = _ENDED.search(line) is not None
        found |= {code.name} if code else set()
    return Decoding(tuple(edits), frozenset(found))


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if not line.strip():
            yield block
            block = []
    if block:
        yield block


def _best(lines: Sequence[str], least: int) -> Code | None:
    """The code that the lines are in, `None` for Unicode."""
    samples = [line[:_SAMPLE] for line in lines]
    words = Counter(word for line in samples for word in _LETTERS.findall(line))
    marked = Counter({word: n for word, n in words.items() if not word.isascii()})
    before = _legal(marked)
    signs = sum(len(viqr.SIGN.findall(line)) for line in samples)
    codes = [_VIQR] if signs >= max(least, _SIGNS_A_MARK * marked.total()) else []
    if not codes and marked.total() >= least and before <= 1 - _LEAST_MARGIN:
        codes = list(_CODES[:-1])
    least_changed = max(least, _LEAST_SHARE * words.total())
    scores = [(_score(code, samples, least_changed), -at) for at, code in enumerate(codes)]
    share, at = max(scores, default=(0.0, 0))
    return codes[-at] if share >= max(_LEAST_LEGAL, before + _LEAST_MARGIN) else None


def _score(code: Code, lines: Sequence[str], least: float) -> float:
    """The share of syllables among the words that a code changes; 0 where these are less than `least`."""
    tokens = Counter(token for line in lines for token in code.token.findall(line))
    read = ((token, code.decode(token, token.isupper()), n) for token, n in tokens.items())
    changed = Counter[str]()
    for token, word, n in read:
        if word != token:
            changed[word] += n
    return _legal(changed) if changed.total() >= least else 0.0


def _legal(words: Counter[str]) -> float:
    """The share of syllables, punctuation at their ends aside; 0 of nothing."""
    right = sum(n for word, n in words.items() if _is_legal(word))
    return right / words.total() if words else 0.0


def _is_legal(word: str) -> bool:
    return is_syllable(fold_tone(word.strip("().,;:?!“”‘’–—…").lower()))


def _edits(line: str, code: Code, lexicon: Lexicon, *, opens: bool) -> Iterator[Edit]:
    for match in code.token.finditer(line):
        word = match.group()
        true = code.decode(word, _among_capitals(line, match.start(), match.end()))
        if code is _VIQR and _ENDS.match(line, match.end()):
            true = _without_a_tone(word, true, lexicon)
        if code.name == "tcvn3" and true[:1] in TONED and _opens(line, match.start(), opens=opens):
            true = true[:1].upper() + true[1:]
        if true != word:
            yield Edit(match.start(), match.end(), true, "legacy", _SURE)


def _opens(line: str, at: int, *, opens: bool) -> bool:
    """Whether a capital stands at an offset of a line: a sentence begins, or Ủy ban; `opens`: one begins with the line."""
    before = line[:at]
    if _COMMITTEE.match(line, at):
        return True
    return _OPENED.search(before) is not None or (opens and _BARE.match(before) is not None)


def _without_a_tone(word: str, true: str, lexicon: Lexicon) -> str:
    """At a sentence's end a mark is the tone of the last syllable where that makes it a commoner one."""
    other = viqr.from_viqr(word[:-1], capitals=False) + word[-1]
    costs = [_cost(text.rstrip("?."), lexicon) for text in (true, other)]
    return other if costs[1] + _COMMONER < costs[0] else true


def _cost(word: str, lexicon: Lexicon) -> float:
    known = lexicon.id_of(word)
    return 99.0 if known is None else float(lexicon.own[known])


def _among_capitals(line: str, start: int, end: int) -> bool:
    """Whether a line's other words are in capitals, above all the nearest that show it by two letters; codes say nothing."""
    before, behind = _CODE.sub("", line[:start]), _CODE.sub("", line[end:])
    plain = [letter for letter in before + behind if letter.isascii()]
    if sum(map(str.isupper, plain)) <= sum(map(str.islower, plain)):
        return False
    near = [*_PLAIN.findall(before)[-1:], *_PLAIN.findall(behind)[:1]]
    return all(map(str.isupper, near))


_CODE = re.compile(r"(?<!\S)\S*[\d/]\S*")
_PLAIN = re.compile(r"[A-Za-z]{2,}")
_ENDS = re.compile(r"\W*(?:\s+[A-Z\d]|$)")
_ENDED = re.compile(r"[.;:!?]\W*$|^\W*$")  # the next line opens a sentence
_COMMITTEE = re.compile(r"ñy\s+ban\s+nh©n")  # in TCVN3
_BARE = re.compile(r"[\s\d.)*+•–-]*$")  # nothing but a bullet or a number
_OPENED = re.compile(r"[.!?][\s\"“]+$|^\s*(?:[-+*•–]|\d+[.)])\s*$")
