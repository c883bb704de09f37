"""The column `flags` says what befell a file while it was opened and read."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from extract.ingest import PageImage, open_bytes
from extract.options import Options
from extract.pipeline import flags_of
from tests.support import restored


def flags_with(*notes: str) -> tuple[str, ...]:
    text = restored(["a"])
    pages = tuple(replace(page, notes=notes) for page in text.reading.pages)
    return flags_of(replace(text.reading, pages=pages))


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_I5_an_image_whose_data_end_early_is_flagged(form: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (400, 300), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, form)
    data = file.getvalue()
    data = data[: len(data) // 2] if form == "JPEG" else data[:-20_000]
    (page,) = open_bytes(data, "cut", Options()).pages()
    assert isinstance(page, PageImage)
    assert flags_with(*page.notes) == ("image_cut",)


def test_a_page_without_such_notes_has_no_flag() -> None:
    assert flags_with("straightened by 0.4 degrees") == ()
