"""How often the solver of tables tells what each column of figures holds: generated rankings, their heads whole, half lost, wholly lost.

    python -m benchmarks.solver [--tables 400] [--seed 19] [--wrong]

Each table is one of the kinds that offices print (points and rank; maximum, points, percent; parts, total, rank; self-given, given, survey,
total; this year and the year before with the change), of 4 to 25 bodies. `--wrong`: one digit in fifty is another. Printed: the share of the
columns that got the right role, for each state of the head, and of answers that are wrong among those given; with `--wrong` also the share of the
wrong figures that arithmetic can see (the relations of the true table do not hold with the one wrong figure in it) for which the right one is
proposed, of all wrong ones, and the share of the rows asked about in which one of the proposals is right.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.parse.grids.repairs import proposals
from extract.parse.grids.solver import solve
from extract.parse.values import Figure, read_cell

_LEAST = 0.0051  # of a figure printed with two decimals
HEADS = {"whole": 0.0, "half lost": 0.5, "lost": 1.0}
#: What the head's words say of a column of each role, where they say anything.
_WORDS = {
    "points": ("points", "appraised"), "max": ("max",), "percent": ("percent",), "rank": ("rank",), "part": ("",),
    "former": ("points",), "former_rank": ("rank",), "rank_change": ("rank_change",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A table: cells by column, their true roles, what its head says."""

    cells: tuple[tuple[str, ...], ...]
    roles: tuple[str, ...]
    told: tuple[str, ...]


def printed(value: float, places: int) -> str:
    """A figure as offices print it, with a comma."""
    return f"{value:.{places}f}".replace(".", ",")


def ranks(points: Sequence[float]) -> list[int]:
    """Ranks by points, equal points alike."""
    return [1 + sum(other > own for other in points) for own in points]


def _points(rng: random.Random, rows: int, top: float, step: float) -> list[float]:
    return [round(rng.uniform(0.55, 0.98) * top / step) * step for _ in range(rows)]


def _columns(rng: random.Random) -> list[tuple[str, list[str]]]:
    """The columns of one kind of table with their roles."""
    rows, places = rng.randint(4, 25), rng.choice((1, 2, 2))
    step = rng.choice((0.25, 0.5, 0.01)) if places == 2 else 0.5
    kind = rng.choice(("plain", "percent", "parts", "years"))
    if kind == "plain":
        top = _points(rng, rows, 100, step)
        found = [("points", top)]
        found += [("max", [100.0] * rows)] if rng.random() < 0.4 else []
        return _shown(found[::-1], places, top)
    if kind == "percent":
        most = [float(rng.choice((85, 90, 95, 100))) for _ in range(rows)]
        given = [round(rng.uniform(0.55, 0.98) * m / step) * step for m in most]
        shares = [g * 100 / m for g, m in zip(given, most, strict=True)]
        made = _shown([("max", most), ("points", given)], places, None)
        made.append(("percent", [printed(share, 2) for share in shares]))
        ranked = [("rank", list(map(str, ranks([round(s, 2) for s in shares]))))]
        return made + (ranked if rng.random() < 0.5 else [])
    if kind == "parts":
        parts = [
            _points(rng, rows, top, step)
            for top in rng.sample((10, 15, 20, 25, 30, 40, 60), rng.randint(2, 5))
        ]
        total = [sum(row) for row in zip(*parts, strict=True)]
        return _shown([*(("part", part) for part in parts), ("points", total)], places, total)
    now = _points(rng, rows, 100, step)
    then = [max(1.0, value + round(rng.gauss(0, 4) / step) * step) for value in now]
    new, old = ranks(now), ranks(then)
    made = [("former", [printed(v, places) for v in then]), ("former_rank", list(map(str, old)))]
    made += [("points", [printed(v, places) for v in now]), ("rank", list(map(str, new)))]
    changes = [f"{a - b:+d}" if a != b else "0" for a, b in zip(old, new, strict=True)]
    return made + ([("rank_change", changes)] if rng.random() < 0.6 else [])


def _shown(
    found: Sequence[tuple[str, list[float]]], places: int, ranked: Sequence[float] | None
) -> list[tuple[str, list[str]]]:
    made = []
    for role, values in found:
        whole = role == "max" and all(value == int(value) for value in values)
        made.append((role, [printed(value, 0 if whole else places) for value in values]))
    order = (
        []
        if ranked is None
        else [("rank", list(map(str, ranks([round(v, places) for v in ranked]))))]
    )
    return made + order


def made_table(rng: random.Random, lost: float, wrong: float = 0.0) -> Made:
    """A table; `lost`: how likely each word of its head is gone; `wrong`: each digit is another."""
    columns = _columns(rng)
    roles = tuple(role for role, _ in columns)
    told = tuple("" if rng.random() < lost else rng.choice(_WORDS[role]) for role in roles)
    cells = tuple(tuple(_misread(cell, rng, wrong) for cell in cells) for _, cells in columns)
    return Made(cells, roles, told)


