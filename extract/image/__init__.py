"""The stage `image`: a page image made straight, even and free of coloured ink, with its blocks in reading order."""

from extract.image.clean import clean, cleaned, layout_of
from extract.image.condition import condition_of
from extract.image.mending import in_positive, mended, smoothed, stretched_more
from extract.image.page import CleanPage, GridCell, InkMark, PageBlock, Rect, Shape
from extract.image.skew import lies_sideways
from extract.image.spread import gutter_of
from extract.image.tone import grey

__all__ = [
    "CleanPage",
    "GridCell",
    "InkMark",
    "PageBlock",
    "Rect",
    "Shape",
    "clean",
    "cleaned",
    "condition_of",
    "grey",
    "gutter_of",
    "in_positive",
    "layout_of",
    "lies_sideways",
    "mended",
    "smoothed",
    "stretched_more",
]
