"""What every table parser is given: the document's header, its body as a tree and as lines, and the dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.dictionaries import Dictionaries
from extract.model import TextLine
from extract.parse.outline import Node
from extract.records import Header


@dataclass(frozen=True, slots=True)
class Context:
    """The body of one document (header and closing block cut off), and what is known about the document."""

    header: Header
    body: Node  # root without text of its own
    lines: Sequence[TextLine]  # the body's lines, page numbers and footnotes dropped
    dictionaries: Dictionaries
