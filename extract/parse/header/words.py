"""The fixed words of headers, folded once a document: national header, stamps, titles; marks of urgency, and of secrecy on any page (promise S5)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz, process

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.legacy_letters import from_1258, from_tcvn3, from_vni, from_vps
from extract.model import TextLine
from extract.parse.header.number_date import read_code_line
from extract.parse.passage import Passage, capital_share, entries, folded_words, is_like, join
from extract.parse.values import bars
from extract.restore.legacy import from_viqr
from extract.secret_marks import GRAVITY, marks_in, only_mark

# A secrecy mark counts only as a line of its own that begins with a capital ("MẬT", "[TỐI MẬT]", `M4T`); "bí mật nhà nước" in a
# sentence is none. When in doubt a mark is taken: a false alarm costs a look, the other error is a breach.

_TITLE_SCORE = 86.0  # "quyet dinh" and "quy dinh" are 89 alike: the best of all titles counts
_PRINTED_SCORE = 84.0  # with marks: `HỘI ĐỒNG` is no `HỢP ĐỒNG` (75), `KẾ H0ẠCH` is a plan (88)
_MARK_SCORE = 85.0
_ATTACHED_SCORE = 80.0
_LONGEST_TITLE = 6  # words
_TITLE_CAPITALS = 0.8
_SHORT_MARK = 5  # letters: a shorter mark must be read to the letter (look-alikes aside)
_OPENS_PART = re.compile(r"k[il1]nh\s?g|v\s?[/li1|⁄]\s?[vwy]|so\s?[:.]")
_COLLECTIVES = ("uy ban", "hoi dong", "quoc hoi")  # authorities that are no person
_LONGEST_MARK = 40  # letters
_GRAVE = "secrecy"
_OURS = frozenset({"mat", "toi mat", "tuyet mat"})  # a user's own words count as they stand


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """What headers are recognised by; all phrases folded."""

    national: str
    motto: str
    party: str
    stamps: tuple[str, ...]
    marks: Mapping[str, str]  # folded words to "urgency:khan", "secrecy:mat", "circulation:", ...
    secrecy: Mapping[str, str]  # marks in capitals, accents and all, to "secrecy:mat", ...
    secrecy_of: Mapping[int, Sequence[str]]  # the same marks by their number of words
    body: tuple[str, ...]
    titles: Mapping[str, str]  # folded title to doc_type
    titles_of: Mapping[int, Sequence[str]]  # the same by their number of words
    printed: Mapping[str, str]  # folded titles as printed
    groups: Mapping[str, str]
    authorities: tuple[str, ...]
    attached: tuple[str, ...]
    untitled: tuple[str, ...]

    def mark(self, text: str) -> str | None:
        """Kind and value of a mark that is a line of its own ("secrecy:toi_mat"), else `None`.

        What looks like one of secrecy is judged by `extract.secret_marks`, but for a user's own words.
        """
        bare = text.strip(" .,:;-_*[](){}|'\"/\\!=~")
        if not bare[:1].isupper() or len(bare) > _LONGEST_MARK:
            return None
        folded = fold(bare)
        best: str = process.extractOne(folded, self.marks.keys(), scorer=fuzz.ratio)[0]
        exact = folded.replace(" ", "") == best.replace(" ", "")
        if self.marks[best].startswith(_GRAVE) and not (exact and best not in _OURS):
            read = only_mark(text)
            return read.worded if read else None
        short = len(best.replace(" ", "")) <= _SHORT_MARK
        return (
            self.marks[best]
            if exact or (not short and is_like(folded, best, _MARK_SCORE))
            else None
        )

    def title(self, line: Passage) -> tuple[str, int, float] | None:
        """The type whose title the line is or begins with, where the title ends, and how alike they are (0 to 100)."""
        if capital_share(line.text) < _TITLE_CAPITALS or line.folded.startswith(self.untitled):
            return None
        whole = _without_specks(line.folded)
        best, alike, _ = process.extractOne(whole, self.titles.keys(), scorer=fuzz.ratio)
        if is_like(whole, best, _TITLE_SCORE) and self._is_printed(best, line.text):
            return self.titles[best], len(line.text), max(alike, _TITLE_SCORE)
        best = self._first_words(line)
        return (
            (self.titles[best], _end_of_words(line.text, len(best.split())), 100.0)
            if best
            else None
        )

    def _first_words(self, line: Passage) -> str:
        """The longest title that a line begins with, a letter misread; "" where there is none."""
        words = line.folded.split()
        for n in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
            titles, head = self.titles_of.get(n, ()), " ".join(words[:n])
            if head in titles and self._is_printed(head, line.text):
                return head
            found = process.extractOne(head, titles, scorer=fuzz.ratio, score_cutoff=_TITLE_SCORE)
            read = " ".join(line.text.upper().split()[:n])
            if n > 1 and found and fuzz.ratio(read, self.printed[found[0]]) >= _PRINTED_SCORE:
                return str(found[0])
        return ""

    def _is_printed(self, title: str, text: str) -> bool:
        """A title of one syllable needs its marks: `THU HỒI ĐẤT` is no `thư`."""
        return " " in title or self.printed[title] in text.upper().split()[:2]

    def opens_part(self, line: Passage) -> bool:
        """Whether a line begins a part of the header that has a mark of its own: Kính gửi, V/v, Số."""
        return _OPENS_PART.match(line.folded) is not None

    def is_attached(self, folded: str) -> bool:
        """Whether a line tells in brackets what a paper belongs to or is made for; a letter or two misread."""
        return folded.startswith("(") and any(
            fuzz.ratio(folded[: len(words)], words) >= _ATTACHED_SCORE for words in self.attached
        )

    def opens_body(self, line: Passage) -> bool:
        """Whether a line under a title begins the body."""
        if not line.text[:1].isupper():
            return False
        starts = any(line.folded.startswith(f"{words} ") for words in self.body)
        return starts or self.is_authority(line)

    def is_authority(self, line: Passage) -> bool:
        """The authority in capitals between title and legal bases ("BỘ TRƯỞNG BỘ NỘI VỤ")."""
        return line.text.isupper() and line.folded.startswith(self.authorities)


@lru_cache(maxsize=4)
def header_words(dictionaries: Dictionaries) -> HeaderWords:
    """The words of the dictionaries, folded."""
    titles = {
        fold(entry["title"]): entry["doc_type"]
        for entry in reversed(dictionaries.rows("document_types"))
        if entry["title"]
    }
    titles_of: defaultdict[int, list[str]] = defaultdict(list)
    for title in titles:
        titles_of[len(title.split())].append(title)
    secrecy = {
        entry["words"].upper(): f"secrecy:{entry['value']}"
        for entry in entries(dictionaries, "secrecy")
    }
    by_length: defaultdict[int, list[str]] = defaultdict(list)
    for mark in secrecy:
        by_length[len(mark.split())].append(mark)
    return HeaderWords(
        national=folded_words(entries(dictionaries, "national"))[0],
        motto=folded_words(entries(dictionaries, "motto"))[0],
        party=folded_words(entries(dictionaries, "party"))[0],
        stamps=folded_words(entries(dictionaries, "stamp")),
        marks=_marks(dictionaries),
        secrecy=secrecy,
        secrecy_of=by_length,
        body=folded_words(entries(dictionaries, "body")),
        titles=titles,
        titles_of=titles_of,
        printed={fold(t): t for t in dictionaries.column("document_types", "title") if t},
        groups=bars(dictionaries),
        attached=tuple(f"({words}" for words in folded_words(entries(dictionaries, "attached"))),
        untitled=folded_words(entries(dictionaries, "untitled")),
        authorities=(*map(fold, dictionaries.column("titles", "title")), *_COLLECTIVES),
    )


def _end_of_words(text: str, n: int) -> int:
    """Where the `n`-th word of a text ends."""
    ends = [word.end() for word in re.finditer(r"\S+", text)]
    return ends[n - 1]


def _marks(dictionaries: Dictionaries) -> dict[str, str]:
    kinds = ("urgency", "secrecy", "circulation", "declassified", "draft")
    return {
        fold(entry["words"]): f"{kind}:{entry['value']}"
        for kind in kinds
        for entry in entries(dictionaries, kind)
    }


def _without_specks(folded: str) -> str:
    """A line without single letters and signs at its ends, which are specks of the scan."""
    words = folded.split()
    while words and len(words[0].strip(".,:;-_*'|")) < 2:  # noqa: PLR2004
        words = words[1:]
    while words and len(words[-1].strip(".,:;-_*'|")) < 2:  # noqa: PLR2004
        words = words[:-1]
    return " ".join(words)


# Marks of secrecy on any page of a document: as `extract.secret_marks` tells them, or typed in an old code (promise S5). A file
# may hold letters that are no part of their own, so a mark anywhere counts for the whole file. One in an old code, where every
# line of capitals reads like many things, counts near a letter's number or at the top of a page.

_CODES = (from_tcvn3, from_vni, from_vps, from_1258, from_viqr)
_ABOVE, _BELOW = 8, 16  # filled lines from a letter's number; a head has at most 24 lines


def head_marks(lines: Sequence[TextLine], words: HeaderWords) -> dict[int, str | None]:
    """The marks ("secrecy:mat", "suspected:mat") that lines were read or typed as, whatever restoration made of them, by index.

    `None`: the line is a word of its neighbour's title, and no mark.
    """
    filled = [i for i, line in enumerate(lines) if line.raw.strip()]
    told = {filled[at]: mark for at, mark in marks_in([lines[i].raw for i in filled], only_mark)}
    found: dict[int, str | None] = {}
    for i in filled:
        value = told[i].worded if i in told else _typed_mark(lines[i], words)
        if value or only_mark(lines[i].raw):
            found[i] = value
    return found


def _typed_mark(line: TextLine, words: HeaderWords) -> str | None:
    """A mark in a user's own words, or in an old code."""
    raw = line.raw.strip()
    value = words.mark(raw) if raw.isupper() and only_mark(raw) is None else None
    return value if value and value.startswith("secrecy") else in_old_code(raw, words)


