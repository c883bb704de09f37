"""What flows down the tree while assignments are read: who is meant, under which headings, in what kind of section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extract.model import TextLine
from extract.parse.deadlines import Deadline
from extract.parse.outline import MarkKind, Node
from extract.parse.passage import Passage

_TAILS = {
    MarkKind.LETTER: ") ",
    MarkKind.NUMBER: ". ",
    MarkKind.ROMAN: ". ",
    MarkKind.CAPITAL: ". ",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is to do something: names, scope, the rule that found them, and what a lead line says for its letters."""

    units: tuple[str, ...]
    scope: str
    rule: str
    confidence: float
    lead: bool = False
    partners: tuple[str, ...] = ()
    force: str | None = None
    weak: bool = False  # named by the order sentence above the list only


@dataclass(frozen=True, slots=True)
class Zone:
    """What kind of section it is: order, plan, closed, money, proposal, request or none; and since when (reading order)."""

    kind: str = "none"
    since: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """What the headings above a node hand down to it."""

    path: tuple[str, ...] = ()  # marks of the headings and items above, outermost first
    item_no: str = ""  # mark of the item above, for dashes and plain paragraphs
    item_path: tuple[str, ...] = ()  # the path of that item
    actor: Actor | None = None
    zone: Zone = Zone()
    year: int | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A row before the document's own facts (order, assigner, force by type of document) are added."""

    text: Passage  # the task's words
    whole: Passage  # all lines it was read from
    actor: Actor
    item_no: str
    path: tuple[str, ...]
    frame: Frame
    force: str | None = None
    partners: tuple[str, ...] | None = (
        None  # stated apart from the text (a column, a labelled line)
    )
    time: Passage | None = None  # the same
    product: str | None = None
    said: Passage | None = None  # where the deadline stands, if not in the task's words


def gather(pieces: Iterable[tuple[str, Passage]]) -> Passage:
    """Passages in a row, each behind its printed mark, as one that still knows its lines."""
    text, folded = "", ""
    lines: list[TextLine] = []
    starts: list[int] = []
    for mark, piece in pieces:
        if not piece.text:
            continue
        glue = f" {mark}" if text else mark
        text, folded = text + glue, folded + glue.lower()
        starts += [start + len(text) for start in piece.starts]
        lines += piece.lines
        text, folded = text + piece.text, folded + piece.folded
    return Passage(text, folded, tuple(lines), tuple(starts))


def pieces_of(node: Node) -> Iterable[tuple[str, Passage]]:
    """A node and all below it, each with its mark as printed."""
    yield mark_of(node), node.own
    for child in node.children:
        yield from pieces_of(child)


def mark_of(node: Node) -> str:
    """The mark with what follows it: "a) ", "- "."""
    if node.mark.kind is MarkKind.DASH:
        return "- "
    return f"{node.mark.label}{_TAILS[node.mark.kind]}" if node.mark.kind in _TAILS else ""
