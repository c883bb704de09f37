"""Signer, position and authority from the closing block's right column.

The value of several marks is the last one, which the signer uses; the position is the lowest office above the name, in
usual case. Two signers side by side are joined by "|". A name whose letters restoration changed is at most 0.8 sure and
goes to review; it is never exchanged for another. Source: NĐ 30/2020/NĐ-CP, Điều 13 and Phụ lục I, II.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance.Levenshtein import distance

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import Evidence, Page, PageRegion, RegionKind, TextLine, pages_at
from extract.parse.ending.columns import EndingWords, office_at, whole_offices
from extract.parse.ending.zone import EndingZone, authority_at, names_in
from extract.parse.header.figures import Draft
from extract.parse.header.names import agency_words, usual_case
from extract.parse.passage import Passage, capital_share, is_like

# A signer's name that is stamped, not printed: read apart on its own ink, so it comes with a region of the page. A printed name
# wins. A stamped one stays as it was read, with the reader's confidence, and is always looked at; several stamps side by side
# are several signers, from left to right.

_TITLES = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|Ths|BS|DS|KS|CN|CKI|CKII|BSCKI|BSCKII|LS)\.?\s*)+|^(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+|^(?:Đại tướng)\s+"
)
_LEAST = 0.5  # how sure a name is that is written into the table; others are offered
_FEWEST, _MOST = 2, 5  # syllables of a name


def bare_name(text: str) -> str:
    """A name without titles, ranks and specks at its ends."""
    text = re.sub(r"^[^\w]+|[^\w]+$", "", text)
    return _TITLES.sub("", text)


def read_stamps(draft: Draft, lines: Sequence[TextLine], pages: Sequence[Page]) -> None:
    """The stamped names of the last page of a part that has some, where no name is printed."""
    if draft.values.get("signer_name"):
        draft.values["signer_source"] = "print"
        return
    here = sorted({line.page or 1 for line in lines})
    seen = (page for number in here for page in pages_at(pages, number, number))
    by_page = [(page.number, list(_names(page))) for page in seen]
    page, found = next(((n, names) for n, names in reversed(by_page) if names), (None, []))
    if not found:
        return
    sure = min(region.confidence or 0.0 for _, region in found)
    name = "|".join(name for name, _ in found)
    draft.doubts = [doubt for doubt in draft.doubts if doubt.field != "signer_name"]
    last = max((line.number for line in lines if line.page == page), default=1)
    at = Evidence(page, last, last, name, sure, rule="ending.stamp", box=found[-1][1].box)
    if sure < _LEAST:
        draft.doubt("signer_name", "unreadable", name, at=at)
        return
    draft.put("signer_name", name, at)
    draft.values["signer_source"] = "stamp"
    draft.flags.append("name_uncertain")
    draft.doubt("signer_name", "low_confidence")


def _names(page: Page) -> Iterator[tuple[str, PageRegion]]:
    """What can be names among the name stamps of a page, from left to right."""
    stamps = [region for region in page.regions if region.kind is RegionKind.NAME_STAMP]
    for region in sorted(stamps, key=lambda region: region.box.x0):
        name = bare_name(" ".join(region.text.split()))
        syllables = name.split()
        if _FEWEST <= len(syllables) <= _MOST and all(s.isalpha() for s in syllables):
            yield name, region


_MARKS = {
    "tm": "tm",
    "kt": "kt",
    "k1": "kt",
    "tl": "tl",
    "t1": "tl",
    "ti": "tl",
    "tuq": "tuq",
    "tuo": "tuq",
    "q": "q",
}
_PRINTED_MARKS = ("tm", "kt", "tl", "tuq")
_GARBLED = re.compile(r"\W{0,3}(?P<mark>[a-z\d]{2,3})\s?[.:]\s?")
_CHANGED_NAME = 0.75  # promise: at most 0.8 where restoration changed a letter
_READ, _WEAK = 0.93, 0.6
_SURE_NAME, _PLAIN_NAME = 0.95, 0.7
_CAPITALS = 0.75  # a letter or two of an office are read small under the seal
_DEPUTY = ("Phó ", "Thứ ")
_OFFICE_SCORE = 88.0  # one letter in eight
_WORD_SCORE = 60.0  # of a word with its marks: one letter of three
_LEVELS = ("tinh", "thanh pho", "huyen", "quan", "thi xa", "xa", "phuong", "nganh")
_SIGNERS = 3  # side by side: who made the paper, who checked it, who signs
_SYLLABLES = range(3, 5)  # of a name without a known surname


def read_signature(
    draft: Draft, zone: EndingZone, words: EndingWords, dictionaries: Dictionaries
) -> None:
    """Put the signer's values into the draft; nothing where the block has no right column."""
    offices = [
        piece
        for piece in zone.right
        if capital_share(piece.text) >= _CAPITALS or whole_offices(piece, words)
    ]
    mark = _authority(draft, offices, words)
    _position(draft, offices, words, dictionaries, mark)
    _name(draft, zone, words)
    if "signer_authority" in draft.values:
        return
    if mark is None and zone.right and {"signer_position", "signer_name"} & set(draft.values):
        _unmarked(draft)


