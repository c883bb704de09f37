"""Deadlines that hang on an event: `trong thời hạn 05 ngày làm việc kể từ ngày nhận được ...`, `ít nhất 10 ngày trước khi ...`.

Contract: a due date only where the anchor is a date in the document; the document's own date is one (`kể từ ngày ký`), in
calendar days only, since holidays are not known here.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from extract.parse.deadlines.calendar import day
from extract.parse.deadlines.grammar import DATE, number
from extract.parse.deadlines.model import Form, Meaning, Setting, forms

_COUNT = r"(?P<n>\d{1,3}|mot|hai|ba|bon|nam|bay|muoi)(?: ?\([^()]{1,20}\))?"
_UNIT = r"(?P<u>ngay lam viec|ngay|gio|tuan|thang|nam)\b"
_SPAN = rf"{_COUNT} {_UNIT}(?: lam viec)?"
_CLAUSE = r"[^.;()]{2,90}?(?=[.;()]|, |$)"
_OWN_DATE = re.compile(r"(?:ngay )?(?:ky|ban hanh|van ban nay|ngay ky)")
_DATED = re.compile(DATE)


def relative_forms() -> tuple[Form, ...]:
    """Forms with an anchor, most specific first."""
    table = (
        ("backwards", "truoc khi|truoc ngay|truoc thoi", rf"\b(?:(?:it nhat|cham nhat|muon nhat|toi thieu|truoc)(?: la)? )?(?:truoc )?{_SPAN},? truoc (?:khi|ngay|thoi diem|thoi han)\b{_CLAUSE}", _event),
        ("relative", "tu ngay|tu khi|tu thoi|tu luc", rf"\b(?:cham nhat |muon nhat )?(?:la )?(?:trong vong|trong thoi han|trong thoi gian|trong|khong qua|cham nhat|muon nhat|toi da|sau|thoi han)(?: la| sau| khong qua| toi da)? {_SPAN},? (?:(?:ke|tinh) )?tu (?:ngay|khi|thoi diem|luc)\b{_CLAUSE}", _anchored),
        ("relative", "sau khi|sau ngay|ke khi|ke ngay", rf"\b(?:cham nhat |muon nhat )(?:la )?(?:sau )?{_SPAN},? (?:sau|ke) (?:khi|ngay)\b{_CLAUSE}", _event),
    )  # fmt: skip
    return forms(table)


def loose_forms() -> tuple[Form, ...]:
    """A span without its anchor (`trong vòng 03 ngày làm việc`): tried last."""
    pattern = rf"\b(?:trong vong|trong thoi han|khong qua|cham nhat sau) {_SPAN}"
    days = rf"\btrong (?:thoi gian )?{_COUNT} (?:ngay lam viec|ngay|gio)(?=[.;,)]|$)"
    return forms([
        ("relative", "trong vong|thoi han|khong qua|cham nhat sau", pattern, _event),
        ("relative", "trong ", days, _event),
    ])  # fmt: skip


def _event(_: re.Match[str], __: Setting) -> Meaning:
    return Meaning("relative", bound="by", confidence=0.8)


def _anchored(match: re.Match[str], setting: Setting) -> Meaning:
    anchor = match[0][match.end("u") - match.start() :]
    start = _anchor_day(anchor, setting)
    days = number(match["n"]) * {"ngay": 1, "tuan": 7}.get(match["u"], 0)
    if start is None or not days:
        return Meaning("relative", bound="by", confidence=0.85)
    return Meaning("relative", due=start + timedelta(days=days), bound="by", confidence=0.7)


def _anchor_day(anchor: str, setting: Setting) -> date | None:
    if dated := _DATED.search(anchor):
        return day(int(dated["y"]), int(dated["m"]), int(dated["d"])) if dated["y"] else None
    after = re.sub(r"^,? (?:(?:ke|tinh) )?tu (?:ngay|khi) ", "", anchor)
    return setting.known.issued if _OWN_DATE.match(after) else None
