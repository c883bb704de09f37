"""The closing block: Nơi nhận on the left, authority, office and name on the right, wherever the two columns fell.

The block begins at the first `Nơi nhận` after the body (capitals with an office right above it belong to it); if that word
is lost, at the run of dashes that ends in `Lưu`; if that too, after `./.`. In each line the signature column is cut off at
the first place from which all is capitals and begins with a mark (TM., KT., TL., TUQ., Q.) or an office; without this cut
documents fall from 1.0 to .939 (measured on seven real documents). Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.7 and II.9.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import GAP, fold
from extract.model import TextLine
from extract.parse.ending.columns import (
    BARE_LUU,
    LUU,
    EndingWords,
    first_office,
    is_beside,
    office_at,
    whole_offices,
)
from extract.parse.outline.blocks import is_row
from extract.parse.passage import Passage, entries, folded_words, is_like, join

NOI_NHAN = re.compile(r"^\W{0,3}n[o0][i1l]\s?nh[a4]n\s?(?:[:;.,]|$)")
_LIKE_NOI_NHAN = re.compile(r"^\W{0,3}[a-z]{2,5}\s?nh[a4]n\s?[:;]\W*$")
_TWO_WORDS = re.compile(r"^\W{0,3}\w{2,5}\s\w{2,6}\s?[:;]$")
_HEADS = (NOI_NHAN, _LIKE_NOI_NHAN, _TWO_WORDS)
_END_MARK = re.compile(r"[./]\s?[./]\s?[./,]?\s*$")
_AUTHORITY = re.compile(
    r"(?P<mark>t\s?/\s?m|k\s?/\s?t|t\s?/\s?l|t\s?/\s?uq|(?:tm|kt|k1|tl|t1|ti|tuq|tuo|q)\s?[.,:])[\s.,:;'|]{0,5}(?=\w)"
)
_SIGNED = re.compile(rf"(?:\(\s*|{GAP})đ[ãa]\s+k[ýí]\s*\)?", re.IGNORECASE)
_APPENDIX = re.compile(r"^\W{0,3}(?:phu luc|danh sach|bieu mau|mau so|phieu)\b")

_SIGNATURES = 12  # lines at the end of a text in which it is signed
_AFTER_LIST = 10  # lines a signature may fill below the list
_SHORT = 62  # letters: longer lines are text
_LONGEST_LIST = 60  # lines; the longest met has 18
# letters of a word of an office that was read small; one in ten letters
_CUT_OFF, _OFFICE_SCORE = 5, 90.0
_SPECK = 16  # letters that a seal may leave as a line
_LOWER = 0.3  # a list of recipients does not begin in the upper 30 % of the lines


@dataclass(frozen=True, slots=True)
class EndingZone:
    """The block's lines: `start` to `end` of the document's lines; its columns, each line cut."""

    start: int
    end: int
    left: tuple[Passage, ...]
    right: tuple[Passage, ...]
    copy_start: int | None = None


@lru_cache(maxsize=4)
def ending_words(dictionaries: Dictionaries) -> EndingWords:
    """The lists, folded once a document."""
    titles = {fold(title): title for title in dictionaries.column("titles", "title")}
    return EndingWords(
        tuple(sorted(titles, key=len, reverse=True)),
        titles,
        frozenset(fold(name) for name in dictionaries.column("surnames", "surname")),
        dictionaries.column("surnames", "surname"),
        folded_words(entries(dictionaries, "copy")),
    )


def read_ending(lines: Sequence[TextLine], body_start: int, words: EndingWords) -> EndingZone:
    """The closing block of a document whose body begins at `body_start`; empty where there is none."""
    start = _start(lines, body_start, words)
    if start is None:
        return EndingZone(len(lines), len(lines), (), ())
    copy = _copy_start(lines, start, words)
    limit = len(lines) if copy is None else copy
    list_start, list_end = _list(lines, start, limit)
    end = _signature_end(lines, max(list_end, start), limit, words)
    left, right = _columns(lines, start, end, (list_start, list_end), words)
    return EndingZone(start, end, tuple(left), tuple(right), copy)


def _start(lines: Sequence[TextLine], body_start: int, words: EndingWords) -> int | None:
    found = _list_start(lines, body_start)
    if found is None:
        found = _after_end_mark(lines, body_start, words)
    if found is None:
        return _signed_end(lines, body_start, words)
    return _with_signature_above(lines, found, body_start, words)


def _list_start(lines: Sequence[TextLine], body_start: int) -> int | None:
    for i in range(body_start, len(lines)):
        if NOI_NHAN.match(fold(lines[i].text.strip())):
            return i
    first = max(body_start, int(len(lines) * _LOWER))
    for i in range(first, len(lines)):
        if _is_list_head(lines, i):
            return i
    for i in range(first, len(lines)):
        if _is_luu(lines[i]):
            return _dashes_up(lines, i, first)
    return None


def _is_list_head(lines: Sequence[TextLine], i: int) -> bool:
    folded = fold(lines[i].text.strip())
    if NOI_NHAN.match(folded):
        return True
    below = [line for line in lines[i + 1 : i + 8] if line.text.strip()][:3]
    if not below or not _is_item(below[0]):
        return False
    garbled = _TWO_WORDS.match(folded) is not None and all(map(_is_item, below))
    return bool(_LIKE_NOI_NHAN.match(folded)) or (garbled and _below_end_mark(lines, i))


def _below_end_mark(lines: Sequence[TextLine], i: int) -> bool:
    """Whether the body's end mark stands a few lines above: there any two words are the list's head."""
    return any(
        _END_MARK.search(line.text.strip()) and "/" in line.text[-4:]
        for line in lines[max(0, i - _AFTER_LIST) : i]
    )


def _is_luu(line: TextLine) -> bool:
    folded = fold(line.text.strip())
    return (
        bool(LUU.match(folded))
        and len(folded) < _SHORT
        and ":" in folded[:9] + ":"[: "vt" in folded]
    )


def _dashes_up(lines: Sequence[TextLine], i: int, first: int) -> int:
    """The first of the run of bulleted lines that ends at `i`."""
    start = i
    while start > first and (_is_item(lines[start - 1]) or not lines[start - 1].text.strip()):
        start -= 1
    while not lines[start].text.strip():
        start += 1
    return start


def _is_item(line: TextLine) -> bool:
    text = line.text.strip()
    return text[:1] in "-–—•*=~+«" and text != "" and len(text) < _SHORT


def _after_end_mark(lines: Sequence[TextLine], body_start: int, words: EndingWords) -> int | None:
    for i in range(len(lines) - 1, body_start - 1, -1):
        if _END_MARK.search(lines[i].text.strip()) and "/" in lines[i].text[-4:]:
            signed = any(signature_start(join([line]), words) == 0 for line in lines[i + 1 : i + 8])
            return i + 1 if signed else None
    return None


def _signed_end(lines: Sequence[TextLine], body_start: int, words: EndingWords) -> int | None:
    """Where a text without recipients and end mark is signed: offices, then nothing but names, notes and specks."""
    filled = [i for i in range(body_start, len(lines)) if lines[i].text.strip()]
    looks = ((i, *_signs(lines, i, words)) for i in reversed(filled[-_SIGNATURES:]))
    return first_office(tuple(looks))


def _signs(lines: Sequence[TextLine], i: int, words: EndingWords) -> tuple[bool, bool]:
    """Whether a line is an office, and whether it may stand among signatures."""
    line = join([lines[i]])
    if is_row(lines, i) or _is_item(lines[i]):
        return False, False
    upper = line.text.isupper() and signature_start(line, words) == 0
    office = upper or bool(whole_offices(line, words))
    return office, bool(names_in(line.text, words)) or is_beside(line.text)


def _with_signature_above(
    lines: Sequence[TextLine], start: int, first: int, words: EndingWords
) -> int:
    """Signature lines right above the list (capitals with an office, the name below them)."""
    low, at = start, start - 1
    while at >= max(first, start - _AFTER_LIST):
        line = join([lines[at]])
        column = signature_start(line, words) if line.text else None
        if _is_text(line.text):
            break
        low = low if column is None and not names_in(line.text, words) else at
        at -= 1
    return low


def _is_text(text: str) -> bool:
    """The body's last line; specks of a seal are shorter."""
    return (
        len(text) > _SPECK
        and not text.isupper()
        and (text.endswith((".", ";", "/")) or len(text) > _SHORT)
    )


