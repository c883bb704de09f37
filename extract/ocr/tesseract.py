"""Tesseract as an engine, through pytesseract: asked first what it can do, given pixels only (promises W6 to W8)."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import cv2

from extract.errors import MissingProgram, TimedOut, UnreadableInput
from extract.image import CleanPage
from extract.ingest import Pixels
from extract.model import Page, TextSource
from extract.ocr.assemble import build_page, by_place
from extract.ocr.hocr import ReadLine, read_hocr
from extract.ocr.lean import pytesseract
from extract.ocr.lost import lost_starts
from extract.ocr.noise import without_noise
from extract.ocr.sheet import Sheet, compose

# Letter choices cost 0.1 s a page; not trying each doubtful line in negative saves 0.05 s (10 pages, CER equal).
_SETTINGS = "--psm {psm} --dpi {dpi} -c lstm_choice_mode=2 -c invert_threshold=0.0"
_PSM = 3
_ONE_COLUMN = 4  # the mode for a page that mode 3 takes a column of item numbers off
_MANY_LOST = 2  # lines whose start was not read
_LEAST_DPI, _MOST_DPI = 70, 2400  # what Tesseract believes
_LEAST_ORIENTATION = 3.0  # confidence; wrong ones had up to 5, but a reading decides in the end
_PACKAGES = {"vie": "tesseract-ocr-vie", "eng": "tesseract-ocr-eng", "osd": "tesseract-ocr-osd"}


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TesseractEngine:
    """Tesseract with the language data it was asked for; make it by `TesseractEngine.start`."""

    lang: str
    version: str
    languages: tuple[str, ...]
    data_folder: Path
    timeout: float = 0.0  # seconds a page may take; 0: no limit
    name: str = "tesseract"

    @classmethod
    def start(cls, lang: str = "vie", timeout: float = 0.0) -> TesseractEngine:
        """Ask the program for its version and languages; `MissingProgram` (exit 6) names the package to install.

        Sets one thread an engine (`OMP_THREAD_LIMIT=1`: measured 6 times faster on 2 cores) and one for OpenCV.
        """
        os.environ["OMP_THREAD_LIMIT"] = "1"
        cv2.setNumThreads(1)
        version, folder, installed = _ask(pytesseract.pytesseract.tesseract_cmd)
        missing = [name for name in lang.split("+") if name not in installed]
        if missing:
            raise _missing_language(missing, installed)
        return cls(lang, version, installed, Path(folder), timeout)

    def read(self, page: CleanPage) -> Page:
        """The lines of a page; `UnreadableInput` where the program fails on it."""
        sheet = compose(page)
        read = self._read_sheet(page, sheet)
        kept = without_noise(read)
        made = build_page(page, by_place(page, sheet, kept), TextSource.OCR)
        if len(kept) == len(read):
            return made
        note = f"{len(read) - len(kept)} lines left out as seal, signature or specks"
        return replace(made, notes=(*made.notes, note))

    def _read_sheet(self, page: CleanPage, sheet: Sheet) -> tuple[ReadLine, ...]:
        """The lines of a sheet, read again as one column where a column of numbers was dropped."""
        read = self._read_pixels(sheet.pixels, page.dpi)
        lost = lost_starts(page, sheet, read)
        if lost < _MANY_LOST:
            return read
        again = self._read_pixels(sheet.pixels, page.dpi, _ONE_COLUMN)
        return again if lost_starts(page, sheet, again) < lost else read

    def quarter_turns(self, pixels: Pixels) -> int | None:
        """Tesseract's orientation of a grey page; `None` where it is not sure or has no `osd` data."""
        try:
            found = self._on_file(pixels, self._orientation)
        except pytesseract.TesseractError:  # too few letters, or no osd.traineddata
            return None
        except RuntimeError as error:  # W1: its own time-out is a bare RuntimeError
            raise _too_slow(self.timeout) from error
        sure = float(found["orientation_conf"]) >= _LEAST_ORIENTATION
        return -int(found["rotate"]) // 90 % 4 if sure else None

    def _orientation(self, path: Path) -> dict[str, str]:
        found: dict[str, str] = pytesseract.image_to_osd(
            str(path), config="--psm 0", output_type=pytesseract.Output.DICT, timeout=self.timeout
        )
        return found

    def fingerprint(self) -> str:
        """Version, settings and the hash of each language's trained data."""
        hashes = [
            f"{name}:{_file_hash(self.data_folder / f'{name}.traineddata')}"
            for name in self.lang.split("+")
        ]
        return f"{self.name} {self.version} {self.lang} {_SETTINGS} psm {_PSM} {' '.join(hashes)}"

    def _read_pixels(self, pixels: Pixels, dpi: float, psm: int = _PSM) -> tuple[ReadLine, ...]:
        config = _SETTINGS.format(psm=psm, dpi=round(min(max(dpi, _LEAST_DPI), _MOST_DPI)))
        return read_hocr(self._on_file(pixels, lambda path: self._run(path, config)))

    @staticmethod
    def _on_file(pixels: Pixels, work: Callable[[Path], T]) -> T:
        """What `work` makes of the pixels, written as our own lossless file (promise W8)."""
        with tempfile.TemporaryDirectory(prefix="vanban-") as folder:
            path = Path(folder) / "page.pgm"
            write_pgm(path, pixels)
            return work(path)

    def _run(self, path: Path, config: str) -> bytes:
        try:
            hocr = pytesseract.image_to_pdf_or_hocr(
                str(path), lang=self.lang, config=config, extension="hocr", timeout=self.timeout
            )
        except pytesseract.TesseractError as error:
            raise _failed(f"Tesseract ended with status {error.status}") from error
        except (
            RuntimeError
        ) as error:  # pytesseract's bare one; its own errors are subclasses of it (W1)
            raise _too_slow(self.timeout) from error
        except FileNotFoundError as error:  # exit 0, no result
            raise _failed("Tesseract gave no result") from error
        return hocr if isinstance(hocr, bytes) else hocr.encode()


