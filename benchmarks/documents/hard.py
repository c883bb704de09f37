"""Heads and ends that are hard to read: a share of the documents gets one, drawn apart from all else.

Names of agencies broken over lines, a second language below the first, a draft's mark, two issuers with two signers, an appendix
with a head of its own behind the signature. A document without one is the same, to the byte, as if there were none.
"""

from __future__ import annotations

import random
import textwrap
from calendar import monthrange
from datetime import date
from typing import Any

from benchmarks.documents.layout import RAW
from benchmarks.documents.setting import Setting, abbreviation, capital
from benchmarks.documents.vocabulary import Row, read
from extract.fold import unaccent_letter

SHARE = 0.25
WRAPPED, BILINGUAL, DRAFT, JOINT, APPENDIX = "wrapped", "bilingual", "draft", "joint", "appendix"
_ROWS = (2, 3)
_ROMAN = ("I", "II", "III", "IV")


def draw_hardship(setting: Setting, seed: int) -> str:
    """The kind of hardship of a document, "" for most."""
    rng = random.Random(f"hard {setting.half} {seed}")  # noqa: S311 (invented text, no secret)
    level = setting.office["level"]
    kinds = [WRAPPED, DRAFT, APPENDIX] if level != "party" else [APPENDIX]
    kinds += [BILINGUAL] if level in {"department", "province"} else []
    alone = level == "department" and not setting.kind.get("two_signers")
    kinds += [JOINT] if alone else []
    return rng.choice(kinds) if rng.random() < SHARE else ""


def partner(setting: Setting) -> str:
    """The department that issues a joint document beside the first."""
    own = setting.fields["so"]
    others = [
        name for name in read("words")["departments"] if name.startswith("Sở") and name != own
    ]
    return str(others[len(own) % len(others)])


def hard_names(names: list[str], setting: Setting) -> list[str]:
    """The lines of the left column above the code, in capitals."""
    words = read("hard")
    if setting.hard == JOINT:
        both = f"{names[-1]}{words['joint'][setting.half]}{partner(setting).upper()}"
        return [*names[:-1], both]
    if setting.hard == WRAPPED:
        width = words["wrapped"][setting.half]
        return [line for name in names for line in textwrap.wrap(name, width)]
    if setting.hard == BILINGUAL:
        place = "".join(map(unaccent_letter, setting.fields["province"].upper()))
        english = words["english"]["office"][setting.half].replace("{PLACE}", place)
        return [names[0], english, *names[1:]]
    return names


def hard_motto(motto: list[str], setting: Setting) -> list[str]:
    """The lines of the right column above the date."""
    if setting.hard != BILINGUAL:
        return motto
    english = read("hard")["english"]
    return [*motto, english["republic"][setting.half], english["motto"][setting.half]]


def below_code(code: str, setting: Setting) -> list[str]:
    """Lines right below the code."""
    words = read("hard")
    if setting.hard == BILINGUAL:
        return [words["english"]["number"][setting.half].replace("{code}", code)]
    return []


def draft_mark(setting: Setting) -> list[str]:
    """The mark of a draft, a line of its own."""
    if setting.hard != DRAFT:
        return []
    marks = read("hard")["draft"][setting.half]
    return [marks[setting.issued.day % len(marks)]]


def hard_symbol(symbol: str, setting: Setting) -> str:
    """The symbol of a joint document names both."""
    return f"{symbol}-{abbreviation(partner(setting))}" if setting.hard == JOINT else symbol


def hard_row(row: Row, setting: Setting) -> Row:
    """The header's gold of a joint document."""
    if setting.hard != JOINT:
        return row
    return row | {"issuer": f"{row['issuer']}|{partner(setting)}"}


def write_appendix(setting: Setting, code: str, seed: int) -> tuple[list[str], list[Row]]:
    """The lines of an appendix (rows of its table open with `!`) and the tasks that it hands out; nothing for most documents."""
    if setting.hard != APPENDIX:
        return [], []
    rng = random.Random(f"appendix {setting.half} {seed}")  # noqa: S311
    words = {key: value[setting.half] for key, value in read("hard")["appendix"].items()}
    said = setting.fields | {
        "Title": capital((setting.kind["title"] or "Công văn").lower()), "code": code,
        "date": f"{setting.issued:%d/%m/%Y}",
    }  # fmt: skip
    head = [rng.choice(words["heads"]), rng.choice(words["captions"])]
    tasks = rng.sample(words["tasks"], rng.randint(*_ROWS))
    units = rng.sample(list(setting.units), len(tasks))
    rows = [
        _task(n, *pair, setting, rng) for n, pair in enumerate(zip(tasks, units, strict=True), 1)
    ]
    lines = [
        f"{RAW}{n} | {row['task']} | {row['unit']} | {row['deadline_raw']}"
        for n, row in enumerate(rows, 1)
    ]
    return [*head, words["attached"].format_map(said), RAW + words["columns"], *lines], rows


def _task(
    number: int, task: str, unit: str, setting: Setting, rng: random.Random
) -> dict[str, Any]:
    year = setting.issued.year + 1
    quarter = rng.randint(1, 4)
    last = date(year, 3 * quarter, monthrange(year, 3 * quarter)[1])
    lead = "lead" if setting.half == "dev" else "all"
    return {
        "item_no": str(number), "unit": unit, "task": task, "role": lead, "deadline_raw": f"Quý {_ROMAN[quarter - 1]}/{year}",
        "deadline_kind": "period", "due_date": last.isoformat(), "due_bound": "by", "_shape": "appendix of tasks",
    }  # fmt: skip
