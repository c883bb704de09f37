"""Opening files: hopeless ones, encrypted ones, broken PDFs, inputs left alone (promises D12, I1 to I3, I7)."""

from __future__ import annotations

import hashlib
import io
import os
import random
from pathlib import Path

import bad_files
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.errors import EncryptedInput, InputChanged, UnreadableInput, VanbanError
from extract.ingest import FileKind, PageImage, PageLayer, PageText, open_bytes, open_source
from extract.options import Options

SAMPLES = Path(__file__).parents[2] / "samples" / "inputs"


def test_a_source_knows_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"So Noi vu")
    source = open_source(path, Options())
    assert source.sha256 == hashlib.sha256(b"So Noi vu").hexdigest()
    assert (source.name, source.kind, source.count, source.size) == ("a.txt", FileKind.TEXT, 1, 9)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x01",
        random.Random(7).randbytes(5000),
        b"%PDF-1.7\n",
        b"PK\x03\x04" + b"a" * 100,
        b"\x89PNG\r\n\x1a\n",
    ],
    ids=["empty", "one byte", "random", "pdf header", "zip", "png header"],
)
def test_hopeless_content_says_what_why_and_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableInput) as caught:
        open_bytes(data, "hopeless.pdf", Options())
    assert "hopeless.pdf" in caught.value.what
    assert caught.value.why
    assert caught.value.do.endswith(".")


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(EncryptedInput, match="password"):
        open_source(bad_files.encrypted_pdf(tmp_path / "secret.pdf"), Options())


def test_a_missing_page_object_costs_that_page_only(tmp_path: Path) -> None:
    source = open_source(bad_files.half_readable_pdf(tmp_path / "half.pdf"), Options())
    first, second = source.pages()
    assert isinstance(first, PageLayer | PageImage)
    assert isinstance(second, PageText)
    assert "Page 2" in str(second.page.failure)


def outcome(data: bytes) -> list[object] | VanbanError:
    """The pages, or the error in words."""
    try:
        return list(open_bytes(data, "given.pdf", Options()).pages())
    except VanbanError as error:
        return error


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_truncated_pdf_gives_pages_or_fails_in_words(tenth: int) -> None:
    data = (SAMPLES / "chi-thi-2024.pdf").read_bytes()
    found = outcome(data[: len(data) * tenth // 10])
    assert found
    assert not isinstance(found, VanbanError) or "given.pdf" in found.what


@settings(max_examples=40)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"%PDF-1.4\n", b"\xff\xd8\xff\xe0", b"II*\0", b"GIF89a"]),
)
def test_any_bytes_give_pages_or_an_error_in_words(tail: bytes, head: bytes) -> None:
    found = outcome(head + tail)
    assert found
    assert not isinstance(found, VanbanError) or found.do


def state(path: Path) -> tuple[object, ...]:
    return (
        path.read_bytes(),
        path.stat().st_mtime_ns,
        path.stat().st_mode,
        list(path.parent.iterdir()),
    )


def test_inputs_are_left_as_they_were(tmp_path: Path) -> None:
    path = tmp_path / "scan.png"
    path.write_bytes((SAMPLES / "bao-cao-2021.png").read_bytes())
    os.utime(path, ns=(10**18, 10**18))
    before = state(path)
    list(open_source(path, Options()).pages())
    assert state(path) == before


def test_a_file_that_vanished_is_a_temporary_failure(tmp_path: Path) -> None:
    with pytest.raises(InputChanged):
        open_source(tmp_path / "gone.pdf", Options())


def test_a_folder_cannot_be_read_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="refused"):
        open_source(tmp_path, Options())


def test_a_scan_is_drawn_at_its_own_resolution() -> None:
    page = next(open_source(SAMPLES / "cong-van-2023.pdf", Options()).pages())
    assert isinstance(page, PageImage)
    assert page.dpi is not None
    assert 150 <= page.dpi <= 301


def test_a_large_page_is_drawn_coarser_and_says_so() -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(14_400, 14_400)
    path_bytes = _saved(document)
    page = next(open_bytes(path_bytes, "poster.pdf", Options(max_mpixels=4)).pages())
    assert isinstance(page, PageImage)
    assert page.pixels.size <= 4e6
    assert any("very large" in note for note in page.notes)


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def test_an_ascii_original_keeps_its_text_layer(tmp_path: Path) -> None:
    objects = {
        3: bad_files.page(),
        4: bad_files.words("Report on the ranking of districts 2024"),
        5: bad_files.FONT,
    }
    data = bad_files.pdf("3 0 R", objects)
    page = next(open_bytes(data, "english.pdf", Options()).pages())
    assert isinstance(page, PageLayer)
    assert [word.text for word in page.words][:3] == ["Report", "on", "the"]
    assert 0 < page.words[0].box.x0 < page.words[1].box.x0 < 1
