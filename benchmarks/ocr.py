"""Reading pixels against bare Tesseract on the same pages in the same run: characters, syllables, processor seconds.

    python benchmarks/ocr.py [FOLDER]

FOLDER holds page images NAME.png with their true text NAME.txt; without it, $VANBAN_DATA/eval/dev. Text is scored before
restoration and without regard to reading order (`extract.evaluate.score_page`). Our seconds are those of a process of its
own that imports, cleans and reads all pages one after the other, Tesseract's children included; once with Tesseract as it is
installed (in process, with tesserocr), once as a program a page; how many words these two read differently is printed too.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from page_folder import page_folder
from rapidfuzz.distance import Levenshtein

from extract.evaluate import PageScore, score_page

ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}
READ_ALL = """
import sys
from pathlib import Path
from extract.ingest import open_source
from extract.ocr import TesseractEngine, read_source
from extract.options import Options
engine = TesseractEngine.start(in_process={"program": False}.get(sys.argv[3]))
for page in sorted(Path(sys.argv[1]).glob("*.png")):
    reading = read_source(open_source(page, Options()), engine)
    Path(sys.argv[2], page.stem + ".txt").write_text(reading.raw, encoding="utf-8")
"""


def cpu(command: list[str]) -> float:
    """User and system seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=ONE_THREAD, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def read_bare(folder: Path, to: Path) -> float:
    """Bare Tesseract on each page; its seconds."""
    return sum(
        cpu(["tesseract", str(page), str(to / page.stem), "-l", "vie", "--psm", "3"])
        for page in sorted(folder.glob("*.png"))
    )


def scores(folder: Path, read: Path) -> dict[str, PageScore]:
    """The score of each page."""
    return {
        page.stem: score_page(
            page.with_suffix(".txt").read_text(encoding="utf-8"),
            (read / f"{page.stem}.txt").read_text(encoding="utf-8"),
        )
        for page in sorted(folder.glob("*.png"))
    }


def differing(one: Path, other: Path) -> float:
    """The share of words that two readings of the same pages don't have in common."""
    words = changed = 0
    for page in sorted(one.glob("*.txt")):
        mine = page.read_text(encoding="utf-8").split()
        theirs = (other / page.name).read_text(encoding="utf-8").split()
        words += len(mine)
        changed += Levenshtein.distance(mine, theirs)
    return changed / words if words else 0.0


def show(ours: dict[str, PageScore], bare: dict[str, PageScore]) -> None:
    """A line a page, then the totals."""
    print(f"{'page':24} {'CER':>7} {'bare':>7} {'SER':>7} {'bare':>7}")
    rows = [(name, ours[name], bare[name]) for name in ours]
    total = (sum(ours.values(), PageScore()), sum(bare.values(), PageScore()))
    for name, mine, theirs in [*rows, ("total", *total)]:
        print(f"{name:24} {mine.fcer:7.4f} {theirs.fcer:7.4f} {mine.fser:7.4f} {theirs.fser:7.4f}")


def main() -> None:
    """Print the figures."""
    folder = page_folder(__doc__)
    with tempfile.TemporaryDirectory() as work:
        mine, other, theirs = (Path(work, name) for name in ("mine", "program", "bare"))
        for made in (mine, other, theirs):
            made.mkdir()
        program = cpu([sys.executable, "-c", READ_ALL, str(folder), str(other), "program"])
        seconds = cpu([sys.executable, "-c", READ_ALL, str(folder), str(mine), "as installed"])
        bare_seconds = read_bare(folder, theirs)
        show(scores(folder, mine), scores(folder, theirs))
        print(f"words the two settings read differently: {differing(mine, other):.2%}")
    for name, used in (("as installed", seconds), ("a program a page", program)):
        print(
            f"processor seconds, {name}: {used:.1f}, bare {bare_seconds:.1f}, ratio {used / bare_seconds:.2f}"
        )


if __name__ == "__main__":
    main()
