"""Tesseract in our own process, through tesserocr, where that is installed (the extra `vanban[fast]`).

The wheel brings a newer Tesseract than most systems have and keeps the language data between pages: a quarter less processor
time than a program a page (benchmarks/ocr.py). It reads with the system's language data, so its letters are those of the
program but for one word in a hundred; its version is part of the key of what was read, so another Tesseract reads anew.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from extract.ingest import Pixels
from extract.ocr.recogniser import SETTINGS, Task, failed, too_slow

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI

_QUIET = {"debug_file": "/dev/null"}  # else it writes to the terminal
_kept = threading.local()  # loaded language data can't be shared by threads, nor sent to workers


def is_installed() -> bool:
    """Whether tesserocr is there; a look, not an import."""
    return find_spec("tesserocr") is not None


@dataclass(frozen=True, slots=True)
class Library:
    """Tesseract's library as a recogniser; reads `lang` from `data_folder`."""

    lang: str
    data_folder: Path
    version: str

    @classmethod
    def load(cls, lang: str, data_folder: Path) -> Library:
        """Import the library and load the language data."""
        import tesserocr  # noqa: PLC0415 - optional

        made = cls(lang, data_folder, tesserocr.tesseract_version().split()[1])
        made._api()
        return made

    def hocr(self, pixels: Pixels, task: Task) -> bytes:
        """The hOCR of a page."""
        api = self._api()
        height, width = pixels.shape
        api.SetPageSegMode(task.psm)
        api.SetImageBytes(pixels.tobytes(), width, height, 1, width)
        api.SetSourceResolution(task.dpi)
        try:
            if not api.Recognize(round(task.timeout * 1000)):
                raise too_slow(task.timeout) if task.timeout else failed("Tesseract gave no result")
            return str(api.GetHOCRText(0)).encode()
        finally:
            api.Clear()

    def _api(self) -> PyTessBaseAPI:
        """The library with its language data, one a thread."""
        known: dict[Library, PyTessBaseAPI] = _kept.__dict__.setdefault("apis", {})
        if self not in known:
            known[self] = _start(self)
        return known[self]


def _start(library: Library) -> PyTessBaseAPI:
    import tesserocr  # noqa: PLC0415 - optional

    return tesserocr.PyTessBaseAPI(
        path=str(library.data_folder), lang=library.lang, variables={**SETTINGS, **_QUIET}
    )
