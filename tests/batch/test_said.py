"""What the files say of a document is made once: a run with one new document looks through no other (D10 holds all the same)."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripted import AS_OF, Scripted, contents, draw, run_scripted

from extract.batch import collect
from extract.batch.collect import document_of
from extract.batch.files import forget_documents


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    draw(folder / "a.png", 3)
    draw(folder / "b.tif", 4, 5)
    (folder / "c.txt").write_text("THÔNG BÁO\nSở Nội vụ\n", encoding="utf-8")
    return folder


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first name of each document that is made from its results, in order."""
    names: list[str] = []
    make = document_of

    def noted(*given: object) -> object:
        names.append(given[2][0])  # type: ignore[index]
        return make(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(collect, "document_of", noted)
    return names


def run(folder: Path, out: Path, **options: object) -> None:
    run_scripted([folder], out, Scripted(out.with_name("log")), **options)


def test_only_what_is_new_is_made(folder: Path, tmp_path: Path, made: list[str]) -> None:
    out = tmp_path / "out"
    run(folder, out)
    assert sorted(made) == ["a.png", "b.tif", "c.txt"]
    made.clear()
    draw(folder / "d.png", 6)
    run(folder, out)
    assert made == ["d.png"]
    run(folder, tmp_path / "anew")
    assert contents(out) == contents(tmp_path / "anew")


def test_nothing_new_writes_nothing(folder: Path, tmp_path: Path, made: list[str]) -> None:
    out = tmp_path / "out"
    run(folder, out)
    before = {path: path.stat() for path in out.rglob("*") if ".vanban" not in path.parts}
    made.clear()
    run(folder, out)
    assert made == []
    after = {path: path.stat() for path in out.rglob("*") if ".vanban" not in path.parts}
    assert {p: (s.st_ino, s.st_mtime_ns) for p, s in after.items() if p.is_file()} == {
        p: (s.st_ino, s.st_mtime_ns) for p, s in before.items() if p.is_file()
    }


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_a_text_that_is_gone_or_changed_is_written_anew(
    folder: Path, tmp_path: Path, made: list[str], how: str
) -> None:
    out = tmp_path / "out"
    run(folder, out)
    whole = contents(out)
    text = min((out / "text").glob("*.raw.txt"))
    text.unlink()
    if how == "changed":
        text.write_text("another hand\n", encoding="utf-8")
    made.clear()
    run(folder, out)
    assert len(made) == 1
    assert contents(out) == whole


def test_another_name_form_or_day_is_made_anew(
    folder: Path, tmp_path: Path, made: list[str]
) -> None:
    out = tmp_path / "out"
    run(folder, out)
    made.clear()
    (folder / "a.png").rename(folder / "z.png")
    run(folder, out)
    assert made == ["z.png"]
    made.clear()
    run(folder, out, hocr=True)
    assert len(made) == 3
    made.clear()
    run(folder, out, hocr=True, as_of=AS_OF.replace(day=2))
    assert len(made) == 3
    run(folder, tmp_path / "anew", hocr=True, as_of=AS_OF.replace(day=2))
    assert contents(out) == contents(tmp_path / "anew")


def test_P1_what_was_said_of_a_forgotten_document_is_gone(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    journal = out / ".vanban" / "journal.sqlite3"
    text = min((out / "text").glob("*.raw.txt")).name.split(".")[0]
    forget_documents(out, [text])
    assert text.encode() not in journal.read_bytes()
    assert text not in (out / "documents.csv").read_text(encoding="utf-8")
