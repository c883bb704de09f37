"""Text files: decoding, NUL, form feeds, pages (promise I8)."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.ingest.sniff import decode, read_pages

TEXT = "Sở Nội vụ báo cáo kết quả thực hiện\nKế hoạch cải cách hành chính\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "bom", "utf-16-le bom", "utf-16-be bom", "utf-16-le", "utf-16-be"],
)
def test_I8_unicode_in_any_form(data: bytes) -> None:
    assert decode(data)[0] == TEXT


def test_windows_1258_with_its_tone_marks_after_the_vowel() -> None:
    typed = b"S\xf5\xd2 N\xf4\xf2i vu\xf2"  # ơ + hook, ô + dot below, u + dot below
    text, notes = decode(typed)
    assert text.startswith("Sở Nội vụ")
    assert notes == ("[windows_1258] decoded as windows-1258",)


def test_legacy_codes_keep_their_bytes_as_characters() -> None:
    typed = "UÛy ban nhaân daân tænh".encode("cp1252")  # VNI
    text, notes = decode(typed)
    assert text == "UÛy ban nhaân daân tænh"
    assert notes == ("[not_utf8] no utf-8; decoded as windows-1252",)


def test_utf8_with_a_broken_byte_stays_utf8() -> None:
    text, notes = decode(TEXT.encode() * 5 + b"\xff")
    assert text == TEXT * 5 + "�"
    assert notes == ("[not_utf8] 1 characters could not be decoded as utf-8",)


def test_I8_nul_is_removed_and_counted() -> None:
    page = next(iter(read_pages(b"S\0o\0 12 cua phong")))
    assert page.lines[0].raw == "So 12 cua phong"
    assert page.notes == ("[nul_removed] 2 NUL characters removed",)


def test_without_form_feed_a_text_is_one_page_without_number() -> None:
    pages = list(read_pages(b"one\ntwo\n"))
    assert [(p.number, [line.raw for line in p.lines]) for p in pages] == [
        (None, ["one", "two", ""])
    ]


def test_a_form_feed_opens_the_first_line_of_the_next_page() -> None:
    pages = list(read_pages(b"one\n\ftwo\nthree"))
    lines = [[line.raw for line in page.lines] for page in pages]
    assert [page.number for page in pages] == [1, 2]
    assert lines == [["one"], ["\ftwo", "three"]]


def test_a_form_feed_at_the_end_makes_no_page() -> None:
    pages = list(read_pages(b"one\n\ftwo\n\f"))
    assert [page.number for page in pages] == [1, 2]


@given(st.text(st.sampled_from("aạ \n\f\r"), max_size=40))
def test_joined_lines_give_the_text_back(text: str) -> None:
    pages = list(read_pages(text.encode()))
    assert "\n".join(line.raw for page in pages for line in page.lines) == text
    assert all(page.lines for page in pages)


def test_I8_time_is_linear_in_one_long_line() -> None:
    def seconds(size: int) -> float:
        data = "Sở Nội vụ ".encode() * size
        start = time.process_time()
        list(read_pages(data))
        return time.process_time() - start

    seconds(1000)
    assert seconds(200_000) < 40 * max(seconds(20_000), 0.005)
