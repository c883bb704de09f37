"""Citations: type, code, date, issuer and relation of each form, one row a document cited."""

from __future__ import annotations

from typing import Any

import pytest
from head_support import cases, labels, restored_of

from extract.dictionaries import load
from extract.parse import parse

CITATIONS = cases("references")


@pytest.mark.parametrize("case", CITATIONS, ids=labels(CITATIONS))
def test_citation_gives_its_row(case: dict[str, Any]) -> None:
    (found,) = parse(restored_of("\n".join(case["text"])), load())
    rows = [
        [r.ref_type, r.code, r.ref_date.isoformat() if r.ref_date else None, r.issuer, r.relation]
        for r in found.references
    ]
    assert rows == case["rows"]


def test_the_document_itself_is_no_reference() -> None:
    text = "SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 9/KH-SYT Hà Nam, ngày 05 tháng 5 năm 2022\n\nKẾ HOẠCH\nKhám sức khỏe\n\n(Kèm theo Kế hoạch số 9/KH-SYT ngày 05/5/2022)"
    (found,) = parse(restored_of(text), load())
    assert found.references == ()


def test_a_citation_later_than_the_document_is_doubted() -> None:
    text = "SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 9/KH-SYT Hà Nam, ngày 05 tháng 5 năm 2022\n\nKẾ HOẠCH\nKhám sức khỏe\n\nCăn cứ Quyết định số 3/QĐ-BYT ngày 06/5/2023 của Bộ Y tế;"
    (found,) = parse(restored_of(text), load())
    assert [doubt.reason for doubt in found.references[0].doubts] == ["conflict"]
