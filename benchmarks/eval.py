"""`make eval`: scores the samples, and the folder VANBAN_DATA where it is set, against the floors; exit 15 below one.

Sets: `samples`; `own.txt`, `own.strip`, `own.damaged` (invented documents of the held-out half, made anew); `written.dev`, `written.txt`, `written.flat`,
`written.damaged`, `shapes.dev`, `shapes.dev.flat`, `shapes.txt`, `shapes.flat`, `shapes.damaged`, `sight.txt`, `sight.flat`, `sight.strip`, `sight.damaged`, `sight.scan` (documents written by hand, benchmarks/documents/written); of VANBAN_DATA `seed.eng`, `seed.txt` (the user's document), `dev.png` (scanned pages) and
`real.txt`, `real.vie`, `real.eng`, `real.scan`, `real.pdf` (documents with gold tables).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import floors
from documents import written
from documents.make import write_documents
from documents.vocabulary import HELD_OUT
from documents.written import lay_out
from trust import Trust, show_trust, trust_figures, trust_of

from extract.errors import ExitCode, UsageError, VanbanError
from extract.evaluate.sets import (
    Case,
    CaseScore,
    figures,
    find_cases,
    find_samples,
    read_case,
    scored,
    show_set,
)
from extract.ocr import TesseractEngine
from extract.options import Options

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.toml"
AS_OF = date(2026, 12, 31)  # fixed: no figure may depend on the day
OWN = range(950_001, 950_041)  # seeds that no fit has seen
KINDS_OF_OWN = ("txt", "strip", "damaged")
READ_ONCE = "sight."  # sets that are measured only where they are named
KINDS_OF_REAL = ("txt", "vie", "eng", "scan", "pdf")


def sets(own: Path) -> dict[str, Callable[[], tuple[Case, ...]]]:
    """The sets that can be measured here, by name; invented documents are written below `own`."""
    found: dict[str, Callable[[], tuple[Case, ...]]] = {
        "samples": lambda: find_samples(HERE.parent / "samples")
    }
    for kind in KINDS_OF_OWN:
        found[f"own.{kind}"] = lambda kind=kind: _own(own / kind, kind)
    found["written.dev"] = lambda: find_cases(lay_out(own / "dev", "dev", "txt"), "txt")
    found["shapes.dev"] = lambda: _written(own / "shapes.dev", "shapes/dev", "txt")
    found["shapes.dev.flat"] = lambda: _written(own / "shapes.dev.flat", "shapes/dev", "flat")
    for form in written.FORMS:
        found[f"written.{form}"] = lambda form=form: _written(own / f"held.{form}", "held", form)
        found[f"shapes.{form}"] = lambda form=form: _written(
            own / f"shapes.{form}", "shapes/held", form
        )
    for form in written.SIGHT_FORMS:
        found[f"sight.{form}"] = lambda form=form: _written(own / f"sight.{form}", "sight", form)
    data = os.environ.get("VANBAN_DATA")
    if data:
        root = Path(data)
        found["seed.eng"] = lambda: (_seed(root / "seed", "raw.txt"),)
        found["seed.txt"] = lambda: (_seed(root / "seed", "truth.txt"),)
        found["dev.png"] = lambda: find_cases(root / "eval" / "dev", "png")
        for kind in KINDS_OF_REAL:
            found[f"real.{kind}"] = lambda kind=kind: find_cases(root / "eval" / "real", kind)
    return found


def _own(folder: Path, kind: str) -> tuple[Case, ...]:
    write_documents(folder, HELD_OUT, OWN, [kind] if kind != "txt" else [])
    return find_cases(folder, kind)


def _written(folder: Path, part: str, form: str) -> tuple[Case, ...]:
    return find_cases(lay_out(folder, part, form), "txt" if form == "flat" else form)


def _seed(folder: Path, name: str) -> Case:
    return Case("seed", folder / name, folder / "truth.txt", folder / "gold.json", "text_input")


def measure(cases: tuple[Case, ...], *, quiet: bool) -> tuple[list[CaseScore], list[Trust]]:
    """Every case of a set, scored and judged, read with Tesseract's Vietnamese model where it is an image."""
    options = Options(as_of=AS_OF)
    engine = TesseractEngine.start(options.lang, options.timeout)
    scores, trust = [], []
    for case in cases:
        read = read_case(case, options, engine)
        scores.append(scored(case, read))
        trust.append(trust_of(case, read))
        if not quiet:
            print(f"\r{case.name:24}", end="", file=sys.stderr, flush=True)
    print("\r", end="", file=sys.stderr)
    return scores, trust


