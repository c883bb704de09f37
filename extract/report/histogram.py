"""The histogram of the pages' confidences as an SVG picture that a browser draws without a script."""

from __future__ import annotations

from collections.abc import Sequence

_WIDTH, _HEIGHT, _FOOT, _HEAD = 720, 200, 24, 18


def histogram(counts: Sequence[int]) -> str:
    """Equal bins from 0 to 100 %; each bar has its number above it, so that colours say nothing alone."""
    most, wide = max(counts), _WIDTH / len(counts)
    bars = (_bar(number, counts[number], most, wide) for number in range(len(counts)))
    ticks = (_tick(percent) for percent in (0, 25, 50, 75, 100))
    return (
        f'<svg role="img" viewBox="-16 0 {_WIDTH + 32} {_HEAD + _HEIGHT + _FOOT}">'
        f'{"".join(bars)}<path d="M0 {_HEAD + _HEIGHT}h{_WIDTH}"/>{"".join(ticks)}</svg>'
    )


def _bar(number: int, count: int, most: int, wide: float) -> str:
    if not count:
        return ""
    tall = max(2.0, _HEIGHT * count / most)
    x, y = number * wide, _HEAD + _HEIGHT - tall
    return (
        f'<rect x="{x + 2:.1f}" y="{y:.1f}" width="{wide - 4:.1f}" height="{tall:.1f}"/>'
        f'<text x="{x + wide / 2:.1f}" y="{y - 4:.1f}">{count}</text>'
    )


def _tick(percent: int) -> str:
    x = _WIDTH * percent / 100
    return f'<text x="{x:.1f}" y="{_HEAD + _HEIGHT + _FOOT - 6}">{percent}&#8201;%</text>'
