"""The words of a PDF page's text layer with their boxes, what code they are in, how much of the print they account for, and whether they are legible."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.ingest.page import LayerWord, PageImage, Pixels
from extract.legacy_letters import DECODERS
from extract.model import Box

# Whether a text layer says what the page shows: Vietnamese syllables with their marks, or the leavings of a bad reader.
#
# Scanners put their own reading behind the picture, often made with an English model; its syllables lack the marks or
# carry wrong ones. A good layer of Vietnamese has marks on most syllables and nearly all syllables of Vietnamese form.
# Measured on 40 pages of 11 real documents: true layers and the Vietnamese model's readings have 0.93 to 1.00 words of
# Vietnamese form and 0.73 to 0.95 with marks; the English model's readings 0.63 to 0.87 and 0.07 to 0.28; a bad hidden
# layer 0.39 to 0.43 and none. A layer without a usable character map has words of mixed alphabets (`THѬѪNG`), or letters
# without a meaning. A page that was drawn, not scanned, may be in another language: then its layer is the best there is.

_ONSET = r"(?:ngh|nh|ng|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
_NUCLEUS = r"(?:iê|yê|uya|uô|ươ|uyê|uy|oa|oă|oe|uâ|uê|uơ|ia|ya|ua|ưa|oo|[aăâeêioôơuưy])"
_CODA = r"(?:ng|nh|ch|[cmnptiuoy])?"
_SYLLABLE = re.compile(_ONSET + _NUCLEUS + _CODA)
_WORD = re.compile(r"[^\W\d_]+")
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_SHAPES = {"\u0302", "\u0306", "\u031b"}
_FEWEST_WORDS = 20  # below this a page's layer cannot be judged
_LEAST_LEGAL = 0.85
_LEAST_MARKED = 0.50
_MOST_STRANGE = 0.02
_MOST_MIXED = 0.02
_FOREIGN_LEGAL = 0.40  # English and French have 0.25 to 0.33 words of Vietnamese form, wrong readings 0.63 and more
_FOREIGN_MARKED = 0.40  # French has 0.2 to 0.3
_ASCII = 0.97
_SHORT = 3  # letters: a word below needs no vowel
_VOICED = 0.85  # words of a shifted character map have vowels by chance only


@dataclass(frozen=True, slots=True)
class Legibility:
    """Shares of a text's words: of Vietnamese form, marked as Vietnamese is, of two alphabets, of ASCII, with a vowel.

    `strange` is the share of characters without a meaning.
    """

    words: int
    legal: float
    marked: float
    strange: float
    mixed: float = 0.0
    plain: float = 1.0
    voiced: float = 1.0

    def __str__(self) -> str:
        """The figures that speak for it."""
        return (
            f"{self.words} words, {self.legal:.0%} of Vietnamese form, {self.marked:.0%} with marks"
        )

    @property
    def is_enough(self) -> bool:
        """Whether there are words enough to judge by."""
        return self.words >= _FEWEST_WORDS

    @property
    def is_foreign(self) -> bool:
        """Whether it looks like another language, or Vietnamese typed without marks, and not like a bad reading."""
        other = self.legal < _FOREIGN_LEGAL and self.marked < _FOREIGN_MARKED
        return self.voiced >= _VOICED and (self.plain >= _ASCII or other)

    def objection(self, *, scanned: bool = True) -> str | None:
        """Why the layer of a page that was scanned, or else drawn, should not be trusted; `None` where nothing is wrong."""
        if self.strange > _MOST_STRANGE:
            return f"{self.strange:.0%} of its characters have no Unicode meaning"
        if self.mixed > _MOST_MIXED:
            return f"{self.mixed:.0%} of its words mix alphabets: its character map is broken"
        if not self.is_enough or (not scanned and self.is_foreign):
            return None
        if self.marked < _LEAST_MARKED:
            return f"only {self.marked:.0%} of its words carry Vietnamese marks"
        if self.legal < _LEAST_LEGAL:
            return f"only {self.legal:.0%} of its words have the form of Vietnamese syllables"
        return None


def judge(texts: Sequence[str]) -> Legibility:
    """The legibility of a page's words.

    >>> judge(["Căn", "cứ", "Luật"]).legal
    1.0
    """
    text = " ".join(texts)
    found = _WORD.findall(unicodedata.normalize("NFC", text))
    words = [word.lower() for word in found if not _is_abbreviation(word)]
    count = max(1, len(words))
    strange = sum(
        unicodedata.category(character) in {"Co", "Cn", "Cc"} or character == "�"
        for character in text
    )
    return Legibility(
        len(words),
        sum(map(is_syllable, words)) / count,
        sum(map(_is_marked, words)) / count,
        strange / max(1, len(text)),
        sum(len(_alphabets(word)) > 1 for word in found) / max(1, len(found)),
        sum(map(str.isascii, found)) / max(1, len(found)),
        sum(map(_is_voiced, found)) / max(1, len(found)),
    )


def _is_voiced(word: str) -> bool:
    """Whether a word has a vowel; short words, abbreviations and other alphabets need none."""
    bare = unicodedata.normalize("NFD", word.lower())
    return (
        len(word) < _SHORT
        or word.isupper()
        or any(letter in "aeiouy" or letter > "\u036f" for letter in bare)
    )


def _alphabets(word: str) -> set[str]:
    """The alphabets of a word's letters, by the first word of their Unicode names."""
    if word.isascii():
        return {"LATIN"}
    return {unicodedata.name(letter, "?").split()[0] for letter in word} - {"MODIFIER"}


