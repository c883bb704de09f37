"""Marks of secrecy among recognised lines: kept though the engine doubts them, sought in coloured ink too (promise S5)."""

from __future__ import annotations

from dataclasses import replace

from extract.image.stamps import stamped
from extract.ingest import PageImage
from extract.model import Page
from extract.ocr.engine import Engine
from extract.secret_marks import mark_in


def is_mark(text: str) -> bool:
    """Whether a line bears a degree of secrecy, accents or not.

    >>> is_mark("[TỐI MẬT]"), is_mark("MẤT"), is_mark("Mặt trận"), is_mark("mật")
    (True, True, False, False)
    """
    return mark_in(text) is not None


def with_stamped_mark(page: PageImage, read: Page, engine: Engine) -> Page:
    """The page, opened by the mark of secrecy that stands on it in coloured ink, where there is one."""
    stamps = stamped(page)
    if stamps is None:
        return read
    marks = tuple(line for line in engine.read(stamps).lines if is_mark(line.raw))
    tables = tuple(
        replace(table, first_line=table.first_line + len(marks)) for table in read.tables
    )
    return replace(read, lines=(*marks, *read.lines), tables=tables) if marks else read
