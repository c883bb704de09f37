"""What a pen wrote into a header: where a value comes from, what else it may be, which days an unfinished date can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from head_support import restored_of

from extract.dictionaries import load
from extract.model import Alternative, Word
from extract.parse import parse
from extract.parse.header.number_date import DateParts, KnownDays, date_parts, weigh_dates
from extract.records import Extracted

WORDS = load()
HEAD = (
    "SỞ TƯ PHÁP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: {number}/STP-VP\nHà Nam, ngày {day} tháng {month} năm 2023\n\nKính gửi: Sở Y tế\n\n"
    "Căn cứ Công văn số 12/SYT-VP ngày 16/02/2023 của Sở Y tế, Sở Tư pháp trả lời như sau."
)


def read(number: str, day: str, month: str, *hands: Word) -> Extracted:
    """The letter; `hands` are words of handwriting with the line they stand on (their `start` is found)."""
    restored = restored_of(HEAD.format(number=number, day=day, month=month))
    (page,) = restored.reading.pages
    lines = list(page.lines)
    for word in hands:
        at = 2 if word.text == number else 3
        start = lines[at].raw.index(word.text)
        lines[at] = replace(lines[at], words=(*lines[at].words, replace(word, start=start)))
    reading = replace(restored.reading, pages=(replace(page, lines=tuple(lines)),))
    return parse(replace(restored, reading=reading), WORDS)[0]


def by_hand(text: str, *others: tuple[str, float], sure: float = 0.6) -> Word:
    return Word(text, 0, None, sure, tuple(Alternative(*other) for other in others), hand=True)


def offered(found: Extracted, field: str) -> tuple[str, ...]:
    return next((d.alternatives for d in found.doubts if d.field == field), ())


def test_a_number_says_how_it_stands_on_the_paper() -> None:
    assert read("137", "20", "02").header.number_source == "print"
    found = read("137", "20", "02", by_hand("137", ("131", 0.2), ("I37", 0.1)))
    assert (found.header.number, found.header.number_source) == ("137", "hand")


@pytest.mark.parametrize(
    ("day", "month", "source"),
    [("20", "02", "print"), ("21", "02", "hand"), ("20", "03", "hand")],
    ids=["printed", "the day by hand", "the month by hand"],
)
def test_a_date_says_how_it_stands_on_the_paper(day: str, month: str, source: str) -> None:
    hands = [by_hand(text) for text in (day, month) if text in {"21", "03"}]
    assert read("137", day, month, *hands).header.date_source == source


@pytest.mark.parametrize(("sure", "asked"), [(0.96, True), (0.97, False)])
def test_figures_by_hand_are_asked_about_unless_both_networks_are_sure(
    sure: float,
    *,
    asked: bool,
) -> None:
    number = read("137", "20", "02", by_hand("137", ("131", 0.02), sure=sure))
    day = read("137", "21", "02", by_hand("21", sure=sure))
    assert [d.alternatives for d in number.doubts if d.field == "number"] == [("131",)] * asked
    assert ("issued_date" in [d.field for d in day.doubts]) is asked


def test_an_unfinished_date_offers_the_days_behind_the_latest_cited_one() -> None:
    found = read("137", "‡", "02")
    assert found.header.issued_date is None
    assert offered(found, "issued_date") == ("2023-02-16", "2023-02-17", "2023-02-18")


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("ngay 20 thang 02 nam 2023", DateParts(20, 2, 2023, is_blank=False)),
        ("ngay ... thang 6 nam 2010", DateParts(None, 6, 2010, is_blank=False)),
        ("ngay ... thang ... nam 2010", DateParts(None, None, 2010, is_blank=True)),
        ("ngay 32 thang 13 nam 2010", DateParts(None, None, 2010, is_blank=False)),
        ("ngay 31 thang 12 nam 1945", DateParts(31, 12, None, is_blank=False)),
    ],
)
def test_day_month_and_year_are_read_each_on_its_own(printed: str, parts: DateParts) -> None:
    assert date_parts(printed) == parts


@pytest.mark.parametrize(
    ("known", "likeliest"),
    [
        (KnownDays(), date(2023, 2, 3)),
        (KnownDays(cited=date(2023, 2, 8)), date(2023, 2, 8)),
        (KnownDays(cited=date(2023, 2, 9)), date(2023, 2, 28)),
        (KnownDays(signed=date(2023, 2, 28)), date(2023, 2, 28)),
        (KnownDays(signed=date(2023, 2, 27)), date(2023, 2, 3)),
        (KnownDays(received=date(2023, 2, 10)), date(2023, 2, 8)),
    ],
    ids=["by the pen", "cited", "cited later", "signed", "signed before", "received"],
)
def test_days_are_weighed_by_what_else_is_known(known: KnownDays, likeliest: date) -> None:
    found = weigh_dates({3: 0.6, 8: 0.3, 28: 0.1, 31: 0.5}, {2: 1.0}, 2023, known)
    assert found[0][0] == likeliest
    assert len(found) == 3  # the 31st is in no February
    assert sum(share for _, share in found) == pytest.approx(1.0, abs=0.005)
