"""Tesseract as an engine: a page's blocks on one sheet, read at most twice, the two readings of a line made one, its lines put back in their place."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path
from statistics import fmean

import cv2
from rapidfuzz.distance import Levenshtein

from extract.image import CleanPage
from extract.ingest import Pixels
from extract.model import Alternative, Page, TextSource
from extract.ocr.assemble import build_page, by_place, with_cut_rows
from extract.ocr.hand import with_handwriting
from extract.ocr.hocr import ReadLine, ReadWord, joined, read_hocr, split, tidied
from extract.ocr.noise import without_noise
from extract.ocr.recogniser import (
    SETTINGS,
    Library,
    Program,
    ReadMode,
    Recogniser,
    installed,
    is_installed,
    orientation,
)
from extract.ocr.second import Difference, LineReader, LineText, chances_of, installed_reader
from extract.ocr.sheet import Sheet, compose
from extract.ocr.uncovered import lost_starts, with_uncovered

# Two readings of a line made one: agreement says how sure a word is; where they differ they are weighed (`weigh.py`).
#
# Letters are aligned without spaces, since the second reader drops some; quotation marks and dashes count alike. The likelier
# reading stands, the other becomes an alternative for restoration to weigh; figures are never exchanged.

_LIKE = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_UNKNOWN = frozenset('…?![]"‰°§|{}\\~=')  # signs that the second reader does not know
_ENDS = ".,;:-\"'()"  # signs that the second reader often loses
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_SYLLABLE = 7  # letters
_SHORT = 2  # letters that a part of a word has at least
_UNBROKEN = re.compile(r".?\d\d|\w[-/][^\W\d]")  # where no space stands: in a number, in a code
# Shares of right words by the first reader's confidence where the second reads the same, measured on 15 real documents
# (7,200 words read twice).
_AGREED = (
    (0.0, 0.87),
    (0.7, 0.93),
    (0.944, 0.945),
    (0.98, 0.973),
    (0.997, 0.996),
    (1.0, 0.999),
)
_AGREED_NUMBER = 0.99
_DIFFERENT_NUMBER = 0.45  # most
_LIKELY = 0.5  # from here on the second reading stands, where it is the likelier one
_SURE = 0.99  # agreed words above it have no alternatives any more: the second reader, too, overlooks marks
_DOUBTED = 0.944  # a line all of whose words are believed more, without digits, is not read twice
_LIKENESS = 1 / 3  # share of letters that two readings of writing have in common at least
_BELIEVED = 0.8  # a word above it is writing
_MOST_SIGNS = 12  # letters and digits of a line that may be drawn, not written


def read_twice(
    pixels: Pixels, lines: Sequence[ReadLine], reader: LineReader | None
) -> tuple[ReadLine, ...]:
    """Lines of a sheet with what a second reader makes of the doubtful ones; unlike readings of little are no writing."""
    if reader is None:
        return tuple(lines)
    doubtful = [line for line in lines if _is_doubtful(line)]
    texts = iter(second_readings(pixels, doubtful, reader))
    read = [(line, next(texts) if _is_doubtful(line) else None) for line in lines]
    return tuple(
        line if text is None else agreed(line, text)
        for line, text in read
        if text is None or not _is_drawing(line, text)
    )


def second_readings(
    pixels: Pixels, lines: Sequence[ReadLine], reader: LineReader
) -> list[LineText]:
    """What a second reader makes of lines of a sheet."""
    return reader.read([_cut(pixels, line) for line in lines])


def _is_doubtful(line: ReadLine) -> bool:
    return any(word.confidence < _DOUBTED or _DIGIT.search(word.text) for word in line.words)


def _cut(pixels: Pixels, line: ReadLine) -> Pixels:
    rect = line.rect
    return pixels[max(0, rect.y0) : rect.y1, max(0, rect.x0) : rect.x1]


def _is_drawing(line: ReadLine, text: LineText) -> bool:
    """Whether a line of a few signs is a seal or a signature: what two readers see in it has nothing in common."""
    mine = letters_of(" ".join(word.text for word in line.words))
    signs = sum(sign.isalnum() for sign in mine)
    if signs > _MOST_SIGNS or any(word.confidence > _BELIEVED for word in line.words):
        return False
    return (
        Levenshtein.normalized_similarity(mine.lower(), letters_of(text.text).lower()) < _LIKENESS
    )


def agreed(line: ReadLine, text: LineText) -> ReadLine:
    """The line with the words, confidences, alternatives and spaces that a second reading of it gives."""
    second = _second(text)
    found = list(pairs(line, text))
    alike = sum(pair.alike for pair in found) / max(1, len(found))
    words: list[ReadWord] = []
    for pair in found:
        word = _weighed(pair, alike)
        if words and _is_one(letters_of(words[-1].text), pair.first, second, pair.place):
            word = joined(words.pop(), word)
        words.append(word)
    return replace(line, words=tuple(words))


@dataclass(frozen=True, slots=True)
class Pair:
    """A word as the first reader has it, and what the second reads there, from `place` on in its text without spaces."""

    word: ReadWord
    second: str
    chances: Sequence[float]
    place: int
    starts: bool
    ends: bool

    @property
    def first(self) -> str:
        """The first reading without spaces, signs that count alike levelled."""
        return letters_of(self.word.text)

    @property
    def alike(self) -> bool:
        """Whether both readings are the same but for signs at their ends."""
        return core_of(self.first) == core_of(self.second)

    def difference(self, line: float) -> Difference:
        """The two readings as they are weighed; `line`: share of words read alike."""
        first, second = core_of(self.first), core_of(self.second)
        shares = (
            a.confidence for a in self.word.alternatives if core_of(letters_of(a.text)) == second
        )
        at = (self.starts, self.ends, line, max(shares, default=0.0))
        return Difference(self.word, first, second, self.chances, *at)


def pairs(line: ReadLine, text: LineText) -> Iterator[Pair]:
    """The words of a line, those that the second reading parts in their parts, each with its second reading."""
    second = _second(text)
    places = places_of("".join(letters_of(word.text) for word in line.words), second.text)
    at, last = 0, len(line.words) - 1
    for number, word in enumerate(line.words):
        end = at + len(letters_of(word.text))
        for part in _parts(word, places[at : end + 1], second):
            end = at + len(letters_of(part.text))
            there = slice(places[at], places[end])
            ends = number == 0, number == last
            yield Pair(part, second.text[there], second.chances[there], places[at], *ends)
            at = end


@dataclass(frozen=True, slots=True)
class _Second:
    """The second reading without spaces, how sure each sign is, and where in it a word starts."""

    text: str
    chances: tuple[float, ...]
    starts: frozenset[int]


def _second(text: LineText) -> _Second:
    sure = zip(text.text, text.chances, strict=True)
    chances = tuple(chance for sign, chance in sure if not sign.isspace())
    return _Second(letters_of(text.text), chances, _starts(text.text))


def _starts(text: str) -> frozenset[int]:
    lengths = (len(part) for part in text.split())
    return frozenset(accumulate(lengths, initial=0))


def _is_one(left: str, right: str, second: _Second, place: int) -> bool:
    """Whether a space between two words is none: figures and codes that both read alike, the second without a space."""
    both = core_of(left + right)
    start = place - len(left.lstrip(_ENDS)) if both else place
    same = start >= 0 and second.text[start : start + len(both)] == both
    around = left[-2:] + right[:1]
    return same and place not in second.starts and _UNBROKEN.fullmatch(around) is not None


def _parts(word: ReadWord, places: Sequence[int], second: _Second) -> Iterator[ReadWord]:
    """A word longer than any syllable, cut where the second reading has a space; `places`: those of its letters."""
    cuts = [
        at
        for at in range(_SHORT, len(places) - _SHORT)
        if places[at] in second.starts and places[at - 1] < places[at]
    ]
    if len(word.text) <= _LONGEST_SYLLABLE or not word.text.isalpha() or not cuts:
        yield word
        return
    yield from split(word, [word.text[a:b] for a, b in pairwise([0, *cuts, len(word.text)])])


def letters_of(text: str) -> str:
    """A text without spaces, signs that count alike levelled."""
    return "".join(text.split()).translate(_LIKE)


def places_of(mine: str, other: str) -> list[int]:
    """For each place in one text, its end included, the place in the other that it falls on."""
    places = [0] * (len(mine) + 1)
    for step in Levenshtein.opcodes(mine, other):
        for at in range(step.src_start, step.src_end):
            places[at] = min(step.dest_start + at - step.src_start, step.dest_end)
    places[len(mine)] = len(other)
    return places


def core_of(text: str) -> str:
    """A reading without the signs at its ends."""
    return text.strip(_ENDS) or text


def _weighed(pair: Pair, line: float) -> ReadWord:
    word = pair.word
    if pair.alike:
        sure = _AGREED_NUMBER if _DIGIT.search(pair.first) else _between(_AGREED, word.confidence)
        kept = () if sure > _SURE else word.alternatives
        return replace(word, confidence=sure, alternatives=kept)
    if not pair.second or _UNKNOWN & set(pair.first):
        return word
    first, second = chances_of(pair.difference(line))
    if _figures(pair.first) != _figures(pair.second):
        return _doubted(word, pair.second, min(first, _DIFFERENT_NUMBER), second)
    if second < max(first, _LIKELY):
        return _doubted(word, pair.second, first, second)
    return _doubted(replace(word, text=_within_ends(pair)), word.text, second, first)


def _figures(text: str) -> str:
    """A word with figures without its letters; of one without any nothing."""
    return _LETTER.sub("", core_of(text)) if _DIGIT.search(text) else ""


def _doubted(word: ReadWord, other: str, sure: float, share: float) -> ReadWord:
    known = tuple(_with_other(word.alternatives, other, share))
    return replace(word, confidence=sure, alternatives=known)


def _within_ends(pair: Pair) -> str:
    """The second reading between the signs that the first reader sees at the ends of the word."""
    first, text = pair.first, pair.word.text
    core = core_of(first)
    start = first.index(core)
    return text[:start] + core_of(pair.second) + text[start + len(core) :]


def _with_other(known: Sequence[Alternative], other: str, share: float) -> Iterator[Alternative]:
    """Alternatives with the second reading among them, likeliest first."""
    shares = {one.text: one.confidence for one in known}
    shares[other] = max(share, shares.get(other, 0.0))
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return (Alternative(text, share) for text, share in ranked)


def _between(points: Sequence[tuple[float, float]], x: float) -> float:
    """The value at x on the line through points."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return round(y0 + (y1 - y0) * (x - x0) / (x1 - x0), 3)
    return points[-1][1]


