"""Zip archives and mails: what they hold is an input under its path inside; bombs, passwords and damage are told (I4, I11)."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import EncryptedInput, TooLargeInput, UnreadableInput
from extract.ingest import FileKind, InputList, look_through
from extract.ingest.archives import place_of, read_inside, split_place
from extract.ingest.sniff import sniff

PDF = b"%PDF-1.4 invented"


def zipped(files: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", packing) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def mail(*attachments: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "a@mauson.invalid", "b@mauson.invalid"
    message["Message-ID"] = "<1@mauson.invalid>"
    message.set_content("Kính gửi anh chị, xin gửi kèm văn bản.")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


def found(tmp_path: Path, name: str, data: bytes) -> InputList:
    (tmp_path / "in").mkdir(exist_ok=True)
    (tmp_path / "in" / name).write_bytes(data)
    return look_through([tmp_path / "in"])


def sources(finding: InputList) -> list[str]:
    return [item.source for item in finding.inputs]


def test_the_files_of_an_archive_are_inputs_under_their_path_inside(tmp_path: Path) -> None:
    files = {"scans/a.pdf": PDF, "b.txt": b"van ban", "scans/": b"", "list.xlsx": b"PK\x03\x04"}
    finding = found(tmp_path, "luu.zip", zipped(files))
    assert sources(finding) == ["luu.zip/b.txt", "luu.zip/scans/a.pdf"]
    assert [item.source for item in finding.passed] == ["luu.zip/list.xlsx"]
    (text, scan) = finding.inputs
    assert read_inside(scan.path, scan.inside) == PDF
    assert read_inside(text.path, text.inside) == b"van ban"


def test_an_archive_given_by_name_is_opened_too(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"b.pdf": PDF}))
    assert sources(look_through([tmp_path / "a.zip"])) == ["a.zip/b.pdf"]


def test_an_archive_in_an_archive_is_opened_and_one_deeper_is_told(tmp_path: Path) -> None:
    third = zipped({"d.pdf": PDF})
    second = zipped({"c.pdf": PDF, "third.zip": third})
    finding = found(tmp_path, "first.zip", zipped({"second.zip": second}))
    assert sources(finding) == ["first.zip/second.zip/c.pdf"]
    assert read_inside(finding.inputs[0].path, finding.inputs[0].inside) == PDF
    (deep,) = finding.passed
    assert deep.source == "first.zip/second.zip/third.zip"
    assert "unpack it first" in deep.why


def test_a_mails_attachments_are_inputs_and_its_own_words_are_told(tmp_path: Path) -> None:
    data = mail(("Công văn số 5.pdf", PDF), ("kem.zip", zipped({"phu luc.pdf": PDF})))
    finding = found(tmp_path, "thu.eml", data)
    assert sources(finding) == ["thu.eml/Công văn số 5.pdf", "thu.eml/kem.zip/phu luc.pdf"]
    assert [item.source for item in finding.passed] == ["thu.eml/message.txt"]
    assert {read_inside(item.path, item.inside) for item in finding.inputs} == {PDF}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/a.pdf", "_/_/etc/a.pdf"),
        ("/etc/a.pdf", "etc/a.pdf"),
        ("a\\b.pdf", "a/b.pdf"),
        ("a\nb.pdf", "a\\x0ab.pdf"),
    ],
)
def test_S2_a_name_inside_leads_nowhere(tmp_path: Path, name: str, shown: str) -> None:
    finding = found(tmp_path, "a.zip", zipped({name: PDF}))
    assert sources(finding) == [f"a.zip/{shown}"]


def test_a_name_in_utf8_that_does_not_say_so_is_read(tmp_path: Path) -> None:
    data = bytearray(zipped({"Số.pdf": PDF}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.start_dir
    data[6:8] = data[at + 8 : at + 10] = b"\0\0"  # as programs write it that know no flag for UTF-8
    assert sources(found(tmp_path, "a.zip", bytes(data))) == ["a.zip/Số.pdf"]


def test_I4_a_piece_that_is_packed_very_densely_is_told_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    bomb = bytes(80 * 2**20)
    finding = found(tmp_path, "a.zip", zipped({"bomb.pdf": bomb, "b.pdf": PDF}))
    errors = {item.source: item.error for item in finding.inputs}
    assert isinstance(errors["a.zip/bomb.pdf"], TooLargeInput)
    assert errors["a.zip/b.pdf"] is None


def test_I4_an_archive_of_very_many_files_is_told(tmp_path: Path) -> None:
    data = zipped({f"{number}.pdf": b"" for number in range(5_001)})
    (only,) = found(tmp_path, "a.zip", data).inputs
    assert only.source == "a.zip"
    assert isinstance(only.error, TooLargeInput)


def test_I3_a_piece_with_a_password_says_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"b.pdf": PDF}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.start_dir
    data[6] |= 1
    data[at + 8] |= 1
    (only,) = found(tmp_path, "a.zip", bytes(data)).inputs
    assert only.source == "a.zip/b.pdf"
    assert isinstance(only.error, EncryptedInput)


def test_a_cut_off_archive_is_told(tmp_path: Path) -> None:
    data = zipped({"b.pdf": PDF * 100})
    (only,) = found(tmp_path, "a.zip", data[: len(data) - 30]).inputs
    assert isinstance(only.error, UnreadableInput)


def test_an_empty_archive_is_told(tmp_path: Path) -> None:
    finding = found(tmp_path, "a.zip", zipped({"folder/": b""}))
    assert [item.source for item in finding.passed] == ["a.zip"]


def test_word_spreadsheet_and_opendocument_files_are_no_archives() -> None:
    office = zipped({"[Content_Types].xml": b"", "word/document.xml": b""})
    assert sniff(office) is FileKind.DOCX
    assert (
        sniff(zipped({"mimetype": b"application/vnd.oasis.opendocument.text"})) is FileKind.UNKNOWN
    )
    assert sniff(zipped({"a.pdf": PDF})) is FileKind.ARCHIVE


def test_a_text_with_a_colon_in_its_lines_is_no_mail() -> None:
    assert sniff("Kính gửi: Sở Nội vụ\nV/v: họp\nMIME-Version: 1\n".encode()) is FileKind.TEXT
    assert sniff(mail()) is FileKind.MAIL


def test_a_place_inside_comes_back_from_the_journal(tmp_path: Path) -> None:
    kept = place_of(tmp_path / "a.zip", (3, 0)).decode()
    assert split_place(kept) == ((tmp_path / "a.zip").resolve(), (3, 0))
    assert split_place(str(tmp_path)) == (tmp_path, ())


@given(st.data())
def test_a_damaged_archive_or_mail_breaks_nothing(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(data.draw(st.sampled_from((zipped({"a.pdf": PDF}), mail(("a.pdf", PDF))))))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=5)):
        whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("in") / "a.bin"
    path.write_bytes(whole)
    for item in look_through([path]).inputs:
        if item.inside and item.error is None:
            read_inside(item.path, item.inside)
