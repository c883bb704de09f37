"""The way of a document's lines: one form, what happened to them, decoding, rules, and edits of the raw lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.model import TextSource, Word
from extract.restore.edits import Edit, Place, apply, compose
from extract.restore.evidence import Evidence, evidence_of, settled
from extract.restore.gate import LONGEST_LINE, Damage, Verdict, damages
from extract.restore.legacy import decode_legacy
from extract.restore.reader import Told, told_of
from extract.restore.rules import Rules
from extract.restore.stretch import DamagedLine, Decoded, Engine
from extract.restore.unicode_form import unicode_edits

_WINDOW = 2000  # lines decoded as one sequence: memory stays bounded, whatever the length
_EVIDENCE = 4000  # lines that are asked whether a text is damaged


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it came: where it stands, its raw text, its source and its recognised words."""

    place: Place
    raw: str
    source: TextSource
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class MendedLine:
    """A line's edits by offset in the raw line, the lowest chance that a word is right, and what had happened to it."""

    edits: tuple[Edit, ...]
    confidence: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Mended:
    """The lines of a document, and the code that they were typed in."""

    lines: tuple[MendedLine, ...]
    encoding: str


@dataclass(frozen=True, slots=True)
class Mender:
    """The engine and the rules."""

    engine: Engine
    rules: Rules

    def mend(self, lines: Sequence[RawLine]) -> Mended:
        """The edits of each line of a document."""
        legacy = decode_legacy([line.raw for line in lines])
        first = [
            edits or unicode_edits(line.raw)
            for line, edits in zip(lines, legacy.edits, strict=True)
        ]
        texts = [apply(line.raw, edits) for line, edits in zip(lines, first, strict=True)]
        verdicts = damages(texts, [line.source for line in lines], self.engine.lexicon)
        verdicts = self._settled(lines, texts, verdicts)
        mended: list[MendedLine] = []
        for start in range(0, len(lines), _WINDOW):
            window = slice(start, start + _WINDOW)
            mended += self._window(lines[window], first[window], texts[window], verdicts[window])
        return Mended(tuple(mended), _encoding(legacy.encodings, legacy.edits))

    def _settled(
        self, lines: Sequence[RawLine], texts: Sequence[str], verdicts: list[Verdict]
    ) -> list[Verdict]:
        """The verdicts without suspects; some thousand lines of them are proof enough for a whole text."""
        if not any(verdict.suspect for verdict in verdicts):
            return verdicts
        evidence = Evidence(0, 0)
        for start in range(0, min(len(lines), _EVIDENCE), _WINDOW):
            window = slice(start, start + _WINDOW)
            decoded = self.engine.decode(_damaged(lines[window], texts[window], verdicts[window]))
            evidence += evidence_of(verdicts[window], decoded)
        return settled(verdicts, evidence)

    def _window(
        self,
        lines: Sequence[RawLine],
        first: Sequence[tuple[Edit, ...]],
        texts: Sequence[str],
        verdicts: Sequence[Verdict],
    ) -> list[MendedLine]:
        damaged = _damaged(lines, texts, verdicts)
        decoded = self.engine.decode(damaged)
        edits = self.rules.edits(damaged, decoded)
        return [
            MendedLine(
                compose(first[at], line.raw, edits[at]),
                _lowest(edits[at], line.words),
                verdicts[at],
            )
            for at, line in enumerate(lines)
        ]

    def explain(self, lines: Sequence[RawLine], at: int) -> tuple[Verdict, list[Decoded]]:
        """The verdict on line number `at` (from 0), and its decoded words."""
        texts = [apply(line.raw, unicode_edits(line.raw)) for line in lines]
        verdicts = damages(texts, [line.source for line in lines], self.engine.lexicon)
        verdicts = self._settled(lines, texts, verdicts)
        window = slice(at - at % _WINDOW, at - at % _WINDOW + _WINDOW)
        decoded = self.engine.decode(_damaged(lines[window], texts[window], verdicts[window]))
        return verdicts[at], [word for word in decoded if word.line == at % _WINDOW]


def _damaged(
    lines: Sequence[RawLine], texts: Sequence[str], verdicts: Sequence[Verdict]
) -> list[DamagedLine]:
    return [
        DamagedLine(
            text if len(text) <= LONGEST_LINE else "", verdict.damage, _told(line, text, verdict)
        )
        for line, text, verdict in zip(lines, texts, verdicts, strict=True)
    ]


def _told(line: RawLine, text: str, verdict: Verdict) -> tuple[Told, ...]:
    if verdict.damage is not Damage.LIGHT:
        return ()
    return told_of(text, verdict.theta, line.words)


def _lowest(edits: Sequence[Edit], words: Sequence[Word]) -> float | None:
    """The least sure of the changed words and of those that stay as read."""
    changed = [edit.confidence for edit in edits]
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