def _unmarked(draft: Draft) -> None:
    """No mark was read: the head signs; but a deputy never signs without one, so there it was lost."""
    if str(draft.values.get("signer_position", "")).startswith(_DEPUTY):
        draft.doubt("signer_authority", "unreadable", "kt")
    else:
        draft.values["signer_authority"] = "none"


def _authority(draft: Draft, offices: Sequence[Passage], words: EndingWords) -> str | None:
    found = None
    for piece in offices:
        match = authority_at(piece.folded)
        if match:
            found = _MARKS.get(re.sub(r"[^a-z0-9]", "", match["mark"]))
            draft.values.pop("signer_authority", None)
            draft.fields = [f for f in draft.fields if f.name != "signer_authority"]
            draft.put("signer_authority", found, piece.evidence("ending.authority", _READ))
    return found or _garbled_authority(draft, offices, words)


def _garbled_authority(draft: Draft, offices: Sequence[Passage], words: EndingWords) -> str | None:
    """A mark of which a letter was misread (`4t: HIỆU TRƯỞNG`): short, closed by a point, right before an office."""
    for piece in offices:
        sign = _GARBLED.match(piece.folded)
        if sign is None or office_at(piece.folded[sign.end() :], words) is None:
            continue
        near = [mark for mark in _PRINTED_MARKS if distance(sign["mark"], mark) == 1]
        if len(near) == 1:
            draft.put("signer_authority", near[0], piece.evidence("ending.authority", _WEAK))
            draft.doubt("signer_authority", "low_confidence")
            return near[0]
    return None


def _position(
    draft: Draft,
    offices: Sequence[Passage],
    words: EndingWords,
    dictionaries: Dictionaries,
    mark: str | None,
) -> None:
    found = _office_lines(offices, words, mark)
    values = [_usual_office(text, words, dictionaries, draft) for text, _ in found]
    if mark is None and _has_lost_its_mark(values, found):
        values, found = values[1:], found[1:]
        draft.put("signer_authority", "kt", found[0][1].evidence("ending.deputy", _WEAK))
        draft.doubt("signer_authority", "low_confidence")
    heads = {t["title"] for t in dictionaries.rows("titles") if t["rank"] == "head"}
    if mark == "kt" and values and values[-1] in heads:
        at = found[-1][1].evidence("ending.position", 0.0)
        draft.doubt("signer_position", "unreadable", f"Phó {values[-1]}", at=at)  # half read
    elif values:
        at = found[-1][1].evidence("ending.position", _READ)
        draft.put("signer_position", "|".join(values), at)
    elif mark == "kt" or any(authority_at(piece.folded) is None for piece in offices):
        last = offices[-1].evidence("ending.position", 0.0) if offices else None
        draft.doubt("signer_position", "unreadable", at=last)


def _has_lost_its_mark(values: Sequence[str], found: Sequence[tuple[str, Passage]]) -> bool:
    """Whether a head's office stands right above the deputy's: only a `KT.` puts it there, though none was read."""
    if len(values) != 2 or values[1] not in {f"{deputy}{values[0]}" for deputy in _DEPUTY}:  # noqa: PLR2004
        return False
    return found[0][1].lines[-1].number < found[1][1].lines[0].number


def _office_lines(
    offices: Sequence[Passage], words: EndingWords, mark: str | None
) -> list[tuple[str, Passage]]:
    """The offices of the signers: the last unmarked one, both of two side by side, or one and an office line below."""
    found: list[tuple[str, Passage]] = []
    for piece in offices:
        marked = authority_at(piece.folded)
        if marked:
            acting = marked["mark"].startswith("q")
            found = _split(piece.cut(marked.end()), words) if acting else []
            continue
        split = _split(piece, words) or _like_office(piece, words)
        if split:
            alone = mark == "kt" or (len(split) > 1 and not _is_beside(piece, found))
            found = split if alone else [*found, *split]
        elif found and _goes_on(piece, found[-1][1]):
            text, at = found[-1]
            found[-1] = (f"{text} {piece.text}", at)
    return found[-2:] if mark else found[-_SIGNERS:]


def _is_beside(piece: Passage, found: Sequence[tuple[str, Passage]]) -> bool:
    """Whether a line stands on one level with the office found last: further signers right of it."""
    boxes = [found[-1][1].lines[-1].box, piece.lines[0].box] if found else []
    left, right = boxes if len(boxes) == 2 else (None, None)  # noqa: PLR2004
    if left is None or right is None:
        return False
    return abs(left.y0 - right.y0) < (left.y1 - left.y0) / 2


