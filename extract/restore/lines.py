"""A line: its edits and the corrections they become; on its way through the decoder its pieces, and what its reader says of them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from sys import intern
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from extract.model import Correction, Word
from extract.restore.tokens import Damage, Piece, cut

# Changes to one line, the corrections they become, and corrections replayed on the text they were made for.

# Changes to one line, and the corrections they become: offsets in the raw line, whatever was normalised before.


class Edit(Struct, frozen=True, gc=False):
    """`text[start:end]` becomes `after`; why, how sure (0 to 1), and the runners-up."""

    start: int
    end: int
    after: str
    rule: str
    confidence: float
    alternatives: tuple[str, ...] = ()


_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where a line stands: its page (or `None`) and its number there, 1-based."""

    page: int | None
    number: int


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with its edits, which do not overlap."""
    if not edits:
        return text
    parts, at = [], 0
    for edit in sorted(edits, key=_start):
        parts += [text[at : edit.start], edit.after]
        at = edit.end
    return "".join([*parts, text[at:]])


def compose(first: Sequence[Edit], text: str, second: Sequence[Edit]) -> tuple[Edit, ...]:
    """The edits of `text` that do what `first` and then `second` do (`second` counts in the text after `first`).

    Edits of the two that touch become one, under the later's rule and the lower confidence.
    """
    if not first and not second:
        return ()
    if not first or not second:
        return tuple(sorted((*first, *second), key=_start))
    return tuple(_composed(sorted(first, key=_start), text, sorted(second, key=_start)))


def _composed(first: list[Edit], text: str, second: list[Edit]) -> Iterable[Edit]:
    middle = apply(text, first)
    spans, shift = (
        [],
        0,
    )  # the spans of the first edits in the middle text, with the shift behind each
    for edit in first:
        at = edit.start + shift
        shift += len(edit.after) - (edit.end - edit.start)
        spans.append((at, at + len(edit.after), edit))
    left = list(spans)
    for edit in second:
        over = [span for span in spans if span[0] < edit.end and edit.start < span[1]]
        left = [span for span in left if span not in over]
        low = min([edit.start, *(start for start, _, _ in over)])
        high = max([edit.end, *(end for _, end, _ in over)])
        after = middle[low : edit.start] + edit.after + middle[edit.end : high]
        sure = min([edit.confidence, *(span[2].confidence for span in over)])
        yield replace(
            edit,
            start=_back(spans, low, end=False),
            end=_back(spans, high, end=True),
            after=after,
            confidence=sure,
        )
    yield from (span[2] for span in left)


def _back(spans: Sequence[tuple[int, int, Edit]], at: int, *, end: bool) -> int:
    """An offset of the middle text in the text before it; `at` never lies inside a span."""
    shift = 0
    for _, high, edit in spans:
        if high < at or (high == at and (edit.after or not end)):
            shift = edit.end - high
    return at + shift


def corrections(place: LinePlace, raw: str, edits: Iterable[Edit]) -> list[Correction]:
    """The corrections of a raw line, by offset; edits that change nothing are left out."""
    return [
        Correction(
            place.page, place.number, edit.start, edit.end, before, after=edit.after, rule=edit.rule,
            confidence=round(edit.confidence, 3), alternatives=edit.alternatives,
        )
        for edit in sorted(edits, key=_start)
        if (before := intern(raw[edit.start : edit.end])) != edit.after  # a word is kept once
    ]  # fmt: skip


# A digit is evidence: an edit that takes one away or brings another is listed as `numeric` and never said to be sure.
#
# The one exception are words that no right text writes (`d6ng`, `C6ng`): a digit behind a small letter or a lone capital, small letters behind it.

DIGITS_SURE = (
    0.79  # at most, of an edit that changes the digits of what may be a number, a label or a code
)
_WORD = re.compile(r"\w+")
_BY_TABLE = frozenset({"unicode", "legacy"})  # one form for another, no guess
_MISREAD_WORD = re.compile(r"(?=[aA9]*a9)[aA9]*a|A9+aa+")  # of its shape


def with_digits_guarded(raw: str, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits of a raw line, none of them sure of other digits; one that only raises digits (`m2`, `m²`) is left out.

    >>> with_digits_guarded("m2 B6", (Edit(0, 2, "m²", "channel", 0.9), Edit(3, 5, "Bộ", "channel", 0.9)))[0].confidence
    0.79
    """
    return tuple(_guarded(raw, edit) for edit in edits if not _only_raised(raw, edit))


