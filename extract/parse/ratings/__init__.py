"""What a sentence says about a rated body: rank, score, their changes, grade, base year, as facts with their place.

The patterns run on the fold, so that lost marks do no harm; ordinals in words are looked up again in the text with their
own accents ("thứ tư" is 4, "thứ tự" is none; "hạng năm 2021" is a year). A number is cut from the text as printed.
Forms: tests/cases/parse/results_facts.json has examples and counter-examples of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.fold import GAP
from extract.parse.passage import Passage
from extract.parse.values import SPACED, read_decimal

_PLACE = r"(?:thu\s+hang|vi\s+tri|vi\s+thu|xep\s+hang|hang|bac|xep)"
_WORD = r"(?:nhat|nhi|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi)"
_COUNT = rf"(?P<n>\d{{1,3}}(?![\d.,]*\d|\s*%)|{_WORD}\b)"
_PLACES = r"(?:hang|bac|vi\s+tri|vi\s+thu|thu\s+hang)\b"

RANK = re.compile(
    rf"""(?<![a-z0-9])
    (?P<verb>(?:xep|dung|giu|o|dat|la|len|xuong|tu|vao)\s+)?
    (?P<noun>{_PLACE}(?:\s+(?:thu|hang|vi\s+tri|so)){{0,4}}|thu)
    \s*(?:la\s+|:\s*|dat\s+)?
    (?P<rank>\d{{1,3}}(?![\d%]|[.,]\d)|(?<=thu\s){_WORD}\b)
    (?:\s*(?:/|tren\s+tong\s+so|tren|trong\s+tong\s+so|trong\s+so|trong)\s*(?P<of>\d{{1,4}})(?!\d|/))?""",
    re.VERBOSE,
)
_WEEKDAY = re.compile(r",? (?:cua |trong )?(?:hang |moi |cac )?tuan\b")  # `thứ Năm hằng tuần`
#: `Người đứng đầu`, `cấp ủy đứng đầu` are offices, not ranks.
LEADER = re.compile(
    r"\b(?:(?<!nhom )(?<!top )(?<!cac )dan dau|(?<!nhom )(?<!nguoi )(?<!can bo )(?<!cap uy )(?<!chuc )(?<!vai tro )(?<!trach nhiem )dung dau|quan quan)\b(?!\s+(?:cac|mot|nhom|don vi|co quan|so|to chuc))"
)
UP = re.compile(
    rf"\b(?:tang|len|vuot|cai thien|thang|nang)(?:\s+(?:hang|len|duoc|them|thu hang)){{0,4}}\s+{_COUNT}\s*{_PLACES}"
)
DOWN = re.compile(
    rf"\b(?:tut|giam|xuong|rot|ha|sut)(?:\s+(?:hang|xuong|thu hang)){{0,4}}\s+{_COUNT}\s*{_PLACES}"
)
SAME = re.compile(
    r"\b(?:giu nguyen|khong thay doi|giu vung|duy tri|khong tang,? khong giam)(?=\s*(?P<place>vi tri|thu hang|hang|bac|vi thu|ve thu hang))"
)
FORMER_RANK = re.compile(
    rf"\btu\s+(?:{_PLACE}|thu)(?:\s+(?:thu|hang)){{0,4}}\s*(?P<rank>\d{{1,3}})(?:\s*/\s*(?P<of>\d{{1,3}}))?(?=[^.;]{{0,40}}\b(?:len|xuong|thanh)\b)"
)
SCORE = re.compile(
    rf"""(?<![\d/.,])(?<!\bnam\s)(?P<value>{SPACED})
    (?:\s*(?:/|tren)\s*(?P<of>{SPACED}))?\s*
    (?P<unit>diem(?!\s+(?:cau|den|nghen|nong|dau|dan\s+cu|tru|thuong|cong|[a-e]\b))|%)
    (?:\s*(?:/|tren|\((?:theo\s|tren\s)?(?=thang\s))\s*(?:(?:thang|tong)(?:\s+so)?(?:\s+diem)?\s+)?(?P<scale>\d{{2,4}}(?![\d.,]*\d))(?:\s+diem)?(?:(?<=\d)\)|(?<=diem)\))?)?""",
    re.VERBOSE,
)
BARE_SCORE = re.compile(
    rf"""(?:\btong\s+diem|\bdiem\s+so|\bso\s+diem|\btong\s+so\s+diem|\bgia\s+tri(?:\s+chi\s+so)?|\bdat)
    \s*(?:dat\s*+|la\s*+|:\s*+){{0,4}}(?P<value>\d{{1,4}}[.,]\s?\d{{1,4}}|\d{{1,4}}(?=\s*/\s*1000?\b))
    (?:\s*/\s*(?P<of>{SPACED}))?(?![\d/%])(?!\s*(?:%|diem|ty|trieu|tieu|nhiem|dong|[a-z]))""",
    re.VERBOSE,
)
#: `đạt 86,15% (25/63)`: the rank in brackets behind the score.
_RANK_BESIDE = re.compile(r"\s?\(\s?(?P<rank>\d{1,3})\s?/\s?(?P<of>\d{2,3})\s?\)")
SCORE_CHANGE = re.compile(
    rf"\b(?P<sign>tang|giam|cao hon|thap hon|nhieu hon|it hon)(?:\s+(?:duoc|them|den|toi|hon))?\s+(?P<value>{SPACED})\s*(?P<unit>diem|%)"
)
#: Figures behind these words are differences, deductions or parts, not a body's score.
_NO_SCORE = re.compile(
    r"(?:chenh|tru|mat|cong|thieu|hon|kem|tang|giam|toi da|moi tieu chi|tieu chi|chi tieu|cach|muc|tren|duoi|khoang|chua dat|khong dat)(?:\s+(?:nhau|lech|them|duoc|la|den|toi)){0,4}\s*\(?$"
)
# `tự chấm 91 điểm`, `điểm tự đánh giá là 90,5 điểm`
_OWN = re.compile(
    r"\btu (?:cham|danh gia|cham diem)(?: diem)?(?: duoc| dat| la|:| cua [^,;.]{2,25}){0,4} ?$"
)
_SCORED = re.compile(r"(?:\d ?diem|%)(?: ?\([^()]{3,30}\))?[,;] ?$")  # `83,10%, hạng 20`
GRADE = re.compile(
    r"\b(?:xep\s+loai|xep\s+hang|xep|muc|nhom|loai)\s*+:?\s*+(?:loai\s++|muc\s++|dat\s++)?[\"'(]?(?P<grade>xuat sac|rat tot|tuong doi tot|tot|kha|trung binh(?: -)? cao|trung binh(?: -)? thap|trung binh|tuong doi thap|rat thap|thap nhat|cao nhat|thap|yeu|kem)\b"
)
BASE_YEAR = re.compile(r"\bso voi\s+(?:[a-z]+\s+){0,5}?nam\s+(?P<year>(?:19|20)\d\d)\b")
_FORMER = {"rank": "former_rank", "score": "former_score"}
_COMPARED = re.compile(r"\bso voi\s+(?:[a-z]+\s+){0,4}?nam\s+(?:(?:19|20)\d\d|truoc)\s*$")
_OTHER_YEAR = re.compile(r"\(\s*nam\s+(?:(?:19|20)\d\d|truoc)\b")
_NEAR, _CLAUSE = 40, 160  # characters before a figure in which its context stands
_BEFORE = 40  # characters before a bracket in which the year compared with stands


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing said: `kind` (rank, former_rank, score, former_score, rank_change, score_change, grade, base_year, leader) and where.

    `value` is the number (a grade's is None), `of` what stands behind the bar, `unit` "point" or "percent",
    `words` the text as printed.
    """

    kind: str
    start: int
    end: int
    value: Decimal | None
    words: str
    of: Decimal | None = None
    unit: str | None = None


