"""Writes the head of a document (national motto, agencies, code, date, title, addressees) and its gold fields.

Layouts as text comes from scans: both columns on one line, one column after the other (HELD_OUT half: right one first).
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.documents.hard import (
    below_code,
    draft_mark,
    hard_motto,
    hard_names,
    hard_row,
    hard_symbol,
)
from benchmarks.documents.setting import Setting
from benchmarks.documents.vocabulary import DEV, Row, read

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
RULE_SETS = (("2020-03-05", "nd30"), ("2011-03-07", "tt01_2011"), ("2005-06-01", "ttlt55_2005"))


@dataclass(frozen=True, slots=True)
class Head:
    """Lines as text has them, fields of documents, addressees; `left`, `right` and `rest` are the same lines as a page shows them."""

    lines: list[str]
    row: Row
    addressees: list[str]
    left: list[str]
    right: list[str]
    rest: list[str]


def subject(setting: Setting, rng: random.Random) -> str:
    """The subject line of a document."""
    return str(rng.choice(setting.kind["subjects"][setting.half])).format_map(setting.fields)


def _code(setting: Setting, rng: random.Random) -> tuple[str, str, str]:
    number = f"{rng.randint(1, 3200):02d}"
    symbol = hard_symbol(setting.kind["symbol"].format_map(setting.fields), setting)
    if setting.office["level"] == "party":
        symbol = symbol.replace("-", "/")
        return number, symbol, f"{number}-{symbol}"
    if setting.kind["key"] == "cong_van" and setting.fields["organ"] == "UBND":
        symbol = f"UBND-{setting.fields['drafter']}"
    return number, symbol, f"{number}/{symbol}"


def _rule_set(setting: Setting) -> str:
    if setting.office["level"] == "party":
        return "party"
    return next(name for since, name in RULE_SETS if setting.issued.isoformat() >= since)


def _date_line(setting: Setting) -> str:
    day = setting.issued
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{setting.fields['place']}, ngày {day.day:02d} tháng {month} năm {day.year}"


def _left(
    setting: Setting, code: str, text: str, rng: random.Random
) -> tuple[list[str], list[str]]:
    names = [part.format_map(setting.fields).upper() for part in setting.office["head"]]
    if setting.fields["parent"]:
        names.insert(0, setting.fields["parent"].upper())
    if setting.office["level"] == "party":
        return [*names, "*"], [f"Số {code}"]
    names = hard_names(names, setting)
    below = [f"Số: {code}" if rng.random() < 0.7 else f"Số: {code.replace('/', ' /', 1)}"]
    below += below_code(code, setting)
    words = f"V/v {text}".split() if setting.kind["key"] == "cong_van" else []
    return names, below + [" ".join(words[i : i + 7]) for i in range(0, len(words), 7)]


def _join(left: list[str], below: list[str], right: list[str], date: str, style: str) -> list[str]:
    if style == "merged":
        rows = max(len(left), len(right))
        both = [
            " ".join(filter(None, (left[i : i + 1] or [""]) + (right[i : i + 1] or [""])))
            for i in range(rows)
        ]
        return [*both, f"{below[0]} {date}", *below[1:]]
    if style == "left first":
        return [*left, *below[:1], *right, date, *below[1:]]
    if style == "right first":
        return [*right, date, *left, *below]
    return [*left, *right, below[0], date, *below[1:]]


def _addressees(setting: Setting, rng: random.Random) -> list[str]:
    if not setting.kind["addressed"]:
        return []
    if setting.kind["key"] == "to_trinh":
        return ["Ủy ban nhân dân tỉnh" if setting.fields["parent"] else "Hội đồng nhân dân tỉnh"]
    return list(rng.sample(setting.units, rng.randint(1, 4)))


def _address_lines(names: list[str]) -> list[str]:
    if len(names) <= 1:
        return ["", *(f"Kính gửi: {name}" for name in names), ""]
    ends = [";"] * (len(names) - 1) + ["."]
    return ["", "Kính gửi:", *(f"- {name}{end}" for name, end in zip(names, ends, strict=True)), ""]


def _row(setting: Setting, code: tuple[str, str, str], text: str, names: list[str]) -> Row:
    return {
        "part": 1, "status": "ok", "rule_set": _rule_set(setting), "doc_type": setting.kind["key"],
        "number": code[0], "symbol": code[1], "code": code[2], "issued_date": setting.issued.isoformat(),
        "place": setting.fields["place"], "parent_agency": setting.fields["parent"], "issuer": setting.fields["issuer"],
        "subject": text, "addressees": "|".join(names), "secrecy": "none", "is_copy": False,
    }  # fmt: skip


def write_head(setting: Setting, rng: random.Random) -> Head:
    """The head's lines and gold; the subject stands in the setting's fields."""
    code, text = _code(setting, rng), setting.fields["subject"]
    left, below = _left(setting, code[2], text, rng)
    right = [PARTY] if setting.office["level"] == "party" else hard_motto(list(MOTTO), setting)
    styles = (
        ("merged", "left first") if setting.half == DEV else ("merged", "right first", "codes last")
    )
    lines = _join(left, below, right, _date_line(setting), rng.choice(styles))
    urgency = ("KHẨN", "khan") if setting.kind["key"] == "cong_dien" else ("", "none")
    mark = [*([urgency[0]] if urgency[0] else []), *draft_mark(setting)]
    names = _addressees(setting, rng)
    title = ["", setting.kind["title"], *_wrapped(text, 8)] if setting.kind["title"] else []
    authority = (
        [f"{setting.fields['issuer'].upper()}"] if "basis" in setting.kind["blocks"][0] else []
    )
    row = hard_row(_row(setting, code, text, names), setting) | {"urgency": urgency[1]}
    rest = [*title, *_address_lines(names), *authority]
    columns = [*left, *below, *mark], [*right, _date_line(setting)]
    return Head([*lines, *mark, *rest], row, names, *columns, rest)


def _wrapped(text: str, words: int) -> list[str]:
    parts = text.split()
    return [" ".join(parts[i : i + words]) for i in range(0, len(parts), words)]


def families() -> list[str]:
    """The families' keys that a document may name (for tests)."""
    return sorted({key for half in read("phrases")["families"].values() for _, key in half})
