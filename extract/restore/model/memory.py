"""What was found out about tokens, kept while it is little."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 20_000  # tokens: those of a book of eighty thousand words, some 20 MB


class Memory(dict[Key, Value]):
    """A dictionary that begins anew when it would hold more than `MOST` entries.

    A worker restores thousands of poor pages in a night, and each has garbled tokens that never come again. What it forgets
    is found out again, with the same result. Let no caller rely on finding what it has just put in: another thread may have
    made room meanwhile.

    >>> memory = Memory({"a": 1})
    >>> memory.add({"b": 2}); memory
    {'a': 1, 'b': 2}
    """

    def __setitem__(self, key: Key, value: Value) -> None:
        """Remember one."""
        self._make_room(1)
        super().__setitem__(key, value)

    def add(self, found: Mapping[Key, Value]) -> None:
        """Remember several at once."""
        self._make_room(len(found))
        super().update(found)

    def _make_room(self, more: int) -> None:
        if len(self) + more > MOST:
            self.clear()
