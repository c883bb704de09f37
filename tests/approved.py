"""What the stages make of invented documents, kept as short sums that were once looked at: a change of behaviour is seen, wherever it comes from.

`VANBAN_APPROVE=1 pytest tests/restore tests/parse tests/check tests/tables -k approved` writes the sums anew: for a change that is meant, with the
reason in the commit (rows before and after: `vanban extract` of the samples).
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path

from benchmarks.documents.damage import damaged
from benchmarks.documents.document import make_document
from benchmarks.documents.vocabulary import DEV, HELD_OUT
from extract import pipeline
from extract.fold import unaccent_letter
from extract.model import (
    Alternative,
    Box,
    Line,
    Page,
    Reading,
    Region,
    Restored,
    Size,
    TextSource,
    Word,
)
from extract.options import Options
from extract.records import Checked

CASES = Path(__file__).parent / "cases"
OPTIONS = Options(as_of=date(2026, 6, 30))
SEEDS = range(100, 140)  # not those of the benchmarks


@cache
def true_text(seed: int) -> str:
    """A document of one of the two halves of the vocabulary."""
    return make_document(seed, DEV if seed % 2 else HELD_OUT).text


def damaged_text(seed: int) -> str:
    """How it is read."""
    return damaged(true_text(seed), seed)


def misread(seed: int) -> str:
    """The document as a reader has it: a third as the right model reads it, a third without marks, a third both."""
    text = damaged_text(seed) if seed % 3 else true_text(seed)
    return "".join(map(unaccent_letter, text)) if seed % 3 != 1 else text


def read_page(text: str, number: int, rng: random.Random) -> Page:
    """A page of words that a reader was more or less sure of; some lines lie in a table, some in the margin."""
    lines = []
    for row, raw in enumerate(text.split("\n")):
        words, at = [], 0
        for word in raw.split():
            at = raw.index(word, at)
            box = Box(at / 120, row / 90, min(1.0, (at + len(word)) / 120), (row + 0.8) / 90)
            others = (Alternative(word.swapcase(), 0.2),) if rng.random() < 0.1 else ()
            words.append(Word(word, at, box, rng.choice((0.2, 0.6, 0.85, 0.97)), others))
            at += len(word)
        region = Region.MARGIN if rng.random() < 0.02 else Region.BODY
        lines.append(Line(raw, tuple(words), Box(0.05, row / 90, 0.95, (row + 0.8) / 90), region))
    return Page(number, tuple(lines), TextSource.OCR, size=Size(1654, 2339, 200.0))


@cache
def restored(seed: int) -> Restored:
    """A misread document, restored."""
    rng = random.Random(seed)
    pages = misread(seed).split("\f")
    reading = Reading(tuple(read_page(page, n, rng) for n, page in enumerate(pages, 1)))
    return pipeline.restore(reading, OPTIONS)


@cache
def checked(seed: int) -> tuple[Checked, ...]:
    """Its tables, checked."""
    return pipeline.extract(restored(seed), OPTIONS)


def summed(made: object) -> str:
    """A short sum over everything in it; floats count to three places, for processors differ in the last ones."""
    text = re.sub(r"\d+\.\d+(?:e-\d+)?", lambda m: f"{float(m[0]):.3f}", repr(made))
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def parts_of(record: object) -> dict[str, str]:
    """The sums of a record's fields."""
    return {f.name: summed(getattr(record, f.name)) for f in fields(record)}  # type: ignore[arg-type]


def agree(stage: str, made: Mapping[str, Mapping[str, str]]) -> None:
    """Fails with the documents and parts of them that are not as approved."""
    file = CASES / f"{stage}.json"
    if os.environ.get("VANBAN_APPROVE"):
        file.write_text(json.dumps(made, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    approved = json.loads(file.read_text(encoding="utf-8"))
    changed = {
        n: [p for p in parts if approved.get(n, {}).get(p) != parts[p]] for n, parts in made.items()
    }
    assert not {name: parts for name, parts in changed.items() if parts}, (
        "not what was approved; if the change is meant, the head of tests/approved.py says how to approve it"
    )
