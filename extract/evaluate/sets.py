"""A set of documents with truth: each is read as `vanban extract` reads it, then its text, pages and tables are scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extract.errors import UsageError, VanbanError
from extract.evaluate import GoldTables, read_gold, read_text
from extract.evaluate.page import PageScore, score_page
from extract.evaluate.tables import Row, TablesScore, merged, micro, score_tables
from extract.evaluate.text import TextScore, aligned, score_text, shown
from extract.ocr import Engine
from extract.options import Options
from extract.pipeline import process
from extract.tables import TABLES, Document
from extract.tables.rows import rows_of
from extract.tables.writing import restored_text

#: What a kind of input is called beside NAME.txt (the true text), and where its letters come from.
KINDS = {
    "txt": (".txt", "text_input"),
    "strip": (".strip.txt", "text_input"),
    "damaged": (".damaged.txt", "text_input"),
    "vie": (".vie.txt", "text_input"),
    "eng": (".eng.txt", "text_input"),
    "scan": (".scan.pdf", "ocr"),
    "photo": (".photo.pdf", "ocr"),
    "worn": (".worn.pdf", "ocr"),
    "png": (".png", "ocr"),
    "pdf": (".pdf", "text_layer"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One input with its truth; `gold` may lack, `text_source` is stated where the kind decides it."""

    name: str
    input: Path
    truth: Path
    gold: Path | None = None
    text_source: str | None = None


@dataclass(frozen=True, slots=True)
class CaseScore:
    """What came of a case; `raw` figures are in `text` for inputs that are text. `failure` says why nothing came."""

    name: str
    text: TextScore
    page: PageScore
    tables: TablesScore
    failure: str | None = None


def find_cases(folder: Path, kind: str) -> tuple[Case, ...]:
    """The cases of a folder of NAME.txt, NAME.json and inputs of a kind (`KINDS`)."""
    suffix, source = KINDS[kind]
    names = sorted(path.name.removesuffix(suffix) for path in folder.glob(f"*{suffix}"))
    return tuple(
        Case(name, folder / f"{name}{suffix}", folder / f"{name}.txt", _gold(folder, name), source)
        for name in names
        if "." not in name and (folder / f"{name}.txt").exists()
    )


def find_samples(folder: Path) -> tuple[Case, ...]:
    """The cases of a folder with inputs/NAME.*, truth/NAME.txt and truth/NAME.json."""
    truth, inputs = folder / "truth", folder / "inputs"
    if not truth.is_dir() or not inputs.is_dir():
        why = "it has no folders `inputs` and `truth`"
        raise UsageError(f"Folder {folder}", why, "Name a folder in the form of samples/.")
    return tuple(
        Case(path.stem, path, truth / f"{path.stem}.txt", _gold(truth, path.stem))
        for path in sorted(inputs.iterdir())
    )


def _gold(folder: Path, name: str) -> Path | None:
    path = folder / f"{name}.json"
    return path if path.exists() else None


def run_case(case: Case, options: Options, engine: Engine) -> CaseScore:
    """Read one input and score what it gave; an error scores as nothing found."""
    return scored(case, read_case(case, options, engine))


def read_case(case: Case, options: Options, engine: Engine) -> Document | VanbanError:
    """What is read of an input, or why nothing is."""
    try:
        return process(case.input, options, engine)
    except VanbanError as error:
        return error


def scored(case: Case, read: Document | VanbanError) -> CaseScore:
    """The score of what was read of a case."""
    document = read if isinstance(read, Document) else None
    text = restored_text(document.restored) if document and document.restored else ""
    truth = read_text(case.truth)
    raw = read_text(case.input) if case.text_source == "text_input" else None
    return CaseScore(
        case.name,
        score_text(truth, text, raw),
        score_page(truth, text),
        score_tables(stated(case), cells_of(document) if document else {}),
        None if document else str(read),
    )


def stated(case: Case) -> GoldTables:
    """The gold tables of a case, with the source of its text where the kind of input decides it."""
    gold = read_gold(case.gold) if case.gold else {}
    if case.text_source is None or "documents" not in gold:
        return gold
    return {**gold, "documents": [{**gold["documents"][0], "text_source": case.text_source}]}


def cells_of(document: Document) -> dict[str, list[Row]]:
    """A document's rows by table, each as cells by column."""
    rows = rows_of([document])
    names = {table.name: [column.name for column in table.columns] for table in TABLES}
    return {
        table: [dict(zip(names[table], row, strict=True)) for row in found]
        for table, found in rows.items()
    }


def figures(scores: Iterable[CaseScore]) -> dict[str, float]:
    """The figures of a set by name: `f1` of all cells, `accuracy` of syllables, `silent` errors and so on, 0 to 1."""
    cases = list(scores)
    text = sum((case.text for case in cases), TextScore())
    page = sum((case.page for case in cases), PageScore())
    found = {
        "accuracy": text.syllable_accuracy,
        "fcer": page.fcer,
        "fser": page.fser,
        "digits": page.digits,
    }
    if text.raw_wrong + text.raw_right:
        found |= {"repaired": text.repaired_share, "harm": text.harm_share}
    f1 = micro(merged(case.tables for case in cases)).f1
    return found if f1 is None else {"f1": f1, **found}


def show_set(scores: Iterable[CaseScore]) -> str:
    """A line for each case and one for all: F1 by table, of all cells, and the figures of the text."""
    cases = list(scores)
    names = list(merged(case.tables for case in cases))
    head = ["case", *(name[:6] for name in names), "F1", "accur", "fcer", "fser", "digits"]
    lines = [
        _line(case.name, names, [case]) + ([case.failure] if case.failure else []) for case in cases
    ]
    width = max(map(len, [head, *lines]))
    rows = [head, *lines, _line("all", names, cases)]
    return aligned([*row, *[""] * (width - len(row))] for row in rows)


def _line(name: str, names: list[str], cases: list[CaseScore]) -> list[str]:
    tables = merged(case.tables for case in cases)
    measured = figures(cases)
    by_table = [shown(tables[table].cells.f1 if table in tables else None) for table in names]
    rest = [shown(measured.get(key)) for key in ("f1", "accuracy", "fcer", "fser", "digits")]
    return [name, *by_table, *rest]
