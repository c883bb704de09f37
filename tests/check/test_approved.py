"""The checks say of invented documents, restored after a bad reading, what was approved."""

from __future__ import annotations

import approved

from extract.check import signed
from extract.dictionaries import load
from extract.parse import parse


def test_invented_documents_are_checked_as_approved() -> None:
    made = {}
    for seed in approved.SEEDS:
        for one in approved.checked(seed):
            sums = approved.parts_of(one.extracted) | approved.parts_of(one)
            made[f"{seed}.{one.extracted.part}"] = sums
    approved.agree("check/approved", made)


def test_cells_have_the_features_that_were_approved() -> None:
    made = {}
    for seed in approved.SEEDS:
        restored = approved.restored(seed)
        for part in parse(restored, load()):
            cells = signed(part, restored, approved.OPTIONS.as_of, load())
            said = [(cell.cell.value, sorted(cell.signs)) for cell in cells]
            made[f"{seed}.{part.part}"] = {"features": approved.summed(said)}
    approved.agree("check/approved_features", made)