def _in_signature(line: Passage, words: EndingWords) -> bool:
    return (
        signature_start(line, words) == 0
        or bool(whole_offices(line, words))
        or bool(names_in(line.text, words))
        or bool(_SIGNED.search(line.text))
    )


def _list(lines: Sequence[TextLine], start: int, limit: int) -> tuple[int, int]:
    """The lines of the list of recipients: from its head to its `Lưu` (with a line that goes on with it)."""
    heads = [i for i in range(start, limit) if _is_list_head(lines, i)]
    if not heads and not any(LUU.match(fold(line.text.strip())) for line in lines[start:limit]):
        return start, start
    first = heads[0] if heads else start
    for i in range(first, limit):
        text = fold(lines[i].text.strip())
        if LUU.match(text) or (i > first and BARE_LUU.match(text)):
            goes_on = i + 1 < limit and lines[i].text.rstrip().endswith(",")
            return first, i + 2 if goes_on else i + 1
        if i > first and (_ends_list(lines, i) or i - first > _LONGEST_LIST):
            return first, i
    return first, limit


def _ends_list(lines: Sequence[TextLine], i: int) -> bool:
    text = lines[i].text.strip()
    return bool(_APPENDIX.match(fold(text))) or is_row(lines, i) or len(text) > _SHORT + 40


