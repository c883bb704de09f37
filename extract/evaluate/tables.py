"""How good tables are against gold tables: rows find their partners, then each stated cell is right, wrong or missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from extract.evaluate.cells import Gold, equal, is_empty, may_be_empty, number
from extract.evaluate.text import aligned, level, shown

# The best one-to-one pairing of two lists by the sum of their weights (Hungarian method, shortest augmenting paths).

Floats = npt.NDArray[np.float64]


def best_pairs(weights: Floats) -> list[tuple[int, int]]:
    """Pairs (row, column) of positive weight with the greatest sum, sorted.

    >>> best_pairs(np.array([[2.0, 1.0], [2.0, 0.0]]))
    [(0, 1), (1, 0)]
    """
    if weights.size == 0:
        return []
    if weights.shape[0] > weights.shape[1]:
        return sorted((i, j) for j, i in best_pairs(weights.T))
    row_of = _match(-weights)
    return sorted((i, j) for j, i in enumerate(row_of) if i >= 0 and weights[i, j] > 0)


def _match(costs: Floats) -> list[int]:
    """The row of each column (-1: none) at the least cost; rows are at most as many as columns."""
    rows, columns = costs.shape
    of_row, of_column = np.zeros(rows), np.zeros(columns)
    row_of = [-1] * columns
    for row in range(rows):
        end, before = _shortest_path(costs, of_row, of_column, row_of, row)
        while end >= 0:
            previous = before[end]
            row_of[end] = row if previous < 0 else row_of[previous]
            end = previous
    return row_of


def _shortest_path(
    costs: Floats, of_row: Floats, of_column: Floats, row_of: list[int], start: int
) -> tuple[int, list[int]]:
    """The free column nearest to row `start`, and the column before each on the way; the potentials are updated."""
    columns = costs.shape[1]
    distance = np.full(columns, np.inf)
    before = [-1] * columns
    done = np.zeros(columns, dtype=bool)
    row, here, reach = start, -1, 0.0
    while True:
        step = reach + costs[row] - of_row[row] - of_column
        nearer = ~done & (step < distance)
        distance[nearer] = step[nearer]
        for column in np.flatnonzero(nearer):
            before[column] = here
        here = int(np.argmin(np.where(done, np.inf, distance)))
        reach, done[here] = float(distance[here]), True
        if row_of[here] < 0:
            break
        row = row_of[here]
    of_row[start] += reach
    for column in np.flatnonzero(done):
        of_column[column] += distance[column] - reach
        if row_of[column] >= 0 and column != here:
            of_row[row_of[column]] += reach - distance[column]
    return here, before


GoldRow = Mapping[str, Gold]
Row = Mapping[str, str]

# of the key texts (0 to 100), below which rows are no partners
MIN_RATIO, MIN_RATIO_OPTIONAL = 60.0, 80.0
_TIE = 4.0  # points of that ratio that an agreeing column is worth


@dataclass(frozen=True, slots=True)
class Matching:
    """How the rows of a table find partners: the key column, columns that break ties, columns that matter alone."""

    key: str
    ties: tuple[str, ...] = ()
    core: tuple[str, ...] = ()  # spurious cells count in these where the gold states no row


MATCHINGS = {
    "results": Matching(
        "entity",
        ("index_family", "index_year", "score", "rank"),
        ("entity", "index_family", "index_year", "score", "rank"),
    ),
    "scores": Matching(
        "criterion",
        ("points", "points_max", "entity", "percent"),
        ("criterion", "points", "points_max", "area_key"),
    ),
    "reasons": Matching("text", ("kind",), ("kind", "text", "points")),
    "assignments": Matching(
        "task", ("item_no", "unit"), ("item_no", "unit", "task", "deadline_kind")
    ),
    "references": Matching(
        "code", ("ref_type", "ref_date"), ("ref_type", "code", "ref_date", "issuer")
    ),
    "recipients": Matching("name", ("section", "purpose"), ("section", "name", "purpose")),
}
TABLE_NAMES = ("documents", *MATCHINGS)


@dataclass(slots=True)
class Cells:
    """Counts of cells: right; spurious (a wrong one too); missing (a wrong one too)."""

    right: int = 0
    spurious: int = 0
    missing: int = 0

    def add(self, other: Cells) -> None:
        """Add the counts of another column or document."""
        self.right += other.right
        self.spurious += other.spurious
        self.missing += other.missing

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; `None` where there was nothing to find and nothing found."""
        whole = 2 * self.right + self.spurious + self.missing
        return 2 * self.right / whole if whole else None

    @property
    def precision(self) -> float | None:
        """Share of the filled cells that are right."""
        filled = self.right + self.spurious
        return self.right / filled if filled else None

    @property
    def recall(self) -> float | None:
        """Share of the stated cells that are right."""
        stated = self.right + self.missing
        return self.right / stated if stated else None


