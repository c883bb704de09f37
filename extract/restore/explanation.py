"""Why a line was changed or left: round by round its kind of damage, the evidence for each changed word, and the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.restore.decoding.sequence import Decoded
from extract.restore.decoding.tokens import STAYS, LineVerdict, with_case
from extract.restore.edits import Edit, LinePlace, apply
from extract.restore.mending import LineRound
from extract.restore.model.lexicon import Lexicon

_RUNNERS_UP = 3
_RULES = {
    "channel": "what readers make of letters, and context",
    "lexicon": "a name or word of the dictionaries",
    "template": "a fixed phrase of the dictionaries or the form",
    "code": "the grammar of codes and abbreviations",
    "numeric": "a number by its place",
    "legacy": "a code before Unicode",
    "unicode": "one form of Unicode",
}


@dataclass(frozen=True, slots=True)
class WordReading:
    """One reading of a word: its channel cost and its cost in context (nats; the less the likelier), its chance."""

    text: str
    channel: float
    context: float


@dataclass(frozen=True, slots=True)
class WordExplanation:
    """A word as read, the reading that was chosen and the runners-up, and the decoder's uncalibrated chance."""

    before: str
    chosen: WordReading
    others: tuple[WordReading, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class RoundExplanation:
    """What one round made of a line: the text before and after, the kind of line, its decoded words, the edits."""

    before: str
    after: str
    verdict: LineVerdict
    words: tuple[WordExplanation, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """A line's place, its raw text and what each round made of it; the last round changes nothing or is the last."""

    place: LinePlace
    raw: str
    rounds: tuple[RoundExplanation, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any round changed the line."""
        return any(one.edits for one in self.rounds)

    def lines(self) -> Iterator[str]:
        """The explanation in words, a line each; rounds that left the line alone are left out behind the first."""
        where = f"page {self.place.page}, " if self.place.page else ""
        yield f"{where}line {self.place.number}: {self.raw.strip()!r}"
        for number, one in enumerate(self.rounds, 1):
            if number == 1 or one.edits:
                yield f"  round {number}, kind of line: {one.verdict.damage.value}, a change must win {one.verdict.theta:g} nats"
                yield from map(_word_line, (w for w in one.words if w.chosen.text != w.before))
                yield from (_edit_line(one.before, edit) for edit in one.edits)


def explained(rounds: Sequence[Sequence[LineRound]], lexicon: Lexicon) -> Iterator[LineExplanation]:
    """The explanation of each line of a document; the chunks of a very long line are told one after another."""
    for of_line in zip(*rounds, strict=True):
        first = of_line[0].line
        told = tuple(_round(one, lexicon) for one in of_line)
        yield LineExplanation(first.place, first.raw, told)


def _round(one: LineRound, lexicon: Lexicon) -> RoundExplanation:
    words = tuple(_word(word, lexicon) for word in one.words)
    raw = one.line.raw
    return RoundExplanation(raw, apply(raw, one.edits), one.verdict, words, one.edits)


def _word(word: Decoded, lexicon: Lexicon) -> WordExplanation:
    order = sorted(range(len(word.weights)), key=lambda n: (float(word.weights[n]), n))
    others = [n for n in order if n != word.choice][:_RUNNERS_UP]
    return WordExplanation(
        word.piece.text,
        _evidence(word, word.choice, lexicon),
        tuple(_evidence(word, n, lexicon) for n in others),
        word.chance,
    )


def _evidence(word: Decoded, number: int, lexicon: Lexicon) -> WordReading:
    mode, known = int(word.options.modes[number]), lexicon.words[int(word.options.words[number])]
    text = word.piece.text if mode == STAYS else with_case(known, mode)
    channel = float(word.options.costs[number])
    return WordReading(text, channel, float(word.weights[number]) - channel)


def _word_line(word: WordExplanation) -> str:
    others = "; ".join(map(_shown, word.others)) or "nothing else"
    return f"    {word.before!r} -> {_shown(word.chosen)}, chance {word.chance:.2f}; or {others}"


def _shown(evidence: WordReading) -> str:
    return f"{evidence.text!r} (channel {evidence.channel:.1f}, context {evidence.context:.1f})"


def _edit_line(raw: str, edit: Edit) -> str:
    others = f"; or {', '.join(map(repr, edit.alternatives))}" if edit.alternatives else ""
    before, why = raw[edit.start : edit.end], _RULES.get(edit.rule, edit.rule)
    return f"    {edit.start}-{edit.end} {before!r} -> {edit.after!r}: {edit.rule} ({why}), {edit.confidence:.2f} sure{others}"
