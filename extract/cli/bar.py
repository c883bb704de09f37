"""The bar of a run on a terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from extract.batch.tasks import Outcome
from extract.cli.messages import printable
from extract.cli.progress import Tally


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
    tally: Tally = field(default_factory=Tally)

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
