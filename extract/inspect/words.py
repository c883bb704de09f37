"""The page's words in English and Vietnamese, kept in words.toml; both stand in the page and CSS shows one."""

from __future__ import annotations

import html
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def both(key: str, group: str = "text", **facts: object) -> str:
    """A text in both languages as HTML, facts filled in and escaped; a key without words stays as it is."""
    shown = {name: html.escape(str(fact)) for name, fact in facts.items()}
    english, vietnamese = _words()[group].get(key, [html.escape(key)] * 2)
    return (
        f'<span lang="vi">{vietnamese.format(**shown)}</span>'
        f'<span lang="en">{english.format(**shown)}</span>'
    )


def note(said: str) -> str:
    """A stage's note in both languages; one without Vietnamese words stays as it is."""
    return (
        f'<span lang="vi">{html.escape(in_vietnamese(said) or said)}</span>'
        f'<span lang="en">{html.escape(said)}</span>'
    )


def in_vietnamese(said: str) -> str | None:
    """A stage's note in Vietnamese.

    >>> in_vietnamese("straightened by -1.8 degrees")
    'đã nắn thẳng -1.8 độ'
    """
    for pattern, told in _words()["note"].items():
        if found := re.fullmatch(pattern, said):
            return str(found.expand(told))
    return None
