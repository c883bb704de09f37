"""Whether a text layer is legible Vietnamese, and in which code older than Unicode it is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from extract.legacy_letters import DECODERS

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
        plain=sum(map(str.isascii, found)) / max(1, len(found)),
        voiced=sum(map(_is_voiced, found)) / max(1, len(found)),
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
