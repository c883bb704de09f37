"""Everything the tables say about one input: its names, what became of it, its text and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extract.model import Restored
from extract.records import Checked


class Status(StrEnum):
    """What became of an input (`documents.status`)."""

    OK = "ok"
    PARTIAL = "partial"
    FAILED = "failed"
    WITHHELD = "withheld"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Document:
    """One input: `sources` are its names, sorted, the first is `source`.

    A failed or skipped one has the reason in `flags` and neither text nor parts; a withheld one has its secrecy mark instead and `mark_at`, where that stands.
    """

    sources: tuple[str, ...]
    sha256: str | None
    status: Status
    pages: int | None = None
    flags: tuple[str, ...] = ()
    secrecy: str | None = None
    mark_at: str | None = None
    restored: Restored | None = None
    parts: tuple[Checked, ...] = ()

    @property
    def doc_id(self) -> str | None:
        """The key of all its rows and the name of its texts."""
        return self.sha256[:16] if self.sha256 else None
