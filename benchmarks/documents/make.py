"""`python benchmarks/documents/make.py --seed 1 --count 40 --out DIR [--held-out] [--noise]`: invented documents with gold tables.

Writes NN.txt and NN.json (what `extract.evaluate` and any scorer of that form read), NN.shapes (the shapes used, one a line) and, with
--noise, NN.eng.txt (the same text without its marks). The dev half is for looking at; of the held-out half only figures
should be read, or it stops to be blind.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.documents.body import write_body
from benchmarks.documents.foot import write_foot
from benchmarks.documents.head import subject, write_head
from benchmarks.documents.layout import lay_out
from benchmarks.documents.setting import draw_setting
from benchmarks.documents.vocabulary import DEV, HELD_OUT, Row
from extract.unaccent import unaccent_letter

TABLES = ("results", "scores", "reasons", "assignments", "references", "recipients")


@dataclass(frozen=True, slots=True)
class Document:
    """An invented document: its text, its gold tables, the names of its shapes."""

    text: str
    gold: dict[str, Row | list[Row]]
    shapes: tuple[str, ...]


def _numbered(rows: list[Row]) -> list[Row]:
    """Rows with their order, unless a shape states it."""
    return [{"order": n, **row} for n, row in enumerate(rows, 1)]


def _addressed(names: list[str]) -> list[Row]:
    return [{"section": "kinh_gui", "name": name, "purpose": "none"} for name in names]


def make_document(seed: int, half: str) -> Document:
    """The document of a seed and a half; the same arguments give the same document."""
    rng = random.Random(f"{half} {seed}")  # noqa: S311 (invented text, no secret)
    setting = draw_setting(half, rng)
    setting = replace(setting, fields=setting.fields | {"subject": subject(setting, rng)})
    head, body, foot = write_head(setting, rng), write_body(setting, rng), write_foot(setting, rng)
    text = lay_out(head.lines, body.paragraphs, foot.lines, rng)
    gold: dict[str, Row | list[Row]] = {"documents": head.row | foot.row}
    gold |= {name: body.tables.get(name, []) for name in TABLES}
    gold["assignments"] = _numbered(body.tables.get("assignments", []))
    gold["references"] = _numbered(body.tables.get("references", []))
    gold["recipients"] = _addressed(head.addressees) + foot.rows
    return Document(text, gold, tuple(body.used))


def strip_marks(text: str) -> str:
    """The text as an engine without Vietnamese letters would read it at its best."""
    return "".join(unaccent_letter(letter) for letter in text)


def _write(folder: Path, name: str, document: Document, *, noise: bool) -> None:
    files = {
        ".txt": document.text,
        ".json": json.dumps(document.gold, ensure_ascii=False, indent=1) + "\n",
    }
    files[".shapes"] = "".join(f"{shape}\n" for shape in document.shapes)
    if noise:
        files[".eng.txt"] = strip_marks(document.text)
    for suffix, text in files.items():
        (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")


def main(argv: list[str] | None = None) -> int:
    """The command line; 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--noise", action="store_true")
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    half = HELD_OUT if args.held_out else DEV
    for number in range(1, args.count + 1):
        document = make_document(1000 * args.seed + number, half)
        _write(args.out, f"{number:02d}", document, noise=args.noise)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
