"""Words with boxes set in lines: by their middles from top to bottom, from left to right in each line."""

from __future__ import annotations

from collections.abc import Sequence

from extract.model import Word

_SAME_LINE = 0.5  # of a word's height: how far its middle may lie off the line's middle

Words = Sequence[Word]  # of a line, their `start` still to be set


def set_in_lines(words: Sequence[Word]) -> list[Words]:
    """Words in lines from top to bottom, from left to right in each."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        if lines and _on_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=_left) for line in lines]


def _on_line(line: Sequence[Word], word: Word) -> bool:
    return abs(_middle(word) - _middle(line[-1])) < _SAME_LINE * min(
        _height(word), _height(line[-1])
    )


def _middle(word: Word) -> float:
    return 0.0 if word.box is None else (word.box.y0 + word.box.y1) / 2


def _left(word: Word) -> float:
    return 0.0 if word.box is None else word.box.x0


def _height(word: Word) -> float:
    return 0.0 if word.box is None else word.box.y1 - word.box.y0
