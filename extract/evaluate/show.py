"""Figures of tables for a reader."""

from __future__ import annotations

from collections.abc import Iterator

from extract.evaluate.level import aligned, shown
from extract.evaluate.tables import Cells, TablesScore, micro

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
