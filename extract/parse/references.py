"""Documents cited: the code first, then back for the type, forward for date and issuer, and what the document does with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from extract.dictionaries import Dictionaries, Entry
from extract.fold import fold
from extract.model import Doubt
from extract.parse.header import types_of_symbol
from extract.parse.passage import Passage
from extract.parse.values import Code, bars, find_codes, find_dates
from extract.records import Reference

# What a document does with one that it cites: the first of replaces, amends, basis, implements, announces, mentions. Cues stand
# at the paragraph's beginning (`Căn cứ`, `Thực hiện`), in the clause before the code (`thay thế`, `sửa đổi`) or right behind
# date and issuer (`về việc công bố`). Inside a legal basis `sửa đổi, bổ sung` belongs to the cited title.

_CLAUSE = re.compile(r"[;.](?=\s)")
_THIS = re.compile(r"\bnay\b")
# "... đã tham mưu UBND tỉnh ban hành Kế hoạch số"
_OWN_ACT = re.compile(r"\b(?:ban hanh|tham muu)\b.{0,60}$")
_TO_ANNOUNCE = re.compile(r"(?:ve(?: viec)? )?cong bo\b(?! tai)")
_ANNOUNCED = re.compile(r"cong bo\b.{0,40}(?:tai|theo)\b.{0,24}$")
_CITED = re.compile(r"\d/")  # "Nghị định số 1/... sửa đổi Nghị định số 2/...": not by this document
_WINDOW = 80


@dataclass(frozen=True, slots=True)
class Cues:
    """Folded cues by relation."""

    replaces: tuple[str, ...]
    amends: tuple[str, ...]
    basis_start: tuple[str, ...]
    implements_start: tuple[str, ...]
    implements: tuple[str, ...]


def cues(rows: Sequence[Entry]) -> Cues:
    """The cues among the reference words."""

    def of(kind: str) -> tuple[str, ...]:
        """The folded words of a kind."""
        return tuple(fold(row["words"]) for row in rows if row["kind"] == kind)

    return Cues(
        of("replaces"),
        of("amends"),
        of("basis_start"),
        of("implements_start"),
        of("implements"),
    )


def relation(passage: Passage, start: int, end: int, cues: Cues, *, is_task: bool = False) -> str:
    """The relation of the citation at `start` to `end` (date included); in a task openings do not count."""
    clause = _clause(passage.folded, start)
    opened = _opened(passage, start, clause, cues)
    if is_task and not (opened == "basis" and passage.text.rstrip().endswith((";", ","))):
        opened = ""
    if not opened:
        changed = _changed(passage, start, clause, cues)
        if changed:
            return changed
    if opened in ("basis", "implements"):
        return opened
    behind = passage.folded[end : end + _WINDOW].split(".")[0]
    if _TO_ANNOUNCE.search(behind) or _ANNOUNCED.search(clause):
        return "announces"
    return "implements" if _right_before(clause, cues) else "mentions"


def _changed(passage: Passage, start: int, clause: str, cues: Cues) -> str | None:
    """Whether this document replaces or amends the cited one."""
    if any(cue in clause for cue in cues.replaces) and _THIS.search(passage.folded[:start]):
        return "replaces"
    amending = [clause.find(cue) for cue in cues.amends if cue in clause]
    by_another = bool(amending) and _CITED.search(clause[: min(amending)])
    return "amends" if amending and not by_another else None


def _opened(passage: Passage, start: int, clause: str, cues: Cues) -> str:
    """What the paragraph's opening makes of it: "basis", "implements", "open" (a cue that does not reach it) or ""."""
    opening = passage.folded.lstrip("- ")
    capital = passage.text.lstrip("- ")[:1].isupper()
    if capital and opening.startswith(cues.basis_start):
        return "basis"
    if not opening.startswith(cues.implements_start):
        return ""
    reaches = not re.search(r"[a-z)][.]\s", passage.folded[:start]) and not _OWN_ACT.search(clause)
    return "implements" if reaches else "open"


def _right_before(clause: str, cues: Cues) -> bool:
    """`thực hiện Chỉ thị số ...`: the verb, at most a type of three words, `số`."""
    words = clause.removesuffix("so ").removesuffix("so").split()
    for n in range(1, 5):
        before = " ".join(words[: len(words) - n])
        if before.endswith(cues.implements):
            return True
    return False


def _clause(folded: str, start: int) -> str:
    """The clause before the citation."""
    begin = 0
    for match in _CLAUSE.finditer(folded, 0, start):
        begin = match.end()
    return folded[begin:start]


# `Ngày 19/01/2026, Hội đồng X ban hành Công văn số ...` states date and issuer before the code. Later citations of the same
# code fill what the first left open. The document's own code is no reference. The issuer stands as printed, up to the first
# stop word. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.6 (form of citations).

