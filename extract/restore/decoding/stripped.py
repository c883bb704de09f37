"""What a token without marks may stand for: every word with that skeleton, all equally likely; case stays as read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from extract.restore.decoding.damage import has_other_script
from extract.restore.decoding.options import CAPITALS, SMALL, STAYS, TITLE, UNKNOWN, Options
from extract.restore.model.lexicon import UNKNOWN_ID, Lexicon
from extract.restore.model.memory import Memory
from extract.unaccent import unaccent

_MOST = 40


@dataclass(frozen=True, slots=True)
class Stripped:
    """Proposes by skeleton; remembers what it proposed."""

    lexicon: Lexicon
    _known: Memory[str, Options] = field(default_factory=Memory)

    def propose(self, token: str, *, small_line: bool = False) -> Options:
        """The options of a token, commonest first; capitals in a small line are rather an abbreviation."""
        known = self._known.get(token)
        if known is None:
            known = self._known[token] = self._propose(token)
        if small_line and token.isupper() and len(token) > 1:
            return self._abbreviation(token, known)
        return known

    def _propose(self, token: str) -> Options:
        words = self.lexicon.by_skeleton.get(unaccent(token).lower(), ())[:_MOST]
        if not words or not token.isalpha() or not _is_cased(token) or has_other_script(token):
            return self._unchanged(token)
        ids = np.array(words, np.int32)
        return Options(
            ids, np.full(len(ids), case_mode(token), np.int32), np.zeros(len(ids), np.float32)
        )

    def _abbreviation(self, token: str, known: Options) -> Options:
        costs = known.costs + np.array(
            [6.0 * self.lexicon.is_syllable(int(word)) for word in known.words], np.float32
        )
        keep = np.float32(4.0 + 0.8 * len(token))
        return Options(
            np.append(known.words, np.int32(UNKNOWN_ID)),
            np.append(known.modes, np.int32(STAYS)),
            np.append(costs, keep),
        )

    def _unchanged(self, token: str) -> Options:
        same = self.lexicon.id_of(token)
        if same is None:
            return UNKNOWN
        return Options(
            np.array([same], np.int32), np.array([STAYS], np.int32), np.zeros(1, np.float32)
        )


def _is_cased(token: str) -> bool:
    """Whether the case is a word's (`Quy`, `QUY`): no rule says what `maSo` stands for."""
    return token[1:].islower() or token.isupper() or len(token) == 1


def case_mode(token: str) -> int:
    """The case of a token: capitals only where more than one letter is."""
    if token.isupper() and len(token) > 1:
        return CAPITALS
    return TITLE if token[:1].isupper() else SMALL
