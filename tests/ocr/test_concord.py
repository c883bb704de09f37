"""Two readings of a line: what agreement says, what a difference offers, and what a second reader may never do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest

from extract.image import Rect
from extract.ingest import Pixels
from extract.model import Alternative
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.second import LineText, TrueOcr, installed_reader
from extract.ocr.tesseract import agreed, read_twice

PAGE = np.full((40, 400), 255, np.uint8)


def a_line(text: str, *sure: float) -> ReadLine:
    """A line of words, 10 pixels a letter; one confidence for all words or one each."""
    words, x = [], 0
    parts = text.split()
    for part, confidence in zip(parts, sure if len(sure) > 1 else sure * len(parts), strict=True):
        words.append(ReadWord(part, Rect(x, 0, x + 10 * len(part), 20), confidence))
        x += 10 * (len(part) + 1)
    return ReadLine(tuple(words), Rect(0, 0, x - 10, 20))


def said(text: str, sure: float = 0.9) -> LineText:
    """A second reading, each sign as sure."""
    return LineText(text, (sure,) * len(text))


def texts(line: ReadLine) -> list[str]:
    return [word.text for word in line.words]


@dataclass
class Script:
    """A reader that knows what it will say."""

    says: list[str]
    asked: list[Pixels] = field(default_factory=list)
    version: str = "script"

    def read(self, lines: Sequence[Pixels]) -> list[LineText]:
        self.asked += lines
        return [said(text) for text in self.says]


def test_agreement_makes_a_doubtful_number_sure() -> None:
    (number,) = agreed(a_line("62,50", 0.6), said("62,50")).words
    assert (number.text, number.confidence) == ("62,50", 0.99)


def test_a_number_read_otherwise_stays_is_doubted_and_offers_the_other() -> None:
    (number,) = agreed(a_line("831,100", 0.997), said("83,1/100")).words
    assert number.text == "831,100"
    assert number.confidence < 0.5
    assert [one.text for one in number.alternatives] == ["83,1/100"]


def test_a_word_read_otherwise_keeps_what_the_first_reader_weighed() -> None:
    weighed = (Alternative("bố", 0.2), Alternative("bổ", 0.1))
    line = ReadLine((ReadWord("bô", Rect(0, 0, 20, 20), 0.63, weighed),), Rect(0, 0, 20, 20))
    (word,) = agreed(line, said("bổ")).words
    assert word.text == "bô"
    assert [one.text for one in word.alternatives] == ["bố", "bổ"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nơi nhận:", "Nơinhận"),  # spaces and signs at the ends are often lost
        ("phòng, chống", "phòng,chống"),
        ("“quy chế”", '"quy chế"'),
        ("2030 – 2035", "2030-2035"),
    ],
)
def test_lost_spaces_and_like_signs_are_no_difference(first: str, second: str) -> None:
    line = agreed(a_line(first, 0.9), said(second))
    assert texts(line) == first.split()
    assert all(word.confidence > 0.85 and not word.alternatives for word in line.words)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("trước 20/1 1/2031.", "trước 20/11/2031", "trước 20/11/2031."),
        ("số 25/KH- STTTT", "số 25/KH-STTTT", "số 25/KH-STTTT"),
        ("năm 201 1", "năm 201 1", "năm 201 1"),  # both see the space
        ("- Như trên", "-Như trên", "- Như trên"),  # the dash of an item
        ("từ 10 15 xã", "từ 1016 xã", "từ 10 15 xã"),  # not read alike
        ("ngày 5 tháng", "ngày5tháng", "ngày 5 tháng"),
    ],
)
def test_a_space_inside_a_number_or_code_goes_where_both_read_the_same(
    first: str, second: str, joined: str
) -> None:
    assert " ".join(texts(agreed(a_line(first, 0.9), said(second)))) == joined


@pytest.mark.parametrize(
    ("first", "second", "parted"),
    [
        ("VÀ TRUYÈNTHÔNG", "VÀ TRUYỀN THÔNG", "VÀ TRUYÈN THÔNG"),
        ("tiếpcậnthông tin", "tiếp cận thông tin", "tiếp cận thông tin"),
        ("tiếpcậnthông tin", "tiếpcậnthông tin", "tiếpcậnthông tin"),
        ("nghiêng", "nghi êng", "nghiêng"),  # one syllable
        ("12/QĐ-UBND", "12 /QĐ-UBND", "12/QĐ-UBND"),
        ("QĐUBNDTỈNH", "Q ĐUBNDTỈNH", "QĐUBNDTỈNH"),  # a single letter is none
    ],
)
def test_a_space_that_the_second_reader_sees_parts_words_that_are_no_syllable(
    first: str, second: str, parted: str
) -> None:
    assert " ".join(texts(agreed(a_line(first, 0.9), said(second)))) == parted


def test_no_figure_of_the_first_reading_is_changed() -> None:
    first = a_line("Số: 2-2†5 /SYT ngày 13 tháng 12", 0.4)
    line = agreed(first, said("Số: 2275/SYT ngày 18 tháng 12", 1.0))
    kept = [word.text for word in first.words if any(map(str.isdigit, word.text))]
    assert [word for word in texts(line) if any(map(str.isdigit, word))] == kept


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ("(øiá", "(giá", "(giá"),  # no syllable against one
        ("nây,", "này", "này,"),  # the signs at the ends are the first reader's
        ("93/N0", "93/NQ", "93/N0"),  # figures stay
    ],
)
def test_the_likelier_of_two_readings_stands_and_the_other_is_kept(
    first: str, second: str, stands: str
) -> None:
    around = "thực hiện {} của tỉnh"
    line = a_line(around.format(first), 0.99, 0.99, 0.5, 0.99, 0.99)
    word = agreed(line, said(around.format(second), 0.99)).words[2]
    assert word.text == stands
    other = second if stands == first else first
    assert other in [one.text for one in word.alternatives]


def test_a_sure_word_is_not_exchanged_for_a_doubtful_one() -> None:
    word = agreed(a_line("thực hiện của", 0.99), said("thực hiên của", 0.6)).words[1]
    assert (word.text, word.confidence > 0.9) == ("hiện", True)


def test_an_empty_second_reading_changes_nothing() -> None:
    line = a_line("Sở Nội vụ", 0.9)
    assert agreed(line, said("")) == line


def test_only_doubtful_lines_and_those_with_figures_are_read_twice() -> None:
    lines = [a_line("một dòng rõ", 0.99), a_line("dòng 2", 0.99), a_line("mờ", 0.7)]
    reader = Script(["dòng 2", "mờ"])
    read = read_twice(PAGE, lines, reader)
    assert [part.shape for part in reader.asked] == [(20, 60), (20, 20)]
    assert read[0] == lines[0]
    assert len(read) == len(lines)


def test_a_seal_in_which_two_readers_see_nothing_alike_is_left_out() -> None:
    seal, kept = a_line("ẠN À Ñ", 0.5), a_line("PHÓ CIÁM", 0.5)
    assert read_twice(PAGE, [seal, kept], Script(["O*0 TH", "PHÓ GIÁM"])) == (
        agreed(kept, said("PHÓ GIÁM")),
    )


def test_without_a_second_reader_lines_stay_as_they_are() -> None:
    lines = (a_line("dòng 2", 0.5),)
    assert read_twice(PAGE, lines, None) == lines


@pytest.mark.skipif(installed_reader() is None, reason="the extra vanban[second] is not installed")
def test_the_installed_reader_says_its_version_and_reads_blank_lines_as_nothing() -> None:
    reader = installed_reader()
    assert isinstance(reader, TrueOcr)
    assert reader.version.startswith("trueocr 0.")
    assert reader.read([]) == []
    assert reader.read([np.full((30, 200), 255, np.uint8)]) == [LineText("", ())]
