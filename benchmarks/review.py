"""How fast the review page answers for a large folder: milliseconds from a request to its whole answer, by kind.

    python benchmarks/review.py [--documents 5000] [--answers 100] [--keep DIR]

The folder is made by copying: the samples are read once, and their rows and results are written again under invented hashes.
Pictures are left out: they are drawn when the place is shown, beside the question (one line tells how long that takes).
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from reviewing import Visitor, reviewing

from extract.batch import database
from extract.batch.journal import Journal
from extract.batch.tasks import Outcome
from extract.tables.definition import DOCUMENTS, REVIEW
from extract.tables.files import STATE

ROOT = Path(__file__).parents[1]
TARGET = 100  # milliseconds
_PATHS = {
    "page": "/",
    "next question": "/question",
    "filtered": "/question?table=documents",
    "file's name": "/question?document=47",
}


def main() -> None:
    """Print a line for each kind of request; exit 15 where the slowest of twenty is above the target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--answers", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="make the folder here, and leave it")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        out = folder / "out"
        if not out.exists():
            make(out, given.documents)
        began = time.perf_counter()
        visitor = stack.enter_context(reviewing(out))
        took = time.perf_counter() - began
        count = len(visitor.desk.work.all)
        print(f"{given.documents} documents, {count} questions; started in {took:.1f} s")
        visitor.enter()
        sys.exit(15 if measure(visitor, given.answers) else 0)


def measure(visitor: Visitor, answers: int) -> bool:
    """Whether any kind of request is too slow."""
    kinds = {name: [timed(visitor, path) for _ in range(21)] for name, path in _PATHS.items()}
    ids = [asked.id for asked in visitor.desk.work.all[:: max(1, len(visitor.desk.work.all) // answers)]]  # fmt: skip
    kinds["answer"] = [timed(visitor, "/answer", {"id": i, "verdict": "illegible"}) for i in ids]
    kinds["undo"] = [timed(visitor, "/undo", {}) for _ in range(20)]
    print(f"{'request':<14}{'first':>8}{'median':>8}{'p95':>8}  ms")
    for name, took in kinds.items():
        print(f"{name:<14}{took[0]:>8.1f}{median(took[1:]):>8.1f}{p95(took[1:]):>8.1f}")
    picture = next(a for a in visitor.desk.work.all if a.page and a.paper.source.endswith(".png"))
    print(f"a scan drawn: {timed(visitor, f'/picture/{picture.paper.doc_id}/1'):.0f} ms")
    return any(p95(took[1:]) > TARGET for took in kinds.values())


def p95(took: Sequence[float]) -> float:
    """The slowest but one in twenty."""
    return sorted(took)[int(0.95 * (len(took) - 1))]


def timed(visitor: Visitor, path: str, given: object = None) -> float:
    """Milliseconds until an answer is whole."""
    began = time.perf_counter()
    status, body, _ = visitor.send(path, given)
    took = 1000 * (time.perf_counter() - began)
    assert status == 200, (path, status)
    assert given is None or "html" in json.loads(body)
    return took


def make(out: Path, documents: int) -> None:
    """Copies of the samples' results under invented hashes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "extract", "extract", str(ROOT / "samples" / "inputs"), "--out", str(out)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    papers = read(out, DOCUMENTS.name)
    copies = [hashlib.sha256(f"{n}".encode()).hexdigest() for n in range(documents // len(papers))]
    with database.opened(out / STATE) as (journal, _), journal.together():
        for paper in papers:
            copy_results(journal, paper["sha256"], copies)
    for table in (DOCUMENTS, REVIEW):
        rows = read(out, table.name)
        sources = {paper["doc_id"]: paper["sha256"] for paper in papers}
        copied = [copied_row(row, sources[row["doc_id"]], n, c) for n, c in enumerate(copies) for row in rows]  # fmt: skip
        with (out / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in table.columns])
            writer.writeheader()
            writer.writerows([*rows, *copied])


def copied_hash(sha256: str, copy: str) -> str:
    """The hash of a copy of a document."""
    return hashlib.sha256(f"{sha256} {copy}".encode()).hexdigest()


def copied_row(row: dict[str, str], sha256: str, number: int, copy: str) -> dict[str, str]:
    """A row of a table as that of a copy."""
    fresh = copied_hash(sha256, copy)
    changed = {"doc_id": fresh[:16]}
    if "sha256" in row:
        changed |= {"sha256": fresh, "source": f"box {number % 40}/{number} {row['source']}"}
    return row | changed


def copy_results(journal: Journal, sha256: str, copies: Sequence[str]) -> None:
    """What the journal knows of a document, for each of its copies."""
    entry = journal.entry(sha256)
    assert entry is not None
    words = tuple(journal.pages(sha256, entry.words or ""))
    stages = {name: ("key", journal.stage(sha256, name) or b"") for name in ("restored", "records")}
    outcome = Outcome(entry.status, entry.pages, words=words)  # type: ignore[arg-type]
    for copy in copies:
        fresh = copied_hash(sha256, copy)
        for source, path in journal.paths(sha256):
            journal.see(f"{copy[:8]} {source}", fresh, path.encode() if path else None)
        journal.store(fresh, entry.words or "", outcome, "key", stages)


def read(out: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