def is_syllable(word: str) -> bool:
    """Whether a small-letter NFC word has the form of a Vietnamese syllable (at most one tone).

    >>> is_syllable("nghiêng"), is_syllable("thirc"), is_syllable("sw")
    (True, False, False)
    """
    letters = unicodedata.normalize("NFD", word)
    toneless = "".join(letter for letter in letters if letter not in _TONES)
    one_tone = len(letters) - len(toneless) <= 1
    return one_tone and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", toneless)) is not None


def _is_abbreviation(word: str) -> bool:
    """Capitals that no syllable is made of (UBND, KH, I): they say nothing about the layer."""
    return word.isupper() and not is_syllable(word.lower())


def _is_marked(word: str) -> bool:
    return "đ" in word or any(
        letter in _TONES or letter in _SHAPES for letter in unicodedata.normalize("NFD", word)
    )


# The code of a text layer that is older than Unicode: fonts of TCVN3, VNI and their like drew Vietnamese with Latin letters.
#
# Such a layer is what the page shows, letter by letter, under other numbers. It is told by what becomes of it: decoded as one of
# the codes it is legible Vietnamese, as it stands it is not. The layer keeps its letters; restoration decodes them.

_LEAST_GAIN = 0.2  # of the words that become syllables: Unicode taken for a code loses


def code_of(texts: Sequence[str]) -> tuple[str, Legibility] | None:
    """The code that a page's words are in, and how legible they are decoded; `None` for Unicode and for what is no text."""
    if all(map(str.isascii, texts)):
        return None
    as_it_stands = judge(texts)
    found = {code: judge([decoded(text, code) for text in texts]) for code in DECODERS}
    code, best = max(found.items(), key=lambda item: item[1].legal)
    legible = best.objection() is None and best.is_enough
    return (code, best) if legible and best.legal >= as_it_stands.legal + _LEAST_GAIN else None


def decoded(word: str, code: str | None) -> str:
    """A word of a layer in Unicode; `None`: it is.

    >>> decoded("Céng", "TCVN3"), decoded("Cộng", None)
    ('Cộng', 'Cộng')
    """
    return word if code is None else DECODERS[code](word, word.isupper())


# How much of a page's print a text layer accounts for: letter-sized marks of the picture that lie in the layer's words.
#
# A scan often carries a layer that says something else than the page: the appearance of a digital signature, a stamp of the
# registry, another document's text, nothing but the page number. Pictures and rules are no letters and are left out.

_DPI = 100.0
_INK = 0.7  # of the paper's grey: darker is ink
_LEAST, _MOST = 0.03, 0.5  # inches: height of a letter
_WIDEST = 2.0  # inches: letters that touch, a word at most
_REACH = 0.03  # inches around a word in which its letters may stand
_FEWEST = 20  # letters: fewer say nothing


def coverage(
    image: PageImage, words: Sequence[LayerWord], pictures: Sequence[Box] = ()
) -> float | None:
    """The share of letter-sized marks outside pictures that stand in words; `None` where there are hardly any marks."""
    grey = _small(image)
    count, _, stats, centres = cv2.connectedComponentsWithStats(_ink(grey))
    height, width = (stats[1:, cv2.CC_STAT_HEIGHT] / _DPI, stats[1:, cv2.CC_STAT_WIDTH] / _DPI)
    letters = (height >= _LEAST) & (height <= _MOST) & (width <= _WIDEST)
    x, y = centres[1:, 0].astype(int), centres[1:, 1].astype(int)
    letters &= ~_inside(grey.shape, pictures, 0.0)[y, x]
    if count == 1 or int(letters.sum()) < _FEWEST:
        return None
    held = _inside(grey.shape, [word.box for word in words], _REACH)[y, x]
    return float(held[letters].mean())


