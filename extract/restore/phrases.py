"""Fixed phrases of the domain in what was decoded: names of agencies and provinces, headings, formulas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz.distance import Levenshtein

from extract.dictionaries import Dictionaries
from extract.fold import unaccent
from extract.restore.lexicon import Lexicon, bare, fold_tone, folded
from extract.restore.sequence import Decoded
from extract.restore.tokens import Damage

# A run of words becomes a phrase where every syllable of it is an option of its token, and where together they cost no more
# than a known phrase is worth: three nats for two syllables and one and a half for each further one; six more where all words
# have a capital and the phrase's skeleton, for names are rare in training text; of a run in capitals that needs a word
# before it that says place (`HUYỆN`). Names of communes hold behind such a word alone, where the skeleton is theirs. Case is kept as read.

_LISTS = (
    ("phrases", "phrase", "template"), ("headings", "heading", "template"), ("provinces", "name", "lexicon"),
    ("terms", "term", "lexicon"), ("agencies", "name", "lexicon"), ("towns", "name", "lexicon"), ("areas", "wording", "template"),
)  # fmt: skip
_LEAST_SYLLABLES, _MOST_SYLLABLES = 2, 14
_LONGEST_COMMUNE = 4
_PAIRS = ((0, 1), (0, 2), (1, 2))
_NOTHING = (None, None, None)
_WORTH, _WORTH_SYLLABLE, _WORTH_NAME = 3.0, 1.5, 6.0
_SAME_SKELETON, _NEAR_SKELETON = 2.0, 4.0  # nats for a syllable that the channel did not propose
_DOUBTED = 0.9  # such a syllable takes the place of words less sure than that
_SURE, _SURE_NAME = 0.95, 0.9
_MOST_WORTH = _WORTH + _WORTH_SYLLABLE * _MOST_SYLLABLES + _WORTH_NAME


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """A phrase's syllables in small letters, the same with old tone marks, their skeletons, behind which a point stands, its rule."""

    syllables: tuple[str, ...]
    folded: tuple[str, ...]
    skeletons: tuple[str, ...]
    points: tuple[bool, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A run of decoded words that a phrase replaces: the first word's index, the phrase, how sure."""

    start: int
    phrase: Phrase
    confidence: float


@dataclass(frozen=True, slots=True)
class Communes:
    """Names of communes in small letters by their skeletons, and the last syllables of the words before them."""

    names: Mapping[str, str]
    heads: frozenset[str]

    def at(self, skeletons: Sequence[str], at: int) -> Iterator[Phrase]:
        """The names that stand at a place."""
        for end in range(at + _LEAST_SYLLABLES, min(at + _LONGEST_COMMUNE, len(skeletons)) + 1):
            name = self.names.get(" ".join(skeletons[at:end]))
            if name is not None:
                yield _phrase(name, "lexicon")


@dataclass(frozen=True, slots=True)
class Phrases:
    """All phrases by any two of their first three skeletons (the first and second, first and third, second and third)."""

    indexes: tuple[dict[tuple[str, str], tuple[Phrase, ...]], ...]
    heads: frozenset[str]  # skeletons of the last syllables of words before places
    communes: Communes
    lexicon: Lexicon

    def find(self, words: Sequence[Decoded]) -> Iterator[PhraseMatch]:
        """The matches in decoded words, left to right, none over another."""
        forms = [folded(word.text) for word in words]
        skeletons = [bare(word.text) for word in words]
        stripped = all(word.damage is Damage.STRIPPED for word in words)
        free = 0
        for at, near in self._near(forms, skeletons):
            # where marks alone were lost all letters are right
            phrases = [p for p in near if not stripped or _stands(p.skeletons, skeletons, at)]
            match = self._at(words, forms, skeletons, at, phrases) if at >= free else None
            if match is not None:
                yield match
                free = at + len(match.phrase.syllables)

    def _at(
        self, words: Sequence[Decoded], forms: Sequence[str], skeletons: Sequence[str], at: int, phrases: Sequence[Phrase],
    ) -> PhraseMatch | None:  # fmt: skip
        """The longest phrase that fits; of equally long ones that which fits best."""
        best: PhraseMatch | None = None
        gain = 0.0
        for phrase in phrases:
            if best is not None and len(phrase.syllables) < len(best.phrase.syllables):
                break
            end = at + len(phrase.syllables)
            run = words[at:end]
            extra = self._extra(phrase, run, forms[at:end])
            if extra > _MOST_WORTH or not _joined(run, phrase.points):
                continue
            placed = at > 0 and skeletons[at - 1] in self.heads
            same = phrase.skeletons == tuple(skeletons[at:end])
            named = same and _is_proper(run, placed=placed)
            left = _worth(phrase, named=named) - extra
            if left > gain or (best is None and left >= 0):
                best, gain = PhraseMatch(at, phrase, _SURE_NAME if named else _SURE), left
        return best

    def _near(
        self, forms: Sequence[str], skeletons: Sequence[str]
    ) -> Iterator[tuple[int, list[Phrase]]]:
        """The places where phrases fit in that share two of their first three skeletons with what stands there, the longest first."""
        shifted = [[*skeletons, "", ""][by : by + len(skeletons)] for by in range(3)]
        found = (
            map(index.get, zip(shifted[one], shifted[two], strict=True))
            for index, (one, two) in zip(self.indexes, _PAIRS, strict=True)
        )
        for at, near in enumerate(zip(*found, strict=True)):
            commune = at > 0 and forms[at - 1] in self.communes.heads
            if near == _NOTHING and not commune:
                continue
            room = len(skeletons) - at
            phrases = dict.fromkeys(phrase for some in near if some for phrase in some)
            if commune:
                phrases |= dict.fromkeys(self.communes.at(skeletons, at))
            yield at, sorted((p for p in phrases if len(p.syllables) <= room), key=_length)

    def _extra(self, phrase: Phrase, run: Sequence[Decoded], forms: Sequence[str]) -> float:
        """What the phrase costs beyond the decoded words; a syllable that they have already costs nothing."""
        total = 0.0
        for word, form, syllable in zip(run, forms, phrase.folded, strict=True):
            if form != syllable:
                total += self._syllable(syllable, word)
                if total > _MOST_WORTH:
                    break
        return total

    def _syllable(self, syllable: str, word: Decoded) -> float:
        """What a syllable costs in a word's place; one that is no option of it must differ by one letter at most."""
        known = self.lexicon.ids.get(syllable)
        extra = np.inf if known is None else max(0.0, word.cost_of(known))
        if (
            extra < np.inf or word.damage is Damage.LIGHT
        ):  # there a syllable is right unless the channel says so
            return extra
        edits = _edits(word.piece.text, syllable)
        # what was stripped has its letters, and what is sure is right: Bộ Y tế is no Sở Y tế
        fixed = word.damage is Damage.STRIPPED or self._is_sure(word)
        return (_SAME_SKELETON, np.inf if fixed else _NEAR_SKELETON, np.inf)[edits]

    def _is_sure(self, word: Decoded) -> bool:
        """Whether it was decoded to a syllable, with little doubt, or could be nothing else."""
        decoded = self.lexicon.is_syllable(int(word.options.words[word.choice]))
        return len(word.options.words) == 1 or (decoded and word.chance >= _DOUBTED)


def _stands(run: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Whether a run stands at a place among words."""
    return all(one == two for one, two in zip(run, words[at : at + len(run)], strict=True))


def _worth(phrase: Phrase, *, named: bool) -> float:
    length = len(phrase.syllables)
    return _WORTH + _WORTH_SYLLABLE * (length - _LEAST_SYLLABLES) + _WORTH_NAME * named


@lru_cache(maxsize=65536)
def _edits(text: str, syllable: str) -> int:
    """The letters in which two words differ without their marks: 0, 1, or 2 for more."""
    return Levenshtein.distance(bare(text), bare(syllable), score_cutoff=1)


def _joined(run: Sequence[Decoded], points: Sequence[bool]) -> bool:
    """Whether the words stand side by side, with no point between that the phrase lacks; it may go on in the next line, if not in capitals."""
    parted = (word.piece.stop and not point for word, point in zip(run[1:], points, strict=True))
    if any(parted) or run[-1].line - run[0].line > 1:
        return False
    return run[-1].line == run[0].line or run[0].text.isupper() == run[-1].text.isupper()


def _is_proper(words: Sequence[Decoded], *, placed: bool) -> bool:
    """Whether all words have a capital that says something: among capitals it does behind a word before places."""
    capitals = all(word.text.isupper() for word in words)
    return (placed or not capitals) and all(word.text[:1].isupper() for word in words)


def phrases(dictionaries: Dictionaries, lexicon: Lexicon) -> Phrases:
    """The phrases of the dictionaries, users' own first."""
    indexes: list[dict[tuple[str, str], dict[Phrase, None]]] = [{} for _ in _PAIRS]
    for text, rule in _texts(dictionaries):
        phrase = _phrase(text, rule)
        if _LEAST_SYLLABLES <= len(phrase.syllables) <= _MOST_SYLLABLES:
            for index, (one, two) in zip(indexes, _PAIRS, strict=True):
                if two < len(phrase.syllables):
                    key = (phrase.skeletons[one], phrase.skeletons[two])
                    index.setdefault(key, {})[phrase] = None
    made = ({key: tuple(found) for key, found in index.items()} for index in indexes)
    return Phrases(tuple(made), _place_heads(dictionaries), _communes(dictionaries), lexicon)


def _communes(dictionaries: Dictionaries) -> Communes:
    """The names of communes; the list has none that differ by their marks alone."""
    entries = dictionaries.lists.get("communes", ())
    text = "\n".join(entry["name"] for entry in entries).lower()
    kinds = {kind for entry in entries for kind in entry["kind"].split(";")}
    names = dict(zip(unaccent(text).split("\n"), text.split("\n"), strict=True))
    return Communes(names, frozenset(kind.split(" ")[-1] for kind in kinds))


def _place_heads(dictionaries: Dictionaries) -> frozenset[str]:
    entries = dictionaries.lists.get("name_neighbours", ())
    return frozenset(
        unaccent(entry["word"].lower().split()[-1]) for entry in entries if entry["says"] == "place"
    )


def _length(phrase: Phrase) -> int:
    return -len(phrase.syllables)


def _phrase(text: str, rule: str) -> Phrase:
    words = [word for word in text.lower().split() if _letters(word)]
    syllables = tuple(map(_letters, words))
    points = tuple(word.endswith(".") for word in words[:-1])  # `KT. GIÁM ĐỐC`
    folded = tuple(map(fold_tone, syllables))
    skeletons = tuple(unaccent(" ".join(syllables)).split(" "))
    return Phrase(syllables, folded, skeletons, points, rule)


def _letters(word: str) -> str:
    return word if word.isalpha() else "".join(filter(str.isalpha, word))


def _texts(dictionaries: Dictionaries) -> Iterator[tuple[str, str]]:
    for name, column, rule in _LISTS:
        for entry in dictionaries.lists.get(name, ()):
            if entry.get(column):
                yield entry[column], rule
