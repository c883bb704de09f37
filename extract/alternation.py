r"""Any word of a list as a regular expression, written as the tree of the words' letters: what they share is looked at once.

`\b(?:sở nội vụ|sở tư pháp|...)` tries every word of the list at every place. The tree finds the same, the longest word that
fits, and took a third to an eighth of the time with our lists (83 names of indexes, 306 heads of units, 443 verbs).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

_Tree: TypeAlias = dict[str, "_Tree"]
_END = ""
_NEVER = "(?!)"


def any_of(words: Iterable[str]) -> str:
    r"""A pattern that matches each of the words to the letter, the longest first; one that never matches if there are none.

    >>> print(any_of(["sở", "sở y tế", "xã"]))
    (?:sở(?:\ y\ tế)?|xã)
    """
    tree: _Tree = {}
    for word in words:
        below = tree
        for letter in word:
            below = below.setdefault(letter, {})
        below[_END] = {}
    return _pattern(tree) if tree else _NEVER


def _pattern(tree: _Tree) -> str:
    """What may follow; a run of letters without a fork is walked, so that only forks nest."""
    run = ""
    while len(tree) == 1 and _END not in tree:
        ((letter, tree),) = tree.items()
        run += re.escape(letter)
    ways = [re.escape(letter) + _pattern(below) for letter, below in tree.items() if letter]
    if not ways:
        return run
    return f"{run}(?:{'|'.join(ways)}){'?' if _END in tree else ''}"
