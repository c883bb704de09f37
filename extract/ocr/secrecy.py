"""Marks of secrecy among recognised lines: kept though the engine doubts them, sought among framed, turned and coloured words too (promise S5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.image.suspects import Suspect, cut_out, suspects
from extract.ingest import PageImage
from extract.model import Line, Page
from extract.ocr.engine import Engine, StripReading
from extract.secret_marks import in_stamp, mark_in


def is_mark(text: str) -> bool:
    """Whether a line bears a degree of secrecy, accents or not.

    >>> is_mark("[TỐI MẬT]"), is_mark("MẤT"), is_mark("Mặt trận"), is_mark("mật")
    (True, True, False, False)
    """
    return mark_in(text) is not None


def with_stamped_mark(page: PageImage, read: Page, engine: Engine, *, black: bool = True) -> Page:
    """The page, opened by the marks of secrecy that are stamped on it, where there are any; `black`: in black too."""
    found = suspects(page, black=black)
    marks = dict.fromkeys(_marks(page, found, engine)) if found else {}
    if not marks:
        return read
    tables = tuple(
        replace(table, first_line=table.first_line + len(marks)) for table in read.tables
    )
    return replace(read, lines=(*map(Line, marks), *read.lines), tables=tables)


def _marks(page: PageImage, found: Sequence[Suspect], engine: Engine) -> list[str]:
    """What stamps say, in the words of the law where they were read with a doubt."""
    words = cut_out(page, found)
    if words is None:
        return []
    if isinstance(engine, StripReading):
        texts = engine.read_strips(words)
    else:
        texts = [line.raw for line in engine.read(words).lines]
    return [mark for text in texts if (mark := in_stamp(text)) is not None]
