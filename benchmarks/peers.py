"""The tools that `benchmarks/restore.py` puts side by side: ours, the text as it is, and what can be installed for the task.

pyvi puts marks on stripped text and lowers its letters, so the input's case is put back word by word; symspellpy corrects
word by word over our own vocabulary. Both come with `pip install -e '.[bench]'`; where one is missing, a line says so.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator

from extract.fold import unaccent
from extract.restore import Restorer

Tool = Callable[[str], str]
_WORD = re.compile(r"\w*[^\W\d_]\w*")


def tools(restorer: Restorer) -> Iterator[tuple[str, Tool]]:
    """The tools that are here, by name; prints which are not."""
    yield "identity", str
    yield "vanban", lambda text: restorer.restore_text(text)[0]
    for name, make in (("pyvi", _pyvi), ("symspellpy", lambda: _symspell(restorer))):
        try:
            yield name, make()
        except ImportError as error:
            print(f"{name} left out: {error} (pip install -e '.[bench]')")


def _pyvi() -> Tool:
    add_accents: Tool = importlib.import_module("pyvi.ViUtils").add_accents

    def line_of(line: str) -> str:
        try:
            return _with_case(line, add_accents(line)) if line.strip() else line
        except KeyError:  # letters in a combination that its table lacks: it gives nothing
            return line

    return lambda text: "\n".join(map(line_of, text.split("\n")))


def _with_case(line: str, accented: str) -> str:
    """The words that only gained marks, in the case of the input; any other line as pyvi gave it."""
    words, found = line.split(), accented.split()
    if len(words) != len(found):
        return accented
    return " ".join(map(_in_case, words, found))


def _in_case(word: str, found: str) -> str:
    if len(word) != len(found) or unaccent(found).lower() != unaccent(word).lower():
        return found
    pairs = zip(word, found, strict=True)
    return "".join(new.upper() if old.isupper() else new.lower() for old, new in pairs)


def _symspell(restorer: Restorer) -> Tool:
    module = importlib.import_module("symspellpy")
    speller = module.SymSpell()
    lexicon = restorer.mender.engine.lexicon
    for word, cost in zip(lexicon.words, lexicon.own.tolist(), strict=True):
        speller.create_dictionary_entry(word, max(1, int(1e9 * 2.718**-cost)))

    def correct(match: re.Match[str]) -> str:
        found = speller.lookup(
            match.group(), module.Verbosity.TOP, 2, include_unknown=True, transfer_casing=True
        )
        return str(found[0].term)

    return lambda text: _WORD.sub(correct, text)
