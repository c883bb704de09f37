"""A line on its way through the decoder: its pieces, what its reader says of them, and how a piece stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.model import Word
from extract.restore.decoding.damage import Damage
from extract.restore.decoding.pieces import Piece, cut
from extract.restore.decoding.reader import Told, told_of


@dataclass(frozen=True)
class DamagedLine:
    """A line to decode: its NFC text and its damage; of a lightly damaged one, the nats that a change must win and the read words."""

    text: str
    damage: Damage
    theta: float = 0.0
    words: tuple[Word, ...] = ()

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces of the text."""
        return tuple(cut(self.text, wrong_model=self.damage is Damage.WRONG_MODEL))

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What the reader says of each piece."""
        return told_of(self.pieces, self.theta, self.words)


def following(lines: Sequence[DamagedLine], index: int) -> str:
    """The next line, if the wrong model read it."""
    after = lines[index + 1] if index + 1 < len(lines) else None
    return after.text.lstrip() if after and after.damage is Damage.WRONG_MODEL else ""


def may_be_name(line: str, piece: Piece) -> bool:
    """Whether a capital begins the word where no sentence begins."""
    if piece.stop or not (piece.text[:1].isupper() and piece.text[1:].islower()):
        return False
    return stands_inside(line, piece)


def stands_inside(line: str, piece: Piece) -> bool:
    """Whether something stands before it in its line."""
    return line[: piece.start].strip(' -+*•("“') != ""


def stands_alone(line: str, piece: Piece) -> bool:
    """Whether spaces, or a comma behind, part a piece from others: a point's letter (`a)`), initials and signs do not."""
    before, after = line[max(0, piece.start - 1) : piece.start], line[piece.end : piece.end + 1]
    return before in {"", " "} and after in {"", " ", ","}


def is_speck(line: DamagedLine, number: int) -> bool:
    """Whether a lightly damaged line has a full stop before a small word: 38 of 224,000 words of right text stand so."""
    if line.damage is not Damage.LIGHT or number == 0:
        return False
    before, piece = line.pieces[number - 1 : number + 1]
    between = line.text[before.end : piece.start]
    return between.strip() == "." and len(piece.text) > 1 and piece.text.islower()


def opens(text: str) -> bool:
    """Whether the line begins something new: it is blank, a bullet or an item."""
    start = text.strip()[:3]
    return not start or start[0] in "-+*•–—" or (len(start) > 1 and start[1] in ".)")
