"""`python benchmarks/confidence.py FOLDER... [--update]`: fits, or shows, what restoration's chances mean.

FOLDER holds held-out texts as `benchmarks/restore.py` takes them: right texts NAME.truth.txt, whose marks are taken off here, and readings
NAME.KIND.txt with NAME.KIND.truth.txt (KIND: eng, scan, vie). With --update the points fitted on them go to
`extract/data/restore.calibration.tsv`; without it the points are printed and nothing is written. Whether they hold is to be seen on
other documents: `benchmarks/restore.py` prints of how many changes said to be so sure how many are right.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from texts import folder_pairs, stripped

from extract.dictionaries import load
from extract.restore import load_restorer
from extract.restore.decoding.damage import Damage
from extract.restore.model.calibration import calibration_file, written
from extract.restore.restorer import ARTIFACT
from extract.train.calibrating import DamagedText, fitted

_DAMAGE = {"eng": Damage.WRONG_MODEL, "scan": Damage.WRONG_MODEL, "vie": Damage.LIGHT}


def damaged_texts(folder: Path) -> Iterator[DamagedText]:
    """The texts of a folder, and its right ones stripped."""
    for pair in folder_pairs(folder):
        if pair.kind in _DAMAGE:
            yield DamagedText(_DAMAGE[pair.kind], pair.text, pair.truth)
        else:
            yield DamagedText(Damage.STRIPPED, stripped(pair.truth), pair.truth)


def main() -> int:
    """The command line; 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--update", action="store_true", help="write the points")
    args = parser.parse_args()
    engine = load_restorer(load()).mender.engine
    points = fitted(engine, (text for folder in args.folders for text in damaged_texts(folder)))
    if args.update:
        calibration_file(ARTIFACT).write_text(written(points), encoding="utf-8")
    else:
        print(written(points), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