def _only_raised(raw: str, edit: Edit) -> bool:
    before = raw[edit.start : edit.end]
    raised = _digits(before) != _digits(edit.after)
    return raised and unicodedata.normalize("NFKC", edit.after) == before


def _guarded(raw: str, edit: Edit) -> Edit:
    before = raw[edit.start : edit.end]
    same = edit.rule in _BY_TABLE or _digits(before) == _digits(edit.after)
    if same or not _may_be_right(raw, edit):
        return edit
    others = dict.fromkeys((*edit.alternatives, before))
    return replace(
        edit,
        rule=edit.rule if edit.rule == "code" else "numeric",
        confidence=min(edit.confidence, DIGITS_SURE),
        alternatives=tuple(other for other in others if other != edit.after),
    )


def _may_be_right(raw: str, edit: Edit) -> bool:
    """Whether an edit touches a token with a digit that is not plainly a misread word, or brings a digit where none was."""
    touched = [
        word.group()
        for word in _WORD.finditer(raw)
        if word.start() < edit.end and edit.start < word.end() and _digits(word.group())
    ]
    return not touched or any(not _MISREAD_WORD.fullmatch(_shape(word)) for word in touched)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if "0" <= letter <= "9")


def _shape(word: str) -> str:
    return "".join("9" if c.isdigit() else "a" if c.islower() else "A" for c in word)


# Replays corrections on the text they were made for: what restoration gave, from the raw text and the list alone.


def places(lines: Sequence[str]) -> list[tuple[int | None, int]]:
    """Page and number of each line; pages are `None` in a text without form feeds.

    A line that a form feed opens begins a page, but for the text's first line and a last line that holds nothing else.
    """
    if not any("\f" in line for line in lines):
        return [(None, number) for number in range(1, len(lines) + 1)]
    found: list[tuple[int | None, int]] = []
    page, number = 1, 0
    for index, line in enumerate(lines):
        trailing = index == len(lines) - 1 and not line.strip(" \f\r")
        if line.startswith("\f") and index > 0 and not trailing:
            page, number = page + 1, 0
        number += 1
        found.append((page, number))
    return found


def replay(raw: str, corrections: Iterable[Correction]) -> str:
    """The restored text of a raw text and its corrections.

    >>> replay("So 5", [Correction(None, 1, 0, 2, "So", "Số", "channel", 0.9)])
    'Số 5'
    """
    by_place: dict[tuple[int | None, int], list[Correction]] = defaultdict(list)
    for correction in corrections:
        by_place[correction.page, correction.line].append(correction)
    lines = raw.split("\n")
    where = places(lines)
    return "\n".join(
        replay_line(line, by_place.get(place, ())) for line, place in zip(lines, where, strict=True)
    )


def replay_line(raw: str, corrections: Iterable[Correction]) -> str:
    """One line with its corrections; `ValueError` where a correction does not fit the line."""
    text = raw
    for correction in sorted(corrections, key=lambda c: c.start, reverse=True):
        if raw[correction.start : correction.end] != correction.before:
            raise ValueError(
                f"{correction.before!r} does not stand at {correction.start} of {raw!r}"
            )
        text = text[: correction.start] + correction.after + text[correction.end :]
    return text


# A line on its way through the decoder: its pieces, what its reader says of them, and how a piece stands in it.

# What the reader itself says of a lightly damaged line, piece by piece: how sure it was, and what else it weighed.
#
# A word's confidence is the share of right words among those so sure; its log odds against the mean (2 % wrong) shift the
# threshold of a change by .7. An alternative's share of the weighed letters becomes a cost: right in one case of three at
# half, one of thirty at a fifth (measured on rendered pages; without the channel two thirds of the errors are mended so).

_MEAN_WRONG = 0.02
_SHIFT = 0.7
_LEAST_WRONG, _MOST_WRONG = 0.001, 0.5
_SHARES = (0.02, 0.1, 0.2, 0.35, 0.5, 0.75, 1.0)
_COSTS = (5.0, 4.2, 3.4, 2.6, 1.8, 1.2, 0.9)
_ALTERNATIVE_WEIGHT = 1.2
# what alternatives take off the threshold: they are evidence that the text alone lacks
_WEIGHED_THETA = -1.0

_LEAST_THETA = -1.0  # a word of which the reader itself is not sure is rather wrong


class ReaderEvidence(NamedTuple):
    """What is known of a piece: the nats a change must win, and other readings with their costs (nats)."""

    theta: float
    others: tuple[tuple[str, float], ...] = ()


