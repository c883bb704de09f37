"""Pages that stay packed: each is unpacked when it is looked at (`extract.mapped`)."""

from __future__ import annotations

from typing import cast

from extract.batch.journal.stages import unpack_page
from extract.mapped import Mapped
from extract.model import Page, Reading

_FEW = 100  # pages: so many are unpacked once, which is quicker


def reading_of(packed: tuple[bytes, ...], notes: tuple[str, ...]) -> Reading:
    """The reading of packed pages."""
    if len(packed) <= _FEW:
        return Reading(tuple(map(unpack_page, packed)), notes)
    return Reading(cast("tuple[Page, ...]", Mapped(packed, unpack_page)), notes)
