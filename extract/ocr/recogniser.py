"""What turns pixels into hOCR: Tesseract as a program (pytesseract), or in our own process (tesserocr), with the same settings."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from extract.errors import EngineDied, MissingProgram, TimedOut, UnreadableInput
from extract.ingest import Pixels
from extract.sandbox import must_have_room

if TYPE_CHECKING:
    from tesserocr import PyTessBaseAPI

# What turns pixels into hOCR: Tesseract as a program, or in our own process. Both get the same settings.

#: Letter choices cost 0.1 s a page with the five rounds that are usual, 0.06 s with one (10 pages: SER 2.09 and 2.12 %);
#: not trying each doubtful line in negative saves 0.05 s (CER equal).
SETTINGS = {"lstm_choice_mode": "2", "lstm_choice_iterations": "1", "invert_threshold": "0.0"}


@dataclass(frozen=True, slots=True)
class ReadMode:
    """How to read: Tesseract's page segmentation mode, dots an inch, seconds allowed (0: no limit)."""

    psm: int
    dpi: int
    timeout: float = 0.0


_BYTES_A_PIXEL, _BASE = 6, 48 << 20  # of memory; 2 to 35 megapixels took 4 and 20 MB at most


def _room(pixels: Pixels) -> int:
    """Bytes that Tesseract may need; what is refused it leaves out of the page, and says so nowhere."""
    return _BYTES_A_PIXEL * pixels.size + _BASE


class Recogniser(Protocol):
    """Reads grey pixels; `UnreadableInput` where it fails on them, `TimedOut` where it took too long."""

    @property
    def version(self) -> str:
        """The version of the Tesseract that reads."""

    def hocr(self, pixels: Pixels, task: ReadMode) -> bytes:
        """The page as hOCR, each letter with what else it may be."""


def failed(why: str) -> UnreadableInput:
    """The error of a page that the recogniser could not read."""
    return UnreadableInput(
        "Reading the page", why, "Look at the page; scan it again if it is damaged."
    )


def died(signal: int) -> EngineDied:
    """The error of an engine that a signal ended."""
    return EngineDied(
        "Reading the page",
        f"Tesseract was ended by signal {signal}",
        "Look at the page if it happens again.",
    )


def too_slow(timeout: float) -> TimedOut:
    """The error of a page that took longer than `timeout` seconds."""
    return TimedOut(
        "Reading the page",
        f"it took longer than {timeout:g} seconds",
        "Give it more time with --timeout.",
    )


# pytesseract without pandas, which it takes at its start, where it finds it, for a form of result never asked for here.
#
# While pytesseract is imported pandas is said to be missing (`None` in `sys.modules`, as the language reference has it);
# whoever needs pandas imports it as ever. It spares a start 0.4 s.


def _import_lean() -> Any:  # noqa: ANN401 - it has no types
    if "pandas" in sys.modules:
        import pytesseract  # noqa: PLC0415
    else:
        sys.modules["pandas"] = None  # type: ignore[assignment]
        try:
            import pytesseract  # noqa: PLC0415
        finally:
            del sys.modules["pandas"]
    return pytesseract


pytesseract = _import_lean()


# Tesseract as a program: asked first what it can do, then given one page a call, through pytesseract (promises W6 to W8).

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

    def hocr(self, pixels: Pixels, task: ReadMode) -> bytes:
        """The hOCR of a page."""
        must_have_room(_room(pixels))
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


# Tesseract in our own process, through tesserocr, where that is installed (the extra `vanban[fast]`).
#
# The wheel brings a newer Tesseract than most systems have and keeps the language data between pages: a quarter less processor
# time than a program a page (benchmarks/ocr.py). It reads with the system's language data, so its letters are those of the
# program but for one word in a hundred; its version is part of the key of what was read, so another Tesseract reads anew.

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

    def hocr(self, pixels: Pixels, task: ReadMode) -> bytes:
        """The hOCR of a page."""
        must_have_room(_room(pixels))
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
