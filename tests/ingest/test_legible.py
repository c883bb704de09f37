"""A text layer is trusted for its syllables and marks; each case says whether it should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.ingest.legible import is_syllable, judge

CASES = json.loads(
    (Path(__file__).parents[1] / "cases/ingest/recognised.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_layer(case: dict[str, object]) -> None:
    objection = judge(str(case["text"]).split()).objection
    assert (objection is None) == case["trusted"], objection


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "gì", "giữa", "uỷ", "hòa", "hoà", "khuya", "yêu", "đoàn", "xoong"]
)
def test_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["thirc", "wu", "bo6", "ngh", "straight", "óá", "hànhh", "fa"])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_a_few_words_are_not_judged() -> None:
    assert judge(["abc", "xyz"]).objection is None


def test_characters_without_a_meaning_are_an_objection() -> None:
    assert "no Unicode meaning" in str(judge(["\ue001\ue002\ue003"]).objection)
