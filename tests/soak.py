"""A folder of thousands of mixed documents, one in twenty hostile, and a run on it as a program of its own.

Most are short texts, some scans for the scripted engine (single and of several pages), some are read by Tesseract. All
are invented; the hostile ones are those of `hostile`, made different from each other by bytes that change nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import hostile
from bad_files import scan
from PIL import Image
from scripted import AS_OF, Scripted, draw, notice

from extract.batch import Silent, run
from extract.image import CleanPage
from extract.model import Page
from extract.ocr import TesseractEngine
from extract.options import Options

HOSTILE, SCANS, READ = 20, 25, 100  # one document in so many
BOMBS = 5  # of each kind, where there are two thousand documents
TIMEOUT = 8.0  # seconds of a processor: what takes hours to draw ends at it
_BIG = 1000  # pixels: higher pages are for Tesseract


@dataclass(frozen=True)
class Mixed(Scripted):
    """Small pages go to the script, large ones to Tesseract."""

    tesseract: TesseractEngine | None = None

    def read(self, page: CleanPage) -> Page:
        if self.tesseract is not None and page.pixels.shape[0] > _BIG:
            self._note()
            return self.tesseract.read(page)
        return super().read(page)


def fill(folder: Path, documents: int) -> dict[str, frozenset[str]]:
    """Make so many documents; the name of each and the statuses it may end with."""
    bad = [
        case
        for case in hostile.cases()
        if len(case.data) > 1 and b"/" not in case.name.removeprefix(case.name[:3])
    ]
    bad = BOMBS * [*hostile.bombs()] + bad
    made: dict[str, frozenset[str]] = {}
    for number in range(documents):
        if number % HOSTILE == 0:
            made |= _hostile(folder, bad[number // HOSTILE % len(bad)], number)
        elif number % READ == 1:
            made |= _put(
                folder, f"{number}.png", scan(folder / "x.png", (1240, 1100 + number % 97))
            )
        elif number % SCANS == 2:
            made |= _put(folder, f"{number}.png", _marked(folder / "x.png", number))
        elif number % SCANS == 3:
            made |= _put(folder, f"{number}.tif", _pages(folder, number))
        else:
            path = folder / "x.txt"
            path.write_text("\n".join(notice(number)), encoding="utf-8")
            made |= _put(folder, f"{number}.txt", path)
    return made


def _put(folder: Path, name: str, path: Path) -> dict[str, frozenset[str]]:
    path.rename(folder / name)
    return {name: hostile.READ}


def _marked(path: Path, number: int) -> Path:
    """A page of the scripted engine that no other document has."""
    draw(path, 3 + number % 7)
    with Image.open(path) as image:
        changed = image.copy()
    changed.putpixel((number % 600, 890 + number // 600), 0)
    changed.save(path, dpi=(300, 300))
    return path


def _pages(folder: Path, number: int) -> Path:
    """A TIFF of three such pages."""
    pages = []
    for page in range(3):
        with Image.open(_marked(folder / "p.png", 3 * number + page)) as image:
            pages.append(image.copy())
    (folder / "p.png").unlink()
    pages[0].save(folder / "x.tif", save_all=True, append_images=pages[1:], dpi=(300, 300))
    return folder / "x.tif"


def _hostile(folder: Path, case: hostile.Case, number: int) -> dict[str, frozenset[str]]:
    suffix = Path(case.name.decode("utf-8", "replace")).suffix
    name = f"bad-{number}{suffix}"
    (folder / name).write_bytes(case.data + b"\n" * (number // HOSTILE))
    return {name: case.ends}


def main() -> None:
    """Run, and say as JSON what became of the documents."""
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    options = Options(as_of=AS_OF, jobs=given.jobs, timeout=TIMEOUT)
    log = given.out.with_name("log")
    engine = Mixed(log, tesseract=TesseractEngine.start("vie", TIMEOUT))
    summary = run([given.inputs], given.out, options, lambda: engine, Silent())
    told = {
        "found": summary.found,
        "done": summary.done,
        "partial": summary.partial,
        "failed": {name: [why.flag, why.what, why.why, why.do] for name, why in summary.failed},
        "skipped": summary.skipped,
        "adds_up": summary.adds_up(),
        "read": summary.read,
    }
    sys.stdout.write(json.dumps(told))
    sys.exit(summary.exit_code)


if __name__ == "__main__":
    main()
