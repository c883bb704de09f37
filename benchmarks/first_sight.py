"""Cells as a parser read them that had never seen such documents: kept, because they can't be measured again.

A parser that was mended on its documents makes few mistakes on them, so what is fitted there alone takes every cell for right. On
documents by another author, read once before anything was mended, mistakes are ten times as frequent and of other kinds. `first_sight.tsv`
keeps the signs of those cells and how many were wrong; `calibrate.py` adds them to what it fits. Only signs are kept, no text.

The file: a line `# ...` for each reading that was added, then a line `= NUMBER SIGN` for each sign, then a line `CELLS WRONG NUMBER...`
for each set of signs, separated by tabs and blanks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("first_sight.tsv")
_TITLE = "Signs of cells at first sight; written by benchmarks/calibrate.py --record."


@dataclass(frozen=True, slots=True)
class Judged:
    """A cell's signs and whether it is wrong."""

    signs: tuple[str, ...]
    wrong: bool


def written(cells: Sequence[Judged], sources: Sequence[str]) -> str:
    """The text of the file; each of `sources` says which documents were read by which parser."""
    names = sorted({sign for cell in cells for sign in cell.signs})
    at = {name: number for number, name in enumerate(names)}
    count = Counter(cell.signs for cell in cells)
    wrong = Counter(cell.signs for cell in cells if cell.wrong)
    head = "".join(f"# {line}\n" for line in (_TITLE, *sources))
    table = "".join(f"=\t{number}\t{name}\n" for name, number in at.items())
    rows = (
        f"{count[signs]}\t{wrong[signs]}\t{' '.join(str(at[sign]) for sign in signs)}\n"
        for signs in sorted(count)
    )
    return head + table + "".join(rows)


def sources(path: Path = FILE) -> tuple[str, ...]:
    """What was read for the file, in the order it was added."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line[2:] for line in lines if line.startswith("# ") and line[2:] != _TITLE)


def read(path: Path = FILE) -> Iterator[Judged]:
    """The cells kept in a file."""
    names: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        first, second, third = line.split("\t")
        if first == "=":
            names[second] = third
            continue
        signs = tuple(names[number] for number in third.split(" "))
        wrong = int(second)
        yield from (Judged(signs, n < wrong) for n in range(int(first)))
