"""The Python interface for one document or one text; `extract.batch` has the one for many."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from extract import dictionaries
from extract.errors import UsageError
from extract.model import Correction
from extract.options import Options

if TYPE_CHECKING:
    from extract.records import Document  # the tables' definition costs each start 0.04 s


def extract_file(path: str | Path, options: Options | None = None) -> Document:
    """Everything about one file: restored text with corrections, records of each part, flags.

    A file with a mark of secrecy gives a withheld document without text, unless `options.include_secret`.
    Raises the errors of `extract.errors` (`UsageError` for a path that does not exist or an option without sense, `UnreadableInput`, `EncryptedInput`, `TooLargeInput`, `MissingProgram`).
    """
    from extract import pipeline  # noqa: PLC0415
    from extract.batch import machine  # noqa: PLC0415 - the clock; loads OpenCV with the engine
    from extract.ocr import TesseractEngine  # noqa: PLC0415

    _must_be(path, (str, Path), "path")
    if not Path(path).exists():
        raise UsageError(f"Input {path}", "it does not exist", "Check the path.")
    options = options or Options()
    options = dataclasses.replace(options, as_of=options.as_of or machine.today())
    return pipeline.process(
        Path(path), options, TesseractEngine.start(options.lang, options.timeout)
    )


def restore_text(
    text: str, user_dictionaries: Sequence[Path] = ()
) -> tuple[str, tuple[Correction, ...]]:
    """The restored text, with as many lines, and the corrections that lead to it. `UsageError`: it is no text."""
    from extract.restore import load_restorer  # noqa: PLC0415 - loads the language model's reader

    _must_be(text, (str,), "text")
    return load_restorer(dictionaries.load(user_dictionaries)).restore_text(text)


def _must_be(value: object, kinds: tuple[type, ...], name: str) -> None:
    """`UsageError` where an argument is of another kind."""
    if not isinstance(value, kinds):
        why = f"it is a {type(value).__name__}, and must be a {kinds[0].__name__}"
        raise UsageError(f"Argument {name}", why, "Look at the function's signature.")


def explain_text(text: str, user_dictionaries: Sequence[Path] = ()) -> Iterator[str]:
    """Why restoration changes what it changes, line by line in words: evidence of channel, model and dictionaries, runners-up."""
    from extract.restore import load_restorer  # noqa: PLC0415

    restorer = load_restorer(dictionaries.load(user_dictionaries))
    for line in restorer.explain_text(text):
        if line.is_changed:
            yield from line.lines()
