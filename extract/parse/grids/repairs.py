"""Digits that break their table's arithmetic: the one other digit that would mend it is proposed to a person, never set.

A figure is suspected where relations that most rows fulfil fail in its row. What it may have been is every figure one digit away with
which all relations of the row hold again; a part that would mend the sum but not the rank of the total is none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from extract.model import Doubt
from extract.parse.grids import Grid, GridRow, OfferedRepair
from extract.parse.grids.columns import UNSOLVED, TableColumn, cell_figure
from extract.parse.grids.solver import Solution, solve
from extract.parse.values import Figure, read_cell
from extract.records import Result, Score

_FEWEST, _HOLDS = 3, 0.5  # rows, their share, in which a relation must hold to accuse one
_MOST_RANKED = 200  # rows: each is compared with each
_MOST_OFFERED = 3  # more are no help
_PAIR = 2  # columns: one has no relation
_HALF = Decimal("0.51")  # unit of the last digit by which a rounded figure may differ
_STEPS = tuple(map(Decimal, ("1", "0.5", "0.25", "0.1", "0.05")))
_ON_GRAIN, _FEW_ON_GRAIN = 0.8, 5  # share, and fewest figures: fewer lie on a step by chance
_HUNDRED = Decimal(100)
_SUSPECTS = 3  # figures of a row, one of which is wrong: more are not worth a look each

Floats = NDArray[np.float64]
Columns = Sequence[Sequence[Figure | None]]
_Row = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a figure may have been, by the relations that fail with what was read."""

    row: int
    column: int
    values: tuple[Decimal, ...]
    proof: tuple[str, ...]  # the relations that fail


@dataclass(frozen=True, slots=True)
class _Relation:
    """What some columns have to do with each other, and whether that holds in a row (its number, its figures)."""

    name: str  # of the enumeration `proof`
    columns: tuple[int, ...]
    holds: Callable[[int, _Row], bool]

    def known(self, row: _Row) -> bool:
        """Whether the row has all figures."""
        return all(row[at] is not None for at in self.columns)


