"""The header's values: number, date, agencies, type, subject, marks, each with the place where it was read.

What stands on the page is cut from the text; a draft's blanks and unreadable handwriting stay empty, with a doubt. The
type is that of the title; where title and symbol disagree the title wins and the flag `type_conflict` says so. Sources:
NĐ 30/2020/NĐ-CP, Phụ lục I and III; the rule sets' intervals of issue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import Doubt, Evidence, TextLine
from extract.parse.dates import find_dates
from extract.parse.header.names import (
    AgencyWords,
    agency_words,
    issuer_id,
    names,
    nearest_province,
    one_line,
    province_code,
    same_but_tone,
    split_issuers,
    usual_case,
)
from extract.parse.header.roles import HeaderZone, Piece, Role
from extract.parse.header.secrecy import inner_mark
from extract.parse.header.words import HeaderWords
from extract.parse.passage import Passage, join
from extract.records import Field

Value = str | date | bool | tuple[str, ...] | None

_RULE_SETS = (
    (date(2020, 3, 5), "nd30"),
    (date(2011, 3, 7), "tt01_2011"),
    (date(2005, 6, 1), "ttlt55_2005"),
    (date(1945, 9, 2), "pre2005"),
)
_NEW_SYMBOL = re.compile(r"\b(?:QyĐ|TrS|BTT)\b")
_OLD_SYMBOL = re.compile(r"\bUB$|^UB\b|^HĐBT$")
_AMBIGUOUS = frozenset(
    ("CT", "CĐ", "QC", "TC", "CN", "GN", "CK", "BN", "PC", "NP", "GT", "UQ", "PL", "L", "TT")
)
_BLANK_DAY = re.compile(r"ng[a4]y[\s.…_]*th[a4]ng")  # a draft's
_SURE, _READ, _FUZZY, _WEAK = 0.97, 0.95, 0.85, 0.6
_UNSURE = (
    0.7  # a reader's confidence below which a number or day needs eyes: 4 of 9 such were wrong
)


@dataclass(slots=True)
class Draft:
    """A header while its values are gathered: values by column, their evidence, doubts and flags."""

    values: dict[str, Value] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def put(self, name: str, value: Value, at: Evidence) -> None:
        """A value with its evidence; `None` and "" are no values."""
        if value is None or value == "":
            return
        self.values[name] = value
        self.fields.append(Field(name, _text(value), at))

    def doubt(self, name: str, reason: str, *alternatives: str) -> None:
        """Why a person should look at a field."""
        self.doubts.append(Doubt(name, reason, alternatives))


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def read_header(zone: HeaderZone, dictionaries: Dictionaries) -> Draft:
    """The header's values; all empty, rule set and type `unknown`, where the zone has no pieces."""
    draft, words = Draft(), agency_words(dictionaries)
    _read_code(draft, zone)
    _read_date(draft, zone, words)
    _read_agencies(draft, zone, words)
    _read_type(draft, zone, dictionaries)
    _read_subject(draft, zone)
    _read_marks(draft, zone)
    _read_rule_set(draft, zone)
    if not any(piece.role is not Role.MARK for piece in zone.pieces):
        draft.flags.append("header_missing")
    return draft


def _read_code(draft: Draft, zone: HeaderZone) -> None:
    piece = next(iter(zone.of(Role.CODE)), None)
    if piece is None or piece.code is None:
        return
    line = piece.code
    confidence = _by_eye(piece.at, _FUZZY if line.repaired else _READ)
    at = piece.at.evidence("header.code", confidence)
    draft.put("number", line.number, at)
    draft.put("symbol", line.symbol, at)
    draft.put("code", line.code, at)
    if line.repaired:
        draft.doubt("number", "repaired_number")
    elif line.number and confidence < _UNSURE:
        draft.doubt("number", "low_confidence")
    if line.number is None:
        draft.flags.append("number_missing")
    if line.unreadable:
        draft.doubt("number", "unreadable")


def _by_eye(at: Passage, confidence: float) -> float:
    """The rule's confidence, at most that of the reader: numbers and days are often written by hand."""
    return min([confidence, *(line.confidence for line in at.lines if line.confidence is not None)])


