"""`python benchmarks/confidence.py FOLDER... [--light CORPORA] [--update]`: fits, or shows, what restoration's chances mean.

FOLDER holds held-out texts as `benchmarks/restore.py` takes them: right texts NAME.truth.txt, whose marks are taken off here, and readings
NAME.KIND.txt with NAME.KIND.truth.txt (KIND: eng, scan, vie). With --light pages of CORPORA are read as `vanban extract` reads an image, and decoded
from the text alone and with what the engine weighed. With --update the points fitted on all this go to
`extract/data/restore.calibration.tsv`; without it the points are printed and nothing is written. Whether they hold is to be seen on
other documents: `benchmarks/restore.py` prints of how many changes said to be so sure how many are right.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from light import held_out, readings
from texts import folder_pairs, stripped

from extract.dictionaries import load
from extract.model import Reading
from extract.restore import load_restorer
from extract.restore.artifact import calibration_file, written_points
from extract.restore.candidates import THETA
from extract.restore.lines import DamagedLine
from extract.restore.restorer import ARTIFACT
from extract.restore.tokens import Damage
from extract.train.training import DamagedText, damaged_text, fitted

_DAMAGE = {"eng": Damage.WRONG_MODEL, "scan": Damage.WRONG_MODEL, "vie": Damage.LIGHT}


def damaged_texts(folder: Path) -> Iterator[DamagedText]:
    """The texts of a folder, and its right ones stripped."""
    for pair in folder_pairs(folder):
        if pair.kind in _DAMAGE:
            yield damaged_text(_DAMAGE[pair.kind], pair.text, pair.truth)
        else:
            yield damaged_text(Damage.STRIPPED, stripped(pair.truth), pair.truth)


def light_texts(corpora: Path, pages: int) -> Iterator[DamagedText]:
    """Pages of every second paragraph, so others than `benchmarks/light.py` measures on."""
    with tempfile.TemporaryDirectory() as folder:
        for reading, truth in readings(held_out(corpora)[1::2], pages, Path(folder)):
            yield from as_read(reading, truth)


def as_read(reading: Reading, truth: str) -> Iterator[DamagedText]:
    """A page that the right model read: its text alone, and with what the engine says of the words."""
    lines = [line for page in reading.pages for line in page.lines]
    yield damaged_text(Damage.LIGHT, "\n".join(line.raw for line in lines), truth)
    told = (DamagedLine(line.raw, Damage.LIGHT, THETA, line.words) for line in lines)
    yield DamagedText(tuple(told), truth)


def main() -> int:
    """The command line; 0."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--light", type=Path, metavar="CORPORA", help="fit light damage on pages")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--update", action="store_true", help="write the points")
    args = parser.parse_args()
    engine = load_restorer(load()).mender.engine
    texts = chain.from_iterable(map(damaged_texts, args.folders))
    light = light_texts(args.light, args.pages) if args.light else ()
    points = fitted(engine, chain(texts, light))
    if args.update:
        calibration_file(ARTIFACT).write_text(written_points(points), encoding="utf-8")
    else:
        print(written_points(points), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