_TO_DATE = re.compile(r"[\s,(]*(?:ng[aà]y\s*)?", re.IGNORECASE)
_OF = re.compile(r"\s*+,?\s*+c[uủ][aả]\s+", re.IGNORECASE)
_BEFORE_CODE = re.compile(r"(?:so|s6)?\s?:?\s?$")
_DATED_BEFORE = re.compile(
    r"(?:ngay\s++(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2} thang \d{1,2} nam \d{4})|(?:^|[.;,]))\s*+,?\s*+(?P<who>[^,;.]{3,70}?)\s++(?:da\s++)?(?:ban hanh|co)\s++[a-z ]{3,30}$"
)
_OF_BEFORE = re.compile(r"\b(?:cua|do)\s++(?P<who>[^,;.]{3,60}?)\s++tai\s++[a-z ]{3,30}$")
_COUNCIL = re.compile(
    r"(?:UBND|HĐND|[ỦU][ỷyỶY] ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân)(?:\s+(?:[Tt]ỉnh|[Tt]hành phố|TP\.?|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Xx]ã|[Pp]hường)(?P<name>(?:\s+(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ]*|-|–))*))?"
)
_LAW = re.compile(r"(?P<law>(?:Bộ luật|Luật|Pháp lệnh)\s[^;,.()]{4,90}?)\s+ngày\s+\d")
_TYPE_WINDOW, _NEAR = 90, 24
_LONGEST = 14  # words of an issuer


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage that may cite; in an item `Thực hiện ...` is a task, not what this document carries out."""

    text: Passage
    is_item: bool


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """Folded words around citations."""

    types: Mapping[str, str]  # folded name to type, longest first
    heads: tuple[str, ...]
    stops: tuple[str, ...]
    groups: Mapping[str, str]
    cues: Cues
    dictionaries: Dictionaries


@lru_cache(maxsize=4)
def reference_words(dictionaries: Dictionaries) -> ReferenceWords:
    """The lists, folded."""
    rows = dictionaries.rows("reference_words")
    listed = [e for e in dictionaries.rows("document_types") if e["family"] != "common"]
    types = {fold(e["name"]): e["doc_type"] for e in reversed(listed)}
    types |= {fold(e["words"]): e["value"] for e in rows if e["kind"] == "type"}
    return ReferenceWords(
        types=dict(sorted(types.items(), key=lambda item: -len(item[0]))),
        heads=tuple(fold(e["words"]) for e in rows if e["kind"] == "issuer_head"),
        stops=tuple(e["words"] for e in rows if e["kind"] == "issuer_stop"),
        groups=bars(dictionaries),
        cues=cues(rows),
        dictionaries=dictionaries,
    )


def read_references(
    passages: Iterable[Quoted], own_code: str | None, issued: date | None, words: ReferenceWords
) -> tuple[Reference, ...]:
    """The citations of a document's passages, in order, one a code; `own_code` is left out."""
    rows: dict[str, Reference] = {}
    for quoted in passages:
        found = (*_coded(quoted, words), *_laws(quoted.text, words))
        for _, row in sorted(found, key=lambda item: item[0]):
            key = row.code or f"{row.ref_type} {row.ref_date}"
            if row.code != own_code or own_code is None:
                rows[key] = _merged(rows[key], row) if key in rows else row
    numbered = (replace(row, order=order) for order, row in enumerate(rows.values(), 1))
    return tuple(_checked(row, issued) for row in numbered)


def _merged(first: Reference, later: Reference) -> Reference:
    return replace(
        first,
        ref_type=first.ref_type or later.ref_type,
        ref_date=first.ref_date or later.ref_date,
        issuer=first.issuer or later.issuer,
        relation=later.relation if later.relation in ("replaces", "amends") else first.relation,
    )


def _checked(row: Reference, issued: date | None) -> Reference:
    """A cited document that is later than this one: usually one misread digit."""
    if issued and row.ref_date and row.ref_date > issued:
        return replace(row, doubts=(*row.doubts, Doubt("ref_date", "conflict")))
    return row


def _coded(quoted: Quoted, words: ReferenceWords) -> Iterator[tuple[int, Reference]]:
    passage, before = quoted.text, None
    found = list(find_codes(passage.text, words.groups))
    for i, code in enumerate(found):
        start = found[i - 1].end if i else 0
        stop = found[i + 1].start if i + 1 < len(found) else len(passage.text)
        ref_type = _type(passage, code, start, before, words)
        before = ref_type
        yield code.start, _reference(quoted, code, ref_type, stop, words)


def _reference(
    quoted: Quoted, code: Code, ref_type: str | None, stop: int, words: ReferenceWords
) -> Reference:
    passage = quoted.text
    day, end = _date(passage, code.end, stop)
    issuer = _issuer(passage, end, stop, words)
    if day is None or issuer is None:
        stated, who = _stated_before(passage, code.start, words)
        day, issuer = day or stated, issuer or who
    return Reference(
        ref_type=ref_type or "unknown",
        code=code.code,
        number=code.number,
        symbol=code.symbol,
        ref_date=day,
        issuer=issuer,
        relation=relation(passage, code.start, end, words.cues, is_task=quoted.is_item),
        at=passage.evidence("references.code", 0.93, code.start, max(end, code.end)),
        doubts=() if ref_type else (Doubt("ref_type", "low_confidence"),),
    )