def _read_date(draft: Draft, zone: HeaderZone, words: AgencyWords) -> None:
    piece = next(iter(zone.of(Role.DATE)), None)
    if piece is None or piece.date is None:
        return
    place = piece.at.cut(0, piece.date.place_end) if piece.date.place_end else None
    if place and place.text:
        draft.put("place", _place(place.text, words), place.evidence("header.place", _READ))
    found = next(iter(find_dates(piece.at.text)), None)
    if found is None or found.value is None:
        if not _BLANK_DAY.search(piece.at.folded):
            draft.doubt("issued_date", "unreadable")
        return
    printed = piece.at.text[found.start : found.end]
    damaged = any(letter in printed.split("tháng")[0] for letter in "lOoI|]!")
    confidence = _by_eye(piece.at, _FUZZY if damaged else _READ)
    draft.put("issued_date", found.value, piece.at.evidence("header.date", confidence))
    if damaged:
        draft.doubt("issued_date", "repaired_number")
    elif confidence < _UNSURE:
        draft.doubt("issued_date", "low_confidence")


def _place(text: str, words: AgencyWords) -> str:
    """The place as printed; a province that was misread by a letter or two in its known form."""
    folded = " ".join(fold(text).replace("-", " ").split())
    if folded.startswith(("thanh pho ", "tp")):
        return text
    if folded in words.provinces:
        known = words.provinces[folded][0]["name"]
        return text if same_but_tone(text, known) and text != text.upper() else known
    nearest = nearest_province(folded, words)
    return nearest["name"] if nearest and len(text) > 5 else text  # noqa: PLR2004 - short names are too alike


def _read_agencies(draft: Draft, zone: HeaderZone, words: AgencyWords) -> None:
    found = names([piece.at for piece in zone.of(Role.AGENCY)], words)
    if not found:
        if any(piece.role is Role.NATIONAL for piece in zone.pieces):
            draft.flags.append("header_unreadable")
        return
    issuers = [usual_case(name.text, words) for name in split_issuers(found[-1], words)]
    draft.put("issuer", "|".join(issuers), found[-1].evidence("header.issuer", _READ))
    key = issuer_id(issuers[0], _issued(draft), words) if len(issuers) == 1 else None
    draft.put("issuer_id", key, found[-1].evidence("gazetteer.agency", _READ))
    if len(found) > 1:
        parent = usual_case(found[-2].text, words)
        draft.put("parent_agency", parent, found[-2].evidence("header.parent", _READ))
    _read_province(
        draft, [*issuers, *(usual_case(name.text, words) for name in found[:-1])], found, words
    )


def _read_province(
    draft: Draft, agencies: Sequence[str], at: Sequence[Passage], words: AgencyWords
) -> None:
    codes = {code for name in agencies if (code := province_code(name, _issued(draft), words))}
    if len(codes) == 1:
        draft.put("province_code", codes.pop(), at[0].evidence("gazetteer.province", _READ))


def _issued(draft: Draft) -> date | None:
    value = draft.values.get("issued_date")
    return value if isinstance(value, date) else None


def _read_type(draft: Draft, zone: HeaderZone, dictionaries: Dictionaries) -> None:
    symbol = str(draft.values.get("symbol") or "")
    of_symbol = types_of_symbol(symbol, dictionaries, is_party=_is_party(zone))
    title = next(iter(zone.of(Role.TITLE)), None)
    letter = zone.of(Role.SUBJECT) or zone.of(Role.ADDRESSEE)
    if title:
        if of_symbol and title.value not in of_symbol and _group(symbol) not in _AMBIGUOUS:
            draft.flags.append("type_conflict")
            draft.doubt("doc_type", "conflict", *sorted(of_symbol))
        draft.put("doc_type", title.value, title.at.evidence("header.title", _SURE))
    elif letter and (not of_symbol or _group(symbol) in _AMBIGUOUS or "cong_van" in of_symbol):
        draft.put("doc_type", "cong_van", letter[0].at.evidence("header.no_title", _READ))
    elif len(of_symbol) == 1:
        draft.put(
            "doc_type",
            next(iter(of_symbol)),
            zone.of(Role.CODE)[0].at.evidence("header.symbol", _WEAK),
        )
        draft.doubt("doc_type", "low_confidence")
    else:
        draft.values["doc_type"] = "unknown"


def _group(symbol: str) -> str:
    return re.split(r"[-/]", symbol)[0].replace(".", "")  # "T.Tr"


def types_of_symbol(symbol: str, dictionaries: Dictionaries, *, is_party: bool) -> frozenset[str]:
    """The types whose abbreviation comes first in a symbol ("QĐ-UBND", "CV/TU"); empty for an organ's."""
    first = _group(symbol)
    families = ("party",) if is_party else ("state", "old", "cited")
    return frozenset(
        entry["doc_type"]
        for entry in dictionaries.rows("document_types")
        if first and entry["abbreviation"] == first and entry["family"] in families
    )


