"""What was not read: every line is used by a row or a field, or is prose; a paragraph that looks like a row and became none is asked about.

On documents never seen before, cells missing outnumber wrong ones 2.5 to 16 times (measured on 14 real and 20 invented
documents), and a missing row has no cell to doubt. How much a paragraph looks like a row of each table is told by its signs: its
words, its mark, its figures, and what the lines around it were used for. Their weights stand in `extract/data/unread.tsv`;
`benchmarks/unread.py` fits them on own documents of which rows were withheld, so they know what the parsers miss.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations
from pathlib import Path

from extract.check.cells import Place
from extract.check.review import priority
from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import Region, TextLine
from extract.records import ReviewItem
from extract.weights import chance_of, log_odds, table_rows

FILE = Path(__file__).parent.parent / "data" / "unread.tsv"
#: Lines by the tables whose rows or fields were read from them.
Used = Mapping[Place, frozenset[str]]
Paragraph = range  # of the lines' positions
_Asked = tuple[Paragraph, float]  # with the chance that it belongs to a row
_RUN = (1, 2, 3)  # words of a verb or of an office's first words
#: Chance that a paragraph belongs to a row of the table it looks most like, or of another one, from which it is asked about, up to one
#: false question a page is worth it; and from which it is shown where a question about its page and table is due.
ASKED, ASKED_SECOND, BESIDE = 0.17, 0.2, 0.03
_MARK = re.compile(
    r"\W*(?:(?P<number>\d{1,3}[.)])|(?P<roman>[ivx]{1,5}[.)])|(?P<letter>[a-z][.)])|(?P<plus>\+)|(?P<dash>[-*•–]))\s"
)
_WORD = re.compile(r"[a-z]+")
_CODE = re.compile(r"\d\s*/\s*(?:\d{4}/)?[a-z]{1,5}\s*-")
_DATE = re.compile(
    r"\bngay\s+\d|\d{1,2}/\d{1,2}/\d{4}|\bthang\s+\d|\bquy\s+[ivx]+\b|\bnam\s+20\d\d"
)
_FIGURE = re.compile(r"(?:^|\|)\s*+\d[\d.,]*+\s*+%?+\s*+(?=\||$)")
_RATED = re.compile(
    r"\bchi so\b|\bxep hang\b|\bxep loai\b|\bcham diem\b|\bdiem so\b|\d diem\b|\btieu chi\b"
)
_FIGURED = ("results", "scores")  # tables whose rows have figures: a head has none
_ENDS = ".;:!?/"
_BRIDGE = 4  # lines that look like nothing between two that look like rows
_TIMES = 4  # that something is said
_WORDS = 40  # of a paragraph that are looked at
_LETTERS = 4  # fewer are a page number
_SHORT, _LONG = 60, 200  # letters
_NARROW = 45  # letters of a line that fills none
_SHOWN = 4000  # letters of the lines of a question
_GAIN = 0.5  # of a row that may be missing: most of what is asked so is prose that could be one


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Folded words of the dictionaries: verbs that open tasks, words that offices' names begin with."""

    verbs: frozenset[str]
    offices: frozenset[str]
    shapes: tuple[tuple[str, re.Pattern[str]], ...]  # of `dictionaries/row_signs.tsv`


@lru_cache(maxsize=4)
def known_words(lists: Dictionaries) -> KnownWords:
    """These words of the dictionaries."""
    verbs = frozenset(map(fold, lists.column("task_verbs", "words")))
    shapes = tuple((row["sign"], re.compile(row["pattern"])) for row in lists.rows("row_signs"))
    return KnownWords(verbs, frozenset(map(fold, lists.column("unit_heads", "head"))), shapes)


