"""Cases by intent: what must be mended, by which rule, what must stay, and what is known to go wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.restore import Restorer, replay

HOME = Path(__file__).parents[1] / "cases" / "restore"


def cases(name: str) -> list[Any]:
    return [
        pytest.param(case, id=case["name"])
        for case in json.loads((HOME / f"{name}.json").read_text("utf-8"))
    ]


def wrong(found: str, truth: str) -> list[tuple[str, str]]:
    one, two = found.split(), truth.split()
    assert len(one) == len(two)
    return [pair for pair in zip(one, two, strict=True) if pair[0] != pair[1]]


@pytest.mark.parametrize("case", cases("recognised"))
def test_a_reading_is_mended(restorer: Restorer, case: dict[str, Any]) -> None:
    restored, _ = restorer.restore_text("\n".join(case["text"]))
    assert len(wrong(restored, "\n".join(case["truth"]))) <= case["wrong_at_most"]


@pytest.mark.parametrize("case", cases("synthetic"))
def test_a_rule_mends_its_form(restorer: Restorer, case: dict[str, Any]) -> None:
    restored, found = restorer.restore_text("\n".join(case["text"]))
    for text in case["holds"]:
        assert text in restored
    assert case["rule"] in {correction.rule for correction in found}


@pytest.mark.parametrize("case", cases("sure_words"))
def test_what_is_sure_is_not_exchanged_for_what_is_known(
    restorer: Restorer, case: dict[str, Any]
) -> None:
    restored, _ = restorer.restore_text("\n".join(case["text"]))
    for text in case["holds"]:
        assert text in restored


@pytest.mark.parametrize("case", cases("must_not_change"))
def test_right_text_stays(restorer: Restorer, case: dict[str, Any]) -> None:
    text = "\n".join(case["text"])
    assert restorer.restore_text(text) == (text, ())


@pytest.mark.xfail(strict=True, reason="see the comment of the case")
@pytest.mark.parametrize("case", cases("known_failures"))
def test_known_failures(restorer: Restorer, case: dict[str, Any]) -> None:
    assert restorer.restore_text("\n".join(case["text"]))[0] == "\n".join(case["truth"])


@pytest.mark.parametrize(
    "case", [*cases("recognised"), *cases("synthetic"), *cases("must_not_change")]
)
def test_every_case_keeps_the_laws(restorer: Restorer, case: dict[str, Any]) -> None:
    text = "\n".join(case["text"])
    restored, found = restorer.restore_text(text)
    assert replay(text, found) == restored
    assert restorer.restore_text(restored) == (restored, ())
