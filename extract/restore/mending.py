"""The way of a document's lines: one form, what happened to them, decoding, rules, and edits of the raw lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.model import TextSource, Word
from extract.restore.edits import Edit, Place, apply, compose
from extract.restore.evidence import settled
from extract.restore.gate import Damage, Verdict, damages
from extract.restore.legacy import decode_legacy
from extract.restore.reader import Told, told_of
from extract.restore.rules import Rules
from extract.restore.stretch import DamagedLine, Decoded, Engine
from extract.restore.unicode_form import unicode_edits

_WINDOW = 2000  # lines decoded as one sequence: time and memory stay linear in the length


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as it came: where it stands, its raw text, its source and its recognised words."""

    place: Place
    raw: str
    source: TextSource
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class MendedLine:
    """A line's edits by offset in the raw line, the lowest chance that a word is right, and how it came to that."""

    edits: tuple[Edit, ...]
    confidence: float | None
    verdict: Verdict
    decoded: tuple[Decoded, ...]


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
        verdicts, damaged, decoded = self._decode(lines, texts)
        edits = self.rules.edits(damaged, decoded)
        by_line: list[list[Decoded]] = [[] for _ in lines]
        for word in decoded:
            by_line[word.line].append(word)
        mended = tuple(
            MendedLine(
                compose(first[at], line.raw, edits[at]),
                _lowest(edits[at], line.words),
                verdicts[at],
                tuple(by_line[at]),
            )
            for at, line in enumerate(lines)
        )
        return Mended(mended, _encoding(legacy.encodings, legacy.edits))

    def _decode(
        self, lines: Sequence[RawLine], texts: Sequence[str]
    ) -> tuple[list[Verdict], list[DamagedLine], list[Decoded]]:
        """The verdicts, the lines under them, and what was decoded; suspects are decoded twice."""
        verdicts = damages(texts, [line.source for line in lines], self.engine.lexicon)
        damaged = _damaged(lines, texts, verdicts)
        decoded = self._windows(damaged)
        if any(verdict.suspect for verdict in verdicts):
            verdicts = settled(verdicts, decoded)
            damaged = _damaged(lines, texts, verdicts)
            decoded = self._windows(damaged)
        return verdicts, damaged, decoded

    def _windows(self, lines: Sequence[DamagedLine]) -> list[Decoded]:
        return [
            replace(word, line=word.line + start)
            for start in range(0, len(lines), _WINDOW)
            for word in self.engine.decode(lines[start : start + _WINDOW])
        ]


def _damaged(
    lines: Sequence[RawLine], texts: Sequence[str], verdicts: Sequence[Verdict]
) -> list[DamagedLine]:
    return [
        DamagedLine(text, verdict.damage, _told(line, text, verdict))
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
