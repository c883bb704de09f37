"""Labelled lines below a task: `- Đơn vị chủ trì: X`, `- Đơn vị phối hợp: Y`, `- Thời gian: ...`, `- Sản phẩm: ...`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extract.parse.assignments_words import Words, column_of
from extract.parse.outline import MarkKind, Node
from extract.parse.passage import Passage

_LABEL = re.compile(r"[^:]{2,60}?:")
_INNER = re.compile(r"\s[-–+]\s([^:–+-]{2,45}):\s")
_KINDS = frozenset({MarkKind.DASH, MarkKind.NONE, MarkKind.LETTER})
_TELLING = frozenset({"lead", "unit", "partners", "time", "product"})
_NEEDED = 1


@dataclass(frozen=True, slots=True)
class Labelled:
    """What the labelled lines say, by column, and the children that carry no label."""

    values: Mapping[str, Passage]
    others: tuple[Node, ...]


def read_labels(node: Node, words: Words) -> Labelled | None:
    """The labelled lines right below a node; `None` where no line names a unit, or a time with another label."""
    values: dict[str, Passage] = dict(_inside(node.own, words))
    others = []
    for child in node.children:
        found = _label(child, words)
        if found is None:
            others.append(child)
        else:
            values.setdefault(*found)
    telling = _TELLING & set(values)
    if not telling & {"lead", "unit"} and len(telling) <= _NEEDED:
        return None
    return Labelled(values, tuple(others))


def _inside(own: Passage, words: Words) -> Iterator[tuple[str, Passage]]:
    """A labelled part that stands in the item's own text, its bullet not at the head of a line."""
    match = _INNER.search(own.text)
    if match and (column := column_of(own.folded[slice(*match.span(1))], words)):
        yield column, own.cut(match.end())


def _label(node: Node, words: Words) -> tuple[str, Passage] | None:
    if node.mark.kind not in _KINDS or node.children:
        return None
    match = _LABEL.match(node.own.text)
    if match is None:
        return None
    column = column_of(node.own.folded[: match.end() - 1], words)
    return (column, node.own.cut(match.end())) if column else None
