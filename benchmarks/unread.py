"""`python benchmarks/unread.py SETDIR... [--unseen SETDIR...] [--prose FILE.txt.xz...] [--update]`: fits, or measures, what a paragraph looks like that should be a row.

SETDIR holds documents with gold tables (`benchmarks/documents`). Each is read as it is and with its lines wrapped, with all words of the
dictionaries and with shares of them withheld; rows are withheld at random, now and then all of a table. Paragraphs that no row uses any more
are the cases: of the tables whose rows they were (or of those whose rows stand there in words that no parser knows), or of none. --prose adds lines of other texts, which are of none. With --update the
weights go to `extract/data/unread.tsv`; without it no row is withheld but by the dictionaries, and it is told how many of the paragraphs of rows
that were lost are asked about, and how many others, by the chance from which that is done.
"""

from __future__ import annotations

import argparse
import lzma
import random
import sys
import tempfile
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from pathlib import Path

from rapidfuzz import fuzz
from trust import paired
from withheld import withheld

from benchmarks.training.weights import weights_of
from extract import dictionaries, pipeline
from extract.check.cells import TABLES, Place, places
from extract.check.unused import (
    FILE,
    KnownWords,
    UsedLines,
    known_words,
    looks_like,
    paragraphs,
    signs,
)
from extract.check.unused import (
    weights_of as shipped,
)
from extract.dictionaries import Dictionaries
from extract.evaluate.sets import Case, cells_of, find_cases, stated
from extract.evaluate.tables import GoldRow, key_texts
from extract.model import Restored, TextLine
from extract.options import Options
from extract.parse import parse
from extract.records import Extracted

