# ruff: noqa: SIM905 a list of rhymes reads better as one text
"""The vocabulary: how a Vietnamese syllable is built, words by id, the trie over them, and a line as words of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from extract.fold import unaccent
from extract.model import Strange
from extract.restore.artifact import STEPS_A_NAT, Artifact, Tables

# What a Vietnamese syllable looks like: onset, rhyme and one tone, each from a closed list.
#
# The grammar keeps typing errors out of the vocabulary and tells read noise from words. Onsets, rhymes and the rule that a
# stop coda takes only the tones sắc and nặng: Đoàn Thiện Thuật, Ngữ âm tiếng Việt (1977); measured on law texts, 97.8 % of
# the tokens pass. The two places of a tone mark (hòa, hoà) are one syllable; `fold_tone` gives the older.

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ACUTE_OR_DOT = frozenset("\u0301\u0323")
_ONSETS = "ngh ch gh gi kh ng nh ph qu th tr b c d đ g h k l m n p r s t v x".split()
_RHYMES = frozenset(
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu "
    "iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu o oc oi om on ong op ot oong ooc "
    "oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
    "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut "
    "uân uâng uât uây uê uêch uênh uôc uôi uôm uôn uông uôt uơ uy uya uych uyn uynh uyp uyt uyu "
    "uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y".split()
)
_AFTER_Q = frozenset(
    "a ac ach ai an ang anh ao at au ay ăc ăm ăn ăng ăp ăt âc ân âng ât âu ây e en eo et ê ên ênh êt êch "
    "i ich it ôc ôi ơ ơi ơn y ych yên yêt ynh yt yên yn it in it ua uôc uôn".split()
)
_ALL_ONSETS = frozenset((*_ONSETS, ""))
_LONGEST_ONSET = max(map(len, _ONSETS))
_NO_TONES = dict.fromkeys(map(ord, _TONES))
_STOPS = ("c", "ch", "p", "t")
_OLD_STYLE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TWIN_ONSETS = frozenset("hklmst")


@lru_cache(maxsize=65536)
def is_syllable(word: str) -> bool:
    """Whether a small-letter NFC word has the form of a syllable.

    >>> is_syllable("nghiêng"), is_syllable("quyết"), is_syllable("cac"), is_syllable("strong")
    (True, True, False, False)
    """
    bare, tones = _without_tone(word)
    if len(tones) > 1:
        return False
    cuts = range(min(_LONGEST_ONSET, len(bare)) + 1)
    return any(bare[:at] in _ALL_ONSETS and _fits(bare[:at], bare[at:], tones) for at in cuts)


def _without_tone(word: str) -> tuple[str, str]:
    decomposed = unicodedata.normalize("NFD", word)
    bare = decomposed.translate(_NO_TONES)
    if len(bare) == len(decomposed):
        return unicodedata.normalize("NFC", bare), ""
    tones = "".join(mark for mark in decomposed if mark in _TONES)
    return unicodedata.normalize("NFC", bare), tones


def has_tone(word: str) -> bool:
    """Whether a tone mark stands on the word, in either case.

    >>> has_tone("VỤ"), has_tone("ĐƯƠNG")
    (True, False)
    """
    return bool(_without_tone(word)[1])


def _fits(onset: str, rhyme: str, tone: str) -> bool:
    if onset == "gi" and ("i" + rhyme) in _RHYMES and rhyme[:1] in ("", "n", "ê", "m"):
        return _tone_fits(rhyme, tone)
    if rhyme not in (_AFTER_Q if onset == "qu" else _RHYMES) or not _tone_fits(rhyme, tone):
        return False
    front = rhyme[0] in "eêiy"
    if onset in ("k", "gh", "ngh"):
        return front
    return not (onset in ("c", "g", "ng") and front)


def _tone_fits(rhyme: str, tone: str) -> bool:
    return not rhyme.endswith(_STOPS) or tone in _ACUTE_OR_DOT


def fold_tone(word: str) -> str:
    """The small-letter word with its tone mark where the older style puts it.

    >>> fold_tone("hoà"), fold_tone("thuỷ"), fold_tone("quý"), fold_tone("toán")
    ('hòa', 'thủy', 'quý', 'toán')
    """
    old = _OLD_STYLE.get(word[-2:])
    if old is None or (word[-2:-1] == "u" and word[-3:-2] == "q"):
        return word
    return word[:-2] + old


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """The word in small letters, its tone mark in the older place."""
    return fold_tone(word.lower())


@lru_cache(maxsize=65536)
def bare(word: str) -> str:
    """The word in small letters without its marks.

    >>> bare("Đường")
    'duong'
    """
    return unaccent(word).lower()


def twin_key(word: str) -> str:
    """One key for the spellings that differ by i and y alone (kĩ, kỹ): neither is ever changed to the other."""
    last = word[-1:]
    if word[:-1] in _TWIN_ONSETS and unaccent(last) == "y":
        tone = _without_tone(last)[1]
        return word[0] + unicodedata.normalize("NFC", "i" + tone)
    return word


# A line as the language model hears it: words, numbers and sentence ends; all other marks are silent.
#
# Words are small letters with an inner "&" kept (kh&cn), their tone mark in the older place. The same rules read the
# training text and the lines that are decoded, so the two can never drift apart.

STOP_WORD, NUMBER_WORD, UNKNOWN = "<s>", "<num>", "<unk>"
SPECIAL = (STOP_WORD, NUMBER_WORD, UNKNOWN)

MODEL_TOKEN = re.compile(
    r"""
    [^\W\d_]+ (?: & [^\W\d_]+ )*  # a word
  | \d [\d.,/:%-]*                # a number with its inner marks
  | [.;:!?…\n]                    # a sentence's end
    """,
    re.VERBOSE,
)


def token_name(token: str) -> str:
    """The model's name of a small-letter token that `MODEL_TOKEN` found."""
    if token[0].isdigit():
        return NUMBER_WORD
    return fold_tone(token) if token[0].isalpha() else STOP_WORD


