"""A raw line cut into pieces with their offsets: words to restore, numbers and codes to leave, and what lies between.

A piece of letters may hold one stray digit or symbol (`s6`, `S&`), for the wrong model reads letters as such. Pieces with
two digits or more, and numbers with their inner marks, are digits of the document and are never decoded. A bar that
stands alone parts the cells of a table and is no letter.
"""

from __future__ import annotations

import re
from enum import IntEnum

from msgspec import Struct

from extract.restore.decoding.horns import MARKS, has_mark

SYMBOLS = "&@€¢¥£$§|"  # letters to the wrong model: & for ở, ¢ for ệ
_QUOTES = "'’‘`°"


class Kind(IntEnum):
    """What a piece is to the decoder."""

    WORD = 0
    NUMBER = 1
    FIXED = 2  # a code, an address, letters with two digits: unknown to the model, never changed


class Piece(Struct, frozen=True, gc=False):
    """`line[start:end]`; `stop` says that a sentence's end stands before it, `glued` that a space before it was lost."""

    start: int
    end: int
    text: str
    kind: Kind
    stop: bool
    glued: bool = False


_FILE = r"\.(?:docx|xlsx?|pptx?|pdf|txt|csv|xml|json|html|jpe?g|png|zip|rar)(?!\w)"  # no `.doc`: độc is a word
_ADDRESS = rf"[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)+ | (?:https?://|www\.)\S+ | [\w-]{{1,64}}{_FILE}"
_INSIDE = rf"""
    (?: [{_QUOTES}] (?=\w) (?! \d+ (?![\w{_QUOTES}]) )  # `khoan’9` is two words
      | \? (?=[a-z])
      | (?<=[^\W\d_]) [%®©] (?=[^\W\d_])
    )
"""
# the Party's order, `15-KL/TU`: a unit of so few letters may be a syllable; longer ones are abbreviations like any other
_PARTY = rf"\d+ [-–] (?=[^\W\d_{SYMBOLS}a-z]) [\w&¢€§$]{{1,7}} / [^\W\d_{SYMBOLS}]{{2,3}} (?![\w{SYMBOLS}-])"
_OTHERS = rf"""
    (?P<letters> [^\W\d_]++ (?![\w{SYMBOLS}{_QUOTES}?%®©]) )  # as most: the others would find the same
  | (?P<code> {_PARTY} | \d+ [ ]? / (?:\d{{4}}/)? [^\W\d_{SYMBOLS}] [\w&.¢€§$]* (?:[-–][\w&.¢€§$]+)* )
  | (?P<number> (?! (?<![\w.,/:%-]) [16][&@€¢](?!\d) )  # `1@` is lệ
      \d++ (?: [.,/:%-]+ \d++ )* [.,/:%-]* (?![^\W\d_{SYMBOLS}]) )
  | (?P<word> (?!\|(?!\S)) [\w{SYMBOLS}]++ (?: {_INSIDE} [\w{SYMBOLS}]*+ )* )
"""
_PIECE = re.compile(_OTHERS, re.VERBOSE)
_ADDRESS_OR_PIECE = re.compile(f"(?P<address> {_ADDRESS} ) | {_OTHERS}", re.VERBOSE)
_MAY_BE_ADDRESS = re.compile(
    rf"@|://|www\.|{_FILE}"
)  # to look for one at each word takes half of the time
# `16i`, `106n`: l is read as 1 and a marked vowel as digits; no label or unit ends so
_SYLLABLE_OF_DIGITS = re.compile(r"1\d{1,2}(?:i|n|ng|nh|p|u)")
# `A4`, `B2`, `N3` name paper, rooms, grades; 0, 1 and 6 may be letters (`T6` for Tổ), but a word of A and a digit is rare
_LABEL = re.compile(r"[B-Z][2-57-9]|A\d")
_STOP = re.compile(r"[.;:!?…]")
_NO_WORDS = frozenset({"address", "code"})
_SILENT = ("", " ")  # what stands between most pieces
_TRIM = re.compile(rf"^[^\w{SYMBOLS}]+|[^\w{SYMBOLS}]+$")


def core(word: str) -> str:
    """A word without the punctuation at its ends.

    >>> core("(phòng),"), core("S&")
    ('phòng', 'S&')
    """
    return _TRIM.sub("", word)


def cut(line: str, *, wrong_model: bool = False) -> list[Piece]:
    """The pieces of an NFC line, left to right; `wrong_model` says who read it."""
    pieces, last = [], 0
    pattern = _ADDRESS_OR_PIECE if _MAY_BE_ADDRESS.search(line) else _PIECE
    may_be_horned = wrong_model and any(mark in line for mark in MARKS)
    for match in pattern.finditer(line):
        (start, end), text = match.span(), match.group()
        stop = line[last:start] not in _SILENT and _STOP.search(line, last, start) is not None
        kind = Kind.WORD if text.isalpha() else _kind(match, text)
        if may_be_horned and kind is Kind.WORD and has_mark(line, end):
            end += 1
            text = line[start:end]
        last = end
        pieces.append(Piece(start, end, text, kind, stop))
    return pieces


def _kind(match: re.Match[str], text: str) -> Kind:
    """The kind of a piece that is not of letters alone."""
    if match.lastgroup == "number":
        return Kind.NUMBER
    digits = sum(map(str.isdigit, text))
    many = digits > 1 and not _SYLLABLE_OF_DIGITS.fullmatch(text)
    if match.lastgroup in _NO_WORDS or many or "_" in text or _LABEL.fullmatch(text):
        return Kind.FIXED
    return Kind.WORD
