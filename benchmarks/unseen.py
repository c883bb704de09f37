"""`python benchmarks/unseen.py CORPORA FOLDER [--models FILE...]`: restoration of texts of days after the training text, of a province left out of it, of laws held out.

FOLDER takes a folder for each set, as `benchmarks/restore.py` reads them, where it is not there yet: right paragraphs drawn by a fixed seed, pages of
them in fonts that no channel saw, printed and scanned (`eng`) or copied (`scan`), read with the English model. Then each model is measured on them,
without peers. A model that was trained before these sets were set aside has seen the province (`extract/train/counting.py`).
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from restore import measured, report
from texts import folder_pairs, made_from

from benchmarks.training.copied import copied_page
from extract.dictionaries import load
from extract.restore import Restorer, load_restorer
from extract.train.counting import AFTER, PROVINCE, Corpus, Seen, find_corpora, split
from extract.train.pages import HELD_OUT_FONTS, Rendered, find_fonts, pages, read_page

SYLLABLES, SHORT = 16_000, 60  # of a set; characters of a paragraph
PAGES = 12  # of a set and kind
KINDS = ("stripped", "eng", "scan", "right")


def sets(corpora: Path) -> dict[str, list[str]]:
    """The paragraphs of each set, in order."""
    found: dict[str, list[str]] = {"after": [], "province": [], "laws": []}
    seen = Seen()
    for corpus in find_corpora([corpora]):
        for text, _, held_out in split(corpus, seen):
            if held_out and len(text) > SHORT:
                found[_set_of(text, corpus)].append(text)
    return found


def _set_of(text: str, corpus: Corpus) -> str:
    if PROVINCE.search(text):
        return "province"
    return "after" if corpus.name in AFTER or not corpus.official else "laws"


def make(corpora: Path, folder: Path) -> None:
    """Write the sets that are not there."""
    if folder.exists():
        return
    for name, texts in sets(corpora).items():
        rng = random.Random(f"unseen:{name}")  # noqa: S311 not for secrets
        rng.shuffle(texts)
        home = folder / name
        home.mkdir(parents=True)
        (home / "text.truth.txt").write_text("\n".join(_some(texts)), encoding="utf-8")
        for stem, page in _pages(texts, rng):
            lines = [" ".join(word.text for word in line) for line in read_page(page.image, "eng")]
            (home / f"{stem}.txt").write_text("\n".join(lines), encoding="utf-8")
            (home / f"{stem}.truth.txt").write_text("\n".join(page.lines), encoding="utf-8")


def _some(texts: Sequence[str]) -> Iterator[str]:
    count = 0
    for text in texts:
        if count >= SYLLABLES:
            return
        count += len(text.split())
        yield text


def _pages(texts: Sequence[str], rng: random.Random) -> Iterator[tuple[str, Rendered]]:
    fonts = find_fonts(HELD_OUT_FONTS)
    for number in range(PAGES):
        yield f"{number}.eng", next(pages(texts, fonts, 1, rng))
        yield f"{number}.scan", copied_page(texts, fonts, rng, worse=False)


def main() -> None:
    """Make the sets, measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--models", type=Path, nargs="*", default=[None])
    given = parser.parse_args()
    make(given.corpora, given.folder)
    for model in given.models:
        restorer = load_restorer(load(), *([model] if model else []))
        for home in sorted(given.folder.iterdir()):
            _show(home, restorer)


def _show(home: Path, restorer: Restorer) -> None:
    pairs = list(folder_pairs(home))
    pairs += [made for pair in pairs if pair.kind == "right" for made in made_from(pair.truth)]
    for kind in KINDS:
        of_kind = [pair for pair in pairs if pair.kind == kind]
        row = measured(lambda text: restorer.restore_text(text)[0], of_kind)
        print(report(home.name, kind, row), restorer.artifact.path.name, flush=True)


if __name__ == "__main__":
    main()
