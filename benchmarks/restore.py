"""`python benchmarks/restore.py [FOLDER]`: accuracy and speed of restoration beside its peers, in one run.

FOLDER holds right texts NAME.truth.txt and, if there are any, readings of the same text NAME.eng.txt and NAME.vie.txt
with their own NAME.eng.truth.txt; the stripped text is made here. Without FOLDER the invented readings of the tests are
used. Peers: the identity, pyvi and symspellpy (with our vocabulary) where they are installed. Accuracy is the share of
the truth's words with a letter that the output gives, case-sensitive; `changed` the share of right words that a tool
changes in right text; speed counts words a second of one process, warm.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from extract.dictionaries import load
from extract.restore import Restorer, load_restorer
from extract.unaccent import unaccent_letter

Tool = Callable[[str], str]
CASES = Path(__file__).parents[1] / "tests" / "cases" / "restore" / "recognised.json"
WORD = re.compile(r"\w*[^\W\d_]\w*")


@dataclass(frozen=True, slots=True)
class Input:
    """A kind of input, a text of it, and what it should become."""

    kind: str
    text: str
    truth: str


def inputs(folder: Path | None) -> Iterator[Input]:
    """The inputs of a folder, or of the tests."""
    pairs = list(folder_pairs(folder) if folder else case_pairs())
    yield from pairs
    for truth in dict.fromkeys(pair.truth for pair in pairs):
        yield Input("right", truth, truth)
        yield Input("stripped", "".join(map(strip, truth)), truth)


def strip(letter: str) -> str:
    """A letter without its marks; other characters stay."""
    return unaccent_letter(letter) if letter.isalpha() else letter


def folder_pairs(folder: Path) -> Iterator[Input]:
    """Readings with their own truth, and bare truths."""
    for file in sorted(folder.glob("*.truth.txt")):
        stem = file.name.removesuffix(".truth.txt")
        reading = folder / f"{stem}.txt"
        kind = stem.rpartition(".")[2]
        if reading.exists() and kind in {"eng", "vie", "scan"}:
            yield Input(kind, reading.read_text("utf-8"), file.read_text("utf-8"))
        else:
            yield Input("right", file.read_text("utf-8"), file.read_text("utf-8"))


def case_pairs() -> Iterator[Input]:
    """The invented readings of the tests."""
    for case in json.loads(CASES.read_text("utf-8")):
        yield Input("reading", "\n".join(case["text"]), "\n".join(case["truth"]))


def tools(restorer: Restorer) -> dict[str, Tool]:
    """The tools by name."""
    found: dict[str, Tool] = {
        "identity": str,
        "vanban": lambda text: restorer.restore_text(text)[0],
    }
    try:
        found["pyvi"] = importlib.import_module("pyvi.ViUtils").add_accents
    except ImportError:
        print("pyvi is not installed: left out")
    try:
        found["symspellpy"] = symspell(restorer)
    except ImportError:
        print("symspellpy is not installed: left out")
    return found


def symspell(restorer: Restorer) -> Tool:
    """Spelling correction word by word over our own vocabulary."""
    module = importlib.import_module("symspellpy")
    speller = module.SymSpell()
    lexicon = restorer.mender.engine.lexicon
    for word, cost in zip(lexicon.words, lexicon.own.tolist(), strict=True):
        speller.create_dictionary_entry(word, max(1, int(1e9 * 2.718**-cost)))

    def correct(match: re.Match[str]) -> str:
        return str(
            speller.lookup(
                match.group(), module.Verbosity.TOP, 2, include_unknown=True, transfer_casing=True
            )[0].term
        )

    return lambda text: WORD.sub(correct, text)


def words(text: str) -> list[str]:
    """The words with a letter."""
    return WORD.findall(unicodedata.normalize("NFC", text))


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    start = time.perf_counter()
    restorer = load_restorer(load())
    restorer.restore_text("Ké hoach cong tac nam 2024")
    print(f"load and first use: {time.perf_counter() - start:.2f} s")
    given = list(inputs(folder))
    print(f"{'kind':<10}{'tool':<12}{'words':>8}{'right':>9}{'words/s':>10}")
    for name, tool in tools(restorer).items():
        for kind in dict.fromkeys(item.kind for item in given):
            report(name, tool, [item for item in given if item.kind == kind])


def report(name: str, tool: Tool, given: list[Input]) -> None:
    """One line: a tool on one kind of input."""
    total = errors = 0
    seconds = 0.0
    for item in given:
        start = time.perf_counter()
        output = tool(item.text)
        seconds += time.perf_counter() - start
        truth = words(item.truth)
        total += len(truth)
        errors += Levenshtein.distance(words(output), truth)
    print(
        f"{given[0].kind:<10}{name:<12}{total:>8}{1 - errors / total:>9.2%}{total / max(seconds, 1e-6):>10,.0f}"
    )


if __name__ == "__main__":
    main()
