"""Whether a marked text file shows light damage: it is decoded with a high threshold, and what that would change is counted.

On right official text three in ten thousand syllables would change so, on lightly damaged pages one or two in a hundred;
where less than four in a thousand would, nothing is changed at all. So right text stays right, also its author's errors.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.restore.gate import Damage, Verdict
from extract.restore.light import THETA
from extract.restore.stretch import Decoded

_LEAST, _LEAST_SHARE = 2, 0.004


def settled(verdicts: Sequence[Verdict], decoded: Sequence[Decoded]) -> list[Verdict]:
    """The verdicts with every suspect either damaged or right, by what a careful decoder would change."""
    words = [word for word in decoded if verdicts[word.line].suspect]
    changes = sum(1 for word in words if word.text != word.piece.text)
    proven = changes >= _LEAST and changes >= _LEAST_SHARE * len(words)
    verdict = Verdict(Damage.LIGHT, THETA) if proven else Verdict(Damage.NONE)
    return [verdict if given.suspect else given for given in verdicts]
