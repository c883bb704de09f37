"""The last cells of a task's row without cell marks: a time, a product, or both in either order.

A time is the longest run of words that is nothing but a deadline; a product opens with a word of the list `product_words`
in capitals behind the units, or with whatever stands behind the time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.parse.assignments.words import Words
from extract.parse.deadlines import Known, read_answer
from extract.parse.passage import Passage

_WORD = re.compile(r"\S+")
_MOST_TIME_WORDS = 12
TAILS = ((), ("time",), ("product",), ("time", "product"), ("product", "time"))


def tail_starts(
    whole: Passage, task: int, columns: Sequence[str], words: Words
) -> tuple[int, ...] | None:
    """Where the cells of these columns begin, () for none; `None` where they cannot be told from what stands before."""
    kinds = tuple(columns)
    if kinds == ("time", "product"):
        last = _time(whole, task, words)  # a row without a product ends in its time
        return _time_inside(whole, task, words) or ((last, len(whole.text)) if last else None)
    time = _time(whole, task, words) if "time" in kinds else len(whole.text)
    if not time:
        return None
    if "product" not in kinds:
        return (time,) if kinds else ()
    product = _product(whole, task, time, words)
    if product is None:
        return None
    return (product, time) if "time" in kinds else (product,)


def _time(whole: Passage, start: int, words: Words) -> int:
    """Where the time at the row's end begins: the longest end that is nothing but a deadline; 0 where there is none."""
    places = [match.start() for match in _WORD.finditer(whole.text, start)]
    for place in places[-_MOST_TIME_WORDS:]:
        if _is_time(whole.cut(place), words):
            return place
    return 0


def _time_inside(whole: Passage, start: int, words: Words) -> tuple[int, int] | None:
    """The last time in the row that a capital follows: where it begins, and where the words behind it do."""
    spans = [match.span() for match in _WORD.finditer(whole.text, start)]
    for at in range(len(spans) - 2, 1, -1):
        if not whole.text[spans[at + 1][0]].isupper():
            continue
        for first in range(max(0, at - _MOST_TIME_WORDS), at + 1):
            if _is_time(whole.cut(spans[first][0], spans[at][1]), words):
                return spans[first][0], spans[at + 1][0]
    return None


def _is_time(cell: Passage, words: Words) -> bool:
    found = read_answer(cell, Known(), words.dictionaries)
    return bool(found and not found.start and found.end >= len(cell.text.rstrip(" .;")))


def _product(whole: Passage, start: int, end: int, words: Words) -> int | None:
    """Where the product begins: the last of its words, in capitals, before `end`."""
    found = list(words.product.finditer(whole.text, start, end))
    return found[-1].start() if found else None
