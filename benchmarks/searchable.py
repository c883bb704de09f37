"""Searchable PDFs: is the layer our text, does it lie on the ink, are the pictures the same, is the file clean and small.

    python benchmarks/searchable.py FOLDER [--out DIR]

FOLDER holds PDFs and pictures; they are read by one worker into DIR (a temporary folder), then `vanban pdf` is run on it. A word lies on
its ink where its box in the PDF covers half of the box it was read at, is half to twice as long, and 3 % of it is dark. Pages whose own text is seen get no layer.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageOps

from extract.batch import run
from extract.batch.collect import documents
from extract.batch.database import read_only
from extract.batch.progress import Silent
from extract.export.pdf_archival import faults
from extract.export.searchable import make_pdfs, words_of
from extract.ingest.layer import layer_words
from extract.model import Box
from extract.ocr import TesseractEngine
from extract.options import Options
from extract.tables.files import STATE

_DPI = 100
_SHARED, _DARK = 0.5, 0.03


def main() -> int:
    """Print a line a file and the figures of all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        out = given.out or Path(place) / "out"
        options, start = Options(jobs=1), time.monotonic()
        engine = partial(TesseractEngine.start, options.lang, options.timeout)
        run([given.folder], out, options, engine, Silent())
        reading, start = time.monotonic() - start, time.monotonic()
        done = make_pdfs(out, options)
        making = time.monotonic() - start
        print(done)
        tally = _measure(given.folder, out)
    pages = tally["pages"]
    print(
        f"read {reading / pages:.2f} s a page, PDF {making / pages:.3f} s a page (+{making / reading:.0%})"
    )
    return 0


def _measure(folder: Path, out: Path) -> Counter[str]:
    tally: Counter[str] = Counter()
    with (out / "pdf" / "list.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["doc_id"]: row for row in csv.DictReader(file)}
    with read_only(out / STATE) as journal:
        for document in documents(journal, {}):
            row = rows.get(document.doc_id or "")
            if row is not None and row["file"]:
                _one(
                    folder / row["source"],
                    out,
                    row,
                    {w.number: w for w in words_of(document)},
                    tally,
                )
    total = "words {words}, on their ink {ink}; pages {pages}, with a layer {layered}, text equal {equal}, the same words {words_equal}"
    print(total.format_map(tally), f"({tally['ink'] / max(tally['words'], 1):.2%})")
    print(
        f"files {tally['files']}, pictures the same {tally['same']}, clean {tally['clean']}, at most 1.05 of the size {tally['small']},"
        f" signed {tally['signed']}, of them byte for byte {tally['copied']}; bytes {tally['after'] / tally['before']:.3f}"
    )
    return tally


def _one(
    source: Path, out: Path, row: dict[str, str], words: dict[int, object], tally: Counter[str]
) -> None:
    before, after = source.read_bytes(), (out / "pdf" / row["file"]).read_bytes()
    texts = (out / "text" / f"{row['doc_id']}.txt").read_text(encoding="utf-8").split("\f")
    tally.update(files=1, before=len(before), after=len(after), pages=int(row["pages"]))
    if row["result"] == "signed":
        tally.update(signed=1, copied=before == after, same=1, clean=1, small=1)
        return
    same = Counter(_pictures(before)) == Counter(_pictures(after))
    tally.update(same=same, clean=not faults(after), small=len(after) <= 1.05 * len(before))
    said = []
    with pypdfium2.PdfDocument(after) as pdf:
        for number, page in enumerate(pdf, 1):
            seen = not _hidden_alone(page)
            if seen:
                continue
            found = layer_words(page)
            wanted = [word for word in texts[number - 1].split() if word != "|"]
            had = page.get_textpage().get_text_range().split()
            equal = had == wanted
            tally["words_equal"] += Counter(had) == Counter(wanted)
            on = sum(_on_ink(page, found, words[number]))
            count = sum(len(line) for line in words[number].lines)
            tally.update(layered=1, equal=equal, words=count, ink=on)
            said.append(f"{number}: {'=' if equal else '!='} {on}/{count}")
    print(
        f"{row['source']}: {len(after) / len(before):.3f} of the size, pictures {'same' if same else 'DIFFER'}, {'; '.join(said)}"
    )


def _hidden_alone(page: pypdfium2.PdfPage) -> bool:
    """Whether the page has text, and none that is seen."""
    texts = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5))
    return bool(texts) and all(pdfium.FPDFTextObj_GetTextRenderMode(t) == 3 for t in texts)


def _on_ink(page: pypdfium2.PdfPage, found: list, words: object) -> Iterator[bool]:
    """For each word that was read, whether the layer has it at its place, with ink there."""
    grey = page.render(scale=_DPI / 72, grayscale=True).to_numpy()
    dark = grey < 0.7 * np.percentile(grey, 75)
    left = list(found)
    for line in words.lines:
        for text, box in line:
            at = max(
                range(len(left)),
                key=lambda n: (left[n].text == text, _share(left[n].box, box)),
                default=None,
            )
            near = at is not None and left[at].text == text and _share(left[at].box, box) >= _SHARED
            yield near and _ink(dark, left[at].box) >= _DARK
            if near:
                del left[at]


def _share(one: Box, read: Box) -> float:
    """How far a word of the layer lies on the one that was read: along the line as common share of both, across it as share of what was read."""
    wide = min(one.x1, read.x1) - max(one.x0, read.x0)
    high = min(one.y1, read.y1) - max(one.y0, read.y0)
    if wide <= 0 or high <= 0:
        return 0.0
    both = max(one.x1, read.x1) - min(one.x0, read.x0)
    tall, long = high / (read.y1 - read.y0), wide / both
    if read.y1 - read.y0 > 3 * (read.x1 - read.x0):  # a word that stands
        tall, long = (
            high / (max(one.y1, read.y1) - min(one.y0, read.y0)),
            wide / (read.x1 - read.x0),
        )
    return min(tall, long)


def _ink(dark: np.ndarray, box: Box) -> float:
    rows, columns = dark.shape
    part = dark[
        round(box.y0 * rows) : round(box.y1 * rows) + 1,
        round(box.x0 * columns) : round(box.x1 * columns) + 1,
    ]
    return float(part.mean()) if part.size else 0.0


def _pictures(data: bytes) -> Iterator[str]:
    """The pictures of a file by their pixels; those of a PDF by their bytes as packed where pikepdf cannot unpack them."""
    if not data.startswith(b"%PDF"):
        with Image.open(io.BytesIO(data)) as image:
            for frame in range(getattr(image, "n_frames", 1)):
                image.seek(frame)
                yield _hash(ImageOps.exif_transpose(image))
        return
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                try:
                    yield _hash(pikepdf.PdfImage(thing).as_pil_image())
                except Exception:  # noqa: BLE001 - JBIG2 and other packings
                    yield hashlib.sha256(thing.read_raw_bytes()).hexdigest()


def _hash(image: Image.Image) -> str:
    return hashlib.sha256(np.ascontiguousarray(image.convert("RGB")).tobytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
