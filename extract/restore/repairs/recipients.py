"""Short forms in the list of recipients (nơi nhận) that lost a bar: `- GD, PGD So` is GĐ, PGĐ, and `D/c` everywhere đồng chí (rule `template`).

Letters of two are too few to say what they stand for in running text (GD is giáo dục as well); in that list they name who gets the
paper. What the dictionary `abbreviations` has with a Đ is meant where the letters stand alone: not in `Sở GD&ĐT`, not behind Sở.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.dictionaries import Dictionaries
from extract.restore.edits import Edit
from extract.unaccent import unaccent

_SURE = 0.8
_LIST = re.compile(r"\W*n[oơớờö]i nh[aậâạăả]n\b", re.IGNORECASE)
_LONGEST_LIST = 25  # lines
_ALONE = re.compile(
    r"(?<![\w&/.-])(?<!S[oởôơ] )(?<!B[oộô] )(?P<form>P?[A-Z]D)(?=[,;.)]? |[,;.)]?$)(?! v[aàâ] )"
)
_COMRADE = re.compile(r"(?<![\w/.-])(?P<form>[Dd])(?=/[cC](?!\w|/))")


def recipient_edits(lines: Sequence[str], short: Mapping[str, str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs in texts that lost their marks; `short`: the forms with a Đ by their letters without marks."""
    left = 0
    for index, line in enumerate(lines):
        for match in _COMRADE.finditer(line):
            form = "đ" if match["form"] == "d" else "Đ"
            yield index, Edit(*match.span("form"), form, "template", _SURE)
        left = _LONGEST_LIST if _LIST.match(line) else left - 1
        for match in _ALONE.finditer(line) if left > 0 else ():
            if match["form"] in short:
                yield index, Edit(*match.span("form"), short[match["form"]], "template", _SURE)


def short_recipients(dictionaries: Dictionaries) -> dict[str, str]:
    """The dictionary's abbreviations of two or three letters that end with a Đ (`GĐ`, `PGĐ`, `LĐ`)."""
    listed = (entry["abbreviation"] for entry in dictionaries.lists.get("abbreviations", ()))
    return {unaccent(text): text for text in listed if len(text) <= 3 and text.endswith("Đ")}  # noqa: PLR2004
