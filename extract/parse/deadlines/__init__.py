"""Find the deadline of a passage: an ordered list of forms, the first match that no guard refuses.

Order matters more than the forms: days that come again before days, days before months, everything with an anchor before
its parts (`trong thời hạn 05 ngày kể từ ngày 01/7` is no start on 1 July). Patterns run on the fold; the few words that the
fold makes alike (`hằng năm` and `hạng năm`, `thứ tư` and `thứ tự`) are looked at again in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import any_of, fold
from extract.model import Doubt
from extract.parse.deadlines.dated import answer_forms, dated_forms, event_forms
from extract.parse.deadlines.grammar import (
    Deadline,
    Form,
    FormContext,
    Forms,
    Known,
    Meaning,
    bounds,
)
from extract.parse.deadlines.recurrent import (
    bare_periods,
    every_period,
    loose_forms,
    period_forms,
    recurrent_forms,
    relative_forms,
)
from extract.parse.passage import Passage

__all__ = ["Deadline", "Known", "read_answer", "read_deadline", "year_of_heading"]

_CODE_BEFORE = re.compile(r"[/-][a-z][\w&.-]{0,40} ?(?:,? ?ngay ?)?$")
_LABEL = re.compile(
    r"\b(?:thoi gian|thoi han|tien do)(?: thuc hien| hoan thanh| bao cao| xong| gui bao cao)?: ?"
)
_LABEL_END = re.compile(r"[;)]|\.(?=\s|$)")
_FINAL = re.compile(r"\b(?:hoan thanh|xong|gui|bao cao|trinh|nop|so ket|tong ket)\b")
_DATED = frozenset({"absolute", "period"})
_UNSURE = 0.6  # a day an event is set on, a year that is assumed
_NEAR = 45  # letters between a bare period and the verb it belongs to; "Báo cáo kết quả ... hằng tháng" of real items fits
_LONG_ANSWER = 80  # letters; a longer cell is prose, its deadline only a part
_OPEN_CONFIDENCE = 0.9
_TITLE = 160  # letters of a plan's name before its year
_HEADING_YEAR = re.compile(r"\bnam ((?:19|20)\d{2})\b")


def _forms(words: Iterable[str]) -> Forms:
    pattern = bounds(words)
    return Forms.of(
        (
            *recurrent_forms(pattern),
            *relative_forms(),
            *dated_forms(pattern),
            *period_forms(),
            *loose_forms(),
            *event_forms(),
            *bare_periods(),
        )
    )


def read_deadline(passage: Passage, known: Known, dictionaries: Dictionaries) -> Deadline | None:
    """The deadline a sentence states, or `None`. Several differing ones leave a doubt with the others' words.

    Several that are each sure are all in `raw`, joined by " | "; the days are those of the first that ends something.
    """
    found = _labelled(passage, known, dictionaries) or list(_prose(passage, known, dictionaries))
    if not found:
        return None
    chief = _joined(passage, found)
    others = tuple(dict.fromkeys(d.raw for d in found if _differs(chief, d)))
    if not others:
        return chief
    doubt = Doubt("deadline_raw", "low_confidence", others)
    return replace(chief, doubts=(*chief.doubts, doubt))


def _labelled(passage: Passage, known: Known, dictionaries: Dictionaries) -> list[Deadline]:
    """What answers a label in the sentence (`...; thời gian thực hiện: tháng 02 năm 2026`), if it is a day or a period."""
    for label in _LABEL.finditer(passage.folded):
        end = _LABEL_END.search(passage.folded, label.end())
        said = passage.cut(label.end(), end.start() if end else len(passage.text))
        found = read_answer(said, known, dictionaries) if said.text else None
        if found and found.kind != "open":
            at = label.end() + passage.text[label.end() :].find(found.raw)
            return [replace(found, start=at, end=at + len(found.raw))]
    return []


def _joined(passage: Passage, found: list[Deadline]) -> Deadline:
    """The first of several days that ends something (`hoàn thành`, `báo cáo`), with the words of all; else the likeliest."""
    several = [d for d in found if d.kind in _DATED and d.due_bound != "from"]
    several = sorted((d for d in several if d.confidence > _UNSURE), key=lambda d: d.start)
    if len(several) < 2 or not _differs(several[0], several[1]):  # noqa: PLR2004
        return found[0]
    ends = [d for d in several if _FINAL.search(passage.folded[max(0, d.start - _NEAR) : d.end])]
    return replace((ends or several)[0], raw=" | ".join(d.raw for d in several))


def read_answer(passage: Passage, known: Known, dictionaries: Dictionaries) -> Deadline | None:
    """The deadline of a text that answers the question of time: a cell, what follows `Thời gian thực hiện:`."""
    if not passage.text.strip(" .;,-"):
        return None
    lists, setting = _lists(dictionaries), FormContext(known, {})
    found = next(_prose(passage, known, dictionaries), None)
    found = found or next(_matches(lists.answers, passage, setting, lists.inside), None)
    if found is None:
        return _open(passage, dictionaries)
    return _whole(found, passage)


def year_of_heading(text: str) -> int | None:
    """The only year a heading or column head names: `Tiến độ năm 2024` gives 2024."""
    years = set(_HEADING_YEAR.findall(fold(text)))
    return int(years.pop()) if len(years) == 1 else None


@dataclass(frozen=True, slots=True)
class _Lists:
    """The dictionaries' lists, compiled."""

    forms: Forms
    answers: Forms
    bounds: Mapping[str, str]
    before: tuple[str, ...]
    after: tuple[str, ...]
    inside: re.Pattern[str]
    plan: re.Pattern[str]
    near: re.Pattern[str]
    open: tuple[str, ...]


