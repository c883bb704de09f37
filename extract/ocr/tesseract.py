"""Tesseract as an engine: a page's blocks on one sheet, read at most twice, its lines put back in their place."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from extract.image import CleanPage
from extract.ingest import Pixels
from extract.model import Page, TextSource
from extract.ocr.assemble import build_page, by_place, with_cut_rows
from extract.ocr.concord import read_twice
from extract.ocr.hand import with_handwriting
from extract.ocr.hocr import ReadLine, read_hocr, tidied
from extract.ocr.noise import without_noise
from extract.ocr.recogniser import (
    SETTINGS,
    Library,
    Program,
    ReadMode,
    Recogniser,
    installed,
    is_installed,
    orientation,
)
from extract.ocr.second import LineReader, installed_reader
from extract.ocr.sheet import Sheet, compose
from extract.ocr.uncovered import lost_starts, with_uncovered

_PSM = 3
_ONE_COLUMN = 4  # the mode for a page that mode 3 takes a column of item numbers off
_LINES = 6  # the mode for lines one below the other: on a few words mode 3 finds none
_MANY_LOST = 2  # lines whose start was not read
_LEAST_DPI, _MOST_DPI = 70, 2400  # what Tesseract believes


@dataclass(frozen=True, slots=True)
class TesseractEngine:
    """Tesseract with the language data it was asked for; make it by `TesseractEngine.start`."""

    lang: str
    languages: tuple[str, ...]
    data_folder: Path
    recogniser: Recogniser
    timeout: float = 0.0  # seconds a page may take; 0: no limit
    name: str = "tesseract"
    second: LineReader | None = None

    @classmethod
    def start(
        cls, lang: str = "vie", timeout: float = 0.0, *, in_process: bool | None = None
    ) -> TesseractEngine:
        """Ask the program for its version and languages; `MissingProgram` (exit 6) names the package to install.

        `in_process`: read with the library tesserocr; `None`: where it is installed. Sets one thread an engine
        (`OMP_THREAD_LIMIT=1`: measured 6 times faster on 2 cores) and one for OpenCV.
        """
        os.environ["OMP_THREAD_LIMIT"] = "1"
        cv2.setNumThreads(1)
        found = installed(lang)
        if is_installed() if in_process is None else in_process:
            recogniser: Recogniser = Library.load(lang, found.data_folder)
        else:
            recogniser = Program(lang, found.version)
        return cls(
            lang, found.languages, found.data_folder, recogniser, timeout, second=installed_reader()
        )

    @property
    def version(self) -> str:
        """The version of the Tesseract that reads."""
        return self.recogniser.version

    def read(self, page: CleanPage) -> Page:
        """The lines of a page; `UnreadableInput` where the program fails on it."""
        sheet = compose(page)
        read = self.read_sheet(page, sheet)
        kept = read_twice(sheet.pixels, without_noise(tidied(read)), self.second)
        left_out = len(read) - len(kept)
        kept = with_uncovered(sheet.pixels, page.dpi, read, kept, self.second)
        kept = with_handwriting(page, sheet, kept)
        placed = with_cut_rows(page, by_place(page, sheet, kept))
        made = build_page(*placed, TextSource.OCR)
        if not left_out:
            return made
        note = f"{left_out} lines left out as seal, signature or specks"
        return replace(made, notes=(*made.notes, note))

    def read_sheet(self, page: CleanPage, sheet: Sheet) -> tuple[ReadLine, ...]:
        """The lines of a sheet, read again as one column where a column of numbers was dropped.

        Where there is a second reader, it reads such starts itself (`with_uncovered`): the figures of ten real pages are
        the same, and three of them are read once instead of twice.
        """
        read = self._read_pixels(sheet.pixels, page.dpi)
        if self.second is not None:
            return read
        lost = lost_starts(page, sheet, read)
        if lost < _MANY_LOST:
            return read
        again = self._read_pixels(sheet.pixels, page.dpi, _ONE_COLUMN)
        return again if lost_starts(page, sheet, again) < lost else read

    def read_strips(self, page: CleanPage) -> list[str]:
        """The words of strips, one below the other."""
        lines = self._read_pixels(page.pixels, page.dpi, _LINES)
        return [" ".join(word.text for word in line.words) for line in lines]

    def quarter_turns(self, pixels: Pixels) -> int | None:
        """Tesseract's orientation of a grey page; `None` where it is not sure or has no `osd` data."""
        return orientation(pixels, self.timeout)

    def fingerprint(self) -> str:
        """Version, settings and the hash of each language's trained data."""
        hashes = [
            f"{name}:{_file_hash(self.data_folder / f'{name}.traineddata')}"
            for name in self.lang.split("+")
        ]
        made = f"{self.name} {self.version} {self.lang} {SETTINGS} psm {_PSM} {' '.join(hashes)}"
        return made if self.second is None else f"{made} {self.second.version}"

    def _read_pixels(self, pixels: Pixels, dpi: float, psm: int = _PSM) -> tuple[ReadLine, ...]:
        believed = round(min(max(dpi, _LEAST_DPI), _MOST_DPI))
        return read_hocr(self.recogniser.hocr(pixels, ReadMode(psm, believed, self.timeout)))


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
