"""`python benchmarks/dictionary.py [COUNT]`: what each part of the dictionaries adds to restoration, by kind of text.

Invented documents of the held-out half of `benchmarks/documents` without their marks, as they stand and misread at
random, restored with all lists, without each group of them, without all these. Printed is the share of right words in headers, recipients, signers' blocks, in the
rest, and in names of persons, places and firms (as `benchmarks/restore.py` counts them).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from restore import kept
from texts import named_words, stripped
from trust import forms_of

from benchmarks.documents.damage import damaged
from benchmarks.documents.document import make_document
from benchmarks.documents.vocabulary import HELD_OUT
from extract.dictionaries import Dictionaries, load
from extract.restore import Restorer, load_restorer

FIRST_SEED = 71_001
GROUPS: Mapping[str, Collection[str]] = {
    "nothing": (),
    "agencies": ("agencies",),
    "formulas": ("phrases", "headings", "areas"),
    "terms": ("terms",),
    "places": ("provinces", "towns"),
    "names": ("surnames", "given_names", "name_neighbours", "titles"),
}
_HEAD = 8  # lines
_RECIPIENTS = re.compile(r"nơi nhận|kính gửi", re.IGNORECASE)
_SIGNER = re.compile(
    r"(?:KT|TM|TL|TUQ|Q)\.|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|CHÁNH|TRƯỞNG|CỤC TRƯỞNG|BỘ TRƯỞNG)"
)
Found = Counter[tuple[str, bool]]


def kinds_of(lines: list[str]) -> Iterator[str]:
    """Each line's kind: header, recipients, signer or body."""
    kind = "header"
    for number, line in enumerate(lines):
        if _SIGNER.match(line.strip()):
            kind = "signer"
        elif _RECIPIENTS.match(line.strip()):
            kind = "recipients"
        elif (kind == "recipients" and not line.strip().startswith("-")) or (
            kind == "header" and number >= _HEAD
        ):
            kind = "body"
        yield kind


def judged(restorer: Restorer, text: str, truth: str) -> Found:
    """How many words of each kind came out right, and how many wrong."""
    found: Found = Counter()
    right: list[bool] = []
    lines = truth.split("\n")
    restored = restorer.restore_text(text)[0].split("\n")
    for kind, one, two in zip(kinds_of(lines), restored, lines, strict=True):
        words = kept(forms_of(one), forms_of(two))
        found.update((kind, word) for word in words)
        right += words
    for kind, positions in named_words(truth).items():
        found.update((kind, right[at]) for at in positions)
    return found


def without(lists: Dictionaries, names: Collection[str]) -> Dictionaries:
    """The dictionaries with some lists empty."""
    kept = {name: () if name in names else entries for name, entries in lists.lists.items()}
    return replace(lists, lists=kept)


def shown(found: Found) -> str:
    """The share of right words by kind."""
    kinds = sorted({kind for kind, _ in found})
    totals = {kind: found[kind, True] + found[kind, False] for kind in kinds}
    return "  ".join(f"{k} {found[k, True] / totals[k]:.1%} ({totals[k]})" for k in kinds)


def main() -> None:
    """Measure and print."""
    seeds = range(FIRST_SEED, FIRST_SEED + (int(sys.argv[1]) if len(sys.argv) > 1 else 40))
    truths = [make_document(seed, HELD_OUT).text for seed in seeds]
    bare = [stripped(text) for text in truths]
    misread = [damaged(text, seed) for text, seed in zip(bare, seeds, strict=True)]
    everything = tuple(name for names in GROUPS.values() for name in names)
    lists = load()
    for label, names in {**GROUPS, "all of these": everything}.items():
        restorer = load_restorer(without(lists, names))
        for form, texts in (("stripped", bare), ("misread", misread)):
            pairs = zip(texts, truths, strict=True)
            found = sum((judged(restorer, text, truth) for text, truth in pairs), Counter())
            print(f"{form:<9}without {label:<13}", shown(found), flush=True)


if __name__ == "__main__":
    main()
