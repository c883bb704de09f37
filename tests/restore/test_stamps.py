"""A line that is a mark of secrecy or urgency: read rightly it stays, whatever the reader says; damaged in capitals it is mended and listed."""

from __future__ import annotations

import pytest

from extract.model import TextSource, Word
from extract.restore import Restorer
from extract.restore.gate import RawLine
from extract.restore.lines import LinePlace, apply

HEAD = ("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 12/BC-UBND")
BODY = (
    "Báo cáo kết quả thực hiện nhiệm vụ công tác năm 2024 của tỉnh, đề nghị các đơn vị triển khai."
)


def read_as(restorer: Restorer, mark: str, sure: float) -> tuple[str, tuple[str, ...]]:
    """What becomes of a mark at the head of a page that an OCR engine read, and by which rules."""
    lines = [
        RawLine(LinePlace(1, at), text, TextSource.OCR, words(text, sure))
        for at, text in enumerate((mark, *HEAD, BODY), 1)
    ]
    edits = restorer.mender.mend(lines).lines[0].edits
    changed = tuple(edit.rule for edit in edits if mark[edit.start : edit.end] != edit.after)
    return apply(mark, edits), changed


def words(text: str, sure: float) -> tuple[Word, ...]:
    return tuple(Word(word, text.index(word), confidence=sure) for word in text.split())


@pytest.mark.parametrize("sure", [0.2, 0.6, 0.99])
@pytest.mark.parametrize(
    "mark", ["MẬT", "Mật", "TỐI MẬT", "Tuyệt mật", "HỎA TỐC", "HOẢ TỐC", "KHẨN", "Độ mật: Mật"]
)
def test_a_right_mark_stays(restorer: Restorer, mark: str, sure: float) -> None:
    assert read_as(restorer, mark, sure) == (mark, ())


@pytest.mark.parametrize(
    ("read", "true"),
    [("MẶT", "MẬT"), ("TÓI MAT", "TỐI MẬT"), ("HOẢ TÓC", "HỎA TỐC"), ("* KHÂN", "* KHẨN")],
)
def test_a_damaged_mark_in_capitals_is_mended(restorer: Restorer, read: str, true: str) -> None:
    assert read_as(restorer, read, 0.9) == (true, ("template",))


@pytest.mark.parametrize("text", ["Mặt", "mat", "MẶT TRẬN"])
def test_another_line_is_no_mark(restorer: Restorer, text: str) -> None:
    assert "Mật" not in read_as(restorer, text, 0.9)[0].title()


def test_a_wrong_model_reading_gets_its_mark(restorer: Restorer) -> None:
    body = "Bdo cdo két qua thuc hién nhi€m vu cong tac nam 2024 cua tinh, dé nghi cdc don vi."
    text, found = restorer.restore_text(f"TUYÉT MAT\n{body}")
    assert text.startswith("TUYỆT MẬT\n")
    assert found[0].rule == "template"
