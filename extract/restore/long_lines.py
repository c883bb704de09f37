"""A line on its way: as it came and with its edits; a very long one is worked in chunks, cut at spaces, and joined again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from extract.model import TextSource, Word
from extract.restore.decoding.damage import Verdict
from extract.restore.edits import Edit, Place, compose
from extract.restore.gate import LONGEST_LINE

_CHUNK = 4000  # characters: no printed line has as many, and a window of chunks stays small


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it came: where it stands, its raw text, its source and its recognised words."""

    place: Place
    raw: str
    source: TextSource
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class MendedLine:
    """A line's edits by offset in the raw line, the lowest chance that a word is right, and what had happened to it."""

    edits: tuple[Edit, ...]
    confidence: float | None
    verdict: Verdict


def chunked(line: RawLine) -> Iterator[RawLine]:
    """The line in chunks that begin behind a space; a line of common length is one chunk."""
    if len(line.raw) <= _CHUNK:
        yield line
        return
    start = 0
    while start < len(line.raw):
        space = line.raw.find(" ", start + _CHUNK)
        end = len(line.raw) if space < 0 else space + 1
        yield replace(line, raw=line.raw[start:end], words=())
        start = end


def is_left_alone(line: RawLine) -> bool:
    """Whether a part of the line, without a space for 20,000 characters, is worked on by nothing but the forms of letters."""
    return any(len(chunk.raw) > LONGEST_LINE for chunk in chunked(line))


def left_alone(lines: Sequence[RawLine]) -> Iterator[str]:
    """A note for each line of which a part is left alone."""
    for line in filter(is_left_alone, lines):
        page = f"page {line.place.page}, " if line.place.page else ""
        yield f"{page}line {line.place.number}: {LONGEST_LINE:,} characters without a space are no text, left as they are"


def joined(
    chunks: Sequence[Sequence[RawLine]], mended: Sequence[MendedLine]
) -> tuple[MendedLine, ...]:
    """The mended lines of the chunks of each line."""
    left = iter(mended)
    return tuple(_joined(of_line, [next(left) for _ in of_line]) for of_line in chunks)


def _joined(chunks: Sequence[RawLine], mended: Sequence[MendedLine]) -> MendedLine:
    if len(chunks) == 1:
        return mended[0]
    edits: list[Edit] = []
    start = 0
    for chunk, found in zip(chunks, mended, strict=True):
        edits += [structs.replace(e, start=e.start + start, end=e.end + start) for e in found.edits]
        start += len(chunk.raw)
    sure = [found.confidence for found in mended if found.confidence is not None]
    return MendedLine(tuple(edits), min(sure, default=None), mended[0].verdict)


def over(raw: str, one: MendedLine, two: MendedLine) -> MendedLine:
    """A line mended once and once more: the edits of the raw line that do both."""
    if not two.edits:
        return one
    sure = [found.confidence for found in (one, two) if found.confidence is not None]
    return MendedLine(compose(one.edits, raw, two.edits), min(sure, default=None), one.verdict)
