"""`python benchmarks/page_cost.py [FOLDER]`: what a page costs from restored text to checked rows, and beside its restoration.

A page is 350 words, as a typical one has. Sets: the .txt files of FOLDER if one is given, invented documents (true, without marks,
misread), and books of one invented document, whose milliseconds a page should not grow with their pages. Figures are
processor milliseconds, the least of three readings; `first` is the first reading, in which words are folded that no page before
had. The last line is a whole `vanban extract` of one text, start, model and tables included, beside a bare start of Python.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))  # the generator is a package of the checkout

from benchmarks.documents.book import PAGE, make_book  # noqa: E402
from benchmarks.documents.damage import damaged  # noqa: E402
from benchmarks.documents.document import make_document  # noqa: E402
from benchmarks.documents.vocabulary import DEV  # noqa: E402
from extract import dictionaries, pipeline  # noqa: E402
from extract.check import check  # noqa: E402
from extract.dictionaries import Dictionaries  # noqa: E402
from extract.fold import unaccent_letter  # noqa: E402
from extract.ingest import open_bytes  # noqa: E402
from extract.model import Restored  # noqa: E402
from extract.ocr import read_source  # noqa: E402
from extract.options import Options  # noqa: E402
from extract.parse import parse  # noqa: E402

_SEEDS = range(1, 25)
_BOOKS = (125, 250, 500)  # pages
_REPEATS = 3
_AS_OF = date(2026, 1, 1)
_SAMPLE = HERE.parent / "samples" / "inputs" / "cong-van-2009.txt"
_Result = TypeVar("_Result")


class Cost(NamedTuple):
    """Processor seconds of a set: restoring it, parsing and checking it (least of the readings), both the first time."""

    restore: float
    parse: float
    check: float
    first: float


def sets(folder: Path | None) -> Iterator[tuple[str, list[str]]]:
    """Names of sets and their texts."""
    if folder is not None:
        yield folder.name, [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    own = [make_document(seed, DEV).text for seed in _SEEDS]
    yield "invented", own
    yield "no marks", ["".join(map(unaccent_letter, text)) for text in own]
    yield "misread", [damaged(text, seed) for seed, text in enumerate(own)]
    for pages in _BOOKS:
        yield "a book", [make_book(pages)]


def seconds(work: Callable[[], _Result]) -> tuple[float, _Result]:
    """Processor seconds of some work, and what it gave."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def restored(text: str) -> Restored:
    """A text as the parser gets it."""
    source = open_bytes(text.encode(), "text.txt", Options())
    return pipeline.restore(read_source(source, pipeline.NoEngine()), Options())


def cost(texts: Sequence[str]) -> Cost:
    """What a set costs."""
    lists = dictionaries.load()
    restoring, documents = seconds(lambda: [restored(text) for text in texts])
    readings = [_reading(documents, lists) for _ in range(_REPEATS)]
    parsing, checking = zip(*readings, strict=True)
    return Cost(restoring, min(parsing), min(checking), sum(readings[0]))


def _reading(documents: Sequence[Restored], lists: Dictionaries) -> tuple[float, float]:
    parsing, read = seconds(lambda: [parse(document, lists) for document in documents])
    parts = [(part, d) for d, found in zip(documents, read, strict=True) for part in found]
    checking, _ = seconds(lambda: [check(part, d, _AS_OF, lists) for part, d in parts])
    return parsing, checking


def cold() -> tuple[float, float]:
    """Processor seconds of a whole run on one text, and of Python's bare start."""
    with tempfile.TemporaryDirectory() as out:
        run = [
            sys.executable,
            "-m",
            "extract",
            "extract",
            str(_SAMPLE),
            "--jobs",
            "1",
            "--out",
            out,
        ]
        return _spent(run), _spent([sys.executable, "-c", ""])


def _spent(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print a row for each set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", help="texts to measure beside the invented")
    folder = parser.parse_args().folder
    pipeline.restorer(())  # loaded once, not a page's
    cost([make_document(100, DEV).text])  # so are the lists
    print("ms a page       pages  restore    parse    check  both, first")
    for name, texts in sets(folder):
        pages = sum(len(text.split()) for text in texts) / PAGE
        spent = [1000 * part / pages for part in cost(texts)]
        print(f"{name:<14} {pages:>6.0f}" + "".join(f" {part:>8.1f}" for part in spent), flush=True)
    whole, bare = cold()
    print(f"vanban extract of one text: {whole:.2f} s, of these {bare:.2f} s are Python's start")


if __name__ == "__main__":
    main()
