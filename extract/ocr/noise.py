"""Lines that say nothing (seal, signature, speck) are dropped, marks of secrecy never: they are kept and sought (promise S5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from statistics import median

from rapidfuzz import fuzz

from extract import dictionaries
from extract.fold import fold
from extract.image.page import CleanPage
from extract.image.suspects import Suspect, cut_out, suspects
from extract.ingest import PageImage
from extract.model import Line, Page, RegionKind
from extract.ocr.engine import Engine, StripReading
from extract.ocr.hocr import ReadLine, ReadWord
from extract.secret_marks import in_stamp, mark_in

# Marks of secrecy among recognised lines: kept though the engine doubts them, sought among framed, turned and coloured words too (promise S5).


def is_mark(text: str) -> bool:
    """Whether a line bears a degree of secrecy, accents or not.

    >>> is_mark("[TỐI MẬT]"), is_mark("MẤT"), is_mark("Mặt trận"), is_mark("mật")
    (True, True, False, False)
    """
    return mark_in(text) is not None


def with_stamped_mark(page: PageImage, read: Page, engine: Engine, *, black: bool = True) -> Page:
    """The page, opened by the marks of secrecy that are stamped on it, where there are any; `black`: in black too."""
    found = suspects(page, black=black)
    marks = dict.fromkeys(_marks(page, found, engine)) if found else {}
    if not marks:
        return read
    tables = tuple(
        replace(table, first_line=table.first_line + len(marks)) for table in read.tables
    )
    return replace(read, lines=(*map(Line, marks), *read.lines), tables=tables)


def _marks(page: PageImage, found: Sequence[Suspect], engine: Engine) -> list[str]:
    """What stamps say, in the words of the law where they were read with a doubt."""
    texts = [text for ways in cut_out(page, found) for text in _said(ways, engine)]
    return [mark for text in texts if (mark := in_stamp(text)) is not None]


def _said(ways: Sequence[CleanPage], engine: Engine) -> Iterator[str]:
    """What a word says, either way up; once it is read well there is no need of the other way."""
    for word in ways:
        text, belief = _read_strip(word, engine)
        yield from text.splitlines()
        if belief >= _CLEAR and len(text) >= _WORDY:
            return


def _read_strip(word: CleanPage, engine: Engine) -> tuple[str, float]:
    if isinstance(engine, StripReading):
        return engine.read_strip(word)
    return "\n".join(line.raw for line in engine.read(word).lines), 0.0


# Lines that are seal, signature or speck: a few signs, none of which the engine believes in.
#
# Measured on 18 real pages: leaving them out takes the invented characters from 0.70 to 0.52 % of the text and loses
# 0.01 %; a longer line is kept whatever its confidence, so that no sentence is lost for being badly printed.

_MOST_SIGNS = 8  # letters and digits of a line that may be noise
_BELIEVED = 0.5  # probability from which a word with a letter or digit saves its line
_CLEAR, _WORDY = 0.8, 6  # mean probability and signs of a strip that is the right way up
_CERTAIN = 0.9  # the same for a letter or sign alone: the "*" of party papers, "./."
_OFF = 0.6  # of a line's height: white that parts a speck from a word
_SPECK = 0.8  # a word of hardly any letters is believed from here on
_DASHES = frozenset("-–—~=")
_DASH = 0.18  # of the words' height: a hyphen is .3 wide at least, a speck that was read as one .1
_LABEL = re.compile(r"\W{0,2}(?:so|ngay|chuyen)\s?[:.]")  # behind which a hand wrote
_ITEM = re.compile(r"[-–—+*•·]|\(?\w{1,2}[.)/]+|[.…]+|\./\.?|[\"”’.,;:)\]}]+")


def without_noise(lines: Sequence[ReadLine]) -> tuple[ReadLine, ...]:
    """The lines that say something, without the specks at their ends."""
    return tuple(_trimmed(line) for line in lines if not _is_noise(line))


def _trimmed(line: ReadLine) -> ReadLine:
    """A line without words at its ends that are rests of a stamp or a rule, and without dots taken for dashes."""
    words = [word for word in line.words if not _is_dot(word, line)] or list(line.words)
    while len(words) > 1 and _is_speck(words[0], words[1], line):
        words.pop(0)
    while len(words) > 1 and _is_speck(words[-1], words[-2], line):
        words.pop()
    return line if len(words) == len(line.words) else replace(line, words=tuple(words))


def _is_speck(word: ReadWord, neighbour: ReadWord, line: ReadLine) -> bool:
    """Whether a word that stands off its neighbour is hardly letters and not believed."""
    signs = sum(sign.isalnum() for sign in word.text)
    gap = max(neighbour.rect.x0 - word.rect.x1, word.rect.x0 - neighbour.rect.x1)
    alone = gap > _OFF * (line.rect.y1 - line.rect.y0)
    drawn = 2 * signs < len(word.text) and not _ITEM.fullmatch(word.text)
    return alone and drawn and word.confidence < _SPECK


def _is_dot(word: ReadWord, line: ReadLine) -> bool:
    """Whether a dash is a speck by its size; a line of dashes alone is left to `_is_noise`."""
    if word.text not in _DASHES:
        return False
    heights = [w.rect.y1 - w.rect.y0 for w in line.words if w.text not in _DASHES]
    return bool(heights) and word.rect.x1 - word.rect.x0 < _DASH * median(heights)


def _is_noise(line: ReadLine) -> bool:
    signs = sum(sign.isalnum() for word in line.words for sign in word.text)
    digits = sum(sign.isdigit() for word in line.words for sign in word.text)
    believed = _CERTAIN if signs == 1 and not digits else _BELIEVED
    if signs > _MOST_SIGNS or any(_is_believed(word, believed) for word in line.words):
        return False
    text = " ".join(word.text for word in line.words)
    return not is_mark(text) and not _LABEL.match(fold(text))


def _is_believed(word: ReadWord, least: float) -> bool:
    says = any(sign.isalnum() for sign in word.text)
    return word.confidence >= (least if says else _CERTAIN)


# The words of stamps: which kind of stamp a text is, and whether it names a person.

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
