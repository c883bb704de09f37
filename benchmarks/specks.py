"""`python benchmarks/specks.py CORPORA [--pages N]`: learns what specks at a line's end are read as, and writes `extract/data/specks.tsv`.

Official paragraphs of CORPORA that training may see are set, copied badly (`extract/train/copying.py`) and read with the English model.
The last words of each line are rubbish where no true word stands beside them; what lies beside a word that is wholly unlike it is
rubbish too. Forms seen three times are kept. Prints how much of the rubbish, and which right words, the rule drops by the other pages' forms.
"""

from __future__ import annotations

import argparse
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from extract.dictionaries import load
from extract.restore import load_restorer
from extract.restore.decoding.damage import Damage
from extract.restore.decoding.stretch import DamagedLine, Engine
from extract.restore.repairs.rubbish import FILE, Rubbish, Token, tokens_of
from extract.train.aligning import align_lists
from extract.train.copying import copied_page
from extract.train.corpora import Seen, find_corpora, is_held_out, paragraphs
from extract.train.reading import read_page
from extract.train.rendering import TRAINING_FONTS, find_fonts
from extract.unaccent import unaccent

BLOCK, SHORT = 200, 25  # paragraphs held out together; characters of paragraphs that are not set
FEWEST = 3
UNLIKE = 0.75  # of the letters: what is laid beside a word by chance


class Page(NamedTuple):
    """The true lines of a page and the lines as read."""

    truth: Sequence[str]
    read: Sequence[str]


class Tail(NamedTuple):
    """The last words of a line as read, as they are asked for, and whether each is rubbish (`None`: who knows)."""

    page: int
    tokens: list[Token]
    following: str
    labels: dict[int, bool | None]


def texts(corpora: Path) -> list[str]:
    """The official paragraphs of training."""
    seen = Seen()
    return [
        text
        for corpus in find_corpora([corpora])
        for number, text in enumerate(paragraphs(corpus))
        if text and seen.is_new(text) and corpus.official and len(text) > SHORT
        if not is_held_out(corpus.path.name, number // BLOCK)
    ]


def read_pages(official: Sequence[str], count: int) -> Iterator[Page]:
    """Copies, every second one of the worse kind, as the English model reads them."""
    fonts = find_fonts(TRAINING_FONTS)
    for number in range(count):
        rng = random.Random(f"R2:{number}")  # noqa: S311 not for secrets
        page = copied_page(official, fonts, rng, worse=number % 2 == 0)
        read = read_page(page.image, "eng")
        yield Page(page.lines, [" ".join(word.text for word in line) for line in read])


def tails(number: int, page: Page, engine: Engine) -> Iterator[Tail]:
    """The ends of the lines of a page that have a true line beside them."""
    decoded = engine.decode([DamagedLine(line, Damage.WRONG_MODEL) for line in page.read])
    words = [tuple(word for word in decoded if word.line == at) for at in range(len(page.read))]
    for (i, di), (j, dj) in align_lists(plain(page.truth), plain(page.read)):
        if di == dj == 1:
            tokens = tokens_of(page.read[j], words[j])
            following = words[j + 1][0].text if j + 1 < len(words) and words[j + 1] else ""
            labels = labelled(page.truth[i].split(), [token.text for token in tokens])
            yield Tail(number, tokens, following, labels)


def plain(lines: Sequence[str]) -> list[str]:
    """The lines without marks and capitals."""
    return [unaccent(line).lower() for line in lines]


def labelled(truth: Sequence[str], read: Sequence[str]) -> dict[int, bool | None]:
    """Which tokens at the end of a line are rubbish, from the last to the first that is not."""
    beside: dict[int, bool | None] = {}
    for (i, di), (j, dj) in align_lists(plain(truth), plain(read)):
        near = truth[max(0, i - 2) : i + 3]
        for at in range(j, j + dj):
            other = unlike(read[at], near)
            beside[at] = None if dj > 1 or (di == 0 and not other) else other
    labels: dict[int, bool | None] = {}
    for at in range(len(read) - 1, -1, -1):
        if any(map(str.isalnum, read[at])):
            labels[at] = beside[at]
            if beside[at] is False:
                break
    return labels


def unlike(read: str, true: Sequence[str]) -> bool:
    """Whether a reading looks like none of some words."""
    return all(
        Levenshtein.normalized_distance(*plain([read.strip(".,;:"), word.strip(".,;:")])) >= UNLIKE
        for word in true
    )


def learn(pages: Sequence[Page], engine: Engine) -> str:
    """The rows of the file; prints what a rule made of the other pages would drop."""
    found = [tail for number, page in enumerate(pages) for tail in tails(number, page, engine)]
    seen: dict[int, Counter[str]] = {number: Counter() for number in range(len(pages))}
    for tail in found:
        forms = (tail.tokens[at].form for at, label in tail.labels.items() if label)
        seen[tail.page].update(form for form in forms if form)
    total: Counter[str] = sum(seen.values(), Counter())
    dropped: Counter[bool | None] = Counter()
    for tail in found:
        rubbish = Rubbish(common(total - seen[tail.page]), engine.lexicon, engine.tables)
        for at in rubbish.dropped(tail.tokens, tail.following):
            label = tail.labels.get(at, False)
            dropped[label] += 1
            if label is False:
                print("right or damaged:", " ".join(token.text for token in tail.tokens[-5:]))
    labels = Counter(label for tail in found for label in tail.labels.values())
    print(
        f"of {labels[True]} rubbish {dropped[True]} dropped, of {labels[False]} right {dropped[False]}"
    )
    forms = common(total)
    return "".join(
        f"{form}\t{forms[form]}\n" for form in sorted(forms, key=lambda f: (-forms[f], f))
    )


def common(forms: Counter[str]) -> dict[str, int]:
    """The forms seen often enough to be told."""
    return {form: count for form, count in forms.items() if count >= FEWEST}


def main() -> None:
    """Read, learn, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--pages", type=int, default=120)
    given = parser.parse_args()
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # Tesseract's threads slow each other down
    pages = list(read_pages(texts(given.corpora), given.pages))
    rows = learn(pages, load_restorer(load()).mender.engine)
    head = (
        "# What Tesseract's English model reads from specks at the end of a line, and how often.\n"
    )
    made = f"# Written by benchmarks/specks.py from {len(pages)} rendered copies; do not edit by hand.\n"
    FILE.write_text(head + made + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
