"""The edits of decoded lines: words, then names, phrases, codes, abbreviations, numbers and forms, the later over the earlier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.restore.decoding.candidates import case_mode
from extract.restore.decoding.digit_words import CERTAIN
from extract.restore.decoding.lines import DamagedLine
from extract.restore.decoding.names import HIGHEST, name_positions
from extract.restore.decoding.sequence import Decoded
from extract.restore.decoding.tokens import MARKS, SYMBOLS, Damage, Kind, mark_kept, with_case
from extract.restore.edits import Edit
from extract.restore.model.calibration import Calibration
from extract.restore.model.lexicon import fold_tone
from extract.restore.patterns import Repairs
from extract.restore.repairs.capitals import Agreement, Lowered, with_case_mended
from extract.restore.repairs.codes import SURE, CodeSymbols, abbreviation_edits
from extract.restore.repairs.numbers import lettering_edits, numbering_edits
from extract.restore.repairs.phrases import PhraseMatch, Phrases
from extract.restore.repairs.specks import Rubbish

_LETTERS_LOST = 0.6  # a word that lost two letters or more is for a person to see


@dataclass(frozen=True, slots=True)
class Rules:
    """What the dictionaries and the calibration say about decoded words."""

    codes: CodeSymbols
    phrases: Phrases
    family: frozenset[str]
    agreement: Agreement
    patterns: Repairs
    rubbish: Rubbish
    usual: Mapping[str, str]
    bodies: Mapping[str, str]
    lowered: Lowered
    calibrations: Mapping[str, Calibration]

    def edits(
        self, lines: Sequence[DamagedLine], decoded: Sequence[Decoded]
    ) -> list[tuple[Edit, ...]]:
        """The edits of each line, by offset in its text."""
        first: list[list[Edit]] = [[] for _ in lines]
        decoded = self.lowered.of(lines, with_case_mended(lines, decoded))
        decoded, unsure = self.agreement.agreed(decoded)
        names = name_positions(decoded, self.family) | unsure
        for at, word in enumerate(decoded):
            if (word.text != word.piece.text or word.piece.glued) and not _may_be_number(word):
                first[word.line].append(self._word(word, named=at in names))
        found = _Layers(first)
        for match in self.phrases.find(decoded):
            self._phrase(match, decoded, found)
        texts = [line.text if line.damage is not Damage.NONE else "" for line in lines]
        for at, line in enumerate(lines):
            if "/" in texts[at]:
                found.add(at, *self._codes(line))
        for word, true in abbreviation_edits(decoded, self.codes.known, self.usual, self.bodies):
            found.add(word.line, _word_edit(word, true, "code", SURE))
        items = (*numbering_edits(texts), *lettering_edits(texts))
        for at, edit in (*items, *self.patterns.edits(lines, decoded)):
            found.add(at, edit)
        return found.edits()

    def _word(self, word: Decoded, *, named: bool) -> Edit:
        sure = min(self.calibrations[word.damage](word.chance), word.options.surest)
        if word.piece.kind is not Kind.WORD:
            return _word_edit(word, word.text, "numeric", min(sure, HIGHEST))
        if named or word.options.surest <= HIGHEST:
            return _word_edit(word, word.text, "lexicon", min(sure, HIGHEST))
        return _word_edit(word, word.text, "channel", sure)

    def _phrase(self, match: PhraseMatch, decoded: Sequence[Decoded], found: _Layers) -> None:
        for at, true in enumerate(match.phrase.syllables, match.start):
            word = decoded[at]
            if fold_tone(word.text.lower()) != fold_tone(true):
                text = with_case(true, case_mode(word.text))
                found.add(word.line, _word_edit(word, text, match.phrase.rule, match.confidence))

    def _codes(self, line: DamagedLine) -> Iterator[Edit]:
        marks_only = line.damage is not Damage.WRONG_MODEL
        for piece in line.pieces:
            if piece.kind is Kind.FIXED and "/" in piece.text:
                yield from self.codes.edits(
                    line.text, piece.start, piece.end, marks_only=marks_only
                )


class _Layers:
    """Edits by line; a later one takes the place of what it overlaps."""

    def __init__(self, lines: list[list[Edit]]) -> None:
        self._lines = lines

    def add(self, line: int, *edits: Edit) -> None:
        """Lay edits over those of a line."""
        for edit in edits:
            kept = [e for e in self._lines[line] if e.end <= edit.start or e.start >= edit.end]
            self._lines[line] = [*kept, edit]

    def edits(self) -> list[tuple[Edit, ...]]:
        """The edits of each line."""
        return [tuple(edits) for edits in self._lines]


def _may_be_number(word: Decoded) -> bool:
    """Whether it was read as a number, a label (`B4`) or a figure with a sign, and is not certainly a word."""
    if word.chance >= CERTAIN:
        return False
    text = word.piece.text
    signed = len(text) > 1 and text[0].isdigit() and text[1:] in SYMBOLS
    return word.piece.kind is not Kind.WORD or signed


def _word_edit(word: Decoded, text: str, rule: str, sure: float) -> Edit:
    """A word's edit; where a letter was read as a digit it is never silent (rule `numeric`, promise R2)."""
    read = word.piece.text
    if not (text.isalpha() and read.isalpha()) and _digits(text) != _digits(read):
        rule = "numeric"
    others = word.runners_up and tuple(o for o in dict.fromkeys(word.runners_up) if o != text)
    if len(text) < len(read) - 1:
        sure = min(sure, _LETTERS_LOST)
    if read[-1:] in MARKS:
        text = text + mark_kept(read, text)
        others = tuple(other + mark_kept(read, other) for other in others)
    if word.piece.glued:
        text, others = f" {text}", tuple(f" {other}" for other in others)
    return Edit(word.piece.start, word.piece.end, text, rule, sure, alternatives=others)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
