"""The kinds of damage that a line may have, and the letters that tell right text from damaged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

# letters that no English model writes (it knows é and its like): 24 pages held 6,845 é and no other marked letter
_LETTERS = "ăđơưĂĐƠƯàáâãìíòóôõùúýÀÁÂÃÌÍÒÓÔÕÙÚÝĩũĨŨ\u1ea0-\u1ef9"
_ONLY_VIETNAMESE = re.compile(f"[{_LETTERS}]")
_MARKED_WORD = re.compile(rf"(?<![^\W\d_])[^\W\d_{_LETTERS}]*+[{_LETTERS}]")
# no reader of Vietnamese and no lost mark gives a letter of another script
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")


class Damage(StrEnum):
    """What is done with a line: nothing, or which channel decodes it."""

    NONE = "none"
    STRIPPED = "stripped"
    WRONG_MODEL = "eng"
    LIGHT = "vie"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line's damage; for a lightly damaged one, the nats that a change must win, and whether it must yet be proven."""

    damage: Damage
    theta: float = 0.0
    suspect: bool = False


def is_marked(word: str) -> bool:
    """Whether the word has a letter that neither stripped text nor a wrong-model reading has."""
    return not word.isascii() and _ONLY_VIETNAMESE.search(word) is not None


def has_other_script(word: str) -> bool:
    """Whether a word has a letter that is not Latin.

    >>> has_other_script("Москва"), has_other_script("Wörter"), has_other_script("quyết")
    (True, False, False)
    """
    return not word.isascii() and _OTHER_SCRIPT.search(word) is not None


def marked_words(text: str) -> int:
    """The number of words, letters in a row, of a text that are marked.

    >>> marked_words("Quyết định 5 cua Sở, s6 hóa")
    4
    """
    return 0 if text.isascii() else len(_MARKED_WORD.findall(text))
