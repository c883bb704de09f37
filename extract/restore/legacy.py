"""Texts typed in the codes before Unicode, seen through Latin-1: TCVN3 (`Céng hßa`) and VNI (`Coäng hoøa`), rule `legacy`.

Each paragraph is decoded as each code and as it stands; a code wins where nine in ten of its words become syllables, a
fifth more than before. Tables: TCVN 5712:1993 (VN3), VNI Software's keyboard manual. TCVN3 has no capitals with tones
(fonts draw them), so a marked letter takes the case of its word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extract.restore.edits import Edit
from extract.restore.syllable import fold_tone, is_syllable

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_VNI_MARKS = {
    "a": "ù:á ø:à û:ả õ:ã ï:ạ ê:ă é:ắ è:ằ ú:ẳ ü:ẵ ë:ặ â:â á:ấ à:ầ å:ẩ ã:ẫ ä:ậ",
    "e": "ù:é ø:è û:ẻ õ:ẽ ï:ẹ â:ê á:ế à:ề å:ể ã:ễ ä:ệ",
    "o": "ù:ó ø:ò û:ỏ õ:õ ï:ọ â:ô á:ố à:ồ å:ổ ã:ỗ ä:ộ",
    "ô": "ù:ớ ø:ờ û:ở õ:ỡ ï:ợ",
    "u": "ù:ú ø:ù û:ủ õ:ũ ï:ụ",
    "ö": "ù:ứ ø:ừ û:ử õ:ữ ï:ự",
    "y": "ù:ý ø:ỳ û:ỷ õ:ỹ",
}
_VNI_SINGLE = {
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
    "ô": "ơ",
    "ö": "ư",
    "î": "ỵ",
    "ñ": "đ",
    "í": "í",
    "ì": "ì",
}
_VNI = {
    base + mark: letter
    for base, pairs in _VNI_MARKS.items()
    for mark, letter in (pair.split(":") for pair in pairs.split())
} | _VNI_SINGLE
_VNI_STEP = re.compile(
    "|".join(sorted(map(re.escape, _VNI), key=lambda key: (-len(key), key))), re.IGNORECASE
)
_TOKEN = re.compile(r"[A-Za-z\u00a1-\u00ff\u0100-\u024f\u1ea0-\u1ef9]+")
_LEAST_WORDS, _LEAST_LEGAL, _LEAST_MARGIN = 12, 0.85, 0.2
_SAMPLE = 20_000  # characters of a line that are looked at to tell its code
_SURE = 0.98


@dataclass(frozen=True, slots=True)
class Decoding:
    """The edits that decode each line, and the codes that were found."""

    edits: tuple[tuple[Edit, ...], ...]
    encodings: frozenset[str]


def decode_legacy(lines: Sequence[str]) -> Decoding:
    """The decoding of a document, paragraph by paragraph; a short one follows the document where that helps it."""
    whole = _best(lines, _LEAST_WORDS)
    edits: list[tuple[Edit, ...]] = []
    found = set()
    for paragraph in _paragraphs(lines):
        code = _best(paragraph, _LEAST_WORDS) or (
            whole if whole and _best(paragraph, 1) == whole else ""
        )
        edits += [tuple(_edits(line, _CODES[code])) if code else () for line in paragraph]
        found |= {code} if code else set()
    return Decoding(tuple(edits), frozenset(found))


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        block.append(line)
        if not line.strip():
            yield block
            block = []
    if block:
        yield block


def _best(lines: Sequence[str], least: int) -> str:
    """The code that the lines are in, or the empty text for Unicode."""
    words = [w for line in lines for w in _TOKEN.findall(line[:_SAMPLE]) if not w.isascii()]
    if len(words) < least:
        return ""
    before = _legal(words)
    if before > 1 - _LEAST_MARGIN:
        return ""
    legal = {
        code: _legal([decode(word, word.isupper()) for word in words])
        for code, decode in _CODES.items()
    }
    code = max(sorted(legal), key=lambda name: legal[name])
    return code if legal[code] >= _LEAST_LEGAL and legal[code] - before >= _LEAST_MARGIN else ""


def _legal(words: Sequence[str]) -> float:
    return sum(is_syllable(fold_tone(word.lower())) for word in words) / len(words)


def _edits(line: str, decode: Callable[[str, bool], str]) -> Iterator[Edit]:
    capitals = sum(c.isupper() and c.isascii() for c in line) > sum(
        c.islower() and c.isascii() for c in line
    )
    for match in _TOKEN.finditer(line):
        word = match.group()
        true = word if word.isascii() else decode(word, capitals)
        if true != word:
            yield Edit(match.start(), match.end(), true, "legacy", _SURE)


def from_tcvn3(word: str, capitals: bool) -> str:  # noqa: FBT001 the two decoders share one signature
    """A word in TCVN3; `capitals`: it stands among capitals.

    >>> from_tcvn3("Céng", False), from_tcvn3("§¶NG", False)
    ('Cộng', 'ĐẢNG')
    """
    plain = [letter for letter in word if letter.isascii()]
    small = any(letter.islower() for letter in plain)
    upper = not small and (len(plain) > 1 or capitals)
    decoded = "".join(_TCVN3.get(letter, letter) for letter in word)
    return decoded.upper() if upper else decoded


def from_vni(word: str, capitals: bool) -> str:  # noqa: ARG001, FBT001
    """A word in VNI.

    >>> from_vni("Coäng", False), from_vni("NHAÂN", False)
    ('Cộng', 'NHÂN')
    """
    return unicodedata.normalize("NFC", _VNI_STEP.sub(_vni_letter, word))


def _vni_letter(match: re.Match[str]) -> str:
    letter = _VNI[match.group().lower()]
    return letter.upper() if match.group()[0].isupper() else letter


_CODES: dict[str, Callable[[str, bool], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}
