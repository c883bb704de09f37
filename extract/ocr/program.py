"""Tesseract as a program: asked first what it can do, then given one page a call, through pytesseract (promises W6 to W8)."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from extract.errors import MissingProgram
from extract.ingest import Pixels
from extract.ocr.lean import pytesseract
from extract.ocr.recogniser import SETTINGS, Task, died, failed, too_slow

_PACKAGES = {"vie": "tesseract-ocr-vie", "eng": "tesseract-ocr-eng", "osd": "tesseract-ocr-osd"}
_LEAST_ORIENTATION = 3.0  # confidence; wrong ones had up to 5, but a reading decides in the end

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Installed:
    """What the program says of itself."""

    version: str
    languages: tuple[str, ...]
    data_folder: Path


def installed(lang: str) -> Installed:
    """The program, that knows the languages `lang` (`vie+eng`); `MissingProgram` (exit 6) names the package to install."""
    found = _ask(pytesseract.pytesseract.tesseract_cmd)
    missing = [name for name in lang.split("+") if name not in found.languages]
    if missing:
        raise _missing_language(missing, found.languages)
    return found


@dataclass(frozen=True, slots=True)
class Program:
    """The installed program as a recogniser: a process a page."""

    lang: str
    version: str

    def hocr(self, pixels: Pixels, task: Task) -> bytes:
        """The hOCR of a page."""
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        config = f"--psm {task.psm} --dpi {task.dpi} {settings}"
        return _on_file(pixels, lambda path: self._run(path, config, task.timeout))

    def _run(self, path: Path, config: str, timeout: float) -> bytes:
        try:
            hocr = pytesseract.image_to_pdf_or_hocr(
                str(path), lang=self.lang, config=config, extension="hocr", timeout=timeout
            )
        except pytesseract.TesseractError as error:
            if error.status < 0:  # killed by a signal
                raise died(-error.status) from error
            raise failed(f"Tesseract ended with status {error.status}") from error
        except (
            RuntimeError
        ) as error:  # pytesseract's bare one; its own errors are subclasses of it (W1)
            raise too_slow(timeout) from error
        except FileNotFoundError as error:  # exit 0, no result
            raise failed("Tesseract gave no result") from error
        return hocr if isinstance(hocr, bytes) else hocr.encode()


def orientation(pixels: Pixels, timeout: float) -> int | None:
    """Quarter turns counter-clockwise that set a grey page upright; `None` where Tesseract is not sure or has no `osd` data."""
    try:
        found = _on_file(pixels, lambda path: _orientation(path, timeout))
    except pytesseract.TesseractError as error:  # too few letters, or no osd.traineddata
        if error.status < 0:
            raise died(-error.status) from error
        return None
    except RuntimeError as error:  # W1: its own time-out is a bare RuntimeError
        raise too_slow(timeout) from error
    sure = float(found["orientation_conf"]) >= _LEAST_ORIENTATION
    return -int(found["rotate"]) // 90 % 4 if sure else None


def _orientation(path: Path, timeout: float) -> dict[str, str]:
    found: dict[str, str] = pytesseract.image_to_osd(
        str(path), config="--psm 0", output_type=pytesseract.Output.DICT, timeout=timeout
    )
    return found


def _on_file(pixels: Pixels, work: Callable[[Path], T]) -> T:
    """What `work` makes of the pixels, written as our own lossless file (promise W8)."""
    with tempfile.TemporaryDirectory(prefix="vanban-") as folder:
        path = Path(folder) / "page.pgm"
        write_pgm(path, pixels)
        return work(path)


def write_pgm(path: Path, pixels: Pixels) -> None:
    """Grey bytes as a raw PGM file, lossless and without compression (measured: 25 % less time than PNG)."""
    height, width = pixels.shape
    path.write_bytes(b"P5\n%d %d\n255\n" % (width, height) + pixels.tobytes())


@lru_cache(maxsize=4)
def _ask(command: str) -> Installed:
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
    return Installed(
        version.split("\n")[0].removeprefix("tesseract").strip(),
        tuple(name.strip() for name in names if name.strip()),
        Path(folder[1] if folder else ""),
    )


def _output(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, check=True, stdin=subprocess.DEVNULL)  # noqa: S603
    return (done.stdout or done.stderr).decode("utf-8", errors="replace").strip()


def _missing_language(missing: list[str], languages: tuple[str, ...]) -> MissingProgram:
    packages = " ".join(
        _PACKAGES.get(name, f"tesseract-ocr-{name.replace('_', '-')}") for name in missing
    )
    return MissingProgram(
        f"Tesseract language {', '.join(missing)}",
        f"it is not installed (installed: {', '.join(languages) or 'none'})",
        f"Install it: sudo apt-get install {packages}",
    )
