"""What columns of figures hold, told by the arithmetic of their rows where the head's words don't: one search over all roles.

A ranking proves itself: parts add up to the total, points are a share of a maximum, ranks follow the points, a change of rank is the
former rank less the new one. Each relation that holds in nearly all rows is evidence, and so are the words of the head, as far as they
were read; a column that nothing explains counts against an answer. What another answer explains almost as well is no answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

from extract.parse.values import Figure

_MOST_COLUMNS, _FEWEST_ROWS = 8, 3
_MOST_ROWS = 60  # of more, some are looked at
_HOLDS = 0.5  # share of the rows in which a relation must hold: with one digit in fifty misread, four rows of ten of six figures are
_FOLLOWS = 0.8  # share of the pairs of rows that must stand in the order of their ranks
_ONE_ROW = 0.1  # less where that holds without the worst row alone
_REACHED = 40.0  # percent of their maximum that half of the bodies or criteria have at least
_SAME = 0.8  # share of the rows that have the one maximum
_ROUNDED = 0.0051  # of a figure printed with two decimals
_SHARE = 0.06  # of a percent printed with one decimal
_HIGHEST_RANK = 999
#: Evidence in bits, roughly: a sum of two figures or more holds by chance in no table, ranks of n rows in one of n!.
_SUM, _PERCENT, _CHANGE, _TOP, _MOST_ORDER = 10.0, 10.0, 10.0, 2.0, 12.0
_MISSED = 12.0  # less by the share of the rows in which the relation does not hold
_FEWEST_MOVED = 2  # rows with a change: of none a column of zeros would be the proof
_TOLD, _UNTOLD, _LEFT, _BESIDE = 4.0, -6.0, 1.5, 2.5
_OPEN = -1.5  # of a column that nothing explains
_POINTS = ("points", "appraised", "value", "percent")
_MARGIN = 2.0  # by which the next best answer must be worse

Floats = NDArray[np.float64]
#: Roles that the words of a head may mean by theirs: `Điểm thẩm định` heads the total, or a part of it beside a survey.
_MEANT: Mapping[str, frozenset[str]] = {
    "points": frozenset({"points", "former"}),
    "appraised": frozenset({"points", "part", "former"}),
    "percent": frozenset({"percent", "points", "former"}),
    "survey": frozenset({"part", ""}),
    "self": frozenset({"self", "part", ""}),
    "max": frozenset({"max"}),
    "rank": frozenset({"rank", "former_rank"}),
    "rank_change": frozenset({"rank_change"}),
    "score_change": frozenset({"score_change"}),
}


@dataclass(frozen=True, slots=True)
class Solution:
    """Roles by column (`points`, `max`, `percent`, `rank`, `part`, `former`, `former_rank`, `rank_change`, `score_change`), "" for none.

    `proofs`: the relations that hold; `score`: their evidence in bits.
    """

    roles: tuple[str, ...]
    proofs: tuple[str, ...]
    score: float


def solve(columns: Sequence[Sequence[Figure | None]], told: Sequence[str] = ()) -> Solution | None:
    """The roles of columns of figures; `None` where no relation proves them, or another answer is as good.

    `told`: the roles by the head's words, "" where they tell nothing.
    """
    rows = len(columns[0]) if columns else 0
    if not 1 < len(columns) <= _MOST_COLUMNS or rows < _FEWEST_ROWS:
        return None
    step = -(-rows // _MOST_ROWS)
    table = _table([column[::step] for column in columns])
    told = tuple(told) or ("",) * len(columns)
    found = sorted(_answers(table, told), key=lambda answer: -answer.score)
    if not found or found[0].score <= 0 or not {*found[0].proofs} - {"top"}:
        return None  # that a column lies above another says next to nothing
    best = found[0]
    rival = next((a for a in found if a.roles != best.roles), None)
    return best if rival is None or best.score - rival.score >= _MARGIN else None


def agreed(word: str, role: str) -> str:
    """The role of a column: that of the head's word where arithmetic allows it, for it tells more (`appraised`)."""
    return word if role in _MEANT.get(word, ()) else role or "part"


