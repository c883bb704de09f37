"""What a token may stand for, by the damage of its line: stripped of its marks, read with the wrong model, or lightly damaged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from extract.fold import unaccent
from extract.restore.channel import CHANNEL_WEIGHT, LOST, Candidates, Channel, Memory
from extract.restore.lexicon import UNKNOWN_ID, Lexicon, folded, is_syllable, twin_key
from extract.restore.lines import ReaderEvidence
from extract.restore.tokens import (
    CAPITALS,
    SMALL,
    STAYS,
    SYMBOLS,
    TITLE,
    UNKNOWN,
    Choices,
    candidates,
    fixed,
    has_other_script,
    is_marked,
    stem,
)

# What a token without marks may stand for: every word with that skeleton, all equally likely; case stays as read.

_MOST = 40


@dataclass(frozen=True, slots=True)
class Stripped:
    """Proposes by skeleton; remembers what it proposed."""

    lexicon: Lexicon
    _known: Memory[str, Choices] = field(default_factory=Memory)

    def propose(self, token: str, *, small_line: bool = False) -> Choices:
        """The options of a token, commonest first; capitals in a small line are rather an abbreviation."""
        known = self._known.get(token)
        if known is None:
            known = self._known[token] = self._propose(token)
        if small_line and token.isupper() and len(token) > 1:
            return self._abbreviation(token, known)
        return known

    def _propose(self, token: str) -> Choices:
        words = self.lexicon.by_skeleton.get(unaccent(token).lower(), ())[:_MOST]
        if not words or not token.isalpha() or not _is_cased(token) or has_other_script(token):
            return self._unchanged(token)
        ids = np.array(words, np.int32)
        return Choices(
            ids, np.full(len(ids), case_mode(token), np.int32), np.zeros(len(ids), np.float32)
        )

    def _abbreviation(self, token: str, known: Choices) -> Choices:
        costs = known.costs + np.array(
            [6.0 * self.lexicon.is_syllable(int(word)) for word in known.words], np.float32
        )
        keep = np.float32(4.0 + 0.8 * len(token))
        return Choices(
            np.append(known.words, np.int32(UNKNOWN_ID)),
            np.append(known.modes, np.int32(STAYS)),
            np.append(costs, keep),
        )

    def _unchanged(self, token: str) -> Choices:
        same = self.lexicon.id_of(token)
        if same is None:
            return UNKNOWN
        return Choices(
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


# What a token of a wrong-model reading may stand for: the channel's candidates, or the token as it stands.
#
# Leaving a token alone has its price: an unknown word, by its length, dearer with symbols inside and cheaper in capitals,
# which may be an abbreviation. All costs were set on held-out pages of the feasibility study.

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
    _known: Memory[tuple[str, bool, bool], Choices] = field(default_factory=Memory)

    def learn(self, tokens: Iterable[str]) -> None:
        """Search for tokens that will be asked for, all at once."""
        plain = [token for token in tokens if not is_marked(token)]
        self.channel.learn([*plain, *map(stem, plain)])

    def propose(self, token: str, *, small_line: bool, named: bool = False) -> Choices:
        """The options of a token, cheapest first; `small_line`: small letters surround it; `named`: a capital makes it a name's."""
        key = (token, small_line, named)
        known = self._known.get(key)
        if known is None:
            known = self._propose(token, small_line=small_line)
            self._known[key] = known = self._named(token, known) if named else known
        return known

    def _propose(self, token: str, *, small_line: bool) -> Choices:
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
        return Choices(
            np.append(found.words, np.int32(UNKNOWN_ID)),
            np.array([*modes, STAYS], np.int32),
            np.array([*costs, keep_cost(token)], np.float32),
        )

    def _named(self, token: str, options: Choices) -> Choices:
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


# What a token of a right-model reading may stand for: right text is the rule, so a change must win `theta` nats.
#
# The observed word has the cost -theta; a candidate costs .7 of what its channel cost exceeds the observed word's. A token
# that is no word costs 2 and 1 a letter to keep, one with a syllable's form theta more (a foreign word has none: `balô`,
# `laptop`). Case is never changed; spellings that differ by i and y are one word.

THETA = 2.0  # measured: .02 % genuine harm, 57 % of the wrong syllables mended
THETA_SURE = 6.0  # where nothing says that the text is damaged
_WEIGHT = 0.7
_NO_SYLLABLE_LIGHT = 4.0
_ABBREVIATION_LIGHT = 4.0
_CHANNEL_ONLY = 4.0  # a word that the channel alone proposes, where the reader named others
_THROUGH, _NEAREST = 1.0, 8  # nats, and candidates, of a word near one that the reader weighed
_LEAST_CAPITALS = (
    4  # letters of a word in capitals that may be misread: shorter ones are abbreviations
)
_KEEP_LIGHT, _KEEP_LETTER_LIGHT = 2.0, 1.0
# nats that a change must win: of a letter alone the reader is less than two thirds sure
_DOUBTED = -0.5
_FOREIGN_LETTER = 8.0  # Œ, ö, ñ: no Vietnamese word has them


@dataclass(frozen=True, slots=True)
class Light:
    """Proposes through the channel of the right model; remembers by token, threshold and kind of line."""

    channel: Channel
    _known: Memory[tuple[str, ReaderEvidence, bool, bool], Choices] = field(default_factory=Memory)

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

    def propose(
        self, token: str, told: ReaderEvidence, *, small_line: bool, inside: bool = False
    ) -> Choices:
        """The options of a token; the first is the token itself; `inside`: it has a capital where no sentence begins."""
        key = (token, told, small_line, inside)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._propose(
                token, told, small_line=small_line, inside=inside
            )
        return known

    def _propose(
        self, token: str, told: ReaderEvidence, *, small_line: bool, inside: bool
    ) -> Choices:
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
        dearer = _ABBREVIATION_LIGHT * (token.isupper() and small_line)
        prices = [stays, *(price + dearer for price, _ in found.values())]
        modes = [STAYS, *(mode for _, mode in found.values())]
        return Choices(
            np.array(words, np.int32), np.array(modes, np.int32), np.array(prices, np.float32)
        )

    def _may_be_word(self, token: str, told: ReaderEvidence) -> bool:
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
        self, token: str, told: ReaderEvidence, same: int | None, *, inside: bool
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
                _WEIGHT * max(0.0, cost - base)
                + _NO_SYLLABLE_LIGHT * (not lexicon.is_syllable(word)),
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


def _letter(word: int, told: ReaderEvidence) -> Choices:
    """A letter alone; it costs something to keep where the reader doubts it, for then the neighbours may expect a word (`expected.py`)."""
    if told.theta > _DOUBTED:
        return fixed(word)
    kept = np.array([_KEEP_LIGHT - told.theta], np.float32)
    return Choices(np.array([word], np.int32), np.array([STAYS], np.int32), kept)


def _observed_cost(found: Candidates, same: int | None) -> float:
    if same is None:
        return min(found.costs.tolist(), default=0.0)
    pairs = zip(found.words.tolist(), found.costs.tolist(), strict=True)
    return next((float(cost) for word, cost in pairs if word == same), 0.0)


def _keep(token: str, alphabet: str) -> float:
    foreign = any(letter not in alphabet for letter in token.lower())
    return _WEIGHT * (_KEEP_LIGHT + _KEEP_LETTER_LIGHT * len(token)) + _FOREIGN_LETTER * foreign
