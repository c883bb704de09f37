"""Units: which name a sentence opens with, where its task begins, and who its partners are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.dictionaries import load
from extract.model import TextLine
from extract.parse.passage import Passage, join
from extract.parse.units import unit_prefix
from extract.parse.units.lists import partners, vocabulary

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "parse" / "units.json").read_text("utf-8")
)


def passage(*lines: str) -> Passage:
    return join([TextLine(1, n, line, line) for n, line in enumerate(lines, 1)])


@pytest.mark.parametrize("case", CASES["units"], ids=lambda case: case["text"][:50])
def test_the_name_ends_where_the_task_begins(case: dict[str, Any]) -> None:
    text = passage(case["text"])
    found = unit_prefix(text, vocabulary(load()))
    assert found is not None
    shown = (list(found.units), found.scope, found.how, text.text[found.task :])
    assert shown == (case["units"], case["scope"], case["how"], case["task"])
    if case["force"]:
        assert found.lead_in is not None
        assert found.lead_in.force == case["force"]


@pytest.mark.parametrize("text", CASES["none"])
def test_what_only_looks_like_a_unit_is_none(text: str) -> None:
    assert unit_prefix(passage(text), vocabulary(load())) is None


@pytest.mark.parametrize("case", CASES["partners"], ids=lambda case: case["text"][:50])
def test_partners_end_at_a_verb_or_a_stop_word(case: dict[str, Any]) -> None:
    assert list(partners(passage(case["text"]), vocabulary(load()))) == case["partners"]


def test_a_capital_verb_at_the_head_of_a_line_ends_the_name_above_it() -> None:
    text = passage("Sở Tư pháp", "Tập trung rà soát văn bản.")
    found = unit_prefix(text, vocabulary(load()))
    assert found is not None
    assert (found.name, text.text[found.task :]) == ("Sở Tư pháp", "Tập trung rà soát văn bản.")


PIECES = ["Sở ", "Nội vụ", ", ", "các ", "đơn vị", ": ", "phối hợp với ", "chủ trì", " và ", "(", ")", "Giao ", "/", "được giao ", "; ", "."]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_any_order_of_words_is_read_without_an_error(text: str) -> None:
    words, read = vocabulary(load()), passage(text)
    found = unit_prefix(read, words)
    if found is not None:
        assert 0 <= found.start < found.end <= found.task <= len(read.text)
    partners(read, words)
