"""The way of a document's lines: one form, what happened to them, decoding, rules, and edits of the raw lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from extract.model import TextSource, Word
from extract.restore.decoding.decoder import WordDecoder
from extract.restore.decoding.lines import DamagedLine
from extract.restore.decoding.sequence import Decoded
from extract.restore.decoding.tokens import Damage, LineVerdict
from extract.restore.edits import Edit, LinePlace, apply, compose
from extract.restore.encodings.legacy import decode_legacy
from extract.restore.encodings.unicode_form import has_wrong_table, unicode_edits
from extract.restore.gate import LONGEST_LINE, DamageEvidence, asked, damages, evidence_of, settled
from extract.restore.rules import Rules

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
        return Mended(joined(chunks, mended.lines), mended.encoding)

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