def _is_party(zone: HeaderZone) -> bool:
    code = next((piece.code for piece in zone.of(Role.CODE)), None)
    headed = bool(zone.of(Role.PARTY)) and not zone.of(Role.NATIONAL)
    return headed or bool(code and code.is_party)


#: `QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH X` / `V/v ...`, as titles were printed before 2005
_OF_ISSUER = re.compile(r"CỦA (?P<name>[^/]{4,90}?) (?=[Vv]\s?/\s?[Vv]\b|Về việc\b)")


def _read_subject(draft: Draft, zone: HeaderZone) -> None:
    pieces = zone.of(Role.SUBJECT) or zone.of(Role.UNDER_TITLE)
    if not pieces:
        return
    at = one_line([piece.at for piece in pieces])
    issuer = _OF_ISSUER.match(at.text)
    text = at.text[issuer.end() :] if issuer and issuer["name"].isupper() else at.text
    text = re.sub(r"^\W{0,2}[Vv]\s?/\s?[VvWwYy][:.]?\s+", "", text.strip())
    text = re.sub(r"^\S{1,2}\s+(?=Về việc\b)", "", text)  # a speck before it
    text = text.rstrip(" .;-_*") if not text.endswith("...") else text
    if text.endswith(")") and "(" not in text:
        text = text[:-1]
    if text.startswith(("(", "{")) and text.endswith(")"):
        text = text[1:-1].strip()
    draft.put("subject", text, at.evidence("header.subject", _READ))


def _read_marks(draft: Draft, zone: HeaderZone) -> None:
    draft.values.update(urgency="none", secrecy="none")
    for piece in zone.of(Role.MARK):
        kind, _, value = piece.value.partition(":")
        if kind in ("urgency", "secrecy"):
            draft.put(kind, value, piece.at.evidence(f"header.{kind}", _FUZZY))
        if kind == "suspected":
            draft.put("secrecy", value, piece.at.evidence("header.secrecy", _WEAK))
            draft.doubt("secrecy", "low_confidence", "none")
            draft.flags.append("secrecy_suspected")
        draft.flags += {
            "circulation": ["internal_circulation"],
            "declassified": ["declassified"],
        }.get(kind, [])
    if "declassified" in draft.flags:
        draft.values["secrecy"] = "none"
        draft.doubt("secrecy", "conflict")


def read_inner_mark(draft: Draft, lines: Sequence[TextLine], words: HeaderWords) -> None:
    """The mark of a letter inside the file, where the head shows none (promise S5)."""
    found = inner_mark(lines, words)
    if found and draft.values["secrecy"] == "none" and "declassified" not in draft.flags:
        line, value = found
        draft.put("secrecy", value, join([line]).evidence("header.inner_secrecy", _WEAK))
        draft.doubt("secrecy", "low_confidence", "none")


def _read_rule_set(draft: Draft, zone: HeaderZone) -> None:
    draft.values["rule_set"] = _rule_set(draft.values, zone)
    anchor = next(iter(zone.of(Role.PARTY, Role.DATE)), None)
    if anchor and draft.values["rule_set"] != "unknown":
        draft.put(
            "rule_set", draft.values["rule_set"], anchor.at.evidence("header.rule_set", _READ)
        )


def _rule_set(values: Mapping[str, Value], zone: HeaderZone) -> str:
    if _is_party(zone):
        return "party"
    issued, symbol = values.get("issued_date"), str(values.get("symbol") or "")
    if isinstance(issued, date):
        return next((name for start, name in _RULE_SETS if issued >= start), "unknown")
    year = _year(zone.of(Role.DATE))
    sets = (
        {next(n for s, n in _RULE_SETS if date(year, m, 28) >= s) for m in (1, 12)}
        if year
        else set()
    )
    if len(sets) == 1:
        return sets.pop()
    if _NEW_SYMBOL.search(symbol):
        return "nd30"
    return "pre2005" if _OLD_SYMBOL.search(symbol) else "unknown"


def _year(pieces: Sequence[Piece]) -> int | None:
    """The year of a date whose day is blank or unreadable."""
    years = [piece.date.year for piece in pieces if piece.date and piece.date.year]
    year = int(years[0].replace("o", "0")) if years else 0
    return year if 1946 <= year <= 2099 else None  # noqa: PLR2004
