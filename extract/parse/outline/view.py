"""The outline as text, one node a line, for people who want to see what the parser saw (`vanban explain`)."""

from __future__ import annotations

from extract.parse.outline import MarkKind, Node

_WIDTH = 60  # letters of a node's text that are shown


def render(node: Node) -> str:
    """The tree below `node`: page and line, mark, kind, and the beginning and end of its text."""
    return "\n".join(_line(len(above), below) for above, below in node.walk())


def _line(depth: int, node: Node) -> str:
    first, last = node.own.lines[0], node.own.lines[-1]
    where = f"{first.page or ''}:{first.number}-{last.number}"
    label = node.mark.label or ("-" if node.mark.kind is MarkKind.DASH else "")
    return (
        f"{where:>10} {'  ' * depth}[{node.mark.kind}] {label} {_shorten(node.own.text)}".rstrip()
    )


def _shorten(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH // 2]} … {text[-_WIDTH // 2 :]}"
