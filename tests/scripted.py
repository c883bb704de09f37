"""An engine that reads from a script instead of pixels, and a run of it as a program of its own.

It stands behind the same interface as Tesseract (faults come through the plugin point, not through mocks). What it does
with a page is told by the number of marks drawn on it: see `DEEDS`. Each call adds a line to a log, so that
calls can be counted across processes.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

os.environ.setdefault(
    "OPENBLAS_NUM_THREADS", "1"
)  # as the command line does: one thread may be forked

import cv2
import numpy as np
from PIL import Image

from extract.batch import Silent, Summary, run
from extract.batch.executors import in_process
from extract.errors import EngineDied, UnreadableInput
from extract.image import CleanPage
from extract.model import Line, Page, TextSource, Word
from extract.options import Options

AS_OF = date(2026, 1, 1)
#: What the engine does with a page of 0-9, 10-19, 20-29, 30-39, 40-49, 50-59, 60-69, 70-79 marks.
DEEDS = ("read", "die", "hang", "refuse", "break", "swell", "stumble", "exit")


@dataclass(frozen=True)
class Scripted:
    """Reads a page as a short notice whose number is the number of marks, or misbehaves."""

    log: Path
    delay: float = 0.0
    print_: str = "scripted 1"
    cured: bool = False  # whether it reads every page, whatever the script
    process: bool = False  # whether it works in a process of its own, as the Tesseract program does
    name: str = "scripted"
    version: str = "1"
    languages: tuple[str, ...] = ("vie",)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Its worker may write the log."""
        return (self.log.parent,)

    def fingerprint(self) -> str:
        return self.print_

    def read(self, page: CleanPage) -> Page:
        self._note()
        self._work()
        marks = count_marks(page)
        deed = DEEDS[marks // 10] if marks < 10 * len(DEEDS) else "read"
        if deed == "stumble" and self._first(marks):
            deed = "die"
        if deed not in {"read", "stumble"} and not self.cured:
            if deed == "hang":
                hanging(self.log, os.getpid()).touch()
            misbehave(deed)
        return Page(page.number, tuple(map(_line, notice(marks))), TextSource.OCR)

    def _work(self) -> None:
        if not self.process:
            time.sleep(self.delay)
            return
        # named `tesseract`, so that the run's wrapper binds it to its worker (promise D14)
        done = subprocess.run(["tesseract", str(self.delay)], check=False, capture_output=True)
        if done.returncode < 0:
            raise EngineDied("Reading the page", "the engine was killed", "Try again.")

    def _first(self, marks: int) -> bool:
        """Whether a page of so many marks is met for the first time."""
        try:
            self.log.with_suffix(f".{marks}").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def _note(self) -> None:
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, b"call\n")
        os.close(descriptor)


def hanging(log: Path, pid: int) -> Path:
    """What a process leaves behind before it hangs."""
    return log.with_suffix(f".hangs-{pid}")


def misbehave(deed: str) -> None:
    if deed == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if deed == "hang":
        time.sleep(60)
    if deed == "swell":
        eaten = [np.ones(2**25, np.uint8) for _ in range(200) if time.sleep(0.01) is None]
        time.sleep(60 + len(eaten))
    if deed == "exit":
        sys.exit(0)
    if deed == "refuse":
        raise UnreadableInput("Reading the page", "the script refuses", "Change the script.")
    raise ValueError("a sentence of the document")


def notice(number: int) -> list[str]:
    return [
        "UBND TỈNH HÒA SƠN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "SỞ NỘI VỤ Độc lập - Tự do - Hạnh phúc",
        f"Số: {number}/TB-SNV Hòa Sơn, ngày 12 tháng 3 năm 2024",
        "THÔNG BÁO",
        "Về kết quả xếp hạng",
        "Sở Nội vụ đạt 85,5 điểm, xếp thứ 3.",
    ]


def _line(text: str) -> Line:
    words, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        words.append(Word(word, at, confidence=0.9))
    return Line(text, tuple(words))


def draw(path: Path, *marks: int) -> Path:
    """A page image with so many square marks on it, or a file of several pages (PDF, TIFF) where several are named."""
    first, *others = map(picture, marks)
    more = {"save_all": True, "append_images": others} if others else {}
    first.save(path, dpi=(300, 300), **more)
    return path


def picture(marks: int) -> Image.Image:
    pixels = np.full((900, 640), 255, np.uint8)
    for mark in range(marks):
        row, column = divmod(mark, 8)
        top, left = 60 + row * 70, 60 + column * 68
        pixels[top : top + 24, left : left + 24] = 0
    return Image.fromarray(pixels)


def count_marks(page: CleanPage) -> int:
    """How many marks `draw` put there: connected components of ink."""
    ink = (page.pixels < 128).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    return sum(int(stats[i, cv2.CC_STAT_AREA]) > 200 for i in range(1, count))


def run_scripted(inputs: list[Path], out: Path, engine: Scripted, **options: object) -> Summary:
    chosen = Options(**{"as_of": AS_OF, **options})  # type: ignore[arg-type]
    here = in_process() if "jobs" not in options else None
    return run(inputs, out, chosen, lambda: engine, Silent(), workplace=here)


def calls(log: Path) -> int:
    return len(log.read_bytes().splitlines()) if log.exists() else 0


def contents(out: Path) -> dict[str, bytes]:
    """Every file of an output folder but its state and the report, which tell times."""
    aside = {out / ".vanban", out / "report"}
    files = (p for p in sorted(out.rglob("*")) if p.is_file() and not aside & set(p.parents))
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--timeout", type=float, default=120.0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--process", action="store_true")
    given = parser.parse_args()
    summary = run_scripted(
        given.inputs,
        given.out,
        Scripted(given.log, given.delay, process=given.process),
        jobs=given.jobs,
        timeout=given.timeout,
    )
    sys.exit(summary.exit_code)
