"""The stage `image`: a page image made straight, even and free of coloured ink, with its blocks in reading order."""

from extract.image.clean import clean, layout_of
from extract.image.page import Block, CleanPage, GridCell, Rect

__all__ = ["Block", "CleanPage", "GridCell", "Rect", "clean", "layout_of"]
