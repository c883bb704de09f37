"""The header's values: number, date, agencies, type, subject, marks, each with the place where it was read.

What stands on the page is cut from the text; a draft's blanks and unreadable handwriting stay empty, with a doubt. The
type is that of the title; where title and symbol disagree the title wins and the flag `type_conflict` says so. Sources:
NĐ 30/2020/NĐ-CP, Phụ lục I and III; the rule sets' intervals of issue.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import TextLine
from extract.parse.header.figures import (
    Draft,
    Value,
    check_symbol,
    read_code,
    read_date,
    read_place,
)
from extract.parse.header.names import (
    AgencyWords,
    agency_words,
    issuer_id,
    names,
    one_line,
    province_code,
    split_issuers,
    usual_case,
)
from extract.parse.header.number_date import KnownDays
from extract.parse.header.segments import HeaderZone, Role, SegmentPiece
from extract.parse.header.words import HeaderWords, inner_mark
from extract.parse.passage import HandwrittenPages, Passage, join

_RULE_SETS = (
    (date(2020, 3, 5), "nd30"),
    (date(2011, 3, 7), "tt01_2011"),
    (date(2005, 6, 1), "ttlt55_2005"),
    (date(1945, 9, 2), "pre2005"),
)
_NUMBER_IN = re.compile(r"\bs[o06]\s?[:.]")
_NEW_SYMBOL = re.compile(r"\b(?:QyĐ|TrS|BTT)\b")
_OLD_SYMBOL = re.compile(r"\bUB$|^UB\b|^HĐBT$")
_AMBIGUOUS = frozenset(
    ("CT", "CĐ", "QC", "TC", "CN", "GN", "CK", "BN", "PC", "NP", "GT", "UQ", "PL", "L", "TT")
)
_TITLE_PART = 2  # words beside a title that belong to it
_SURE, _READ, _FUZZY, _WEAK = 0.97, 0.95, 0.85, 0.6


def read_header(
    zone: HeaderZone,
    dictionaries: Dictionaries,
    written: HandwrittenPages | None = None,
    known: KnownDays | None = None,
) -> Draft:
    """The header's values; all empty, rule set and type `unknown`, where the zone has no pieces.

    `written` has what a pen filled in; `known` what is known of the day of issue beside its line.
    """
    draft, words = Draft(), agency_words(dictionaries)
    written = written or HandwrittenPages()
    read_code(draft, zone, written)
    for piece in zone.of(Role.DATE)[:1]:
        read_date(draft, piece.at, written, known or KnownDays())
        read_place(draft, piece, words)
    _read_agencies(draft, zone, words)
    check_symbol(draft, dictionaries)
    _read_type(draft, zone, dictionaries)
    _read_subject(draft, zone)
    _read_marks(draft, zone)
    _read_rule_set(draft, zone)
    if not any(piece.role is not Role.MARK for piece in zone.pieces):
        draft.flags.append("header_missing")
    return draft


def _read_agencies(draft: Draft, zone: HeaderZone, words: AgencyWords) -> None:
    found = names([_without_number(piece.at) for piece in zone.of(Role.AGENCY)], words)
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
    for field in ("issuer", "parent_agency"):
        if two := _TWO_HEADS.match(fold(str(draft.values.get(field) or ""))):
            whole = str(draft.values[field])
            draft.doubt(field, "conflict", whole[two.end("first") + 1 :])
    _read_province(
        draft, [*issuers, *(usual_case(name.text, words) for name in found[:-1])], found, words
    )


#: Two names in one: of a line that was printed over another (`Sở Y Chi cục ...`) the first word of the old one is left.
_TWO_HEADS = re.compile(
    r"(?P<first>so|bo|(?:chi |tong )?cuc) (?:so (?!huu\b)|bo (?!tro\b)|(?:chi |tong )?cuc |uy ban |ubnd\b)"
)


def _without_number(at: Passage) -> Passage:
    """An agency's line without a number that was read into it."""
    number = _NUMBER_IN.search(at.folded)
    return at.cut(0, number.start()) if number else at


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


def _below_title(zone: HeaderZone) -> tuple[SegmentPiece, ...]:
    """The lines below a title; one or two words in capitals beside it belong to it (`KẾ HOẠCH LIÊN NGÀNH`)."""
    pieces = zone.of(Role.UNDER_TITLE)
    title = next(iter(zone.of(Role.TITLE)), None)
    if title is None or len(pieces) < 2 or pieces[0].at.lines != title.at.lines:  # noqa: PLR2004
        return pieces
    first, second = (piece.at.text for piece in pieces[:2])
    is_part = len(first.split()) <= _TITLE_PART and first.isupper() and not second.isupper()
    return pieces[1:] if is_part else pieces


#: `QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN TỈNH X` / `V/v ...`, as titles were printed before 2005
_OF_ISSUER = re.compile(r"CỦA (?P<name>[^/]{4,90}?) (?=[Vv]\s?/\s?[Vv]\b|Về việc\b)")


def _read_subject(draft: Draft, zone: HeaderZone) -> None:
    pieces = zone.of(Role.SUBJECT) or _below_title(zone)
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
    text = text.replace('"', "") if text.count('"') == 1 else text
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
        return rule_set_on(issued)
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


def rule_set_on(issued: date) -> str:
    """The rules that held on a day of issue."""
    return next((name for start, name in _RULE_SETS if issued >= start), "unknown")


def _year(pieces: Sequence[SegmentPiece]) -> int | None:
    """The year of a date whose day is blank or unreadable."""
    years = [piece.date.year for piece in pieces if piece.date and piece.date.year]
    year = int(years[0].replace("o", "0")) if years else 0
    return year if 1946 <= year <= 2099 else None  # noqa: PLR2004
