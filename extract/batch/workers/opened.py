"""The document that a worker has in hand: it stays open, so that each page of a large file costs a page and not the file."""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from pathlib import Path

from extract import pipeline
from extract.batch.tasks import Subject
from extract.ingest import AnyPage, Source
from extract.ingest.archives import read_inside
from extract.model import Page
from extract.ocr import read_page, with_form_feed
from extract.options import Options


class Reader:
    """An opened document whose pages are read by number, in any order, without opening it anew for each."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._wanted: deque[int] = deque()
        self._pages = source.pages(iter(self._wanted.popleft, None))

    def page(self, number: int) -> AnyPage:
        """Page `number` as it came."""
        self._wanted.append(number)
        return next(self._pages)

    def read(self, number: int, subject: Subject) -> Page:
        """Page `number` as its engine reads it."""
        return with_form_feed(read_page(self.page(number), subject.engine), number - 1)


def reader(subject: Subject) -> Reader:
    """The document of a subject: the one in hand, or opened now."""
    file = (subject.path, subject.inside, subject.source)
    return _opened(file, subject.sha256, subject.options, subject.data)


@lru_cache(maxsize=1)  # a worker has one document in hand
def _opened(
    file: tuple[Path, tuple[int, ...], str], sha256: str, options: Options, data: bytes | None
) -> Reader:
    path, inside, source = file
    if inside:  # known by the name that it has there
        data = read_inside(path, inside) if data is None else data
        path = Path(source)
    return Reader(pipeline.opened(path, options, sha256, data))


def let_go() -> None:
    """Close the document in hand."""
    _opened.cache_clear()
