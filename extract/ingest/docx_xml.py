"""Small things about the XML of Word files: names, attributes, what holds no text."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = f"{W}txbxContent"

#: Elements whose content is not shown as running text: properties, revisions taken back, field codes, second versions.
NO_TEXT = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "txbxContent", "sectPr")
) | {f"{_MC}Fallback"}


def child(node: ET.Element | None, name: str) -> ET.Element | None:
    """The first child of that WordprocessingML name, `None` where there is none."""
    return None if node is None else node.find(f"{W}{name}")


def value(node: ET.Element | None) -> str | None:
    """The attribute `w:val`."""
    return None if node is None else node.get(f"{W}val")


def flag(properties: ET.Element | None, name: str) -> bool:
    """Whether a property that is on or off is on; it is on where it is there without a value."""
    node = child(properties, name)
    return node is not None and node.get(f"{W}val", "true") not in {"0", "false", "off"}


def paragraphs_in(node: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs of the text boxes anchored in a paragraph, each box once (Word writes it twice for old readers)."""
    for inner in node:
        if inner.tag == _BOX:
            yield from inner.iter(f"{W}p")
        elif inner.tag != f"{_MC}Fallback":
            yield from paragraphs_in(inner)