def _goes_on(piece: Passage, before: Passage) -> bool:
    """A second line of an office: words of letters alone, right below the first."""
    words = piece.text.replace(",", " ").split()
    return all(w.isalpha() for w in words) and piece.lines[0].number - before.lines[-1].number == 1


def _like_office(piece: Passage, words: EndingWords) -> list[tuple[str, Passage]]:
    """An office with a letter or two misread ("PH HỒ CHỦ TỊCH"); one of other words ("TRƯỞNG KHỐI") is not like it."""
    best = max(words.offices, key=lambda office: fuzz.ratio(_solid(piece.folded), _solid(office)))
    if not is_like(piece.folded, best, _OFFICE_SCORE) or _says_other(
        piece.text, words.titles[best]
    ):
        return []
    return [(best.upper(), piece)]


def _says_other(text: str, title: str) -> bool:
    """Whether a text has another word where the title has one; a word without marks may be a misread one."""
    read, known = text.lower().split(), title.lower().split()
    if len(read) != len(known):
        return False
    pairs = zip(read, known, strict=True)
    return any(word != fold(word) and fuzz.ratio(word, own) < _WORD_SCORE for word, own in pairs)


def _solid(text: str) -> str:
    return "".join(text.split())


def _split(piece: Passage, words: EndingWords) -> list[tuple[str, Passage]]:
    """A line's offices: one, or two of two signers side by side."""
    alone = whole_offices(piece, words)
    if alone:
        return [(office.text, office) for office in alone]
    first = office_at(piece.folded, words)
    if first is None:
        return []
    rest = piece.cut(len(first))
    rest = rest.cut(len(rest.text) - len(rest.text.lstrip(" |-_.,")))
    if rest.text and office_at(rest.folded, words):
        return [(piece.text[: len(first)], piece.cut(0, len(first))), *_split(rest, words)]
    again = piece.folded.find(f" {first} ", len(first))
    if again >= 0:  # the same office of two agencies side by side
        left = piece.cut(0, again)
        return [(left.text, left), *_split(piece.cut(again + 1), words)]
    return [(piece.text, piece)]


def _usual_office(text: str, words: EndingWords, dictionaries: Dictionaries, draft: Draft) -> str:
    """An office in usual case: the title's known form, the rest as an agency's name."""
    known = office_at(fold(text), words) or ""
    title = words.titles.get(known, "")
    if str(draft.values.get("issuer") or "").startswith("Ban ") and title.endswith(" ban"):
        title = f"{title[:-3]}Ban"
    rest = text[len(known) :].strip(" .,;-")
    if not rest:
        return title
    named = usual_case(rest, agency_words(dictionaries))
    return (
        f"{title} {named[0].lower()}{named[1:]}"
        if fold(rest) in _LEVELS
        else f"{title} {named}".strip()
    )


def _name(draft: Draft, zone: EndingZone, words: EndingWords) -> None:
    for piece in reversed(zone.right):
        found = names_in(bare_name(piece.text), words)
        if found:
            _put_name(draft, piece, "|".join(found), _SURE_NAME)
            return
    for piece in reversed(zone.right):
        if _may_be_name(bare_name(piece.text)):
            _put_name(draft, piece, bare_name(piece.text), _PLAIN_NAME)
            draft.flags.append("name_uncertain")
            draft.doubt("signer_name", "low_confidence", *_nearest(bare_name(piece.text), words))
            return
    if zone.right:
        below = "signer_position" in draft.values  # its line isn't the name's
        at = None if below else zone.right[-1].evidence("ending.name", 0.0)
        draft.doubt("signer_name", "unreadable", at=at)


def _put_name(draft: Draft, piece: Passage, name: str, confidence: float) -> None:
    changed = any(part not in line.raw for line in piece.lines[:1] for part in name.split("|"))
    if changed:
        confidence = min(confidence, _CHANGED_NAME)
        draft.flags.append("name_uncertain")
        recognised = (" ".join(line.raw.split()) for line in piece.lines[:1])
        draft.doubt("signer_name", "low_confidence", *recognised)
    draft.put("signer_name", name, piece.evidence("ending.name", confidence))


def _may_be_name(text: str) -> bool:
    """Three or four words, all but one capitalised: a name of another people, or a misread one."""
    tokens = text.split()
    good = [t for t in tokens if t[:1].isupper() and t.isalpha() and t[1:].islower()]
    return len(tokens) in _SYLLABLES and tokens[0][:1].isupper() and len(good) >= len(tokens) - 1


def _nearest(name: str, words: EndingWords) -> tuple[str, ...]:
    """The name with the known family name that is one edit away, as an alternative for the reviewer."""
    first, _, rest = name.partition(" ")
    near = sorted(s for s in words.surname_forms if distance(first.lower(), s.lower()) <= 1)
    return tuple(f"{surname} {rest}" for surname in near[:3])
