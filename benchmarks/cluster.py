"""What a page costs the run that hands it out: processor time of the parent, bytes of the journal; the model of docs/cluster.md.

    python benchmarks/cluster.py [--documents N] [--repeat N]

Scripted pages (ten a document), so that nothing but handing out, keeping and writing is measured; with worker processes and with a
Dask cluster of two workers here, in turn and several times over. Prints the median of each cost with the least and the most
that was seen, and what ten million pages would cost by the medians. Processor time, so that a busy machine shows little.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from PIL import Image
from scripted import AS_OF, Scripted, draw

from extract.batch import Silent, run
from extract.batch.cluster import in_cluster
from extract.batch.executors import Workplace
from extract.options import Options

PAGES = 10  # a document
MANY = 10_000_000  # pages
WORDS = (
    "ms a page, the run while pages are read",
    "ms a page, the run writing the tables",
    "ms a page, Dask's scheduler",
    "kB a page, the journal",
)
A_PAGE = 1.5  # processor seconds of a scanned page (benchmarks/ocr.py)


class Clock(Silent):
    """Notes the parent's processor time when reading begins."""

    def start(self, found: int, to_do: int) -> None:  # noqa: ARG002 - Progress's signature
        """Reading begins."""
        self.began = time.process_time()
        self.last = self.began

    def done(self, source: str, outcome: object) -> None:  # noqa: ARG002 - Progress's signature
        """A document came back."""
        self.last = time.process_time()


def same(engine: Scripted) -> Scripted:
    """An engine that a cluster's worker starts."""
    return engine


def fill(folder: Path, documents: int) -> None:
    """Documents of ten scripted pages, no two alike."""
    for number in range(documents):
        pages = []
        for page in range(PAGES):
            with Image.open(draw(folder / "x.png", 3 + page % 7)) as image:
                image.putpixel((number % 640, 890 + number // 640), 0)
                pages.append(image.copy())
        pages[0].save(folder / f"{number}.tif", save_all=True, append_images=pages[1:])
    (folder / "x.png").unlink()


class Costs(NamedTuple):
    """Processor milliseconds a page of the run while reading and writing, of Dask's scheduler; kilobytes of the journal."""

    reading: float
    writing: float
    scheduler: float
    journal: float


def measure(inputs: Path, out: Path, place: Callable[[Options, Scripted], Workplace | None], scheduler: int | None) -> Costs:  # fmt: skip
    """One run; `scheduler`: the process of Dask's."""
    engine, clock, options = Scripted(out.with_name("log")), Clock(), Options(as_of=AS_OF, jobs=2)
    before = used(scheduler)
    summary = run([inputs], out, options, lambda: engine, clock, workplace=place(options, engine))
    ended, pages = time.process_time(), PAGES * len(summary.done)
    journal = (out / ".vanban" / "journal.sqlite3").stat().st_size
    return Costs(
        1e3 * (clock.last - clock.began) / pages,
        1e3 * (ended - clock.last) / pages,
        1e3 * (used(scheduler) - before) / pages,
        journal / pages / 1e3,
    )


def used(process: int | None) -> float:
    """Processor seconds that a process has used."""
    if process is None:
        return 0.0
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def tell(name: str, found: Sequence[Costs]) -> Costs:
    """Print the medians and their spread, and give the medians."""
    medians = Costs(*(median(column) for column in zip(*found, strict=True)))
    print(f"{name}, median of {len(found)} runs (least to most):")
    for what, middle, column in zip(WORDS, medians, zip(*found, strict=True), strict=True):
        print(f"  {what:<46} {middle:6.2f}  ({min(column):.2f} to {max(column):.2f})")
    return medians


def cluster(stack: ExitStack, home: Path) -> tuple[str, int]:
    """A scheduler and two workers as processes of their own, as docs/cluster.md starts them; its address and process."""
    address = "tcp://127.0.0.1:8799"
    more = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "PYTHONPATH": os.pathsep.join(sys.path)}
    started = []
    for words in (
        ["scheduler", "--host", "127.0.0.1", "--port", "8799", "--no-dashboard"],
        ["worker", address, "--nworkers", "2", "--nthreads", "1", "--local-directory", str(home)],
    ):
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                env={**os.environ, **more},
                stderr=subprocess.DEVNULL,
            )
        )
        stack.callback(started[-1].wait)
        stack.callback(started[-1].terminate)
    return address, started[0].pid


def main() -> None:
    """Measure both ways and print the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    alone: list[Costs] = []
    there: list[Costs] = []
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (home / "in").mkdir()
        fill(home / "in", given.documents)
        address, scheduler = cluster(stack, home)
        for turn in range(-1, given.repeat):  # the first warms up
            one = measure(home / "in", home / f"a{turn}", lambda *_: None, None)
            two = measure(home / "in", home / f"b{turn}", lambda o, e: in_cluster(address, o, partial(same, e)), scheduler)  # fmt: skip
            if turn >= 0:
                alone.append(one)
                there.append(two)
    print(f"{given.documents} documents of {PAGES} scripted pages")
    tell("worker processes", alone)
    costs = tell("Dask cluster", there)
    most = 1e3 / max(costs.reading, costs.scheduler)
    print(
        f"one run keeps at most {most:.0f} pages a second, {most * A_PAGE:.0f} processors busy;"
        f" {MANY:,} pages: {MANY * A_PAGE / 3600:,.0f} processor hours, at least {MANY / most / 3600:.0f} h of one run,"
        f" {MANY * costs.writing / 3.6e6:.1f} h to write the tables, {MANY * costs.journal / 1e6:.0f} GB of journal"
    )


if __name__ == "__main__":
    main()
