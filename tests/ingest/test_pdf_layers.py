"""Scans in layers: the page is as fine as the finest layer that holds its print, and mask and picture are drawn together."""

from __future__ import annotations

import made_pdfs
import numpy as np
import pytest
from PIL import Image

from extract.ingest import PageImage, open_bytes
from extract.options import Options

pytestmark = pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")


def drawn(data: bytes) -> PageImage:
    (page,) = open_bytes(data, "a.pdf", Options()).pages()
    assert isinstance(page, PageImage)
    return page


@pytest.mark.parametrize("attached", [True, False])
def test_a_text_mask_over_a_coarse_picture_gives_the_page_its_resolution(*, attached: bool) -> None:
    page = drawn(made_pdfs.in_layers(made_pdfs.page_of(), attached=attached))
    assert page.dpi == pytest.approx(made_pdfs.DPI, rel=0.01)
    assert page.pixels.shape[:2] == pytest.approx(made_pdfs.A4[::-1], abs=1)


def test_letters_come_out_of_the_mask_pixel_by_pixel_and_the_paper_out_of_the_picture() -> None:
    scan = made_pdfs.page_of()
    page = drawn(made_pdfs.in_layers(scan, attached=True))
    ink = np.asarray(scan) < 128
    assert (page.pixels.min(axis=2) < 128).tolist() == ink.tolist()
    assert page.pixels[0, 0].tolist() == pytest.approx([250, 248, 240], abs=4)


def test_a_small_fine_picture_does_not_make_a_coarse_scan_fine() -> None:
    scan = made_pdfs.page_of()
    stamp = Image.new("L", made_pdfs.A4, 255)
    stamp.paste(0, (300, 1900, 420, 1960))  # nothing of the print but a stamp is in the mask
    coarse = scan.resize((scan.width // 2, scan.height // 2)).convert("RGB")
    data = made_pdfs.in_layers(stamp, attached=False, paper=coarse)
    assert drawn(data).dpi == pytest.approx(made_pdfs.DPI / 2, rel=0.01)


def test_a_plain_scan_keeps_the_resolution_of_its_picture() -> None:
    packed = made_pdfs.packings(made_pdfs.page_of())["grey"]
    page = drawn(made_pdfs.image_pdf(packed, made_pdfs.A4, 150))
    assert page.dpi == pytest.approx(150, rel=0.01)
