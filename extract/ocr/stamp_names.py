"""The name on a stamp, by two readers: the engine, which knows upright type, and the network of names, which knows script as well."""

from __future__ import annotations

from extract.fold import fold
from extract.ocr.hand.names import read_name
from extract.ocr.stamps import Said

_AGREED = 0.97  # how sure a name is that both read
_ENGINE = 0.9  # what the engine is as sure of and names a person by wins
Name = tuple[str, float]


def named(said: Said) -> Name:
    """The name of a stamp and how sure it is; "" where neither reader finds one."""
    engine = (" ".join(said.text.split()), said.confidence)
    found = read_name(said.own) if said.own is not None else ()
    if not found:
        return engine
    if _bare(found[0][0]) == _bare(engine[0]):
        return found[0][0], max(_AGREED, engine[1])
    return engine if engine[1] >= _ENGINE else found[0]


def _bare(text: str) -> str:
    """The letters of a name, small and without marks."""
    return "".join(filter(str.isalpha, fold(text)))