def find_facts(passage: Passage, ordinals: Mapping[str, int]) -> tuple[Fact, ...]:
    """Every fact of the passage, in reading order; none lies inside another."""
    found = sorted(_all(passage, ordinals), key=lambda fact: (fact.start, fact.start - fact.end))
    kept: list[Fact] = []
    for fact in found:
        if not kept or fact.start >= kept[-1].end:
            kept.append(_as_former(fact, passage.folded))
    return tuple(kept)


def _as_former(fact: Fact, folded: str) -> Fact:
    """A rank or score in brackets that speak of the year compared with is the former one."""
    kind = _FORMER.get(fact.kind)
    bracket = folded.rfind("(", max(0, fact.start - _CLAUSE), fact.start)
    if kind is None or bracket < 0 or folded.find(")", bracket, fact.start) >= 0:
        return fact
    compared = _COMPARED.search(folded, max(0, bracket - _BEFORE), bracket)
    inside = _OTHER_YEAR.search(folded, bracket, fact.start)
    return replace(fact, kind=kind) if compared or inside else fact


def _all(passage: Passage, ordinals: Mapping[str, int]) -> Iterator[Fact]:
    yield from _ranks(passage, ordinals)
    yield from _changes(passage, ordinals)
    yield from _scores(passage)
    for match in GRADE.finditer(passage.folded):
        words = passage.text[match.start("grade") : match.end("grade")]
        if not _counts_bodies(passage.folded, match.start()):
            yield Fact("grade", match.start(), match.end(), None, words)
    for match in BASE_YEAR.finditer(passage.folded):
        yield Fact("base_year", match.start(), match.end(), Decimal(match["year"]), match[0])


def _counts_bodies(folded: str, at: int) -> bool:
    """Whether bodies are counted, none is graded: "29/44 cơ quan xếp hạng Tốt"."""
    return bool(
        re.search(
            rf"\d{GAP}/?\s+(?:co quan|don vi|so|xa|huyen|dia phuong)[^.;]{{0,{_CLAUSE}}}$",
            folded[max(0, at - _CLAUSE) : at],
        )
    )