def corpus_of(cases: tuple[Case, ...]) -> str:
    """The hash of a set's inputs, true texts and gold tables."""
    return floors.corpus_hash(
        path for case in cases for path in (case.input, case.truth, case.gold) if path
    )


def judge(name: str, corpus: str, found: dict[str, float], known: floors.Floors) -> list[str]:
    """What is wrong with a set's figures, in words."""
    mine = known.get(name, {})
    if mine and mine["corpus"] != corpus:
        return [
            f"{name}: the documents are not those the floors were measured on ({mine['corpus']}, now {corpus})"
        ]
    return [f"{name}: {why}" for why in floors.fallen(found, mine)]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", default=[], metavar="SET", help="these sets only")
    parser.add_argument(
        "--cases", nargs="+", default=[], metavar="NAME", help="these cases only (no floors)"
    )
    parser.add_argument(
        "--update", action="store_true", help="raise the floors to what was measured"
    )
    parser.add_argument(
        "--allow-regression", action="store_true", help="with --update: also lower them"
    )
    parser.add_argument("--details", action="store_true", help="a line for each document")
    return parser.parse_args()


def chosen(only: list[str], own: Path) -> dict[str, tuple[Case, ...]]:
    """The cases of the sets asked for, or of all that have any here."""
    known = sets(own)
    unknown = [name for name in only if name not in known]
    if unknown:
        why = f"the sets here are {', '.join(known)} (more with VANBAN_DATA)"
        raise UsageError(f"Set {unknown[0]}", why, "Name one of them.")
    asked = only or [name for name in known if not name.startswith(READ_ONCE)]
    found = {name: known[name]() for name in known if name in asked}
    return {name: cases for name, cases in found.items() if cases}


def all_figures(scores: list[CaseScore], trust: list[Trust]) -> dict[str, float]:
    """The figures of a set; of trust too where there are gold tables."""
    found = figures(scores)
    return found | trust_figures(trust) if "f1" in found else found


def measured_set(
    name: str, cases: tuple[Case, ...], *, details: bool
) -> tuple[list[CaseScore], dict[str, float]]:
    """Measure a set and print its line (and one for each document): its scores and figures."""
    start = time.monotonic()
    scores, trust = measure(cases, quiet=not sys.stderr.isatty())
    took = time.monotonic() - start
    found = all_figures(scores, trust)
    row = "  ".join(f"{key} {value:.4f}" for key, value in found.items())
    print(
        f"{name:11} {len(cases):3} documents  {took:6.1f} s  {row}\n{show_trust(trust)}",
        flush=True,
    )
    if details:
        print(show_set(scores), flush=True)
    return scores, found


def main() -> int:
    """Measure, print a table, compare with the floors."""
    with tempfile.TemporaryDirectory(prefix="vanban-eval-") as own:
        return evaluated(arguments(), Path(own))


def evaluated(options: argparse.Namespace, own: Path) -> int:
    """The exit code of a measurement with these options."""
    known = floors.read(FLOORS)
    results = {}
    wrong: list[str] = []
    for name, cases in chosen(options.only, own).items():
        mine = tuple(case for case in cases if not options.cases or case.name in options.cases)
        scores, measured = measured_set(name, mine, details=options.details)
        wrong += [f"{name}: {score.name}: {score.failure}" for score in scores if score.failure]
        results[name] = (corpus_of(mine), measured)
    if options.update and not options.cases:
        known = floors.updated(known, results, allow_regression=options.allow_regression)
        FLOORS.write_text(floors.written(known), encoding="utf-8")
    for name, (corpus, found) in results.items() if not options.cases else ():
        wrong += judge(name, corpus, found, known)
    for line in wrong:
        print(f"below the floor: {line}", file=sys.stderr)
    return int(ExitCode.BELOW_FLOOR) if wrong else int(ExitCode.OK)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except VanbanError as error:
        print(error, file=sys.stderr)
        sys.exit(int(error.code))
