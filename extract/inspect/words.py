"""The page's words in English and Vietnamese, kept in words.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from extract.bilingual import plain, spans


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def both(key: str, group: str = "text", **facts: object) -> str:
    """A text in both languages as HTML, facts filled in; a key without words stays as it is."""
    words = pair(key, group)
    return plain(key) if words is None else spans(words[0], words[1], **facts)


def pair(key: str, group: str = "text") -> tuple[str, str] | None:
    """A text in English and Vietnamese as it stands in words.toml; `None` for a key without words."""
    words = _words()[group].get(key)
    return None if words is None else (words[0], words[1])


def note(said: str) -> str:
    """A stage's note in both languages; one without Vietnamese words stays as it is."""
    return spans("{said}", "{told}", said=said, told=in_vietnamese(said) or said)


def in_vietnamese(said: str) -> str | None:
    """A stage's note in Vietnamese.

    >>> in_vietnamese("straightened by -1.8 degrees")
    'đã nắn thẳng -1.8 độ'
    """
    for pattern, told in _words()["note"].items():
        if found := re.fullmatch(pattern, said):
            return str(found.expand(told))
    return None
