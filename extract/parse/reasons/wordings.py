"""The words that open a list of reasons, as headings or as lead-ins, and those that end one (list `reason_headings`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import fold


@dataclass(frozen=True, slots=True)
class Wording:
    """A folded heading or lead-in and the kind it opens ("end" and "skip" close and pass over)."""

    text: str
    kind: str
    form: str


@dataclass(frozen=True, slots=True)
class Wordings:
    """What begins a heading, what stands anywhere in a lead-in, and the causes of several words among both; the longest first."""

    headings: tuple[Wording, ...]
    anywhere: tuple[Wording, ...]
    causes: tuple[Wording, ...]
    openings: tuple[str, ...]  # the texts of the headings: most lines begin with none of them

    @classmethod
    def of(cls, wordings: Sequence[Wording]) -> Wordings:
        """The wordings by what is asked of them."""
        headings = tuple(w for w in wordings if w.form == "heading")
        return cls(
            headings,
            tuple(w for w in wordings if w.form == "anywhere"),
            tuple(w for w in wordings if w.kind.startswith("cause") and " " in w.text),
            tuple(w.text for w in headings),
        )

    def opening(self, folded: str) -> Iterator[Wording]:
        """The headings that a folded text begins with."""
        if folded.startswith(self.openings):
            yield from (w for w in self.headings if folded.startswith(w.text))

    def inside(self, folded: str) -> str | None:
        """The kind of the lead-in that a folded sentence holds."""
        return next((w.kind for w in self.anywhere if w.text in folded), None)


@lru_cache(maxsize=4)
def wordings_of(dictionaries: Dictionaries) -> Wordings:
    """The list `reason_headings`, folded once."""
    rows = dictionaries.rows("reason_headings")
    entries = [(fold(row["wording"]), row["kind"], row["form"]) for row in rows]
    longest_first = sorted(entries, key=lambda entry: (-len(entry[0]), entry))
    return Wordings.of([Wording(*entry) for entry in longest_first])
