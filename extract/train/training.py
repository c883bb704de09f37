"""`vanban train`: from plain text to the artifact, in five steps: count, model, teach the channels, learn what words stand together, calibrate."""

from __future__ import annotations

import os
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from extract import dictionaries
from extract.dictionaries import Dictionaries
from extract.errors import UsageError
from extract.fold import unaccent_letter
from extract.restore.artifact import Points, Tables, calibration_file, written_points
from extract.restore.candidates import THETA
from extract.restore.decoder import WordDecoder
from extract.restore.lexicon import SPECIAL, fold_tone
from extract.restore.lines import DamagedLine
from extract.restore.names import names_file
from extract.restore.restorer import load_restorer
from extract.restore.sequence import Decoded, rescorer_file
from extract.restore.tokens import Damage, Kind, cut
from extract.train.channel import (
    CostTables,
    aligned_lines,
    aligned_words,
    count_pairs,
    learn,
    smooth,
)
from extract.train.counting import (
    Corpus,
    Seen,
    TextKind,
    choose_vocabulary,
    find_corpora,
    id_keys,
    merge,
    read_streams,
    split,
    without_names,
    word_ids,
)
from extract.train.names import NameCounter, hidden_names, name_counter
from extract.train.ngram_model import alphabet_of, cased, packed, well_read
from extract.train.ngram_model import train as train_model
from extract.train.pages import (
    HELD_OUT_FONTS,
    TRAINING_FONTS,
    OcrWord,
    Rendered,
    find_fonts,
    pages,
    read_page,
)
from extract.train.rescoring import Progress, rescorer

# Teaches the channels on rendered pages read with both models, and fits what a decoder's chance means on held-out ones.

# Teaches the channels: pages of training text are rendered, read with both models, and the word pairs counted.

LANGS = ("eng", "vie")
_STAY = {
    "eng": 0.0,
    "vie": 30.0,
}  # pseudo-count of a letter read as itself: the right model knows the letters


@dataclass(frozen=True, slots=True)
class Plan:
    """How many pages are read: with both models, with the right one alone, and held out for calibration."""

    both: int = 200  # 30 thousand pairs (60 pages) are enough for the wrong model
    right: int = 150  # more data helps the right model, whose errors are rare
    held_out: int = 30


def one_page(texts: Sequence[str], fonts: Sequence[tuple[str, int]], seed: str) -> Rendered:
    """The page that a seed makes; each page has its own, so any can be made again alone."""
    return next(pages(texts, find_fonts(fonts), 1, random.Random(seed)))  # noqa: S311 not for secrets


def channels(
    texts: Sequence[str], letters: Sequence[str], plan: Plan, seed: int, progress: Progress
) -> dict[str, CostTables]:
    """The channels by language, smoothed over the true `letters`."""
    counts: dict[str, Counter[tuple[str, str]]] = {lang: Counter() for lang in LANGS}
    count = plan.both + plan.right
    read = partial(_counted, texts, plan, seed)
    with ThreadPoolExecutor(os.cpu_count()) as readers:  # Tesseract runs beside us
        for number, found in enumerate(readers.map(read, range(count))):
            for lang, pairs in found.items():
                counts[lang] += pairs
            progress(f"page {number + 1} of {count} read")
    return {lang: smooth(learn(counts[lang]), letters, _STAY[lang]) for lang in LANGS}


def _counted(
    texts: Sequence[str], plan: Plan, seed: int, number: int
) -> dict[str, Counter[tuple[str, str]]]:
    """What is read on a page, by language: some pages with both models, the rest with the right one."""
    page = one_page(texts, TRAINING_FONTS, f"{seed}:train:{number}")
    langs = LANGS if number < plan.both else LANGS[1:]
    return {lang: count_pairs(_pairs(page, read_page(page.image, lang))) for lang in langs}


def _pairs(page: Rendered, read: Sequence[Sequence[OcrWord]]) -> Iterator[tuple[str, str]]:
    for truth, words in aligned_lines(page.lines, read):
        for pair in aligned_words(truth, words):
            yield pair.true, pair.read


# Fits what a decoder's chance means: held-out texts are decoded, and for the words it changed the share that is right.
#
# The fit is isotonic (pool adjacent violators); between the points it is interpolated.

Sample = tuple[float, bool]  # the decoder's chance, and whether the word was right
_LEAST = 60  # samples a point must stand for


class DamagedText(NamedTuple):
    """Lines of one kind of damage, and what they were."""

    lines: tuple[DamagedLine, ...]
    truth: str