def _signature_end(lines: Sequence[TextLine], list_end: int, limit: int, words: EndingWords) -> int:
    """Where the block ends: after the last line that can be an office or a name below the list."""
    end, seen = list_end, 0
    for i in range(list_end, limit):
        line = join([lines[i]])
        if not line.text:
            continue
        seen += 1
        if (
            seen > _AFTER_LIST
            or len(line.text) > _SHORT
            or _APPENDIX.match(line.folded)
            or is_row(lines, i)
        ):
            break
        if _in_signature(line, words) or _capital(line.text):
            end = i + 1
    rest = [line for line in lines[end:limit] if any(sign.isalnum() for sign in line.text)]
    return limit if len(rest) < 3 and all(len(r.text) < 30 for r in rest) else end  # noqa: PLR2004 - specks and page numbers


def _capital(text: str) -> bool:
    return text.isupper() and sum(letter.isalpha() for letter in text) > 5  # noqa: PLR2004


def _copy_start(lines: Sequence[TextLine], start: int, words: EndingWords) -> int | None:
    """The line that opens the block of the agency that made a copy (SAO Y ...)."""
    for i in range(start, len(lines)):
        text = lines[i].text.strip()
        if text.isupper() and _says_copy(fold(text), words):
            return _block_start(lines, i, start)
    return None


def _says_copy(folded: str, words: EndingWords) -> bool:
    """Whether a line is the copy's title, or ends in it beside the copying agency's name."""
    beside = any(folded.endswith(f" {copy}") for copy in words.copies)
    return beside or any(is_like(folded, copy, 90.0) for copy in words.copies)


def _block_start(lines: Sequence[TextLine], i: int, start: int) -> int:
    """The copying agency's name and number may stand above its title."""
    while i - 1 > start and lines[i - 1].text.strip() and not _is_item(lines[i - 1]):
        i -= 1
    return i


def _columns(
    lines: Sequence[TextLine],
    start: int,
    end: int,
    listed: tuple[int, int],
    words: EndingWords,
) -> tuple[list[Passage], list[Passage]]:
    left: list[Passage] = []
    right: list[Passage] = []
    for i in range(start, end):
        line = join([lines[i]])
        if not any(sign.isalnum() for sign in line.text):
            continue
        cut = signature_start(line, words) if listed[0] <= i < listed[1] else 0
        if i == listed[0] < listed[1]:
            head = next((m for p in _HEADS if (m := p.match(line.folded))), None)
            line = line.cut(head.end()) if head else line
            cut = _beside_head(line, words) if line.text else None
        if cut is None and listed[0] <= i < listed[1]:
            cut = _name_start(line, words)
        if cut is None:
            left += [line] if line.text else []
            continue
        left += [line.cut(0, cut)] if cut else []
        right += [line.cut(cut)]
    return left, right


