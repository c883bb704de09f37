"""The page docs/tables.md, generated from the definitions so that it cannot differ from the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract.dictionaries import read_enumerations
from extract.tables.definition import CONTRACT_VERSION, TABLES, Column, Kind, TableDefinition

_TYPES = {Kind.DECIMAL: "decimal", Kind.SHARE: "number"}
_HEAD = f"""\
# The output tables

Generated from `extract/records.py` and `extract/tables/definition.py` by `make docs`. Contract version {CONTRACT_VERSION}: a column may be added,
none is renamed or dropped.

UTF-8, quoting as in RFC 4180 with `\\n` line ends, a header row, decimal point, ISO dates, `true`/`false`. An empty cell means
"not found", never a guess. A list in one cell is joined by `|`. Rows are sorted by source, part and their order in the document,
those of `review.csv` by priority. `datapackage.json` (Frictionless) states all of this for machines, with the size and hash of each file.
`vanban extract --excel` adds a byte order mark and an apostrophe before text cells that a spreadsheet could run as a formula;
`extract.read_table` takes both off again.
`text/<doc_id>.txt` is the restored text, `text/<doc_id>.raw.txt` the text as recognised: line breaks kept, form feeds between pages.

`vanban extract --hocr` also writes `text/<doc_id>.hocr` for documents with page images: hOCR 1.2 (XHTML, `text/vnd.hocr+html`) in reading order, with
`ocr_page`, `ocr_carea` (a region of the page, named by `data-region`), `ocr_table`, `ocr_line` and `ocrx_word`. Boxes are pixels of the page as it came
(`bbox 0 0 W H` of its page). A word's text is the restored one; where that differs from what was read, `data-raw` keeps the reading and `data-rule`
says why. `x_wconf` is the probability, in percent, that the word is right; words of a text layer have none. A run without `--hocr` removes the files.

What a person said of a cell (`.vanban/decisions*.jsonl`) is put over what was read each time the tables are written. A field so decided has rule `person` and
confidence 1 in `evidence.csv` (0: nobody can read it; 0.5: what the answer stood on reads otherwise now, and `review.csv` asks again with reason `decision_changed`);
decided cells of the other tables have rows there as well. What follows from it (the code of number and symbol, keys of agency and province, rules of the form,
check columns) has rule `person.derived`. Corrected words have rule `person` in `corrections.csv`; the document has the flag `reviewed`; answered questions leave `review.csv`.
"""


def describe() -> str:
    """The whole page, Markdown."""
    enumerations = read_enumerations()
    parts = [_HEAD, *(_table(table, enumerations) for table in TABLES), _lists(enumerations)]
    return "\n".join(parts)


def describe_table(table: TableDefinition) -> str:
    """The part of the page about one table, Markdown."""
    return _table(table, read_enumerations())


def _table(table: TableDefinition, enumerations: Mapping[str, Mapping[str, str]]) -> str:
    head = [f"## {table.name}.csv", "", f"{table.about[:1].upper()}{table.about[1:]}", ""]
    rows = [_row(column, enumerations) for column in table.columns]
    return "\n".join([*head, "| column | type | meaning |", "| --- | --- | --- |", *rows, ""])


def _row(column: Column, enumerations: Mapping[str, Mapping[str, str]]) -> str:
    kind = _TYPES.get(column.kind, str(column.kind))
    closed = f" (see [{column.values}](#{column.values}))" if column.values in enumerations else ""
    return f"| `{column.name}` | {kind} | {_escape(column.meaning)}{closed} |"


def _lists(enumerations: Mapping[str, Mapping[str, str]]) -> str:
    used = {column.values for table in TABLES for column in table.columns if column.values}
    lines = ["## Closed lists", "", *_closed(sorted(used), enumerations)]
    return "\n".join(lines)


def _closed(names: list[str], enumerations: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for name in names:
        yield from (f"### {name}", "", "| value | meaning |", "| --- | --- |")
        values = enumerations.get(name, {})
        yield from (f"| `{value}` | {_escape(meaning)} |" for value, meaning in values.items())
        yield ""


def _escape(text: str) -> str:
    return text.replace("|", r"\|")