def damaged_text(damage: Damage, text: str, truth: str) -> DamagedText:
    """A text of one kind of damage, without what its reader says of the words."""
    return DamagedText(tuple(DamagedLine(line, damage, THETA) for line in text.split("\n")), truth)


def calibrate(
    artifact: Path,
    dictionaries: Dictionaries,
    texts: Sequence[str],
    plan: Plan,
    seed: int,
    *,
    progress: Progress,
) -> dict[str, Points]:
    """Calibration points by kind of damage, from pages of held-out `texts` in held-out fonts."""
    engine = load_restorer(dictionaries, artifact).mender.engine
    return fitted(engine, _pages(texts, plan, seed, progress))


def _pages(
    texts: Sequence[str], plan: Plan, seed: int, progress: Progress
) -> Iterator[DamagedText]:
    for number in range(plan.held_out):
        page = one_page(texts, HELD_OUT_FONTS, f"{seed}:held:{number}")
        truth = "\n".join(page.lines)
        for damage in (Damage.WRONG_MODEL, Damage.LIGHT):
            lines = read_page(page.image, damage.value)
            yield damaged_text(
                damage, "\n".join(" ".join(w.text for w in line) for line in lines), truth
            )
        yield damaged_text(Damage.STRIPPED, "".join(map(_bare, truth)), truth)
        progress(f"held-out page {number + 1} of {plan.held_out} decoded")


def _bare(letter: str) -> str:
    return unaccent_letter(letter) if letter.isalpha() else letter


def fitted(engine: WordDecoder, texts: Iterable[DamagedText]) -> dict[str, Points]:
    """Calibration points by kind of damage, from texts that the engine has not learned from."""
    samples: dict[str, list[Sample]] = {}
    for text in texts:
        samples.setdefault(text.lines[0].damage.value, []).extend(_samples(engine, text))
    return {damage: isotonic(found) for damage, found in samples.items() if found}


