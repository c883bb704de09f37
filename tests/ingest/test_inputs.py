"""Which files a run reads, and what they are called (promises I6, I7, D12)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.errors import UnreadableInput, UsageError
from extract.ingest import find_inputs, look_through, open_source
from extract.options import Options


def names(paths: list[Path], skip: Path | None = None) -> list[str]:
    return [item.source for item in find_inputs(paths, skip)]


def put(path: Path, data: bytes = b"van ban") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def test_a_folder_gives_its_documents_sorted_with_relative_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.pdf", "a/c.PNG", "notes.md", "table.csv", "code.py", "x.json"):
        put(tmp_path / name)
    assert names([tmp_path]) == ["a/c.PNG", "a/z.pdf", "b.txt"]


def test_a_pdf_or_image_is_found_under_any_name(tmp_path: Path) -> None:
    put(tmp_path / "scan", b"%PDF-1.4 ...")
    put(tmp_path / "picture.dat", b"\x89PNG\r\n\x1a\n....")
    assert names([tmp_path]) == ["picture.dat", "scan"]


def test_a_broken_document_is_found_by_its_name(tmp_path: Path) -> None:
    put(tmp_path / "empty.pdf", b"")
    put(tmp_path / "noise.png", bytes(range(256)))
    assert names([tmp_path]) == ["empty.pdf", "noise.png"]


def test_a_file_given_by_name_is_always_tried(tmp_path: Path) -> None:
    assert names([put(tmp_path / "readme.md")]) == ["readme.md"]


def test_several_inputs_put_their_own_name_before_the_path(tmp_path: Path) -> None:
    put(tmp_path / "one/a.txt")
    put(tmp_path / "two/a.txt")
    put(tmp_path / "b.txt")
    given = [tmp_path / "two", tmp_path / "b.txt", tmp_path / "one"]
    assert names(given) == ["b.txt", "one/a.txt", "two/a.txt"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path / "d/a.txt")
    assert len(find_inputs([tmp_path / "d", tmp_path / "d" / "a.txt"], None)) == 1


def test_the_output_folder_is_no_input(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "out/text/0.txt")
    put(tmp_path / "outside.txt")
    assert names([tmp_path], tmp_path / "out") == ["a.txt", "outside.txt"]


def test_links_are_not_followed_and_pipes_not_opened(tmp_path: Path) -> None:
    put(tmp_path / "in/a.txt")
    put(tmp_path / "elsewhere/b.txt")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/away").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/link.txt").symlink_to(tmp_path / "elsewhere/b.txt")
    os.mkfifo(tmp_path / "in/pipe.txt")
    assert names([tmp_path / "in"]) == ["a.txt"]


def test_bytes_that_are_no_utf8_are_written_as_hexadecimal(tmp_path: Path) -> None:
    put(Path(os.fsdecode(os.fsencode(tmp_path) + b"/b\xe1o\n.txt")))
    assert names([tmp_path]) == ["b\\xe1o\\x0a.txt"]


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such file"):
        find_inputs([tmp_path / "absent"], None)


def test_a_folder_without_documents_cannot_be_read(tmp_path: Path) -> None:
    put(tmp_path / "x.json")
    with pytest.raises(UnreadableInput, match="Nothing to read"):
        find_inputs([tmp_path], None)


def test_D15_what_is_passed_over_has_a_name_and_a_reason(tmp_path: Path) -> None:
    for name in ("a.txt", "table.csv", "sub/.DS_Store"):
        put(tmp_path / "in" / name)
    put(tmp_path / "else/b.txt")
    (tmp_path / "in/link").symlink_to(tmp_path / "else")
    (tmp_path / "in/link.pdf").symlink_to(tmp_path / "else/b.txt")
    os.mkfifo(tmp_path / "in/pipe.pdf")
    found = look_through([tmp_path / "in"])
    assert [item.source for item in found.inputs] == ["a.txt"]
    assert [(item.source, item.why.split()[3]) for item in found.passed] == [
        ("link", "link,"),
        ("link.pdf", "link,"),
        ("pipe.pdf", "pipe,"),
        ("sub/.DS_Store", "PDF,"),
        ("table.csv", "PDF,"),
    ]


def test_D15_the_output_folder_is_not_told(tmp_path: Path) -> None:
    put(tmp_path / "a.txt")
    put(tmp_path / "out/documents.csv")
    assert look_through([tmp_path], tmp_path / "out").passed == ()


def test_I7_a_pipe_given_by_name_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(UnreadableInput, match="pipe"):
        open_source(tmp_path / "pipe.pdf", Options())


def test_D15_word_files_are_found_by_their_name_and_inside_old_names_by_their_content(
    tmp_path: Path,
) -> None:
    word = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml"
    for name, data in (("a.docx", b""), ("b.docm", b""), ("c.DOC", word), ("d.xlsx", word)):
        put(tmp_path / name, data)
    found = look_through([tmp_path])
    assert [item.source for item in found.inputs] == ["a.docx", "b.docm", "c.DOC"]
    assert [item.source for item in found.passed] == ["d.xlsx"]


@pytest.mark.parametrize("name", ["a.doc", "a.XLS", "a.rtf", "a.odt", "a.pptx", "renamed"])
def test_I11_an_old_office_file_is_passed_over_with_what_to_do(tmp_path: Path, name: str) -> None:
    put(tmp_path / name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    (passed,) = look_through([tmp_path]).passed
    assert "save it as PDF or .docx" in passed.why
    assert passed.flag == "kind_not_read"
