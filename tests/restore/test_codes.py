"""Symbols of codes are repaired from the list of known groups; a figure between bars is no symbol (promise R7)."""

from __future__ import annotations

from extract.restore.channel import Channel
from extract.restore.codes import CodeSymbols, fold_code


class Free(Channel):
    """A channel for which any reading costs nothing."""

    def __init__(self) -> None:
        pass

    def cost(self, read: str, true: str) -> float:  # noqa: ARG002
        return 0.0


def test_R7_a_lone_figure_is_no_letter_of_a_symbol() -> None:
    symbols = CodeSymbols(frozenset({"L"}), {fold_code("L"): ("L",)}, Free())
    assert symbols.repair("1", marks_only=False) == "1"
    assert symbols.repair("I", marks_only=False) == "L"