def write_pgm(path: Path, pixels: Pixels) -> None:
    """Grey bytes as a raw PGM file, lossless and without compression (measured: 25 % less time than PNG)."""
    height, width = pixels.shape
    path.write_bytes(b"P5\n%d %d\n255\n" % (width, height) + pixels.tobytes())


@lru_cache(maxsize=4)
def _ask(command: str) -> tuple[str, str, tuple[str, ...]]:
    """Version, data folder and languages of the program."""
    try:
        version = _output([command, "--version"])
        listing = _output([command, "--list-langs"])
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingProgram(
            "Program tesseract",
            f"it is not installed or does not run ({error})",
            "Install it: sudo apt-get install tesseract-ocr tesseract-ocr-vie",
        ) from error
    head, *names = listing.split("\n")
    folder = re.search(r'"([^"]*)"', head)
    stated = version.split("\n")[0].removeprefix("tesseract").strip()
    return (
        stated,
        folder[1] if folder else "",
        tuple(name.strip() for name in names if name.strip()),
    )


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL)  # noqa: S603
    return (done.stdout or done.stderr).decode("utf-8", errors="replace").strip()


def _missing_language(missing: list[str], installed: tuple[str, ...]) -> MissingProgram:
    packages = " ".join(
        _PACKAGES.get(name, f"tesseract-ocr-{name.replace('_', '-')}") for name in missing
    )
    return MissingProgram(
        f"Tesseract language {', '.join(missing)}",
        f"it is not installed (installed: {', '.join(installed) or 'none'})",
        f"Install it: sudo apt-get install {packages}",
    )


def _failed(why: str) -> UnreadableInput:
    return UnreadableInput(
        "Reading the page", why, "Look at the page; scan it again if it is damaged."
    )


def _too_slow(timeout: float) -> TimedOut:
    return TimedOut(
        "Reading the page",
        f"it took longer than {timeout:g} seconds",
        "Give it more time with --timeout.",
    )


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
