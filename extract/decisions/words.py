"""Words of the text that people corrected: corrections with rule `person`, in the place of the machine's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from extract.check.review import changed_digits, order
from extract.decisions.record import WORDS, Decision, Judgement, widened
from extract.model import Correction, Restored, TextLine
from extract.records import Checked, ReviewItem
from extract.restore.lines import replay_line

_Place = tuple[int | None, int]
_RULE, _CHANGED = "person", "decision_changed"
_ASKED_AGAIN = 0.9  # priority: before most doubts of reading, for a person has decided here already


@dataclass(frozen=True, slots=True)
class WordChanges:
    """A document's text with people's words: the lines that changed, those decisions that found no line.

    `corrections`: the new ones of the lines that were touched; `None` where nobody said anything of words.
    """

    before: tuple[Correction, ...]
    restored: Restored
    touched: frozenset[_Place] = frozenset()
    corrections: tuple[Correction, ...] | None = None
    lost: tuple[Decision, ...] = ()

    def of_part(self, part: Checked, decisions: Sequence[Decision]) -> Checked:
        """A part with its corrections and questions as they are now; `decisions` are those on its words."""
        kept = [c for c in part.corrections if (c.page, c.line) not in self.touched]
        mine = {(c.page, c.line) for c in part.corrections} | {self._place(d) for d in decisions}
        new = [c for c in self.corrections or () if (c.page, c.line) in mine]
        corrections = tuple(sorted((*kept, *new), key=_where))
        paged = part.extracted.pages is not None
        old, now = (
            (part.corrections, corrections) if paged else (self.before, self.restored.corrections)
        )
        asked = [_asked(d) for d in decisions if d in self.lost]
        items = (*_renumbered(part.review, old, now), *asked)
        return replace(part, corrections=corrections, review=tuple(sorted(items, key=order)))

    def _place(self, decision: Decision) -> _Place:
        return decision.page, decision.row


def with_words(restored: Restored, decisions: Sequence[Decision]) -> WordChanges:
    """The text with what people said of its words; a decision whose line reads otherwise now changes nothing."""
    if not decisions:
        return WordChanges(restored.corrections, restored)
    lines = {
        (page.number, n): line.raw
        for page in restored.reading.pages
        for n, line in enumerate(page.lines, 1)
    }
    by_line: dict[_Place, list[Correction]] = {}
    for c in restored.corrections:
        by_line.setdefault((c.page, c.line), []).append(c)
    touched: set[_Place] = set()
    lost = []
    for decision in decisions:
        place = _line_of(lines, decision)
        changed = place and _put(by_line.get(place, []), place, decision)
        if place is None or changed is None:
            lost.append(decision)
            continue
        by_line[place] = changed or []
        touched.add(place)
    corrections = tuple(sorted((c for here in by_line.values() for c in here), key=_where))
    new = tuple(
        c for place in sorted(touched, key=lambda p: (p[0] or 0, p[1])) for c in by_line[place]
    )
    texts = tuple(
        _line(line, lines[place], by_line[place])
        if (place := (line.page, line.number)) in touched
        else line
        for line in restored.lines
    )
    whole = replace(restored, corrections=corrections, lines=texts)
    return WordChanges(restored.corrections, whole, frozenset(touched), new, tuple(lost))


def _line_of(lines: dict[_Place, str], decision: Decision) -> _Place | None:
    """The line that a decision is about: where it stood, or the only one of its page that reads the same."""
    place = (decision.page, decision.row)
    if lines.get(place) == decision.raw:
        return place
    same = [at for at, raw in lines.items() if at[0] == decision.page and raw == decision.raw]
    return same[0] if len(same) == 1 else None


def _put(here: list[Correction], place: _Place, decision: Decision) -> list[Correction] | None:
    """The corrections of a line with a person's in their place; `None` where one cuts across what the person saw."""
    start, end = (int(n) for n in decision.key.split("-"))
    if widened(here, start, end) != (start, end):
        return None
    inside = [c for c in here if start <= c.start and c.end <= end]
    others = [c for c in here if c not in inside]
    if decision.verdict is Judgement.ILLEGIBLE:
        unsure = (structs.replace(c, rule=_RULE, confidence=0.0) for c in inside)
        return sorted((*others, *unsure), key=_where)
    before = decision.raw[start:end]
    after = "" if decision.verdict is Judgement.EMPTY else decision.after
    said = Correction(*place, start, end, before, after=after, rule=_RULE, confidence=1.0)
    return sorted((*others, *([said] if after != before else [])), key=_where)


def _line(line: TextLine, raw: str, corrections: Sequence[Correction]) -> TextLine:
    return replace(line, text=replay_line(raw, corrections).lstrip("\f").rstrip("\r"))


def _renumbered(
    items: Iterable[ReviewItem], old: Sequence[Correction], now: Sequence[Correction]
) -> Iterable[ReviewItem]:
    """The questions, those on changed digits with the new number of their correction; gone where a person replaced it."""
    numbers = {c: number for number, c in enumerate(now, 1)}
    for item in items:
        if (
            item.table == WORDS and item.row is None
        ):  # about all changed digits: those that are left
            yield from changed_digits((n, c) for n, c in enumerate(now, 1) if c.rule != _RULE)
        elif item.table != WORDS or not item.row:
            yield item
        elif (number := numbers.get(old[item.row - 1])) is not None:
            yield replace(item, row=number)


def _asked(decision: Decision) -> ReviewItem:
    said = (decision.after,) if decision.after else ()
    return ReviewItem(
        decision.page,
        WORDS,
        0,
        "after",
        "",
        raw=decision.raw,
        alternatives=said,
        reason=_CHANGED,
        priority=_ASKED_AGAIN,
    )


def _where(c: Correction) -> tuple[int, int, int]:
    return c.page or 0, c.line, c.start