def contradicted(told: Sequence[str], columns: Sequence[Sequence[Figure | None]]) -> bool:
    """Whether the roles by the head's words are not those of a ranking: no points, points above their maximum, ranks in another order."""
    if not columns or len(columns[0]) < _FEWEST_ROWS:
        return False
    by_role = {role: at for at, role in reversed(list(enumerate(told)))}
    points = next((by_role[role] for role in _POINTS if role in by_role), None)
    if points is None:
        return True
    table = _table(columns)
    top, rank = by_role.get("max"), by_role.get("rank")
    above = top is not None and bool((table.values[points] > table.values[top]).any())
    ordered = [at for at, role in enumerate(told) if role in _POINTS]
    return above or (rank is not None and not any(table.follows(rank, at) for at in ordered))


def _number(figure: Figure | None) -> float:
    return math.nan if figure is None else float(figure.value)


@dataclass(frozen=True, slots=True)
class _Table:
    """The figures, columns x rows, NaN where there is none; columns that are printed without decimals, and those with signs."""

    values: Floats
    whole: frozenset[int]
    signed: frozenset[int]

    def missed(self, differences: Floats, within: float) -> float | None:
        """The share of the rows in which a relation does not hold; `None` where it is too large for it to hold at all."""
        known = differences[~np.isnan(differences)]
        held = int((np.abs(known) <= within).sum())
        if held < _FEWEST_ROWS or held < _HOLDS * len(known):
            return None
        return 1 - held / len(known)

    def ranks(self, at: int) -> bool:
        """Whether a column may hold ranks: small whole numbers, hardly any twice."""
        known = self.values[at][~np.isnan(self.values[at])]
        return (
            len(known) >= _FEWEST_ROWS
            and at in self.whole
            and float(known.min()) >= 1
            and float(known.max()) <= _HIGHEST_RANK
            and 2 * self.kinds(at) > len(known)
        )

    def kinds(self, at: int) -> int:
        """How many different figures a column has."""
        return len(np.unique(self.values[at][~np.isnan(self.values[at])]))

    def likely_share(self, share: int, top: int) -> int:
        """How many of three things speak for a column as the percent of another, not the other way round: a / b = c is a / c = b.

        The maximum is the same for many, it is printed without decimals, and most is reached of it.
        """
        alike = self.kinds(share) >= self.kinds(top)
        printed = top in self.whole and share not in self.whole
        return alike + printed + bool(np.nanmedian(self.values[share]) >= _REACHED)

    def follows(self, rank: int, points: int) -> float:
        """How well ranks follow points, in the whole table or in each of its groups, which begin with rank 1: 0 to 1."""
        ranks, values = self.values[rank], self.values[points]
        known = ~(np.isnan(ranks) | np.isnan(values))
        ranks, values = ranks[known], values[known]
        starts = np.flatnonzero(ranks == 1)
        groups = [np.s_[:]] if len(starts) < 2 else _slices(starts, len(ranks))  # noqa: PLR2004
        return max(_in_order(ranks, values, [np.s_[:]]), _in_order(ranks, values, groups))

    def parts(self, total: int, others: Sequence[int]) -> tuple[tuple[int, ...], float]:
        """The columns, two or more, that add up to another in the most rows; none where none do. And the share of the rows in which not."""
        chosen = (np.arange(1 << len(others))[:, None] >> np.arange(len(others))) & 1
        chosen = chosen[chosen.sum(axis=1) > 1]
        if not len(chosen):
            return (), 0.0
        values = self.values[list(others)]
        sums = chosen @ np.nan_to_num(values)
        known = (chosen @ np.isnan(values) == 0) & ~np.isnan(self.values[total])
        within = _ROUNDED * chosen.sum(axis=1)[:, None]
        held = (known & (np.abs(sums - self.values[total]) <= within)).sum(axis=1)
        share = held / np.maximum(1, known.sum(axis=1))
        share[held < _FEWEST_ROWS] = 0.0
        best = int(np.argmax(share))
        if share[best] < _HOLDS:
            return (), 0.0
        found = tuple(at for at, taken in zip(others, chosen[best], strict=True) if taken)
        return found, 1 - float(share[best])

    def lies_between(self, low: Floats, at: int, top: int) -> bool:
        """Whether nearly all figures of a column are not below some and not above their maximum."""
        values, most = self.values[at], self.values[top]
        return bool(((values >= low) & (values <= most)).mean() >= _SAME)

    def tops(self, top: int, points: int) -> bool:
        """Whether a column is one maximum of another."""
        most, values = self.values[top], self.values[points]
        known = most[~np.isnan(most)]
        if not len(known) or np.isnan(values).all():
            return False
        found, counts = np.unique(known, return_counts=True)
        usual, share = found[counts.argmax()], counts.max() / len(known)
        below = values[~np.isnan(values)] < usual
        return bool(share >= _SAME and below.mean() >= _SAME)


