"""Parsing makes of invented documents what was approved: of their true text, and of how it is misread."""

from __future__ import annotations

import approved
import pytest
from head_support import restored_of

from extract.dictionaries import load
from extract.parse import parse


@pytest.mark.parametrize("kind", ["true", "misread"])
def test_invented_documents_are_parsed_as_approved(kind: str) -> None:
    text_of = {"true": approved.true_text, "misread": approved.damaged_text}[kind]
    parsed = {seed: parse(restored_of(text_of(seed)), load()) for seed in approved.SEEDS}
    approved.agree(
        f"parse/approved_{kind}",
        {
            f"{s}.{part.part}": approved.parts_of(part)
            for s, parts in parsed.items()
            for part in parts
        },
    )
