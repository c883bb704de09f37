"""`make bench`: what reading costs, as ratios to baselines measured in the same run, on the samples.

A ratio travels between machines, seconds don't. Scans: processor seconds of `vanban extract` on the image samples
against bare `tesseract -l vie --psm 3` with one thread on the same pages. Restoration: seconds for a text without
diacritics against taking the marks off the same text (one look at every letter in Python). Benchmarks of single stages
(`restore.py`, `ocr.py`) run after it where they are there.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

from PIL import Image, ImageSequence
from pypdfium2 import PdfDocument

from extract import dictionaries
from extract.restore import load_restorer

HERE = Path(__file__).resolve().parent
INPUTS = HERE.parent / "samples" / "inputs"
ONE_THREAD = {**os.environ, "OMP_THREAD_LIMIT": "1"}
REPEATS = 20  # of the stripped sample: some 5 000 syllables


def cpu(command: list[str]) -> float:
    """User and system seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        command, check=True, env=ONE_THREAD, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def scans() -> str:
    """Reading the image samples against bare Tesseract on the same pages."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "in").mkdir()
        for path in sorted(INPUTS.iterdir()):
            if path.suffix != ".txt" and not has_text(path):
                shutil.copy(path, work / "in")
        pages = [page for path in sorted((work / "in").iterdir()) for page in pages_of(path, work)]
        bare = sum(cpu(["tesseract", str(page), "-", "-l", "vie", "--psm", "3"]) for page in pages)
        vanban = [
            sys.executable,
            "-m",
            "extract",
            "extract",
            str(work / "in"),
            "--out",
            str(work / "out"),
        ]
        ours = cpu([*vanban, "--jobs", "1"])
    return f"scans        {ours / bare:6.2f} x bare Tesseract  ({ours:.1f} s and {bare:.1f} s of processor for {len(pages)} pages)"


def has_text(path: Path) -> bool:
    """Whether a PDF has a text layer, so that no page of it is recognised."""
    return path.suffix == ".pdf" and bool(PdfDocument(path)[0].get_textpage().count_chars())


def pages_of(path: Path, folder: Path) -> list[Path]:
    """The pages of a document as PNG files."""
    pages = []
    for i, picture in enumerate(pictures(path)):
        pages.append(folder / f"{path.stem}-{i}.png")
        picture.save(pages[-1], dpi=(200, 200))
    return pages


def pictures(path: Path) -> list[Image.Image]:
    """The page images of a PDF or an image file."""
    if path.suffix == ".pdf":
        return [page.render(scale=200 / 72).to_pil() for page in PdfDocument(path)]
    with Image.open(path) as image:
        return [frame.convert("RGB") for frame in ImageSequence.Iterator(image)]


def restoration() -> str:
    """Restoring a text without diacritics against taking marks off it; the model is loaded before the clock starts."""
    text = (INPUTS / "thong-bao-2012.txt").read_text(encoding="utf-8") * REPEATS
    restorer = load_restorer(dictionaries.load())
    ours = seconds(lambda: restorer.restore_text(text))
    plain = seconds(lambda: bare(text))
    words = len(text.split())
    return f"restoration  {ours / plain:6.0f} x taking marks off ({words / ours:,.0f} syllables a second, {words} syllables)"


def bare(text: str) -> str:
    """The text without marks, letter by letter: the baseline."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def seconds(work: object) -> float:
    """The least of three times."""
    assert callable(work)
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a line for each ratio, then what the stages' own benchmarks print."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    print(restoration(), flush=True)
    print(scans(), flush=True)
    for name in ("restore.py", "page_cost.py", "ocr.py", "scaling.py"):
        if (HERE / name).exists():
            print(f"\n{name}", flush=True)
            subprocess.run([sys.executable, str(HERE / name)], check=False)  # may need VANBAN_DATA


if __name__ == "__main__":
    main()