def _misread(cell: str, rng: random.Random, wrong: float) -> str:
    return "".join(
        rng.choice("0123456789") if letter.isdecimal() and rng.random() < wrong else letter
        for letter in cell
    )


def figures(made: Made) -> list[list[Figure | None]]:
    """The cells as the parser reads them."""
    return [list(map(read_cell, column)) for column in made.cells]


def measure(tables: int, seed: int, lost: float, wrong: float) -> tuple[float, float, float]:
    """Shares of columns right, of tables answered, of columns wrong among those answered."""
    rng = random.Random(seed)  # noqa: S311
    right = columns = answered = given = bad = 0
    for _ in range(tables):
        made = made_table(rng, lost, wrong)
        answer = solve(figures(made), made.told)
        columns += len(made.roles)
        if answer is None:
            continue
        answered += 1
        hits = sum(own == role for own, role in zip(answer.roles, made.roles, strict=True))
        right, given, bad = right + hits, given + len(made.roles), bad + len(made.roles) - hits
    return right / columns, answered / tables, bad / max(1, given)


Place = tuple[int, int]  # row, column


def breaks(
    true: Sequence[Sequence[Figure | None]], roles: Sequence[str], place: Place, wrong: Figure
) -> bool:
    """Whether the one wrong figure in the true table breaks what holds there."""
    row, column = place
    cells = [[float(figure.value) if figure else 0.0 for figure in figures] for figures in true]
    before = _holding(cells, roles, row)
    cells[column][row] = float(wrong.value)
    return any(
        held and not holds for held, holds in zip(before, _holding(cells, roles, row), strict=True)
    )


def _holding(cells: Sequence[Sequence[float]], roles: Sequence[str], row: int) -> list[bool]:
    """Which relations hold in a row: sum, share of the maximum, ranks of both years, change."""
    own = {role: cells[at][row] for at, role in enumerate(roles)}
    whole = {role: cells[at] for at, role in enumerate(roles)}
    parts = [cells[at][row] for at, role in enumerate(roles) if role == "part"]
    held = [abs(sum(parts) - own["points"]) < _LEAST] if parts else []
    if "percent" in own:
        held.append(
            own["max"] > 0 and abs(own["points"] * 100 / own["max"] - own["percent"]) < _LEAST
        )
    for rank, points in (
        ("rank", "percent" if "percent" in own else "points"),
        ("former_rank", "former"),
    ):
        held += [ranks(whole[points])[row] == own[rank]] if rank in own else []
    if "rank_change" in own:
        held.append(own["former_rank"] - own["rank"] == own["rank_change"])
    return held


@dataclass(slots=True)
class Tally:
    """Wrong figures, those that break something, those proposed; rows asked about, those with a right proposal."""

    wrong: int = 0
    broken: int = 0
    proposed: int = 0
    proposed_broken: int = 0
    asked: int = 0
    right: int = 0

    def add(self, made: Made, read: Made) -> None:
        """One more table as it is and as it was read."""
        true, cells = figures(made), figures(read)
        answer = solve(cells, read.told)
        told = {(p.row, p.column): p.values for p in (proposals(cells, answer) if answer else ())}
        hits = set()
        for at, row in ((at, row) for at in range(len(true)) for row in range(len(true[0]))):
            old, new = true[at][row], cells[at][row]
            if old is None or new is None or old == new:
                continue
            hit, broken = (
                old.value in told.get((row, at), ()),
                breaks(true, made.roles, (row, at), new),
            )
            self.wrong, self.broken = self.wrong + 1, self.broken + broken
            self.proposed += hit
            self.proposed_broken += hit and broken
            hits |= {row} if hit else set()
        self.asked, self.right = self.asked + len({row for row, _ in told}), self.right + len(hits)

    def __str__(self) -> str:
        """The shares."""
        return (
            f"proposed: of wrong figures that break something {self.proposed_broken / max(1, self.broken):.3f}, "
            f"of all {self.proposed / max(1, self.wrong):.3f}; rows asked about {self.asked}, with a right one {self.right / max(1, self.asked):.3f}"
        )


def measure_proposals(tables: int, seed: int, lost: float, wrong: float) -> Tally:
    """What is proposed for generated tables, each digit another with the chance `wrong`."""
    rng, tally = random.Random(seed), Tally()  # noqa: S311
    for _ in range(tables):
        made = made_table(rng, lost)
        cells = (tuple(_misread(cell, rng, wrong) for cell in column) for column in made.cells)
        tally.add(made, replace(made, cells=tuple(cells)))
    return tally


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tables", type=int, default=400)
    parser.add_argument("--seed", type=int, default=19)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    wrong = 0.02 if options.wrong else 0.0
    for name, lost in HEADS.items():
        right, answered, bad = measure(options.tables, options.seed, lost, wrong)
        print(
            f"head {name:<10} columns right {right:.3f}  tables answered {answered:.3f}  wrong of those answered {bad:.3f}"
        )
        print(f"{'':15} {measure_proposals(options.tables, options.seed, lost, wrong)}")


if __name__ == "__main__":
    main()
