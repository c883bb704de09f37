"""How close a text is to the true text, and what restoration repaired or broke on the way.

Texts are aligned as a whole, so line breaks do not count but the reading order does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields

from rapidfuzz.distance import Levenshtein

# What makes two texts comparable: one form of Unicode, white space, dashes and quotation marks, and nothing else.
#
# Case and tone placement count. The definitions are those of our acceptance scorers, so that figures compare.

_VARIANTS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
    }
)
_SYLLABLE = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"[0-9]+")


def level(text: str) -> str:
    """NFC, runs of white space as one blank, plain dashes and quotation marks.

    >>> level(" a –  b")
    'a - b'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_VARIANTS).split())


def syllables(text: str) -> list[str]:
    """The runs of letters and digits; punctuation is split off.

    >>> syllables("UBND; 85,745")
    ['UBND', '85', '745']
    """
    return _SYLLABLE.findall(level(text))


def digit_strings(text: str) -> list[str]:
    """The runs of ASCII digits, those inside words too."""
    return _DIGITS.findall(level(text))


def numbered(*sequences: Sequence[str]) -> list[list[int]]:
    """The sequences with a number for each token, equal tokens with equal numbers: faster to align."""
    number: dict[str, int] = {}
    return [[number.setdefault(token, len(number)) for token in tokens] for tokens in sequences]


def share(part: float, whole: float, empty: float = 1.0) -> float:
    """Part of a whole, 0 to 1; `empty` where there is nothing to take a part of."""
    return part / whole if whole else empty


def shown(value: float | None) -> str:
    """A figure in seven places for a table; a dash for none."""
    return f"{'-':>7}" if value is None else f"{value:7.4f}"


def aligned(rows: Iterable[Sequence[str]]) -> str:
    """Rows of a table as text: the first column to the left, the others to the right."""
    cells = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            text.ljust(width) if i == 0 else text.rjust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )


@dataclass(frozen=True, slots=True)
class TextScore:
    """Counts of one text or, added up, of many; the properties are shares.

    `raw_*`, `repaired` and `broken` are 0 unless the text before restoration was given.
    """

    syllables: int = 0  # of the truth
    syllable_errors: int = 0  # substitutions, deletions and insertions
    characters: int = 0
    character_errors: int = 0
    digit_strings: int = 0
    digit_strings_found: int = 0  # in the text that is scored
    digits_kept: int = 0
    digits_changed: int = 0
    digits_lost: int = 0
    digits_invented: int = 0
    raw_errors: int = 0
    raw_wrong: int = 0  # true syllables that are wrong in the raw text
    raw_right: int = 0
    repaired: int = 0  # wrong in the raw text, right in the text
    broken: int = 0  # right in the raw text, wrong in the text

    def __add__(self, other: TextScore) -> TextScore:
        return TextScore(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def syllable_accuracy(self) -> float:
        """1 - word error rate over syllables; below zero where much was added."""
        return 1 - share(self.syllable_errors, self.syllables, float(self.syllable_errors > 0))

    @property
    def cer(self) -> float:
        """Character error rate: edits divided by true characters."""
        return share(self.character_errors, self.characters, float(self.character_errors > 0))

    @property
    def digit_precision(self) -> float:
        """Share of the text's digit strings that are true ones in their place."""
        return share(self.digits_kept, self.digit_strings_found)

    @property
    def digit_recall(self) -> float:
        """Share of the true digit strings that the text has in their place."""
        return share(self.digits_kept, self.digit_strings)

    @property
    def raw_syllable_accuracy(self) -> float:
        """Syllable accuracy of the text before restoration."""
        return 1 - share(self.raw_errors, self.syllables, float(self.raw_errors > 0))

    @property
    def repaired_share(self) -> float:
        """Share of the syllables wrong in the raw text that became right."""
        return share(self.repaired, self.raw_wrong)

    @property
    def harm_share(self) -> float:
        """Share of the syllables right in the raw text that became wrong."""
        return share(self.broken, self.raw_right, 0.0)


def score_text(truth: str, text: str, raw: str | None = None) -> TextScore:
    """Compare a text, and where given the text before restoration, with the true text."""
    true, ours = numbered(syllables(truth), syllables(text))
    kept, changed, lost, invented = _digits(digit_strings(truth), digit_strings(text))
    figures = TextScore(
        syllables=len(true),
        syllable_errors=Levenshtein.distance(true, ours),
        characters=len(level(truth)),
        character_errors=Levenshtein.distance(level(truth), level(text)),
        digit_strings=len(digit_strings(truth)),
        digit_strings_found=len(digit_strings(text)),
        digits_kept=kept,
        digits_changed=changed,
        digits_lost=lost,
        digits_invented=invented,
    )
    return figures if raw is None else figures + _repairs(truth, text, raw)


def _repairs(truth: str, text: str, raw: str) -> TextScore:
    true, before = numbered(syllables(truth), syllables(raw))
    was = _right(syllables(truth), syllables(raw))
    now = _right(syllables(truth), syllables(text))
    pairs = list(zip(was, now, strict=True))
    return TextScore(
        raw_errors=Levenshtein.distance(true, before),
        raw_wrong=was.count(False),
        raw_right=was.count(True),
        repaired=pairs.count((False, True)),
        broken=pairs.count((True, False)),
    )


def _right(truth: Sequence[str], text: Sequence[str]) -> list[bool]:
    """For each true token, whether the alignment finds it unchanged."""
    right = [False] * len(truth)
    for step in Levenshtein.opcodes(*numbered(truth, text)):
        if step.tag == "equal":
            right[step.src_start : step.src_end] = [True] * (step.src_end - step.src_start)
    return right


def _digits(truth: Sequence[str], text: Sequence[str]) -> tuple[int, int, int, int]:
    """How many strings of digits were kept, changed, lost and invented."""
    count = dict.fromkeys(("equal", "replace", "delete", "insert"), 0)
    for step in Levenshtein.opcodes(*numbered(truth, text)):
        count[step.tag] += max(step.src_end - step.src_start, step.dest_end - step.dest_start)
    return count["equal"], count["replace"], count["delete"], count["insert"]


def show_text(score: TextScore, tell: Callable[[str], str] = str) -> str:
    """The figures for a reader; `tell` puts words into the reader's language."""
    digits = f"{score.digits_changed} changed, {score.digits_lost} lost, {score.digits_invented} invented"
    rows = [
        (
            "syllable accuracy",
            score.syllable_accuracy,
            f"{score.syllable_errors} errors in {score.syllables}",
        ),
        ("CER", score.cer, f"{score.character_errors} edits in {score.characters}"),
        ("digit precision", score.digit_precision, f"{score.digit_strings} true strings: {digits}"),
        ("digit recall", score.digit_recall, ""),
    ]
    if score.raw_wrong + score.raw_right:
        rows += [
            ("accuracy before", score.raw_syllable_accuracy, f"{score.raw_errors} errors"),
            ("repaired", score.repaired_share, f"{score.repaired} of {score.raw_wrong} wrong"),
            ("harm", score.harm_share, f"{score.broken} of {score.raw_right} right"),
        ]
    return aligned((tell(name), shown(value), tell(note)) for name, value, note in rows)
