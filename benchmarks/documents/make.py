"""`python benchmarks/documents/make.py --seed 1 --count 40 --out DIR [--held-out] [--forms strip damaged vie eng scan]`: invented documents with gold tables.

Writes NN.txt and NN.json (what `extract.evaluate` and any scorer of that form read), NN.shapes (the shapes used, one a line) and
the forms asked for: NN.strip.txt (the text without its marks), NN.damaged.txt (misread at random),
NN.scan.pdf (its pages, scanned), NN.vie.txt and NN.eng.txt (what
Tesseract's models read on them). The dev half is for looking at; of the held-out half only figures
should be read, or it stops to be blind.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.documents.document import Document, make_document
from benchmarks.documents.forms import FORMS, write_forms
from benchmarks.documents.vocabulary import DEV, HELD_OUT


def write_document(folder: Path, name: str, document: Document) -> None:
    """NAME.txt, NAME.json and NAME.shapes of a document."""
    files = {
        ".txt": document.text,
        ".json": json.dumps(document.gold, ensure_ascii=False, indent=1) + "\n",
        ".shapes": "".join(f"{shape}\n" for shape in document.shapes),
    }
    for suffix, text in files.items():
        (folder / f"{name}{suffix}").write_text(text, encoding="utf-8")


def write_documents(
    folder: Path, half: str, seeds: range, forms: tuple[str, ...] | list[str] = ()
) -> None:
    """The documents of these seeds of a half, numbered from 01, in the forms asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds, 1):
        document = make_document(seed, half)
        write_document(folder, f"{number:02d}", document)
        write_forms(folder, f"{number:02d}", document, seed, forms)


def main(argv: list[str] | None = None) -> int:
    """The command line; 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=[])
    args = parser.parse_args(argv)
    first = 1000 * args.seed + 1
    half = HELD_OUT if args.held_out else DEV
    write_documents(args.out, half, range(first, first + args.count), args.forms)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
