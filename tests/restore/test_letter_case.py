"""The case of words that a reader read: mended where right text never has it, where the reader itself was in doubt, or among capitals."""

from __future__ import annotations

import pytest

from extract.model import Alternative, Line, Page, Reading, TextSource, Word
from extract.restore import Restorer


def mended(restorer: Restorer, line: str, words: tuple[Word, ...] = ()) -> str:
    given = Reading((Page(1, (Line(line, words),), TextSource.OCR),))
    return restorer.restore(given).lines[0].text


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("thực hiện nhiệm VỤ được giao", "thực hiện nhiệm vụ được giao"),
        ("các cơ sở dữ liệu chuYên ngành", "các cơ sở dữ liệu chuyên ngành"),
        ("Phát triển, vận hànH hệ thống", "Phát triển, vận hành hệ thống"),
        ("BÁO cáo TÀI CHÍNH QUÝ", "BÁO CÁO TÀI CHÍNH QUÝ"),
    ],
)
def test_case_that_right_text_never_has_is_mended(restorer: Restorer, read: str, true: str) -> None:
    assert mended(restorer, read) == true


@pytest.mark.parametrize(
    "line",
    [
        "Lễ ký có Quốc hiệu CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ở trên",
        "Lãnh đạo VP UBND tỉnh; KT. CHỦ TỊCH, PHÓ CHỦ TỊCH",
        "thực hiện Nghị quyết TƯ khóa XII",
        "chuyển đổi số và ĐA 06 của tỉnh",
        "chuyển cho BÊN B trong thời hạn quy định",
        "Giám đốc Sở Nội vụ chịu trách nhiệm",
    ],
)
def test_capitals_of_right_text_stay(restorer: Restorer, line: str) -> None:
    assert mended(restorer, line) == line


@pytest.mark.parametrize(
    ("confidence", "share", "true"),
    [
        (0.45, 0.5, "hợp tác xã nông nghiệp"),
        (0.45, 0.1, "hợp tác Xã nông nghiệp"),
        (0.95, 0.5, "hợp tác Xã nông nghiệp"),
    ],
    ids=["in doubt", "hardly weighed", "sure"],
)
def test_a_first_capital_gives_way_where_the_reader_weighed_the_small_letter(
    restorer: Restorer, confidence: float, share: float, true: str
) -> None:
    line = "hợp tác Xã nông nghiệp"
    words = (
        Word("hợp", 0, confidence=0.99),
        Word("tác", 4, confidence=0.99),
        Word("Xã", 8, confidence=confidence, alternatives=(Alternative("xã", share),)),
        Word("nông", 11, confidence=0.99),
        Word("nghiệp", 16, confidence=0.99),
    )
    assert mended(restorer, line, words) == true


def test_a_change_of_case_is_listed_and_not_quite_certain(restorer: Restorer) -> None:
    page = Page(1, (Line("thực hiện nhiệm VỤ được giao"),), TextSource.OCR)
    (change,) = restorer.restore(Reading((page,))).corrections
    assert (change.before, change.after) == ("VỤ", "vụ")
    assert change.confidence < 0.99


def test_signs_for_letters_are_capitals_among_capitals(restorer: Restorer) -> None:
    lines = ["S& NOI VU", "S& Noi vu tinh", "Théng bao két qua tu cham diém cia S& Noi vu"]
    text, _ = restorer.restore_text("\n".join(lines))
    head, small, sentence = text.split("\n")
    assert head == "SỞ NỘI VỤ"
    assert small.startswith("Sở Nội vụ")
    assert sentence.endswith("Sở Nội vụ")
