"""The outline: the body's lines as a tree of sections, by numbering, headings and gaps.

(Interface; the builder `build_outline` is written beside it.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extract.parse.passage import Passage


class MarkKind(StrEnum):
    """Kinds of item marks, highest rank first; `NONE` is a plain paragraph or a heading without a mark."""

    PART = "part"  # Phần I, Chương I, Mục 1
    ARTICLE = "article"  # Điều 2.
    CAPITAL = "capital"  # A.
    ROMAN = "roman"  # II.
    NUMBER = "number"  # 1., 1.1., 1.1.1
    LETTER = "letter"  # a), đ)
    DASH = "dash"  # -, +, *, •
    ROW = "row"  # a table's row, cells separated by " | "
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Mark:
    """An item's mark.

    `label` is as printed and repaired ("5", "II", "đ", "Điều 3"; "" for a dash), `depth` its number of parts
    ("1.1.2" has 3).
    """

    kind: MarkKind
    label: str = ""
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Node:
    """A section: its mark, its own text (mark removed, continuation lines joined) and what hangs below it."""

    mark: Mark
    own: Passage
    children: tuple[Node, ...] = ()

    def walk(self) -> Iterator[tuple[tuple[Node, ...], Node]]:
        """Every node below this one in reading order, each with its ancestors (outermost first, this one excluded)."""
        for child in self.children:
            yield (), child
            for above, node in child.walk():
                yield (child, *above), node
