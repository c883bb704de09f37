"""The stage `ingest`: finds inputs, opens them safely, and gives their pages as pixels, layer words or text.

for item in find_inputs([Path("scans")], skip=Path("out")):
    source = open_source(item.path, Options())
    for page in source.pages(): ...
"""

from extract.ingest.inputs import (
    PASSED_OVER,
    Input,
    InputList,
    PassedOver,
    find_inputs,
    look_through,
    nothing_to_read,
    show_name,
)
from extract.ingest.legible import decoded, is_syllable
from extract.ingest.page import (
    FieldStrip,
    LayerWord,
    PageImage,
    PageLayer,
    PageText,
    Pixels,
    failed_page,
)
from extract.ingest.sniff import FileKind
from extract.ingest.source import AnyPage, Source, open_bytes, open_source

__all__ = [
    "PASSED_OVER",
    "AnyPage",
    "FieldStrip",
    "FileKind",
    "Input",
    "InputList",
    "LayerWord",
    "PageImage",
    "PageLayer",
    "PageText",
    "PassedOver",
    "Pixels",
    "Source",
    "decoded",
    "failed_page",
    "find_inputs",
    "is_syllable",
    "look_through",
    "nothing_to_read",
    "open_bytes",
    "open_source",
    "show_name",
]
