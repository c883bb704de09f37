"""The stage as a whole: lines to corrected lines, every difference a correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.dictionaries import Dictionaries
from extract.model import Correction, Reading, Restored, TextLine, TextSource, Word
from extract.restore import artifact as artifacts
from extract.restore import channel, gate, lexicon
from extract.restore.calibration import Calibration, calibration
from extract.restore.codes import CodeSymbols, code_symbols
from extract.restore.edits import Edit, Place, apply, compose, corrections
from extract.restore.gate import Damage
from extract.restore.light import Light
from extract.restore.names import HIGHEST, name_positions, surnames
from extract.restore.ngrams import Tables
from extract.restore.numbering import numbering_edits
from extract.restore.pieces import Kind, cut
from extract.restore.replay import places
from extract.restore.stretch import DamagedLine, Decoded, Engine
from extract.restore.stripped import Stripped
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
    decoded: tuple[Decoded, ...] = ()


@dataclass(frozen=True, slots=True)
class Restorer:
    """Restores readings and texts; made once by `load_restorer`, used for many documents."""

    engine: Engine
    codes: CodeSymbols
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
        damages = gate.damages(texts, [line.source for line in lines], self.engine.lexicon)
        mended: list[Mended] = []
        for start in range(0, len(lines), _WINDOW):
            window = slice(start, start + _WINDOW)
            mended += self._mend(lines[window], first[window], texts[window], damages[window])
        return mended

    def _mend(
        self,
        lines: Sequence[RawLine],
        first: Sequence[tuple[Edit, ...]],
        texts: Sequence[str],
        damages: Sequence[gate.Verdict],
    ) -> list[Mended]:
        damaged = [
            DamagedLine(
                text,
                verdict.damage,
                thetas_of(text, verdict.theta, line.words)
                if verdict.damage is Damage.LIGHT
                else (),
            )
            for line, text, verdict in zip(lines, texts, damages, strict=True)
        ]
        decoded = self.engine.decode(damaged)
        by_line = self._edits(damaged, decoded)
        return [
            Mended(
                compose(first[at], line.raw, by_line[at]),
                min((edit.confidence for edit in by_line[at]), default=None),
                damages[at].damage,
            )
            for at, line in enumerate(lines)
        ]

    def _edits(self, lines: Sequence[DamagedLine], decoded: Sequence[Decoded]) -> list[list[Edit]]:
        edits: list[list[Edit]] = [[] for _ in lines]
        names = name_positions(decoded, self.family)
        for at, word in enumerate(decoded):
            if word.text != word.piece.text:
                edits[word.line].append(
                    self._edit(word, lines[word.line].damage, named=at in names)
                )
        for at, line in enumerate(lines):
            if line.damage is not Damage.NONE:
                edits[at] += self._code_edits(line.text)
        taken = {at for at, line in enumerate(lines) if line.damage is Damage.NONE}
        for at, edit in numbering_edits([line.text for line in lines]):
            if at not in taken:
                edits[at] = [e for e in edits[at] if e.end <= edit.start or e.start >= edit.end] + [
                    edit
                ]
        return edits

    def _edit(self, word: Decoded, damage: Damage, *, named: bool) -> Edit:
        sure = self.calibrations[damage](word.chance)
        rule = "lexicon" if named else "channel"
        if _digits(word.text) != _digits(word.piece.text):
            rule = "numeric"  # a letter was read as a digit: never silent (promise R2)
        return Edit(
            word.piece.start,
            word.piece.end,
            word.text,
            rule,
            min(sure, HIGHEST) if named else sure,
            word.runners_up,
        )

    def _code_edits(self, text: str) -> Iterator[Edit]:
        for piece in cut(text):
            if piece.kind is Kind.FIXED and "/" in piece.text:
                yield from self.codes.edits(text, piece.start, piece.end)


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
        engine, code_symbols(dictionaries), surnames(dictionaries), calibrations, made.sha256[:16]
    )
