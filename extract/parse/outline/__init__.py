"""The outline: the body's lines as a tree of sections, by numbering, headings and gaps; what every table parser is given of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract.dictionaries import Dictionaries, load
from extract.fold import any_of, fold
from extract.model import TextLine
from extract.parse.outline.blocks import NOTICE, Block, LineWords, blocks, is_capitals, rank
from extract.parse.outline.marks import ItemMark, MarkKind
from extract.parse.passage import Passage
from extract.records import Header

# Fixed precedence of marks is enough (no learnt levels): an item hangs under the last open item of a higher rank. Plain
# paragraphs and table rows are leaves under the item before them; closing sentences (`Trên đây là ...`) hang at the root and
# close all rows. A heading in capitals without a mark opens a section at the root.

__all__ = ["ItemMark", "MarkKind", "Node", "build_outline", "cells"]

_GROUND = re.compile(r"(?:can cu|xet|theo de nghi cua) (?!nhung|cac noi dung)")
_OF_THE_WHOLE = re.compile(
    r"\b(?:ke hoach|cong van|van ban|chi thi|quyet dinh|thong bao|huong dan|noi dung|cong dien|chuong trinh)\b[^,.;]{0,30}\b(?:nay|tren|tren day)\b|;$"
)
_EMPTY = Passage("", "", (), ())
_MOST_NESTED = (
    3  # rows of numbers within each other; a book of forms whose pages open with "1." is no deeper
)
_LEAVES = (MarkKind.NONE, MarkKind.ROW)


@dataclass(frozen=True, slots=True)
class Node:
    """A section: its mark, its own text (mark removed, continuation lines joined) and what hangs below it."""

    mark: ItemMark
    own: Passage
    children: tuple[Node, ...] = ()

    def walk(self, above: tuple[Node, ...] = ()) -> Iterator[tuple[tuple[Node, ...], Node]]:
        """Every node below this one in reading order, each with its ancestors (outermost first, this one excluded)."""
        for child in self.children:
            yield above, child
            if child.children:
                yield from child.walk((*above, child))


def build_outline(lines: Sequence[TextLine], dictionaries: Dictionaries | None = None) -> Node:
    """The tree of a body's lines; the root has no text of its own. Blank lines among them are gaps."""
    starters = _Starters.of(dictionaries or load())
    root = _Branch(Block(ItemMark(MarkKind.NONE), _EMPTY), (-1, 0))
    open_: list[_Branch] = [root]
    for block in blocks(lines, starters.words):
        branch = _Branch(block, _place(block, open_, starters))
        while len(open_) > 1 and open_[-1].rank >= branch.rank:
            open_.pop()
        open_[-1].below.append(branch)
        if block.mark.kind not in _LEAVES or (
            block.mark.kind is MarkKind.NONE and is_capitals(block.own.text)
        ):
            open_.append(branch)
    return root.freeze()


@dataclass(frozen=True, slots=True)
class _Starters:
    """Words that open a paragraph, the longest first (`Đề nghị` before the fold of `Để`), and where it then hangs."""

    words: LineWords
    places: Mapping[str, str]

    @staticmethod
    @lru_cache(maxsize=4)
    def of(dictionaries: Dictionaries) -> _Starters:
        """The compiled list of these dictionaries."""
        listed = dictionaries.mapping("paragraph_starters", "words", "place")
        places = {fold(words): place for words, place in listed.items()}
        ends = {
            kind: any_of(r["words"] for r in dictionaries.rows("open_words") if r["ends"] == kind)
            for kind in ("list", "text", "figure")
        }
        words = LineWords(
            re.compile(rf"{any_of(places)}(?!\w)"),
            re.compile(rf"\b{ends['list']}:$"),
            re.compile(rf"\b(?:{ends['text']}|,)$", re.IGNORECASE),
            re.compile(rf"\b{ends['figure']}$", re.IGNORECASE),
        )
        return _Starters(words, places)

    def place(self, folded: str) -> str:
        """Where a paragraph hangs that opens so, "" where the list doesn't say."""
        match = self.words.starters.match(folded)
        return self.places[match[0]] if match else ""


def cells(text: str) -> tuple[str, ...]:
    """The cells of a table's row, empty ones kept.

    >>> cells("| Điểm số | | Chỉ số |")
    ('', 'Điểm số', '', 'Chỉ số', '')
    """
    found, cell = [], ""
    for word in text.split():
        if word == "|":
            found.append(cell.strip())
            cell = ""
        else:
            cell += f" {word}"
    return (*found, cell.strip())


