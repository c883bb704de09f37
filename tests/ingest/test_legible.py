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
    objection = judge(str(case["text"]).split()).objection()
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
    assert judge(["abc", "xyz"]).objection() is None


def test_characters_without_a_meaning_are_an_objection() -> None:
    assert "no Unicode meaning" in str(judge(["\ue001\ue002\ue003"]).objection())


ENGLISH = "Report on the ranking of the districts by the department of home affairs, which was published in March and covers all bodies of the province"
FRENCH = "Rapport sur le classement des districts, publié au mois de mars après la décision du comité, qui présente les résultats de chaque établissement de la région"
RUSSIAN = "Доклад о рейтинге районов за прошлый год опубликован в марте и охватывает все органы власти области без исключения по всем показателям"
SHIFTED = "Uhsruw rq wkh udqnlqj ri wkh glvwulfwv eb wkh ghsduwphqw ri krph diidluv zklfk zdv sxeolvkhg lq Pdufk dqg fryhuv doo ergllv lqfoxglqj vhw"
MIXED = "6Ӣ CÔNG THѬѪNG kӃt quҧ xӃp hҥng chӍ sӕ cҧi cách hành chính năm cӫa các sӣ ngành theo quyӃt ÿӏnh cӫa ӫy ban nhân dân tӍnh vӅ viӋc"


@pytest.mark.parametrize("text", [ENGLISH, FRENCH, RUSSIAN], ids=["English", "French", "Russian"])
def test_another_language_is_trusted_where_it_was_typed_and_not_under_a_scan(text: str) -> None:
    found = judge(text.split())
    assert found.objection(scanned=False) is None
    assert found.objection(scanned=True)


@pytest.mark.parametrize("text", [SHIFTED, MIXED], ids=["shifted", "mixed alphabets"])
def test_a_layer_without_a_usable_character_map_is_never_trusted(text: str) -> None:
    assert judge(text.split()).objection(scanned=False)


def test_a_broken_character_map_shows_in_a_few_words() -> None:
    assert "alphabets" in str(judge(MIXED.split()[:5]).objection(scanned=False))
