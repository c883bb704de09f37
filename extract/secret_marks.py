"""The marks of secrecy as offices print them and scanners break them: MẬT, TỐI MẬT, TUYỆT MẬT on a line of their own (promise S5).

A mark is loud: it stands in capitals, alone or beside what a header's line may hold (a copy's number, a mark of urgency, a
place and a date). Prose about secrets is none. A doubt is a mark: a paper withheld without need costs a look, one let out can't
be called back. Sources: Law on State Secrets 29/2018/QH14, article 8; Circular 24/2020/TT-BCA (form of the marks).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from extract.fold import fold

#: Letters of a mark without diacritics and blanks, what it says, and how many letters may be read wrongly.
_MARKS = (("tuyetmat", "tuyet_mat", 2), ("toimat", "toi_mat", 1), ("mat", "mat", 0))
_WORDS_OF = {"tuyet_mat": "TUYỆT MẬT", "toi_mat": "TỐI MẬT", "mat": "MẬT"}
_OTHER_STAMPS = re.compile(r"(?:giai|bao|vang).{2,4}$")  # MẬT behind them, as badly read as may be
_LONGEST_STAMP = 14  # letters
#: The first word of a stamp whose second was read badly, or stands under another stamp; alone it may be a person's name.
_BEGUN = re.compile(r".?(?:([tf]oi)|t[uo]yet)(?:(.?[mw])|.?$)|tuye$")
_NAME = re.compile("[ẾÉ]")
GRAVITY = tuple(value for _, value, _ in _MARKS)  # the gravest first
_LONGEST = 120  # letters of a line that may hold a mark beside a date
_LONGEST_PIECE = 60  # letters of a mark with its copy's number
_CELLS = 3  # pieces of a header's line; a row of a register has more
_WORDS = 9  # of a spaced mark with its copy's number
_KEPT = 2  # letters at least before what is cut off

#: Most lines have no such letters one after the other, and are not looked at.
_LIKELY = re.compile(
    r"[AÁÀẢÃẠÂẤẦẨẪẬĂẮẰẲẴẶậặ4@]\W*[T7Т]|[ẬẶ]|[Đđ][oôộOÔỘ0]\W*[Mm][aâậAÂẬ]", re.UNICODE
)
_LOOK_ALIKES = str.maketrans("0134@$5|!7¥", "oieaassiity")
_GAP = re.compile(r" {2}|[\t|¦│║]")
_COPY = re.compile(
    r"\b(?:b[a4]n\s?(?:s[o0]|thu)|s[o0]\s?b[a4]n|s[o0]\s?:|no\b).*|[(\[{]\s?[\d.o/]{1,7}\s?[)\]}]$|[-:]\s?\d{1,3}$"
)
_URGENT = r"(?:h[o0][a4]\s?t[o0]c(?:\s+hen\s+gi[o0])?|(?:thuong\s+)?kh[a4]n(?:\s+cap)?)"
_OPENING = re.compile(
    rf"[\W_]{{0,9}}(?:(?:{_URGENT}|tai lieu|van ban|cong van|ho so|loai|dau)\b[\W_]{{0,9}}){{0,3}}"
)
_ENDINGS = (
    _COPY,
    re.compile(rf"\b{_URGENT}[\W_]{{0,9}}$"),
    re.compile(r"\b(?:khong|cam|thu hoi|chi nguoi|xem xong)\b.*"),
)
_LABEL = re.compile(r"[\W_]{0,9}(?:muc )?d[o0] m[a4]t\s?[:.=-]")  # after it small letters count too
#: What may stand in a header on the line of a mark: place and date, the country's or the Party's name, a number.
_BEHIND = re.compile(
    r"[\W_]{0,9}(?:(?:\w{1,9} ){0,5}\w{1,9},\s?ng[a4]y\b|ng[a4]y\s?\S{1,8}\s?th[a4]ng\b|c[o0]ng h[o0]a|d[o0]c lap|dang c[o0]ng san"
    r"|k[il1]nh gu|v\s?/\s?v\b|ve viec\b|s[o0]\s?[:.]|h[o0][a4] t[o0]c\b|thuong kh[a4]n\b)"
)
_BEFORE = re.compile(
    r"(?:\d\s?/\s?[\w&./-]{1,30}|viet nam|hanh phuc|n[a4]m (?:19|20)\d\d|h[o0][a4] t[o0]c|thuong kh[a4]n)[\W_]{0,9}$"
)
#: With such words around it a lone MẬT belongs to a title (`BẢO VỆ BÍ / MẬT`, `MẶT / TRẬN TỔ QUỐC`).
_TITLE_BEFORE = re.compile(r"\b(?:BÍ|BẢO|CƠ|ĐỘ|LOẠI|TÚI|ỐNG|BỀ|VẮNG|CÓ|RA)\W*$")
_TITLE_AFTER = re.compile(r"\W*(?:TRẬN|BẰNG|HÀNG|ONG|MÃ|KHẨU|ĐỘ)\b")
_NO_MARKS = frozenset({"TÚI MẬT", "TƯƠI MÁT", "MẮT"})  # words that are a letter off
#: MẬT with a letter read as its likeness, where the vowel tells what it was.
_SHORT = re.compile(r"(?:[MNHW]|RN|[IL]M)[ẬẶ][T7I1JL]?|ẬT")
_LAST_WORD = re.compile(rf"(?<![\w-])(?:{_SHORT.pattern})\W*$")  # of a stamp


class SecretMark(NamedTuple):
    """A degree of secrecy (`mat`, `toi_mat`, `tuyet_mat`); `sure`: read to the letter, diacritics aside."""

    value: str
    sure: bool

    @property
    def worded(self) -> str:
        """As a header's mark is told: `secrecy:mat`, with a doubt `suspected:mat`."""
        return f"{'secrecy' if self.sure else 'suspected'}:{self.value}"


