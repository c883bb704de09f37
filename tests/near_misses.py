"""Texts that nearly match a regular expression, made from the expression itself: the worst cases of a backtracking matcher.

For each repetition in it: what leads there, then the repeated part many times, then something that fits nowhere. A search
also begins anew at each letter, so what leads there is repeated too. Blanks are tried on every expression.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser

MISS = "\x00\u2603"  # ends each text: no expression of ours wants a snow man
ALPHABET = [
    *(string.ascii_letters + string.digits + string.punctuation),
    *" \t\n\f\xa0–—“”…©ăâđêôơưĂÂĐÊÔƠƯáàảãạếềệộịừỹ",
]
_MANY = 10  # a repetition that may go on for longer than this can be pumped
_BRANCHES = 6  # alternatives that are followed
_CLASS = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


def near_misses(pattern: re.Pattern[str], length: int) -> Iterator[str]:
    """Texts of about so many characters."""
    pumps = {("", " "), ("", "\t \n"), ("", "a"), ("", "1")}
    pumps |= set(_pumps(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG), ""))
    for lead, body in sorted(pumps):
        yield lead + body * (length // len(body)) + MISS
        if lead:
            unit = lead + body
            yield unit * (length // len(unit)) + MISS


def _pumps(tree: object, lead: str) -> Iterator[tuple[str, str]]:
    """Each repetition of a parsed expression: a text that leads to it, a text it repeats."""
    for kind, value in tree:  # type: ignore[attr-defined]
        for branch in _inside(kind, value):
            yield from _pumps(branch, lead)
        if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT} and value[1] > _MANY:
            yield from ((lead, body) for body in _samples(value[2]) if body)
        lead += next(_samples([(kind, value)]), "")


def _inside(kind: object, value: object) -> list[object]:
    """The expressions within a part of one."""
    if kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
        return [value[2]]  # type: ignore[index]
    if kind is op.SUBPATTERN:
        return [value[3]]  # type: ignore[index]
    if kind is op.BRANCH:
        return list(value[1])  # type: ignore[index]
    if kind in {op.ASSERT, op.ASSERT_NOT}:
        return [value[1]]  # type: ignore[index]
    if kind is op.ATOMIC_GROUP:
        return [value]
    if kind is op.GROUPREF_EXISTS:
        return [part for part in value[1:] if part]  # type: ignore[index]
    return []


def _samples(tree: object) -> Iterator[str]:
    """Texts that an expression fits, one for each of its first alternatives."""
    texts = [""]
    for kind, value in tree:  # type: ignore[attr-defined]
        ends = list(_ends(kind, value))
        texts = [text + end for end in ends for text in texts][:_BRANCHES]
    yield from dict.fromkeys(texts)


def _ends(kind: object, value: object) -> Iterator[str]:
    if kind is op.LITERAL:
        yield chr(value)  # type: ignore[arg-type]
    elif kind is op.BRANCH:
        for branch in value[1][:_BRANCHES]:  # type: ignore[index]
            yield next(_samples(branch), "")
    elif kind in {op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT}:
        least, _, inner = value  # type: ignore[misc]
        yield from (text * max(1, least) for text in _samples(inner))
    elif kind in {op.IN, op.ANY, op.NOT_LITERAL}:
        yield from _letters(kind, value)
    elif kind in {op.SUBPATTERN, op.ATOMIC_GROUP}:
        yield from _samples(_inside(kind, value)[0])
    else:  # a place, or what is looked at and not taken
        yield ""


def _letters(kind: object, value: object) -> Iterator[str]:
    """Some letters of a class: one of each sort, as what follows may be of another."""
    fitting = [letter for letter in ALPHABET if _fits(kind, value, letter)]
    sorts = {"digit": str.isdigit, "letter": str.isalpha, "blank": str.isspace}
    found = {name: next(filter(sort, fitting), None) for name, sort in sorts.items()}
    other = next((x for x in fitting if not x.isalnum() and not x.isspace()), None)
    yield from (letter for letter in (*found.values(), other) if letter)


def _fits(kind: object, value: object, letter: str) -> bool:
    if kind is op.ANY:
        return letter != "\n"
    if kind is op.NOT_LITERAL:
        return chr(value) != letter  # type: ignore[arg-type]
    wanted = True
    for part, what in value:  # type: ignore[attr-defined]
        if part is op.NEGATE:
            wanted = False
        elif _is_in(part, what, letter):
            return wanted
    return not wanted


def _is_in(part: object, what: object, letter: str) -> bool:
    if part is op.LITERAL:
        return what == ord(letter)
    if part is op.RANGE:
        return what[0] <= ord(letter) <= what[1]  # type: ignore[index,no-any-return]
    return bool(_category(_CLASS[what]).match(letter))  # type: ignore[index]


@cache
def _category(name: str) -> re.Pattern[str]:
    return re.compile(name)
