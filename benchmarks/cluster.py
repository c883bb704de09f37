"""What a page costs the run that hands it out: processor time of the parent, bytes of the journal; the model of docs/cluster.md.

    python benchmarks/cluster.py [DOCUMENTS]

Scripted pages (ten a document), so that nothing but handing out, keeping and writing is measured; once with worker processes,
once with a Dask cluster of two workers here. Prints the costs, and what ten million pages would cost by them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from PIL import Image
from scripted import AS_OF, Scripted, draw

from extract.batch import Silent, run
from extract.batch.cluster import in_cluster
from extract.batch.executors import Workplace
from extract.options import Options

PAGES = 10  # a document
MANY = 10_000_000  # pages
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


def measure(name: str, inputs: Path, out: Path, place: Callable[[Options, Scripted], Workplace | None]) -> float:  # fmt: skip
    """Run, print, and give the parent's seconds a page while pages are read."""
    engine, clock, options = Scripted(out.with_name("log")), Clock(), Options(as_of=AS_OF, jobs=2)
    summary = run([inputs], out, options, lambda: engine, clock, place(options, engine))
    ended, pages = time.process_time(), PAGES * len(summary.done)
    journal = (out / ".vanban" / "journal.sqlite3").stat().st_size
    reading, writing = (clock.last - clock.began) / pages, (ended - clock.last) / pages
    print(
        f"{name}: parent {1e3 * reading:.2f} ms a page while reading, {1e3 * writing:.2f} ms a page"
        f" to write the tables; journal {journal / pages / 1e3:.1f} kB a page ({pages} pages)"
    )
    return reading


def cluster(stack: ExitStack, home: Path) -> str:
    """A scheduler and two workers as processes of their own, as docs/cluster.md starts them; the scheduler's address."""
    address = "tcp://127.0.0.1:8799"
    more = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "PYTHONPATH": os.pathsep.join(sys.path)}
    for words in (
        ["scheduler", "--host", "127.0.0.1", "--port", "8799", "--no-dashboard"],
        ["worker", address, "--nworkers", "2", "--nthreads", "1", "--local-directory", str(home)],
    ):
        started = subprocess.Popen(
            [sys.executable, "-m", "dask", *words],
            env={**os.environ, **more},
            stderr=subprocess.DEVNULL,
        )
        stack.callback(started.wait)
        stack.callback(started.terminate)
    return address


def main() -> None:
    """Measure both ways and print the model."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (home / "in").mkdir()
        fill(home / "in", documents)
        measure("processes", home / "in", home / "a", lambda *_: None)
        address = cluster(stack, home)
        reading = measure("cluster", home / "in", home / "b", lambda o, e: in_cluster(address, o, partial(same, e)))  # fmt: skip
    most = 1 / reading
    print(
        f"one run keeps at most {most:.0f} pages a second, {most * A_PAGE:.0f} processors busy;"
        f" {MANY:,} pages: {MANY * A_PAGE / 3600:,.0f} processor hours, at least {MANY * reading / 3600:.0f} h of one run"
    )


if __name__ == "__main__":
    main()
