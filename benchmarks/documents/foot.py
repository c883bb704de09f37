"""Writes the end of a document (recipients and signature, beside or after each other) and its gold rows."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from benchmarks.documents.hard import JOINT, partner
from benchmarks.documents.setting import Setting, capital
from benchmarks.documents.vocabulary import DEV, Row, read

PURPOSES = {
    "để b/c": "bao_cao", "b/c": "bao_cao", "để báo cáo": "bao_cao", "để t/h": "thuc_hien", "t/h": "thuc_hien",
    "để thực hiện": "thuc_hien", "thực hiện": "thuc_hien", "để biết": "biet", "đăng tải": "dang_tai", "để phối hợp": "phoi_hop",
}  # fmt: skip
AUTHORITIES = {
    "TM.": "tm",
    "KT.": "kt",
    "TL.": "tl",
    "TUQ.": "tuq",
    "Q.": "q",
    "T/M": "tm",
    "K/T": "kt",
    "T/L": "tl",
}


@dataclass(frozen=True, slots=True)
class Foot:
    """Lines as text has them, recipients' rows, the signer's fields; `left` and `right` are the same lines as a page shows them."""

    lines: list[str]
    rows: list[Row]
    row: Row
    left: list[str]
    right: list[str]


def _recipient(text: str, order: int) -> Row:
    name, _, purpose = text.partition(" (")
    raw = purpose.rstrip(")")
    known = PURPOSES.get(raw)
    portal = known is None and ("Trang thông tin" in name or "Cổng Thông tin" in name)
    cells = {
        "purpose": known or ("dang_tai" if portal else "none"),
        "purpose_raw": raw if known else "",
    }
    return {"section": "noi_nhan", "name": name if known else text, "order": order} | cells


def _signer(lines: list[str], rng: random.Random) -> tuple[Row, str]:
    words = read("words")
    name = f"{rng.choice(words['surnames'])} {rng.choice(words['given'])}"
    marks = [AUTHORITIES[line.split()[0]] for line in lines if line.split()[0] in AUTHORITIES]
    last = lines[-1]
    position = last.removeprefix("Q. ")
    return {
        "signer_name": name,
        "signer_position": usual(position),
        "signer_authority": (marks or ["none"])[-1],
    }, name


def usual(position: str) -> str:
    """A position in usual case (`GIÁM ĐỐC SỞ NỘI VỤ`: `Giám đốc Sở Nội vụ`)."""
    return (
        capital(position.lower())
        .replace(" sở nội vụ", " Sở Nội vụ")
        .replace("ánh văn phòng", "ánh Văn phòng")
    )


def _beside(left: list[str], right: list[str]) -> list[str]:
    rows = max(len(left), len(right))
    pad = [*right, *[""] * rows][:rows]
    return [
        " ".join(filter(None, (a, b)))
        for a, b in zip([*left, *[""] * rows][:rows], pad, strict=True)
    ]


def write_foot(setting: Setting, rng: random.Random) -> Foot:
    """Recipients and signature in one of the half's layouts."""
    first = (
        "Như trên"
        if setting.kind["addressed"]
        else "Như Điều 3"
        if setting.kind["key"] == "quyet_dinh"
        else ""
    )
    texts = [t for t in (first, *(t.format_map(setting.fields) for t in setting.office["to"])) if t]
    store = f"VT, {setting.fields['drafter']}"
    rows = [_recipient(text, n) for n, text in enumerate(texts, 1)]
    rows.append(
        {
            "section": "noi_nhan",
            "name": store,
            "purpose": "luu",
            "purpose_raw": "",
            "order": len(rows) + 1,
        }
    )
    left = ["Nơi nhận:", *(f"- {text};" for text in texts), f"- Lưu: {store}."]
    pair = setting.kind.get("two_signers")
    if pair:
        return _signed_by_two(pair[setting.half], left, rows, rng)
    if setting.hard == JOINT:
        offices = [f"Giám đốc {name}" for name in (setting.fields["so"], partner(setting))]
        foot = _signed_by_two([office.upper() for office in offices], left, rows, rng)
        row = foot.row | {"signer_position": "|".join(offices)}
        return replace(foot, row=row)
    signs = rng.choice(setting.office["signers"])
    row, name = _signer(signs, rng)
    layouts = [_beside(left, [*signs, "", "", name]), [*left, *signs, "", name]]
    others = [[*signs, "", name, "", *left], _beside(left, ["", *signs, "", name])]
    lines = rng.choice(layouts if setting.half == DEV else others)
    return Foot(lines, rows, row, left, [*signs, name])


def _signed_by_two(
    positions: list[str], left: list[str], rows: list[Row], rng: random.Random
) -> Foot:
    """Two signatures side by side, the recipients below them."""
    both = [_signer([position], rng) for position in positions]
    row = {
        column: "|".join(signer[column] for signer, _ in both)
        for column in ("signer_name", "signer_position")
    }
    names = [name for _, name in both]
    lines = [" ".join(positions), "", " ".join(names), "", *left]
    return Foot(lines, rows, row, [positions[0], "", "", names[0], *left], [positions[1], names[1]])
