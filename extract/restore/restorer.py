"""The stage as a whole: lines to corrected lines, every difference a correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.dictionaries import Dictionaries
from extract.model import Correction, Reading, Restored, TextLine, TextSource, Word
from extract.restore import artifact as artifacts
from extract.restore import channel, gate, lexicon
from extract.restore.calibration import Calibration, calibration
from extract.restore.codes import CodeSymbols, code_symbols
from extract.restore.edits import Edit, Place, apply, compose, corrections
from extract.restore.evidence import settled
from extract.restore.gate import Damage, Verdict
from extract.restore.light import Light
from extract.restore.names import HIGHEST, name_positions, surnames
from extract.restore.ngrams import Tables
from extract.restore.numbering import numbering_edits
from extract.restore.options import with_case
from extract.restore.phrases import PhraseMatch, Phrases, phrases
from extract.restore.pieces import Kind, cut
from extract.restore.replay import places
from extract.restore.stretch import DamagedLine, Decoded, Engine
from extract.restore.stripped import Stripped, case_mode
from extract.restore.syllable import fold_tone
from extract.restore.templates import template_edits
from extract.restore.thetas import thetas_of
from extract.restore.unicode_form import unicode_edits
from extract.restore.wrong_model import WrongModel

ARTIFACT = Path(__file__).parent.parent / "data" / "restore.bin"
_WINDOW = 2000  # lines decoded as one sequence: time and memory stay linear in the length


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it came: where it stands, its raw text, its source and its recognised words."""

    place: Place
    raw: str
    source: TextSource
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Mended:
    """A line's edits, by offset in the raw line, and the lowest chance that a word of it is right."""

    edits: tuple[Edit, ...]
    confidence: float | None
    damage: Damage


@dataclass(frozen=True, slots=True)
class Restorer:
    """Restores readings and texts; made once by `load_restorer`, used for many documents."""

    engine: Engine
    codes: CodeSymbols
    phrases: Phrases
    family: frozenset[str]
    calibrations: dict[str, Calibration]
    fingerprint: str

    def restore(self, reading: Reading) -> Restored:
        """The reading's lines, corrected."""
        lines = [
            RawLine(Place(page.number, number), line.raw, page.text_source, line.words)
            for page in reading.pages
            for number, line in enumerate(page.lines, 1)
        ]
        mended = self.mend(lines)
        found = [
            c
            for line, m in zip(lines, mended, strict=True)
            for c in corrections(line.place, line.raw, m.edits)
        ]
        sources = (line for page in reading.pages for line in page.lines)
        text_lines = tuple(
            TextLine(
                line.place.page, line.place.number, line.raw, apply(line.raw, m.edits).lstrip("\f").rstrip("\r"),
                source.region, source.box, m.confidence,
            )
            for line, m, source in zip(lines, mended, sources, strict=True)
        )  # fmt: skip
        return Restored(reading, text_lines, tuple(found), "unicode", _share(lines, found))

    def restore_text(self, text: str) -> tuple[str, tuple[Correction, ...]]:
        """The text restored, as many lines out as in, and what was changed."""
        raw = text.split("\n")
        lines = [
            RawLine(Place(*at), line, TextSource.TEXT_INPUT)
            for at, line in zip(places(raw), raw, strict=True)
        ]
        mended = self.mend(lines)
        restored = "\n".join(
            apply(line.raw, m.edits) for line, m in zip(lines, mended, strict=True)
        )
        found = (
            c
            for line, m in zip(lines, mended, strict=True)
            for c in corrections(line.place, line.raw, m.edits)
        )
        return restored, tuple(found)

    def mend(self, lines: Sequence[RawLine]) -> list[Mended]:
        """The edits of each line of a document."""
        first = [unicode_edits(line.raw) for line in lines]
        texts = [apply(line.raw, edits) for line, edits in zip(lines, first, strict=True)]
        sources = [line.source for line in lines]
        verdicts = gate.damages(texts, sources, self.engine.lexicon)
        damaged = _damaged(lines, texts, verdicts)
        decoded = self._decode(damaged)
        if any(verdict.suspect for verdict in verdicts):
            verdicts = settled(verdicts, decoded)
            damaged = _damaged(lines, texts, verdicts)
            decoded = self._decode(damaged)
        edits = self._edits(damaged, decoded)
        return [
            Mended(compose(first[at], line.raw, edits[at]), _lowest(edits[at]), verdicts[at].damage)
            for at, line in enumerate(lines)
        ]

    def _decode(self, lines: Sequence[DamagedLine]) -> list[Decoded]:
        """All lines decoded, window by window."""
        return [
            replace(word, line=word.line + start)
            for start in range(0, len(lines), _WINDOW)
            for word in self.engine.decode(lines[start : start + _WINDOW])
        ]

    def _edits(
        self, lines: Sequence[DamagedLine], decoded: Sequence[Decoded]
    ) -> list[tuple[Edit, ...]]:
        """The edits of each line: decoded words, then the rules, each of which wins over what it touches."""
        found = _Layers(len(lines))
        names = name_positions(decoded, self.family)
        for at, word in enumerate(decoded):
            found.add(word.line, self._edit(word, lines[word.line].damage, named=at in names))
        for match in self.phrases.find(decoded):
            for at, true in enumerate(match.phrase.syllables, match.start):
                if fold_tone(decoded[at].text.lower()) != fold_tone(true):
                    found.add(decoded[at].line, _phrase_edit(decoded[at], true, match))
        texts = [line.text if line.damage is not Damage.NONE else "" for line in lines]
        for at, line in enumerate(lines):
            if texts[at]:
                found.add(at, *self._code_edits(line))
        for at, edit in (*numbering_edits(texts), *template_edits(_wrong_texts(lines))):
            found.add(at, edit)
        return found.edits()

    def _edit(self, word: Decoded, damage: Damage, *, named: bool) -> Edit:
        sure = self.calibrations[damage](word.chance)
        if named:
            return _word_edit(word, word.text, "lexicon", min(sure, HIGHEST))
        return _word_edit(word, word.text, "channel", sure)

    def _code_edits(self, line: DamagedLine) -> Iterator[Edit]:
        marks_only = line.damage is not Damage.WRONG_MODEL
        for piece in cut(line.text):
            if piece.kind is Kind.FIXED and "/" in piece.text:
                yield from self.codes.edits(
                    line.text, piece.start, piece.end, marks_only=marks_only
                )