def mark_in(line: str) -> SecretMark | None:
    """The mark of secrecy that a line bears, `None` where it bears none.

    >>> mark_in("TỐI MẬT (Bản số: 03)"), mark_in("HỎA TỐC  M Ậ T"), mark_in("T0I M4T")
    (SecretMark(value='toi_mat', sure=True), SecretMark(value='mat', sure=True), SecretMark(value='toi_mat', sure=False))
    >>> mark_in("MẶT TRẬN"), mark_in("BẢO MẬT"), mark_in("Danh mục bí mật nhà nước"), mark_in("mật ong")
    (None, None, None, None)
    """
    line = line.strip()
    if len(line) > _LONGEST or _LIKELY.search(line) is None:
        return None
    text = unicodedata.normalize("NFKC", line)
    return _whole(text) or _piece(text) or _beside(text)


def only_mark(line: str) -> SecretMark | None:
    """The mark that a line is, with nothing beside it but what belongs to a mark.

    >>> only_mark("TỐI MẬT - HỎA TỐC"), only_mark("MẬT      Hòa Sơn, ngày 3 tháng 5 năm 2024")
    (SecretMark(value='toi_mat', sure=True), None)
    """
    line = line.strip()
    if len(line) > _LONGEST_PIECE or _LIKELY.search(line) is None:
        return None
    return _whole(unicodedata.normalize("NFKC", line))


def in_stamp(text: str) -> str | None:
    """The words of the mark that a stamp bears, `None` where it says something else.

    What is framed, turned or red and reads nearly like a mark is one: `TỐI MẶẬT`, `. TỐI MẬT`, `HỎA TỐC MẬT`, `TUYỆT M4`, `TỐI`.

    >>> in_stamp("TỐI MẶẬT"), in_stamp("mật"), in_stamp("ĐÃ GIẢI MẬT"), in_stamp("HỎA TỐC")
    ('TỐI MẶẬT', 'MẬT', None, None)
    """
    mark = mark_in(text.upper())
    if mark is not None:
        return text if mark_in(text) == mark else _WORDS_OF[mark.value]
    letters = re.sub(r"[\W_]", "", fold(text.translate(_LOOK_ALIKES)))
    begun = _BEGUN.match(letters)
    if begun is not None and _is_loud(text) and (begun[2] or not _NAME.search(text)):
        return _WORDS_OF["toi_mat" if begun[1] else "tuyet_mat"]
    ends = letters.endswith("mat") or _LAST_WORD.search(text) is not None
    ends = ends and len(letters) <= _LONGEST_STAMP
    return "MẬT" if ends and _OTHER_STAMPS.search(letters) is None else None


def marks_in(
    lines: Sequence[str], told: Callable[[str], SecretMark | None] = mark_in
) -> Iterator[tuple[int, SecretMark]]:
    """Index and value of the lines that bear a mark, without those that are a word of their neighbour's title."""
    for at, line in enumerate(lines):
        mark = told(line)
        if mark is not None and not _is_in_title(lines, at):
            yield at, mark


def _is_in_title(lines: Sequence[str], at: int) -> bool:
    if at and _TITLE_BEFORE.search(lines[at - 1]):
        return True
    return at + 1 < len(lines) and _TITLE_AFTER.match(lines[at + 1]) is not None


def _whole(text: str) -> SecretMark | None:
    """The mark that a text is, with what belongs to one."""
    if len(text) > _LONGEST_PIECE:
        return None
    folded = fold(text)
    label = _LABEL.match(folded)
    if label is not None:
        return _letters(_without_ending(text[label.end() :].upper()))
    opening = _OPENING.match(folded)
    bare = _without_ending(text[opening.end() if opening else 0 :])
    return _letters(bare) if _is_loud(bare) else None


def _without_ending(text: str) -> str:
    for ending in _ENDINGS:
        found = ending.search(fold(text), _KEPT)
        text = text[: found.start()] if found else text
    return text


def _is_loud(text: str) -> bool:
    """Capitals, but for one that was read small."""
    capitals = sum(sign.isupper() for sign in text)
    return not text[:1].islower() and sum(sign.islower() for sign in text) <= capitals // 2


def _letters(text: str) -> SecretMark | None:
    """The mark that letters say, blanks, dots and specks aside."""
    if " ".join(re.findall(r"\w+", text)) in _NO_MARKS:
        return None
    bare = re.sub(r"[\W_]", "", text)
    letters = fold(re.sub(r"[\W_]", "", text.translate(_LOOK_ALIKES)))
    for word, value, wrong in _MARKS:
        if Levenshtein.distance(letters, word, score_cutoff=wrong) <= wrong:
            return SecretMark(value, fold(bare) == word)
    return SecretMark("mat", sure=False) if _SHORT.fullmatch(bare.upper()) else None


def _piece(text: str) -> SecretMark | None:
    """The mark that is one of the pieces into which wide gaps part a line."""
    pieces = [piece.strip() for piece in _GAP.split(text) if piece.strip()]
    if not 1 < len(pieces) <= _CELLS:
        return None
    return next(filter(None, map(_whole, pieces)), None)


def _beside(text: str) -> SecretMark | None:
    """The mark that opens or ends a line whose rest is a header's: a place and a date, a number."""
    words = [*re.finditer(r"\S+", text)]
    for count in range(1, min(len(words), _WORDS + 1)):
        end, start = words[count - 1].end(), words[-count].start()
        if _BEHIND.match(fold(text[end:])) and (value := _whole(text[:end])):
            return value
        if _BEFORE.search(fold(text[:start])) and (value := _whole(text[start:])):
            return value
    return None
