"""Typing errors planted in a register: how many are told, and what is told that is none.

    python benchmarks/documents/make.py --seed 1 --count 60 --out made --forms scan
    python benchmarks/typed_register.py made OUT [--seed 1]

OUT: what `vanban extract` made of the NN.txt or NN.scan.pdf of `made`. The register is typed from the gold, one error a row: a letter or mark wrong, lost, doubled
or exchanged in a word of the subject, the issuer or the signer; a figure wrong in number or day. Told is an error whose row and column are told.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from extract.export.folder import read_folder
from extract.export.register import PaperFiles, entries_of, read_form
from extract.export.typed_register import compare

_COLUMNS = {
    "number": "Số",
    "symbol": "Ký hiệu",
    "day": "Ngày văn bản",
    "subject": "Trích yếu",
    "issuer": "Tác giả",
    "signer_name": "Người ký",
}
_FORM = """
title = "Sổ"
columns = [
  {name = "Số", take = "number"}, {name = "Ký hiệu", take = "symbol"}, {name = "Ngày văn bản", take = "issued_date"},
  {name = "Trích yếu", take = "subject"}, {name = "Tác giả", take = "issuer"}, {name = "Người ký", take = "signer_name"},
]
"""
_NEAR = {
    "a": "ăâáà",
    "ă": "aắ",
    "â": "aấầ",
    "o": "ôơó",
    "ô": "oố",
    "ơ": "oớ",
    "u": "ưú",
    "ư": "uứ",
    "e": "êé",
    "ê": "eế",
    "d": "đ",
    "đ": "d",
    "i": "íì",
    "n": "m",
    "m": "n",
    "c": "x",
}
_VOWELS = "aăâeêioôơuưyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"


def main() -> int:
    """Print found, false and the errors that were missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("made", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    dice = random.Random(given.seed)  # noqa: S311 - a drawing, no secret
    folder = read_folder(given.out)
    with tempfile.TemporaryDirectory() as place:
        form_path, typed_path = Path(place) / "form.toml", Path(place) / "typed.csv"
        form_path.write_text(_FORM, encoding="utf-8")
        form = read_form(str(form_path))
        entries = list(entries_of(folder, form, PaperFiles()))
        planted = _write(given.made, typed_path, dice)
        found = compare(folder, form, entries, typed_path)
    told = {(d.row, d.column): d for d in found.differences}
    hits = [key for key in planted if key in told]
    wrong = [d for key, d in told.items() if key not in planted]
    rows = len(planted)
    print(
        f"{len(entries)} papers, {found.matched} matched; {len(hits)} of {rows} errors told ({len(hits) / rows:.0%}), {len(wrong)} told that are none ({100 * len(wrong) / len(entries):.1f} in 100 papers)"
    )
    kinds, got = (
        Counter(planted[key][0] for key in planted),
        Counter(planted[key][0] for key in hits),
    )
    print(", ".join(f"{kind} {got[kind]}/{count}" for kind, count in sorted(kinds.items())))
    if given.show:
        for key in planted:
            if key not in told:
                print("missed", key, planted[key])
        for d in wrong:
            print("false", d.row, d.column, d.words, d.confidence)
    return 0


def _write(
    made: Path, path: Path, dice: random.Random
) -> dict[tuple[int, str], tuple[str, str, str]]:
    """The typed register, and what was planted: by row and column the kind, what is right, what was typed."""
    planted = {}
    read = [json.loads(file.read_bytes()) for file in sorted(made.glob("*.json"))]
    golds = [_plain(gold.get("documents", gold)) for gold in read]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS.values())
        for number, gold in enumerate(golds, 2):
            row = {name: str(gold.get(name) or "") for name in _COLUMNS}
            day = gold.get("issued_date")
            row["day"] = f"{date.fromisoformat(day):%d/%m/%Y}" if day else ""
            fit = [
                name
                for name in (
                    "number",
                    "day",
                    "subject",
                    "subject",
                    "subject",
                    "issuer",
                    "signer_name",
                )
                if len(row[name]) > 1 or row[name].isdigit()
            ]
            if not fit:
                writer.writerow(row.values())
                continue
            name = dice.choice(fit)
            right = row[name]
            kind, row[name] = _spoilt(right, name, dice)
            planted[number, _COLUMNS[name]] = (kind, right, row[name])
            writer.writerow(row.values())
    return planted


def _plain(gold: dict[str, object]) -> dict[str, str]:
    """The facts of a gold as texts; of several right ones the last, which is the longest."""
    return {
        name: str((value[-1] if value else "") if isinstance(value, list) else value or "")
        for name, value in gold.items()
    }


def _spoilt(text: str, name: str, dice: random.Random) -> tuple[str, str]:
    """The kind of an error, and the text with it."""
    if name in {"number", "day"}:
        places = [at for at, char in enumerate(text) if char.isdigit()]
        at = dice.choice(places)
        other = dice.choice([d for d in "123456789" if d != text[at]])
        return name, text[:at] + other + text[at + 1 :]
    words = text.split(" ")
    at = dice.choice([n for n, word in enumerate(words) if len(word) > 1 and word.isalpha()])
    word = words[at]
    for _ in range(100):
        kind = dice.choice(("wrong", "lost", "doubled", "exchanged"))
        spot = dice.randrange(len(word) - (kind == "exchanged"))
        letter = word[spot]
        if kind == "wrong":
            near = _NEAR.get(
                letter.lower(), _VOWELS if letter.lower() in _VOWELS else "bcdghklmnpqrstvx"
            )
            new = word[:spot] + dice.choice(near) + word[spot + 1 :]
        elif kind == "lost":
            new = word[:spot] + word[spot + 1 :]
        elif kind == "doubled":
            new = word[:spot] + letter + word[spot:]
        else:
            new = word[:spot] + word[spot + 1] + letter + word[spot + 2 :]
        if new.lower() != word.lower():
            break
    return f"{kind} letter ({name})", " ".join([*words[:at], new, *words[at + 1 :]])


if __name__ == "__main__":
    sys.exit(main())