def signature_start(line: Passage, words: EndingWords) -> int | None:
    """Where a line's signature column begins: capitals to the end that open with a mark or an office."""
    signed = _SIGNED.search(line.text)
    if signed and signed.end() >= len(line.text.rstrip(" .")):
        return signed.start()
    for match in re.finditer(r"(?<!\S)\S", line.text):
        at = match.start()
        rest = line.text[at:]
        if not _is_upper(rest):
            continue
        if at <= _CUT_OFF and _like_office(line.folded, words):
            return 0
        if opens_signature(line.folded[at:], words) or _after_stop(line.text[:at], rest):
            return at
    return None


def _like_office(folded: str, words: EndingWords) -> bool:
    """Whether a whole line is a longer office with a letter or two misread (`CHr CỤC TRƯỞNG` is no `CỤC TRƯỞNG`)."""
    return any(" " in office and is_like(folded, office, _OFFICE_SCORE) for office in words.offices)


def _beside_head(line: Passage, words: EndingWords) -> int | None:
    """Beside `Nơi nhận:` stands nothing but the signature column."""
    junk = re.match(r"[\W_]*", line.text)
    at = junk.end() if junk else 0
    return at if _is_upper(line.text[at:]) else signature_start(line, words)


def _is_upper(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 3 and sum(map(str.isupper, text)) >= 0.9 * letters  # noqa: PLR2004


def _after_stop(before: str, rest: str) -> bool:
    """Capitals of two words behind a closed recipient go on with the signature column."""
    return (
        before.rstrip().endswith((";", ")"))
        and " " in rest.strip()
        and not rest.strip().endswith(";")
    )


def opens_signature(folded: str, words: EndingWords) -> bool:
    """Whether a text begins with a mark of authority and more, or with an office."""
    mark = _AUTHORITY.match(folded)
    if mark:
        return len(folded) - mark.end() > 3  # noqa: PLR2004 - "VT, KT." is a recipient's
    return office_at(folded, words) is not None


def authority_at(folded: str) -> re.Match[str] | None:
    """The mark of authority that a folded text begins with."""
    return _AUTHORITY.match(folded)


def _name_start(line: Passage, words: EndingWords) -> int | None:
    """A signer's name glued behind a closed recipient or behind `Lưu: ...`."""
    text = line.text.rstrip(" .'’")
    starts = [match.start() for match in re.finditer(r"(?<!\S)\S", text)]
    is_luu = LUU.match(line.folded) is not None
    for at in starts[1:]:
        before = text[:at].rstrip()
        if (is_luu and len(before) > 8) or before.endswith((";", ")", ".")):  # noqa: PLR2004 - "Lưu: VT"
            found = names_in(text[at:], words)
            if len(found) == 1 and found[0] == text[at:] and len(found[0].split()) > 2:  # noqa: PLR2004
                return at
    return None


def names_in(text: str, words: EndingWords) -> list[str]:
    """Names of persons that fill a text: two to five capitalised syllables, the first a known surname; or `[]`."""
    tokens = text.strip(" .'’‘“”\"-_|,~").split()
    if not 2 <= len(tokens) <= 11 or not all(_is_name_part(token) for token in tokens):  # noqa: PLR2004
        return []
    starts = [i for i, token in enumerate(tokens) if fold(token) in words.surnames]
    if len(tokens) <= 5:  # noqa: PLR2004
        return [" ".join(tokens)] if starts[:1] == [0] else []
    cuts = [i for i in starts if 2 <= i <= len(tokens) - 2]  # noqa: PLR2004
    if starts[:1] != [0] or not cuts:
        return []
    middle = min(cuts, key=lambda i: abs(2 * i - len(tokens)))
    return [" ".join(tokens[:middle]), " ".join(tokens[middle:])]


def _is_name_part(token: str) -> bool:
    return token[:1].isupper() and token.isalpha() and (token[1:].islower() or len(token) == 1)
