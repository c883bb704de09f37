"""Where a subject ends: a phrase under a title, before the first sentence of the body, whatever word that opens with.

The first three paragraphs open with words that the parser took for a line of the subject, on all of 63 clean texts; the other ten were
written afterwards. No list of openers decides: a paragraph fills its lines and ends in a full stop.
"""

from __future__ import annotations

import json
import textwrap
from itertools import product
from typing import Any

import pytest
from head_support import CASES, restored_of

from extract.dictionaries import load
from extract.parse import parse

WORDS = load()
DATA: dict[str, Any] = json.loads((CASES / "first_paragraphs.json").read_text(encoding="utf-8"))
TOP = (
    "UBND TỈNH MẪU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "SỞ NỘI VỤ Độc lập - Tự do - Hạnh phúc",
    "Số: 12/SNV-VP Mẫu, ngày 02 tháng 7 năm 2023",
)
FOLLOWING = (
    "Sở Nội vụ yêu cầu các phòng chuyên môn, đơn vị trực thuộc tổ chức thực hiện nghiêm túc và báo cáo kết quả về Văn phòng "
    "Sở trước ngày 20 hằng tháng để tổng hợp."
)
WRAPPED, WHOLE = 85, 10_000  # letters of a line


def text_of(head: dict[str, Any], paragraph: str, width: int, *, gap: bool) -> str:
    body = [line for part in (paragraph, FOLLOWING) for line in textwrap.wrap(part, width)]
    above = [""] if gap else []
    return "\n".join([*TOP, "", head["title"], *head["subject"], *above, *body])


@pytest.mark.parametrize("paragraph", DATA["paragraphs"], ids=lambda text: text[:14])
@pytest.mark.parametrize("head", DATA["heads"], ids=lambda head: head["title"])
def test_a_subject_ends_where_the_body_begins(head: dict[str, Any], paragraph: str) -> None:
    for width, gap in product((WRAPPED, WHOLE), (False, True)):
        (found,) = parse(restored_of(text_of(head, paragraph, width, gap=gap)), WORDS)
        assert found.header.subject == " ".join(head["subject"]).removeprefix("V/v ")


def test_a_subject_has_at_most_as_many_letters_as_the_form_allows() -> None:
    lines = [f"tăng cường công tác phối hợp giữa các cơ quan, đơn vị số {n} và" for n in range(20)]
    found = parse(restored_of("\n".join([*TOP, "", "KẾ HOẠCH", "Về việc", *lines])), WORDS)[0]
    assert found.header.subject is not None
    assert 400 < len(found.header.subject) <= 500
