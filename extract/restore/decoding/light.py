"""What a token of a right-model reading may stand for: right text is the rule, so a change must win `theta` nats.

The observed word has the cost -theta; a candidate costs .7 of what its channel cost exceeds the observed word's. A token
that is no word costs 2 and 1 a letter to keep, one with a syllable's form theta more (a foreign word has none: `balô`,
`laptop`). Case is never changed; spellings that differ by i and y are one word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np

from extract.restore.decoding.damage import has_other_script
from extract.restore.decoding.options import SMALL, STAYS, UNKNOWN, Options, fixed
from extract.restore.decoding.reader import Told
from extract.restore.decoding.stripped import case_mode
from extract.restore.model.channel import Candidates, Channel
from extract.restore.model.lexicon import UNKNOWN_ID
from extract.restore.model.memory import Memory
from extract.restore.model.syllable import folded, is_syllable, twin_key

THETA = 2.0  # measured: .02 % genuine harm, 57 % of the wrong syllables mended
THETA_SURE = 6.0  # where nothing says that the text is damaged
_WEIGHT = 0.7
_NO_SYLLABLE = 4.0
_ABBREVIATION = 4.0
_CHANNEL_ONLY = 4.0  # a word that the channel alone proposes, where the reader named others
_THROUGH, _NEAREST = 1.0, 8  # nats, and candidates, of a word near one that the reader weighed
_LEAST_CAPITALS = (
    4  # letters of a word in capitals that may be misread: shorter ones are abbreviations
)
_KEEP, _KEEP_LETTER = 2.0, 1.0
_DOUBTED = (
    -0.5
)  # nats that a change must win: of a letter alone the reader is less than two thirds sure
_FOREIGN_LETTER = 8.0  # Œ, ö, ñ: no Vietnamese word has them


@dataclass(frozen=True, slots=True)
class Light:
    """Proposes through the channel of the right model; remembers by token, threshold and kind of line."""

    channel: Channel
    _known: Memory[tuple[str, Told, bool, bool], Options] = field(default_factory=Memory)

    def learn(self, tokens: Iterable[str]) -> None:
        """Search for tokens that will be asked for, all at once."""
        self.channel.learn(filter(self._is_word, tokens))

    def _is_word(self, token: str) -> bool:
        """Whether a token is, or may be, a word by itself."""
        if len(token) == 1:
            return False
        return self.channel.lexicon.id_of(token) is not None or (
            token.isalpha() and not token.isupper()
        )

    def propose(self, token: str, told: Told, *, small_line: bool, inside: bool = False) -> Options:
        """The options of a token; the first is the token itself; `inside`: it has a capital where no sentence begins."""
        key = (token, told, small_line, inside)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._propose(
                token, told, small_line=small_line, inside=inside
            )
        return known

    def _propose(self, token: str, told: Told, *, small_line: bool, inside: bool) -> Options:
        lexicon = self.channel.lexicon
        same = lexicon.id_of(token)
        if len(token) == 1:
            return _letter(UNKNOWN_ID if same is None else same, told)
        if same is None and not self._may_be_word(token, told):
            # abbreviations and letters with digits are read or left, never guessed
            return UNKNOWN
        stays = -told.theta
        if same is None:
            stays += _keep(token, lexicon.alphabet) + THETA * is_syllable(folded(token))
        found = self._changes(token, told, same, inside=inside)
        words = [UNKNOWN_ID if same is None else same, *found]
        dearer = _ABBREVIATION * (token.isupper() and small_line)
        prices = [stays, *(price + dearer for price, _ in found.values())]
        modes = [STAYS, *(mode for _, mode in found.values())]
        return Options(
            np.array(words, np.int32), np.array(modes, np.int32), np.array(prices, np.float32)
        )

    def _may_be_word(self, token: str, told: Told) -> bool:
        """Whether a token that is no word can be one misread: in capitals only where the reader weighed a word."""
        if not token.isupper():
            own = token.isascii() and not token[1:].islower()  # `NaCl`, `iPhone`, `eKYC`
            return token.isalpha() and not own and not has_other_script(token)
        lexicon = self.channel.lexicon
        ids = (lexicon.id_of(text) for text, _ in told.others if text.isupper())
        return len(token) >= _LEAST_CAPITALS and any(
            word is not None and lexicon.is_syllable(word) for word in ids
        )

    def _changes(
        self, token: str, told: Told, same: int | None, *, inside: bool
    ) -> dict[int, tuple[float, int]]:
        """Other words for a token with their costs and case modes, from the channel and from what the reader weighed."""
        lexicon, mode = self.channel.lexicon, case_mode(token)
        found = self.channel.candidates(token)
        base = _observed_cost(found, same) - _CHANNEL_ONLY * bool(told.others) / _WEIGHT
        weighed = [(lexicon.id_of(text), case_mode(text), price) for text, price in told.others]
        proposed = zip(
            found.words.tolist(), found.modes.tolist(), found.costs.tolist(), strict=True
        )
        priced = [
            (
                word,
                case,
                _WEIGHT * max(0.0, cost - base) + _NO_SYLLABLE * (not lexicon.is_syllable(word)),
            )
            for word, case, cost in proposed
        ]
        costs: dict[int, tuple[float, int]] = {}
        for word, case, price in (*priced, *weighed, *self._through(told.others, mode)):
            if word is None:
                continue
            # a tall letter that was a small other one (`Hiền` for liền) tells nothing of the case
            small = inside and case == SMALL and lexicon.words[word][0] != token[0].lower()
            if case == mode or small:
                costs[word] = min((price, case), costs.get(word, (price, case)))
        twin = twin_key(lexicon.words[same]) if same is not None else ""
        return {word: one for word, one in costs.items() if twin_key(lexicon.words[word]) != twin}

    def _through(
        self, others: Iterable[tuple[str, float]], mode: int
    ) -> Iterator[tuple[int, int, float]]:
        """Syllables near what the reader weighed where that is no word itself, with case mode and cost."""
        for text, price in others:
            is_word = self.channel.lexicon.id_of(text) is not None
            if is_word or not text.isalpha() or len(text) == 1 or case_mode(text) != mode:
                continue
            found = self.channel.candidates(text)
            for word, cost in zip(
                found.words[:_NEAREST].tolist(), found.costs[:_NEAREST].tolist(), strict=True
            ):
                if self.channel.lexicon.is_syllable(word):
                    yield word, mode, price + _THROUGH + _WEIGHT * cost


def _letter(word: int, told: Told) -> Options:
    """A letter alone; it costs something to keep where the reader doubts it, for then the neighbours may expect a word (`expected.py`)."""
    if told.theta > _DOUBTED:
        return fixed(word)
    kept = np.array([_KEEP - told.theta], np.float32)
    return Options(np.array([word], np.int32), np.array([STAYS], np.int32), kept)


def _observed_cost(found: Candidates, same: int | None) -> float:
    if same is None:
        return min(found.costs.tolist(), default=0.0)
    pairs = zip(found.words.tolist(), found.costs.tolist(), strict=True)
    return next((float(cost) for word, cost in pairs if word == same), 0.0)


def _keep(token: str, alphabet: str) -> float:
    foreign = any(letter not in alphabet for letter in token.lower())
    return _WEIGHT * (_KEEP + _KEEP_LETTER * len(token)) + _FOREIGN_LETTER * foreign