AS_OF = date(2026, 12, 31)
SHARES = (0.0, 0.15, 0.3, 0.45)  # of the dictionaries withheld
ROWS, WHOLE = 0.15, 0.3  # chance that a row is withheld, and that a table is
ROUNDS = 3  # of rows withheld from one reading
WIDTH = 82  # letters of a line of print
FEWEST, PENALTY = (
    20,
    20.0,
)  # a tenth of it knows own documents better and others worse (told .56 for .66 of lost rows of 17 real ones)
UNSEEN = 3
_LIKE, _LETTERS = 84.0, 3  # of a line to the key text of a row that stands in it; of a key text
PROSE = 1250  # paragraphs of each text
THINGS, FILLED = 10, 0.8  # rows of a list of things, chance that a cell of it is filled
_HEAD = (
    "# Weights of the signs of a paragraph by table (logits of belonging to one of its rows); the first line is that of all.\n"
    "# Written by benchmarks/unread.py from own documents; do not edit by hand.\n"
)
Sample = tuple[list[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one reading that are right: by their gold row, the places of their lines."""

    extracted: Extracted
    of_gold: Mapping[tuple[str, int], frozenset[Place]]
    never: Mapping[
        str, frozenset[Place]
    ]  # lines of gold rows that no parser of ours reads, by table

    @classmethod
    def read(cls, case: Case, restored: Restored, lists: Dictionaries) -> Rows | None:
        """Of a text that is one document."""
        parts = parse(restored, lists)
        if len(parts) != 1:
            return None
        checked = pipeline.Checked(parts[0], ())
        document = pipeline.document((case.name,), "0" * 64, restored, (checked,), Options())
        found, gold = cells_of(document), stated(case)
        at = {
            (table, g): frozenset(places(getattr(parts[0], table)[row].at))
            for table in TABLES
            if table in gold
            for g, row in paired(table, gold[table], found[table])
        }
        never = {
            table: frozenset(
                place
                for g, row in enumerate(gold.get(table, ()))
                if (table, g) not in at and not row.get("_optional")
                for place in standing(table, row, restored.lines)
            )
            for table in TABLES
        }
        return cls(parts[0], at, never)

    def used(self, gone: frozenset[tuple[str, int]]) -> dict[Place, frozenset[str]]:
        """The lines with what was read from them, without the rows of these gold rows."""
        hidden: set[tuple[str, Place]] = set()
        for key in gone:
            hidden |= {(key[0], place) for place in self.of_gold[key]}
        found: defaultdict[Place, set[str]] = defaultdict(set)
        for table in TABLES:
            for row in getattr(self.extracted, table):
                for place in places(row.at):
                    if (table, place) not in hidden:
                        found[place].add(table)
        for field in self.extracted.fields:
            for place in places(field.at):
                found[place].add("documents")
        return {place: frozenset(tables) for place, tables in found.items()}


def standing(table: str, row: GoldRow, lines: Sequence[TextLine]) -> frozenset[Place]:
    """The lines where a gold row stands: those most like its key text, with its figure where it has one."""
    key = key_texts(table, row)[0]
    figure = str(next((row[c] for c in ("score", "points") if row.get(c)), "")).replace(".", ",")
    best, found = 0.0, range(0)
    for first, count in product(range(len(lines)), (1, 2, 3, 4, 6)):
        text = " ".join(line.text for line in lines[first : first + count]).lower()
        if len(text) < len(key) or (table in {"results", "scores"} and figure not in text):
            continue
        like = fuzz.partial_ratio(key, text) - count / 2
        if like > best:
            best, found = like, range(first, min(first + count, len(lines)))
    if best < _LIKE or len(key) < _LETTERS:
        return frozenset()
    return frozenset((lines[at].page, lines[at].number) for at in found)


def samples(cases: Sequence[Case], shares: Sequence[float], *, withhold: bool) -> Iterator[Sample]:
    """The paragraphs that no row uses, each with the tables whose rows they were."""
    lists, options = dictionaries.load(()), Options(as_of=AS_OF)
    for number, case in enumerate(cases):
        for restored in texts(case, options):
            whole = Rows.read(case, restored, lists)
            for share in shares if whole else ():
                less = Rows.read(case, restored, withheld(lists, share, number))
                chance = random.Random(f"{number} {share}")  # noqa: S311 (no secret)
                for _ in range(ROUNDS if withhold else 1) if whole and less else ():
                    gone = _gone(less, chance) if withhold else frozenset()
                    yield from _of_reading(restored, whole, less, gone, known_words(lists))


def texts(case: Case, options: Options) -> Iterator[Restored]:
    """The text as it is, and with its lines wrapped as print is."""
    lines = case.input.read_text(encoding="utf-8").split("\n")
    wrapped = [part for line in lines for part in (_wrapped(line) if "|" not in line else [line])]
    with tempfile.TemporaryDirectory() as folder:
        for text in ("\n".join(lines), "\n".join(wrapped)):
            path = Path(folder) / "text.txt"
            path.write_text(text, encoding="utf-8")
            reading = pipeline.read(path, options, pipeline.NoEngine())[1]
            yield pipeline.restore(reading, options)


def _wrapped(line: str) -> list[str]:
    feed = "\f" if line.startswith("\f") else ""
    first, *rest = textwrap.wrap(line.lstrip("\f"), WIDTH) or [""]
    return [feed + first, *rest]


def _gone(rows: Rows, chance: random.Random) -> frozenset[tuple[str, int]]:
    """The gold rows that are withheld: some of each table, all of some tables."""
    whole = {table for table in TABLES if chance.random() < WHOLE}
    return frozenset(
        key for key in sorted(rows.of_gold) if key[0] in whole or chance.random() < ROWS
    )


def _of_reading(
    restored: Restored,
    whole: Rows,
    less: Rows,
    gone: frozenset[tuple[str, int]],
    known: KnownWords,
) -> Iterator[Sample]:
    """The spare paragraphs of a reading; those of rows that it has otherwise are left out."""
    used, tables, doubtful = less.used(gone), defaultdict[Place, set[str]](set), set[Place]()
    for key, at in whole.of_gold.items():
        if key in gone or key not in less.of_gold:
            for place in at:
                tables[place].add(key[0])
        else:
            doubtful |= at
    for table, at in whole.never.items():
        for place in at:
            tables[place].add(table)
    paper = UsedLines.of(restored.lines, used, known)
    for paragraph in paragraphs(paper):
        at = [(restored.lines[n].page, restored.lines[n].number) for n in paragraph]
        found = frozenset(table for place in at for table in tables.get(place, ()))
        if found or not doubtful.intersection(at):
            yield signs(paper, paragraph), found


def prose(file: Path, known: KnownWords) -> Iterator[Sample]:
    """Paragraphs of a text of another kind, wrapped, and lists of things with its words: rows of nothing."""
    with lzma.open(file, "rt", encoding="utf-8") as text:
        long = [line.strip() for line in islice(text, 20_000) if len(line) > WIDTH]
    chance = random.Random(1)  # noqa: S311 (no secret)
    chance.shuffle(long)
    printed = [part for line in long[:PROSE] for part in textwrap.wrap(line[:400], WIDTH)]
    yield from _of_nothing(printed, known)
    for first in range(0, PROSE, THINGS):
        yield from _of_nothing(list(_things(long[first : first + THINGS], chance)), known)


def _of_nothing(printed: Sequence[str], known: KnownWords) -> Iterator[Sample]:
    lines = [TextLine(1, number, part, part) for number, part in enumerate(printed, 1)]
    paper = UsedLines.of(lines, {}, known)
    yield from ((signs(paper, paragraph), frozenset()) for paragraph in paragraphs(paper))


def _things(names: Sequence[str], chance: random.Random) -> Iterator[str]:
    """The rows of a list of things: what, how many, at which price; the last is the sum."""
    columns, price = chance.randint(2, 5), chance.choice((1, 10_000))
    for number, name in enumerate(names, 1):
        words = name.split()
        what = " ".join(words[: chance.randint(1, 6)])
        figures = [f"{price * chance.randint(1, 900):,}".replace(",", ".") for _ in range(columns)]
        cells = [figure if chance.random() < FILLED else "" for figure in figures]
        first = str(number) if number < len(names) else ""
        yield " | ".join([first, what, words[-1], *cells])


def written(cases: Sequence[Sample]) -> str:
    """The text of the data file."""
    weights = {
        table: weights_of(
            [(found, table in of) for found, of in cases], fewest=FEWEST, penalty=PENALTY
        )
        for table in TABLES
    }
    names = sorted({name for of in weights.values() for name in of})
    rows = ("\t".join([name, *(_weight(name, weights[t]) for t in TABLES)]) for name in names)
    return _HEAD + "\t".join(["sign", *TABLES]) + "\n" + "".join(f"{row}\n" for row in rows)


def _weight(name: str, of: Mapping[str, float]) -> str:
    weight = of.get(name, 0.0)
    return f"{weight:.2f}" if not name or abs(weight) >= 0.02 else ""


def measured(cases: Sequence[Sample]) -> str:
    """Of the paragraphs of lost rows those told as of their table, and others that are asked about, by chance."""
    told = [(looks_like(found, shipped(FILE)), of) for found, of in cases]
    lost = sum(bool(of) for _, of in told)
    lines = [f"{len(told)} paragraphs, {lost} of rows that were lost"]
    for least in (0.1, 0.15, 0.2, 0.35):
        right = sum(any(chances[table] >= least for table in of) for chances, of in told)
        false = sum(max(chances.values()) >= least and not of for chances, of in told)
        lines.append(f"  from {least}: told {right / max(1, lost):.3f}, others {false}")
    return "\n".join(lines)


def main() -> int:
    """The command line; 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="+", type=Path, metavar="SETDIR")
    parser.add_argument(
        "--unseen",
        nargs="+",
        type=Path,
        default=[],
        metavar="SETDIR",
        help=f"papers in shapes that no parser knows: each counts as {UNSEEN}",
    )
    parser.add_argument("--prose", nargs="+", type=Path, default=[], metavar="FILE")
    parser.add_argument("--update", action="store_true", help="fit and write the weights")
    args = parser.parse_args()
    cases = [case for folder in args.sets for case in find_cases(folder, "txt") if case.gold]
    if not args.update:
        for share in SHARES:
            print(
                f"share withheld {share}: {measured(list(samples(cases, [share], withhold=False)))}"
            )
        return 0
    known = known_words(dictionaries.load(()))
    unseen = [case for folder in args.unseen for case in find_cases(folder, "txt") if case.gold]
    found = [*samples(cases, SHARES, withhold=True)]
    found += [*samples(unseen, SHARES, withhold=True)] * UNSEEN
    found += [sample for file in args.prose for sample in prose(file, known)]
    FILE.write_text(written(found), encoding="utf-8")
    print(
        f"{len(cases) + len(unseen)} documents, {len(found)} paragraphs, {sum(bool(of) for _, of in found)} of rows"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
