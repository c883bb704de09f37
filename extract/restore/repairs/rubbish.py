"""Words and figures that the wrong model read from specks at a line's end (`văn bản. . oe`, `7 a`): cut off where nearly certain, always listed.

Each cut is worth what the signs (`speck_signs.py`) of all words behind it say together, so a doubtful word between two plain
ones goes too; its chance is its share among all cuts of the line and none. Guards (`speck_guards.py`) forbid some cuts.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.restore.decoding.damage import Damage
from extract.restore.decoding.damaged_line import DamagedLine
from extract.restore.decoding.decoded import Decoded
from extract.restore.edits import Edit
from extract.restore.model import weights
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.ngrams import Tables
from extract.restore.repairs.speck_guards import in_column, is_figure, may_be_specks, may_be_text
from extract.restore.repairs.speck_signs import (
    ENDS,
    OWN_MARKS,
    WITHIN,
    Ending,
    Sheet,
    Signs,
    ending,
    sheet,
)

FILE = weights.FOLDER / "specks.tsv"
LEAST = 0.88  # the least chance that a word is behind the right cut
# nats less: where a capital may open a sentence, where a document's lines have hardly a lone mark, where a figure goes
_OPENING, _CLEAN, _HARDLY, FIGURE = 2.0, 2.0, 0.03, 1.0
_SURE, _FIGURE_SURE = 0.97, 0.8  # never surer
_HOPELESS = -8.0  # nats of what stands behind: no cut before it is likely


@dataclass(frozen=True, slots=True)
class Cut:
    """What may be cut off: from which token on, what speaks for it (nats), whether a figure goes too."""

    at: int
    nats: float
    figure: bool


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
        found = likeliest([*self.possible(page, line, text)])
        if found is None:
            return None
        cut, chance = found
        rule, most = ("numeric", _FIGURE_SURE) if cut.figure else ("channel", _SURE)
        start, end = _kept_end(page, line, cut.at), len(text.rstrip())
        return Edit(start, end, "", rule, round(min(chance, most), 3))

    def possible(self, page: Sheet, line: int, text: str) -> Iterator[Cut]:
        """The cuts of a line that no guard forbids, the last first."""
        behind, figure = 0.0, False
        words = [at for at, token in enumerate(page.lines[line]) if token.letters]
        for at in reversed(words[1:]):
            token = page.lines[line][at]
            if not may_be_specks(token) or behind < _HOPELESS:
                return
            place = ending(page, line, at)
            own, around, within = self.weighed(self.signs.own(place), [*self.signs.around(place)])
            figure = figure or is_figure(token)
            stays = figure and (not _among_specks(page, line, place, at) or in_column(page, line))
            if not stays and not may_be_text(place, text):
                yield Cut(at, behind + own + around - _held(place) - FIGURE * figure, figure)
            behind += own + within

    def weighed(self, own: Iterable[str], around: Collection[str]) -> tuple[float, float, float]:
        """What speaks for specks: in the word, in its place where the cut is before it, and where the cut is farther in."""
        weigh = self.weights.get
        return (
            self.weights[""] + sum(weigh(sign, 0.0) for sign in own),
            sum(weigh(sign, 0.0) for sign in around),
            sum(weigh(WITHIN + sign, 0.0) for sign in around),
        )


def likeliest(cuts: Sequence[Cut]) -> tuple[Cut, float] | None:
    """The farthest cut that is right, or short of the right one, by a chance of `LEAST`, and that chance; the last cut comes first.

    >>> likeliest([Cut(7, 1.0, figure=False), Cut(5, 6.0, figure=False)])[0].at
    5
    """
    top = max([0.0, *(cut.nats for cut in cuts)])
    shares = [math.exp(cut.nats - top) for cut in cuts]
    whole, farther = math.exp(-top) + sum(shares), 0.0
    for cut, share in zip(reversed(cuts), reversed(shares), strict=True):
        farther += share
        if farther >= LEAST * whole:
            return cut, farther / whole
    return None


def _held(place: Ending) -> float:
    """Nats less for a cut where a sentence may open, and on a clean page."""
    opens = place.mark in ENDS and place.token.letters[0].isupper()
    return _OPENING * opens + _CLEAN * (place.dirt < _HARDLY)


def _among_specks(page: Sheet, line: int, place: Ending, at: int) -> bool:
    """Whether figures that go stand among specks: behind lone marks, beside words, or behind a sentence and before lone marks."""
    behind = page.lines[line][at:]
    if place.marks or any(token.letters and not is_figure(token) for token in behind):
        return True
    return bool(place.mark) and not behind[-1].letters


def _kept_end(page: Sheet, line: int, kept: int) -> int:
    """Where the text ends that stays: behind its last word, and behind one mark that may be the sentence's own."""
    tokens = page.lines[line]
    last = next((at for at in range(kept - 1, -1, -1) if tokens[at].letters), None)
    assert last is not None  # a line's first word always stays
    after = tokens[last + 1].text if last + 1 < kept else ""
    own = after in OWN_MARKS and tokens[last].text[-1] not in OWN_MARKS
    return tokens[last + own].end


def rubbish(lexicon: Lexicon, tables: Tables) -> Rubbish:
    """With the weights that `benchmarks/specks.py` learned."""
    return Rubbish(weights.load(FILE), Signs(lexicon, tables))
