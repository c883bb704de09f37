"""The blocks of a page in reading order."""

from __future__ import annotations

from extract.image.page import Block, Rect
from extract.ingest import Pixels
from extract.model import Region


def find_blocks(binary: Pixels, dpi: float) -> tuple[Block, ...]:
    """The blocks of a binary page (ink 0), covering it."""
    height, width = binary.shape
    return (Block(Region.BODY, Rect(0, 0, width, height)),)