def _ranks(passage: Passage, ordinals: Mapping[str, int]) -> Iterator[Fact]:
    for match in FORMER_RANK.finditer(passage.folded):
        yield _fact(
            passage, match, "former_rank", Decimal(match["rank"]), _decimal(passage, match, "of")
        )
    for match in RANK.finditer(passage.folded):
        value = _ordinal(passage, match, "rank", ordinals)
        if value is not None and _is_rank(passage.folded, match):
            yield _fact(passage, match, "rank", Decimal(value), _decimal(passage, match, "of"))
    for match in LEADER.finditer(passage.folded):
        yield _fact(passage, match, "leader", Decimal(1))


def _is_rank(folded: str, match: re.Match[str]) -> bool:
    """A bare "thứ 6" is a day, a bare "hạng II" a class of posts: they need a verb or a number behind a bar."""
    noun = match["noun"]
    if noun == "thu" and _WEEKDAY.match(folded, match.end()):
        return False
    if re.search(
        r"\b(?:lan|ngay|sang|chieu|nguoi|cong trinh|do thi|benh vien|dien)\s+$",
        folded[max(0, match.start() - _NEAR) : match.start()],
    ):
        return False
    if noun in ("xep", "bac"):
        return bool(match["of"])
    bracketed = folded[: match.start()].endswith("(") and folded.startswith(")", match.end())
    beside = noun == "hang" and _SCORED.search(folded, max(0, match.start() - _NEAR), match.start())
    return bool(match["verb"] or match["of"] or bracketed or beside or noun not in ("thu", "hang"))


def _ordinal(
    passage: Passage, match: re.Match[str], group: str, ordinals: Mapping[str, int]
) -> int | None:
    word = passage.text[match.start(group) : match.end(group)].lower()
    if word.isdecimal():
        return int(word) or None
    if passage.folded[match.end(group) : match.end(group) + 3].lstrip()[:1].isdecimal():
        return None
    return ordinals.get(word)


def _changes(passage: Passage, ordinals: Mapping[str, int]) -> Iterator[Fact]:
    for pattern, sign in ((UP, 1), (DOWN, -1)):
        for match in pattern.finditer(passage.folded):
            places = _ordinal(passage, match, "n", ordinals)
            if places is not None:
                yield _fact(passage, match, "rank_change", Decimal(sign * places))
    for match in SAME.finditer(passage.folded):
        yield _fact(passage, match, "rank_change", Decimal(0))
    for match in SCORE_CHANGE.finditer(passage.folded):
        value = _decimal(passage, match, "value")
        if value is not None:
            up = match["sign"] in ("tang", "cao hon", "nhieu hon")
            yield _fact(passage, match, "score_change", value if up else -value)


def _scores(passage: Passage) -> Iterator[Fact]:
    """The scores; what a body gave itself is none where the appraised score stands beside it."""
    found = list(_all_scores(passage))
    own = [
        fact
        for fact in found
        if _OWN.search(passage.folded[max(0, fact.start - _NEAR) : fact.start])
    ]
    for fact in found:
        if fact not in own or len(own) == len(found):
            yield fact
            yield from _rank_beside(passage, fact)


def _rank_beside(passage: Passage, score: Fact) -> Iterator[Fact]:
    """The rank that stands in brackets behind a score, unless its figures say how many of something there are."""
    match = _RANK_BESIDE.match(passage.folded, score.end)
    if match and 0 < int(match["rank"]) <= int(match["of"]):
        yield _fact(passage, match, "rank", Decimal(match["rank"]), Decimal(match["of"]))


def _all_scores(passage: Passage) -> Iterator[Fact]:
    for match in SCORE.finditer(passage.folded):
        value = _decimal(passage, match, "value")
        before = passage.folded[max(0, match.start() - 30) : match.start()]
        if value is not None and not _NO_SCORE.search(before):
            unit = "percent" if match["unit"] == "%" else "point"
            top = _decimal(passage, match, "of") or _decimal(passage, match, "scale")
            yield _fact(passage, match, "score", value, top, unit=unit)
    for match in BARE_SCORE.finditer(passage.folded):
        value = _decimal(passage, match, "value")
        if value is not None:
            of = _decimal(passage, match, "of")
            yield _fact(passage, match, "score", value, of, unit="point")


def _decimal(passage: Passage, match: re.Match[str], group: str) -> Decimal | None:
    if not match[group]:
        return None
    return read_decimal(passage.text[match.start(group) : match.end(group)], spaced=True)


def _fact(
    passage: Passage,
    match: re.Match[str],
    kind: str,
    value: Decimal,
    of: Decimal | None = None,
    *,
    unit: str | None = None,
) -> Fact:
    words = passage.text[match.start() : match.end()]
    return Fact(kind, match.start(), match.end(), value, words, of=of, unit=unit)