def _samples(engine: WordDecoder, text: DamagedText) -> Iterator[Sample]:
    """The words that decoding changed and no rule holds to be unsure, judged."""
    words = engine.decode(text.lines)
    true = [
        piece.text
        for line in text.truth.split("\n")
        for piece in cut(line)
        if piece.kind is Kind.WORD
    ]
    right = [False] * len(words)
    for block in Levenshtein.opcodes(
        [_form(word.text) for word in words], [_form(word) for word in true]
    ):
        if block.tag == "equal":
            right[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    for word, is_right in zip(words, right, strict=True):
        if _is_guess(word):
            yield word.chance, is_right


def _is_guess(word: Decoded) -> bool:
    changed = word.text != word.piece.text and word.piece.kind is Kind.WORD
    return changed and word.options.surest == 1.0


def _form(word: str) -> str:
    """A word whatever the place of its tone mark and the case of its later letters."""
    return word[:1] + fold_tone(word.lower())


def isotonic(samples: Sequence[Sample]) -> Points:
    """Rising points (mean chance, share right) through the samples, each of so many that its share means something.

    >>> isotonic([(0.25, False)] * 90 + [(0.75, True)] * 90)
    ((0.25, 0.0), (0.75, 1.0))
    """
    pools: list[tuple[float, int, int]] = []  # sum of chances, right ones, size
    for chance, right in sorted(samples, key=lambda sample: (sample[0], not sample[1])):
        pools.append((chance, int(right), 1))
        while len(pools) > 1 and _must_join(pools[-2], pools[-1]):
            last, before = pools.pop(), pools.pop()
            pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    if len(pools) > 1 and pools[-1][2] < _LEAST:
        last, before = pools.pop(), pools.pop()
        pools.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return tuple((round(c / n, 6), round(right / n, 4)) for c, right, n in pools)


def _must_join(before: tuple[float, int, int], last: tuple[float, int, int]) -> bool:
    falls = before[1] * last[2] >= last[1] * before[2]
    return falls or before[2] < _LEAST


KEEP = (300_000, 2_000_000)  # bigrams and trigrams: 10.7 MB; twice as many gain nothing
_OWN_PAGES = 25  # characters: shorter paragraphs are not rendered


@dataclass(slots=True)
class _Texts:
    """Official paragraphs that pages are made of: for training, and held out."""

    training: list[str] = field(default_factory=list)
    held_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Names:
    """What hides names from the model, and what counts them."""

    hidden: re.Pattern[str] | None
    counter: NameCounter


@dataclass(frozen=True, slots=True)
class _Model:
    """The vocabulary, the tables, how many tokens there were, and the texts by kind as word ids."""

    words: tuple[str, ...]
    tables: Tables
    tokens: Mapping[str, int]
    texts: Mapping[TextKind, npt.NDArray[np.uint16]]


def train(
    corpora: Sequence[Path],
    out: Path,
    seed: int = 1,
    progress: Progress = lambda _message: None,
    plan: Plan | None = None,
) -> None:
    """Write the artifact `out` from the .txt and .txt.xz files among and inside `corpora`, and beside it the statistics of names, the rescorer and the calibration.

    The same files, fonts, Tesseract and seed give the same bytes. Takes two minutes for 65 million words, some twelve more for
    the rescorer's places in them, and three seconds for each page that is read with both models.
    """
    plan = plan or Plan()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads slow each other down
    files = find_corpora(corpora)
    if not files:
        raise UsageError(
            "Corpora", "no .txt or .txt.xz file was found", "Name folders or files of plain text."
        )
    lists = dictionaries.load()
    texts = _Texts()
    names = _Names(hidden_names(lists), name_counter(lists))
    model = _model(files, texts, names, progress)
    names_file(out).write_bytes(names.counter.packed())
    letters = cased(alphabet_of(model.words))
    learned = channels(texts.training, letters, plan, seed, progress)
    facts = _facts(files, seed, plan, model.tokens)
    out.write_bytes(packed(facts, model.words, model.tables, learned))
    rescorer_file(out).write_bytes(rescorer(model.texts, out, KEEP, seed, progress))
    points = calibrate(out, lists, texts.held_out or texts.training, plan, seed, progress=progress)
    calibration_file(out).write_text(written_points(points), encoding="utf-8")
    progress(f"{out.name}: {out.stat().st_size / 1e6:.1f} MB")


def _model(files: Sequence[Corpus], texts: _Texts, names: _Names, progress: Progress) -> _Model:
    numbers, streams = read_streams(_paragraphs(files, texts, names, progress))
    vocabulary = choose_vocabulary(numbers, streams)
    progress(f"{len(vocabulary.words)} words in the vocabulary")
    ids = {kind: word_ids(stream, vocabulary).astype(np.uint16) for kind, stream in streams.items()}
    ids = without_misread(ids, vocabulary.words)
    size = len(vocabulary.words)
    two, three = (
        merge({kind: id_keys(text, size, order) for kind, text in ids.items()}) for order in (2, 3)
    )
    progress(f"{len(two.keys)} bigrams and {len(three.keys)} trigrams counted")
    tables = train_model(two, three, size, KEEP)
    tokens = {kind.value: len(text) for kind, text in ids.items()}
    tokens["words"] = size - len(SPECIAL)
    return _Model(vocabulary.words, tables, tokens, ids)


def without_misread(
    texts: Mapping[TextKind, npt.NDArray[np.uint16]], words: Sequence[str]
) -> dict[TextKind, npt.NDArray[np.uint16]]:
    """The texts, that which was read by a machine without what it misread."""
    found = dict(texts)
    scanned = found.pop(TextKind.SCANNED)
    pairs = merge({kind: id_keys(text, len(words), 2) for kind, text in found.items()})
    kept = well_read(scanned, words, pairs) if len(scanned) and len(pairs.keys) else scanned
    return found | {TextKind.SCANNED: kept}


def _paragraphs(
    files: Sequence[Corpus], texts: _Texts, names: _Names, progress: Progress
) -> Iterator[tuple[TextKind, str]]:
    seen = Seen()
    for corpus in files:
        for text, block, held_out in split(corpus, seen):
            if corpus.official and corpus.kind is not TextKind.SCANNED and len(text) > _OWN_PAGES:
                (texts.held_out if held_out else texts.training).append(text)
            if not held_out:
                names.counter.add((corpus.path.name, block), text)
                yield corpus.kind, text if corpus.names else without_names(text, names.hidden)
        progress(f"{corpus.path.name} read")


def _facts(
    files: Sequence[Corpus], seed: int, plan: Plan, tokens: Mapping[str, int]
) -> dict[str, object]:
    return {
        "corpora": [[corpus.path.name, corpus.sha256, corpus.kind] for corpus in files],
        "weights": {kind.value: kind.weight for kind in TextKind},
        "seed": seed,
        "pages": [plan.both, plan.right, plan.held_out],
        "tokens": dict(tokens),
    }
