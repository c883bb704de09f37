"""The codes before Unicode in which letters have numbers of their own: TCVN3, VPS, windows-1258 and VNI, seen through Latin-1 or windows-1252.

Tables: TCVN 5712:1993 (VN3); VPS of the Vietnamese Professionals Society, as keyboards of its time had it; Microsoft's code
page 1258, where tone marks follow their letter; VNI Software's keyboard manual. TCVN3 has no capitals with tones (fonts draw
them), so such a letter takes the case of its word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_AS_TCVN3 = {letter: code for code, letter in _TCVN3.items()}
TONED = frozenset(_TCVN3.values()) - frozenset("ăâđêôơưĂÂĐÊÔƠƯ")  # no capitals in TCVN3
_VPS_BYTES = bytes.fromhex(
    "e1e0e4e3e5 e2c3c0c4c5c6 e6a1a2a3a4a5 e9e8c8ebcb ea898a8bcd8c f3f2d5f586 f4d3d2b087b6 d6a7a9aaabae"
    "faf9fbdbf8 dcd9d8babbbf edecccefce 9aff9bcf9c c7"
    "c1808182 c2838485 888d8e8ff0 c9d7defe ca90939495 b9bcbdbe d496979899 f79d9e9fa6 daa8d1ac d0adafb1 b4b5b7b8 ddb2fdb3 f1"
)
_VPS_LETTERS = (
    "áàảãạâấầẩẫậăắằẳẵặéèẻẽẹêếềểễệóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựíìỉĩịýỳỷỹỵđ"
    "ÁÀẢÃÂẤẦẨĂẮẰẲẴÉÈẺẼÊẾỀỂỄÓÒỎÕÔỐỒỔỖƠỚỜỞỠÚÙỦŨƯỨỪỬÍÌỈĨÝỲỶỸĐ"
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
_VNI = {
    base + mark: letter
    for base, pairs in _VNI_MARKS.items()
    for mark, letter in (pair.split(":") for pair in pairs.split())
} | dict(zip("æóòôöîñíì", "ỉĩịơưỵđíì", strict=True))
_VNI_STEP = re.compile(
    "|".join(sorted(map(re.escape, _VNI), key=lambda key: (-len(key), key))), re.IGNORECASE
)


def latin(byte: int) -> str:
    """The character that a byte shows in windows-1252; one of the five bytes that have none keeps its number."""
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


_BYTES = {latin(byte): byte for byte in range(0x80, 0x100)} | {chr(n): n for n in range(0x80, 0xA0)}
_VPS = {
    shown: letter
    for byte, letter in zip(_VPS_BYTES, _VPS_LETTERS, strict=True)
    for shown in {latin(byte), chr(byte)}
}


def byte_of(shown: str) -> int | None:
    """The byte that shows as a character in windows-1252 or Latin-1; `None` for other characters."""
    return _BYTES.get(shown) if shown > "\x7f" else ord(shown)


def from_tcvn3(word: str, capitals: bool) -> str:  # noqa: FBT001 the decoders share one signature
    """A word in TCVN3; `capitals`: it stands among capitals.

    >>> from_tcvn3("Céng", False), from_tcvn3("§¶NG", False)
    ('Cộng', 'ĐẢNG')
    """
    decoded = "".join(_TCVN3.get(letter, letter) for letter in word)
    sure = [letter for letter in decoded if letter not in TONED]  # of their case
    upper = not any(map(str.islower, sure)) and (len(sure) > 1 or capitals)
    return decoded.upper() if upper else decoded


def to_tcvn3(text: str) -> str:
    """Text as TCVN3 shows it, a capital with a tone as the small letter that its fonts draw large.

    >>> to_tcvn3("châu Á")
    'ch©u ¸'
    """
    return "".join(_AS_TCVN3.get(letter, _AS_TCVN3.get(letter.lower(), letter)) for letter in text)


def from_vni(word: str, capitals: bool) -> str:  # noqa: ARG001, FBT001
    """A word in VNI.

    >>> from_vni("Coäng", False), from_vni("NHAÂN", False)
    ('Cộng', 'NHÂN')
    """
    return unicodedata.normalize("NFC", _VNI_STEP.sub(_vni_letter, word))


def _vni_letter(match: re.Match[str]) -> str:
    letter = _VNI[match.group().lower()]
    return letter.upper() if match.group()[0].isupper() else letter


def from_vps(word: str, capitals: bool) -> str:  # noqa: FBT001
    """A word in VPS; the few capitals that its keyboards could not type take the case of their word.

    >>> from_vps("C¶ng", False), from_vps("ñäng", False)
    ('Cộng', 'Đảng')
    """
    plain = [letter for letter in word if letter.isascii()]
    if not any(map(str.isalpha, word)):
        return word  # a dash or quotation mark that stands alone
    decoded = "".join(_VPS.get(letter, letter) for letter in word)
    small = any(letter.islower() for letter in plain)
    return decoded.upper() if not small and (len(plain) > 1 or capitals) else decoded


def from_1258(word: str, capitals: bool) -> str:  # noqa: ARG001, FBT001
    """A word in windows-1258, its tone marks joined to their letters.

    >>> from_1258("Côòng", False), from_1258("ðýõÌng", False)
    ('Cộng', 'đường')
    """
    numbers = [byte_of(letter) for letter in word]
    if None in numbers:
        return word
    data = bytes(number for number in numbers if number is not None)
    return unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))


#: Each code's name and how a word in it is decoded (true: among capitals).
DECODERS: dict[str, Callable[[str, bool], str]] = {
    "TCVN3": from_tcvn3,
    "VNI": from_vni,
    "windows-1258": from_1258,
    "VPS": from_vps,
}
