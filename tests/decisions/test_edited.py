"""A table edited by hand: noticed, kept, and its differences taken as answers."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from answered_papers import PAPER, rows, run
from reviewing import ask
from scripted import AS_OF, Scripted, contents

from extract.batch import run as run_batch
from extract.batch.files import forget_documents
from extract.cli.app import app
from extract.decisions import Judgement, read_decisions
from extract.decisions.edits import Edits
from extract.errors import UnreadableInput, UsageError
from extract.options import Options
from extract.review.handing import edits_in, export, offered, take

Rows = list[dict[str, str]]


def edit(out: Path, table: str, change: Callable[[Rows], Rows], delimiter: str = ",") -> Path:
    """A table saved again after a change, as a spreadsheet does it."""
    found = change(rows(out, table))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*found[0]], delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(found)
    (out / f"{table}.csv").write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())
    return out / f"{table}.csv"


def set_cell(name: str, text: str, row: int = 0) -> Callable[[Rows], Rows]:
    def change(found: Rows) -> Rows:
        found[row][name] = text
        return found

    return change


def told(edits: Edits) -> list[tuple[str, str, str, str]]:
    said = (edit.decision for edit in edits.taken)
    return [(d.field, d.before, d.after, d.verdict.value) for d in said]


def test_D16_an_edited_table_is_kept_aside_before_it_is_replaced(folder: Path, out: Path) -> None:
    edited = edit(out, "documents", set_cell("number", "42")).read_bytes()
    run(folder, out)
    (kept,) = (out / "edited").iterdir()
    assert kept.read_bytes() == edited
    assert kept.name.startswith("documents.")
    assert rows(out, "documents")[0]["number"] == "12"


def test_a_run_says_where_an_edited_table_is(folder: Path, out: Path, tmp_path: Path) -> None:
    edit(out, "documents", set_cell("number", "42"))
    notes: list[str] = []

    class Noting:
        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda *said, **_: notes.extend(said) if name == "note" else None

    engine = Scripted(tmp_path / "log")
    run_batch([folder], out, Options(as_of=AS_OF), lambda: engine, Noting())  # type: ignore[arg-type]
    assert any("edited/documents." in note for note in notes)


def test_tables_that_no_person_touched_are_not_kept(folder: Path, out: Path) -> None:
    run(folder, out)
    (folder / "b.txt").write_text(PAPER.replace("12/TB", "13/TB"), encoding="utf-8")
    run(folder, out, excel=True)
    run(folder, out)
    assert not (out / "edited").exists()


@pytest.mark.parametrize(
    ("table", "name", "text", "after"),
    [
        ("documents", "number", "42", "42"),
        ("documents", "issued_date", "1/4/2024", "2024-04-01"),
        ("documents", "place", "", ""),
        ("results", "score", "86,5", "86.5"),
        ("assignments", "unit", "Sở Tài chính|Sở Y tế", "Sở Tài chính|Sở Y tế"),
    ],
)
def test_a_changed_cell_is_proposed(
    out: Path, table: str, name: str, text: str, after: str
) -> None:
    before = rows(out, table)[0][name]
    found = edits_in(out, edit(out, table, set_cell(name, text)))
    verdict = Judgement.CORRECTED if after else Judgement.EMPTY
    assert told(found) == [(name, before, after, verdict.value)]


@pytest.mark.parametrize(
    ("table", "name", "text"),
    [
        ("results", "score", "85.5"),
        ("results", "score", "85,50"),
        ("documents", "issued_date", "12/3/2024"),
        ("documents", "is_copy", "FALSE"),
    ],
)
def test_what_a_spreadsheet_does_by_itself_is_no_edit(
    out: Path, table: str, name: str, text: str
) -> None:
    assert told(edits_in(out, edit(out, table, set_cell(name, text), ";"))) == []


def test_a_sorted_and_filtered_table_changes_nothing(out: Path) -> None:
    assert edits_in(out, edit(out, "scores", lambda found: found[::-1])) == Edits()
    half = edits_in(out, edit(out, "scores", lambda found: found[1:]))
    assert told(half) == [("", "", "", "empty")]  # one of two rows: it may well be wrong


def test_a_file_with_few_of_the_rows_takes_none_of_the_others_away(out: Path) -> None:
    left = edits_in(out, edit(out, "recipients", lambda found: [{**found[0], "raw": "x"}]))
    assert [edit.decision.verdict for edit in left.taken] == [Judgement.CORRECTED]
    assert any("left out" in why for why in left.refused)


def test_a_row_that_was_typed_below_the_others_is_proposed(out: Path) -> None:
    new = {"entity": "Sở Y tế", "score": "80,5", "rank": "4", "raw": ""}
    blank = dict.fromkeys(rows(out, "results")[0], "")
    own = {"doc_id": rows(out, "results")[0]["doc_id"], "part": "1"}
    found = edits_in(out, edit(out, "results", lambda found: [*found, blank | new | own]))
    assert [d.decision.after for d in found.taken] == [
        '{"entity":"Sở Y tế","score":"80.5","rank":"4"}'
    ]


def test_what_cannot_be_answered_is_refused_by_name(out: Path) -> None:
    found = edits_in(out, edit(out, "documents", set_cell("doc_type", "thư tình")))
    assert (found.taken, len(found.refused)) == ((), 1)
    found = edits_in(out, edit(out, "documents", set_cell("pages", "9")))
    assert "documents.pages" in found.refused[0]


def test_files_that_are_no_tables_of_ours_are_refused(out: Path, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableInput):
        edits_in(out, tmp_path / "x.csv")
    with pytest.raises(UsageError):
        edits_in(out, out / "evidence.csv")


def test_P1_a_forgotten_document_leaves_edited_tables_too(folder: Path, out: Path) -> None:
    edit(out, "documents", set_cell("subject", "Một trích yếu đã sửa"))
    run(folder, out)
    doc_id = rows(out, "documents")[0]["doc_id"]
    forget_documents(out, [doc_id])
    (kept,) = (out / "edited").iterdir()
    assert "đã sửa" not in kept.read_text(encoding="utf-8")


def test_D2_a_run_killed_between_two_renames_leaves_nothing_to_be_kept(
    folder: Path, out: Path
) -> None:
    once = {name: (out / name).read_bytes() for name in ("documents.csv", "results.csv")}
    (folder / "b.txt").write_text(PAPER.replace("12/TB", "13/TB"), encoding="utf-8")
    run(folder, out)
    (out / "results.csv").write_bytes(once["results.csv"])  # not yet renamed when it was killed
    run(folder, out)
    assert not (out / "edited").exists()
    assert contents(out)


# The list of questions as a spreadsheet.


LISTED = (
    ("results", 1, "rank", "", "low_confidence"),
    ("results", 1, "score", "", "low_confidence"),
    ("assignments", 1, "item_no", "", "low_confidence"),
)


def questions(out: Path) -> list[str]:
    return [row["field"] for row in rows(out, "review")]


def fill(path: Path, asked: list[str], answers: dict[str, tuple[str, str]]) -> None:
    """Fill the rows of these columns as a spreadsheet program saves them: texts in a part of their own."""
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    sheet, texts = parts["xl/worksheets/sheet1.xml"], parts["xl/sharedStrings.xml"]
    known = texts.count("<si>")
    added = []
    for name, said in answers.items():
        number = asked.index(name) + 2
        for column, text in zip("IJ", said, strict=True):
            cell = f'<c r="{column}{number}" t="s"><v>{known + len(added)}</v></c>'
            sheet = re.sub(rf'<c r="{column}{number}"[^>]*?(/>|>.*?</c>)', cell, sheet)
            added.append(f"<si><t>{text}</t></si>")
    parts["xl/worksheets/sheet1.xml"] = sheet
    parts["xl/sharedStrings.xml"] = texts.replace("</sst>", "".join(added) + "</sst>")
    with zipfile.ZipFile(path, "w") as book:
        for name, text in parts.items():
            book.writestr(name, text)


def test_the_list_of_questions_comes_back_as_answers(
    folder: Path, out: Path, tmp_path: Path
) -> None:
    path = tmp_path / "list.xlsx"
    ask(out, LISTED)
    assert export(out, path, "vi") == len(rows(out, "review"))
    fill(
        path,
        questions(out),
        {"rank": ("sửa", "4"), "score": ("đúng", ""), "item_no": ("trống", "")},
    )
    found = offered(out, path)
    assert sorted(told(found)) == [
        ("item_no", "1", "", "empty"),
        ("rank", "3", "4", "corrected"),
        ("score", "85.50", "85.50", "right"),
    ]
    take(out, found.taken, "Lan")
    assert rows(out, "results")[0]["rank"] == "4"
    assert rows(out, "assignments")[0]["item_no"] == ""
    assert offered(out, path).taken == ()  # the same list a second time
    run(folder, out)
    assert rows(out, "results")[0]["rank"] == "4"


def test_a_list_with_what_no_cell_can_hold_says_so(out: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    ask(out, (*LISTED, ("results", None, "entity", "", "conflict")))
    export(out, path, "vi")
    wrong = {"rank": ("sửa", "tư"), "score": ("sửa", ""), "entity": ("trống", "")}
    fill(path, questions(out), wrong)  # nobody empties a whole column from a list
    found = offered(out, path)
    assert (found.taken, len(found.refused)) == ((), 3)


def test_a_cell_of_the_list_runs_as_no_formula(out: Path, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    export(out, path, "en")
    with zipfile.ZipFile(path) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("what", ["no zip", "another zip", "entities"])
def test_I1_a_file_that_is_no_list_is_refused(out: Path, tmp_path: Path, what: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"x")
    if what != "no zip":
        bad = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>' if what == "entities" else "<x/>"
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("xl/worksheets/sheet1.xml", bad)
    with pytest.raises(UnreadableInput):
        offered(out, path)


def command(*arguments: str) -> int:
    """The exit code of `vanban`."""
    with pytest.raises(SystemExit) as ended:
        app(arguments, prog_name="vanban")
    return int(str(ended.value.code))


def test_the_command_offers_first_and_takes_with_yes(
    folder: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(out, "documents", set_cell("number", "42"))
    run(folder, out)
    (kept,) = (out / "edited").iterdir()
    assert command("review", str(out), "--import", str(kept)) == 0
    shown = capsys.readouterr()
    assert "documents.number: '12' -> '42'" in shown.out
    assert "--yes" in shown.err
    assert rows(out, "documents")[0]["number"] == "12"
    assert command("review", str(out), "--import", str(kept), "--yes", "--name", "Lan") == 0
    assert rows(out, "documents")[0]["code"] == "42/TB-SNV"
    assert [said.who for said in read_decisions(out).all] == ["Lan"]
