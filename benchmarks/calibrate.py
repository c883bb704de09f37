"""`python benchmarks/calibrate.py SETDIR... [--kinds txt strip vie eng scan] [--withhold SHARE...] [--update | --record SOURCE]`: fits, or measures, what signs say about cells.

SETDIR holds invented documents of `benchmarks/documents/make.py` (seeds of their own, see docs/evaluation.md). Every filled cell that the gold
judges is one case; a logistic regression with a penalty gives each sign its weight. With --update the weights are written to
`extract/data/calibration.tsv`, fitted on these documents and on the cells of `first_sight.tsv`; with --record the cells of documents that
the parser has never seen are added there; without either the table of the shipped weights is measured on these documents. With --withhold each document is
also read without these shares of the dictionaries (`withheld.py`), as if the parser had never seen it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import first_sight
import numpy as np
from first_sight import Judged
from trust import calibration_error, judge, show_trust, trust_of
from withheld import withheld

from extract import dictionaries, pipeline
from extract.check import check, signed
from extract.check.sureness import FILE
from extract.evaluate.sets import (
    KINDS,
    Case,
    cells_of,
    find_cases,
    read_case,
    stated,
)
from extract.ocr import TesseractEngine
from extract.options import Options
from extract.parse import parse

AS_OF = date(2026, 12, 31)
PENALTY = 5.0  # of the squares of the weights, as so many cells
OWN = 0.4  # what a cell of documents that the rules were mended on counts beside one at first sight: they hide what goes wrong elsewhere
FEWEST = 8  # cells: rarer signs get no weight of their own
#: What is thought of a sign before any cell was seen (logits): checks that fail are rare on invented documents.
PRIORS = {
    "doubt:failed_check": 3.0, "doubt:conflict": 2.0, "doubt:unreadable": 2.0, "doubt:low_confidence": 1.5,
    "doubt:repaired_number": 2.0, "doubt:separator": 0.0, "figures:check over_max": 2.0, "figures:check percent_mismatch": 2.0,
    "figures:sum_check fail": 1.5, "figures:sum_check ok": -2.0, "figures:check ok": -1.0, "words:stray capitals": 2.0, "words:odd": 2.5, "figures:far off": 5.0,
    "strange:many words@read": 1.5, "marks:jump": 3.0, "figures:other decimals": 2.0, "figures:other decimals and far off": 7.0,
    "figures:off the grain": 3.0, "figures:figure beside words": 2.0, "words:footnote inside": 3.0, "words:end of text inside": 3.0, "words:ends in a colon": 2.0, "figures:rank in words": 2.0,
    "words:many times": -1.5, "closed:many times": -1.5, "figures:many times": -1.0,
}  # fmt: skip
ROUNDS = 12  # the last step moves no weight by 1e-8


def judged(
    case: Case, options: Options, engine: TesseractEngine, shares: Sequence[float] = ()
) -> Iterator[Judged]:
    """The cells of one document that the gold can judge and that have signs; once more for each share of words withheld."""
    sha256, reading = pipeline.read(case.input, options, engine)
    restored = pipeline.restore(reading, options)
    if case.input != case.truth:
        shares = shares[
            :1
        ]  # what was misread has mistakes of its own: with all shares real scans are read much better than said
    for seed, share in enumerate((0.0, *shares), sum(map(ord, case.name))):
        lists = withheld(dictionaries.load(()), share, seed)
        parts = parse(restored, lists)
        if len(parts) != 1:
            continue
        found = {cell.place: cell.signs for cell in signed(parts[0], restored, AS_OF, lists)}
        checked = (check(parts[0], restored, AS_OF, lists),)
        document = pipeline.document((case.name,), sha256, restored, checked, options)
        for cell in judge(stated(case), cells_of(document)):
            if cell.where in found:
                yield Judged(found[cell.where], not cell.right)


def fit(own: Sequence[Judged], unseen: Sequence[Judged] = ()) -> dict[str, float]:
    """The weight of each sign that enough cells have or a prior names: penalised logistic regression by Newton's steps.

    Cells of documents at first sight (`unseen`) count whole, `own` ones `OWN`. Those with the same signs are one row, counted.
    """
    weighed = [*((cell, OWN) for cell in own), *((cell, 1.0) for cell in unseen)]
    counts = Counter(sign for cell, _ in weighed for sign in set(cell.signs))
    names = sorted({*PRIORS, *(name for name, count in counts.items() if count >= FEWEST)})
    at = {name: i for i, name in enumerate(names)}
    many: dict[tuple[int, ...], float] = defaultdict(float)
    wrong: dict[tuple[int, ...], float] = defaultdict(float)
    for cell, weight in weighed:
        row = tuple(sorted({at[sign] for sign in cell.signs if sign in at}))
        many[row] += weight
        wrong[row] += weight * cell.wrong
    x = np.zeros((len(many), len(names)))
    for number, row in enumerate(many):
        x[number, list(row)] = 1
    n, y = (np.array([count[row] for row in many]) for count in (many, wrong))
    penalty = np.full(len(names), PENALTY)
    penalty[at["all"]] = 0.01
    prior = np.array([PRIORS.get(name, 0.0) for name in names])
    weights = prior.copy()
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (n * p - y) + penalty * (weights - prior)
        curve = (x * (n * p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        weights -= np.linalg.solve(curve, slope)
    return dict(zip(names, (float(w) for w in weights), strict=True))


def written(weights: Mapping[str, float], cells: Sequence[Judged]) -> str:
    """The text of the data file."""
    counts = Counter(sign for cell in cells for sign in cell.signs)
    wrong = Counter(sign for cell in cells if cell.wrong for sign in cell.signs)
    head = (
        "# Weights of the signs of a cell (logits of being wrong), with the cells and wrong cells they were fitted on.\n"
        "# Written by benchmarks/calibrate.py from invented documents only; do not edit by hand.\n"
    )
    rows = (f"{s}\t{w:.3f}\t{counts[s]}\t{wrong[s]}" for s, w in sorted(weights.items()))
    return head + "sign\tweight\tcells\twrong\n" + "".join(f"{row}\n" for row in rows)


def refitted(
    cases: Sequence[Case], options: Options, engine: TesseractEngine, shares: Sequence[float]
) -> str:
    """Fit the weights on these documents and write them; a line that says on what."""
    own = [cell for case in cases for cell in judged(case, options, engine, shares)]
    unseen = list(first_sight.read())
    cells, weights = [*own, *unseen], fit(own, unseen)
    FILE.write_text(written(weights, cells), encoding="utf-8")
    wrong = sum(cell.wrong for cell in cells)
    return (
        f"{len(cases)} documents, {len(own)} cells, {sum(cell.wrong for cell in own)} wrong; "
        f"with those at first sight {len(cells)} cells, {wrong} wrong: {len(weights)} weights"
    )


def recorded(cases: Sequence[Case], options: Options, engine: TesseractEngine, source: str) -> str:
    """Add the cells of documents never seen before to those kept; a line that says how many."""
    cells = [cell for case in cases for cell in judged(case, options, engine)]
    kept, known = [*first_sight.read(), *cells], [*first_sight.sources(), source]
    first_sight.FILE.write_text(first_sight.written(kept, known), encoding="utf-8")
    return f"{len(cases)} documents, {len(cells)} cells, {sum(cell.wrong for cell in cells)} wrong"


def measured(cases: Sequence[Case], options: Options, engine: TesseractEngine) -> str:
    """The calibration error of the shipped weights on these documents, the review curve and the reliability table."""
    found = [trust_of(case, read_case(case, options, engine)) for case in cases]
    error = calibration_error(cell for one in found for cell in one.cells)
    return f"{len(found)} documents, calibration error {error:.4f}\n{show_trust(found)}"


def main() -> int:
    """The command line; 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="+", type=Path, metavar="SETDIR")
    parser.add_argument("--kinds", nargs="+", choices=sorted(KINDS), default=["txt"])
    parser.add_argument("--withhold", nargs="+", type=float, default=[], metavar="SHARE")
    parser.add_argument("--update", action="store_true", help="fit and write the weights")
    parser.add_argument(
        "--record",
        metavar="SOURCE",
        help="keep the cells, seen for the first time; SOURCE says of which documents and parser",
    )
    args = parser.parse_args()
    options = Options(as_of=AS_OF)
    engine = TesseractEngine.start(options.lang, options.timeout)
    cases = {k: [c for s in args.sets for c in find_cases(s, k)] for k in args.kinds}
    every = [case for found in cases.values() for case in found]
    if args.record:
        print(recorded(every, options, engine, args.record))
        return 0
    if args.update:
        print(refitted(every, options, engine, args.withhold))
        return 0
    for kind, found in cases.items():
        print(f"{kind}: {measured(found, options, engine)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
