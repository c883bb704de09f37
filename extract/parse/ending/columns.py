"""What the two columns of the closing block hold: lines made of offices alone (right), the list of recipients (left).

Offices: forms and tables often have no name beside a seal (`NGƯỜI LẬP BIỂU   THỦ TRƯỞNG ĐƠN VỊ`). A note in brackets, a date and the specks
of a seal may stand beside an office; any other word makes the line a sentence. Recipients: a row for each addressee (Kính
gửi) and each item of the list (Nơi nhận). A bullet begins an item; a line without one goes on with the item before unless that
was closed by ";". Brackets are the purpose where the list of purposes knows them, copies where they hold a number, else part
of the name. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.9.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import GAP, fold
from extract.parse.header.names import one_line
from extract.parse.passage import Passage
from extract.records import Recipient

_DATED = re.compile(r"^\W{0,3}(?:[^\W\d_][\w ]{1,30}, )?ng[a4]y\b.{1,12}\bth[a4]ng\b")
_BETWEEN = re.compile(r"[\s|,.:;_'*\"-]*")
_NOTE = re.compile(r"\([^()]*\)?|(?:[^\W\d_][\w ]{1,30}, )?ng[a4]y\b.*$")
LUU = re.compile(
    r"^\W{0,3}(?:l[uw]+\s?[:;.]?|[uw]u\s?:)\s*(?!(?:tru|y)\b)(?=vt|v\.t|vp|hs|hc|[a-z]{2})"
)
BARE_LUU = re.compile(r"\W{0,3}luu\W{0,2}$")  # `- Lưu.`, as lists ended before 2005
_SPECKS = re.compile(r"[\W\d_]*")


@dataclass(frozen=True, slots=True)
class EndingWords:
    """Folded offices (longest first) and their forms, surnames, the words that open a copy's block."""

    offices: tuple[str, ...]
    titles: Mapping[str, str]
    surnames: frozenset[str]
    surname_forms: tuple[str, ...]
    copies: tuple[str, ...]


def office_at(folded: str, words: EndingWords) -> str | None:
    """The longest office that a folded text begins with."""
    for office in words.offices:
        if folded.startswith(office) and not folded[len(office) :][:1].isalpha():
            return office
    return None


def whole_offices(line: Passage, words: EndingWords) -> list[Passage]:
    """The offices that a line is made of, none where it says anything else."""
    found: list[Passage] = []
    at = _end(_SPECKS, line.folded, 0)
    while at < len(line.text):
        office = office_at(line.folded[at:], words)
        note = None if office else _NOTE.match(line.folded, at)
        if office and line.text[at].isupper():
            found.append(line.cut(at, at + len(office)))
            at += len(office)
        elif note and found:
            at = note.end()
        else:
            return []
        at = _end(_BETWEEN, line.folded, at)
    return found


def _end(pattern: re.Pattern[str], folded: str, at: int) -> int:
    match = pattern.match(folded, at)
    return match.end() if match else at


def is_beside(text: str) -> bool:
    """Whether a line may stand among signatures: a note in brackets, specks, a few words that are no sentence."""
    bare = text.strip()
    if bare.startswith("(") or _DATED.search(fold(bare)):
        return True
    return len(bare) < _FEW and not bare.endswith((".", ";", ":", ",", "/"))


_FEW = 34  # letters: two names side by side have 30


def first_office(lines: Sequence[tuple[int, bool, bool]]) -> int | None:
    """Of (index, is an office, may stand beside one), from the last line up: where the run of signature lines begins."""
    found = None
    for index, office, beside in lines:
        if office:
            found = index
        elif not beside:
            break
    return found


_BULLET = re.compile(r"^[-–—•*=~+«_]+\s*")
_PURPOSE = re.compile(rf"{GAP}\((?P<words>[^()]{{1,60}})\)?\s*+(?=[;.,]|$)")
_COPIES = re.compile(rf"{GAP}\(\s?0?(?P<n>\d{{1,3}})\s?(?:b|b[ảa]n|B|C|b[ộo])?\s?\)")
_CLOSE = " ;.,:"
_BEHIND_BRACKET = re.compile(r"\)\s?[;,.](?P<tail>[^()]{1,24})$")
_TAIL = re.compile(r"[;)](?P<tail>\s*[^;()]{1,24})$")
_LIKE_C = str.maketrans("€¢©", "ccc")
_SHORT_KEY = 5  # "(b/c)" is read "(blc)", "(bíc)", "(b/e)"
_KEPT = re.compile(r"[^\W\d_]{2}|[();]")  # a word, a bracket or a closed item
_ODD = re.compile(r"[^\w\s;.,()]")
_WEBSITE = re.compile(
    r"\b(?:website|cong (?:thong tin|ttdt)|trang (?:thong tin|ttdt)|cong bao|portal)\b"
)
_CONFIDENCE = 0.93


def addressees(pieces: Sequence[Passage]) -> list[Passage]:
    """The items of Kính gửi, bullets and closing signs cut off."""
    return [_bare(item) for item in _items(pieces) if _bare(item).text]


