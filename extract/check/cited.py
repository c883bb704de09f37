"""Checks of cited documents and of ratios: type against the code's symbol, a part against its whole."""

from __future__ import annotations

from extract.check.doubts import doubted
from extract.dictionaries import Dictionaries
from extract.model import Doubt
from extract.parse.header import types_of_symbol
from extract.records import Reason, Reference


def check_reference(row: Reference, lists: Dictionaries) -> Reference:
    """The row with a doubt where the symbol is that of other types only (`QĐ-UBND` of a nghị quyết)."""
    meant = types_of_symbol(row.symbol or "", lists, is_party=False)
    if not meant or row.ref_type is None or row.ref_type in meant:
        return row
    return doubted(row, (Doubt("ref_type", "conflict", tuple(sorted(meant))),))


def check_ratio(row: Reason) -> Reason:
    """The row with a doubt where more was done than there is (`27/20 nhiệm vụ`), or more lost than there was."""
    doubts = []
    if row.ratio_num is not None and row.ratio_den is not None and row.ratio_num > row.ratio_den:
        doubts.append(Doubt("ratio_num", "failed_check"))
    if row.points is not None and row.points_max is not None and row.points > row.points_max:
        doubts.append(Doubt("points", "failed_check"))
    return doubted(row, doubts)
