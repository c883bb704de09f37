# ruff: noqa: SIM905 a table reads better as one text
"""Right text as the codes before Unicode show it: converters for tests alone, from tables written the way a person types.

TCVN3 and VNI: letter and code, letter by letter; VPS: its bytes in the order of the alphabet, capitals apart; windows-1258 and
UTF-8 by Python's codecs; VIQR (RFC 1456) by what Unicode says of each letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_TCVN3 = """
à µ ả ¶ ã · á ¸ ạ ¹ ă ¨ ằ » ẳ ¼ ẵ ½ ắ ¾ ặ Æ â © ầ Ç ẩ È ẫ É ấ Ê ậ Ë đ ® è Ì ẻ Î ẽ Ï é Ð ẹ Ñ ê ª ề Ò ể Ó ễ Ô ế Õ ệ Ö
ì × ỉ Ø ĩ Ü í Ý ị Þ ò ß ỏ á õ â ó ã ọ ä ô « ồ å ổ æ ỗ ç ố è ộ é ơ ¬ ờ ê ở ë ỡ ì ớ í ợ î ù ï ủ ñ ũ ò ú ó ụ ô ư \u00ad ừ õ ử ö ữ ÷ ứ ø
ự ù ỳ ú ỷ û ỹ ü ý ý ỵ þ Ă ¡ Â ¢ Ê £ Ô ¤ Ơ ¥ Ư ¦ Đ §
""".split()
_VNI = """
á aù à aø ả aû ã aõ ạ aï ă aê ắ aé ằ aè ẳ aú ẵ aü ặ aë â aâ ấ aá ầ aà ẩ aå ẫ aã ậ aä é eù è eø ẻ eû ẽ eõ ẹ eï ê eâ ế eá ề eà ể eå ễ eã
ệ eä í í ì ì ỉ æ ĩ ó ị ò ó où ò oø ỏ oû õ oõ ọ oï ô oâ ố oá ồ oà ổ oå ỗ oã ộ oä ơ ô ớ ôù ờ ôø ở ôû ỡ ôõ ợ ôï ú uù ù uø ủ uû ũ uõ ụ uï
ư ö ứ öù ừ öø ử öû ữ öõ ự öï ý yù ỳ yø ỷ yû ỹ yõ ỵ î đ ñ
""".split()
_VPS = """
á E1 à E0 ả E4 ã E3 ạ E5 ă E6 ắ A1 ằ A2 ẳ A3 ẵ A4 ặ A5 â E2 ấ C3 ầ C0 ẩ C4 ẫ C5 ậ C6 é E9 è E8 ẻ C8 ẽ EB ẹ CB ê EA ế 89 ề 8A ể 8B ễ CD
ệ 8C í ED ì EC ỉ CC ĩ EF ị CE ó F3 ò F2 ỏ D5 õ F5 ọ 86 ô F4 ố D3 ồ D2 ổ B0 ỗ 87 ộ B6 ơ D6 ớ A7 ờ A9 ở AA ỡ AB ợ AE ú FA ù F9 ủ FB ũ DB
ụ F8 ư DC ứ D9 ừ D8 ử BA ữ BB ự BF ý 9A ỳ FF ỷ 9B ỹ CF ỵ 9C đ C7 Á C1 À 80 Ả 81 Ã 82 Ă 88 Ắ 8D Ằ 8E Ẳ 8F Â C2 Ấ 83 Ầ 84 Ẩ 85 É C9 È D7
Ẻ DE Ẽ FE Ê CA Ế 90 Ề 93 Ể 94 Ễ 95 Í B4 Ì B5 Ỉ B7 Ĩ B8 Ó B9 Ò BC Ỏ BD Õ BE Ô D4 Ố 96 Ồ 97 Ổ 98 Ỗ 99 Ơ F7 Ớ 9D Ờ 9E Ở 9F Ỡ A6 Ú DA Ù A8
Ủ D1 Ũ AC Ư D0 Ứ AD Ừ AF Ử B1 Ý DD Ỳ B2 Ỷ FD Ỹ B3 Đ F1
""".split()
_QUALITY = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
_TONES = {"\u0301": "'", "\u0300": "`", "\u0309": "?", "\u0303": "~", "\u0323": "."}


def shown(data: bytes) -> str:
    """Bytes as windows-1252 shows them; a byte without a character keeps its number."""
    return "".join(bytes([b]).decode("cp1252", errors="ignore") or chr(b) for b in data)


def _pairs(table: list[str]) -> dict[str, str]:
    return dict(zip(table[::2], table[1::2], strict=True))


def _by(table: dict[str, str], text: str, other: Callable[[str], str]) -> str:
    return "".join(table.get(letter) or other(letter) for letter in text)


def tcvn3(text: str) -> str:
    """TCVN3 has no capitals with tones: the font draws them, the code is the small letter's."""
    table = _pairs(_TCVN3)
    return _by(table, text, lambda letter: table.get(letter.lower(), letter))


def vni(text: str) -> str:
    table = _pairs(_VNI)
    return _by(
        table,
        text,
        lambda letter: table.get(letter.lower(), letter).upper() if letter.isupper() else letter,
    )


def vps(text: str) -> str:
    """The capitals that share their code with the small letter are typed as such."""
    table = {letter: shown(bytes.fromhex(code)) for letter, code in _pairs(_VPS).items()}
    return _by(table, text, lambda letter: table.get(letter.lower(), letter))


def windows_1258(text: str) -> str:
    def letter_and_mark(letter: str) -> str:
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(mark for mark in parts if mark in _TONES)
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
        return shown((base + tones).encode("cp1258"))

    return "".join(map(letter_and_mark, text))


def utf8(text: str) -> str:
    """UTF-8 that a program took for windows-1252."""
    return shown(text.encode("utf-8"))


def viqr(text: str) -> str:
    def typed(letter: str) -> str:
        parts = unicodedata.normalize("NFD", letter)
        quality = "".join(_QUALITY.get(mark, "") for mark in parts)
        return parts[0] + quality + "".join(_TONES.get(mark, "") for mark in parts)

    return "".join({"đ": "dd", "Đ": "DD"}.get(letter) or typed(letter) for letter in text)


CODES: dict[str, Callable[[str], str]] = {
    "tcvn3": tcvn3, "vni": vni, "vps": vps, "windows_1258": windows_1258, "utf8": utf8, "viqr": viqr,
}  # fmt: skip
