"""A damaged PDF put together anew: the page objects that are there, in a new page tree (promise I2).

A file cut off in the middle has lost its cross-reference table and often its page tree, which many programs write last;
the pages before the cut are whole all the same. Objects are found by their marks `N G obj`, those packed in object streams
are unpacked. What a page needs and does not find is drawn as nothing: the caller tells such a page from a blank one.
Source: ISO 32000-1, 7.3.10 (objects), 7.5.7 (object streams).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_TREE = re.compile(rb"/Type\s*/Pages(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+(\d{1,6})")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_NUMBER = re.compile(rb"/(N|First)\s+(\d{1,9})")
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 4096  # bytes in which an object says its type
_MOST_UNPACKED = 64_000_000
_MOST_PAGES = 100_000
_TAIL = 2048  # bytes in which a whole file says where its table is


@dataclass(frozen=True, slots=True)
class Mended:
    """A PDF of the pages that were found, and how many there were once: one more than found, where that is not known."""

    data: bytes
    found: int
    stated: int


def is_cut_off(data: bytes) -> bool:
    """Whether a PDF lacks its end."""
    return b"startxref" not in data[-_TAIL:]


def mended(data: bytes) -> Mended | None:
    """The PDF with a new page tree; `None` where it holds no page, or is encrypted."""
    if b"/Encrypt" in data:
        return None
    places = {int(found[1]): found.start() for found in _OBJECT.finditer(data)}
    unpacked = dict(_unpacked(data, places))
    pages = [number for number in sorted(places) if _is_page(data, places[number])]
    pages += [number for number in sorted(unpacked) if _PAGE.search(unpacked[number])]
    if not pages or len(pages) > _MOST_PAGES:
        return None
    return Mended(_written(data, places, unpacked, pages), len(pages), _stated(data, len(pages)))


def _is_page(data: bytes, start: int) -> bool:
    head = data[start : start + _HEAD].partition(b"endobj")[0].partition(b"stream")[0]
    return _PAGE.search(head) is not None


def _stated(data: bytes, found: int) -> int:
    """The number of pages that a page tree states, where one is left and says more than was found."""
    counts = (
        int(count[1])
        for tree in _TREE.finditer(data)
        if (count := _COUNT.search(data, max(0, tree.start() - _HEAD), tree.end() + _HEAD))
    )
    return max(found, min(max(counts, default=found + 1), _MOST_PAGES))


def _unpacked(data: bytes, places: dict[int, int]) -> Iterator[tuple[int, bytes]]:
    """Number and body of each object in the file's whole object streams, which stand in no other way."""
    left = _MOST_UNPACKED
    for start in places.values():
        head = data[start : start + _HEAD].partition(b"endobj")[0]
        stream = _STREAM.search(head)
        if stream is None or not _PACKED.search(head[: stream.start()]):
            continue
        facts = {name: int(value) for name, value in _NUMBER.findall(head[: stream.start()])}
        body = _inflated(data[start + stream.end() :], left)
        left -= len(body)
        first = facts.get(b"First", 0)
        numbers = [int(word) for word in body[:first].split() if word.isdigit()]
        pairs = list(zip(numbers[0::2], numbers[1::2], strict=False))
        ends = [offset for _, offset in pairs[1:]] + [len(body) - first]
        for (number, offset), end in zip(pairs, ends, strict=True):
            if number not in places:
                yield number, body[first + offset : first + end]


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, max(most, 1))
    except zlib.error:
        return b""


def _written(
    data: bytes, places: dict[int, int], unpacked: dict[int, bytes], pages: list[int]
) -> bytes:
    """The old bytes, behind them the unpacked objects, a page tree, a catalogue and a table of all."""
    tree = max([*places, *unpacked]) + 1
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    new = {
        **unpacked,
        tree: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        tree + 1: b"<</Type/Catalog/Pages %d 0 R>>" % tree,
    }
    pieces, at, where = [data, b"\nendstream\nendobj\n"], len(data) + 18, dict(places)
    for number, body in new.items():
        where[number] = at + 1
        pieces.append(b"\n%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(pieces[-1])
    table = b"".join(
        b"%010d 00000 n \n" % where[number] if number in where else b"0000000000 65535 f \n"
        for number in range(tree + 2)
    )
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join(
        [*pieces, b"xref\n0 %d\n" % (tree + 2), table, trailer % (tree + 2, tree + 1, at)]
    )
