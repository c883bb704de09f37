"""Words of the restored text that official language does not know: what a reader made up is rarely a known word.

The language model is asked once more, for what restoration left as it is. A word is unknown where the vocabulary lacks it and it is no abbreviation; two
neighbours are strange where the model never kept their pair and thinks it dear.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from extract.model import Strange
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.ngrams import Tables

_TOKEN = re.compile(r"(?P<word>[^\W\d_]+)|\d+|[^\w\s]")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_DEAR = (
    8.0  # nats; so dear and unseen are 0.6 % of the words of true texts, 1.0 % of those of readings
)


def strange_words(text: str, lexicon: Lexicon, tables: Tables) -> Iterator[Strange]:
    """Unknown words and strange pairs of a line, left to right."""
    before: tuple[int, int] | None = None  # the id of the word before and where it starts
    for token in _TOKEN.finditer(text):
        word = token["word"]
        number = None if word is None else lexicon.id_of(word)
        if word is not None and number is None and not _is_short_form(word):
            yield Strange(word, known=False)
        if before is not None and number is not None and _is_dear(before[0], number, tables):
            yield Strange(text[before[1] : token.end()], known=True)
        before = None if number is None else (number, token.start())


def _is_short_form(word: str) -> bool:
    """An abbreviation (VLNCN; no word with a tone is one) or the letter of an item: neither is in a vocabulary."""
    if len(word) == 1:
        return word.isascii() or word in "đĐ"
    return word.isupper() and _TONES.isdisjoint(unicodedata.normalize("NFD", word))


def _is_dear(first: int, second: int, tables: Tables) -> bool:
    return not tables.has_pair(first, second) and tables.bigram(first, second) > _DEAR