@dataclass(slots=True)
class TableScore:
    """Counts of one table: rows and, by column, cells."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    columns: dict[str, Cells] = field(default_factory=dict)

    def add(self, other: TableScore) -> None:
        """Add the counts of the same table of another document."""
        self.gold += other.gold
        self.found += other.found
        self.matched += other.matched
        for name, cells in other.columns.items():
            self.columns.setdefault(name, Cells()).add(cells)

    @property
    def cells(self) -> Cells:
        """All columns together."""
        return total_of(self.columns.values())


TablesScore = dict[str, TableScore]


def total_of(parts: Iterable[Cells]) -> Cells:
    """The sum of counts."""
    total = Cells()
    for part in parts:
        total.add(part)
    return total


def micro(tables: TablesScore) -> Cells:
    """All cells of all tables alike."""
    return total_of(table.cells for table in tables.values())


def merged(documents: Iterable[TablesScore]) -> TablesScore:
    """The sums over documents."""
    total: TablesScore = {}
    for document in documents:
        for name, table in document.items():
            total.setdefault(name, TableScore()).add(table)
    return total


def score_tables(
    gold: Mapping[str, Sequence[GoldRow]], found: Mapping[str, Sequence[Row]]
) -> TablesScore:
    """Counts of each table that the gold of one document states, against the document's rows."""
    return {
        name: score_table(name, gold[name], found.get(name, ()))
        for name in TABLE_NAMES
        if name in gold
    }


def score_table(name: str, gold: Sequence[GoldRow], found: Sequence[Row]) -> TableScore:
    """Counts of one table; optional gold rows, found or not, count neither way."""
    rows = list(found[:1]) if name == "documents" else _joined(name, found)
    partners = dict(_partners(name, gold, rows))
    stated = [i for i, row in enumerate(gold) if not row.get("_optional")]
    pairs = [(gold[i], rows[partners[i]]) for i in stated if i in partners]
    alone = [row for j, row in enumerate(rows) if j not in set(partners.values())]
    score = TableScore(len(stated), len(pairs) + len(alone), len(pairs))
    score.columns = {column: Cells() for i in stated for column in _stated(gold[i])}
    in_order = _in_order(pairs)
    for i, (want, row) in enumerate(pairs):
        _count_pair(score, want, row, in_order=i in in_order)
    _count_missing(score, [gold[i] for i in stated if i not in partners])
    _count_spurious(score, name, alone)
    return score


def _stated(row: GoldRow) -> list[str]:
    return [column for column in row if not column.startswith("_")]


def _count_pair(score: TableScore, want: GoldRow, row: Row, *, in_order: bool) -> None:
    for column in _stated(want):
        gold, cell, cells = want[column], row.get(column, ""), score.columns[column]
        right = bool(cell) and (in_order if column == "order" else equal(column, gold, cell))
        if is_empty(gold):
            cells.spurious += bool(cell)
        elif may_be_empty(gold):
            cells.spurious += bool(cell) and not right
        else:
            cells.right += right
            cells.missing += not right
            cells.spurious += bool(cell) and not right


def _count_missing(score: TableScore, rows: Iterable[GoldRow]) -> None:
    for row in rows:
        for column in _stated(row):
            if not is_empty(row[column]) and not may_be_empty(row[column]):
                score.columns[column].missing += 1


def _count_spurious(score: TableScore, name: str, rows: Iterable[Row]) -> None:
    core = MATCHINGS[name].core if name in MATCHINGS else ()
    columns = set(score.columns) - {"order"} or core
    for row in rows:
        for column in columns:
            if row.get(column):
                score.columns.setdefault(column, Cells()).spurious += 1