def _damaged(
    lines: Sequence[RawLine], texts: Sequence[str], verdicts: Sequence[Verdict]
) -> list[DamagedLine]:
    return [
        DamagedLine(text, verdict.damage, _thetas(line, text, verdict))
        for line, text, verdict in zip(lines, texts, verdicts, strict=True)
    ]


def _thetas(line: RawLine, text: str, verdict: Verdict) -> tuple[float, ...]:
    if verdict.damage is not Damage.LIGHT:
        return ()
    return thetas_of(text, verdict.theta, line.words)


def _lowest(edits: Sequence[Edit]) -> float | None:
    return min((edit.confidence for edit in edits), default=None)


class _Layers:
    """Edits by line; a later one takes the place of what it overlaps."""

    def __init__(self, lines: int) -> None:
        self._lines: list[list[Edit]] = [[] for _ in range(lines)]

    def add(self, line: int, *edits: Edit) -> None:
        """Lay edits over those of a line."""
        for edit in edits:
            kept = [e for e in self._lines[line] if e.end <= edit.start or e.start >= edit.end]
            self._lines[line] = [*kept, edit]

    def edits(self) -> list[tuple[Edit, ...]]:
        """The edits of each line."""
        return [tuple(edits) for edits in self._lines]


def _phrase_edit(word: Decoded, true: str, match: PhraseMatch) -> Edit:
    """A word as the phrase has it, in the case that was read or decoded."""
    text = with_case(true, case_mode(word.text))
    return _word_edit(word, text, match.phrase.rule, match.confidence)


def _word_edit(word: Decoded, text: str, rule: str, sure: float) -> Edit:
    """A word's edit; where a letter was read as a digit it is never silent (rule `numeric`, promise R2)."""
    rule = rule if _digits(text) == _digits(word.piece.text) else "numeric"
    others = tuple(dict.fromkeys(other for other in word.runners_up if other != text))
    return Edit(word.piece.start, word.piece.end, text, rule, sure, others)


def _wrong_texts(lines: Sequence[DamagedLine]) -> list[str]:
    return [line.text if line.damage is Damage.WRONG_MODEL else "" for line in lines]


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _share(lines: Sequence[RawLine], found: Sequence[Correction]) -> float:
    words = sum(1 for line in lines for word in line.raw.split() if any(map(str.isalpha, word)))
    return round(min(1.0, len(found) / words), 4) if words else 0.0


def load_restorer(dictionaries: Dictionaries, path: Path = ARTIFACT) -> Restorer:
    """The restorer of the shipped artifact, or of one that `vanban train` made; mapping it takes milliseconds."""
    made = artifacts.read(path)
    words = lexicon.load(made)
    tables = Tables(*(made.arrays[name] for name in Tables.__slots__))  # type: ignore[arg-type]
    engine = Engine(
        words,
        tables,
        WrongModel(channel.load(made, "eng", words)),
        Stripped(words),
        Light(channel.load(made, "vie", words)),
    )
    facts = made.facts.get("calibration", {})
    assert isinstance(facts, dict)
    calibrations = {damage.value: calibration(facts.get(damage.value, ())) for damage in Damage}
    return Restorer(
        engine,
        code_symbols(dictionaries, engine.wrong_model.channel),
        phrases(dictionaries, words),
        surnames(dictionaries),
        calibrations,
        made.sha256[:16],
    )
