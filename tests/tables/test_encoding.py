"""The column `encoding` says how a text was coded before it was decoded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.ingest import open_bytes
from extract.model import Reading
from extract.ocr import read_source
from extract.options import Options
from extract.pipeline import NoEngine
from extract.tables.definition import DOCUMENTS
from extract.tables.rows import rows_of
from tests.support import document, part, restored

WINDOWS_1258 = "Ki\u0301nh g\u01b0\u0309i: Pho\u0300ng Vi\u00ea\u0323t ho\u0301a, c\u0103n c\u01b0\u0301 l\u00e2\u0323p".encode(
    "cp1258"
)


@pytest.mark.parametrize(
    ("data", "found", "said"),
    [
        (WINDOWS_1258, "unicode", "windows_1258"),
        (WINDOWS_1258, "vni", "mixed"),
        ("Kính gửi".encode(), "unicode", "unicode"),
        (b"Kinh gui", "tcvn3", "tcvn3"),
    ],
)
def test_the_code_before_decoding_is_named(data: bytes, found: str, said: str) -> None:
    reading: Reading = read_source(open_bytes(data, "a.txt", Options()), NoEngine())
    text = replace(restored(["a"]), reading=reading, encoding=found)
    rows = rows_of([document("a.txt", part(), restored=text)])["documents"]
    names = [column.name for column in DOCUMENTS.columns]
    assert rows[0][names.index("encoding")] == said