_PSM = 3
_ONE_COLUMN = 4  # the mode for a page that mode 3 takes a column of item numbers off
_LINES = 6  # the mode for lines one below the other: on a few words mode 3 finds none
_RAW_LINE = 13  # the mode without any layout
_MANY_LOST = 2  # lines whose start was not read
_LEAST_DPI, _MOST_DPI = 70, 2400  # what Tesseract believes


@dataclass(frozen=True, slots=True)
class TesseractEngine:
    """Tesseract with the language data it was asked for; make it by `TesseractEngine.start`."""

    lang: str
    languages: tuple[str, ...]
    data_folder: Path
    recogniser: Recogniser
    timeout: float = 0.0  # seconds a page may take; 0: no limit
    name: str = "tesseract"
    second: LineReader | None = None

    @classmethod
    def start(
        cls, lang: str = "vie", timeout: float = 0.0, *, in_process: bool | None = None
    ) -> TesseractEngine:
        """Ask the program for its version and languages; `MissingProgram` (exit 6) names the package to install.

        `in_process`: read with the library tesserocr; `None`: where it is installed. Sets one thread an engine
        (`OMP_THREAD_LIMIT=1`: measured 6 times faster on 2 cores) and one for OpenCV.
        """
        os.environ["OMP_THREAD_LIMIT"] = "1"
        cv2.setNumThreads(1)
        found = installed(lang)
        if is_installed() if in_process is None else in_process:
            recogniser: Recogniser = Library.load(lang, found.data_folder)
        else:
            recogniser = Program(lang, found.version)
        return cls(
            lang, found.languages, found.data_folder, recogniser, timeout, second=installed_reader()
        )

    @property
    def version(self) -> str:
        """The version of the Tesseract that reads."""
        return self.recogniser.version

    def read(self, page: CleanPage) -> Page:
        """The lines of a page; `UnreadableInput` where the program fails on it."""
        sheet = compose(page)
        read = self.read_sheet(page, sheet)
        kept = read_twice(sheet.pixels, without_noise(tidied(read)), self.second)
        left_out = len(read) - len(kept)
        kept = with_uncovered(sheet.pixels, page.dpi, read, kept, self.second)
        kept = with_handwriting(page, sheet, kept)
        placed = with_cut_rows(page, by_place(page, sheet, kept))
        made = build_page(*placed, TextSource.OCR)
        if not left_out:
            return made
        note = f"{left_out} lines left out as seal, signature or specks"
        return replace(made, notes=(*made.notes, note))

    def read_sheet(self, page: CleanPage, sheet: Sheet) -> tuple[ReadLine, ...]:
        """The lines of a sheet, read again as one column where a column of numbers was dropped.

        Where there is a second reader, it reads such starts itself (`with_uncovered`): the figures of ten real pages are
        the same, and three of them are read once instead of twice.
        """
        read = self._read_pixels(sheet.pixels, page.dpi)
        if self.second is not None:
            return read
        lost = lost_starts(page, sheet, read)
        if lost < _MANY_LOST:
            return read
        again = self._read_pixels(sheet.pixels, page.dpi, _ONE_COLUMN)
        return again if lost_starts(page, sheet, again) < lost else read

    def read_strip(self, page: CleanPage) -> tuple[str, float]:
        """The words of a strip and their mean probability; read as one raw line where no line is found."""
        lines = self._read_pixels(page.pixels, page.dpi, _LINES)
        lines = lines or self._read_pixels(page.pixels, page.dpi, _RAW_LINE)
        text = "\n".join(" ".join(word.text for word in line.words) for line in lines)
        return text, fmean([word.confidence for line in lines for word in line.words] or [0.0])

    def quarter_turns(self, pixels: Pixels) -> int | None:
        """Tesseract's orientation of a grey page; `None` where it is not sure or has no `osd` data."""
        return orientation(pixels, self.timeout)

    def fingerprint(self) -> str:
        """Version, settings and the hash of each language's trained data."""
        hashes = [
            f"{name}:{_file_hash(self.data_folder / f'{name}.traineddata')}"
            for name in self.lang.split("+")
        ]
        made = f"{self.name} {self.version} {self.lang} {SETTINGS} psm {_PSM} {' '.join(hashes)}"
        return made if self.second is None else f"{made} {self.second.version}"

    def _read_pixels(self, pixels: Pixels, dpi: float, psm: int = _PSM) -> tuple[ReadLine, ...]:
        believed = round(min(max(dpi, _LEAST_DPI), _MOST_DPI))
        return read_hocr(self.recogniser.hocr(pixels, ReadMode(psm, believed, self.timeout)))


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