def _table(columns: Sequence[Sequence[Figure | None]]) -> _Table:
    whole = (
        at
        for at, column in enumerate(columns)
        if all(figure is None or (figure.whole and not figure.percent) for figure in column)
    )
    values = [[_number(figure) for figure in column] for column in columns]
    signed = (at for at, c in enumerate(columns) if any(f and (f.signed or f.value < 0) for f in c))
    return _Table(np.array(values), frozenset(whole), frozenset(signed))


def _slices(starts: NDArray[np.intp], rows: int) -> list[slice]:
    edges = [0, *starts[starts > 0].tolist(), rows]
    return [slice(a, b) for a, b in pairwise(edges)]


def _in_order(ranks: Floats, values: Floats, groups: Sequence[slice]) -> float:
    """The share of the pairs of rows of a group of which the one with more points has the better rank, from half to all as 0 to 1.

    A figure that was misread spoils the pairs of its row: where the rest agrees, the row that agrees least is left out.
    """
    apart, right = np.zeros((2, len(ranks), len(ranks)), bool)
    for group in groups:
        better = np.subtract.outer(ranks[group], ranks[group])
        more = np.subtract.outer(values[group], values[group])
        apart[group, group] = more != 0
        right[group, group] = better * more < 0
    every = _share(apart, right)
    wrong = (apart & ~right).sum(axis=1)
    others = np.delete(np.arange(len(ranks)), wrong.argmax()) if len(ranks) else wrong
    square = np.ix_(others, others)
    share = max(every, _share(apart[square], right[square]) - _ONE_ROW)
    return 2 * share - 1 if share >= _FOLLOWS else 0.0


def _share(apart: NDArray[np.bool_], right: NDArray[np.bool_]) -> float:
    pairs = int(apart.sum()) // 2
    return int((apart & right).sum()) / 2 / pairs if pairs >= _FEWEST_ROWS else 0.0


Order = Mapping[int, Mapping[int, float]]  # ranks, the points that they follow, how well


def _answers(table: _Table, told: tuple[str, ...]) -> Iterator[Solution]:
    """An answer for each column that may hold the points and each that may hold their ranks, or none."""
    count, rows = table.values.shape
    most = min(_MOST_ORDER, math.lgamma(rows + 1) / math.log(2))
    order: Order = {
        r: {s: most * w for s in range(count) if s != r and (w := table.follows(r, s))}
        for r in range(count)
        if table.ranks(r)
    }
    for points in range(count):
        for rank in (None, *order):
            if rank != points:
                made = _Hypothesis(table, order, points, rank)
                if made.explain():
                    yield made.weighed(told)


