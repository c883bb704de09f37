"""A raw line cut into pieces with their offsets, what kind of token each is, and what it may stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from extract.restore.channel import Candidates, Channel
from extract.restore.lexicon import NUMBER_ID, STOP_ID, UNKNOWN_ID

# The kinds of damage that a line may have, and the letters that tell right text from damaged.

# letters that no English model writes (it knows é and its like): 24 pages held 6,845 é and no other marked letter
_LETTERS = "ăđơưĂĐƠƯàáâãìíòóôõùúýÀÁÂÃÌÍÒÓÔÕÙÚÝĩũĨŨ\u1ea0-\u1ef9"
_ONLY_VIETNAMESE = re.compile(f"[{_LETTERS}]")
_MARKED_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_{_LETTERS}]*+[{_LETTERS}]")
# no reader of Vietnamese and no lost mark gives a letter of another script
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")


class Damage(StrEnum):
    """What is done with a line: nothing, or which channel decodes it."""

    NONE = "none"
    STRIPPED = "stripped"
    WRONG_MODEL = "eng"
    LIGHT = "vie"


@dataclass(frozen=True, slots=True)
class LineVerdict:
    """A line's damage; for a lightly damaged one, the nats that a change must win, and whether it must yet be proven."""

    damage: Damage
    theta: float = 0.0
    suspect: bool = False


def is_marked(word: str) -> bool:
    """Whether the word has a letter that neither stripped text nor a wrong-model reading has."""
    return not word.isascii() and _ONLY_VIETNAMESE.search(word) is not None


def has_other_script(word: str) -> bool:
    """Whether a word has a letter that is not Latin.

    >>> has_other_script("Москва"), has_other_script("Wörter"), has_other_script("quyết")
    (True, False, False)
    """
    return not word.isascii() and _OTHER_SCRIPT.search(word) is not None


def marked_words(text: str) -> int:
    """The number of words, letters in a row, of a text that are marked.

    >>> marked_words("Quyết định 5 cua Sở, s6 hóa")
    4
    """
    return 0 if text.isascii() else len(_MARKED_WORD.findall(text))


# A question mark or an apostrophe at a word's end that is its horn or tone: the wrong model reads `sử dụng` as `st? dung`, `cơ quan` as `co’ quan`.
#
# Such a mark goes with the word where the next one is small; if the word that is found has no horn at its end, the mark stays.

MARKS = "?'’"
_HORNED = frozenset("ơờớởỡợưừứửữựƠỜỚỞỠỢƯỪỨỬỮỰ")
_MARK = re.compile(rf"(?<=[fiortu]) [{MARKS}] (?=[ ][a-zé\d])", re.VERBOSE)
_OWN = 2.0  # nats that a mark of the sentence costs there: few stand before a small letter


def has_mark(line: str, end: int) -> bool:
    """Whether a mark that may be a horn stands at `end`, behind a word.

    >>> has_mark("st? dung", 2), has_mark("la gi? Theo", 5)
    (True, False)
    """
    return _MARK.match(line, end) is not None


def mark_kept(read: str, word: str) -> str:
    """The mark at the end of what was read, if the word has no horn to explain it.

    >>> mark_kept("st?", "sử"), mark_kept("gi?", "gì"), mark_kept("tic", "tức")
    ('', '?', '')
    """
    return read[-1:] if read[-1:] in MARKS and word[-1:] not in {*_HORNED, *MARKS} else ""


def stem(token: str) -> str:
    """The token without a mark at its end."""
    return token[:-1] if token[-1:] in MARKS else token


def candidates(channel: Channel, token: str) -> Candidates:
    """The channel's words for a token; with a mark at its end also those that leave it to the sentence."""
    whole, bare = channel.candidates(token), stem(token)
    if bare == token or not bare:
        return whole
    less = channel.candidates(bare)
    pairs = ((whole.words, less.words), (whole.modes, less.modes), (whole.costs, less.costs + _OWN))
    words, modes, costs = (np.concatenate(pair) for pair in pairs)
    order = np.argsort(costs, kind="stable")
    first = np.sort(
        np.unique(words[order], return_index=True)[1]
    )  # each word once, at its less cost
    kept = order[first]
    return Candidates(words[kept], modes[kept], costs[kept].astype(np.float32))


# A raw line cut into pieces with their offsets: words to restore, numbers and codes to leave, and what lies between.
#
# A piece of letters may hold one stray digit or symbol (`s6`, `S&`), for the wrong model reads letters as such. Pieces with
# two digits or more, and numbers with their inner marks, are digits of the document and are never decoded. A bar that
# stands alone parts the cells of a table and is no letter.

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


# What a piece may stand for: word ids with their case and their cost before any context.

SMALL, TITLE, CAPITALS, STAYS = range(4)  # case modes; STAYS: the piece as it was read


@dataclass(frozen=True, slots=True, eq=False)
class Choices:
    """Word ids, case modes and costs (nats), by position; and how sure a choice among them can be at most.

    Each is itself alone, so that what is found out about one can be remembered by it.
    """

    words: npt.NDArray[np.int32]
    modes: npt.NDArray[np.int32]
    costs: npt.NDArray[np.float32]
    surest: float = 1.0


