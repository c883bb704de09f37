"""Laws of the score parsers: they never raise, invent no figure, and do not care for bullets, commas or line breaks."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from results_support import context_of

from extract.parse import read_rated
from extract.records import Row

CASES = Path(__file__).parents[1] / "cases" / "parse" / "scores_shapes.json"
SHAPES = json.loads(CASES.read_text(encoding="utf-8"))
TEXTS = [shape["text"] for shape in SHAPES]
LISTS = [shape for shape in SHAPES if re.search(r"^- .*\(\d", shape["text"], re.MULTILINE)]


def rows_of(text: str) -> tuple[Row, ...]:
    rated = read_rated(context_of(text, issuer="Sở Nội vụ"))
    return (*rated.results, *rated.scores, *rated.reasons)


def broken(text: str, seed: int) -> str:
    """The text with lines shuffled, letters lost and cut off somewhere."""
    chance = random.Random(seed)
    lines = text.split("\n")
    chance.shuffle(lines)
    letters = [c for c in "\n".join(lines) if chance.random() > 0.05]
    return "".join(letters[: chance.randrange(1, len(letters) + 1)])


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS), st.integers(0, 10**6))
@settings(max_examples=80)
def test_broken_text_never_raises_and_invents_no_digit(one: str, two: str, seed: int) -> None:
    text = broken(f"{one}\n{two}", seed)
    digits = set(re.findall(r"\d", text))
    for row in rows_of(text):
        points = getattr(row, "points", None)
        assert (
            points is None
            or row.at.rule.startswith("scores.table")
            or set(str(points)) - digits <= {".", "-"}
        )


@pytest.mark.parametrize("shape", LISTS, ids=[shape["label"] for shape in LISTS])
@pytest.mark.parametrize("bullet", ["+ ", "• ", "— "])
def test_bullets_do_not_matter(shape: dict[str, Any], bullet: str) -> None:
    context = context_of(shape["text"], **shape["header"])
    changed = context_of(re.sub(r"(?m)^- ", bullet, shape["text"]), **shape["header"])
    wanted, found = (
        [(row.criterion, row.points, row.points_max) for row in read_rated(c).scores]
        for c in (context, changed)
    )
    assert found == wanted


def test_decimal_point_gives_the_same_figures() -> None:
    text = "Kết quả Chỉ số CCHC năm 2022:\n\n- Cải cách thể chế (7,5/8);\n\n- Cải cách tài chính công (5,25/6)."
    dotted = text.replace(",", ".")
    one, two = (read_rated(context_of(t, issuer="Sở Nội vụ")).scores for t in (text, dotted))
    assert [(row.points, row.points_max) for row in one] == [
        (row.points, row.points_max) for row in two
    ]


def test_document_without_scores_has_no_rows() -> None:
    text = "Giám đốc Sở yêu cầu các phòng:\n\n1. Phòng Tổ chức rà soát nhân sự trước ngày 15/6/2022.\n\n2. Văn phòng báo cáo hằng quý."
    assert rows_of(text) == ()