@dataclass(slots=True)
class _Hypothesis:
    """One column as the points, one as their ranks or none, and what follows for the others."""

    table: _Table
    order: Order
    points: int
    rank: int | None
    roles: dict[int, str] = field(default_factory=dict)
    proofs: dict[str, float] = field(default_factory=dict)

    def explain(self) -> bool:
        """Give the others their roles; whether the ranks follow the points, or their share of the maximum."""
        self.roles = {self.points: "points"} | ({} if self.rank is None else {self.rank: "rank"})
        self._sum()
        self._share()
        if self.rank is not None:
            shares = [at for at, role in self.roles.items() if role in ("points", "percent")]
            known = max(self.order[self.rank].get(at, 0.0) for at in shares)
            if not known:
                return False
            self.proofs["rank"] = known + _BESIDE * (self.rank - 1 in shares)
        self._changes()
        self._former()
        return True

    def _rest(self) -> list[int]:
        return [at for at in range(len(self.table.values)) if at not in self.roles]

    def _sum(self) -> None:
        """The parts that add up to the points."""
        rest = [at for at in self._rest() if at not in self.table.signed]
        parts, missed = self.table.parts(self.points, rest)
        if parts:
            self.roles |= dict.fromkeys(parts, "part")
            self.proofs["sum"] = _SUM - _MISSED * missed

    def _share(self) -> None:
        """The maximum, proved by the percent that the points are of it, with what bodies gave themselves; else what lies above."""
        values, given = self.table.values, self.table.values[self.points]
        found: dict[tuple[int, int], float] = {}
        for share, top in permutations(self._rest(), 2):
            with np.errstate(divide="ignore", invalid="ignore"):
                missed = self.table.missed(given * 100 / values[top] - values[share], _SHARE)
            if missed is not None and self.table.missed(values[top] - given, 0.0) is None:
                likely = self.table.likely_share(share, top)
                found[share, top] = _PERCENT - _MISSED * missed + likely
        if found:
            share, top = max(found, key=lambda pair: found[pair])
            self.roles |= {share: "percent", top: "max"}
            self.proofs["percent"] = found[share, top]
            between = (at for at in self._rest() if self.table.lies_between(given, at, top))
            self.roles |= dict.fromkeys(between, "self")
            return
        highest = next((at for at in self._rest() if self.table.tops(at, self.points)), None)
        if highest is not None:
            self.roles[highest] = "max"
            self.proofs["top"] = _TOP

    def _changes(self) -> None:
        """A column of changes, of ranks or of points, and the former ranks or points that it counts from."""
        values, rest = self.table.values, self._rest()
        for change, old in permutations(rest, 2):
            if change not in self.table.signed:
                continue
            ranked = self.rank is not None and old in self.order
            moved = values[old] - values[self.rank] if ranked else values[self.points] - values[old]
            missed = _change(self.table, change, moved)
            if missed is not None:
                names = ("rank_change", "former_rank") if ranked else ("score_change", "former")
                self.roles |= dict(zip((change, old), names, strict=True))
                self.proofs["change"] = _CHANGE - _MISSED * missed
                return

    def _former(self) -> None:
        """The points and ranks of the year before, proved by their own order; offices print the older year first."""
        known = [at for at, role in self.roles.items() if role == "former_rank"]
        rest = self._rest()
        before = [at for at, role in self.roles.items() if role == "former"] or [
            at for at in rest if at not in self.table.signed
        ]
        for rank in known or (
            [at for at in rest if at in self.order] if self.rank is not None else []
        ):
            beside = {at: _BESIDE * (rank - 1 == at) for at in before}
            found = {at: w + beside[at] for at, w in self.order[rank].items() if at in before}
            if found:
                old = max(found, key=lambda at: found[at])
                self.roles |= {rank: "former_rank", old: "former"}
                self.proofs["former"] = found[old] + (_LEFT if old < self.points else -_LEFT)
                return

    def weighed(self, told: Sequence[str]) -> Solution:
        """The answer with what the head's words say of it."""
        given = tuple(self.roles.get(at, "") for at in range(len(told)))
        score = sum(self.proofs.values()) + _OPEN * given.count("")
        for role, word in zip(given, told, strict=True):
            meant = _MEANT.get(word)
            if meant is not None:
                score += _TOLD if role in meant else _UNTOLD
        return Solution(given, tuple(self.proofs), score)


def _change(table: _Table, change: int, difference: Floats) -> float | None:
    """The share of the rows in which a column is not this difference; `None` where it is none, or next to nothing changed."""
    known = difference[~np.isnan(difference)]
    if np.count_nonzero(known) < _FEWEST_MOVED:
        return None
    return table.missed(difference - table.values[change], _ROUNDED * 2)
