"""Words of pages for people in English and Vietnamese; both stand in a page and its CSS shows one."""

from __future__ import annotations

import html


def spans(english: str, vietnamese: str, **facts: object) -> str:
    """Both texts as HTML, escaped, with {facts} filled in.

    >>> spans("page {n} < 9", "trang {n} < 9", n=2)
    '<span lang="en">page 2 &lt; 9</span><span lang="vi">trang 2 &lt; 9</span>'
    """
    shown = {name: _shown(fact) for name, fact in facts.items()}
    return _span("en", english.format(**shown)) + _span("vi", vietnamese.format(**shown))


def plain(text: str) -> str:
    """A text that is the same in both languages, as it is."""
    return _span("en", text) + _span("vi", text)


def _span(language: str, text: str) -> str:
    return f'<span lang="{language}">{html.escape(text, quote=False)}</span>'


def _shown(fact: object) -> str:
    """Thousands apart by a thin space, which neither language takes for a decimal sign."""
    return f"{fact:,}".replace(",", "\u2009") if isinstance(fact, int) else str(fact)
