"""ASN.1 as certificates and signatures are written in (DER, and BER of unstated length): elements, one after the other (X.690).

Only what is needed to find the name on a certificate; no signature is checked anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

INTEGER, SEQUENCE = 0x02, 0x30
_UNSTATED, _LONG = 0x80, 0x7F
_ONE_BYTE = 0x1F  # a tag of these bits goes on in the next byte; no certificate has one
_DEEPEST = 20  # elements of unstated length inside each other
_CODECS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its tag, its whole bytes and those of its content."""

    tag: int
    whole: bytes
    content: bytes

    def parts(self) -> list[Element]:
        """What it is made of; `ValueError` where it is no ASN.1."""
        return list(elements(self.content))

    def text(self) -> str:
        """The letters of a string of any kind."""
        return self.content.decode(_CODECS.get(self.tag, "utf-8"), "replace")


def elements(data: bytes) -> Iterator[Element]:
    """The elements that follow one another in `data`; `ValueError` where they break off."""
    at = 0
    while at < len(data) and data[at : at + 2] != b"\0\0":
        begin, end, after = _extent(data, at, 0)
        yield Element(data[at], data[at:after], data[begin:end])
        at = after


def _extent(data: bytes, at: int, depth: int) -> tuple[int, int, int]:
    """Where the content of the element at `at` begins and ends, and where the next element begins."""
    if at + 1 >= len(data) or data[at] & _ONE_BYTE == _ONE_BYTE or depth > _DEEPEST:
        raise ValueError("no ASN.1")
    length, begin = data[at + 1], at + 2
    if length == _UNSTATED:
        end = _end(data, begin, depth + 1)
        return begin, end, end + 2
    if length > _LONG:
        begin += length & _LONG
        length = int.from_bytes(data[at + 2 : begin])
    if begin + length > len(data):
        raise ValueError("it ends early")
    return begin, begin + length, begin + length


def _end(data: bytes, at: int, depth: int) -> int:
    """Where the end of an element of unstated length is marked."""
    while data[at : at + 2] != b"\0\0":
        at = _extent(data, at, depth)[2]
    return at