def told_of(
    pieces: Sequence[Piece], theta: float, words: Sequence[Word]
) -> tuple[ReaderEvidence, ...]:
    """What the recognised words say of each piece of a line."""
    if not words:
        return (ReaderEvidence(theta),) * len(pieces)
    return tuple(_told(piece, theta, words) for piece in pieces)


def _told(piece: Piece, theta: float, words: Sequence[Word]) -> ReaderEvidence:
    word = word_at(words, piece.start)
    if word is None or word.confidence is None:
        return ReaderEvidence(theta)
    others = tuple(
        (text, _ALTERNATIVE_WEIGHT * share_cost(share)) for text, share in others_of(piece, word)
    )
    base = theta + (_WEIGHED_THETA if others else 0.0)
    return ReaderEvidence(max(_LEAST_THETA, base + shift(word.confidence)), others)


def word_at(words: Sequence[Word], place: int) -> Word | None:
    """The recognised word that stands at a place of its line."""
    return next((w for w in words if w.start <= place < w.start + len(w.text)), None)


def others_of(piece: Piece, word: Word) -> tuple[tuple[str, float], ...]:
    """What else the reader weighed for a piece of its word, with the shares."""
    at = piece.start - word.start
    before, after = word.text[:at], word.text[at + len(piece.text) :]
    if word.text[at : at + len(piece.text)] != piece.text:
        return ()
    return tuple(
        (text, other.confidence)
        for other in word.alternatives
        if (text := _within(other.text, before, after)) not in {None, piece.text}
    )


def _within(text: str, before: str, after: str) -> str | None:
    """What stands between what a piece has before and after it in its word, where an alternative has the same."""
    end = len(text) - len(after)
    fits = len(before) < end and text.startswith(before) and text.endswith(after)
    return text[len(before) : end] if fits else None


def share_cost(share: float) -> float:
    """The cost in nats of a reading that has this share of what was weighed.

    >>> share_cost(0.35), share_cost(1.0)
    (2.6, 0.9)
    """
    return float(np.interp(share, _SHARES, _COSTS))


def shift(confidence: float) -> float:
    """What a word's confidence adds to the threshold, in nats."""
    wrong = min(max(1 - confidence, _LEAST_WRONG), _MOST_WRONG)
    return _SHIFT * (_log_odds(wrong) - _log_odds(_MEAN_WRONG))


def _log_odds(wrong: float) -> float:
    return math.log((1 - wrong) / wrong)


@dataclass(frozen=True)
class DamagedLine:
    """A line to decode: its NFC text and its damage; of a lightly damaged one, the nats that a change must win and the read words."""

    text: str
    damage: Damage
    theta: float = 0.0
    words: tuple[Word, ...] = ()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the text."""
        return tuple(cut(self.text, wrong_model=self.damage is Damage.WRONG_MODEL))

    @cached_property
    def told(self) -> tuple[ReaderEvidence, ...]:
        """What the reader says of each piece."""
        return told_of(self.pieces, self.theta, self.words)


def following(lines: Sequence[DamagedLine], index: int) -> str:
    """The next line, if the wrong model read it."""
    after = lines[index + 1] if index + 1 < len(lines) else None
    return after.text.lstrip() if after and after.damage is Damage.WRONG_MODEL else ""


def may_be_name(line: str, piece: Piece) -> bool:
    """Whether a capital begins the word where no sentence begins."""
    if piece.stop or not (piece.text[:1].isupper() and piece.text[1:].islower()):
        return False
    return stands_inside(line, piece)


def stands_inside(line: str, piece: Piece) -> bool:
    """Whether something stands before it in its line."""
    return line[: piece.start].strip(' -+*•("“') != ""


def stands_alone(line: str, piece: Piece) -> bool:
    """Whether spaces, or a comma behind, part a piece from others: a point's letter (`a)`), initials and signs do not."""
    before, after = line[max(0, piece.start - 1) : piece.start], line[piece.end : piece.end + 1]
    return before in {"", " "} and after in {"", " ", ","}


def is_speck(line: DamagedLine, number: int) -> bool:
    """Whether a lightly damaged line has a full stop before a small word: 38 of 224,000 words of right text stand so."""
    if line.damage is not Damage.LIGHT or number == 0:
        return False
    before, piece = line.pieces[number - 1 : number + 1]
    between = line.text[before.end : piece.start]
    return between.strip() == "." and len(piece.text) > 1 and piece.text.islower()


def opens(text: str) -> bool:
    """Whether the line begins something new: it is blank, a bullet or an item."""
    start = text.strip()[:3]
    return not start or start[0] in "-+*•–—" or (len(start) > 1 and start[1] in ".)")
