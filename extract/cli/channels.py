"""Where messages go may be closed, full or gone; the work goes on, and no file of ours takes its number (a closed 2 would be the journal's)."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress

_STANDARD = (0, 1, 2)


class Patient(io.RawIOBase):
    """A descriptor whose writes never fail: what a full disk, a closed pipe or a gone terminal refuses is lost."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def writable(self) -> bool:
        """It takes messages."""
        return True

    def fileno(self) -> int:
        """The descriptor."""
        return self.descriptor

    def isatty(self) -> bool:
        """Whether a person sees it."""
        return os.isatty(self.descriptor)

    def write(self, data: bytes, /) -> int:  # type: ignore[override] # any buffer
        """Write all that can be written."""
        left = memoryview(data)
        with suppress(OSError):
            while left:
                left = left[os.write(self.descriptor, left) :]
        return len(data)


def make_patient() -> None:
    """Open what is closed of the standard descriptors, and let no message end the program; what tests put in place stays."""
    for descriptor in _STANDARD:
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stderr is sys.__stderr__:
        sys.stderr = io.TextIOWrapper(
            Patient(2),
            encoding="utf-8",
            errors="backslashreplace",
            write_through=True,
        )
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(Patient(1), encoding="utf-8", write_through=True)