def _type(
    passage: Passage, code: Code, start: int, before: str | None, words: ReferenceWords
) -> str | None:
    """The type named before the code, nearest first; else that of the symbol; else that of the row of codes."""
    window = passage.folded[max(start, code.start - _TYPE_WINDOW) : code.start]
    near = _BEFORE_CODE.sub("", window).rstrip(" :,")
    for name, ref_type in words.types.items():
        if near.endswith(name) and not near[: -len(name)][-1:].isalpha():
            return ref_type
    of_symbol = types_of_symbol(code.symbol, words.dictionaries, is_party=code.is_party)
    if len(of_symbol) == 1:
        return next(iter(of_symbol))
    if re.match(r"QH\d|UBTVQH", code.symbol):
        return _of_assembly(window)
    if re.fullmatch(r"(?:va|so|[\s,;])*", near):
        return before
    return "cong_van" if near.endswith(" so") or not (before or of_symbol) else None


def _of_assembly(window: str) -> str | None:
    last = max(("luat", "nghi quyet", "phap lenh", "bo luat"), key=window.rfind)
    return last.replace(" ", "_") if last in window else None


def _date(passage: Passage, end: int, stop: int) -> tuple[date | None, int]:
    """The date right behind a code, and where it ends (else the code's end)."""
    gap = _TO_DATE.match(passage.text, end)
    at = gap.end() if gap else end
    for found in find_dates(passage.text[end : min(stop, end + 60)]):
        if end + found.start <= at:
            return found.value, end + found.end
        break
    return None, end


def _issuer(passage: Passage, end: int, stop: int, words: ReferenceWords) -> str | None:
    """The issuer behind date or code: after `của`, or at once where a name begins with a capital."""
    of = _OF.match(passage.text, end)
    at = (
        of.end() if of else end + len(passage.text[end:stop]) - len(passage.text[end:stop].lstrip())
    )
    rest = passage.text[at:stop]
    folded = fold(rest)
    is_name = any(
        folded.startswith(head) and not folded[len(head) :][:1].isalpha() for head in words.heads
    )
    if not is_name or (not of and not rest[:1].isupper()):
        return None
    council = _COUNCIL.match(rest)
    text = council[0] if council else _until_stop(rest, words)
    return " ".join(text.split()).strip(" ,;.-–") or None


def _until_stop(rest: str, words: ReferenceWords) -> str:
    clause = re.split(r"[,;.()“\"]", rest, maxsplit=1)[0]
    tokens = clause.split()
    for n in range(1, min(len(tokens), _LONGEST)):
        tail = " ".join(tokens[n : n + 3])
        if _begins_with_stop(tail, words):
            return " ".join(tokens[:n])
        if tokens[n] == "và" and _ends_issuer(" ".join(tokens[n + 1 : n + 4]), words):
            return " ".join(tokens[:n])
    return " ".join(tokens[:_LONGEST])


def _begins_with_stop(text: str, words: ReferenceWords) -> bool:
    return any(text == stop or text.startswith(f"{stop} ") for stop in words.stops)


def _ends_issuer(text: str, words: ReferenceWords) -> bool:
    """What follows "và" belongs to the sentence: a verb, another citation, `các ...`."""
    folded = f"{fold(text)} "
    cited = folded.startswith("cac ") or any(folded.startswith(f"{name} ") for name in words.types)
    return cited or _begins_with_stop(text, words)


def _stated_before(
    passage: Passage, start: int, words: ReferenceWords
) -> tuple[date | None, str | None]:
    """Date and issuer of `Ngày D, X ban hành Công văn số ...`."""
    window = _BEFORE_CODE.sub("", passage.folded[:start]).rstrip()
    sentence = max(window.rfind(". ") + 1, window.rfind("; ") + 1, len(window) - 200, 0)
    match = _DATED_BEFORE.search(window, sentence) or _OF_BEFORE.search(window, sentence)
    if match is None:
        return None, None
    who = passage.text[match.start("who") : match.end("who")].strip(" ,")
    named = who[:1].isupper() and fold(who).startswith(words.heads)
    if not match.groupdict().get("day"):
        return None, who if named else None
    days = list(find_dates(passage.text[match.start() : match.end("day")]))
    return (days[0].value if days else None), who if named else None


def _laws(passage: Passage, words: ReferenceWords) -> Iterator[tuple[int, Reference]]:
    """Laws without a code among the legal bases (`Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015`)."""
    if not passage.folded.startswith("can cu"):
        return
    for match in _LAW.finditer(passage.text):
        folded = fold(match["law"])
        ref_type = next(
            (t for name, t in words.types.items() if folded.startswith(f"{name} ")), None
        )
        day, end = _date(passage, match.end("law"), len(passage.text))
        has_code = any(True for _ in find_codes(match["law"], words.groups))
        if ref_type and day and not has_code:
            at = passage.evidence("references.law", 0.8, match.start(), end)
            row = Reference(ref_type=ref_type, ref_date=day, relation="basis", at=at)
            yield match.start(), row