def in_old_code(raw: str, words: HeaderWords) -> str | None:
    """The mark that a line says in TCVN3, VNI, VPS, windows-1258 or VIQR, in which a text so short is not decoded.

    Fonts of TCVN3 draw small letters as capitals, so the case says nothing here.
    """
    typed = raw.split()
    if not any(_may_be(typed, mark) for mark in words.secrecy_of.get(len(typed), ())):
        return None  # decoding every line of a document took a quarter of its parsing
    for decode in _CODES:
        read = " ".join(decode(word, True) for word in typed)
        if read != raw and read.upper() in words.secrecy:
            return words.secrecy[read.upper()]
    return None


def _may_be(typed: Sequence[str], mark: str) -> bool:
    """Whether as many words may say a mark in some code: all codes keep a word's first letter if it has no marks."""
    return all(
        word[0].upper() == own[0] or not own[0].isascii()
        for word, own in zip(typed, mark.split(), strict=True)
    )


def inner_mark(lines: Sequence[TextLine], words: HeaderWords) -> tuple[TextLine, str] | None:
    """The gravest mark on any line, as read or as restored, and the line that bears it."""
    filled = [line for line in lines if line.text.strip()]
    found = {
        *((at, mark.value) for at, mark in marks_in([line.raw for line in filled])),
        *((at, mark.value) for at, mark in marks_in([line.text for line in filled])),
        *_typed(filled, words),
    }
    if not found:
        return None
    at, value = min(found, key=lambda mark: (GRAVITY.index(mark[1]), mark[0]))
    return filled[at], value


def _typed(lines: Sequence[TextLine], words: HeaderWords) -> Iterator[tuple[int, str]]:
    """Marks in an old code, or in a user's own words, near the number of a letter or the top of a page."""
    marks = [(at, value) for at, line in enumerate(lines) if (value := _typed_mark(line, words))]
    places = list(_places(lines, words)) if marks else []
    for at, value in marks:
        if any(start <= at < end for start, end in places):
            yield at, value.removeprefix("secrecy:")


def _places(lines: Sequence[TextLine], words: HeaderWords) -> Iterator[tuple[int, int]]:
    """Where a letter's mark may stand: index of the first line, and of the one behind the last."""
    for at, (before, line) in enumerate(pairwise(lines), 1):
        if before.page != line.page:
            yield at, at + _BELOW
    for at, line in enumerate(lines):
        if read_code_line(join([line]), words.groups) is not None:
            yield at - _ABOVE, at + _BELOW
