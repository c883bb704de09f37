"""Words that the wrong model read from specks at a line's end (`văn bản. . oe`): cut off where nearly certain, always listed.

From the line's end inwards each word is weighed by its signs (`speck_signs.py`), what stands behind it being specks; the
first that is not nearly certain ends it. Digits, points (`a)`), codes, units and what counts or is counted always stay.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from extract.restore.decoding.damage import Damage
from extract.restore.decoding.decoded import Decoded
from extract.restore.decoding.labels import is_initial, is_roman
from extract.restore.decoding.numbered import NUMBERED
from extract.restore.decoding.stretch import DamagedLine
from extract.restore.edits import Edit
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.ngrams import Tables
from extract.restore.repairs.speck_signs import (
    ENDS,
    LONGEST,
    OWN_MARKS,
    Ending,
    Sheet,
    Signs,
    ending,
    sheet,
)
from extract.unaccent import unaccent

FILE = Path(__file__).parents[2] / "data" / "specks.tsv"
_NO_WORD = re.compile(r"[^\w()/&@]*[^\W\d_]+[^\w()/&@]*")  # `a)` is a point's letter
LEAST = 2.0  # nats for specks: at so many four of five go, and of words one in a hundred, nearly all specks laid wrongly
# nats more: where a capital may open a sentence, and where a document's lines have hardly a lone mark at their ends
_OPENING, _CLEAN, _HARDLY = 2.0, 2.0, 0.03
_SURE = 0.97  # never surer
_UNITS = frozenset({"m", "km", "cm", "mm", "kg", "g", "ha", "l", "ml"})
_LISTED = frozenset({"", ",", ";"})


@dataclass(frozen=True, slots=True)
class Rubbish:
    """Finds what specks were read as, by what each sign weighs (nats; the sign without a name stands for all words)."""

    weights: Mapping[str, float]
    signs: Signs

    def cuts(self, lines: Sequence[DamagedLine], decoded: Sequence[Decoded]) -> dict[int, Edit]:
        """By line, the deletion of its end; of lines that the wrong model read alone."""
        texts = [line.text if line.damage is Damage.WRONG_MODEL else "" for line in lines]
        if not any(texts):
            return {}
        words = {line: tuple(of_line) for line, of_line in groupby(decoded, lambda word: word.line)}
        page = sheet(texts, [words.get(at, ()) for at in range(len(lines))])
        found = ((at, self._cut(page, at, line.text)) for at, line in enumerate(lines))
        return {at: edit for at, edit in found if edit is not None}

    def _cut(self, page: Sheet, line: int, text: str) -> Edit | None:
        tokens = page.lines[line]
        kept, sure = len(tokens), _SURE
        for at in range(len(tokens) - 1, -1, -1):
            if tokens[at].letters:
                chance = self._chance(page, line, at, text)
                if chance is None:
                    break
                kept, sure = at, min(sure, chance)
        if kept == len(tokens):
            return None
        return Edit(_kept_end(page, line, kept), len(text.rstrip()), "", "channel", round(sure, 3))

    def _chance(self, page: Sheet, line: int, at: int, text: str) -> float | None:
        """How likely a token is specks; `None` where it may not be or where that is not nearly certain."""
        token = page.lines[line][at]
        if len(token.letters) > LONGEST or _NO_WORD.fullmatch(token.text) is None:
            return None
        place = ending(page, line, at)
        if _may_be_text(place) or is_initial(text, token.start, token.end):
            return None
        opens = place.mark in ENDS and token.letters[0].isupper()
        nats = self.nats(place) - _OPENING * opens - _CLEAN * (place.dirt < _HARDLY)
        return None if nats < LEAST else 1 / (1 + math.exp(-nats))

    def nats(self, place: Ending) -> float:
        """What speaks for specks: the logarithm of their odds."""
        return self.weights[""] + sum(self.weights.get(sign, 0.0) for sign in self.signs.of(place))


def _may_be_text(place: Ending) -> bool:
    """Whether it may be a unit, the letter of a label or a list (`điểm . a`, `bên B`), a Roman number or the end of a name."""
    before, letters = place.before, place.token.letters
    if before is None:
        return True  # a line's first word: no line is emptied
    if before.text[-1].isdigit() or (before.text[-1] == ")" and letters in _UNITS):
        return not place.marks
    beside, alone = not place.marks and not place.mark, len(letters) == 1
    if beside and letters[0].isupper() and before.letters[0].isupper():
        return True
    listed = len(before.letters) == 1 or before.letters[-1].isdigit()
    if alone and not place.marks and place.mark in _LISTED and listed:
        return True
    texts = (before.text, *(word.text for word in before.words[-1:]))
    counts = any(unaccent(text).lower() in NUMBERED for text in texts)
    return counts and (alone or is_roman(letters))


def _kept_end(page: Sheet, line: int, kept: int) -> int:
    """Where the text ends that stays: behind its last word, and behind one mark that may be the sentence's own."""
    tokens = page.lines[line]
    last = next((at for at in range(kept - 1, -1, -1) if tokens[at].letters), None)
    assert last is not None  # a line's first word always stays
    after = tokens[last + 1].text if last + 1 < kept else ""
    own = after in OWN_MARKS and tokens[last].text[-1] not in OWN_MARKS
    return tokens[last + own].end


def rubbish(lexicon: Lexicon, tables: Tables, file: Path = FILE) -> Rubbish:
    """With the weights that `benchmarks/specks.py` learned."""
    rows = [row.split("\t") for row in file.read_text("utf-8").splitlines() if row[:1] != "#"]
    return Rubbish({sign: float(nats) for sign, nats in rows}, Signs(lexicon, tables))
