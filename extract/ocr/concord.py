"""Two readings of a line made one: the first reader's words stay, agreement says how sure they are.

Letters are aligned without spaces, since the second reader drops some; quotation marks and dashes count alike. Where both
agree a word is as good as certain; where they differ the second reading becomes an alternative for restoration to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from rapidfuzz.distance import Levenshtein

from extract.ingest import Pixels
from extract.model import Alternative
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.second import LineReader
from extract.ocr.tidy import joined, split

_LIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_UNKNOWN = frozenset('…?![]"‰°§|{}\\~=')  # signs that the second reader does not know
_ENDS = ".,;:-\"'()"  # signs that the second reader often loses
_DIGIT = re.compile(r"\d")
_LONGEST_SYLLABLE = 7  # letters
_SHORT = 2  # letters that a part of a word has at least
_UNBROKEN = re.compile(r".?\d\d|\w[-/][^\W\d]")  # where no space stands: in a number, in a code
# Shares of right words by the first reader's confidence, measured on 15 real documents (7,200 words read twice): where
# the second reads the same, where it does not, and how often the second is right then.
_AGREED = (
    (0.0, 0.87),
    (0.7, 0.93),
    (0.944, 0.945),
    (0.98, 0.973),
    (0.997, 0.996),
    (1.0, 0.999),
)
_AGREED_NUMBER = 0.99
_DIFFERENT = (
    (0.0, 0.2),
    (0.57, 0.43),
    (0.85, 0.47),
    (0.92, 0.55),
    (0.957, 0.76),
    (0.98, 0.83),
    (0.997, 0.944),
    (1.0, 0.98),
)
_DIFFERENT_NUMBER = 0.45  # most
_OTHER = ((0.0, 0.2), (0.57, 0.5), (0.85, 0.58), (0.92, 0.38), (0.957, 0.15), (1.0, 0.05))
_SURE = 0.99  # agreed words above it have no alternatives any more: the second reader, too, overlooks marks
_DOUBTED = 0.944  # a line all of whose words are believed more, without digits, is not read twice
_LIKENESS = 1 / 3  # share of letters that two readings of writing have in common at least
_BELIEVED = 0.8  # a word above it is writing
_MOST_SIGNS = 12  # letters and digits of a line that may be drawn, not written


def read_twice(
    pixels: Pixels, lines: Sequence[ReadLine], reader: LineReader | None
) -> tuple[ReadLine, ...]:
    """Lines of a sheet with what a second reader makes of the doubtful ones; unlike readings of little are no writing."""
    if reader is None:
        return tuple(lines)
    doubtful = [line for line in lines if _is_doubtful(line)]
    texts = iter(reader.read([_cut(pixels, line) for line in doubtful]))
    read = [(line, next(texts) if _is_doubtful(line) else None) for line in lines]
    return tuple(
        line if text is None else agreed(line, text)
        for line, text in read
        if text is None or not _is_drawing(line, text)
    )


def _is_doubtful(line: ReadLine) -> bool:
    return any(word.confidence < _DOUBTED or _DIGIT.search(word.text) for word in line.words)


def _cut(pixels: Pixels, line: ReadLine) -> Pixels:
    rect = line.rect
    return pixels[max(0, rect.y0) : rect.y1, max(0, rect.x0) : rect.x1]


def _is_drawing(line: ReadLine, text: str) -> bool:
    """Whether a line of a few signs is a seal or a signature: what two readers see in it has nothing in common."""
    mine = _bare(" ".join(word.text for word in line.words))
    signs = sum(sign.isalnum() for sign in mine)
    if signs > _MOST_SIGNS or any(word.confidence > _BELIEVED for word in line.words):
        return False
    return Levenshtein.normalized_similarity(mine.lower(), _bare(text).lower()) < _LIKENESS


def agreed(line: ReadLine, text: str) -> ReadLine:
    """The line with confidences, alternatives and spaces that a second reading of it gives."""
    second = _Second(_bare(text), _starts(text))
    mine = "".join(_bare(word.text) for word in line.words)
    places = _places(mine, second.text)
    words: list[ReadWord] = []
    at = 0
    for word in line.words:
        end = at + len(_bare(word.text))
        for part in _parts(word, places[at : end + 1], second):
            end = at + len(_bare(part.text))
            found = _weighed(part, second.text[places[at] : places[end]])
            if words and _is_one(_bare(words[-1].text), mine[at:end], second, places[at]):
                found = joined(words.pop(), found)
            words.append(found)
            at = end
    return replace(line, words=tuple(words))


@dataclass(frozen=True, slots=True)
class _Second:
    """The second reading without spaces, and where in it a word starts."""

    text: str
    starts: frozenset[int]


def _starts(text: str) -> frozenset[int]:
    lengths = (len(part) for part in text.split())
    return frozenset(accumulate(lengths, initial=0))


def _is_one(left: str, right: str, second: _Second, place: int) -> bool:
    """Whether a space between two words is none: figures and codes that both read alike, the second without a space."""
    both = _core(left + right)
    start = place - len(left.lstrip(_ENDS)) if both else place
    same = start >= 0 and second.text[start : start + len(both)] == both
    around = left[-2:] + right[:1]
    return same and place not in second.starts and _UNBROKEN.fullmatch(around) is not None


def _parts(word: ReadWord, places: Sequence[int], second: _Second) -> Iterator[ReadWord]:
    """A word longer than any syllable, cut where the second reading has a space; `places`: those of its letters."""
    cuts = [
        at
        for at in range(_SHORT, len(places) - _SHORT)
        if places[at] in second.starts and places[at - 1] < places[at]
    ]
    if len(word.text) <= _LONGEST_SYLLABLE or not word.text.isalpha() or not cuts:
        yield word
        return
    yield from split(word, [word.text[a:b] for a, b in pairwise([0, *cuts, len(word.text)])])


def _bare(text: str) -> str:
    return "".join(text.split()).translate(_LIKE)


def _places(mine: str, other: str) -> list[int]:
    """For each place in one text, its end included, the place in the other that it falls on."""
    places = [0] * (len(mine) + 1)
    for step in Levenshtein.opcodes(mine, other):
        for at in range(step.src_start, step.src_end):
            places[at] = min(step.dest_start + at - step.src_start, step.dest_end)
    places[len(mine)] = len(other)
    return places


def _core(text: str) -> str:
    """A reading without the signs at its ends."""
    return text.strip(_ENDS) or text


def _weighed(word: ReadWord, other: str) -> ReadWord:
    mine = _bare(word.text)
    if _core(mine) == _core(other):
        sure = _AGREED_NUMBER if _DIGIT.search(mine) else _between(_AGREED, word.confidence)
        kept = () if sure > _SURE else word.alternatives
        return replace(word, confidence=sure, alternatives=kept)
    if not other or _UNKNOWN & set(mine):
        return word
    sure = _between(_DIFFERENT, word.confidence)
    return replace(
        word,
        confidence=min(sure, _DIFFERENT_NUMBER) if _DIGIT.search(mine) else sure,
        alternatives=tuple(
            _with_other(word.alternatives, other, _between(_OTHER, word.confidence))
        ),
    )


def _with_other(known: Sequence[Alternative], other: str, share: float) -> Iterator[Alternative]:
    """Alternatives with the second reading among them, likeliest first."""
    shares = {one.text: one.confidence for one in known}
    shares[other] = max(share, shares.get(other, 0.0))
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return (Alternative(text, share) for text, share in ranked)


def _between(points: Sequence[tuple[float, float]], x: float) -> float:
    """The value at x on the line through points."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return round(y0 + (y1 - y0) * (x - x0) / (x1 - x0), 3)
    return points[-1][1]
