"""Scores in lists and sentences: `name (a/b)`, `name: a/b điểm`, `name đạt a điểm, xếp hạng r/n`, `name: a điểm`.

A figure behind a bar is a maximum only in brackets or with "điểm" ("20/27 nhiệm vụ" and "24/12/2020" are none). Items count
in runs of two or more, or where the name is an area; bullets may be lost, so a paragraph is cut at every such tail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extract.fold import GAP
from extract.parse.numbers import SPACED, read_decimal
from extract.parse.passage import Passage

_RATIO = rf"(?<![\d/.,])(?P<a>{SPACED})\s*(?:diem\s*)?(?:/|\btren\b)\s*(?P<b>{SPACED})(?!\d|\s*/)"
_SHARE = rf"(?:\s*+[,;(\-]*+\s*+(?:(?:ty le|ti le|chiem|tuong duong|bang)\s*)?(?:dat\s*)?(?P<percent>{SPACED})\s*%\s*\)?)?"
_RANK = r"(?:\s*+[,;(\-]*+\s*+(?:va\s+)?(?:xep|dung)\s+(?:(?:vi tri|hang|thu|thu hang)\s*+){1,4}(?P<rank>\d{1,3})(?:\s*/\s*(?P<of>\d{1,3}))?\s*\)?|\s?\(\s?(?P<place>\d{1,3})\s?/\s?(?P<places>\d{2,3})\s?\))?"
TAIL = re.compile(
    rf"""(?P<link>(?<!\s)\s+(?=\d{{1,3}}(?:[.,]\d{{1,4}})?\s*/\s*\d{{1,3}}(?:[.,]\d{{1,4}})?\s*diem\b)|(?<=['"])\s+(?=\d{{1,3}}(?:[.,]\d{{1,4}})?\s*diem\b)|{GAP}(?::|\(|\bdat(?:\s+duoc)?|\bduoc|\bla|-)\s*+(?:dat\s*+|duoc\s*+|la\s*+){{0,4}}(?:so\s+diem\s*+|diem\s*+(?:so\s*+)?)?(?:la\s*+|:\s*+)?)
    (?:{_RATIO}\s*(?P<unit>diem(?:\s+toi\s+da)?)?
      |(?P<alone>(?<![\d/.,]){SPACED})\s*diem(?!\s*(?:cau|den|nong|thuong|cong|tru))
      |(?P<bare>(?<![\d/.,])\d{{1,3}}[.,]\d{{1,4}})(?=\s*+[,;(]*+\s*+(?:va\s+)?(?:xep|dung)\s)
      |(?P<part>(?<![\d/.,])\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*%(?=\s*(?:[;.,(]|$)))
    (?P<closed>\s*\))?(?:\s?\((?:diem\s)?toi\sda:?\s(?P<top>{SPACED})(?:\s?diem)?\))?{_SHARE}{_RANK}\s*\)?""",
    re.VERBOSE,
)
_LOSS = re.compile(r"\b(?:tru|mat|thieu|giam|cong them)\W*$")
_NAMED = re.compile(
    r"(?:[Ll]ĩnh vực|[Cc]hỉ số (?:nội dung|thành phần)|(?:[Tt]rục )?[Nn]ội dung|[Tt]iêu chí|[Yy]ếu tố|[Tt]rụ cột)\s+[“\"'‘]?(?P<name>[^“”\"]+?)[”\"'’]?|[“\"](?P<quoted>[^“”\"]+)[”\"]"
)
_LONGEST_NAME = 220
_JUDGED = re.compile(
    rf"""\s\((?:diem\s)?toi\sda:?\s(?P<b>{SPACED})\s?diem\)\s?[:,]?\s[^.;:]{{0,40}}?\btu\s(?:cham|danh\sgia)(?:\sdiem)?(?:\s(?:la|dat|duoc)|:)?\s(?P<own>{SPACED})\s?diem
    [^.;:]{{0,60}}?\b(?:tham\sdinh|cham|danh\sgia)(?:\sdiem)?(?:\s(?:la|dat|duoc)|:)?\s(?P<given>{SPACED})\s?diem""",
    re.VERBOSE,
)
_MARKS = " -–—=~+«•*:;,.("


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion with its figures, at `start`..`end` of its passage."""

    name: str
    points: Decimal
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    rank_of: int | None
    start: int
    end: int
    share: bool = False  # nothing but a percent: a factor of an index that is one
    own: Decimal | None = None  # what the body gave itself, where points were appraised


# `tổng điểm tự đánh giá là 90,5 điểm, điểm thẩm định 86,25/100`: what a body got as a whole
_TOTAL = re.compile(
    r"\W*(?:voi |co |trong do,? )?(?:(?:tong(?: so)? )?diem (?:tu|tham dinh|danh gia|dieu tra|khao sat|dat duoc)|tong(?: so)? diem)\b"
)


#: A figure with what makes it points; most paragraphs hold none, and looking for whole items is slow.
_FIGURE = re.compile(r"\d\s*+(?:diem|%|(?:/|\btren\b)\s*+\d|[,;(]*+\s*+(?:va\s++)?(?:xep|dung)\s)")


def find_items(passage: Passage) -> tuple[Item, ...]:
    """Every criterion with points in a passage, in reading order."""
    return tuple(_items(passage)) if _FIGURE.search(passage.folded) else ()


def _items(passage: Passage) -> Iterator[Item]:
    begin = 0
    judged = list(_judged(passage)) if "tu cham" in passage.folded else []
    yield from judged
    for match in TAIL.finditer(passage.folded):
        if any(item.start <= match.start() < item.end for item in judged):
            begin = match.end()
            continue
        start = _name_start(passage, begin, match.start())
        begin = match.end()
        name = _bare(passage.text[start : match.start()].strip(_MARKS + " "))
        group = next(group for group in ("a", "alone", "bare", "part") if match[group])
        points = _number(passage, match, group)
        if points is None or not _is_item(name, match, passage.folded[start : match.start()]):
            continue
        rank, of = match["rank"] or match["place"], match["of"] or match["places"]
        yield Item(
            name, points, _number(passage, match, "b") or _number(passage, match, "top"),
            points if group == "part" else _number(passage, match, "percent"),
            int(rank) if rank else None, int(of) if of else None, start, match.end(), group == "part",
        )  # fmt: skip


def _judged(passage: Passage) -> Iterator[Item]:
    """Criteria of an explanation: `Tiêu chí "X" (tối đa 2 điểm): Sở tự chấm 2 điểm, Hội đồng thẩm định 1 điểm`."""
    for match in _JUDGED.finditer(passage.folded):
        points = _number(passage, match, "given")
        start = _name_start(passage, 0, match.start())
        name = _bare(passage.text[start : match.start()].strip(_MARKS + " "))
        if points is not None and name and len(name) <= _LONGEST_NAME:
            top, own = _number(passage, match, "b"), _number(passage, match, "own")
            yield Item(name, points, top, None, None, None, start, match.end(), own=own)


def _bare(name: str) -> str:
    """The criterion's name alone, without the word for what it is and quotes (`Chỉ số nội dung “Công khai”`)."""
    named = _NAMED.fullmatch(name)
    return (named["name"] or named["quoted"]) if named else name


def _name_start(passage: Passage, begin: int, end: int) -> int:
    """Where the criterion's name begins: behind the last item, semicolon, full stop or colon."""
    text = passage.text[begin:end]
    ends = re.finditer(r"[;:]\s+|[.!?]\s+(?=\S)|^\W+", text)
    cuts = [m.end() for m in ends if m[0][0] not in ".!?" or not text[m.end() :][:1].islower()]
    return begin + max(cuts, default=0)


def _is_item(name: str, match: re.Match[str], folded_name: str) -> bool:
    """Whether name and form are those of a criterion: closed brackets or the word "điểm", no loss, no sentence."""
    if not name or len(name) > _LONGEST_NAME or not any(map(str.isalpha, name)):
        return False
    if _LOSS.search(folded_name[-40:]) or name[0].isdigit() or _TOTAL.match(folded_name.strip()):
        return False
    bracketed = "(" in match["link"] and bool(match["closed"])
    return bool(match["alone"] or match["bare"] or match["part"] or match["unit"] or bracketed)


def _number(passage: Passage, match: re.Match[str], group: str) -> Decimal | None:
    if not match[group]:
        return None
    return read_decimal(passage.text[match.start(group) : match.end(group)], spaced=True)
