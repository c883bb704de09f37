"""PDF pages: scans at their own pixels in every packing, text layers judged on evidence, damaged files (I2 to I5)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import bad_files
import hostile
import made_pdfs
import numpy as np
import pytest
from PIL import Image

from extract.errors import EncryptedInput
from extract.ingest import PageImage, PageLayer, PageText, open_bytes
from extract.ingest.source import AnyPage
from extract.options import Options

SAMPLES = Path(__file__).parents[2] / "samples" / "inputs"
needs_font = pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")
SCAN = made_pdfs.page_of() if made_pdfs.FONT.exists() else Image.new("L", made_pdfs.A4, 255)
GREY = np.asarray(SCAN.convert("1").convert("L"))


def pages(data: bytes) -> list[AnyPage]:
    return list(open_bytes(data, "a.pdf", Options()).pages())


def notes(page: AnyPage) -> str:
    assert isinstance(page, PageImage | PageLayer)
    return "; ".join((page if isinstance(page, PageImage) else page.image).notes)


def pixels(data: bytes) -> np.ndarray:
    (page,) = pages(data)
    assert isinstance(page, PageImage)
    return page.pixels if page.pixels.ndim == 2 else page.pixels.mean(axis=2)


@needs_font
@pytest.mark.parametrize("dpi", [100, 200, 204, 300, 400])
def test_I5_a_page_that_is_one_image_has_exactly_its_pixels(dpi: int) -> None:
    packed = made_pdfs.packings(SCAN.convert("1").convert("L"))["1 bit"]
    assert np.array_equal(pixels(made_pdfs.image_pdf(packed, SCAN.size, dpi)), GREY)


@needs_font
@pytest.mark.parametrize("packing", made_pdfs.packings(Image.new("L", (8, 8))))
def test_I5_every_packing_gives_the_same_page(packing: str) -> None:
    image = Image.fromarray(GREY)
    packed = made_pdfs.packings(image)[packing]
    found = pixels(made_pdfs.image_pdf(packed, image.size))
    assert found.shape == GREY.shape
    assert np.abs((found < 128) != (GREY < 128)).mean() < 0.001


@needs_font
def test_a_fine_scan_is_drawn_no_finer_than_letters_need() -> None:
    (page,) = pages(made_pdfs.image_pdf(made_pdfs.packings(SCAN)["grey"], SCAN.size, 600))
    assert isinstance(page, PageImage)
    assert (page.dpi, page.pixels.shape) == (400, (1559, 1103))


@needs_font
def test_a_scan_without_a_layer_says_so() -> None:
    (page,) = pages(made_pdfs.image_pdf(made_pdfs.packings(SCAN)["grey"], SCAN.size))
    assert notes(page) == "no text layer: read from the picture"


@needs_font
def test_a_good_layer_behind_a_scan_passes_and_says_why() -> None:
    (page,) = pages(made_pdfs.layered(SCAN, made_pdfs.LINES))
    assert isinstance(page, PageLayer)
    assert page.scanned
    assert page.image.pixels.shape == GREY.shape
    assert "100% of Vietnamese form" in notes(page)
    assert "of what is printed" in notes(page)


STRIPPED = ["Thuc hien Ke hoach cai cach hanh chinh cua tinh So Noi vu bao cao ket qua"] * 6
SIGNATURE = ["Người ký: Sở Nội vụ", "Thời gian ký: 12.03.2024 08:15:00 +07:00"]
SHIFTED = ["7Kӵc hiӋn KӃ hoҥch cҧi cách hành chính cӫa tӍnh"] * 6


@needs_font
@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (STRIPPED, "carry Vietnamese marks"),
        (SIGNATURE, "of what is printed"),
        (SHIFTED, "alphabets"),
    ],
    ids=["bad hidden reading", "signature alone", "broken character map"],
)
def test_a_layer_that_does_not_say_what_the_scan_shows_is_rejected(
    lines: list[str], reason: str
) -> None:
    (page,) = pages(made_pdfs.layered(SCAN, lines, hidden=lines is not SIGNATURE))
    assert isinstance(page, PageImage)
    assert notes(page).startswith("text layer rejected")
    assert reason in notes(page)
    assert page.pixels.shape[:2] == GREY.shape


@needs_font
def test_a_drawn_page_of_few_words_keeps_its_layer() -> None:
    (page,) = pages(made_pdfs.layered(None, ["PHỤ LỤC I"], hidden=False))
    assert isinstance(page, PageLayer)
    assert not page.scanned


@needs_font
def test_each_page_of_a_file_is_decided_by_itself() -> None:
    data = made_pdfs.joined(
        made_pdfs.layered(None, made_pdfs.LINES, hidden=False),
        made_pdfs.image_pdf(made_pdfs.packings(SCAN)["CCITT"], SCAN.size),
        made_pdfs.layered(SCAN, STRIPPED),
    )
    assert [type(page) for page in pages(data)] == [PageLayer, PageImage, PageImage]


@needs_font
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_turned_in_the_file_comes_as_a_person_sees_it(turn: int) -> None:
    data = made_pdfs.image_pdf(made_pdfs.packings(SCAN)["grey"], SCAN.size)
    data = data.replace(b"/MediaBox", b"/Rotate %d/MediaBox" % turn)
    assert np.array_equal(pixels(data), np.rot90(np.asarray(SCAN), -turn // 90))


def many_pages(count: int, *, tree_last: bool) -> bytes:
    """A PDF of pages with a line each, its page tree before or behind them."""
    objects, first = {}, 10
    for number in range(count):
        at = first + 2 * number
        objects[at] = bad_files.page(at + 1).replace(b"5 0 R", b"3 0 R")
        objects[at + 1] = bad_files.words(f"Report on the ranking of districts, page {number + 1}")
    objects[3] = bad_files.FONT
    kids = " ".join(f"{first + 2 * n} 0 R" for n in range(count))
    data = bad_files.pdf(kids, objects)
    if not tree_last:
        return data
    start, end = data.index(b"2 0 obj"), data.index(b"endobj", data.index(b"2 0 obj")) + 7
    tree, xref = data[start:end], data.index(b"xref\n")
    return data[:start] + data[end:xref] + tree + data[xref:]


@pytest.mark.parametrize("tree_last", [False, True], ids=["tree first", "tree last"])
@pytest.mark.parametrize("tenth", range(1, 10))
def test_I2_of_a_truncated_pdf_the_pages_that_are_left_are_read(
    tenth: int, *, tree_last: bool
) -> None:
    whole = many_pages(9, tree_last=tree_last)
    cut = whole[: len(whole) * tenth // 10]
    there = sum(b"page %d) Tj ET\nendstream" % n in cut for n in range(1, 10))
    if not there and tree_last:
        return
    found = pages(cut)
    read = [page for page in found if not isinstance(page, PageText)]
    lost = [page.page.failure for page in found if isinstance(page, PageText)]
    assert there <= len(read) <= there + 1  # of a page cut in the middle what is there is read
    assert lost or there == 9
    assert all("Page" in str(failure) for failure in lost)


def test_I2_a_page_whose_picture_is_lost_is_not_taken_for_blank() -> None:
    data = (SAMPLES / "chi-thi-2024.pdf").read_bytes()
    source = open_bytes(data[: len(data) // 2], "cut.pdf", Options())
    assert "cut off" in source.notes[0]
    (page,) = source.pages()
    assert isinstance(page, PageText)
    assert "content is lost" in str(page.page.failure)


@pytest.mark.parametrize("filter_", ["DCTDecode", "JPXDecode"])
def test_I9_a_page_whose_only_picture_cannot_be_decoded_is_no_blank_page(filter_: str) -> None:
    (page,) = pages(hostile.picture_pdf(filter_, 500))
    assert isinstance(page, PageText)
    assert "its picture is damaged" in str(page.page.failure)


def test_I4_a_page_whose_only_picture_claims_too_many_pixels_says_so() -> None:
    (page,) = pages(hostile.picture_pdf("JBIG2Decode", 50_000))
    assert isinstance(page, PageText)
    assert "2500 megapixels" in str(page.page.failure)


def test_I9_a_page_whose_picture_is_white_is_blank() -> None:
    size = (400, 500)
    white = made_pdfs.packings(Image.new("L", size, 255))["grey"]
    (page,) = pages(made_pdfs.image_pdf(white, size))
    assert isinstance(page, PageImage)


def test_I2_a_page_tree_with_a_loop_ends() -> None:
    loop = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2/Parent 2 0 R>>"
    data = bad_files.pdf(
        "2 0 R 3 0 R", {3: bad_files.page(), 4: bad_files.words("x"), 5: bad_files.FONT}
    )
    assert pages(data.replace(b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>", loop))


def test_I2_a_damaged_table_of_objects_costs_nothing() -> None:
    data = bad_files.pdf(
        "3 0 R",
        {3: bad_files.page(), 4: bad_files.words("Report on districts of 2024"), 5: bad_files.FONT},
    )
    data = data.replace(b"startxref\n", b"startxref\n9")
    (page,) = pages(data)
    assert isinstance(page, PageLayer)


def test_I3_an_encrypted_pdf_is_not_mended(tmp_path: Path) -> None:
    data = bad_files.encrypted_pdf(tmp_path / "e.pdf").read_bytes()
    with pytest.raises(EncryptedInput):
        open_bytes(data, "e.pdf", Options())


PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def rc4(key: bytes, data: bytes) -> bytes:
    box, at, out = list(range(256)), 0, bytearray()
    for n in range(256):
        at = (at + box[n] + key[n % len(key)]) % 256
        box[n], box[at] = box[at], box[n]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def locked(key: bytes, number: int, says: bytes, stream: bytes) -> bytes:
    """An object that is an encrypted stream."""
    packed = rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], stream)
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (says, len(packed), packed)


def encrypted_for_nobody() -> bytes:
    """An encrypted PDF with a signature field that opens without a password (ISO 32000-1, 7.6.3, revision 2)."""
    owner = rc4(hashlib.md5(PAD).digest()[:5], PAD)
    key = hashlib.md5(PAD + owner + (-4).to_bytes(4, "little", signed=True) + b"\0").digest()[:5]
    stream = b"BT /F 12 Tf 40 300 Td (Report on the ranking of districts 2024) Tj ET"
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 99 20]/Resources<</Font<</F 5 0 R>>>>"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[7 0 R]>>>>",
        3: bad_files.page()[:-2] + b"/Annots[7 0 R]>>",
        4: locked(key, 4, b"", stream),
        5: bad_files.FONT,
        6: locked(key, 6, form, b"BT /F 12 Tf 1 4 Td (412) Tj ET"),
        7: b"<</Type/Annot/Subtype/Widget/FT/Sig/F 4/Rect[40 340 139 360]/AP<</N 6 0 R>>>>",
    }
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O<%s>/U<%s>/P -4>>/ID[<00><00>]" % (
        owner.hex().encode(),
        rc4(key, PAD).hex().encode(),
    )
    return bad_files.pdf("3 0 R", objects, lock)


def test_I3_an_empty_password_is_tried() -> None:
    (page,) = pages(encrypted_for_nobody())
    assert isinstance(page, PageLayer)
    assert [word.text for word in page.words] == [
        "Report",
        "on",
        "the",
        "ranking",
        "of",
        "districts",
        "2024",
        "412",
    ]
