"""How often a badly read name stamp finds its name among an office's signers, and how often another's.

    .venv/bin/python benchmarks/register.py $VANBAN_DATA/corpora/person_name_counts.tsv [--offices 1500] [--signers 5]

Names are drawn by the frequency of their parts; letters of a reading are exchanged or lost at random, marks and capitals all lost.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import defaultdict
from pathlib import Path

from extract.check.archive import nearest
from extract.fold import fold

_LETTERS = "abcdeghiklmnopqrstuvxy"
_EXCHANGED = 0.7  # of the letters read wrong; the others are lost


class Names:
    """Draws names whose parts come as often as in the file."""

    def __init__(self, path: Path, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a drawing, no secret
        self.parts: dict[str, tuple[list[str], list[int]]] = defaultdict(lambda: ([], []))
        with path.open(encoding="utf-8", newline="") as file:
            for kind, text, count in csv.reader(file, delimiter="\t"):
                self.parts[kind][0].append(text)
                self.parts[kind][1].append(int(count))

    def draw(self) -> str:
        """A name of three words, every fifth of four."""
        kinds = ["ho", "dem", "ten"] + ["ten"] * (self.random.random() < 0.2)
        return " ".join(self.random.choices(*self.parts[kind])[0] for kind in kinds)

    def misread(self, name: str, wrong: float) -> str:
        """The name with this share of its letters wrong."""
        return "".join(self._letter(letter, wrong) for letter in fold(name))

    def _letter(self, letter: str, wrong: float) -> str:
        chance = self.random.random()
        if chance >= wrong:
            return letter
        return self.random.choice(_LETTERS) if chance < wrong * _EXCHANGED else ""


def main() -> None:
    """Print a line for each share of wrong letters."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", type=Path)
    parser.add_argument("--offices", type=int, default=1500)
    parser.add_argument("--signers", type=int, default=5)
    given = parser.parse_args()
    print("wrong letters   own name   another's   strangers who pass")
    for wrong in (0.0, 0.1, 0.2, 0.3, 0.4):
        names = Names(given.names, 1)
        own = other = passed = 0
        for _ in range(given.offices):
            signers = [names.draw() for _ in range(given.signers)]
            found = nearest(names.misread(signers[0], wrong), signers)
            own += found == signers[0]
            other += found not in {None, signers[0]}
            passed += nearest(names.misread(names.draw(), wrong), signers) is not None
        shares = (100 * count / given.offices for count in (own, other, passed))
        print(f"{wrong:>13.0%}   {'   '.join(f'{share:8.1f} %' for share in shares)}")


if __name__ == "__main__":
    main()
