"""The tables of documents made by hand: columns, rows, order, texts, the data package and the documentation."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from support import document, part, restored

from extract import read_table
from extract.dictionaries import read_enumerations
from extract.model import Box, Doubt, Evidence
from extract.tables import TABLES, Document, Status, as_markdown
from extract.tables.definition import REVIEW
from extract.tables.files import OutputFolder
from extract.tables.rows import rows_of
from extract.tables.writing import restored_text, shown, write_all

CONTRACT = json.loads(
    (Path(__file__).parent.parent / "cases" / "tables" / "contract.json").read_text(
        encoding="utf-8"
    )
)


def write(tmp_path: Path, *documents: Document, excel: bool = False) -> Path:
    folder = OutputFolder.open(tmp_path / "out")
    write_all(folder, map(shown, documents), excel=excel)
    folder.close()
    return tmp_path / "out"


def table(out: Path, name: str) -> list[dict[str, str]]:
    text = (out / f"{name}.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_no_column_of_the_contract_is_gone_or_renamed() -> None:
    now = {t.name: [c.name for c in t.columns] for t in TABLES}
    for name, columns in CONTRACT.items():
        assert [column for column in now[name] if column in columns] == columns


def test_every_table_begins_with_its_keys() -> None:
    assert {t.columns[:2] for t in TABLES} == {TABLES[0].columns[:2]}


def test_a_document_has_all_its_rows(tmp_path: Path) -> None:
    out = write(tmp_path, document())
    (row,) = table(out, "documents")
    assert (row["source"], row["other_sources"], row["status"]) == ("a.png", "copy.png", "ok")
    assert (row["issued_date"], row["addressees"]) == ("2024-03-12", "Sở Nội vụ|Sở Tài chính")
    assert (row["text_source"], row["ocr_confidence"], row["restored_share"]) == (
        "ocr",
        "0.8",
        "0.25",
    )
    assert (row["confidence"], row["flags"]) == ("0.9", "sum_mismatch")
    (result,) = table(out, "results")
    assert (result["score"], result["rank_change"], result["confidence"]) == ("86.50", "-3", "0.9")
    assert (result["page"], result["line_start"], result["raw"]) == ("1", "1", "So Noi vu")
    (evidence,) = table(out, "evidence")
    assert (evidence["field"], evidence["x0"], evidence["y1"]) == ("issued_date", "0.1", "0.2")
    assert [r["after"] for r in table(out, "corrections")] == ["Nội", "Nội"]
    assert table(out, "review")[0]["alternatives"] == "86.5"


def test_a_field_that_was_not_read_has_its_place_in_evidence(tmp_path: Path) -> None:
    """Beside the fields that were read, with an empty value: a crop to look at. Of one that was read the doubt adds nothing."""
    at = Evidence(1, 2, 2, "Số: ?/TB", 0.0, rule="header.code", box=Box(0.1, 0.2, 0.3, 0.4))
    doubts = (
        Doubt("number", "unreadable", at=at),
        Doubt("issued_date", "low_confidence", at=at),
        Doubt("place", "unreadable"),
    )
    read = part(1)
    header = replace(read.extracted.header, number=None, place=None)
    out = write(
        tmp_path,
        document(
            "a.png", replace(read, extracted=replace(read.extracted, header=header, doubts=doubts))
        ),
    )
    rows = table(out, "evidence")
    assert [(row["field"], bool(row["value"])) for row in rows] == [
        ("issued_date", True),
        ("number", False),
    ]
    assert [rows[1][name] for name in ("x0", "y1", "line_start", "rule", "confidence")] == [
        "0.1", "0.4", "2", "header.code", "0",
    ]  # fmt: skip


def test_D10_rows_do_not_depend_on_the_order_of_documents(tmp_path: Path) -> None:
    some = [document("b.png"), document("a.png", part(1), part(2)), document("c.png")]
    assert rows_of(some) == rows_of(some[::-1])
    assert [row[2] for row in rows_of(some)["documents"]] == ["a.png", "a.png", "b.png", "c.png"]


def test_review_counts_rows_within_the_file_and_begins_with_the_most_valuable() -> None:
    names = [column.name for column in TABLES[-1].columns]
    rows = [
        dict(zip(names, row, strict=True))
        for row in rows_of([document("a", part(1), part(2))])["review"]
    ]
    assert [(row["part"], row["row"]) for row in rows] == [("1", "1"), ("2", "2")]


def test_review_of_a_second_part_keeps_its_document_and_untaken_text() -> None:
    second = part(2)
    look = second.review[0]
    untaken = replace(look, table="scores", row=0, field="", priority=0.1)
    header = replace(look, table="documents", row=2, field="issuer", priority=0.1)
    both = document("a", part(1), replace(second, review=(header, untaken)))
    column = [c.name for c in REVIEW.columns].index("row")
    found = [row[column] for row in rows_of([both])["review"]]
    assert sorted(found[1:]) == ["0", "2"]


def test_R3_restored_text_is_the_raw_text_with_the_corrections_of_the_csv(tmp_path: Path) -> None:
    out = write(tmp_path, document())
    doc_id = table(out, "documents")[0]["doc_id"]
    raw = (out / "text" / f"{doc_id}.raw.txt").read_bytes().decode()
    text = (out / "text" / f"{doc_id}.txt").read_bytes().decode()
    assert raw == "So Noi vu\nx\n\fNoi nhan"
    pages = [page.split("\n") for page in raw.replace("\n\f", "\0\f").split("\0")]
    for row in table(out, "corrections"):
        line = pages[int(row["page"]) - 1][int(row["line"]) - 1]
        assert line[int(row["start"]) : int(row["end"])] == row["before"]
        changed = line[: int(row["start"])] + row["after"] + line[int(row["end"]) :]
        pages[int(row["page"]) - 1][int(row["line"]) - 1] = changed
    assert "\n".join("\n".join(page) for page in pages) == text


def test_R6_form_feeds_and_carriage_returns_stay_in_the_restored_text() -> None:
    whole = restored(["Noi vu\r", ""], ["\fx", "\r"])
    assert restored_text(whole) == whole.reading.raw.replace("Noi", "Nội")


def test_failed_and_withheld_documents_have_a_row_and_no_text(tmp_path: Path) -> None:
    bare = {"restored": None, "parts": ()}
    out = write(
        tmp_path,
        document("f.pdf", status=Status.FAILED, flags=("encrypted",), **bare),
        document("s.pdf", status=Status.WITHHELD, secrecy="mat", **bare),
        Document(("u.pdf",), None, Status.FAILED, flags=("unreadable",)),
    )
    failed, secret, unreadable = table(out, "documents")
    assert (failed["status"], failed["flags"]) == ("failed", "encrypted")
    assert {k for k, v in secret.items() if v} == {
        "doc_id", "part", "source", "sha256", "pages", "status", "secrecy",
    }  # fmt: skip
    assert (unreadable["doc_id"], unreadable["flags"]) == ("", "unreadable")
    assert list((out / "text").iterdir()) == []


def test_S1_a_text_cell_like_a_formula_is_flagged(tmp_path: Path) -> None:
    out = write(tmp_path, document("a", part(subject="=1+1")), document("b"))
    flags = {row["source"]: row["flags"] for row in table(out, "documents")}
    assert flags == {"a": "formula_like|sum_mismatch", "b": "sum_mismatch"}


@pytest.mark.parametrize("excel", [False, True])
def test_D11_the_data_package_is_valid_and_knows_every_file(tmp_path: Path, *, excel: bool) -> None:
    out = write(tmp_path, document("a", part(1), part(2)), document("b"), excel=excel)
    package = json.loads((out / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        data = (out / resource["path"]).read_bytes()
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    files = {p.relative_to(out).as_posix() for p in out.rglob("*.*") if p.is_file()}
    assert files == {r["path"] for r in package["resources"]} | {"datapackage.json"}
    report = validate(out / "datapackage.json")
    assert report["valid"], report


def test_D11_a_value_outside_its_closed_list_makes_the_package_invalid(tmp_path: Path) -> None:
    out = write(tmp_path, document("a", part(secrecy="very")))
    assert not validate(out / "datapackage.json")["valid"]


def validate(descriptor: Path) -> dict[str, object]:
    """frictionless in a process of its own: it warns, and warnings are errors here."""
    code = (
        "import json, sys, frictionless\n"
        "report = frictionless.Package(sys.argv[1]).validate()\n"
        "errors = report.flatten(['title', 'message'])\n"
        "print(json.dumps({'valid': report.valid, 'errors': errors[:5]}))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(descriptor)],
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_read_table_has_types(tmp_path: Path) -> None:
    out = write(tmp_path, document())
    results = read_table(out / "results.csv")
    assert results["score"].tolist() == [86.5]
    assert str(results["rank_change"].dtype) == "Int64"
    assert read_table(out / "scores.csv").empty
    assert read_table(out / "documents.csv")["flags"].tolist() == ["sum_mismatch"]


def test_every_column_and_closed_value_is_documented() -> None:
    page = as_markdown()
    for each in TABLES:
        assert f"## {each.name}.csv" in page
        for column in each.columns:
            assert f"| `{column.name}` |" in page
            for value in read_enumerations().get(column.values or "", ()):
                assert f"| `{value}` |" in page


def test_every_enumeration_a_column_names_exists() -> None:
    named = {c.values for t in TABLES for c in t.columns if c.values}
    assert named <= set(read_enumerations())
