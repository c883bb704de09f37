"""Ranks, scores and changes as they are written; words that look like them and are none."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.dictionaries import load
from extract.fold import fold
from extract.parse.passage import Passage
from extract.parse.ratings import find_facts

CASES = Path(__file__).parents[1] / "cases" / "parse" / "results_facts.json"
FACTS = json.loads(CASES.read_text(encoding="utf-8"))
ORDINALS = {entry["word"]: int(entry["value"]) for entry in load().rows("rank_words")}


@pytest.mark.parametrize("case", FACTS, ids=[case["text"] for case in FACTS])
def test_facts_of_a_phrase(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_facts(Passage(text, fold(text), (), ()), ORDINALS)
    wanted = [
        (f["kind"], None if f["value"] is None else Decimal(f["value"])) for f in case["facts"]
    ]
    assert [(fact.kind, fact.value) for fact in found] == wanted


def test_words_are_cut_from_the_text() -> None:
    text = "Sở tụt 2 hạng"
    (fact,) = find_facts(Passage(text, fold(text), (), ()), ORDINALS)
    assert fact.words == "tụt 2 hạng" == text[fact.start : fact.end]
