"""Stand-ins for stages that are not there yet, so that the whole way runs; goes away when they are."""
# ruff: noqa
# mypy: ignore-errors

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from extract.errors import MissingProgram
from extract.model import Line, Page, Reading, Restored, TextLine, TextSource
from extract.records import Checked, Extracted, Header

try:
    from extract.ocr import Engine, TesseractEngine, read_source
except ImportError:
    from extract.ingest.page import PageText

    class Engine(Protocol):
        def read(self, page: object) -> Page: ...
        def fingerprint(self) -> str: ...

    @dataclass(frozen=True)
    class TesseractEngine:
        lang: str = "vie"

        def fingerprint(self) -> str:
            return "none"

        def read(self, page: object) -> Page:
            raise MissingProgram("OCR", "not there yet", "wait.")

    def read_source(source, engine):
        pages = tuple(p.page if isinstance(p, PageText) else engine.read(p) for p in source.pages())
        return Reading(pages, source.notes)


try:
    from extract.restore import Restorer, load_restorer
except ImportError:

    class Restorer:
        def restore(self, reading: Reading) -> Restored:
            lines = tuple(
                TextLine(page.number, n, line.raw, line.raw.removeprefix("\f"))
                for page in reading.pages
                for n, line in enumerate(page.lines, 1)
            )
            return Restored(reading, lines, ())

        def restore_text(self, text: str):
            return text, ()

    def load_restorer(dictionaries):
        return Restorer()


try:
    from extract.parse import parse
except ImportError:

    def parse(restored, dictionaries):
        return (Extracted(1, Header()),)


try:
    from extract.check import check
except ImportError:

    def check(extracted, restored, as_of):
        return Checked(extracted, ())
