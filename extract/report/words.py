"""The report's words in its two languages, kept in words.toml; both stand in the page and CSS shows one."""

from __future__ import annotations

import html
import tomllib
from functools import cache
from pathlib import Path

_LANGUAGES = ("en", "vi")


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def both(key: str, **facts: object) -> str:
    """A text in both languages as HTML, numbers and names filled in and escaped."""
    shown = {name: html.escape(_number(fact)) for name, fact in facts.items()}
    return _spans(_words()["text"][key], shown)


def secrecy(mark: str) -> str:
    """A mark of secrecy in both languages."""
    return _spans(_words()["secrecy"].get(mark, [mark, mark]), {})


def reason(flag: str) -> tuple[str, str]:
    """What a flag of failure means and what to do about it, each in both languages; an unknown flag stays as it is."""
    *names, do_en, do_vi = _words()["reason"].get(flag, [flag, flag, "", ""])
    return _spans(names, {}), _spans([do_en, do_vi], {})


def known_reasons() -> frozenset[str]:
    """The flags that have words."""
    return frozenset(_words()["reason"])


def _spans(texts: list[str], facts: dict[str, str]) -> str:
    filled = (html.escape(text, quote=False).format(**facts) for text in texts)
    return "".join(
        f'<span lang="{language}">{text}</span>'
        for language, text in zip(_LANGUAGES, filled, strict=True)
    )


def _number(fact: object) -> str:
    """Thousands apart by a thin space, which neither language takes for a decimal sign."""
    return f"{fact:,}".replace(",", "\u2009") if isinstance(fact, int) else str(fact)
