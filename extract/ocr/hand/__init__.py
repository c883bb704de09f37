"""Numbers and dates written by hand in a header: found between printed words, read by two networks of their own.

Tesseract and the second reader know print alone. What they doubt in such a place is read once more; how sure the reading is
was measured on drawn writing (`certainty`), and what the engine read in its place is kept as an alternative.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.image import CleanPage, Rect
from extract.ingest import Pixels
from extract.model import Alternative
from extract.ocr.hand.network import FIGURES, STRINGS, exact, readings
from extract.ocr.hand.places import POINTS, HandPlace, places, strip_of, views
from extract.ocr.hocr import ReadLine, ReadWord, split
from extract.ocr.sheet import Sheet

# What is written in a place: texts that can stand there, each with the chances that two readers give it.

_KEPT = 10  # texts of a number that are scored in all views
_LEAST, _TINY = 1e-3, 1e-12
_STRING = 0.7  # weight of the string reader's chance


@dataclass(frozen=True, slots=True)
class HandCandidate:
    """A text, the chances that the string reader and the figure reader give it; `ended`: the share of the first with a bar behind it."""

    text: str
    string: float
    figure: float
    ended: float = 0.0

    @property
    def chance(self) -> float:
        """The mean of both, the string reader's counting more."""
        return _STRING * self.string + (1 - _STRING) * self.figure


def read_place(page: Pixels, place: HandPlace) -> tuple[HandCandidate, ...]:
    """What can stand in a place, likeliest first, "" (nothing is written) among it."""
    seen = views(page, place.window)
    if seen is None:
        return ()
    alone = _alone(page, place)
    chances = STRINGS.chances(seen)
    texts = place.texts or _numbers(readings(chances[0], STRINGS.signs), alone, place)
    found = exact(chances, texts, STRINGS.signs).mean(axis=0)
    both = [
        HandCandidate(text, bare + ended, alone.get(text, 0.0), ended / (bare + ended + _TINY))
        for text, (bare, ended) in zip(texts, found.tolist(), strict=True)
    ]
    likely = (one for one in _by_value(both, place) if one.chance >= _LEAST)
    return tuple(sorted(likely, key=lambda one: (-one.chance, one.text)))


def _alone(page: Pixels, place: HandPlace) -> dict[str, float]:
    """What the figure reader makes of the writing without the print beside it."""
    strip = strip_of(page, place.gap)
    return {} if strip is None else readings(FIGURES.chances(strip[None])[0], FIGURES.signs)


def _numbers(whole: dict[str, float], alone: dict[str, float], place: HandPlace) -> tuple[str, ...]:
    """The texts that either reader finds likely and that can be a number, and ""."""
    found = [text for texts in (whole, alone) for text in list(texts)[:_KEPT]]
    return tuple(dict.fromkeys(text for text in (*found, "") if not text or place.fits(text)))


def _by_value(found: Iterable[HandCandidate], place: HandPlace) -> Iterable[HandCandidate]:
    """Of a day or a month the spellings of one value (`4`, `04`) together, in the likelier's spelling."""
    if not place.texts:
        return found
    values: dict[str, list[HandCandidate]] = {}
    for one in found:
        values.setdefault(one.text.lstrip("0"), []).append(one)
    return [
        HandCandidate(
            max(same, key=lambda one: one.chance).text,
            sum(one.string for one in same),
            sum(one.figure for one in same),
        )
        for same in values.values()
    ]


# How sure a reading of handwriting is: what two readers say, weighed as drawn writing of unseen hands taught it.
#
# Where both find the same text likeliest and are sure of it, it is right 99 times of 100; where they differ, the surer of them is
# right three times of four. The shares were counted by `benchmarks/handwriting/measure.py` on 1,500 lines.

_OTHERS = 2  # readings that are kept beside the best
_LEAST_OTHER = 0.03
# from this mean chance on: the share of right readings, where the readers agree and where they don't
_AGREED = ((0.0, 0.6), (0.4, 0.8), (0.6, 0.84), (0.75, 0.95), (0.9, 0.99))
_ALONE = ((0.0, 0.15), (0.2, 0.44), (0.4, 0.7), (0.6, 0.94))


@dataclass(frozen=True, slots=True)
class FigureReading:
    """Figures, how sure they are right, and the next likely ones; "": nothing is written there. `ended`: a bar follows them."""

    text: str
    sure: float
    others: tuple[tuple[str, float], ...] = ()
    ended: bool = False


def weighed(found: Sequence[HandCandidate]) -> FigureReading:
    """The likeliest of some candidates and how sure it is."""
    if not found:
        return FigureReading("", 0.0)
    best = found[0]
    near = [one for one in found[1:] if one.text and one.chance >= _LEAST_OTHER][:_OTHERS]
    others = tuple((one.text, round(one.chance, 3)) for one in near)
    return FigureReading(best.text, sureness(found), others, ended=best.ended > 0.5)  # noqa: PLR2004 - likelier than not


def sureness(found: Sequence[HandCandidate]) -> float:
    """The share of readings like the first of some candidates that are right."""
    best = found[0]
    agreed = all(
        best is max(found, key=by) for by in (lambda one: one.string, lambda one: one.figure)
    )
    table = _AGREED if agreed else _ALONE
    return table[bisect_right(table, (best.chance, 1.0)) - 1][1]


__all__ = ["with_handwriting"]

_BELIEVED = 0.9  # figures that the engine is surer of are print
_OTHER = 0.1  # how sure what the engine read in its place is
_SAME = 0.95  # how sure figures are that the engine read as well
_LOST = 0.5  # how sure printed signs are that the engine lost
_BLANK = 0.5  # how sure it must be that nothing is written


