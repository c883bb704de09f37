"""Keys of stage results: a hash of everything that decides them, never a name or a date (promise D9).

A key holds that of the stage before, so what changes a stage changes those after it and none before: a new dictionary
line repeats restoration and parsing, never OCR. The code's share is a hash of the stage's source files.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

from extract import dictionaries
from extract.options import Options

_PACKAGE = Path(__file__).parents[1]
#: The source of each stage. Its key holds that of the stage before; plain text skips the pixels, so what they share stands again.
_INGEST = ("model.py", "fold.py", "legacy_letters.py", "secret_marks.py", "ingest")
_PIXELS = ("fold.py", "dictionaries.py", "image", "ocr")
_STAMP_WORDS = "stamp_words.tsv"  # the one dictionary that decides what is read of pixels
_RESTORED = ("model.py", "weights.py", "fold.py", "dictionaries.py", "restore", "data")
_RECORDS = ("records.py", "weights.py", "fold.py", "parse", "check")
#: Libraries whose version decides pixels or words.
_LIBRARIES = ("numpy", "opencv-python", "pillow", "pypdfium2", "pytesseract")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one input's stages. `secrecy` decides whether a withheld one must be looked at again.

    `tried` is that of attempts: it holds the limits of time and memory, which decide no result but whether there is one.
    """

    words: str
    restored: str
    records: str
    secrecy: str
    tried: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides results in this run, the input's bytes aside."""

    ingest: str
    engine: str
    restored: str
    parse: str
    as_of: str
    limits: str

    def keys(self, sha256: str, *, text: bool) -> Keys:
        """The keys of an input with these bytes; text never meets the engine."""
        words = digest("words", sha256, self.ingest, "" if text else self.engine)
        restored = digest("restored", words, self.restored)
        secrecy = digest("secrecy", restored, self.parse)
        records = digest("records", secrecy, self.as_of)
        return Keys(words, restored, records, secrecy, digest("tried", secrecy, self.limits))


def recipe(options: Options, engine: str) -> Recipe:
    """The recipe of a run that says its `as_of`; `engine` is the engine's fingerprint (program, version, languages)."""
    lists = _dictionaries(options.dictionaries)
    words = _hash(dictionaries.home(), [dictionaries.home() / _STAMP_WORDS])
    return Recipe(
        ingest=digest(code(_INGEST)),
        engine=digest(code(_PIXELS), words, options.lang, engine, options.max_mpixels, _versions()),
        restored=digest(code(_RESTORED), lists),
        parse=digest(code(_RECORDS), lists),
        as_of=digest(str(options.as_of), options.include_secret),
        limits=digest(
            options.timeout,
            options.memory,
            options.max_failures,
            options.max_seconds,
            options.max_megabytes,
        ),
    )


def digest(*parts: object) -> str:
    """SHA-256 of values that JSON can hold, in hex."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def code(stages: tuple[str, ...]) -> str:
    """Hash of the files of these stages' folders, learned artifacts included."""
    paths = (path for stage in stages for path in _files(_PACKAGE / stage))
    return _hash(_PACKAGE, paths)


def _files(place: Path) -> Iterable[Path]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise FileNotFoundError(
            place
        )  # a key without the source that it stands for would never change
    found = sorted(place.rglob("*"))
    return (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _dictionaries(user_files: tuple[Path, ...]) -> str:
    home = dictionaries.home()
    own = _hash(home, _files(home))
    return digest(own, [hashlib.sha256(path.read_bytes()).hexdigest() for path in user_files])


def _hash(root: Path, paths: Iterable[Path]) -> str:
    found = [
        (p.relative_to(root).as_posix(), hashlib.sha256(p.read_bytes()).hexdigest()) for p in paths
    ]
    return digest(found)


def _versions() -> dict[str, str]:
    return {name: metadata.version(name) for name in _LIBRARIES}