@lru_cache(maxsize=65536)
def numbers_of(options: Choices, word: int) -> tuple[int, ...]:
    """Where among the options a word stands (in several cases, or nowhere)."""
    return tuple(at for at, other in enumerate(options.words.tolist()) if other == word)


@lru_cache(maxsize=65536)
def fixed(word_id: int) -> Choices:
    """The one option of a piece that is not decoded."""
    return Choices(
        np.array([word_id], np.int32), np.array([STAYS], np.int32), np.zeros(1, np.float32)
    )


STOP, NUMBER, UNKNOWN = fixed(STOP_ID), fixed(NUMBER_ID), fixed(UNKNOWN_ID)


def with_case(word: str, mode: int) -> str:
    """A small-letter word in the case of a mode.

    >>> with_case("quyết", TITLE), with_case("đ", CAPITALS)
    ('Quyết', 'Đ')
    """
    if mode == CAPITALS:
        return word.upper()
    return word[:1].upper() + word[1:] if mode == TITLE else word


# Capitals inside a line of small letters: three words of them in a row are a heading's, one or two an abbreviation.

_LEAST = 3  # words in a row
_AROUND = 2  # words looked at on either side


def is_heading(pieces: Sequence[Piece], number: int) -> bool:
    """Whether the piece at `number` stands in capitals among such words."""
    if not _is_capital(pieces[number]):
        return False
    first = number
    while first > max(0, number - _AROUND) and _is_capital(pieces[first - 1]):
        first -= 1
    last = number
    while last < min(len(pieces) - 1, number + _AROUND) and _is_capital(pieces[last + 1]):
        last += 1
    return last - first + 1 >= _LEAST


def is_small_line(text: str) -> bool:
    """Whether most letters of a line are small."""
    return sum(map(str.islower, text)) > sum(map(str.isupper, text))


def _is_capital(piece: Piece) -> bool:
    return piece.kind is Kind.WORD and piece.text.isupper() and len(piece.text) > 1


# Tokens that are no words: the letter of a point (`b)`), initials, a Roman number, what a number counts (`100km/h`).

_POINT_LABEL = re.compile(r"[a-zđA-ZĐ]\d?")
_ROMAN = re.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")  # `thứ XI`; one letter alone may be any word

_INITIALS = re.compile(r"[^\W\d_]\.[^\W\d_a-z]")
_PER = re.compile(r"(?<![\w.,])\d[\d.,]*+[^\W\d_]{0,3}/")  # `100km/`
_LONGEST_NUMBER = 16
_LONGEST_LABEL = 2
_APART = ("", " ")


def is_plain(line: str, piece: Piece) -> bool:
    """Whether a piece is none of these and has no mark, as nearly all: small letters, three or more, behind a space or at the line's start.

    >>> from extract.restore.tokens import cut
    >>> [is_plain("co quan 100km/gio", piece) for piece in cut("co quan 100km/gio") if piece.text.isalpha()]
    [False, True, False]
    """
    text, before = piece.text, line[piece.start - 1 : piece.start]
    return len(text) > _LONGEST_LABEL and text.islower() and text.isascii() and before in _APART


def is_no_word(line: str, piece: Piece, *, small_line: bool) -> bool:
    """Whether a piece is one of these; Roman numbers stand in lines of small letters."""
    if is_plain(line, piece):
        return False
    start, end = piece.start, piece.end
    label = is_label(line, start, end) or (small_line and is_roman(piece.text))
    return label or is_initial(line, start, end) or (not piece.glued and is_unit(line, start))


def is_label(line: str, start: int, end: int) -> bool:
    """Whether a letter, with a digit or without, is a point's: `b)` with no bracket open before it, or `b.` at the line's start.

    >>> is_label("a) Cơ quan", 0, 1), is_label("(tờ trình b)", 10, 11), is_label("điểm b1) này", 5, 7)
    (True, False, True)
    """
    mark = line[end : end + 1]
    if mark not in {")", "."} or not _POINT_LABEL.fullmatch(line, start, end):
        return False
    if mark == ")":
        return line.rfind("(", 0, start) <= line.rfind(")", 0, start)
    return mark == "." and not line[:start].strip()


def is_initial(line: str, start: int, end: int) -> bool:
    """Whether a capital alone is joined to another by a point.

    >>> is_initial("(N.K)", 3, 4), is_initial("muc B. Theo", 4, 5)
    (True, False)
    """
    if end - start != 1 or not line[start].isupper():
        return False
    return _INITIALS.search(line, max(0, start - 2), end + 2) is not None


def is_roman(text: str) -> bool:
    """Whether a token is a Roman number of two letters or more.

    >>> is_roman("XI"), is_roman("VIII"), is_roman("I"), is_roman("XA")
    (True, True, False, False)
    """
    return text.isupper() and _ROMAN.fullmatch(text) is not None


def is_unit(line: str, start: int) -> bool:
    """Whether what starts there stands right behind a number, or behind a number and a bar: no model knows units.

    >>> is_unit("dai 0,55¢ mm", 8), is_unit("100km/h la", 6), is_unit("nguoi/ho", 6)
    (True, True, False)
    """
    before = line[start - 1 : start]
    if before == "/":
        return any(
            m.end() == start for m in _PER.finditer(line, max(0, start - _LONGEST_NUMBER), start)
        )
    return before.isdigit()
