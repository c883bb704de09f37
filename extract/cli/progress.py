"""Progress of a run: a bar on a terminal, a line every 30 s elsewhere, or JSON events (promise W5)."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from extract.batch import Progress, machine
from extract.batch.tasks import Outcome
from extract.cli.messages import counted, printable, say
from extract.tables.document import Status

# Progress of a run: a bar on a terminal, a line every 30 s elsewhere, or JSON events (promise W5).

_EVERY = 30.0  # seconds between lines where there is no terminal


def progress_for(*, json: bool) -> Progress:
    """The progress for where our output goes."""
    if json:
        return Events()
    if not sys.stderr.isatty():
        return Lines()

    return Bar()


@dataclass(slots=True)
class RateCounts:
    """Counts for a rate: documents to do and done, pages, failures, the time it began."""

    to_do: int = 0
    done: int = 0
    pages: int = 0
    failed: int = 0
    began: float = field(default_factory=machine.seconds)

    def count(self, outcome: Outcome) -> None:
        """Count a document that came back."""
        self.done += 1
        self.pages += outcome.pages or 0
        self.failed += outcome.status is Status.FAILED

    def line(self) -> str:
        """Done and to do, pages a minute, time left, failures."""
        passed = max(machine.seconds() - self.began, 0.001)
        left = passed / self.done * (self.to_do - self.done) if self.done else None
        rate = f"{60 * self.pages / passed:.0f} pages a minute"
        time = "" if left is None else f", about {left:.0f} s left"
        done = f"{self.done} of {counted(self.to_do, 'document')}, {counted(self.pages, 'page')}"
        return f"{done}, {rate}{time}, {self.failed} failed"


@dataclass(slots=True)
class Lines:
    """A plain line every 30 seconds."""

    tally: RateCounts = field(default_factory=RateCounts)
    said: float = field(default_factory=machine.seconds)

    def start(self, found: int, to_do: int) -> None:
        """Say what there is to do."""
        self.tally.to_do = to_do
        say(f"{counted(found, 'input')}, {counted(to_do, 'document')} to read")

    def done(self, source: str, outcome: Outcome) -> None:  # noqa: ARG002 - a line counts only
        """Count; speak where 30 seconds have passed."""
        self.tally.count(outcome)
        if machine.seconds() - self.said >= _EVERY:
            say(self.tally.line())
            self.said = machine.seconds()

    def note(self, message: str) -> None:
        """Say it."""
        say(message)

    def stop(self) -> None:
        """Say how it ended, where something was done."""
        if self.tally.done:
            say(self.tally.line())


class Events:
    """One JSON object a line on stderr."""

    def start(self, found: int, to_do: int) -> None:
        """The event `start`."""
        event("start", found=found, to_do=to_do)

    def done(self, source: str, outcome: Outcome) -> None:
        """The event `document`."""
        reason = outcome.failure.flag if outcome.failure else None
        event("document", source=source, status=outcome.status, pages=outcome.pages, reason=reason)

    def note(self, message: str) -> None:
        """The event `note`."""
        event("note", message=message)

    def stop(self) -> None:
        """Nothing: the summary is the last event."""


def event(name: str, **facts: object) -> None:
    """An event on stderr (stdout stays free, W5)."""
    sys.stderr.write(json.dumps({"event": name, **facts}, ensure_ascii=True) + "\n")
    sys.stderr.flush()


# The bar of a run on a terminal.


def make_bars() -> Bars:
    """The columns of the bar."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Bars(*columns, console=Console(stderr=True), transient=True)


@dataclass(slots=True)
class Bar:
    """A bar on a terminal."""

    bars: Bars = field(default_factory=make_bars)
    tally: RateCounts = field(default_factory=RateCounts)

    def start(self, found: int, to_do: int) -> None:
        """Show the bar, where there is something to do."""
        self.tally.to_do = to_do
        if to_do:
            self.bars.add_task(f"{found} found", total=to_do, rate="")
            self.bars.start()

    def done(self, source: str, outcome: Outcome) -> None:
        """One further."""
        self.tally.count(outcome)
        for task in self.bars.task_ids:
            self.bars.update(task, advance=1, description=printable(source)[:40])

    def note(self, message: str) -> None:
        """A line above the bar."""
        self.bars.console.print(printable(message), markup=False)

    def stop(self) -> None:
        """Take the bar away."""
        self.bars.stop()
