"""`python benchmarks/questions.py SETDIR [--kind txt|pdf|scan] [--kinds] [--curve]`: what the questions of review.csv are worth, by their kind.

SETDIR holds documents with gold tables: NN.txt, NN.json and the inputs of the kind; where a kind's inputs are not there (the papers of
`documents/questions`), they are drawn. Counted as the acceptance counts: a question is right where a cell that it points at is wrong
or missing; rows that were never read are told where an `unread` question of their table holds their words. --kinds: a line for each kind of
question (table, what it is about, reason); --curve: precision and recall of the list cut at a priority. --keep FOLDER keeps what was read
of images, for another run.
"""

from __future__ import annotations

import argparse
import pickle
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.documents.forms import write_typed
from benchmarks.trust import judge, paired
from extract import pipeline
from extract.evaluate.cells import is_empty, may_be_empty
from extract.evaluate.sets import KINDS, Case, cells_of, find_cases, stated
from extract.evaluate.tables import MATCHINGS, GoldRow, Row, key_texts
from extract.model import Restored
from extract.ocr import TesseractEngine
from extract.options import Options

AS_OF = date(2026, 12, 31)
_TOLD = 80  # likeness of a lost row's key text to the lines of a question
_CURVE = (0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
Place = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A row of review.csv: its kind, and the judged cells and the lost rows that it finds."""

    row: Row
    judged: int
    wrong: frozenset[Place]
    told: frozenset[tuple[str, str]]

    @property
    def priority(self) -> float:
        """What it is expected to mend."""
        return float(self.row["priority"])

    @property
    def kind(self) -> tuple[str, str, str]:
        """Table, what it is about, reason."""
        scope = "column" if not self.row["row"] else "cell" if self.row["field"] else "row"
        about = self.row["field"] if self.row["table"] == "documents" else scope
        return self.row["table"], about, self.row["reason"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its questions, its wrong or missing cells, the rows that were never read, its pages."""

    name: str
    questions: tuple[Question, ...]
    wrong: frozenset[Place]
    lost: frozenset[tuple[str, str]]
    pages: int


def read(case: Case, engine: TesseractEngine | None, keep: Path | None) -> tuple[str, Restored]:
    """What a case says, from the folder where it was kept."""
    kept = keep / f"{case.input.parent.name}.{case.input.name}.pickle" if keep else None
    if kept and kept.exists():
        return pickle.loads(kept.read_bytes())  # noqa: S301 (of our own making)
    options = Options(as_of=AS_OF)
    sha256, reading = pipeline.read(case.input, options, engine or pipeline.NoEngine())
    found = sha256, pipeline.restore(reading, options)
    if kept:
        kept.write_bytes(pickle.dumps(found))
    return found


def asked(case: Case, sha256: str, restored: Restored) -> Paper:
    """The questions of a case, judged."""
    options = Options(as_of=AS_OF)
    parts = pipeline.extract(restored, options)
    document = pipeline.document((case.name,), sha256, restored, parts, options)
    found, gold = cells_of(document), stated(case)
    right = {cell.where: cell.right for cell in judge(gold, found)}
    right |= {("documents", 1, c): False for c in missing(gold["documents"][0], found["documents"])}
    lost = frozenset(
        of for name, rows in gold.items() for of in never_read(name, rows, found[name])
    )
    questions = tuple(_question(row, right, lost) for row in found["review"])
    wrong = frozenset(where for where, good in right.items() if not good)
    pages = max([int(row["pages"] or 1) for row in found["documents"]] or [1])
    return Paper(case.name, questions, wrong, lost, pages)


def missing(gold: GoldRow, found: Sequence[Row]) -> Iterator[str]:
    """Header fields that the gold prints and the table leaves empty."""
    for column, want in gold.items():
        demanded = not column.startswith("_") and not is_empty(want) and not may_be_empty(want)
        if demanded and found and found[0].get(column) == "":
            yield column


def never_read(
    table: str, gold: Sequence[GoldRow], found: Sequence[Row]
) -> Iterator[tuple[str, str]]:
    """Table and key text of the gold's rows that no row was paired with."""
    if table not in MATCHINGS:
        return
    read = {g for g, _ in paired(table, gold, found)}
    for number, row in enumerate(gold):
        key = key_texts(table, row)[0]
        if number not in read and not row.get("_optional") and key:
            yield table, key


def _question(row: Row, right: dict[Place, bool], lost: frozenset[tuple[str, str]]) -> Question:
    at = [where for where in right if _points(row, where)]
    told = frozenset(of for of in lost if _tells(row, *of))
    return Question(row, len(at), frozenset(w for w in at if not right[w]), told)


def _points(row: Row, where: Place) -> bool:
    table, number, column = where
    here = row["row"] in ("", str(number)) or table == "documents"
    return row["table"] == table and row["field"] in ("", column) and here


def _tells(row: Row, table: str, key: str) -> bool:
    of_table = row["table"] == table and row["reason"] == "unread"
    return of_table and fuzz.partial_ratio(key.casefold(), row["raw"].casefold()) >= _TOLD


def summary(papers: Sequence[Paper], least: float = 0.0) -> str:
    """The figures of a set, of the questions from a priority on."""
    pages = sum(paper.pages for paper in papers)
    every = sorted(
        ((q, n) for n, paper in enumerate(papers) for q in paper.questions if q.priority >= least),
        key=lambda one: -one[0].priority,
    )
    judged = [q for q, _ in every if q.judged]
    wrong = sum(len(paper.wrong) for paper in papers)
    right, found = sum(bool(q.wrong) for q in judged), {(n, w) for q, n in every for w in q.wrong}
    first = {(n, w) for q, n in every[: 2 * pages] for w in q.wrong}
    lost, told = sum(len(p.lost) for p in papers), {(n, w) for q, n in every for w in q.told}
    unread = [q for q, _ in every if q.row["reason"] == "unread"]
    false = sum(not q.told for q in unread)
    return (
        f"pages {pages}, rows a page {len(every) / pages:.2f}; precision {right / max(1, len(judged)):.3f} of {len(judged)}; "
        f"recall {len(found) / max(1, wrong):.3f} of {wrong}, {len(first) / max(1, wrong):.3f} by the first 2; "
        f"told {len(told) / max(1, lost):.3f} of {lost}, unread {len(unread)}, false a page {false / pages:.2f}"
    )


def by_kind(papers: Sequence[Paper]) -> Iterator[str]:
    """A line for each kind of question, the most frequent first."""
    groups: defaultdict[tuple[str, str, str], list[Question]] = defaultdict(list)
    for paper in papers:
        for question in paper.questions:
            groups[question.kind].append(question)
    for kind, found in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        judged, right = (
            sum(q.judged > 0 for q in found),
            sum(bool(q.wrong or q.told) for q in found),
        )
        mean = sum(q.priority for q in found) / len(found)
        yield f"  {' '.join(kind):50} {len(found):4}, {judged} judged, {right} right; mean priority {mean:.2f}"


def laid_out(folder: Path, kind: str, to: Path) -> Path:
    """The folder, or one with its inputs of a kind drawn."""
    if find_cases(folder, kind):
        return folder
    for number, text in enumerate(sorted(folder.glob("*.txt"))):
        for file in (text, text.with_suffix(".json")):
            shutil.copyfile(file, to / file.name)
        write_typed(to, text.stem, text.read_text(encoding="utf-8"), number, [kind])
    return to


def main() -> int:
    """The command line; 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="+", type=Path, metavar="SETDIR")
    parser.add_argument("--kind", choices=sorted(KINDS), default="txt")
    parser.add_argument("--kinds", action="store_true", help="a line for each kind of question")
    parser.add_argument("--curve", action="store_true", help="the list cut at priorities")
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    args = parser.parse_args()
    engine = TesseractEngine.start() if KINDS[args.kind][1] != "text_input" else None
    with tempfile.TemporaryDirectory() as drawn:
        cases = [
            case for at in args.sets for case in find_cases(laid_out(at, args.kind, Path(drawn)), args.kind)
        ]  # fmt: skip
        papers = [asked(case, *read(case, engine, args.keep)) for case in cases if case.gold]
    print(summary(papers))
    print("\n".join(by_kind(papers)) if args.kinds else "", end="\n" if args.kinds else "")
    for least in _CURVE if args.curve else ():
        print(f"  from {least:.2f}: {summary(papers, least)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
