"""Whether a marked text file shows light damage: it is decoded with a high threshold, and what that would change is counted.

On right official text three in ten thousand syllables would change so, on lightly damaged pages one or two in a hundred;
where less than four in a thousand would, nothing is changed at all. So right text stays right, also its author's errors.
Of a long text eight thousand words are asked, in runs spread over all of it: right text would have to change ten times as
much as it does, and a damaged one half as much, to be taken for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from extract.restore.decoding.damage import Damage, Verdict
from extract.restore.decoding.light import THETA

_LEAST, _LEAST_SHARE = 2, 0.004
_ASKED, _RUN = 8000, 500  # words


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of suspect lines, and how many a careful decoder would change."""

    words: int
    changes: int

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(self.words + other.words, self.changes + other.changes)

    @property
    def proves_damage(self) -> bool:
        """Whether so many changes are no accident."""
        return self.changes >= _LEAST and self.changes >= _LEAST_SHARE * self.words


def asked(texts: Sequence[str]) -> list[int]:
    """The indexes of the lines that are decoded for evidence: all of a short text, runs of lines of a long one."""
    ends = list(accumulate(text.count(" ") + 1 for text in texts))
    step = -(-ends[-1] // _ASKED) if ends else 1
    return [at for at, end in enumerate(ends) if end // _RUN % step == 0]


def evidence_of(verdicts: Sequence[Verdict], changed: Sequence[tuple[int, bool]]) -> Evidence:
    """The evidence of the words of suspect lines: the line of each, and whether it would change; `verdicts` by line."""
    suspects = [would for line, would in changed if verdicts[line].suspect]
    return Evidence(len(suspects), sum(suspects))


def settled(verdicts: Sequence[Verdict], evidence: Evidence) -> list[Verdict]:
    """The verdicts with every suspect either damaged or right."""
    verdict = Verdict(Damage.LIGHT, THETA) if evidence.proves_damage else Verdict(Damage.NONE)
    return [verdict if given.suspect else given for given in verdicts]