@dataclass(frozen=True, slots=True)
class UsedLines:
    """The lines of a document, what they were used for, and whether anybody is rated in it."""

    lines: Sequence[TextLine]
    used: Used
    known: KnownWords
    rated: bool

    @classmethod
    def of(cls, lines: Sequence[TextLine], used: Used, known: KnownWords) -> UsedLines:
        """A list of things has figures as a list of scores has; only one of them speaks of points or ranks."""
        return cls(lines, used, known, any(_RATED.search(fold(line.text)) for line in lines))

    def text(self, paragraph: Paragraph) -> str:
        """Its lines as one."""
        return " ".join(self.lines[at].text.strip() for at in paragraph)

    def unused(self, at: int) -> bool:
        """Whether no row and no field was read from a line."""
        return (self.lines[at].page, self.lines[at].number) not in self.used

    def spare(self, at: int) -> bool:
        """Whether nothing used a line that has letters."""
        return self.unused(at) and _has_letters(self.lines[at])

    def neighbour(self, at: int, step: int) -> str:
        """What the next line with letters, from a position on, was used for."""
        while 0 <= at < len(self.lines):
            line = self.lines[at]
            if _has_letters(line):
                return "+".join(sorted(self.used.get((line.page, line.number), ()))) or "nothing"
            at += step
        return "end"


def unused_text(lines: Sequence[TextLine], used: Used, known: KnownWords) -> Iterator[ReviewItem]:
    """A question for each page and table: the paragraphs there that no row uses and that look like rows of the table."""
    paper = UsedLines.of(lines, used, known)
    found: defaultdict[tuple[int | None, str], list[_Asked]] = defaultdict(list)
    due: dict[tuple[int | None, str], float] = {}
    for paragraph in paragraphs(paper):
        chances = looks_like(signs(paper, paragraph), weights_of(FILE))
        if not any(map(str.isdecimal, paper.text(paragraph))):
            chances |= dict.fromkeys(_FIGURED, 0.0)
        first = max(chances, key=lambda table: chances[table])
        for table, chance in chances.items():
            place = lines[paragraph.start].page, table
            if chance >= BESIDE:
                found[place].append((paragraph, chance))
            if chance >= (ASKED if table == first else ASKED_SECOND):
                due[place] = max(chance, due.get(place, 0.0))
    yield from (
        _question(paper, *place, found[place], due[place]) for place in found if place in due
    )


def _question(
    paper: UsedLines, page: int | None, table: str, found: Sequence[_Asked], chance: float
) -> ReviewItem:
    shown = [at for run in _together(paper, _likeliest(paper, found)) for at in run]
    raw = "\n".join(paper.lines[at].raw.strip("\f\r") for at in shown)[:_SHOWN]
    return ReviewItem(
        page, table, 0, "", "", raw=raw, alternatives=(), reason="unread", priority=priority(_GAIN * chance), cells=0
    )  # fmt: skip


def _likeliest(paper: UsedLines, found: Sequence[_Asked]) -> list[Paragraph]:
    """As many paragraphs as there is room for, in the order of the text."""
    room, shown = _SHOWN, list[Paragraph]()
    for paragraph, _ in sorted(found, key=lambda one: -one[1]):
        room -= sum(len(paper.lines[at].raw) + 1 for at in paragraph)
        if room >= 0 or not shown:
            shown.append(paragraph)
    return sorted(shown, key=lambda paragraph: paragraph.start)


