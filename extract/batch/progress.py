"""What a run tells while it works, and the signals that end it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Protocol, TypeVar

from extract.batch.tasks import Outcome
from extract.errors import ExitCode, Interrupted

# What a run tells while it runs; the command line shows it, tests and programs may ignore it.


class Progress(Protocol):
    """Told by the parent process only, in the order in which things happen."""

    def start(self, found: int, to_do: int) -> None:
        """Inputs found, and how many of them must be worked on."""

    def done(self, source: str, outcome: Outcome) -> None:
        """A document came back."""

    def note(self, message: str) -> None:
        """Something a person should know."""

    def stop(self) -> None:
        """The run has ended."""


class Silent:
    """Progress that nobody sees."""

    def start(self, found: int, to_do: int) -> None:
        """Say nothing."""

    def done(self, source: str, outcome: Outcome) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""

    def stop(self) -> None:
        """Say nothing."""


# SIGINT and SIGTERM: the first lets what runs finish for ten seconds, the second ends at once (promise W9).

_GRACE = 10.0  # seconds
_WATCHED = (signal.SIGINT, signal.SIGTERM)
T = TypeVar("T")


class GraceOver(BaseException):
    """The ten seconds are over; no `Exception`, so that no stage takes it for its own failure."""


@dataclass(slots=True)
class Stop:
    """Whether the run was told to stop, and by which signal."""

    signals: list[int] = field(default_factory=list)

    @property
    def asked(self) -> bool:
        """Whether nothing new should be started."""
        return bool(self.signals)

    @property
    def signal(self) -> int | None:
        """The signal that asked."""
        return self.signals[0] if self.signals else None

    def unless_asked(self, items: Iterable[T]) -> Iterator[T]:
        """The items, one after the other; `GraceOver` once the run was told to stop."""
        for item in items:
            if self.asked:
                raise GraceOver
            yield item

    def handle(self, number: int, _frame: FrameType | None) -> None:
        """Note the first signal and start the clock; at the second the journal is whole, so just go."""
        if self.signals:
            os._exit(128 + number)
        self.signals.append(number)
        signal.setitimer(signal.ITIMER_REAL, _GRACE)


def _grace_over(_number: int, _frame: FrameType | None) -> None:
    raise GraceOver


@contextmanager
def watched_signals() -> Iterator[Stop]:
    """Watch the signals; only a program's main thread can."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    handlers = {number: signal.signal(number, stop.handle) for number in _WATCHED}
    handlers[signal.SIGHUP] = signal.signal(
        signal.SIGHUP, signal.SIG_IGN
    )  # a terminal that is gone
    handlers[signal.SIGALRM] = signal.signal(signal.SIGALRM, _grace_over)
    try:
        yield stop
    except GraceOver as over:  # nothing was being read: what was planned is not kept
        error = Interrupted("The run", "it was interrupted", "Run the same command again to go on.")
        error.code = ExitCode(128 + (stop.signal or signal.SIGINT))
        raise error from over
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in handlers.items():
            signal.signal(number, handler)