def proposals(columns: Columns, solution: Solution) -> Iterator[Proposal]:
    """A proposal for each figure that alone may have broken the relations of its row."""
    rows = [[figure and figure.value for figure in row] for row in zip(*columns, strict=True)]
    relations = [
        relation for relation in _relations(rows, solution.roles) if _rules(relation, rows)
    ]
    grains = [_grain(column) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        known = [relation for relation in relations if relation.known(row)]
        broken = [relation for relation in known if not relation.holds(number, row)]
        for at in _suspects(broken):
            mine = [relation for relation in known if at in relation.columns]
            grain = grains[at]
            values = tuple(v for v in _mending(number, row, at, mine) if not grain or not v % grain)
            if 0 < len(values) <= _MOST_OFFERED:
                proof = tuple(dict.fromkeys(relation.name for relation in broken))
                yield Proposal(number, at, values, proof)


def _grain(column: _Row) -> Decimal | None:
    """The step in which the points of a column are given, where nearly all are (quarters, halves)."""
    known = [value for value in column if value is not None]
    found = (step for step in _STEPS if sum(not v % step for v in known) >= _ON_GRAIN * len(known))
    return next(found, None) if len(known) >= _FEW_ON_GRAIN else None


def _suspects(broken: Sequence[_Relation]) -> Sequence[int]:
    """The columns that all broken relations have in common."""
    if not broken:
        return ()
    return sorted(set(broken[0].columns).intersection(*(r.columns for r in broken[1:])))


def _rules(relation: _Relation, rows: Sequence[_Row]) -> bool:
    held = [relation.holds(n, row) for n, row in enumerate(rows) if relation.known(row)]
    return sum(held) >= max(_FEWEST, _HOLDS * len(held))


def _mending(number: int, row: _Row, at: int, relations: Sequence[_Relation]) -> Iterator[Decimal]:
    """The figures one digit away with which all relations hold."""
    read = row[at]
    for value in _variants(read) if read is not None else ():
        changed = [*row[:at], value, *row[at + 1 :]]
        if all(relation.holds(number, changed) for relation in relations):
            yield value


def _variants(number: Decimal) -> Iterator[Decimal]:
    """Each figure that differs in one digit, as it is printed."""
    text = str(number)
    for at, digit in enumerate(text):
        for other in "0123456789" if digit.isdecimal() and digit.isascii() else "":
            leading = other == "0" and at == 0 and text[1:2].isdecimal()
            if other != digit and not leading:
                yield Decimal(text[:at] + other + text[at + 1 :])


def _relations(rows: Sequence[_Row], roles: Sequence[str]) -> Iterator[_Relation]:
    """The relations of columns with these roles."""
    at = {role: n for n, role in reversed(list(enumerate(roles)))}
    parts = tuple(n for n, role in enumerate(roles) if role == "part")
    if "points" in at and len(parts) > 1:
        yield _sum(at["points"], parts)
    if {"points", "max", "percent"} <= at.keys():
        yield _share(at["points"], at["max"], at["percent"])
    for change, new, old in (
        ("rank_change", "former_rank", "rank"),
        ("score_change", "points", "former"),
    ):
        if {change, new, old} <= at.keys():
            yield _difference(at[change], at[new], at[old])
    for rank, points in (("rank", "points"), ("rank", "percent"), ("former_rank", "former")):
        if {rank, points} <= at.keys() and len(rows) <= _MOST_RANKED:
            yield _order(rows, at[rank], at[points])


def _unit(*figures: Decimal | None) -> Decimal:
    """One of the last digit of the figure with the most decimals."""
    known = (figure.as_tuple().exponent for figure in figures if figure is not None)
    return Decimal(1).scaleb(min((e for e in known if isinstance(e, int)), default=0))


def _sum(total: int, parts: tuple[int, ...]) -> _Relation:
    def _holds(_: int, row: _Row) -> bool:
        found = sum((row[at] or Decimal(0) for at in parts), Decimal(0))
        return abs(found - (row[total] or 0)) <= _unit(row[total]) * _HALF

    return _Relation("sum", (total, *parts), _holds)


def _share(points: int, top: int, share: int) -> _Relation:
    def _holds(_: int, row: _Row) -> bool:
        given, most, printed = row[points] or Decimal(0), row[top] or Decimal(0), row[share]
        if printed is None or not most or given > most:
            return False
        return abs(given * _HUNDRED / most - printed) <= _unit(printed) * _HALF

    return _Relation("percent", (points, top, share), _holds)


def _difference(change: int, new: int, old: int) -> _Relation:
    def _holds(_: int, row: _Row) -> bool:
        return (row[new] or Decimal(0)) - (row[old] or Decimal(0)) == row[change]

    return _Relation("change", (change, new, old), _holds)


def _order(rows: Sequence[_Row], rank: int, points: int) -> _Relation:
    """Ranks follow points: a row is held against those that are not suspected themselves."""
    figures = np.array(
        [
            [np.nan if row[at] is None else float(row[at] or 0) for at in (rank, points)]
            for row in rows
        ]
    )
    trusted, tied = _trusted(figures)
    highest = float(figures[trusted, 0].max(initial=0))
    most = len(rows) if highest <= len(rows) else math.inf

    def _holds(number: int, row: _Row) -> bool:
        own = float(row[rank] or 0), float(row[points] or 0)
        beside = (trusted | tied if tied[number] else trusted) & (np.arange(len(rows)) != number)
        return 1 <= own[0] <= most and not _against(figures[beside], *own).any()

    return _Relation("rank", (rank, points), _holds)


def _against(others: Floats, rank: float, points: float) -> NDArray[np.bool_]:
    """Which of the others have more points and no better rank, or fewer and no worse one."""
    more, fewer = others[:, 1] > points, others[:, 1] < points
    return np.asarray((more & (others[:, 0] >= rank)) | (fewer & (others[:, 0] <= rank)), bool)


def _trusted(figures: Floats) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The rows that nothing speaks against, and those that only speak against each other.

    The row that most others speak against is taken out, again and again, until none or several are left that are as bad.
    """
    clash = np.zeros((len(figures), len(figures)), bool)
    for number, (rank, points) in enumerate(figures):
        clash[number] = _against(figures, rank, points)
    kept = np.asarray(~np.isnan(figures).any(axis=1), bool)
    while True:
        counts = clash[:, kept].sum(axis=1) * kept
        worst = np.asarray(counts == counts.max(initial=0), bool)
        if not counts.any() or worst.sum() > 1:
            clean = np.asarray(kept & (counts == 0), bool)
            return clean, np.asarray(kept & ~clean, bool)
        kept &= ~worst


def with_proposals(
    grid: Grid, columns: Sequence[TableColumn], answer: Solution | None = None
) -> Grid:
    """The grid with what its arithmetic offers for figures that break it; none where heads group the columns.

    `answer`: the roles that told the columns, so that no table is solved twice.
    """
    figures = [c for c in columns if c.figures and c.role not in UNSOLVED]
    if len(figures) < _PAIR or any(c.group or c.family or c.year for c in figures):
        return grid
    cells = [[cell_figure(row.cells, c) for row in grid.rows] for c in figures]
    told = ["percent" if c.percent else c.role for c in figures]
    solution = answer or solve(cells, told)
    found: dict[int, list[OfferedRepair]] = {}
    for proposal in proposals(cells, solution) if solution else ():
        values = tuple(map(str, proposal.values))
        at = figures[proposal.column].index
        found.setdefault(proposal.row, []).append(OfferedRepair(at, values, proposal.proof))
    few = {number: mine for number, mine in found.items() if len(mine) <= _SUSPECTS}
    rows = (replace(row, proposed=tuple(few.get(n, ()))) for n, row in enumerate(grid.rows))
    return replace(grid, rows=tuple(rows)) if few else grid


_RANKS = frozenset({"rank", "rank_prev", "rank_change"})
_POINTS = frozenset(
    ["score", "points", "points_max", "self_points", "appraised_points", "survey_points", "percent"]
)
_PROPOSED = _POINTS | _RANKS | {"score_max", "score_prev", "score_change"}
_Scored = TypeVar("_Scored", Result, Score)


def doubted(record: _Scored, row: GridRow) -> _Scored:
    """The record with a doubt for each of its figures that stands in a mended cell, or breaks the table's arithmetic."""
    found = (*_of_mended(record, row), *_of_proposed(record, row))
    return replace(record, doubts=record.doubts + found) if found else record


def _of_mended(record: Result | Score, row: GridRow) -> Iterator[Doubt]:
    """A separator that was put back, or, where nothing was, a figure unlike its column's others."""
    for at, raw in row.mended:
        for name in _holding(record, row.cells[at], _POINTS):
            changed = raw != row.cells[at]
            yield Doubt(name, "repaired_number", (raw,)) if changed else Doubt(name, "failed_check")


def _of_proposed(record: Result | Score, row: GridRow) -> Iterator[Doubt]:
    """A repair where one figure with one other digit is possible, else a failed check with what is."""
    alone = len(row.proposed) == 1
    for offered in row.proposed:
        sure = alone and len(offered.values) == 1
        for name in _holding(record, row.cells[offered.column], _PROPOSED):
            reason = "repaired_number" if sure else "failed_check"
            yield Doubt(name, reason, offered.values, proof=offered.proof)


def _holding(record: Result | Score, cell: str, names: frozenset[str]) -> Iterator[str]:
    """The fields, of these, that hold a cell's figure."""
    figure = read_cell(cell)
    known = (field.name for field in fields(record) if field.name in names)
    yield from (n for n in known if figure and getattr(record, n) == figure.value)