def with_handwriting(
    page: CleanPage, sheet: Sheet, lines: Sequence[ReadLine]
) -> tuple[ReadLine, ...]:
    """An engine's lines of a sheet, with what is written by hand at the head of the page read anew."""
    if page.head is None:
        return tuple(lines)
    made = list(lines)
    head = list(_head_lines(lines, sheet, page.head))
    found = places([line for _, line in head], POINTS / 72 * page.dpi)
    for row, line_places in found.items():
        at, line = head[row]
        made[at] = _moved(_filled(line, line_places, page.head), _offset(lines[at], sheet), -1)
    return tuple(made)


def _head_lines(
    lines: Sequence[ReadLine], sheet: Sheet, head: Pixels
) -> Iterator[tuple[int, ReadLine]]:
    """The lines at the head of the page that are no table's, with their boxes on the page."""
    for at, line in enumerate(lines):
        strip = sheet.row_at((line.rect.y0 + line.rect.y1) // 2)[0]
        if strip.cell is None and strip.on_page(line.rect).y1 <= len(head):
            yield at, _moved(line, _offset(line, sheet), 1)


def _offset(line: ReadLine, sheet: Sheet) -> tuple[int, int]:
    """How far right and down on the page a line of the sheet lies."""
    strip = sheet.row_at((line.rect.y0 + line.rect.y1) // 2)[0]
    return strip.rect.x0 - strip.x, strip.rect.y0 - strip.y


def _moved(line: ReadLine, offset: tuple[int, int], way: int) -> ReadLine:
    """A line with its boxes moved."""
    across, down = offset[0] * way, offset[1] * way
    words = [replace(word, rect=_shifted(word.rect, across, down)) for word in line.words]
    return ReadLine(tuple(words), _shifted(line.rect, across, down))


def _shifted(rect: Rect, across: int, down: int) -> Rect:
    return Rect(rect.x0 + across, rect.y0 + down, rect.x1 + across, rect.y1 + down)


def _filled(line: ReadLine, found: Sequence[HandPlace], head: Pixels) -> ReadLine:
    """A line with its handwriting read."""
    for place in reversed(found):
        was = [word for word, side in _cut(line, place) if side == 0]
        if not _is_print(was):
            line = _written(line, place, weighed(read_place(head, place)))
    return line


def _is_print(words: Sequence[ReadWord]) -> bool:
    """Whether the engine read figures there and is sure of them."""
    sure = all(word.confidence >= _BELIEVED for word in words)
    return sure and any(word.text.isdigit() for word in words)


def _cut(line: ReadLine, place: HandPlace) -> Iterator[tuple[ReadWord, int]]:
    """The line's words cut at the ends of a place, each with where it lies: before it (-1), in it (0), after it (1)."""
    at = 0
    for word in line.words:
        cuts = [min(max(0, edge - at), len(word.text)) for edge in (place.start, place.end)]
        texts = (word.text[: cuts[0]], word.text[cuts[0] : cuts[1]], word.text[cuts[1] :])
        sides = [side for side, text in zip((-1, 0, 1), texts, strict=True) if text]
        parts = split(word, [text for text in texts if text]) if len(sides) > 1 else [word]
        yield from zip(parts, sides, strict=True)
        at += len(word.text) + 1


def _written(line: ReadLine, place: HandPlace, found: FigureReading) -> ReadLine:
    """The line with a reading in the place of what the engine read there."""
    parts = list(_cut(line, place))
    before, was, after = ([word for word, at in parts if at == side] for side in (-1, 0, 1))
    read = " ".join(word.text for word in was)
    if not found.text:
        return _blank(line, (before, after), read) if found.sure >= _BLANK else line
    rect = Rect(place.gap.x0, line.rect.y0, max(place.gap.x1, place.gap.x0 + 1), line.rect.y1)
    same = read.strip(" .") == found.text
    others = [Alternative(text, chance) for text, chance in found.others]
    kept = [Alternative(read, _OTHER)] if read and not same else []
    sure = max(found.sure, _SAME) if same else found.sure
    word = ReadWord(found.text, rect, round(sure, 3), (*others, *kept), hand=not same)
    return replace(line, words=(*_printed(place, before), word, *_barred(place, found, after)))


def _printed(place: HandPlace, before: Sequence[ReadWord]) -> Sequence[ReadWord]:
    """What stands before a number, with the `Số:` that the engine lost."""
    if not place.lost[0]:
        return before
    rect = replace(place.window.rect, x1=max(place.gap.x0, place.window.rect.x0 + 1))
    return (*before, ReadWord(place.lost[0], rect, _LOST))


def _barred(
    place: HandPlace, found: FigureReading, after: Sequence[ReadWord]
) -> Sequence[ReadWord]:
    """What stands behind a number, with the bar that the engine lost and the string reader saw."""
    if not (place.lost[1] and found.ended and after):
        return after
    first, *rest = after
    return (replace(first, text=place.lost[1] + first.text, confidence=_LOST), *rest)


def _blank(line: ReadLine, words: tuple[list[ReadWord], list[ReadWord]], read: str) -> ReadLine:
    """The line with its blank empty; dots to write on stay, letters are kept as another reading of what is printed after it."""
    before, after = words
    if not read or "." in read:
        return line
    if after and any(map(str.isalnum, read)):
        other = Alternative(read + after[0].text, _OTHER)
        after = [replace(after[0], alternatives=(*after[0].alternatives, other)), *after[1:]]
    return replace(line, words=(*before, *after))
