"""`python benchmarks/small_words.py CORPORA`: counts which words hardly ever have a capital inside a sentence, and writes `extract/data/small_words.tsv`.

Of each file the first paragraphs that training may see are counted. Prints, for words between small words of the held-out paragraphs, how
many that the list calls small stand there with a capital.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from copies import first_texts

from benchmarks.training.weights import small_and_capital, usually_small
from extract.restore.capitals import FILE
from extract.train.counting import find_corpora
from extract.weights import written_weights

HEAD = """\
# How much oftener a word stands small than with a capital between small words, in nats (extract/restore/capitals.py).
# Written by benchmarks/small_words.py; do not edit by hand."""


def main() -> None:
    """Count, write, check."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("corpora", type=Path)
    corpora = find_corpora([parser.parse_args().corpora])
    small = usually_small(small_and_capital(first_texts(corpora, held_out=False)))
    FILE.write_text(written_weights(small, HEAD, 0.0), encoding="utf-8")
    others = small_and_capital(first_texts(corpora, held_out=True))
    listed = sum(others[word] for word in small)
    capitals = sum(others[word.capitalize()] for word in small)
    print(f"{len(small)} words; of {listed + capitals} held out {capitals} have a capital")


if __name__ == "__main__":
    main()
