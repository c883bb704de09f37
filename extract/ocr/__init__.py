"""The stage `ocr`: clean pages, or the words of a text layer, to lines of words in reading order.

engine = TesseractEngine.start("vie")
reading = read_source(open_source(path, options), engine)
"""

from extract.ocr.engine import Engine, folders_of
from extract.ocr.reading import read_page, read_source, with_form_feed
from extract.ocr.tesseract import TesseractEngine

__all__ = [
    "Engine",
    "TesseractEngine",
    "folders_of",
    "read_page",
    "read_source",
    "with_form_feed",
]
