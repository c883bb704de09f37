"""What a token of a right-model reading may stand for: right text is the rule, so a change must win `theta` nats.

The observed word has the cost -theta; a candidate costs .7 of what its channel cost exceeds the observed word's. A token
that is no word costs 2 and 1 a letter to keep. Case is never changed; spellings that differ by i and y are one word.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from extract.restore.channel import Candidates, Channel
from extract.restore.lexicon import UNKNOWN_ID
from extract.restore.options import STAYS, UNKNOWN, Options, fixed
from extract.restore.stripped import case_mode
from extract.restore.syllable import twin_key

THETA = 2.0  # measured: .02 % genuine harm, 57 % of the wrong syllables mended
THETA_SURE = 6.0  # where nothing says that the text is damaged
_WEIGHT = 0.7
_NO_SYLLABLE = 4.0
_ABBREVIATION = 4.0
_KEEP, _KEEP_LETTER = 2.0, 1.0
_FOREIGN_LETTER = 8.0  # Œ, ö, ñ: no Vietnamese word has them


@dataclass(frozen=True, slots=True)
class Light:
    """Proposes through the channel of the right model; remembers by token, threshold and kind of line."""

    channel: Channel
    _known: dict[tuple[str, float, bool], Options] = field(default_factory=dict)

    def propose(self, token: str, theta: float, *, small_line: bool) -> Options:
        """The options of a token; the first is the token itself."""
        key = (token, theta, small_line)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._propose(token, theta, small_line=small_line)
        return known

    def _propose(self, token: str, theta: float, *, small_line: bool) -> Options:
        lexicon = self.channel.lexicon
        same = lexicon.id_of(token)
        if len(token) == 1 or (same is None and (token.isupper() or not token.isalpha())):
            return (
                UNKNOWN if same is None else fixed(same)
            )  # abbreviations and letters with digits are read or left, never guessed
        found = self.channel.candidates(token)
        stays = -theta if same is not None else _keep(token, lexicon.alphabet)
        if same is None:
            stays -= theta  # it may be a name
        base = _observed_cost(found, same)
        words, modes, costs = [same if same is not None else UNKNOWN_ID], [STAYS], [stays]
        twin = twin_key(lexicon.words[same]) if same is not None else ""
        for word, mode, price in zip(
            found.words.tolist(), found.modes.tolist(), found.costs.tolist(), strict=True
        ):
            if word == same or mode != case_mode(token) or twin_key(lexicon.words[word]) == twin:
                continue
            extra = _NO_SYLLABLE * (not lexicon.is_syllable(word)) + _ABBREVIATION * (
                token.isupper() and small_line
            )
            words.append(word)
            modes.append(mode)
            costs.append(_WEIGHT * max(0.0, price - base) + extra)
        return Options(
            np.array(words, np.int32), np.array(modes, np.int32), np.array(costs, np.float32)
        )


def _observed_cost(found: Candidates, same: int | None) -> float:
    if same is None:
        return min(found.costs.tolist(), default=0.0)
    pairs = zip(found.words.tolist(), found.costs.tolist(), strict=True)
    return next((float(cost) for word, cost in pairs if word == same), 0.0)


def _keep(token: str, alphabet: str) -> float:
    foreign = any(letter not in alphabet for letter in token.lower())
    return _WEIGHT * (_KEEP + _KEEP_LETTER * len(token)) + _FOREIGN_LETTER * foreign
