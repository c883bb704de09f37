"""Case that the right model misread: letters of one shape in both cases (`công Vụ`, `hợp tác Xã`) differ in size alone.

A syllable with a capital inside, one with a tone in capitals behind a small word, or in small letters between capitals, is
never right: none of 224,000 words of held-out official text is (abbreviations have no tones: ĐA, TƯ). A capital that begins
a word gives way where the reader, not sure of the word, weighed the small letter too: on rendered pages 29 of 32 such
were misread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from extract.restore.decoding.damage import Damage
from extract.restore.decoding.damaged_line import DamagedLine
from extract.restore.decoding.decoded import Decoded
from extract.restore.decoding.headings import is_small_line
from extract.restore.decoding.pieces import Piece
from extract.restore.decoding.reader import others_of, word_at
from extract.restore.model.syllable import fold_tone, has_tone, is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_UNSURE, _WEIGHED = 0.8, 0.4  # confidence of the word below, share of the small letter above
_SURE = 0.9


def with_case_mended(lines: Sequence[DamagedLine], words: Sequence[Decoded]) -> list[Decoded]:
    """The decoded words, those that a reader read in the case that their line and their reader ask for."""
    return [
        word if word.damage is Damage.STRIPPED else _mended(lines[word.line], word)
        for word in words
    ]


def _mended(line: DamagedLine, word: Decoded) -> Decoded:
    cased = _cased if word.damage is Damage.LIGHT else _among_capitals
    text = cased(line, word.piece, word.text)
    return word if text == word.text else replace(word, text=text, chance=min(word.chance, _SURE))


def _among_capitals(line: DamagedLine, piece: Piece, text: str) -> str:
    """A word whose letters the wrong model read as signs (`S& NOI VU`) in capitals, where all others of its line are."""
    if piece.text.isalpha() or not text.istitle() or not piece.text[0].isupper():
        return text
    others = _WORD.findall(line.text[: piece.start] + line.text[piece.end :])
    words = [word for word in others if len(word) > 1]
    return text.upper() if len(words) > 1 and all(map(str.isupper, words)) else text


def _cased(line: DamagedLine, piece: Piece, text: str) -> str:
    others = line.text[: piece.start] + line.text[piece.end :]
    small = is_small_line(others) if _WORD.search(others) else text[0].islower()
    if small and text.islower():
        return text
    before, after = _letters_before(line.text, piece), _letters_behind(line.text, piece)
    if len(text) > 1 and not text.isascii() and is_syllable(fold_tone(text.lower())):
        if text.isupper():
            lone = small and before[1:].islower() and not after.isupper()
            return text.lower() if lone and has_tone(text) else text
        if not small and all(word.isupper() and has_tone(word) for word in (before, after)):
            return text.upper()
        if not text[1:].islower():
            return _of_line(
                text, small=small, opens=piece.stop or not line.text[: piece.start].strip()
            )
    return text.lower() if small and _is_weighed_small(line, piece, text) else text


def _of_line(text: str, *, small: bool, opens: bool) -> str:
    """A syllable with capitals inside, in the case of its line."""
    if not small:
        return text.upper()
    return text.capitalize() if opens and text[0].isupper() else text.lower()


def _letters_before(line: str, piece: Piece) -> str:
    """The word that only a space parts from a piece behind it; empty for a letter or what is no word."""
    before = line[: piece.start]
    word = before[:-1].rpartition(" ")[2] if before.endswith(" ") else ""
    return word if len(word) > 1 and word.isalpha() else ""


def _letters_behind(line: str, piece: Piece) -> str:
    """The next word of the line."""
    found = _WORD.search(line, piece.end)
    return found.group() if found else ""


def _is_weighed_small(line: DamagedLine, piece: Piece, text: str) -> bool:
    """Whether the reader was in doubt between a word's first capital and its small letter."""
    if not text[:1].isupper() or text.isupper():
        return False
    word = word_at(line.words, piece.start)
    if word is None or word.confidence is None or word.confidence >= _UNSURE:
        return False
    small = piece.text.lower()
    return any(other == small and share >= _WEIGHED for other, share in others_of(piece, word))
