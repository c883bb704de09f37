"""Pages that stay packed: each is unpacked when it is looked at, so that five thousand need no more memory than one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast, overload

from extract.batch.stages import unpack_page
from extract.model import Page, Reading

_FEW = 100  # pages: so many are unpacked once, which is quicker


@dataclass(frozen=True, slots=True)
class PackedPages(Sequence[Page]):
    """A sequence of pages that holds them packed; it is looked through often, and costs a page each time."""

    packed: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.packed)

    def __iter__(self) -> Iterator[Page]:
        return map(unpack_page, self.packed)

    @overload
    def __getitem__(self, at: int) -> Page: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Page, ...]: ...
    def __getitem__(self, at: int | slice) -> Page | tuple[Page, ...]:
        if isinstance(at, slice):
            return tuple(map(unpack_page, self.packed[at]))
        return unpack_page(self.packed[at])


def reading_of(packed: tuple[bytes, ...], notes: tuple[str, ...]) -> Reading:
    """The reading of packed pages."""
    if len(packed) <= _FEW:
        return Reading(tuple(map(unpack_page, packed)), notes)
    return Reading(cast("tuple[Page, ...]", PackedPages(packed)), notes)