def _together(paper: UsedLines, found: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Paragraphs that follow each other as one, with what stands between them where nothing of it was used."""
    run = found[0]
    for paragraph in found[1:]:
        between = range(run.stop, paragraph.start)
        if len(between) <= _BRIDGE and all(map(paper.unused, between)):
            run = range(run.start, paragraph.stop)
        else:
            yield run
            run = paragraph
    yield run


def paragraphs(paper: UsedLines) -> Iterator[Paragraph]:
    """The lines that nothing used, those of one paragraph or item together; a table's row is one."""
    start: int | None = None
    for at, line in enumerate(paper.lines):
        spare = paper.spare(at)
        if start is not None and (not spare or _opens(paper.lines[at - 1].text, line.text)):
            yield range(start, at)
            start = None
        if spare and start is None:
            start = at
    if start is not None:
        yield range(start, len(paper.lines))


def _has_letters(line: TextLine) -> bool:
    return line.region is not Region.MARGIN and sum(map(str.isalpha, line.text)) >= _LETTERS


def _opens(before: str, text: str) -> bool:
    """Whether a line begins a paragraph below another."""
    before, text = before.strip(), text.strip()
    if "|" in text or "|" in before or _MARK.match(fold(text) + " "):
        return True
    ended = before[-1:] in _ENDS or len(before) < _NARROW
    return ended and not text[:1].islower()


def signs(paper: UsedLines, paragraph: Paragraph) -> list[str]:
    """What is seen of a paragraph: its words, its form, its neighbours."""
    text = paper.text(paragraph)
    folded = fold(text)
    mark = _MARK.match(folded + " ")
    words = _WORD.findall(folded)[:_WORDS]
    before = paper.neighbour(paragraph.start - 1, -1)
    after = paper.neighbour(paragraph.stop, 1)
    kind = mark.lastgroup if mark else "none"
    length = "short" if len(text) < _SHORT else "long" if len(text) > _LONG else "mid"
    return [
        f"mark {kind}", f"before {before}", f"after {after}", f"length {length}",
        f"{kind} between {before}, {after}", f"{kind}, {length}, after {after}",
        f"ends {_end(text)}, after {after}",  # a line that leads in is used by what stands below it
        f"opens {' '.join([w for w in words if len(w) > 1][:2])}",
        *sorted({f"word {word}" for word in words}), *_form(text, folded), *_known(words, paper.known), *_shapes(folded, paper.known),
        f"{'rated' if paper.rated else 'other'} paper", f"{'cells' if '|' in text else 'line'} of {'rated' if paper.rated else 'other'} paper",
    ]  # fmt: skip


def _shapes(folded: str, known: KnownWords) -> Iterator[str]:
    """What the paragraph says, however it is worded, and how often; what it says together."""
    said = Counter(name for name, shape in known.shapes for _ in shape.finditer(folded))
    for name, times in said.items():
        yield f"says {name}"
        yield f"says {name} {min(_TIMES, times)}"
    yield from (f"says {one}, {other}" for one, other in combinations(sorted(said), 2))


def _known(words: Sequence[str], known: KnownWords) -> Iterator[str]:
    """Whether an office or a task's verb opens the paragraph (a mark's letter may stand before it), and which are in it."""
    runs = [" ".join(words[at : at + n]) for at in range(len(words)) for n in _RUN]
    opening = runs[: 2 * len(_RUN)]
    for kind, of_kind in (("verb", known.verbs), ("office", known.offices)):
        if any(run in of_kind for run in opening):
            yield f"opens with {kind}"
        found = len({run for run in runs if run in of_kind})
        yield f"{kind}s {min(3, found)}"


def _form(text: str, folded: str) -> Iterator[str]:
    """Ends, letters, figures."""
    yield f"ends {_end(text)}"
    letters = [letter for letter in text if letter.isalpha()]
    if all(map(str.isupper, letters)):
        yield "capitals"
    elif letters[0].islower():
        yield "opens low"
    if "|" in text:
        yield f"cells {min(6, text.count('|'))} figures {min(4, len(_FIGURE.findall(folded)))}"
    if _CODE.search(folded):
        yield "code"
    if _DATE.search(folded):
        yield "date"


def _end(text: str) -> str:
    """How a paragraph ends; `./.` is the end of a document's text."""
    if text.endswith("./."):
        return "./."
    return text[-1] if text[-1] in _ENDS + "," else "open"


def looks_like(
    found: Iterable[str], weights: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """The chance that a paragraph with these signs belongs to a row of each table; "" is the weight of all."""
    named = ["", *found]
    return {table: chance_of(log_odds(named, of)) for table, of in weights.items()}


@cache
def weights_of(path: Path) -> Mapping[str, Mapping[str, float]]:
    """The weights of the signs by table."""
    (_, *tables), *learned = table_rows(path)
    return {
        table: {row[0]: float(row[n]) for row in learned if row[n]}
        for n, table in enumerate(tables, 1)
    }