def read_recipients(
    sent_to: Sequence[Passage], listed: Sequence[Passage], dictionaries: Dictionaries
) -> tuple[Recipient, ...]:
    """The rows of both lists, in order; `listed` is the left column of the closing block."""
    purposes = _purposes(dictionaries)
    rows = [_row("kinh_gui", item, {}) for item in sent_to]
    rows += [_row("noi_nhan", item, purposes) for item in _items(listed) if _bare(item).text]
    return tuple(_numbered(rows))


@lru_cache(maxsize=4)
def _purposes(dictionaries: Dictionaries) -> Mapping[str, str]:
    return {_key(entry["wording"]): entry["purpose"] for entry in dictionaries.rows("purposes")}


def _numbered(rows: Sequence[Recipient]) -> Iterator[Recipient]:
    for order, row in enumerate((row for row in rows if row.name), 1):
        yield Recipient(
            order, row.section, row.name, row.purpose, row.purpose_raw, copies=row.copies, at=row.at
        )


def _key(words: str) -> str:
    return re.sub(r"[^a-z]", "", fold(words.translate(_LIKE_C)))


def _items(pieces: Sequence[Passage]) -> list[Passage]:
    groups: list[list[Passage]] = []
    for piece in pieces:
        bullet = _BULLET.match(piece.text)
        before = groups[-1][-1].text.rstrip() if groups else ""
        closed = before.endswith((";", ".")) or not before
        if (
            bullet
            or LUU.match(piece.folded)
            or (closed and not (groups and LUU.match(groups[-1][0].folded)))
        ):
            groups.append([piece])
        elif groups:
            groups[-1].append(piece)
    return [one_line(group) for group in groups]


def _bare(item: Passage) -> Passage:
    bullet = _BULLET.match(item.text)
    start = bullet.end() if bullet else 0
    text = item.text[start:]
    for pattern in (_BEHIND_BRACKET, _TAIL):
        specks = pattern.search(text)
        if specks and _is_speck(specks["tail"]):
            text = text[: specks.start("tail")]
    text = _without_specks(text)
    return item.cut(start, start + len(text.rstrip(_CLOSE)))


def _without_specks(text: str) -> str:
    """Signs of the seal at the end of a line: words without two letters in a row, one of them an odd sign."""
    tokens = list(re.finditer(r"\S+", text))
    keep = len(tokens)
    while keep > 1 and not _KEPT.search(tokens[keep - 1][0]):
        keep -= 1
    odd = any(_ODD.search(token[0]) for token in tokens[keep:])
    return text[: tokens[keep - 1].end()] if odd else text


def _is_speck(tail: str) -> bool:
    """What a seal leaves behind a closed item: no word of three small letters, no closing sign."""
    words = re.findall(r"[^\W\d_]+", tail)
    known = [word for word in words if len(word) > 2 and word.islower()]  # noqa: PLR2004
    return not known and not tail.rstrip().endswith((";", ".", ")"))


def _row(section: str, item: Passage, purposes: Mapping[str, str]) -> Recipient:
    bare = _bare(item)
    at = bare.evidence(f"recipients.{section}", _CONFIDENCE)
    if section == "kinh_gui":
        return Recipient(None, section, bare.text, "none", at=at)
    luu = LUU.match(bare.folded)
    if luu:
        name, copies = _copies(bare.text[luu.end() :])
        return Recipient(None, section, name.strip(_CLOSE), "luu", None, copies=copies, at=at)
    if BARE_LUU.match(bare.folded):
        return Recipient(None, section, bare.text, "luu", at=at)
    name, copies = _copies(bare.text)
    name, purpose, words = _purpose(name, purposes)
    if purpose == "none" and _WEBSITE.match(fold(name)):
        purpose = "dang_tai"
    return Recipient(None, section, name.strip(_CLOSE), purpose, words, copies=copies, at=at)


def _copies(text: str) -> tuple[str, int | None]:
    match = _COPIES.search(text)
    if match is None:
        return text, None
    number = int(match["n"])
    return (text[: match.start()] + text[match.end() :]).strip(), number


def _purpose(text: str, purposes: Mapping[str, str]) -> tuple[str, str, str | None]:
    """Name, purpose and its words; a bracket that states no purpose stays in the name."""
    for match in _PURPOSE.finditer(text):
        for part in (match["words"], *re.split(r"[,;]", match["words"])):
            purpose = _known(part, purposes)
            if purpose:
                name = text[: match.start()] + text[match.end() :].rstrip(_CLOSE)
                return name, purpose, match["words"].strip()
    return text, "none", None


def _known(words: str, purposes: Mapping[str, str]) -> str | None:
    key = _key(words)
    bare = key.replace("l", "").replace("i", "")
    for read in (key, bare, re.sub(r"e$", "c", bare)) if len(key) <= _SHORT_KEY else (key,):
        if read in purposes:
            return purposes[read]
    starts = [known for known in purposes if len(known) > 5 and key.startswith(known)]  # noqa: PLR2004
    return purposes[max(starts, key=len)] if starts else None
