"""A sequence whose items are made when they are looked at, so that five thousand pages need no more memory than one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, overload

From = TypeVar("From")
To = TypeVar("To")


@dataclass(frozen=True, slots=True)
class Mapped(Sequence[To], Generic[From, To]):
    """`make` of each of the `items`; it may be looked through often, and makes an item each time.

    >>> list(Mapped((1, 2), str)), Mapped((1, 2), str)[-1], Mapped((1, 2), str)[:1]
    (['1', '2'], '2', ('1',))
    """

    items: Sequence[From]
    make: Callable[[From], To]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[To]:
        return map(self.make, self.items)

    @overload
    def __getitem__(self, at: int) -> To: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[To, ...]: ...
    def __getitem__(self, at: int | slice) -> To | tuple[To, ...]:
        if isinstance(at, slice):
            return tuple(map(self.make, self.items[at]))
        return self.make(self.items[at])
