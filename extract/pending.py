"""Stand-ins for stages that are not there yet, so that the whole way runs; goes away when they are."""
# ruff: noqa: D, ANN, ARG
# mypy: implicit-reexport, ignore-errors

from __future__ import annotations

from extract.model import Reading, Restored, TextLine
from extract.records import Extracted, Header

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
