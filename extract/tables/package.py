"""datapackage.json: the tables' schema, closed lists and contract version, and the size and hash of every file.

Frictionless Data Package v1. It is written last, so a reader who finds matching hashes has one run's tables (promise D11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.dictionaries import read_enumerations
from extract.errors import UsageError
from extract.tables.definition import (
    BODIES,
    CONTRACT_VERSION,
    DOCUMENTS,
    TABLES,
    Column,
    ColumnKind,
    TableDefinition,
)
from extract.tables.files import FileFacts
from extract.words import Speaker, in_vietnamese, pair

# The page docs/tables.md, generated from the definitions so that it cannot differ from the files.

_TYPES = {ColumnKind.DECIMAL: "decimal", ColumnKind.SHARE: "number"}
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
`ocr_page`, `ocr_carea` (a region of the page, named by `data-region`), `ocr_table`, `ocr_par`, `ocr_line` (`x_size`, `baseline`) and `ocrx_word`. Boxes are pixels of the page as it came
(`bbox 0 0 W H` of its page). A word's text is the restored one; where that differs from what was read, `data-raw` keeps the reading and `data-rule`
says why. `x_wconf` is the probability, in percent, that the word is right; words of a text layer have none. A run without `--hocr` removes the files.

`vanban extract --alto` writes the same words as `text/<doc_id>.alto.xml`, ALTO 4.4: `WC` is the probability from 0 to 1, what was read and other readings are `ALTERNATIVE`s, `TAGREFS` names the region of a block, and seals, stamps
and handwriting are `Illustration`s (`TYPE` as the kinds of regions).

A field of the header that was not read has a row in `evidence.csv` all the same where its place is known: an empty `value`, confidence 0, and the box to look at.
Its rule is that of the lines it stands in, or `unread` where the form has it beside fields that were read.

What a person said of a cell (`.vanban/decisions*.jsonl`) is put over what was read each time the tables are written. A field so decided has rule `person` and
confidence 1 in `evidence.csv` (0: nobody can read it; 0.5: what the answer stood on reads otherwise now, and `review.csv` asks again with reason `decision_changed`);
decided cells of the other tables have rows there as well. What follows from it (the code of number and symbol, keys of agency and province, rules of the form,
check columns) has rule `person.derived`. Corrected words have rule `person` in `corrections.csv`; the document has the flag `reviewed`; answered questions leave `review.csv`.
"""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Tables, columns and closed lists in the words of one language, as Markdown."""

    say: Speaker
    enumerations: Mapping[str, Mapping[str, str]]

    def page(self) -> str:
        """The whole page."""
        head = _HEAD if self.say.language == "en" else self.say("tables", version=CONTRACT_VERSION)
        return "\n".join([head.lstrip("\n"), *map(self.table, (*TABLES, BODIES)), self._lists()])

    def table(self, table: TableDefinition) -> str:
        """The part about one table."""
        about = self._told(table.about)
        columns = self._head("column", "name", "type", "meaning")
        head = [f"## {table.name}.csv", "", f"{about[:1].upper()}{about[1:]}", "", *columns]
        rows = (self._row(table.name, column) for column in table.columns)
        return "\n".join([*head, *rows, ""])

    def _head(self, *names: str) -> tuple[str, str]:
        shown = [self.say(name) for name in names if name != "name" or self.say.language != "en"]
        return f"| {' | '.join(shown)} |", f"|{' --- |' * len(shown)}"

    def _row(self, table: str, column: Column) -> str:
        kind = self._told(_TYPES.get(column.kind, str(column.kind)))
        link = f" ({self.say('see')} [{column.values}](#{column.values}))"
        closed = link if column.values in self.enumerations else ""
        called = self.say.maybe(f"{table}.{column.name}", "field") or self.say(column.name, "field")
        name = "" if self.say.language == "en" else f" {called} |"
        return f"| `{column.name}` |{name} {kind} | {_escape(self._told(column.meaning))}{closed} |"

    def _lists(self) -> str:
        used = {column.values for table in TABLES for column in table.columns if column.values}
        return "\n".join([f"## {self.say('closed')}", "", *self._closed(sorted(used))])

    def _closed(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            yield from (f"### {name}", "", *self._head("value", "meaning"))
            for value, meaning in self.enumerations.get(name, {}).items():
                yield f"| `{value}` | {_escape(self._told(meaning))} |"
            yield ""

    def _told(self, text: str) -> str:
        """A meaning; that of a type of document begins with its Vietnamese name."""
        if self.say.language == "en":
            return text
        return in_vietnamese(text) or text.partition(": ")[0]


def label(values: str | None, value: str, language: str) -> str:
    """What a value of a closed list is called; the value itself where it has no name.

    >>> label("doc_type", "quyet_dinh", "vi"), label("status", "ok", "vi"), label(None, "ok", "vi")
    ('quyết định', 'đọc xong', 'ok')
    """
    if values in {"doc_type", "ref_type"}:
        name, colon, meaning = read_enumerations()[values].get(value, "").partition(": ")
        if colon:
            return name if language == "vi" else meaning
    if values is None:
        return value
    groups = ((f"{values}.{value}", "closed"), (value, values), (value, "closed"))
    found = (pair(key, group) for key, group in groups if group in {"closed", "rule", "reason"})
    words = next(filter(None, found), (value, value))
    return words[language == "vi"]


def glossary(language: str = "en") -> Glossary:
    """The glossary in a language."""
    return Glossary(Speaker(language, "page"), read_enumerations())


def _escape(text: str) -> str:
    return text.replace("|", r"\|")


NAME = "datapackage.json"
Enumerations = Mapping[str, Mapping[str, str]]

_KEY = ["doc_id", "part"]  # no primary key: a file that can't be read has an empty doc_id
_SCHEMA_TYPES = {ColumnKind.SHARE: "number", ColumnKind.LIST: "string"}
_GUARD = (
    "Written with --excel: a byte order mark, and an apostrophe before each text cell that begins with one of"
    " = + - @, tab, CR, their full-width forms or an apostrophe. extract.read_table takes them off."
)


def describe_package(
    files: Iterable[FileFacts], enumerations: Enumerations, *, excel: bool
) -> bytes:
    """The descriptor of these tables and texts, as JSON."""
    tables = {f"{table.name}.csv": table for table in (*TABLES, BODIES)}
    package = {
        "name": "vanban",
        "title": "Documents read by vanban",
        "profile": "data-package",
        "contract_version": CONTRACT_VERSION,
        "excel_guard": excel,
        "resources": [
            _resource(tables[file.path], file, enumerations) if file.path in tables else _text(file)
            for file in files
        ],
    }
    if excel:
        package["description"] = _GUARD
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _facts(file: FileFacts) -> dict[str, object]:
    hash_ = f"sha256:{file.sha256}"
    return {"path": file.path, "bytes": file.size, "hash": hash_, "encoding": "utf-8"}


def _resource(
    table: TableDefinition, file: FileFacts, enumerations: Enumerations
) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.about,
        "profile": "tabular-data-resource",
        **_facts(file),
        "format": "csv",
        "mediatype": "text/csv",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": schema_of(table, enumerations),
    }


def schema_of(table: TableDefinition, enumerations: Enumerations) -> dict[str, object]:
    """The Frictionless Table Schema of a table: its fields in order, what stands for a missing value, its document."""
    fields = [_field(column, enumerations) for column in table.columns]
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    if table in (DOCUMENTS, BODIES):
        return schema
    owner = {"resource": DOCUMENTS.name, "fields": _KEY}
    return schema | {"foreignKeys": [{"fields": _KEY, "reference": owner}]}


def _field(column: Column, enumerations: Enumerations) -> dict[str, object]:
    field: dict[str, object] = {
        "name": column.name,
        "type": _SCHEMA_TYPES.get(column.kind, column.kind),
    }
    field["description"] = column.meaning
    if column.kind is ColumnKind.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints = _constraints(column, enumerations)
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(column: Column, enumerations: Enumerations) -> dict[str, object]:
    if column.kind is ColumnKind.SHARE:
        return {"minimum": 0, "maximum": 1}
    values = list(enumerations.get(column.values or "", ()))
    if not values:
        return {}
    if column.kind is ColumnKind.LIST:
        one = "|".join(map(re.escape, values))
        return {"pattern": rf"({one})(\|({one}))*"}
    return {"enum": values}


_MEDIA = {".hocr": ("hocr", "text/vnd.hocr+html"), ".alto.xml": ("xml", "application/xml")}


def _text(file: FileFacts) -> dict[str, object]:
    name = file.path.removeprefix("text/").removesuffix(".txt")
    placed = next((end for end in _MEDIA if name.endswith(end)), ".txt")
    kind, media = _MEDIA.get(placed, ("txt", "text/plain"))
    return {"name": f"text-{name}", **_facts(file), "format": kind, "mediatype": media}


# The tables' schema on its own: what `datapackage.json` says beside data, before there is any.


def chosen(names: Sequence[str]) -> tuple[TableDefinition, ...]:
    """The tables of these names (documents or documents.csv), all where none is named; `UsageError` for another name."""
    known = {table.name: table for table in (*TABLES, BODIES)}
    wanted = [name.removesuffix(".csv") for name in names]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        why = "no table is called so"
        raise UsageError(f"Table {unknown[0]}", why, f"Name one of {', '.join(known)}.")
    return tuple(known[name] for name in wanted) or (*TABLES, BODIES)


def as_json(names: Sequence[str] = ()) -> str:
    """The contract's version and a Frictionless Table Schema for each table, by name."""
    enumerations = read_enumerations()
    tables = {table.name: schema_of(table, enumerations) for table in chosen(names)}
    schema = {"contract_version": CONTRACT_VERSION, "tables": tables}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def as_markdown(names: Sequence[str] = (), language: str = "en") -> str:
    """The page docs/tables.md, or the parts of it about these tables."""
    words = glossary(language)
    return "\n".join(map(words.table, chosen(names))) if names else words.page()
