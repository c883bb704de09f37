"""Capitals that a code lacks: TCVN3 has none with a tone, so `Á`, `ĐỊA` and `XÃ` are typed small, and the place says which they are."""

from __future__ import annotations

import re

from extract.legacy_letters import to_tcvn3

#: Names and titles whose capital has a tone, each with a word beside it that no common word has there (`á hậu`, `ý kiến`).
_NAMED = (
    "châu |Á", "Đông |Á", "Nam |Á", "Tây |Á", "Bắc |Á", "Trung |Á", "Âu - |Á", "|Á - Âu", "|Á Châu", "|Á Đông", "|Á-Phi",
    "|Ấn Độ", "|Ả Rập", "Nguyễn |Ái Quốc", "|Úc",
    "|Ủy ban nhân", "|Ủy ban Mặt", "|Ủy ban Thường", "|Ủy ban Kiểm", "|Ủy ban Dân", "|Ủy ban Quốc", "|Ủy ban Đoàn",
)  # fmt: skip
_CODE = re.compile(r"(?<!\S)\S*[\d/]\S*")
_PLAIN = re.compile(r"[A-Za-z]{2,}")
_BESIDE = 12  # characters to a word of capitals that stands beside another
_BARE = re.compile(r"[\s\d.)*+•–-]*$")  # nothing but a bullet or a number
_OPENED = re.compile(r"[.!?][\s\"“]+$|^\s*(?:[-+*•–]|\d+[.)])\s*$")


def _pattern(named: str) -> str:
    before, behind = (re.escape(to_tcvn3(part)) for part in named.split("|"))
    return (
        f"(?<={before}){behind}(?!\\w)" if before else behind + ("" if " " in named else "(?!\\w)")
    )


_NAMES = re.compile("|".join(map(_pattern, _NAMED)))


def opens_word(line: str, at: int, *, opens: bool) -> bool:
    """Whether the word at an offset of a TCVN3 line has a capital: a sentence or a name begins; `opens`: a sentence begins with the line."""
    if _NAMES.match(line, at):
        return True
    before = line[:at]
    return _OPENED.search(before) is not None or (opens and _BARE.match(before) is not None)


def among_capitals(line: str, start: int, end: int) -> bool:
    """Whether a word stands among capitals: between two such words, or in such a line; codes (`15/QĐ-UBND`) say nothing."""
    before, behind = _CODE.sub("", line[:start]), _CODE.sub("", line[end:])
    near = [*_PLAIN.findall(before)[-1:], *_PLAIN.findall(behind)[:1]]
    if not all(map(str.isupper, near)):
        return False
    beside = _PLAIN.findall(before[-_BESIDE:])[-1:], _PLAIN.findall(behind[:_BESIDE])[:1]
    if all(beside):
        return True
    plain = [letter for letter in before + behind if letter.isascii()]
    return sum(map(str.isupper, plain)) > sum(map(str.islower, plain))
