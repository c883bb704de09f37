"""`python benchmarks/restore.py [FOLDER]`: what restoration reaches and costs, beside its peers, in one run.

FOLDER holds right texts NAME.truth.txt and, where there are any, readings NAME.KIND.txt with their own
NAME.KIND.truth.txt (KIND: eng, a good scan read with the wrong model; scan, a photocopy; vie); stripped text, TCVN3, VNI and
NFD are made of the right texts here. With VANBAN_DATA set the user's own document is a row too. Without FOLDER the
invented readings of the tests are used: enough to see that all works, too few to judge.

Accuracy is 1 - (substituted, lost and invented syllables) / true ones; case counts, tone placement does not. `digits` are
right digit strings that a tool made wrong. Speed: syllables a second of one process over its whole text, and the seconds
of processor of whole commands (`vanban restore` on 1,200 syllables, and the same with no cache of anything).
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from peers import Tool, tools
from rapidfuzz.distance import Levenshtein
from texts import Pair, case_pairs, folder_pairs, made_from, named_words, seed_pair
from trust import JudgedChange, forms_of, judge_changes, show_bins

from extract.dictionaries import load
from extract.evaluate.text import digit_strings
from extract.model import Correction
from extract.restore import Restorer, load_restorer
from extract.restore.lines import places

LONG, SHORT = 60_000, 1_200  # syllables
STRIPPED_ONLY = frozenset({"pyvi"})


class Row(NamedTuple):
    """What a tool made of one kind of input; of right text, `errors` are what it changed."""

    syllables: int
    errors: int
    names: dict[str, tuple[int, int]]  # by kind of name: its words, the wrong ones
    digits: int
    seconds: float


def measured(tool: Tool, pairs: list[Pair]) -> Row:
    """The sums over all texts of a kind."""
    syllables = errors = digits = 0
    names: dict[str, tuple[int, int]] = {}
    seconds = 0.0
    for pair in pairs:
        start = time.process_time()
        output = tool(pair.text)
        seconds += time.process_time() - start
        found, truth = forms_of(unicodedata.normalize("NFC", output)), forms_of(pair.truth)
        right = kept(found, truth)
        syllables += len(truth)
        errors += Levenshtein.distance(found, truth)
        digits += broken(pair, output)
        for kind, positions in named_words(pair.truth).items():
            total, wrong = names.get(kind, (0, 0))
            missed = sum(not right[at] for at in positions)
            names[kind] = total + len(positions), wrong + missed
    return Row(syllables, errors, names, digits, seconds)


def kept(found: list[str], truth: list[str]) -> list[bool]:
    """Whether each true token is found in its place."""
    right = [False] * len(truth)
    for block in Levenshtein.opcodes(found, truth):
        if block.tag == "equal":
            right[block.dest_start : block.dest_end] = [True] * (block.dest_end - block.dest_start)
    return right


def broken(pair: Pair, output: str) -> int:
    """True digit strings that the input has and the output lost."""
    true = digit_strings(pair.truth)
    before, after = kept(digit_strings(pair.text), true), kept(digit_strings(output), true)
    return sum(was and not now for was, now in zip(before, after, strict=True))


def changes(restorer: Restorer, pairs: list[Pair]) -> Iterator[JudgedChange]:
    """Every guess of ours, judged."""
    for pair in pairs:
        lines = pair.text.split("\n")
        by_place: dict[tuple[int | None, int], list[Correction]] = {
            place: [] for place in places(lines)
        }
        for change in restorer.restore_text(pair.text)[1]:
            by_place[change.page, change.line].append(change)
        yield from judge_changes(pair.truth, lines, list(by_place.values()))


def report(name: str, kind: str, row: Row) -> str:
    """A line of the table."""
    share = row.errors / max(row.syllables, 1)
    shown = f"{share:8.3%} changed" if kind == "right" else f"{1 - share:8.2%}        "
    names = "  ".join(
        f"{k} {1 - wrong / n:.1%} ({n})" for k, (n, wrong) in sorted(row.names.items()) if n
    )
    speed = row.syllables / max(row.seconds, 1e-6)
    return f"{kind:<10}{name:<12}{row.syllables:>9}{shown}{row.digits:>7}{speed:>15,.0f}  {names}"


def cold(text: str, *, cache: bool) -> float:
    """Processor seconds of a whole `vanban restore`; without `cache` as a machine runs it that never did."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "text.txt")
        file.write_text(text, encoding="utf-8")
        empty = {"XDG_CACHE_HOME": folder, "PYTHONPYCACHEPREFIX": folder, "NUMBA_CACHE_DIR": folder}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = [sys.executable, "-m", "extract", "restore", str(file)]
        env = os.environ | ({} if cache else empty)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_words(text: str, least: int) -> str:
    """The text, again and again, until it has so many words."""
    words = text.split(" ")
    return " ".join((words * (least // len(words) + 1))[:least])


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    restorer = load_restorer(load())
    given = [*(folder_pairs(folder) if folder else case_pairs()), *seed_pair()]
    given += [made for pair in given if pair.kind == "right" for made in made_from(pair.truth)]
    kinds = {
        kind: [pair for pair in given if pair.kind == kind]
        for kind in dict.fromkeys(p.kind for p in given)
    }
    print(
        f"{'kind':<10}{'tool':<12}{'syllables':>9}{'accuracy':>9}{'digits':>15}{'syll/s':>15}  names in stripped text"
    )
    for name, tool in tools(restorer):
        for kind, pairs in kinds.items():
            if name not in STRIPPED_ONLY or kind in {"stripped", "right"}:
                row = measured(tool, pairs)
                print(
                    report(name, kind, row if kind == "stripped" else row._replace(names={})),
                    flush=True,
                )
    for kind in ("stripped", "eng", "scan", "vie", "reading", "seed"):
        if kind in kinds:
            print(f"{kind:<10}{show_bins(changes(restorer, kinds[kind]))}")
    stripped = unicodedata.normalize("NFC", "\n".join(pair.text for pair in kinds["stripped"]))
    start = time.process_time()
    restorer.restore_text(first_words(stripped, LONG))
    print(
        f"{LONG:,} syllables in one process: {LONG / (time.process_time() - start):,.0f} a second"
    )
    short = first_words(stripped, SHORT)
    print(
        f"{SHORT:,} syllables cold, whole process: {cold(short, cache=True):.2f} s of processor; first time on a machine: {cold(short, cache=False):.2f} s"
    )


if __name__ == "__main__":
    main()