def _partners(name: str, gold: Sequence[GoldRow], rows: Sequence[Row]) -> list[tuple[int, int]]:
    if name == "documents":
        return [(0, 0)] if gold and rows else []
    nearness = 1 / (1 + max(len(gold), len(rows)))
    weights: Floats = np.zeros((len(gold), len(rows)))
    for i, want in enumerate(gold):
        for j, row in enumerate(rows):
            likeness = affinity(name, want, row)
            weights[i, j] = likeness and likeness + 1 - abs(i - j) * nearness
    return best_pairs(weights)


def affinity(name: str, want: GoldRow, row: Row) -> float:
    """0 where two rows cannot be the same, else the ratio of their keys and a little for each column that agrees."""
    key = key_texts(name, row)[0]
    ratio = max((fuzz.ratio(text, key) for text in key_texts(name, want)), default=0.0)
    if ratio < (MIN_RATIO_OPTIONAL if want.get("_optional") else MIN_RATIO):
        return 0.0
    ties = [c for c in MATCHINGS[name].ties if row.get(c) and c in want]
    return ratio + _TIE * sum(equal(column, want[column], row[column]) for column in ties)


def key_texts(name: str, row: GoldRow | Row) -> list[str]:
    """The texts a row may be matched on; a document cited without a code by its type and date."""
    value = row.get(MATCHINGS[name].key, "")
    values = [str(item) for item in value] if isinstance(value, list) else [str(value)]
    if name == "references":
        instead = f"{row.get('ref_type', '')} {row.get('ref_date', '')}"
        values = [value or instead for value in values]
    return [level(value).lower() for value in values]


def _joined(name: str, rows: Sequence[Row]) -> list[Row]:
    """One row for a task that several units share, and for a document that is cited more than once."""
    out: list[Row] = []
    for row in rows:
        if name == "assignments" and out and _shares_task(out[-1], row):
            out[-1] = {**out[-1], "unit": f"{out[-1].get('unit', '')}|{row.get('unit', '')}"}
        elif name != "references" or not _cited_again(row, out):
            out.append(row)
    return out


def _cited_again(row: Row, earlier: Iterable[Row]) -> bool:
    return bool(row.get("code")) and any(row["code"] == other.get("code") for other in earlier)


def _shares_task(before: Row, row: Row) -> bool:
    same_item = row.get("item_no") == before.get("item_no")
    if not same_item or row.get("unit") == before.get("unit") or not row.get("task"):
        return False
    return fuzz.ratio(level(row["task"]), level(before.get("task", ""))) >= 95  # noqa: PLR2004 - of 100


def _in_order(pairs: Sequence[tuple[GoldRow, Row]]) -> set[int]:
    """Indices of the pairs in the longest run that keeps the gold's order, for each kind of reasons by itself."""
    groups: dict[str, list[int]] = {}
    for i, (want, row) in enumerate(pairs):
        if "order" in want and number(row.get("order", "")) is not None:
            groups.setdefault(str(want.get("kind", "")), []).append(i)
    return {i for group in groups.values() for i in _longest_run(pairs, group)}


def _longest_run(pairs: Sequence[tuple[GoldRow, Row]], group: list[int]) -> list[int]:
    group.sort(key=lambda i: float(str(pairs[i][0]["order"])))
    runs: list[list[int]] = []
    for i in group:
        here = number(pairs[i][1]["order"]) or 0
        before = [run for run in runs if (number(pairs[run[-1]][1]["order"]) or 0) < here]
        runs.append([*max(before, key=len, default=[]), i])
    return max(runs, key=len)


# Figures of tables for a reader.

_HEAD = ("table", "precision", "recall", "F1", "right", "spurious", "missing", "rows")


def show_tables(tables: TablesScore, *, columns: bool = True) -> str:
    """A line for each table (and column), and one for all cells together; rows: matched, stated, found."""
    return aligned([_HEAD, *_lines(tables, columns=columns)])


def _lines(tables: TablesScore, *, columns: bool) -> Iterator[tuple[str, ...]]:
    for name, table in tables.items():
        yield _line(name, table.cells, f"{table.matched} / {table.gold} / {table.found}")
        for column, cells in table.columns.items() if columns else ():
            yield _line(f"  {column}", cells)
    yield _line("all cells", micro(tables))


def _line(name: str, cells: Cells, rows: str = "") -> tuple[str, ...]:
    shares = map(shown, (cells.precision, cells.recall, cells.f1))
    return (name, *shares, str(cells.right), str(cells.spurious), str(cells.missing), rows)
