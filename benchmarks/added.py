"""What restoration adds to the readers alone, part by part of the page: header, prose, tables, ending, names.

    python benchmarks/added.py [FOLDER]

FOLDER holds NAME.png or NAME.scan.pdf with their true text NAME.txt; without it, $VANBAN_DATA/eval/dev. `documents/make.py --forms
scan` makes such a folder. A true line belongs to the part that the line read most like it lies in; each part is scored without
regard to reading order (`extract.evaluate.score_page`), once with what was read, once with what was restored. A name (person, place, firm,
unit, found in the true text by the words before it) is right where it stands in the text whole, capitals aside.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from page_folder import checked, folder_parser
from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.texts import WORD, named_words
from extract.evaluate import PageScore, score_page
from extract.evaluate.text import level
from extract.ingest import open_source
from extract.model import Region, Restored
from extract.ocr import TesseractEngine, read_source
from extract.options import Options
from extract.pipeline import restore

PARTS = {
    Region.HEADER_LEFT: "header",
    Region.HEADER_RIGHT: "header",
    Region.TABLE: "tables",
    Region.RECIPIENTS: "ending",
    Region.SIGNATURE: "ending",
}
Scores = dict[str, tuple[PageScore, PageScore]]  # of a part: as read, as restored


def true_parts(restored: Restored, truth: str) -> Mapping[str, str]:
    """The true lines by the part of the page that they are most like."""
    lines = [line for page in restored.reading.pages for line in page.lines]
    choices = [level(text.text).replace("|", " ") for text in restored.lines]
    parts: dict[str, list[str]] = defaultdict(list)
    for line in truth.splitlines():
        wanted = level(line).replace("|", " ")
        found = wanted and process.extractOne(wanted, choices, scorer=fuzz.ratio)
        if found:
            parts[PARTS.get(lines[found[2]].region, "prose")].append(line)
    return {part: "\n".join(texts) for part, texts in parts.items()}


def by_part(restored: Restored, truth: str) -> Scores:
    """The scores of each part of a document."""
    read: dict[str, list[str]] = defaultdict(list)
    mended: dict[str, list[str]] = defaultdict(list)
    lines = [line for page in restored.reading.pages for line in page.lines]
    for line, text in zip(lines, restored.lines, strict=True):
        part = PARTS.get(line.region, "prose")
        read[part].append(line.raw)
        mended[part].append(text.text)
    true = true_parts(restored, truth)
    return {
        part: tuple(score_page(true.get(part, ""), "\n".join(of[part])) for of in (read, mended))
        for part in read | true
    }


def names_of(truth: str) -> Iterator[str]:
    """The names of a true text."""
    words = WORD.findall(truth)
    positions = sorted({at for found in named_words(truth).values() for at in found})
    start = 0
    for end, (one, other) in enumerate(pairwise([*positions, -1]), 1):
        if other != one + 1:
            yield " ".join(words[at] for at in positions[start:end])
            start = end


def found_names(restored: Restored, truth: str) -> Counter[str]:
    """How many names there are, and how many of them stand in the text as read and as restored."""
    texts = (restored.reading.raw, "\n".join(line.text for line in restored.lines))
    read, mended = (f" {' '.join(WORD.findall(text))} ".lower() for text in texts)
    count = Counter[str]()
    for name in names_of(truth):
        wanted = f" {name.lower()} "
        count.update(names=1, read=wanted in read, restored=wanted in mended)
    return count


def inputs(folder: Path) -> Iterator[tuple[Path, str]]:
    """Pages or documents with their true text."""
    for file in sorted([*folder.glob("*.png"), *folder.glob("*.scan.pdf")]):
        truth = file.with_name(f"{file.name.split('.')[0]}.txt")
        yield file, truth.read_text(encoding="utf-8")


def main() -> None:
    """Print the table."""
    folder = checked(folder_parser(__doc__).parse_args().folder)
    engine = TesseractEngine.start()
    total: Scores = defaultdict(lambda: (PageScore(), PageScore()))
    names = Counter[str]()
    for file, truth in inputs(folder):
        restored = restore(read_source(open_source(file, Options()), engine), Options())
        names += found_names(restored, truth)
        for part, (read, mended) in by_part(restored, truth).items():
            total[part] = (total[part][0] + read, total[part][1] + mended)
    print(
        f"{'part':8} {'letters':>8} {'CER read':>9} {'restored':>9} {'SER read':>9} {'restored':>9}"
    )
    for part, (read, mended) in total.items():
        figures = (read.fcer, mended.fcer, read.fser, mended.fser)
        print(f"{part:8} {read.characters:8} {' '.join(f'{figure:9.4f}' for figure in figures)}")
    print(
        f"names whole: {names['read']} of {names['names']} as read, {names['restored']} as restored"
    )


if __name__ == "__main__":
    main()