def _small(image: PageImage) -> Pixels:
    pixels = image.pixels
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)  # noqa: PLR2004
    scale = min(1.0, _DPI / (image.dpi or _DPI))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _ink(grey: Pixels) -> Pixels:
    paper = float(np.percentile(grey[::4, ::4], 75))
    return (grey < paper * _INK).astype(np.uint8)


def _inside(
    shape: tuple[int, ...], boxes: Sequence[Box], reach: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The pixels that lie in any of the boxes, or within `reach` inches of one."""
    height, width = shape[:2]
    mask, more = np.zeros((height, width), dtype=np.bool_), round(reach * _DPI)
    for box in boxes:
        rows = slice(max(0, round(box.y0 * height) - more), round(box.y1 * height) + more)
        mask[rows, max(0, round(box.x0 * width) - more) : round(box.x1 * width) + more] = True
    return mask


# The words of a PDF page's text layer with their boxes, characters joined where they touch.
#
# PDF text has no words: pdfium gives characters in the order of the file, with spaces where it thinks them; a wide gap or
# a new baseline ends a word as well.

_GAP = 0.6  # of the character height: a wider step ends a word though no space is written
_FINE = 100_000  # steps of a page that a word's box is measured in
_NOTHING = frozenset("\0\ufeff\u200b")  # characters that print nothing
_SOFT_HYPHEN = "\xad"  # prints nothing in Unicode; in TCVN3 it is a letter
_IN_CODE = re.compile(r"(?<=[A-ZĐƯ\d])\xad(?=[A-ZĐƯ\d])")
_HYPHEN_MARK = "\x02"  # pdfium's sign for a hyphen at a line's end


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    left: float
    bottom: float
    right: float
    top: float


def layer_words(page: pypdfium2.PdfPage) -> tuple[LayerWord, ...]:
    """The words of a page's text layer, in the order of the file; boxes are shares of the page as shown."""
    text_page = page.get_textpage()
    try:
        glyphs = list(_glyphs(text_page))
    finally:
        text_page.close()
    return tuple(_word(page, run) for run in _runs(glyphs))


def in_unicode(words: Sequence[LayerWord]) -> tuple[LayerWord, ...]:
    """The words of a layer in Unicode: without soft hyphens, and without those that are nothing else.

    Between capitals or digits one is a hyphen (`BC-SVH`): fonts draw both with one glyph, whose letter PDFium must guess.
    """
    bare = (
        replace(word, text=_IN_CODE.sub("-", word.text).replace(_SOFT_HYPHEN, "")) for word in words
    )
    return tuple(word for word in bare if word.text)


def _glyphs(text_page: pypdfium2.PdfTextPage) -> Iterator[_Glyph]:
    """Each character with its loose box, which has the height of the font whatever the letter."""
    rect = pdfium.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, rect)
        character = "-" if chr(code) == _HYPHEN_MARK else chr(code)
        yield _Glyph(character, rect.left, rect.bottom, rect.right, rect.top)


def _runs(glyphs: Iterable[_Glyph]) -> Iterator[list[_Glyph]]:
    """Characters that touch, in one list each."""
    run: list[_Glyph] = []
    for glyph in glyphs:
        ended = bool(glyph.text.isspace() or glyph.text in _NOTHING)
        if run and (ended or _apart(run[-1], glyph)):
            yield run
            run = []
        if not ended:
            run.append(glyph)
    if run:
        yield run


def _apart(one: _Glyph, next_one: _Glyph) -> bool:
    height = max(one.top - one.bottom, 1.0)
    step = next_one.left - one.right
    fall = abs((one.top + one.bottom) - (next_one.top + next_one.bottom)) / 2
    return not -height < step < _GAP * height or fall > height / 2


def _word(page: pypdfium2.PdfPage, run: Sequence[_Glyph]) -> LayerWord:
    text = unicodedata.normalize("NFC", "".join(glyph.text for glyph in run))
    bounds = (
        min(glyph.left for glyph in run),
        min(glyph.bottom for glyph in run),
        max(glyph.right for glyph in run),
        max(glyph.top for glyph in run),
    )
    return LayerWord(text, on_page(page, bounds))


def on_page(page: pypdfium2.PdfPage, bounds: tuple[float, float, float, float]) -> Box:
    """A rectangle of the PDF's plane (left, bottom, right, top, in points) as a box on the page as shown."""
    left, bottom, right, top = bounds
    one, other = _shown(page, left, top), _shown(page, right, bottom)
    (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(one, other, strict=True))
    return Box(x0, y0, x1, y1)


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the PDF's plane as shares of the page as shown (crop and rotation applied)."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE
