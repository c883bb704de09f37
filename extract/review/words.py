"""The page's words in the language that a person chose; what `vanban inspect` calls by the same name stays in its words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.inspect.view import pair

LANGUAGES = ("vi", "en")


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language."""

    language: str = LANGUAGES[0]

    def __call__(self, key: str, group: str = "text", **facts: object) -> str:
        """A text with its facts filled in; a key without words stays as it is."""
        return self.maybe(key, group, **facts) or key

    def maybe(self, key: str, group: str = "text", **facts: object) -> str:
        """The same; empty for a key without words."""
        own = _words().get(group, {}).get(key)
        english, vietnamese = own or (group in _SHARED and pair(key, group)) or ("", "")
        return (english if self.language == "en" else vietnamese).format(**facts)


_SHARED = frozenset({"field", "table", "reason"})
