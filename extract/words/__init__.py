"""All words for people, in English and Vietnamese, from one catalogue: the files beside this one.

`labels.toml` has short words by their key; `messages.toml` and `tables.toml` have sentences by the English one, as gettext's
catalogues have, with {names} for what is filled in. Code says and keeps English; a sentence is put into Vietnamese where it leaves for
a person's eyes. So journals, JSON, worker processes and the keys of stages know no language, messages that an older run kept are told
as well, and no locale changes a file for machines. gettext itself would decide the language where a message is made (in a worker, before
the journal), and Typer's own words go through no gettext.
"""

from __future__ import annotations

import html
import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("vi", "en")
_HERE = Path(__file__).parent
_SENTENCES = ("messages", "tables")


@cache
def catalogue(name: str) -> Mapping[str, Any]:
    """One file of the catalogue, by groups."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


# Short words by their key.


def pair(key: str, group: str) -> tuple[str, str] | None:
    """A short text in English and Vietnamese; `None` for a key without words."""
    words = catalogue("labels")[group].get(key)
    return None if words is None else (words[0], words[1])


def failure(flag: str) -> tuple[tuple[str, str], tuple[str, str]] | None:
    """What a flag of failure means and what to do about it, each in English and Vietnamese; `None` for an unknown flag."""
    words = catalogue("labels")["failure"].get(flag)
    return None if words is None else ((words[0], words[1]), (words[2], words[3]))


def known_failures() -> frozenset[str]:
    """The flags that `failure` has words for."""
    return frozenset(catalogue("labels")["failure"])


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says short texts in one language; `group` is where it looks where no other is named."""

    language: str = LANGUAGES[0]
    group: str = "review"

    def __call__(self, key: str, group: str = "", **facts: object) -> str:
        """A text with its facts filled in; a key without words stays as it is."""
        return self.maybe(key, group, **facts) or key

    def maybe(self, key: str, group: str = "", **facts: object) -> str:
        """The same; empty for a key without words."""
        english, vietnamese = pair(key, group or self.group) or ("", "")
        return (english if self.language == "en" else vietnamese).format(**facts)


# Sentences by the English one.


@dataclass(frozen=True, slots=True)
class Template:
    """An English sentence with places to fill: the texts around them, their names, and the sentence in Vietnamese."""

    around: tuple[str, ...]
    names: tuple[str, ...]
    vietnamese: str

    @property
    def letters(self) -> int:
        """How much of it is fixed."""
        return sum(map(len, self.around))

    def facts(self, said: str) -> dict[str, str] | None:
        """What fills the places, where this is the sentence; each text around them is sought once, from left to right."""
        first, *middle, last = self.around
        at, end = len(first), len(said) - len(last)
        if at > end or not (said.startswith(first) and said.endswith(last)):
            return None
        found = []
        for text in middle:
            begin = said.find(text, at, end)
            if begin < 0:
                return None
            found.append(said[at:begin])
            at = begin + len(text)
        return dict(zip(self.names, (*found, said[at:end]), strict=True))


def template(english: str, vietnamese: str = "") -> Template:
    """A sentence of the catalogue taken apart.

    >>> template("line {n} of {page}").around
    ('line ', ' of ', '')
    """
    around, names = [""], []
    for text, name, *_ in string.Formatter().parse(english):
        around[-1] += text
        if name is not None:
            names.append(name)
            around.append("")
    return Template(tuple(around), tuple(names), vietnamese)


@cache
def sentences() -> Mapping[str, str]:
    """The whole catalogue of sentences: English to Vietnamese."""
    return {
        en: vi
        for name in _SENTENCES
        for part in catalogue(name).values()
        for en, vi in part.items()
    }


@cache
def _by_form() -> tuple[Mapping[str, str], tuple[Template, ...]]:
    """Sentences without places to fill, and those with them: first what begins with fixed text, and what has more of it."""
    made = [template(english, vietnamese) for english, vietnamese in sentences().items()]
    whole = {one.around[0]: one.vietnamese.format() for one in made if not one.names}
    filled = sorted(
        (one for one in made if one.names), key=lambda one: (not one.around[0], -one.letters)
    )
    return whole, tuple(filled)


_DEEPEST = 4  # sentences within sentences: a refusal, its cell, its reason, what the system said
_COLONS = 3  # names before a sentence


def in_vietnamese(said: str) -> str | None:
    """A sentence in Vietnamese; `None` where the catalogue has none. What fills a place whose name begins with _ is a sentence itself.

    >>> in_vietnamese("straightened by -1.8 degrees")
    'đã nắn thẳng -1.8 độ'
    """
    return _translated(said, 0)


def _translated(said: str, depth: int) -> str | None:
    whole, filled = _by_form()
    if said in whole or depth > _DEEPEST:
        return whole.get(said)
    if error := _error(said, depth):
        return error
    for one in filled:
        facts = one.facts(said)
        if facts is not None:
            shown = {
                name: _filled(fact, depth + 1) if name.startswith("_") else fact
                for name, fact in facts.items()
            }
            return one.vietnamese.format(**shown)
    return None


def _error(said: str, depth: int) -> str | None:
    """An error in one line (what: why. what to do) whose last part is known, so that a file's name hides no part."""
    what, colon, rest = said.partition(": ")
    why, stop, last = rest.rpartition(". ")
    do = _translated(last, _DEEPEST) if colon and stop else None
    return do and f"{_filled(what, depth + 1)}: {_filled(why, depth + 1)}. {do}"


def _filled(fact: str, depth: int) -> str:
    """What fills a place: a sentence, or one behind a name or two with a colon; else it stays as it is."""
    parts = fact.split(": ", _COLONS)
    for at in range(len(parts)):
        known = _translated(": ".join(parts[at:]), depth)
        if known is not None:
            names = (_translated(part, _DEEPEST) or part for part in parts[:at])
            return ": ".join((*names, known))
    return fact


def told(said: str, language: str) -> str:
    """A sentence in a language; what the catalogue does not know stays as it is, and so do spaces around it."""
    text = said.strip()
    if language != "vi" or not text:
        return said
    before, _, after = said.partition(text)
    return f"{before}{in_vietnamese(text) or text}{after}"


# Both languages as HTML; both stand in a page and its CSS shows one.


def both(key: str, group: str, **facts: object) -> str:
    """A short text in both languages, facts filled in; a key without words stays as it is."""
    words = pair(key, group)
    return plain(key) if words is None else spans(words[0], words[1], **facts)


def note(said: str) -> str:
    """A sentence in both languages; one without Vietnamese words stays as it is."""
    return spans("{said}", "{told}", said=said, told=told(said, "vi"))


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
