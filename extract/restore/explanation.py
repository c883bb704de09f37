"""Why a line was changed or left: its kind of damage, and for each word the evidence that decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.restore.decoded import Decoded
from extract.restore.gate import Verdict
from extract.restore.lexicon import Lexicon
from extract.restore.options import STAYS, with_case

_RUNNERS_UP = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reading of a word: its channel cost and its cost in context (nats; the less the likelier), its chance."""

    text: str
    channel: float
    context: float


@dataclass(frozen=True, slots=True)
class WordExplanation:
    """A word as read, the reading that was chosen and the runners-up, and the decoder's uncalibrated chance."""

    before: str
    chosen: Evidence
    others: tuple[Evidence, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """The raw line, the kind of line and the nats that a change had to win, and its decoded words."""

    raw: str
    verdict: Verdict
    words: tuple[WordExplanation, ...]

    def lines(self) -> Iterator[str]:
        """The explanation in words, a line each."""
        yield f"kind of line: {self.verdict.damage.value}, a change must win {self.verdict.theta:g} nats"
        for word in self.words:
            others = "; ".join(map(_shown, word.others))
            yield f"{word.before!r} -> {_shown(word.chosen)}, chance {word.chance:.2f}; or {others}"


def explained(
    raw: str, verdict: Verdict, words: Sequence[Decoded], lexicon: Lexicon
) -> LineExplanation:
    """The explanation of a line from its verdict and its decoded words."""
    return LineExplanation(raw, verdict, tuple(_word(word, lexicon) for word in words))


def _word(word: Decoded, lexicon: Lexicon) -> WordExplanation:
    order = sorted(range(len(word.weights)), key=lambda n: (float(word.weights[n]), n))
    others = [n for n in order if n != word.choice][:_RUNNERS_UP]
    return WordExplanation(
        word.piece.text,
        _evidence(word, word.choice, lexicon),
        tuple(_evidence(word, n, lexicon) for n in others),
        word.chance,
    )


def _evidence(word: Decoded, number: int, lexicon: Lexicon) -> Evidence:
    mode, known = int(word.options.modes[number]), lexicon.words[int(word.options.words[number])]
    text = word.piece.text if mode == STAYS else with_case(known, mode)
    channel = float(word.options.costs[number])
    return Evidence(text, channel, float(word.weights[number]) - channel)


def _shown(evidence: Evidence) -> str:
    return f"{evidence.text!r} (channel {evidence.channel:.1f}, context {evidence.context:.1f})"
