"""A volume of notices gives the rows of its single files; the benchmark draws it, a small one is read here."""

from __future__ import annotations

import shutil
from pathlib import Path

import made_pdfs
import pytest

from benchmarks.volume import differences, make_volume, rows_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed"),
    pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed"),
]


def test_each_notice_of_a_volume_is_found_and_read_as_its_single_file(tmp_path: Path) -> None:
    volume = make_volume(tmp_path, count=7, scans=1, seed=3)
    rows = rows_of(volume.whole.parent, tmp_path / "out-whole", "documents")
    assert [int(row["page_from"]) for row in rows] == list(volume.starts)
    ends = [int(row["page_to"]) for row in rows]
    assert [end + 1 for end in ends[:-1]] == list(volume.starts[1:])
    assert [int(row["pages"]) for row in rows] == [
        end - start + 1 for start, end in zip(volume.starts, ends, strict=True)
    ]
    assert [row["text_source"] for row in rows] == ["ocr", *["text_layer"] * 6]
    for table in ("documents", "assignments", "references", "recipients", "evidence"):
        assert list(differences(volume, tmp_path, table)) == []
