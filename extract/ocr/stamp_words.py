"""The words of stamps: which kind of stamp a text is, and whether it names a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from extract import dictionaries
from extract.fold import fold
from extract.model import RegionKind
from extract.ocr.secrecy import is_mark

_LIKE = 84.0  # rapidfuzz ratio of folded words that are the same, read badly
_SHORT = 5  # letters: shorter words must be read right
_TITLES = re.compile(
    r"^(?:[\w.,]{0,8}(?:bs|ths|ts|pgs|gs|ks|cn|cki+|ckii)[\w.,]{0,6}\s+)+|^(?:ong|ba)\s+"
)


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Folded words and the kinds they tell, the longest first; folded family names and positions."""

    words: tuple[tuple[str, RegionKind], ...]
    surnames: frozenset[str]
    titles: tuple[str, ...]


@cache
def _lexicon() -> _Lexicon:
    lists = dictionaries.load()
    rows = [(fold(row["words"]), RegionKind(row["kind"])) for row in lists.rows("stamp_words")]
    rows.sort(key=lambda row: -len(row[0]))
    surnames = frozenset(map(fold, lists.column("surnames", "surname")))
    return _Lexicon(tuple(rows), surnames, tuple(map(fold, lists.column("titles", "title"))))


def kind_of(text: str) -> RegionKind | None:
    """The kind of stamp that says this; `None` where the words tell none.

    >>> kind_of("HOẢ TÔC"), kind_of("[MẬT]"), kind_of("Nguyễn Văn A")
    (<RegionKind.URGENCY_STAMP: 'urgency_stamp'>, <RegionKind.SECRECY_STAMP: 'secrecy_stamp'>, None)
    """
    if any(is_mark(line) for line in text.split("\n")):
        return RegionKind.SECRECY_STAMP
    lines = [_bare(line) for line in text.split("\n")]
    return next((kind for words, kind in _lexicon().words if _has(lines, words)), None)


def panel_labels(text: str) -> set[str]:
    """The folded labels of a signature panel that open a line, or stand before a colon."""
    labels = [words for words, kind in _lexicon().words if kind is RegionKind.SIGNATURE_PANEL]
    rows = [_bare(part) for line in text.split("\n") for part in re.split(r"(?<=:)|\s{2,}", line)]
    return {one for one in labels if any(row.startswith(one) or row.endswith(one) for row in rows)}


def _bare(line: str) -> str:
    return " ".join(re.findall(r"\w+", fold(line)))


def _has(lines: Sequence[str], words: str) -> bool:
    """Whether folded lines say words; a short one stands alone on its line, or opens it before another mark."""
    if len(words) <= _SHORT:
        solid = words.replace(" ", "")
        return any(
            line.replace(" ", "") == solid or line.startswith(f"{words} so") for line in lines
        )
    whole = " ".join(lines)
    return len(whole) >= len(words) - 2 and fuzz.partial_ratio(words, whole) >= _LIKE


def names_a_person(text: str) -> bool:
    """Whether a line opens with a family name, degrees aside.

    >>> names_a_person("BSCKI. Trần Thị B"), names_a_person("PHÓ GIÁM ĐỐC")
    (True, False)
    """
    bare = _TITLES.sub("", fold(text.strip()))
    first, _, rest = bare.partition(" ")
    named = first.strip(".,") in _lexicon().surnames and bool(rest)
    return named and not bare.removeprefix("pho ").startswith(_lexicon().titles)
