"""The report's words in its two languages, kept in words.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from extract.bilingual import plain, spans


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def both(key: str, **facts: object) -> str:
    """A text in both languages as HTML, facts filled in."""
    english, vietnamese = _words()["text"][key]
    return spans(english, vietnamese, **facts)


def secrecy(mark: str) -> str:
    """A mark of secrecy in both languages; an unknown one stays as it is."""
    words = _words()["secrecy"].get(mark)
    return spans(*words) if words else plain(mark)


def reason(flag: str) -> tuple[str, str]:
    """What a flag of failure means and what to do about it, each in both languages; an unknown flag stays as it is."""
    words = _words()["reason"].get(flag)
    if words is None:
        return plain(flag), ""
    means_en, means_vi, do_en, do_vi = words
    return spans(means_en, means_vi), spans(do_en, do_vi)


def known_reasons() -> frozenset[str]:
    """The flags that have words."""
    return frozenset(_words()["reason"])
