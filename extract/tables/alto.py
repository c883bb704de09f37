"""A document's pages as ALTO 4.4, the form that newspaper archives and searchers index: blocks, lines and words with boxes and confidences.

The words are the restored ones; what was read and other readings are an `ALTERNATIVE` each. What lies on a page beside its text
(seal, stamp, writing) is an `Illustration` of that type. Boxes are pixels of the page as it came.
Source: http://www.loc.gov/standards/alto/v4/alto-4-4.xsd.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import metadata
from xml.etree import ElementTree as ET

from extract.model import Box, Correction, Page, Region, Size, around
from extract.records import Document
from extract.tables.hocr import PlacedWord, areas, by_line, clean, placed_words, written

_SPACE = "http://www.loc.gov/standards/alto/ns-v4#"
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<alto xmlns="{_SPACE}" SCHEMAVERSION="4.4">\n'


def alto_of(document: Document) -> bytes | None:
    """The ALTO file of a document, `None` where no page of it has a picture (text input, withheld, failed)."""
    restored = document.restored
    if restored is None or not any(page.size for page in restored.reading.pages):
        return None
    lines = by_line(restored)
    pages = (
        _page(page, number, lines.get(page.number, {}))
        for number, page in enumerate(restored.reading.pages, 1)
    )
    head = [_HEAD, written(_description(document)), written(_tags()), "<Layout>\n"]
    return "".join([*head, *pages, "</Layout>\n</alto>\n"]).encode()


def _description(document: Document) -> ET.Element:
    node = ET.Element("Description")
    ET.SubElement(node, "MeasurementUnit").text = "pixel"
    source = ET.SubElement(node, "sourceImageInformation")
    ET.SubElement(source, "fileName").text = clean(document.sources[0])
    step = ET.SubElement(node, "Processing", ID="vanban")
    software = ET.SubElement(step, "processingSoftware")
    ET.SubElement(software, "softwareName").text = "vanban"
    ET.SubElement(software, "softwareVersion").text = metadata.version("vanban")
    return node


def _tags() -> ET.Element:
    """The regions of a page that a block may be in."""
    node = ET.Element("Tags")
    for region in Region:
        ET.SubElement(node, "LayoutTag", ID=f"region_{region}", LABEL=str(region))
    return node


def _page(page: Page, number: int, corrections: Mapping[int, Sequence[Correction]]) -> str:
    """A page as text, so that a book needs no tree of all its words."""
    size = page.size or Size(0, 0)
    whole = _at(Box(0, 0, 1, 1), size)
    facts = {"ID": f"page_{number}", "PHYSICAL_IMG_NR": str(number)}
    node = ET.Element("Page", facts | {name: whole[name] for name in ("HEIGHT", "WIDTH")})
    space = ET.SubElement(node, "PrintSpace", whole)
    for at, area in enumerate(areas(page), 1):
        numbers = range(area.first, area.first + area.count)
        lines = [_boxed(page, n, corrections.get(n + 1, ())) for n in numbers]
        _block(space, area.region, [line for line in lines if line], f"{number}_{at}", size)
    for at, region in enumerate(page.regions, 1):
        told = {"ID": f"region_{number}_{at}", "TYPE": str(region.kind), **_at(region.box, size)}
        ET.SubElement(space, "Illustration", told)
    return written(node)


Placed = tuple[PlacedWord, Box]


def _boxed(page: Page, index: int, corrections: Sequence[Correction]) -> list[Placed]:
    found = placed_words(page.lines[index], corrections)
    return [(word, word.box) for word in found if word.box and word.text]


def _block(
    parent: ET.Element, region: Region, lines: Sequence[Sequence[Placed]], key: str, size: Size
) -> None:
    box = around([box for line in lines for _, box in line])
    if box is None:
        return
    told = {"ID": f"block_{key}", "TAGREFS": f"region_{region}", **_at(box, size)}
    block = ET.SubElement(parent, "TextBlock", told)
    for number, line in enumerate(lines, 1):
        _line(block, line, f"{key}_{number}", size)


def _line(block: ET.Element, words: Sequence[Placed], key: str, size: Size) -> None:
    box = around([box for _, box in words])
    assert box is not None, "only lines with boxes come here"
    node = ET.SubElement(block, "TextLine", {"ID": f"line_{key}", **_at(box, size)})
    for number, (word, at) in enumerate(words, 1):
        if number > 1:
            ET.SubElement(node, "SP")
        _word(node, word, f"word_{key}_{number}", _at(at, size))


def _word(line: ET.Element, word: PlacedWord, key: str, place: Mapping[str, str]) -> None:
    told = {"ID": key, "CONTENT": clean(word.text), **place}
    if word.confidence is not None:
        told["WC"] = f"{word.confidence:.2f}"
    node = ET.SubElement(line, "String", told)
    if word.raw != word.text:
        ET.SubElement(node, "ALTERNATIVE", PURPOSE="as read").text = clean(word.raw)
    for other in word.alternatives:
        ET.SubElement(node, "ALTERNATIVE", PURPOSE="other reading").text = clean(other)


def _at(box: Box, size: Size) -> dict[str, str]:
    """A box in whole pixels, at least one wide and high."""
    x0, y0 = round(box.x0 * size.width), round(box.y0 * size.height)
    wide, high = round(box.x1 * size.width) - x0, round(box.y1 * size.height) - y0
    told = {"HPOS": x0, "VPOS": y0, "WIDTH": max(1, wide), "HEIGHT": max(1, high)}
    return {name: str(value) for name, value in told.items()}
