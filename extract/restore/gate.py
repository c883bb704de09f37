"""Lines as they come, in one form of Unicode, and what happened to each: right as it stands, stripped of its marks, read with the wrong model, or lightly damaged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from msgspec import structs

from extract.model import TextSource, Word
from extract.restore.candidates import THETA, THETA_SURE
from extract.restore.lexicon import Lexicon, bare
from extract.restore.lines import Edit, LinePlace, compose
from extract.restore.tokens import Damage, LineVerdict, marked_words

# One form for every letter: NFC, the right Đ, no look-alikes from other scripts, nothing invisible (rule `unicode`).
#
# Eth and the African D stand for Đ in many fonts and keyboards; ƣ comes from wrong font tables of converted PDFs; a single
# Cyrillic or Greek letter inside a Latin word is a look-alike. Private-use, unassigned and invisible characters go, but those that join emoji. The font
# tables that give ƣ give Õ for Ò too (`CỘNG HÕA`): there a word that no vocabulary has takes the ò that makes it one.

_ALWAYS = {
    "Ð": "Đ",
    "Ɖ": "Đ",
    "ð": "đ",
    "ɖ": "đ",
    "ƣ": "ư",
    "Ƣ": "Ư",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬀ": "ff",
}
_FOREIGN = dict(
    zip(
        "аеорсухіАВЕКМНОРСТХІΑΒΕΗΙΚΜΝΟΡΤΥΧοαν",
        "aeopcyxiABEKMHOPCTXIABEHIKMNOPTYXoav",
        strict=True,
    )
)
_GRAVE = {"õ": "ò", "Õ": "Ò"}
_GRAVES = str.maketrans(_GRAVE)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ\u1e00-\u1eff]")  # no Greek, no Cyrillic
_KEPT_CONTROLS = "\t\f\r"
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_JOINER = "\u200d"  # of emoji: `👨‍👩‍👧` is three signs and two of these
_PLAIN = r"\t\f\r -~À-ÏÑ-ïñ-ƀĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9–—“”‘’…•"
_ALL_PLAIN = re.compile(rf"[{_PLAIN}]*\Z")
_CLUSTER = re.compile(rf"[^{_PLAIN}][\u0300-\u036f]*|.[\u0300-\u036f]+", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f][^\W\d_]*)*")


Known = Callable[[str], object]  # whether a vocabulary has a word, in any case


def has_wrong_table(lines: Iterable[str]) -> bool:
    """Whether a text came through one of the font tables that give ƣ for ư."""
    return any("ƣ" in line or "Ƣ" in line for line in lines)


def unicode_edits(raw: str, known: Known | None = None) -> tuple[Edit, ...]:
    """What must change for the raw line to be in one form; `known`: the text has a wrong table, and this knows words."""
    if _ALL_PLAIN.match(raw) and unicodedata.is_normalized("NFC", raw) and known is None:
        return ()
    graves = () if known is None else _grave_edits(raw, known)
    taken = {edit.start for edit in graves}
    others = (edit for edit in _cluster_edits(raw) if edit.start not in taken)
    edits = tuple(sorted((*graves, *others), key=attrgetter("start")))
    whole = _apply(raw, edits)
    if unicodedata.is_normalized("NFC", whole):
        return edits
    return (Edit(0, len(raw), unicodedata.normalize("NFC", whole), "unicode", 1.0),)


def _grave_edits(raw: str, known: Known) -> list[Edit]:
    return [
        Edit(word.start() + at, word.start() + at + 1, _GRAVE[letter], "unicode", 0.9)
        for word in _LETTERS.finditer(raw)
        if len(word.group()) > 1
        and not known(_one_form(word.group()))
        and known(_one_form(word.group().translate(_GRAVES)))
        for at, letter in enumerate(word.group())
        if letter in _GRAVE
    ]


def _one_form(word: str) -> str:
    return unicodedata.normalize("NFC", "".join(_ALWAYS.get(letter, letter) for letter in word))


def _cluster_edits(raw: str) -> Iterator[Edit]:
    mixed: set[int] = set()
    if not _FOREIGN.keys().isdisjoint(raw):
        mixed = {at for word in _LETTERS.finditer(raw) for at in _look_alikes(word)}
    for match in _CLUSTER.finditer(raw):
        cluster = match.group()
        if cluster == _JOINER and _joins_signs(raw, match.start()):
            continue
        first = (
            _FOREIGN[cluster[0]] if match.start() in mixed else _ALWAYS.get(cluster[0], cluster[0])
        )
        form = unicodedata.normalize("NFC", first + cluster[1:])
        form = "".join(letter for letter in form if _is_kept(letter))
        if form != cluster:
            yield Edit(match.start(), match.end(), form, "unicode", 0.99)


def _look_alikes(word: re.Match[str]) -> Iterator[int]:
    text = word.group()
    if _LATIN.search(text) is not None:
        yield from (word.start() + at for at, letter in enumerate(text) if letter in _FOREIGN)


def _joins_signs(raw: str, at: int) -> bool:
    """Whether an invisible joiner stands between two pictures, be the first one coloured."""
    before, after = raw[at - 1 : at], raw[at + 1 : at + 2]
    is_sign = bool(before) and (before == "\ufe0f" or unicodedata.category(before) in {"So", "Sk"})
    return is_sign and bool(after) and unicodedata.category(after) == "So"


def _is_kept(letter: str) -> bool:
    return letter in _KEPT_CONTROLS or unicodedata.category(letter) not in _DROPPED


def _apply(raw: str, edits: tuple[Edit, ...]) -> str:
    text = raw
    for edit in reversed(edits):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


# Lines as they come, and what happened to each: right as it stands, stripped of its marks, read with the wrong model, or lightly damaged.

# What happened to a line: right as it stands, stripped of its marks, read with the wrong model, or lightly damaged.
#
# The measure is the share of words with a marked letter that the English model never writes (all but é, è, ê). Over 30
# characters, right lines have at least .10 (5 % quantile .36), wrong-model lines .00; short lines take the document's kind.
# A text whose words are mostly no Vietnamese syllables even without marks is another language and passes untouched. Marked
# lines of an OCR reading are lightly damaged; those of a text file are suspects (`evidence.py`); those of a PDF's text layer never.

_WORD = re.compile(r"[^\W\d_]+")
_WRONG_MODEL = re.compile(
    r"""
    [éèêëïîÉ€¢¥£§]            # letters that the English model has and Vietnamese text without marks lacks
  | [^\W\d_] [0-9&@$] [^\W\d_]  # a digit or symbol inside a word
  | \b [a-z] [0-9] \b           # s6 for số
  | \b [0-9] [a-z]{1,2} \b      # 1a for là
    """,
    re.VERBOSE,
)
LONGEST_LINE = (
    20_000  # characters: longer lines are no document's and would need memory without bound
)
_MAY_BE_WRONG = re.compile("[éèêëïîÉ€¢¥£§0-9&@$]")  # one of them is in every such sign
_MARKED_LEAST = 0.05
_MARKED_LINE = 0.2  # a line so marked is right, whatever the document is
_ONE_MARKED_OF = 4  # words: so many of a right line have more marks than one
_LONG_LINE = 6  # words: shorter lines cannot be told apart alone
_SYLLABLES_LEAST = 0.45  # wrong-model pages: .55 and more; English text: .3 and less
_WRONG_LEAST = 0.02


class WordCounts(NamedTuple):
    """Words of a line, those with a Vietnamese letter, and of a line with few of these the signs of the wrong model."""

    words: int
    marked: int
    wrong: int

    @property
    def share(self) -> float:
        """The share of marked words."""
        return self.marked / self.words if self.words else 0.0


def damages(
    lines: Sequence[str], sources: Sequence[TextSource], lexicon: Lexicon
) -> list[LineVerdict]:
    """The verdict on each line of a document."""
    counts = [count(line) for line in lines]
    words, marked = sum(c.words for c in counts), sum(c.marked for c in counts)
    unmarked = [at for at, c in enumerate(counts) if c.words and c.share < _MARKED_LEAST]
    foreign = not is_vietnamese([lines[at] for at in unmarked], lexicon)
    kind = Damage.NONE if foreign else _kind([counts[at] for at in unmarked])
    default = kind if marked < _MARKED_LEAST * words else Damage.NONE
    return [
        _verdict(line, c, source, (default, kind), lexicon)
        for line, c, source in zip(lines, counts, sources, strict=True)
    ]


def _verdict(
    line: str,
    counted: WordCounts,
    source: TextSource,
    kinds: tuple[Damage, Damage],
    lexicon: Lexicon,
) -> LineVerdict:
    default, kind = kinds
    if counted.words == 0:
        return LineVerdict(Damage.NONE)
    if default is not Damage.NONE and _is_of(counted):
        return LineVerdict(default)
    if default is Damage.NONE and _is_unmarked(line, counted, lexicon):
        return LineVerdict(kind)
    if source is TextSource.OCR:
        return LineVerdict(Damage.LIGHT, THETA)
    if source is TextSource.TEXT_INPUT:
        return LineVerdict(Damage.LIGHT, THETA_SURE, suspect=True)
    return LineVerdict(Damage.NONE)


def _is_of(counted: WordCounts) -> bool:
    """Whether a line of a damaged document is damaged too: one marked word of four is a letter misread (`bíc` for `b/c`)."""
    return counted.share < _MARKED_LINE or (counted.marked == 1 and counted.words >= _ONE_MARKED_OF)


def _is_unmarked(line: str, counted: WordCounts, lexicon: Lexicon) -> bool:
    long = counted.words >= _LONG_LINE and counted.share < _MARKED_LEAST
    return long and not line.isupper() and is_vietnamese([line], lexicon)


def _kind(counts: Sequence[WordCounts]) -> Damage:
    words, wrong = sum(c.words for c in counts), sum(c.wrong for c in counts)
    return Damage.WRONG_MODEL if wrong > _WRONG_LEAST * words else Damage.STRIPPED


def count(line: str) -> WordCounts:
    """The figures of a line; none of a line longer than any document has, which is left alone."""
    if len(line) > LONGEST_LINE:
        return WordCounts(0, 0, 0)
    words = _WORD.findall(line)
    marked = marked_words(line)
    told = marked < _MARKED_LEAST * len(words) and _MAY_BE_WRONG.search(line) is not None
    return WordCounts(len(words), marked, len(_WRONG_MODEL.findall(line)) if told else 0)


def is_vietnamese(lines: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether most of the words are Vietnamese once their marks are gone."""
    counted = Counter(_WORD.findall("\n".join(lines)))
    words = {word: n for word, n in counted.items() if len(word) > 1}
    known = sum(n for word, n in words.items() if bare(word) in lexicon.by_skeleton)
    return bool(words) and known >= _SYLLABLES_LEAST * sum(words.values())


