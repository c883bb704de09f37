"""A line as it was printed: where its letters stand, measured by the widths that a Times face gives them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.ocr.hocr import ReadLine, ReadWord

_LEAST_LETTERS = 3  # of a printed word whose height is the line's
_ROOM = 0.3  # em by which a word may be wider than print makes it
# em: the widths of letters in Times; of all others .5
_WIDTHS = {
    **dict.fromkeys("/Iijlt:;.,()' ", 0.28),
    **dict.fromkeys("-frs", 0.36),
    **dict.fromkeys("PSEFLTZ", 0.6),
    **dict.fromkeys("ABCDĐGHKNOQRUƯVXYWmw", 0.72),
    **dict.fromkeys("M", 0.89),
}
_COMMON = 0.5


def width(text: str) -> float:
    """How wide a text is printed, in em."""
    return sum(_WIDTHS.get(letter, _COMMON) for letter in text)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of words and the size of its type in pixels."""

    line: ReadLine
    em: float

    @property
    def text(self) -> str:
        """Its words joined by spaces."""
        return " ".join(word.text for word in self.line.words)

    @property
    def middle(self) -> float:
        """The middle row of its printed words."""
        words = self.line.words
        printed = [word for word in words if _is_printed(word)] or words
        return _median([word.rect.y0 + word.rect.y1 for word in printed]) / 2

    def words(self) -> Iterator[tuple[int, ReadWord]]:
        """Each word with its offset."""
        at = 0
        for word in self.line.words:
            yield at, word
            at += len(word.text) + 1

    def left(self, offset: int) -> float:
        """The left edge of the letter at an offset; measured from the word's right edge, for what precedes is written."""
        at, word = self._word(offset)
        if offset <= at:
            return word.rect.x0
        rest = word.text[offset - at :]
        share = width(rest) / width(word.text)
        return word.rect.x1 - min(width(rest) * self.em, share * word.rect.width)

    def right(self, offset: int) -> float:
        """The right edge of the letter before an offset."""
        at, word = self._word(offset - 1)
        if offset >= at + len(word.text):
            return word.rect.x1
        share = width(word.text[: offset - at]) / width(word.text)
        return word.rect.x0 + share * word.rect.width

    def edges(self, start: int, end: int, wide: float) -> tuple[float, float]:
        """Left and right edge of a printed word `wide` em wide that stands at `text[start:end]`, perhaps with more in one box."""
        left, right = self.left(start), self.right(end)
        opens, closes = self._opens(start), self._closes(end)
        if opens and closes and right - left <= (wide + _ROOM) * self.em:
            return left, right
        from_left, from_right = left + wide * self.em, right - wide * self.em
        return (from_right if closes else left), (from_left if opens else right)

    def is_whole(self, start: int, end: int, most: float) -> bool:
        """Whether `text[start:end]` is words of their own, not wider than so many em."""
        whole = self._opens(start) and self._closes(end)
        return whole and self.right(end) - self.left(start) <= (most + _ROOM) * self.em

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The span without the spaces at its ends."""
        text = self.text[start:end]
        first = start + len(text) - len(text.lstrip())
        return first, max(first, start + len(text.rstrip()))

    def _opens(self, offset: int) -> bool:
        return any(at == offset for at, _ in self.words())

    def _closes(self, offset: int) -> bool:
        return any(at + len(word.text) == offset for at, word in self.words())

    def _word(self, offset: int) -> tuple[int, ReadWord]:
        """The word at an offset, or the next one."""
        for at, word in self.words():
            if offset < at + len(word.text):
                return at, word
        return at, word


def _is_printed(word: ReadWord) -> bool:
    return word.text.isalpha() and len(word.text) >= _LEAST_LETTERS


def _median(values: Sequence[int]) -> float:
    return float(sorted(values)[len(values) // 2])
