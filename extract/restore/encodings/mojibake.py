"""UTF-8 that a program took for windows-1252 or Latin-1: `Cá»™ng hÃ²a` is Cộng hòa.

Two or three characters in a row that are one letter's bytes become that letter. Of the bytes that windows-1252 lacks, that of
Đ is certain by what is left (`Ä`); the no-break space inside à often became a space (`Ã `). Others that got lost leave their word as it stands.
ftfy does this for all languages, at 0.04 s a start and two packages; one table is enough for Vietnamese.
"""

from __future__ import annotations

import re

from extract.legacy_letters import latin

_NEXT = "".join(sorted({shown(n) for n in range(0x80, 0xC0) for shown in (latin, chr)}))
_LETTERS = "".join(map(chr, (*range(0xC0, 0x180), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA))))


def _shown(letter: str) -> list[str]:
    """The ways in which a letter's UTF-8 bytes may show."""
    ways = [""]
    for byte in letter.encode("utf-8"):
        ways = [way + shown for way in ways for shown in dict.fromkeys((latin(byte), chr(byte)))]
    return ways


_TABLE = {shown: letter for letter in _LETTERS + _NEXT for shown in _shown(letter)}
LEADS = re.compile(r"[ÂÃÄÅÆËáâ]")  # how each such letter begins
_LETTER = rf"[ÂÃÄÅÆË][{re.escape(_NEXT)}]|[áâ][{re.escape(_NEXT)}]{{2}}"
_STEP = re.compile(rf"{_LETTER}|Ä(?=[A-Za-zÃáâ])|Ã[ ]?(?=\s|$)")
_AGAIN = re.compile(_LETTER)  # taken for windows-1252 more than once
_LOST = {"Ä": "Đ", "Ã": "à", "Ã ": "à"}
TOKEN = re.compile(rf"[A-Za-z{re.escape(_NEXT)}\u00c0-\u024f]+(?:(?<=Ã)[ ](?=[ ]))?")


def from_utf8(word: str, capitals: bool) -> str:  # noqa: ARG001, FBT001 the decoders share one signature
    """A word of UTF-8 seen through windows-1252.

    >>> from_utf8("Cá»™ng", False), from_utf8("hÃ²a", False), from_utf8("“Mã”", False)
    ('Cộng', 'hòa', '“Mã”')
    """
    while (once := _AGAIN.sub(_letter, word)) != word and _AGAIN.search(once):
        word = once
    return _STEP.sub(_letter, word)


def _letter(match: re.Match[str]) -> str:
    shown = match.group()
    return _TABLE.get(shown) or _LOST.get(shown, shown)