# Whether a marked text file shows light damage: it is decoded with a high threshold, and what that would change is counted.
#
# On right official text three in ten thousand syllables would change so, on lightly damaged pages one or two in a hundred;
# where less than four in a thousand would, nothing is changed at all. So right text stays right, also its author's errors.
# Of a long text eight thousand words are asked, in runs spread over all of it: right text would have to change ten times as
# much as it does, and a damaged one half as much, to be taken for the other.

_LEAST, _LEAST_SHARE = 2, 0.004
_ASKED, _RUN = 8000, 500  # words


@dataclass(frozen=True, slots=True)
class DamageEvidence:
    """Words of suspect lines, and how many a careful decoder would change."""

    words: int
    changes: int

    def __add__(self, other: DamageEvidence) -> DamageEvidence:
        return DamageEvidence(self.words + other.words, self.changes + other.changes)

    @property
    def proves_damage(self) -> bool:
        """Whether so many changes are no accident."""
        return self.changes >= _LEAST and self.changes >= _LEAST_SHARE * self.words


def asked(texts: Sequence[str]) -> list[int]:
    """The indexes of the lines that are decoded for evidence: all of a short text, runs of lines of a long one."""
    ends = list(accumulate(text.count(" ") + 1 for text in texts))
    step = -(-ends[-1] // _ASKED) if ends else 1
    return [at for at, end in enumerate(ends) if end // _RUN % step == 0]


def evidence_of(
    verdicts: Sequence[LineVerdict], changed: Sequence[tuple[int, bool]]
) -> DamageEvidence:
    """The evidence of the words of suspect lines: the line of each, and whether it would change; `verdicts` by line."""
    suspects = [would for line, would in changed if verdicts[line].suspect]
    return DamageEvidence(len(suspects), sum(suspects))


def settled(verdicts: Sequence[LineVerdict], evidence: DamageEvidence) -> list[LineVerdict]:
    """The verdicts with every suspect either damaged or right."""
    verdict = (
        LineVerdict(Damage.LIGHT, THETA) if evidence.proves_damage else LineVerdict(Damage.NONE)
    )
    return [verdict if given.suspect else given for given in verdicts]


# A line on its way: as it came and with its edits; a very long one is worked in chunks, cut at spaces, and joined again.

_CHUNK = 4000  # characters: no printed line has as many, and a window of chunks stays small


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it came: where it stands, its raw text, its source and its recognised words."""

    place: LinePlace
    raw: str
    source: TextSource
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class MendedLine:
    """A line's edits by offset in the raw line, the lowest chance that a word is right, and what had happened to it."""

    edits: tuple[Edit, ...]
    confidence: float | None
    verdict: LineVerdict


def chunked(line: RawLine) -> Iterator[RawLine]:
    """The line in chunks that begin behind a space; a line of common length is one chunk."""
    if len(line.raw) <= _CHUNK:
        yield line
        return
    start = 0
    while start < len(line.raw):
        space = line.raw.find(" ", start + _CHUNK)
        end = len(line.raw) if space < 0 else space + 1
        yield replace(line, raw=line.raw[start:end], words=())
        start = end


def is_left_alone(line: RawLine) -> bool:
    """Whether a part of the line, without a space for 20,000 characters, is worked on by nothing but the forms of letters."""
    return any(len(chunk.raw) > LONGEST_LINE for chunk in chunked(line))


def left_alone(lines: Sequence[RawLine]) -> Iterator[str]:
    """A note for each line of which a part is left alone."""
    for line in filter(is_left_alone, lines):
        page = f"page {line.place.page}, " if line.place.page else ""
        yield f"{page}line {line.place.number}: {LONGEST_LINE:,} characters without a space are no text, left as they are"


def joined(
    chunks: Sequence[Sequence[RawLine]], mended: Sequence[MendedLine]
) -> tuple[MendedLine, ...]:
    """The mended lines of the chunks of each line."""
    left = iter(mended)
    return tuple(_joined(of_line, [next(left) for _ in of_line]) for of_line in chunks)


def _joined(chunks: Sequence[RawLine], mended: Sequence[MendedLine]) -> MendedLine:
    if len(chunks) == 1:
        return mended[0]
    edits: list[Edit] = []
    start = 0
    for chunk, found in zip(chunks, mended, strict=True):
        edits += [structs.replace(e, start=e.start + start, end=e.end + start) for e in found.edits]
        start += len(chunk.raw)
    sure = [found.confidence for found in mended if found.confidence is not None]
    return MendedLine(tuple(edits), min(sure, default=None), mended[0].verdict)


def over(raw: str, one: MendedLine, two: MendedLine) -> MendedLine:
    """A line mended once and once more: the edits of the raw line that do both."""
    if not two.edits:
        return one
    sure = [found.confidence for found in (one, two) if found.confidence is not None]
    return MendedLine(compose(one.edits, raw, two.edits), min(sure, default=None), one.verdict)