def model_tokens(text: str) -> list[str]:
    """The tokens of NFC text, in order.

    >>> model_tokens("Căn cứ Điều 5, hoà giải.")
    ['căn', 'cứ', 'điều', '<num>', 'hòa', 'giải', '<s>']
    """
    return [token_name(token) for token in MODEL_TOKEN.findall(text.lower())]


# The vocabulary: words by id, the trie over them, and which words share a spelling without marks.

STOP_ID, NUMBER_ID, UNKNOWN_ID = 0, 1, 2
_UNIGRAM_WEIGHT = 0.8


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words by id and the arrays of their trie (see `extract.train.ngram_model`); `size` is the number of small letters."""

    words: tuple[str, ...]
    alphabet: str
    child_starts: npt.NDArray[np.int32]
    letters: npt.NDArray[np.uint8]
    node_words: npt.NDArray[np.int32]
    cheapest: npt.NDArray[np.float32]
    own: npt.NDArray[np.float32]

    @property
    def size(self) -> int:
        """The number of small letters; the capital of letter l is number size + l."""
        return len(self.alphabet)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Ids by word."""
        return {word: at for at, word in enumerate(self.words)}

    @cached_property
    def by_skeleton(self) -> dict[str, tuple[int, ...]]:
        """Ids by the word without its marks, commonest first."""
        groups: dict[str, list[int]] = {}
        skeletons = unaccent("\n".join(self.words)).split("\n")  # all at once: a tenth of the time
        for at in sorted(range(3, len(self.words)), key=self.own.tolist().__getitem__):
            groups.setdefault(skeletons[at], []).append(at)
        return {skeleton: tuple(ids) for skeleton, ids in groups.items()}

    def id_of(self, word: str) -> int | None:
        """The id of a word in any case and either tone placement, or `None`."""
        return self.ids.get(folded(word))

    def is_syllable(self, word_id: int) -> bool:
        """Whether the word has a syllable's form (`ubnd` has not)."""
        return is_syllable(self.words[word_id])

    def letter_numbers(self, word: str) -> list[int]:
        """The numbers of a word's letters, capitals behind the small ones."""
        return [
            self.alphabet.index(letter.lower()) + (self.size if letter.isupper() else 0)
            for letter in word
        ]


def load_lexicon(artifact: Artifact) -> Lexicon:
    """The lexicon of the artifact."""
    words = tuple(artifact.text("words").split("\n"))
    own = artifact.arrays["p1"].astype(np.float32) * np.float32(_UNIGRAM_WEIGHT / STEPS_A_NAT)
    arrays = artifact.arrays
    node_words = arrays["trie.words"].astype(np.int32)
    return Lexicon(
        words,
        artifact.text("alphabet"),
        arrays["trie.child_starts"].astype(np.int32),
        arrays["trie.letters"].astype(np.uint8),
        node_words,
        cheapest=_cheapest(arrays["trie.parents"].astype(np.int32), node_words, own),
        own=own,
    )


def _cheapest(
    parents: npt.NDArray[np.int32], words: npt.NDArray[np.int32], own: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    costs = np.where(words >= 0, own[words], np.float32(99)).tolist()
    above = parents.tolist()
    for node in range(len(above) - 1, 0, -1):
        costs[above[node]] = min(costs[above[node]], costs[node])
    return np.array(costs, np.float32)


# Words of the restored text that official language does not know: what a reader made up is rarely a known word.
#
# The language model is asked once more, for what restoration left as it is. A word is unknown where the vocabulary lacks it and it is no abbreviation; two
# neighbours are strange where the model never kept their pair and thinks it dear.

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+)|\d+|[^\w\s]")
_TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
_DEAR = (
    8.0  # nats; so dear and unseen are 0.6 % of the words of true texts, 1.0 % of those of readings
)


def strange_words(text: str, lexicon: Lexicon, tables: Tables) -> Iterator[Strange]:
    """Unknown words and strange pairs of a line, left to right."""
    before: tuple[int, int] | None = None  # the id of the word before and where it starts
    for token in _TOKEN.finditer(text):
        word = token["word"]
        number = None if word is None else lexicon.id_of(word)
        if word is not None and number is None and not _is_short_form(word):
            yield Strange(word, known=False)
        if before is not None and number is not None and _is_dear(before[0], number, tables):
            yield Strange(text[before[1] : token.end()], known=True)
        before = None if number is None else (number, token.start())


def _is_short_form(word: str) -> bool:
    """An abbreviation (VLNCN; no word with a tone is one) or the letter of an item: neither is in a vocabulary."""
    if len(word) == 1:
        return word.isascii() or word in "đĐ"
    return word.isupper() and _TONE_MARKS.isdisjoint(unicodedata.normalize("NFD", word))


def _is_dear(first: int, second: int, tables: Tables) -> bool:
    return not tables.has_pair(first, second) and tables.bigram(first, second) > _DEAR
