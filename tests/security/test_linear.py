"""No text is worked on longer than in proportion to its length, be it one line or thousands of tasks (promises S8, W2)."""

from __future__ import annotations

import time
from datetime import date

import pytest

from extract import pipeline
from extract.ingest import open_bytes
from extract.ocr import read_source
from extract.options import Options
from extract.pipeline import NoEngine

OPTIONS = Options(as_of=date(2024, 6, 1))
MOST = 3.2  # times the work for twice the text: 2 is linear, 4 its square
REPEATED = {
    "one long line": "Căn cứ Luật Tổ chức; giao Sở Nội vụ chủ trì, phối hợp thực hiện 12 ",
    "one long line without marks": "Can cu Luat To chuc giao So Noi vu chu tri thuc hien ",
    "dashes": "- ",
    "hyphens": "-",
    "a basis": "Căn cứ ",
    "bases": "Căn cứ Nghị định số 12/2020/NĐ-CP ngày 3 tháng 5 năm 2020;\n",
    "an order": "giao Sở ",
    "orders": "1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính.\n",
}


def seconds(unit: str, size: int, times: int = 2) -> float:
    """Processor seconds for a text of so many bytes, the best of so many times."""
    text = (unit * (size // len(unit.encode()))).encode()
    return min(_once(text) for _ in range(times))


def _once(text: bytes) -> float:
    began = time.process_time()
    reading = read_source(open_bytes(text, "a.txt", OPTIONS), NoEngine())
    pipeline.extract(pipeline.restore(reading, OPTIONS), OPTIONS)
    return time.process_time() - began


@pytest.mark.slow
@pytest.mark.parametrize("what", REPEATED)
def test_S8_twice_the_text_takes_hardly_more_than_twice_the_time(what: str) -> None:
    _once(b"load what is loaded once")
    size = 60_000
    assert seconds(REPEATED[what], 2 * size) < MOST * seconds(REPEATED[what], size) + 0.1, what


def test_S8_rows_of_one_long_line_do_not_hold_all_of_it_each() -> None:
    text = (REPEATED["one long line"] * 200).encode()
    reading = read_source(open_bytes(text, "a.txt", OPTIONS), NoEngine())
    (part,) = pipeline.extract(pipeline.restore(reading, OPTIONS), OPTIONS)
    rows = part.extracted.assignments
    assert len(rows) > 100
    assert max(len(row.at.raw) for row in rows) <= 4_000
