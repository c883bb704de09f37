"""A number or date written by hand is told with low confidence and sent to review, however sure its form is (docs/tables.md)."""

from __future__ import annotations

from datetime import date

import pytest

from extract.model import Line, Page, Reading, TextSource, Word
from extract.options import Options
from extract.pipeline import extract, restore
from extract.records import Checked

HEAD = (
    "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
    "Số: 275 /STTTT-CNTT",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Phú Thọ, ngày 16 tháng 12 năm 2011",
    "Kính gửi: Các đơn vị trực thuộc Sở",
    "Sở đề nghị các đơn vị đăng ký danh sách tham gia.",
)


def read_with(sure: float) -> Checked:
    """The head as an engine read it, so sure of the figures "275" and "16"."""
    lines = []
    for text in HEAD:
        words, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            words.append(Word(word, start, None, sure if word in {"275", "16"} else 0.99))
            at = start + len(word)
        lines.append(Line(text, tuple(words)))
    options = Options(as_of=date(2026, 11, 27))
    reading = Reading((Page(1, tuple(lines), TextSource.OCR),))
    return extract(restore(reading, options), options)[0]


@pytest.mark.parametrize("field", ["number", "code", "issued_date"])
def test_what_a_hand_wrote_is_never_sure(field: str) -> None:
    found = {f.name: f.at.confidence for f in read_with(0.6).extracted.fields}
    assert found[field] <= 0.6
    printed = {f.name: f.at.confidence for f in read_with(0.99).extracted.fields}
    assert printed[field] > 0.6


def test_what_a_hand_wrote_is_looked_at() -> None:
    reasons = {item.field: item.reason for item in read_with(0.6).review}
    assert reasons["number"] == reasons["issued_date"] == "low_confidence"
