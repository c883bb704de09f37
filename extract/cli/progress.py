"""What a run tells: a bar on a terminal, a line every 30 s elsewhere, or JSON events (promise W5); at its end, what was written and what needs a look."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from extract.batch import Progress, Summary, machine
from extract.batch.run import Forecast
from extract.batch.tasks import Failure, Outcome
from extract.cli.messages import counted, print_line, print_told, printable, say, say_told, tell
from extract.records import Status

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
        done = f"{self.done} of {counted(self.to_do, 'document')}, {counted(self.pages, 'page')}"
        rate = 60 * self.pages / passed
        if left is None:
            return f"{done}, {rate:.0f} pages a minute, {self.failed} failed"
        return f"{done}, {rate:.0f} pages a minute, about {left:.0f} s left, {self.failed} failed"


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
            self.bars.add_task(tell(f"{found} found"), total=to_do, rate="")
            self.bars.start()

    def done(self, source: str, outcome: Outcome) -> None:
        """One further."""
        self.tally.count(outcome)
        for task in self.bars.task_ids:
            self.bars.update(task, advance=1, description=printable(source)[:40])

    def note(self, message: str) -> None:
        """A line above the bar."""
        self.bars.console.print(printable(tell(message)), markup=False)

    def stop(self) -> None:
        """Take the bar away."""
        self.bars.stop()


# The end of a run, and of a dry run, in a few lines: what was written, what needs a look, where.

# A dry run's findings in a few lines on stdout.

_SHOWN = 10  # failing files named
_MINUTE = 60  # seconds, and minutes of an hour
_UNITS = ("B", "kB", "MB", "GB", "TB")


def tell_forecast(found: Forecast) -> None:
    """Files, pages, time, disk, and what cannot be read."""
    inputs, documents = counted(found.found, "input"), counted(found.documents, "document")
    print_line(
        f"{inputs}: {found.done} done already, {found.copies} copies of others,"
        f" {documents} to look at, {len(found.failing)} that cannot be read"
    )
    print_line(f"{counted(found.pages, 'page')} to read")
    if found.seconds is not None and found.bytes is not None:
        print_line(
            f"About {span(found.seconds)} and {size(found.bytes)} of disk,"
            f" judging by {counted(found.sampled, 'page')} read now"
        )
    for name, why in found.failing[:_SHOWN]:
        print_told(f"  {name}: {tell(why)}")
    if len(found.failing) > _SHOWN:
        print_line(f"  ... and {len(found.failing) - _SHOWN} more")


def span(seconds: float) -> str:
    """Seconds as a person says them.

    >>> span(40), span(150), span(9000)
    ('40 s', '2 min', '2 h 30 min')
    """
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(int(seconds // _MINUTE), _MINUTE)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def size(number: float) -> str:
    """Bytes as a person says them.

    >>> size(900), size(31_000_000)
    ('900 B', '31 MB')
    """
    unit = 0
    while number >= 1000 and unit < len(_UNITS) - 1:  # noqa: PLR2004
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} {_UNITS[unit]}"


# The end of a run in a few lines: what was written, what needs a look, where.


def show(summary: Summary, out: Path, *, json: bool) -> None:
    """Tell a person, or as the last event."""
    if json:
        _event(summary, out)
        return
    say(_counts(summary))
    _failures(summary.failed)
    _names("Some pages could not be read (see flags in documents.csv):", summary.partial)
    _names(
        "Withheld: they bear a mark of secrecy and must not be processed on a connected machine:",
        [
            f"{name} ({tell(mark)})"
            for name, mark in zip(summary.withheld, summary.marks, strict=True)
        ],
    )
    if summary.signal is not None:
        missed = len(summary.skipped) - len(summary.passed)
        say(f"Interrupted; {missed} not read. Run the same command again to go on.")
    _names("Passed over:", [f"{item.source}: {tell(item.why)}" for item in summary.passed])
    texts = sum(name.startswith("text/") for name in summary.written)
    tables = len(summary.written) - texts - 1
    say(
        f"Tables and texts are in {out}: {tables} tables, datapackage.json, {counted(texts, 'text')}."
    )
    if summary.review_items:
        asked = counted(summary.review_items, "question")
        say(f"{asked} for a person's eyes, most valuable first: {out / 'review.csv'}")


def _counts(summary: Summary) -> str:
    known = len(summary.found) - len(summary.passed) - summary.read
    counts = (
        f"{len(summary.found)} found: {len(summary.done)} done, {len(summary.partial)} partial,"
        f" {len(summary.failed)} failed, {len(summary.withheld)} withheld, {len(summary.skipped)} skipped"
    )
    return f"{counts} ({summary.read} read now)" if known else counts


def _failures(failed: Sequence[tuple[str, Failure]]) -> None:
    for source, failure in failed[:_SHOWN]:
        what = failure.what if source in failure.what else f"{source}: {failure.what}"
        say_told(f"vanban: {tell(what)}: {tell(failure.why)}.")
        say(f"  {failure.do}")
    if len(failed) > _SHOWN:
        say(f"  ... and {len(failed) - _SHOWN} more: see documents.csv, status failed")


def _names(head: str, names: Sequence[str]) -> None:
    if names:
        say(head)
    for name in names[:_SHOWN]:
        say_told(f"  {name}")
    if len(names) > _SHOWN:
        say(f"  ... and {len(names) - _SHOWN} more")


def _event(summary: Summary, out: Path) -> None:
    event(
        "summary",
        out=str(out),
        found=len(summary.found),
        done=list(summary.done),
        partial=list(summary.partial),
        failed=[
            {"source": s, "reason": f.flag, "why": f.why, "do": f.do} for s, f in summary.failed
        ],
        withheld=list(summary.withheld),
        marks=list(summary.marks),
        skipped=list(summary.skipped),
        passed=[{"source": item.source, "why": item.why} for item in summary.passed],
        read=summary.read,
        review_items=summary.review_items,
        exit_code=int(summary.exit_code),
    )
