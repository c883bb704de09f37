"""`python benchmarks/initials.py CORPORA`: learns which abbreviations have a Đ where only a D is left, and writes `extract/data/initials.tsv`.

Abbreviations that stand alone in running text are counted by their letters without marks; one form of these letters must be nine in ten, and stand
in the text five times. What training may see is counted; the held-out blocks say how often the file would be right.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from extract.fold import unaccent
from extract.restore.codes import LONGEST, SHORTEST, USUAL_FILE
from extract.train.counting import find_corpora, is_held_out, paragraphs

BLOCK = 200  # paragraphs held out together
FEWEST, SHARE = 5, 0.9
_ABBREVIATION = re.compile(
    rf"(?<![\w/&-])(?<![A-ZĐ] )[A-ZĐƯ]{{{SHORTEST},{LONGEST}}}(?![\w/&-])(?! [A-ZĐ]{{2}})"
)
Counts = Mapping[str, Counter[str]]


def counted(corpora: Path) -> tuple[Counts, Counts]:
    """Forms by their letters without marks: what training may see, and the held-out blocks."""
    seen: dict[str, Counter[str]] = {}
    held: dict[str, Counter[str]] = {}
    for corpus in find_corpora([corpora]):
        for number, text in enumerate(paragraphs(corpus)):
            into = held if is_held_out(corpus.path.name, number // BLOCK) else seen
            for form in forms(text or ""):
                into.setdefault(unaccent(form), Counter())[form] += 1
    return seen, held


def forms(text: str) -> Iterator[str]:
    """The abbreviations of a paragraph, none of one in capitals throughout."""
    if not text.isupper():
        yield from _ABBREVIATION.findall(text)


def usual(counts: Counts) -> dict[str, str]:
    """The form with a Đ that letters nearly always stand for."""
    found = {}
    for bare, of_form in counts.items():
        form, count = of_form.most_common(1)[0]
        if "Đ" in form and count >= FEWEST and count >= SHARE * of_form.total():
            found[bare] = form
    return found


def main() -> None:
    """Count, check, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    seen, held = counted(parser.parse_args().corpora)
    found = usual(seen)
    asked = {bare: of_form for bare, of_form in held.items() if "D" in bare}
    right = sum(asked[bare][form] for bare, form in found.items() if bare in asked)
    said = sum(asked[bare].total() for bare in found if bare in asked)
    barred = sum(n for of_form in asked.values() for form, n in of_form.items() if "Đ" in form)
    print(
        f"{len(found)} abbreviations; of {barred} with a Đ in held-out text {right} are among them, {said - right} others would gain one"
    )
    head = (
        "# Abbreviations with a Đ by their letters without marks, as running text has them nine times in ten or more.\n"
        "# Written by benchmarks/initials.py; do not edit by hand.\n"
    )
    rows = "".join(f"{bare}\t{found[bare]}\n" for bare in sorted(found))
    USUAL_FILE.write_text(head + rows, encoding="utf-8")


if __name__ == "__main__":
    main()