@lru_cache(maxsize=4)
def _lists(dictionaries: Dictionaries) -> _Lists:
    bound = {fold(row["words"]): row["bound"] for row in dictionaries.rows("deadline_bounds")}
    sides: dict[str, list[str]] = {side: [] for side in ("before", "after", "inside", "plan")}
    for row in dictionaries.rows("deadline_guards"):
        sides.setdefault(row["side"], []).append(row["words"])
    reports = any_of(map(fold, dictionaries.column("report_words", "words")))
    return _Lists(
        forms=_forms(bound),
        answers=Forms.of((*answer_forms(), *every_period())),
        bounds=bound,
        before=tuple(sides["before"]),
        after=tuple(map(fold, sides["after"])),
        inside=_any_word(sides["inside"]),
        plan=_any_word(sides["plan"]),
        near=re.compile(rf"\b{reports}\b"),
        open=tuple(map(fold, dictionaries.column("open_deadlines", "words"))),
    )


def _any_word(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")


def _prose(passage: Passage, known: Known, dictionaries: Dictionaries) -> Iterator[Deadline]:
    lists = _lists(dictionaries)
    found = [
        one
        for one in _matches(lists.forms, passage, FormContext(known, lists.bounds), lists.inside)
        if not _guarded(passage, one, lists) and not _lonely(passage, one, lists.near)
    ]
    yield from sorted(found, key=_weakness)


def _weakness(found: Deadline) -> int:
    """A span from an event is weaker than a day, a mere start weaker still."""
    if found.due_bound == "from":
        return 2
    return int(found.rule == "deadline_relative")


def _matches(
    forms: Forms, passage: Passage, setting: FormContext, wrong: re.Pattern[str]
) -> Iterator[Deadline]:
    taken: list[tuple[int, int]] = []
    for form in forms.among(passage.folded):
        for match in form.pattern.finditer(passage.folded):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            meaning = form.read(match, setting)
            if meaning is None or wrong.search(passage.text[slice(*match.span())].lower()):
                continue
            taken.append(match.span())
            yield _deadline(form, match, meaning, passage, setting.known)


def _deadline(
    form: Form, match: re.Match[str], meaning: Meaning, passage: Passage, known: Known
) -> Deadline:
    start, end = match.span() if meaning.begin is None else (meaning.begin, match.end())
    raw = passage.text[start:end].strip(" ,")
    if raw.count("(") != raw.count(")"):
        raw = raw.rstrip(")") if raw.count(")") > raw.count("(") else raw.replace("(", "", 1)
    start += passage.text[start:end].find(raw) if raw in passage.text[start:end] else 0
    return Deadline(
        raw, start, start + len(raw), form.name, meaning.kind, start_date=meaning.start, due_date=meaning.due,
        due_bound=meaning.bound, due_rrule=meaning.rrule, confidence=meaning.confidence, doubts=tuple(_doubts(meaning, known)),
    )  # fmt: skip


def _doubts(meaning: Meaning, known: Known) -> Iterator[Doubt]:
    if meaning.broken:
        yield Doubt("due_date", "failed_check")
    if meaning.assumed and meaning.due:
        yield Doubt("due_date", "low_confidence")  # the year is assumed
    if meaning.due and known.issued and meaning.due < known.issued:
        yield Doubt("due_date", "conflict")  # before the document's own date


def _guarded(passage: Passage, found: Deadline, lists: _Lists) -> bool:
    head = passage.folded[max(0, found.start - 40) : found.start].rstrip(" ,(")
    tail = passage.folded[found.end : found.end + 20].lstrip(" ,")
    if tail.startswith(lists.after) or _CODE_BEFORE.search(head):
        return True
    if found.rule == "deadline_year" and _is_horizon(passage, found, lists.plan):
        return True
    if found.kind == "recurrent":
        return False
    # on the text: "tỉnh" before a day is no "tính"
    text = passage.text[max(0, found.start - 40) : found.start].rstrip(" (").lower()
    return any(
        text.endswith(word) and not text[: -len(word)][-1:].isalnum() for word in lists.before
    )


def _is_horizon(passage: Passage, found: Deadline, plan: re.Pattern[str]) -> bool:
    """`Chiến lược ... đến năm 2030, tầm nhìn đến năm 2045`: how far a plan looks, no deadline."""
    before = passage.folded[max(0, found.start - _TITLE) : found.start]
    if re.search(r"tam nhin $", before) or passage.folded.startswith("tam nhin", found.end + 2):
        return True
    clause = re.split(r"[.;:]", before)[-1]
    return bool(plan.search(passage.text[found.start - len(clause) : found.start]))


def _lonely(passage: Passage, found: Deadline, near: re.Pattern[str]) -> bool:
    """A bare period with no verb of reporting close by, or with a noun that it describes (`xếp hạng hằng tháng`)."""
    if found.rule != "deadline_bare_period":
        return False
    around = passage.folded[max(0, found.start - _NEAR) : found.end + _NEAR]
    return near.search(around) is None


def _differs(one: Deadline, other: Deadline) -> bool:
    return (one.due_date, one.due_rrule, one.kind) != (other.due_date, other.due_rrule, other.kind)


def _open(passage: Passage, dictionaries: Dictionaries) -> Deadline | None:
    if not passage.folded.lstrip(" -(").startswith(_lists(dictionaries).open):
        return None
    raw = passage.text.strip(" .;,-")
    return Deadline(
        raw,
        0,
        len(passage.text),
        "deadline_open",
        "open",
        start_date=None,
        due_date=None,
        due_bound=None,
        due_rrule=None,
        confidence=_OPEN_CONFIDENCE,
    )


def _whole(found: Deadline, passage: Passage) -> Deadline:
    """A short answer is its own wording of the deadline."""
    text = passage.text.strip(" .;,-")
    return replace(found, raw=text) if len(text) <= _LONG_ANSWER else found
