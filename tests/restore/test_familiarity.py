"""What of a restored text official language does not know."""

import pytest

from extract import pipeline
from extract.model import Line, Page, Reading, Strange, TextSource


def strange(text: str) -> list[Strange]:
    page = Page(None, (Line(text),), TextSource.TEXT_LAYER)
    restored = pipeline.restorer(()).restore(Reading((page,)))
    return list(restored.lines[0].strange)


@pytest.mark.parametrize(
    "text",
    [
        "Sở Nội vụ chủ trì, phối hợp với các sở, ban, ngành thực hiện.",
        "Lưu: VT, VLNCN, TCTN.",
        "a) Đẩy mạnh cải cách thủ tục hành chính;",
        "Số: 1085/QĐ-UBND ngày 15/12/2023",
    ],
)
def test_official_language_short_forms_and_item_letters_are_known(text: str) -> None:
    assert strange(text) == []


def test_a_word_that_no_vocabulary_has_is_strange() -> None:
    assert Strange("UBNDxã", known=False) in strange("Thực hiện tại UBNDxã Tân Phú")


def test_a_misread_capital_word_with_a_tone_is_no_abbreviation() -> None:
    assert strange("CHỈ ĐẠO ĐIÈU HÀNH") == [Strange("ĐIÈU", known=False)]


def test_two_known_words_that_never_meet_are_strange_together() -> None:
    assert [found.known for found in strange("đèn nghị viên")] == [True]
