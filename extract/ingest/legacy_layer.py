"""The code of a text layer that is older than Unicode: fonts of TCVN3, VNI and their like drew Vietnamese with Latin letters.

Such a layer is what the page shows, letter by letter, under other numbers. It is told by what becomes of it: decoded as one of
the codes it is legible Vietnamese, as it stands it is not. The layer keeps its letters; restoration decodes them.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.ingest.legible import Legibility, judge
from extract.legacy_letters import DECODERS

_LEAST_GAIN = 0.2  # of the words that become syllables: Unicode taken for a code loses


def code_of(texts: Sequence[str]) -> tuple[str, Legibility] | None:
    """The code that a page's words are in, and how legible they are decoded; `None` for Unicode and for what is no text."""
    if all(map(str.isascii, texts)):
        return None
    as_it_stands = judge(texts)
    found = {code: judge([decoded(text, code) for text in texts]) for code in DECODERS}
    code, best = max(found.items(), key=lambda item: item[1].legal)
    legible = best.objection() is None and best.is_enough
    return (code, best) if legible and best.legal >= as_it_stands.legal + _LEAST_GAIN else None


def decoded(word: str, code: str | None) -> str:
    """A word of a layer in Unicode; `None`: it is.

    >>> decoded("Céng", "TCVN3"), decoded("Cộng", None)
    ('Cộng', 'Cộng')
    """
    return word if code is None else DECODERS[code](word, word.isupper())
