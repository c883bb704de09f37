"""What a deadline is: the words that state it, and what they mean as a date or a recurrence rule.

Contract: docs/tables.md, assignments, decisions on deadlines (a range gives both dates, a start alone gives no due date).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extract.model import Doubt


@dataclass(frozen=True, slots=True)
class Known:
    """What the document says about time: its date of issue, the year a heading or column head names, a bound in force."""

    issued: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """The columns a form gives; `assumed` means that the year was not printed, `bound` one of by, before, from."""

    kind: str
    start: date | None = None
    due: date | None = None
    bound: str | None = None
    rrule: str | None = None
    confidence: float = 0.9
    assumed: bool = False
    broken: bool = False  # digits that are no date of the calendar
    begin: int | None = None  # where the words of the deadline begin, if not where the form does


@dataclass(frozen=True, slots=True)
class Setting:
    """What a form's reader is given beside the match: what is known, and what each (folded) bound word means."""

    known: Known
    bounds: Mapping[str, str]

    def bound(self, match: re.Match[str]) -> str | None:
        """The bound of the match's group `b`."""
        return self.bounds.get(match["b"] or "")


@dataclass(frozen=True, slots=True)
class Form:
    """A way to state a deadline: a name for the evidence, a pattern on the fold, and its meaning (`None`: none after all).

    Only a text that holds one of `needs` can match.
    """

    name: str
    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Setting], Meaning | None]


@dataclass(frozen=True, slots=True)
class Forms:
    """Ways to state a deadline, in the order in which they are tried."""

    ways: tuple[Form, ...]
    needs: frozenset[str]  # of all of them

    @classmethod
    def of(cls, ways: Sequence[Form]) -> Forms:
        """These, with the words they need."""
        return cls(tuple(ways), frozenset(word for form in ways for word in form.needs))

    def among(self, folded: str) -> Iterator[Form]:
        """Those that a folded text may hold: looking for the words they need first saves nine tenths of the time."""
        held = {word for word in self.needs if word in folded}
        return (form for form in self.ways if not held.isdisjoint(form.needs))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline found in a passage: `text[start:end] == raw`; the other fields are columns of assignments.csv."""

    raw: str
    start: int
    end: int
    rule: str
    kind: str
    start_date: date | None
    due_date: date | None
    due_bound: str | None
    due_rrule: str | None
    confidence: float
    doubts: tuple[Doubt, ...] = ()


def forms(
    table: Sequence[tuple[str, str, str, Callable[[re.Match[str], Setting], Meaning | None]]],
) -> tuple[Form, ...]:
    """Forms from rows of name, words needed (parted by "|"), pattern (on the fold) and reader."""
    return tuple(
        Form(f"deadline_{name}", tuple(needs.split("|")), re.compile(pattern), read)
        for name, needs, pattern, read in table
    )
