"""What a token of a wrong-model reading may stand for: the channel's candidates, or the token as it stands.

Leaving a token alone has its price: an unknown word, by its length, dearer with symbols inside and cheaper in capitals,
which may be an abbreviation. All costs were set on held-out pages of the feasibility study.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from extract.restore.decoding.damage import is_marked
from extract.restore.decoding.horns import candidates, stem
from extract.restore.decoding.options import CAPITALS, STAYS, TITLE, Options
from extract.restore.decoding.pieces import SYMBOLS
from extract.restore.model.channel import CHANNEL_WEIGHT, Channel
from extract.restore.model.kinship import LOST
from extract.restore.model.lexicon import UNKNOWN_ID
from extract.restore.model.memory import Memory
from extract.unaccent import unaccent

_KEEP, _KEEP_LETTER, _KEEP_SYMBOL = 6.0, 1.8, 10.0
_KEEP_CAPITALS, _KEEP_CAPITAL = 4.0, 0.8
_NO_SYLLABLE = 6.0  # a vocabulary word of no syllable's form (abc), unless the token is that word
_ABBREVIATION = 6.0  # a syllable in capitals inside a line of small letters
# `do6i` is đổi, but the digit of a label is no noise: `a1` is never `a`
_LABEL, _DIGIT_LOST = 2, 40.0
_LONE = 4.0  # a letter alone is often `B` for Bộ, but seldom a word that no page showed to lose a letter
_OTHER_LETTERS = (
    4.5  # of a name that is a word as it was read: `Dak Sak` is no Đan Sâm; flat from 2 to 6
)
_SHORT, _AS_TITLE = 3, 2.0  # `BO` there is rather Bộ than an abbreviation


@dataclass(frozen=True, slots=True)
class WrongModel:
    """Proposes through a channel; remembers what it proposed by token and kind of line."""

    channel: Channel
    _known: Memory[tuple[str, bool, bool], Options] = field(default_factory=Memory)

    def learn(self, tokens: Iterable[str]) -> None:
        """Search for tokens that will be asked for, all at once."""
        plain = [token for token in tokens if not is_marked(token)]
        self.channel.learn([*plain, *map(stem, plain)])

    def propose(self, token: str, *, small_line: bool, named: bool = False) -> Options:
        """The options of a token, cheapest first; `small_line`: small letters surround it; `named`: a capital makes it a name's."""
        key = (token, small_line, named)
        known = self._known.get(key)
        if known is None:
            known = self._propose(token, small_line=small_line)
            self._known[key] = known = self._named(token, known) if named else known
        return known

    def _propose(self, token: str, *, small_line: bool) -> Options:
        lexicon = self.channel.lexicon
        found = candidates(self.channel, token)
        costs, modes = (found.costs * CHANNEL_WEIGHT).tolist(), found.modes.tolist()
        same = lexicon.id_of(token)
        least = len(token) * (len(token) <= _LABEL and any(map(str.isdigit, token)))
        for at, word in enumerate(found.words.tolist()):
            costs[at] += _DIGIT_LOST * (len(lexicon.words[word]) < least)
            if len(token) == 1 < len(lexicon.words[word]) and found.costs[at] >= LOST:
                costs[at] += _LONE
            if not lexicon.is_syllable(word):
                costs[at] += _NO_SYLLABLE * (word != same)
                modes[at] = STAYS if word == same else modes[at]  # IoT is no IOT
            elif small_line and modes[at] == CAPITALS:
                short = len(lexicon.words[word]) <= _SHORT
                same_letters = lexicon.words[word] == token.lower()  # PIN is no Pin
                modes[at] = TITLE if short and not same_letters else CAPITALS
                costs[at] += _AS_TITLE if short else _ABBREVIATION
        return Options(
            np.append(found.words, np.int32(UNKNOWN_ID)),
            np.array([*modes, STAYS], np.int32),
            np.array([*costs, keep_cost(token)], np.float32),
        )

    def _named(self, token: str, options: Options) -> Options:
        """A name's letters are repaired where they make no word: one that they make with other marks is likelier than others."""
        own = self.channel.lexicon.by_skeleton.get(unaccent(token).lower(), ())
        if not own or not token.isalpha():
            return options
        others = ~np.isin(options.words, [*own, UNKNOWN_ID])
        return replace(
            options, costs=options.costs + np.float32(_OTHER_LETTERS) * others.astype(np.float32)
        )


def keep_cost(token: str) -> float:
    """What it costs to leave a token that the vocabulary lacks as it stands, in nats."""
    if token.isupper() and token.isalpha():
        return _KEEP_CAPITALS + _KEEP_CAPITAL * len(token)
    return _KEEP + _KEEP_LETTER * len(token) + _KEEP_SYMBOL * any(c in SYMBOLS for c in token)
