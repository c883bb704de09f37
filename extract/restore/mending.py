"""The way of a line, told in the order in which it happens; what it calls has its own file.

1. A text is one form of Unicode first, codes before Unicode decoded (`legacy.py`). What happened to each line follows from its marks:
   right, stripped of them, read with the wrong model, or lightly damaged (`gate.py`).
2. Tokens: a damaged line is cut into pieces; numbers and codes stay (`tokens.py`, `lines.py`).
3. Candidates: what each piece may stand for, with the channel's cost (`candidates.py`, `channel.py`); a short number that may be a
   word (`digit_words.py`), words run together (`joined.py`).
4. Lattice and beam: all candidates of up to 2,000 lines side by side; the sequence that costs least under the trigrams (`decoder.py`,
   `sequence.py`); what neighbours expect and names are weighed with (`context.py`, `names.py`, `person_names.py`).
5. Rescoring: a second opinion from words up to twenty away, then the likeliest word of each place (`sequence.py`).
6. Specks that were read as words at a line's end are cut off, and the rest decoded again (`specks.py`).
7. Corrections, the later over the earlier: words in the case of their line, names read one way throughout (`capitals.py`), fixed phrases
   (`phrases.py`), codes, abbreviations and items by their order (`codes.py`), patterns (`patterns.py`). Guards lie in each: digits never change in silence.
8. A text file is gone over until another round would change nothing. All edits count in the raw line (`lines.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.model import TextSource, Word
from extract.restore.artifact import Calibration
from extract.restore.candidates import case_mode
from extract.restore.capitals import Agreement, Lowered, with_case_mended
from extract.restore.codes import (
    SURE,
    CodeSymbols,
    abbreviation_edits,
    lettering_edits,
    numbering_edits,
)
from extract.restore.decoder import WordDecoder
from extract.restore.digit_words import CERTAIN
from extract.restore.gate import (
    LONGEST_LINE,
    DamageEvidence,
    MendedLine,
    RawLine,
    asked,
    chunked,
    damages,
    evidence_of,
    has_wrong_table,
    joined,
    over,
    settled,
    unicode_edits,
)
from extract.restore.legacy import decode_legacy
from extract.restore.lexicon import fold_tone
from extract.restore.lines import DamagedLine, Edit, apply, compose, with_digits_guarded
from extract.restore.names import HIGHEST, name_positions
from extract.restore.patterns import Repairs
from extract.restore.phrases import PhraseMatch, Phrases
from extract.restore.sequence import Decoded
from extract.restore.specks import Rubbish
from extract.restore.tokens import MARKS, SYMBOLS, Damage, Kind, LineVerdict, mark_kept, with_case

# The edits of decoded lines: words, then names, phrases, codes, abbreviations, numbers and forms, the later over the earlier.

_LETTERS_LOST = 0.6  # a word that lost two letters or more is for a person to see


@dataclass(frozen=True, slots=True, kw_only=True)
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


# The way of a document's lines: one form, what happened to them, decoding, rules, and edits of the raw lines.

#: Lines and characters decoded as one sequence: memory stays bounded, whatever the length. A kB of them takes .2 MB while it is decoded.
_WINDOW, _WINDOW_SIZE = 2000, 100_000
_MOST_ROUNDS = 4  # of 50 held-out texts none took more than three to settle


@dataclass(frozen=True, slots=True)
class Mended:
    """The lines of a document, and the code that they were typed in."""

    lines: tuple[MendedLine, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class LineRound:
    """A line as a round found it: what it was taken for, its decoded words, the edits of it."""

    line: RawLine
    verdict: LineVerdict
    words: tuple[Decoded, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Mender:
    """The engine and the rules."""

    engine: WordDecoder
    rules: Rules

    def mend(self, lines: Sequence[RawLine]) -> Mended:
        """The edits of each line of a document; for a text file, until another round would change nothing."""
        chunks = [list(chunked(line)) for line in lines]
        mended = self._rounds([chunk for of_line in chunks for chunk in of_line])
        found = zip(lines, joined(chunks, mended.lines), strict=True)
        return Mended(tuple(_guarded(line.raw, m) for line, m in found), mended.encoding)

    def _rounds(self, lines: Sequence[RawLine]) -> Mended:
        rounds = self._each_round(lines)
        first, _ = next(rounds)
        found = list(first.lines)
        for last, _ in rounds:
            found = [
                over(line.raw, one, two)
                for line, one, two in zip(lines, found, last.lines, strict=True)
            ]
        return Mended(tuple(found), first.encoding)

    def _each_round(self, lines: Sequence[RawLine]) -> Iterator[tuple[Mended, Sequence[RawLine]]]:
        """What each round makes of the lines that the one before gave, and these lines."""
        for _ in range(_MOST_ROUNDS):
            mended = self._round(lines)
            yield mended, lines
            if not _is_text(lines) or not any(line.edits for line in mended.lines):
                return
            pairs = zip(lines, mended.lines, strict=True)
            lines = [
                replace(line, raw=apply(line.raw, m.edits)) if m.edits else line
                for line, m in pairs
            ]

    def _round(self, lines: Sequence[RawLine]) -> Mended:
        first, texts, verdicts, encoding = self._judged(lines)
        mended: list[MendedLine] = []
        for window in _windows([line.raw for line in lines]):
            mended += self._window(lines[window], first[window], texts[window], verdicts[window])
        return Mended(tuple(mended), encoding)

    def _judged(
        self, lines: Sequence[RawLine]
    ) -> tuple[list[tuple[Edit, ...]], list[str], list[LineVerdict], str]:
        """The edits that bring each line into one form, the texts in that form, the verdicts on them, the code found."""
        raw = [line.raw for line in lines]
        legacy = decode_legacy(raw, self.engine.lexicon)
        known = self.engine.lexicon.id_of if has_wrong_table(raw) else None
        first = [
            edits or unicode_edits(line.raw, known)
            for line, edits in zip(lines, legacy.edits, strict=True)
        ]
        texts = [apply(line.raw, edits) for line, edits in zip(lines, first, strict=True)]
        verdicts = damages(texts, [line.source for line in lines], self.engine.lexicon)
        verdicts = self._settled(lines, texts, verdicts)
        return first, texts, verdicts, _encoding(legacy.encodings, legacy.edits)

    def _settled(
        self, lines: Sequence[RawLine], texts: Sequence[str], verdicts: list[LineVerdict]
    ) -> list[LineVerdict]:
        """The verdicts without suspects; of a long text a part of them is proof enough."""
        if not any(verdict.suspect for verdict in verdicts):
            return verdicts
        evidence, lines_asked = DamageEvidence(0, 0), asked(texts)
        for part in _windows([texts[at] for at in lines_asked]):
            window = lines_asked[part]
            given = [verdicts[at] for at in window]
            damaged = _damaged([lines[at] for at in window], [texts[at] for at in window], given)
            evidence += evidence_of(given, self.engine.changed(damaged))
        return settled(verdicts, evidence)

    def _window(
        self,
        lines: Sequence[RawLine],
        first: Sequence[tuple[Edit, ...]],
        texts: Sequence[str],
        verdicts: Sequence[LineVerdict],
    ) -> list[MendedLine]:
        edits = self._found(lines, texts, verdicts)
        return [
            MendedLine(
                compose(first[at], line.raw, edits[at]),
                _lowest(edits[at], line.words),
                verdicts[at],
            )
            for at, line in enumerate(lines)
        ]

    def _found(
        self, lines: Sequence[RawLine], texts: Sequence[str], verdicts: Sequence[LineVerdict]
    ) -> list[tuple[Edit, ...]]:
        """The edits of each text by decoding and rules; none where every line is right."""
        if all(verdict.damage is Damage.NONE for verdict in verdicts):
            return [()] * len(lines)
        damaged, decoded, cuts = self._decoded(_damaged(lines, texts, verdicts))
        edits = self.rules.edits(damaged, decoded)
        return [(*of_line, cuts[at]) if at in cuts else of_line for at, of_line in enumerate(edits)]

    def _decoded(
        self, lines: list[DamagedLine]
    ) -> tuple[list[DamagedLine], list[Decoded], dict[int, Edit]]:
        """The lines without the specks that were read as words, decoded without them, and what was cut off."""
        decoded = self.engine.decode(lines)
        cuts = self.rules.rubbish.cuts(lines, decoded)
        if not cuts:
            return lines, decoded, cuts
        kept = [
            replace(line, text=line.text[: cuts[at].start]) if at in cuts else line
            for at, line in enumerate(lines)
        ]
        return kept, self.engine.decode(kept), cuts

    def explain(self, lines: Sequence[RawLine]) -> list[list[LineRound]]:
        """For each round, what every line was taken for, how its words were decoded and what was changed."""
        chunks = [chunk for line in lines for chunk in chunked(line)]
        return [list(self._told(mended, given)) for mended, given in self._each_round(chunks)]

    def _told(self, mended: Mended, lines: Sequence[RawLine]) -> Iterator[LineRound]:
        _, texts, verdicts, _ = self._judged(lines)
        for window in _windows([line.raw for line in lines]):
            words: dict[int, list[Decoded]] = {}
            damaged = _damaged(lines[window], texts[window], verdicts[window])
            for word in self._decoded(damaged)[1]:
                words.setdefault(word.line, []).append(word)
            for at, line in enumerate(lines[window]):
                one = mended.lines[window.start + at]
                yield LineRound(line, one.verdict, tuple(words.get(at, ())), one.edits)


def _guarded(raw: str, mended: MendedLine) -> MendedLine:
    edits = with_digits_guarded(raw, mended.edits)
    if edits == mended.edits or mended.confidence is None:
        return replace(mended, edits=edits)
    sure = min([mended.confidence, *(edit.confidence for edit in edits)])
    return replace(mended, edits=edits, confidence=sure)


def _windows(texts: Sequence[str]) -> Iterator[slice]:
    """The stretches of lines that are decoded as one sequence, each at least one line."""
    start = size = 0
    for at, text in enumerate(texts):
        size += len(text)
        if at > start and (at - start == _WINDOW or size > _WINDOW_SIZE):
            yield slice(start, at)
            start, size = at, len(text)
    if start < len(texts):
        yield slice(start, len(texts))


def _damaged(
    lines: Sequence[RawLine], texts: Sequence[str], verdicts: Sequence[LineVerdict]
) -> list[DamagedLine]:
    return [
        DamagedLine(
            text if len(text) <= LONGEST_LINE else "", verdict.damage, verdict.theta, line.words
        )
        for line, text, verdict in zip(lines, texts, verdicts, strict=True)
    ]


def _lowest(edits: Sequence[Edit], words: Sequence[Word]) -> float | None:
    """The least sure of the changed words and of those that stay as read."""
    changed = [edit.confidence for edit in edits]
    if not words:
        return min(changed, default=None)
    read = [
        word.confidence
        for word in words
        if word.confidence is not None
        and not any(edit.start <= word.start < edit.end for edit in edits)
    ]
    return min([*changed, *read], default=None)


def _encoding(found: frozenset[str], edits: Sequence[tuple[Edit, ...]]) -> str:
    if not found:
        return "unicode"
    return next(iter(found)) if len(found) == 1 and any(edits) else "mixed"


def _is_text(lines: Sequence[RawLine]) -> bool:
    """Whether the lines come from a text file: its own restoration may come back as one."""
    return all(line.source is TextSource.TEXT_INPUT for line in lines)
