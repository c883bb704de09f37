"""A word as HTML: its colour says how sure it is, the note that opens on pointing at it what was read, and why it was changed."""

from __future__ import annotations

import html

from extract.inspect.words import both
from extract.tables.placed import PlacedWord

_STEPS = ((0.95, "high"), (0.8, "fair"), (0.5, "low"), (0.0, "poor"))
LEVELS = (*(name for _, name in _STEPS), "unknown")
_ALTERNATIVES = 3


def level(confidence: float | None) -> str:
    """The step of a probability; "unknown" where none was measured.

    >>> level(0.97), level(0.6), level(None)
    ('high', 'low', 'unknown')
    """
    if confidence is None:
        return "unknown"
    return next(name for least, name in _STEPS if confidence >= least)


def classes(word: PlacedWord) -> str:
    """CSS classes of a word."""
    return f"w {level(word.confidence)}" + (" changed" if word.corrections else "")


def note(word: PlacedWord) -> str:
    """What is said of a word when a person points at it."""
    parts = [f"<b>{html.escape(word.text)}</b>"]
    if word.raw != word.text:
        parts.append(f'<span class="read">{html.escape(word.raw)}</span>')
    if word.confidence is not None:
        parts.append(f'<span class="sure">{word.confidence:.0%}</span>')
    rules = dict.fromkeys(correction.rule for correction in word.corrections)
    parts += [f"<em>{both(rule, 'rule')}</em>" for rule in rules]
    if word.alternatives:
        others = ", ".join(map(html.escape, word.alternatives[:_ALTERNATIVES]))
        parts.append(f'<span class="or">{others}</span>')
    return f'<span class="note">{"".join(parts)}</span>'