@dataclass(slots=True)
class _Branch:
    """A node while its children are still being gathered."""

    block: Block
    rank: tuple[float, int]
    below: list[_Branch] = field(default_factory=list)

    def freeze(self) -> Node:
        """The finished node."""
        return Node(
            self.block.mark, self.block.own, tuple(branch.freeze() for branch in self.below)
        )


def _place(block: Block, open_: Sequence[_Branch], starters: _Starters) -> tuple[float, int]:
    """The rank of a block, smaller is higher."""
    if block.mark.kind is MarkKind.NONE:
        place = _plain_place(block.own, starters)
        return rank(block.mark) if place == (0, 0) and _is_ground(block.own, open_) else place
    if block.mark.kind is MarkKind.NUMBER and block.mark.depth == 1:
        return _number_place(block, open_)
    if block.mark.kind is MarkKind.DASH and block.mark.depth > 1 and not _may_nest(open_):
        return rank(ItemMark(MarkKind.DASH))
    return rank(block.mark)


def _plain_place(own: Passage, starters: _Starters) -> tuple[float, int]:
    if is_capitals(own.text):
        return (0.5, 0)
    place = starters.place(own.folded)
    closes = place == "closing" and (" nay" in own.folded or own.text.endswith("./."))
    if place == "root" or closes or NOTICE.match(own.folded):
        return (0, 0)
    if place == "closing" or own.text.endswith(":"):
        return rank(ItemMark(MarkKind.DASH))
    return rank(ItemMark(MarkKind.NONE))


def _is_ground(own: Passage, open_: Sequence[_Branch]) -> bool:
    """`Căn cứ kết quả rà soát, lập danh mục ...` below an item: its text; `Căn cứ Kế hoạch này ...` closes all.

    But right under `3. Các phòng chuyên môn:` it is what these are to do.
    """
    last = open_[-1]
    if last.block.mark.kind not in (MarkKind.NUMBER, MarkKind.LETTER):
        return False
    bare = not last.below and last.block.own.text.endswith(":")
    return bool(_GROUND.match(own.folded)) and (bare or not _OF_THE_WHOLE.search(own.folded))


def _number_place(block: Block, open_: Sequence[_Branch]) -> tuple[float, int]:
    """A row of numbers that begins anew right under a numbered heading hangs below it ("3." above "1.")."""
    numbers = [b for b in open_ if b.block.mark.kind is MarkKind.NUMBER and b.block.mark.depth == 1]
    label = block.mark.label
    for branch in reversed(numbers):
        if label.isdigit() and int(label) == int(branch.block.mark.label or 0) + 1:
            return branch.rank
    last = open_[-1]
    nested = 0 < len(numbers) < _MOST_NESTED and last is numbers[-1] and not last.below
    if label == "1" and nested and not last.block.own.text.endswith((".", ";")):
        return (last.rank[0] + 0.1, 1)
    return rank(block.mark)


def _may_nest(open_: Sequence[_Branch]) -> bool:
    """A "+" is a second level where the dash before it leads in or has "+" below it; else it is a bullet."""
    dash = next((b for b in reversed(open_) if b.block.mark == ItemMark(MarkKind.DASH)), None)
    return dash is not None and (dash.block.own.text.endswith((":", ".", ";")) or bool(dash.below))


_WIDTH = 60  # letters of a node's text that are shown


def render(node: Node) -> str:
    """The tree below `node`: page and line, mark, kind, and the beginning and end of its text."""
    return "\n".join(_line(len(above), below) for above, below in node.walk())


def _line(depth: int, node: Node) -> str:
    first, last = node.own.lines[0], node.own.lines[-1]
    where = f"{first.page or ''}:{first.number}-{last.number}"
    label = node.mark.label or ("-" if node.mark.kind is MarkKind.DASH else "")
    text = node.own.text
    shown = text if len(text) <= _WIDTH else f"{text[: _WIDTH // 2]} … {text[-_WIDTH // 2 :]}"
    return f"{where:>10} {'  ' * depth}[{node.mark.kind}] {label} {shown}".rstrip()


@dataclass(frozen=True, slots=True)
class Context:
    """The body of one document (header and closing block cut off), and what is known about the document."""

    header: Header
    body: Node  # root without text of its own
    lines: Sequence[TextLine]  # the body's lines, page numbers and footnotes dropped
    dictionaries: Dictionaries
