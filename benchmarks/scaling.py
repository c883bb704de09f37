"""How the pages a second grow with worker processes, and what the time goes to: ratios of one run.

Rows: `vanban extract` with 1, 2 and (on four processors) 4 workers, and bare `tesseract` on the same pages under
`xargs -P` with one thread each. Profile: processor seconds by stage of one page after the other, in this process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench import INPUTS, ONE_THREAD, has_text, pages_of

from extract import pipeline
from extract.batch.pool import cores
from extract.ingest import open_source
from extract.model import Reading
from extract.ocr import TesseractEngine, read_page, with_form_feed
from extract.options import Options


def main() -> None:
    """Print the table and the profile."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--copies", type=int, default=4, help="of the image samples")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = make_pages(Path(folder), given.copies)
        scaling(pages, Path(folder))
        profile(pages[: max(4, len(pages) // given.copies)])


def make_pages(folder: Path, copies: int) -> list[Path]:
    """The pages of the image samples as PNG files; each copy has a pixel of its own, so that none is a duplicate."""
    (folder / "in").mkdir()
    scans = [p for p in sorted(INPUTS.iterdir()) if p.suffix != ".txt" and not has_text(p)]
    drawn = [page for path in scans for page in pages_of(path, folder)]
    made = []
    for copy in range(copies):
        for page in drawn:
            made.append(folder / "in" / f"{copy}-{page.name}")
            made[-1].write_bytes(page.read_bytes() + bytes([copy]))  # behind the picture's end
    return made


def scaling(pages: list[Path], folder: Path) -> None:
    """Pages a second by number of processes; 1.00 is one worker."""
    print(f"{len(pages)} pages, {cores()} processors")
    counts = [n for n in (1, 2, 4) if n <= max(2, cores())]
    bare = {n: bare_seconds(pages, n) for n in counts}
    ours = {n: our_seconds(folder, n) for n in counts}
    for n in counts:
        print(
            f"  {n} workers  {len(pages) / ours[n]:6.2f} pages/s  {ours[1] / ours[n]:5.2f} x one worker"
            f"  {bare[n] / ours[n]:5.2f} x bare tesseract under xargs -P{n}"
            f"  (which scales {bare[1] / bare[n]:.2f})"
        )


def bare_seconds(pages: list[Path], processes: int) -> float:
    """Wall seconds of the program alone, as many at a time."""
    listed = "\0".join(map(str, pages)).encode()
    command = ["xargs", "-0", "-P", str(processes), "-n", "1", "sh", "-c"]
    begun = time.perf_counter()
    subprocess.run(
        [*command, 'tesseract "$0" - -l vie --psm 3 >/dev/null 2>&1'], input=listed, check=True, env=ONE_THREAD
    )  # fmt: skip
    return time.perf_counter() - begun


def our_seconds(folder: Path, processes: int) -> float:
    """Wall seconds of a whole run, start and tables included."""
    command = [sys.executable, "-m", "extract", "extract", str(folder / "in")]
    out = folder / f"out-{processes}"
    begun = time.perf_counter()
    subprocess.run(
        [*command, "--out", str(out), "--jobs", str(processes)], check=True, stderr=subprocess.DEVNULL
    )  # fmt: skip
    return time.perf_counter() - begun


def profile(pages: list[Path]) -> None:
    """Processor seconds by stage; the share of what is no pixel work."""
    options = replace(Options(), as_of=date(2026, 1, 1))
    engine = TesseractEngine.start()
    pipeline.restorer(())  # loaded once, not a page's
    spent = dict.fromkeys(("open", "pixels and letters", "restoration", "parsing and checks"), 0.0)
    for path in pages:
        marks = [time.process_time() + children()]

        def mark(marks: list[float] = marks) -> None:
            marks.append(time.process_time() + children())

        source = open_source(path, options)
        mark()
        read = [read_page(page, engine) for page in source.pages()]
        reading = Reading(tuple(map(with_form_feed, read, range(len(read)))), source.notes)
        mark()
        restored = pipeline.restore(reading, options)
        mark()
        pipeline.extract(restored, options)
        mark()
        for stage, start, end in zip(spent, marks, marks[1:], strict=False):
            spent[stage] += end - start
    total = sum(spent.values())
    print(f"profile of {len(pages)} pages, processor seconds")
    for stage, seconds in spent.items():
        print(f"  {stage:<20} {seconds:7.2f}  {100 * seconds / total:5.1f} %")
    others = total - spent["pixels and letters"]
    print(f"  all but pixels and letters: {100 * others / total:.1f} % (at most 10)")


def children() -> float:
    """Processor seconds of programs that were started and have ended."""
    times = os.times()
    return times.children_user + times.children_system


if __name__ == "__main__":
    main()
