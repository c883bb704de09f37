"""What answers for one half of an archive's papers do for the other half: right cells before and after, cells made wrong.

    .venv/bin/python benchmarks/learning.py OUT GOLD

OUT is an output folder (its readings are used, nothing is recognised anew), GOLD has NAME.json with the true header fields of NAME.pdf
(a list: any is right; "": nothing is printed). Each half teaches the other: its fields are answered from the true ones.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from extract import pipeline
from extract.batch import database
from extract.batch.collect import _reading
from extract.check.archive import claim_of, settled, verdicts
from extract.check.cells import written
from extract.decisions import Decision, Judgement, decided
from extract.decisions.learned import learned
from extract.model import Reading
from extract.options import Options
from extract.records import Checked

FIELDS = (
    "signer_name",
    "signer_position",
    "issuer",
    "parent_agency",
    "place",
    "symbol",
    "number",
    "code",
    "issued_date",
)
EXACT = frozenset({"number", "symbol", "code", "issued_date"})
AS_OF = date(2026, 12, 1)
_LIKE = 0.02  # share of wrong letters of a text that is right


@dataclass(frozen=True)
class Paper:
    """A paper: its hash, what was read, its true fields."""

    sha256: str
    reading: Reading
    gold: Mapping[str, object]

    def options(self, field: str) -> list[str]:
        """The true values of a field; "" where nothing is printed."""
        value = self.gold.get(field, "")
        return [str(v) for v in (value if isinstance(value, list) else [value])]

    def judge(self, field: str, got: str) -> str:
        """Whether a cell is right, wrong or missing."""
        options = self.options(field)
        if not got:
            return "right" if "" in options else "missing"
        return "right" if any(same(field, true, got) for true in options if true) else "wrong"


def same(field: str, true: str, got: str) -> bool:
    """Whether a cell is the true one."""
    if field in EXACT:
        return true == got
    return Levenshtein.distance(true, got) <= _LIKE * len(true)


def papers(out: Path, gold: Path) -> list[Paper]:
    """The papers of an output folder that have true fields, by name."""
    found = {}
    with database.read_only(out / ".vanban") as journal:
        names = journal.sources()
        for entry in journal.entries():
            path = gold / f"{Path(names[entry.sha256][0]).stem}.json"
            if path.exists():
                truth = json.loads(path.read_text(encoding="utf-8"))
                found[path.stem] = Paper(entry.sha256, _reading(journal, entry), truth)
    return [found[name] for name in sorted(found)]


def checked(paper: Paper, dictionaries: tuple[Path, ...]) -> Checked:
    """The first part of a paper, read with these dictionaries."""
    options = Options(dictionaries=dictionaries, as_of=AS_OF, include_secret=True)
    return pipeline.extract(pipeline.restore(paper.reading, options), options)[0]


def answers(paper: Paper, part: Checked) -> list[Decision]:
    """What a person would answer who knows the true fields."""
    said = []
    for field in FIELDS:
        now, options = written(getattr(part.extracted.header, field)), paper.options(field)
        true = next((o for o in options if o and same(field, o, now)), options[0])
        right = true == now
        verdict = Judgement.RIGHT if right else Judgement.CORRECTED if true else Judgement.EMPTY
        said.append(
            Decision(
                when=datetime(2026, 12, 1, tzinfo=UTC), who="gold", sha256=paper.sha256, part=1, table="documents",
                field=field, verdict=verdict, before=now, after=true,
            )
        )  # fmt: skip
    return said


def told(archive: Mapping[str, Checked]) -> dict[str, Checked]:
    """The papers with what they say of each other."""
    claims = {(sha256, 1): claim for sha256, part in archive.items() if (claim := claim_of(part))}
    said = verdicts(claims)
    return {
        sha256: settled(part, said[sha256][1]) if 1 in said.get(sha256, {}) else part
        for sha256, part in archive.items()
    }


def taught(
    all_papers: Sequence[Paper],
    teachers: Sequence[Paper],
    first: Mapping[str, Checked],
    folder: Path,
) -> dict[str, Checked]:
    """All papers, those of the teachers answered."""
    said = {paper.sha256: answers(paper, first[paper.sha256]) for paper in teachers}
    files = learned(decision for decisions in said.values() for decision in decisions)
    for name, data in files.items():
        (folder / name).write_bytes(data)
        print(f"   learned {name}: {len(data.splitlines()) - 3} entries")
    lists = tuple(folder / name for name in sorted(files))
    read = {paper.sha256: checked(paper, lists) for paper in all_papers}
    return told({key: decided(part, said.get(key, [])) for key, part in read.items()})


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--details", action="store_true")
    given = parser.parse_args()
    found = papers(given.out, given.gold)
    first = {paper.sha256: checked(paper, ()) for paper in found}
    before = told(first)
    counts: Counter[tuple[str, str]] = Counter()
    for half in (0, 1):
        with tempfile.TemporaryDirectory() as folder:
            after = taught(found, found[half::2], before, Path(folder))
        for paper in found[1 - half :: 2]:
            for field in FIELDS:
                was, now = (
                    written(getattr(a[paper.sha256].extracted.header, field))
                    for a in (before, after)
                )
                one, other = paper.judge(field, was), paper.judge(field, now)
                counts[field, f"before {one}"] += 1
                counts[field, f"after {other}"] += 1
                counts[field, f"{one} to {other}"] += one != other
                if given.details and was != now:
                    print(
                        f"   {field}: {was!r} -> {now!r} ({one} to {other}); true {paper.options(field)[:2]}"
                    )
    print(f"{'field':16} cells  right  after  wrong  after  right made wrong")
    for field in FIELDS:
        c = {name: n for (of, name), n in counts.items() if of == field}
        cells = sum(n for name, n in c.items() if name.startswith("before"))
        harmed = c.get("right to wrong", 0) + c.get("right to missing", 0)
        row = (
            c.get("before right", 0),
            c.get("after right", 0),
            c.get("before wrong", 0),
            c.get("after wrong", 0),
            harmed,
        )
        print(f"{field:16} {cells:5}  {row[0]:5}  {row[1]:5}  {row[2]:5}  {row[3]:5}  {row[4]:5}")


if __name__ == "__main__":
    main()
