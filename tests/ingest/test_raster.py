"""Pixel formats, rotation, frames, limits of image files (promises I4, I5)."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extract.errors import TooLargeInput, UnreadableInput
from extract.ingest import FileKind, PageImage, PageText, open_bytes, raster
from extract.ingest.raster import believable_dpi
from extract.options import Options

GREY = np.full((60, 40), 255, np.uint8)
GREY[10:20, 5:30] = 0  # a bar near the top, nearer to the left edge


def encoded(image: Image.Image, form: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def page(data: bytes, number: int = 1) -> PageImage:
    pages = list(open_bytes(data, "page", Options()).pages())
    found = pages[number - 1]
    assert isinstance(found, PageImage)
    return found


def grey(data: bytes) -> np.ndarray:
    pixels = page(data).pixels
    return pixels if pixels.ndim == 2 else pixels.mean(axis=2)


def images() -> dict[str, bytes]:
    base = Image.fromarray(GREY)
    clear = Image.fromarray(np.dstack([np.zeros_like(GREY)] * 3 + [255 - GREY]), "RGBA")
    palette = base.convert("P", palette=Image.Palette.ADAPTIVE, colors=4)
    deep = Image.fromarray(GREY.astype(np.uint16) * 257)
    return {
        "grey": encoded(base),
        "one bit": encoded(base.convert("1")),
        "one bit, white is zero": encoded(base.convert("1"), "TIFF", tiffinfo={262: 0}),
        "group 4": encoded(base.convert("1"), "TIFF", compression="group4"),
        "16 bit": encoded(deep),
        "float": encoded(Image.fromarray(GREY.astype(np.float32) / 255), "TIFF"),
        "palette": encoded(palette),
        "rgb": encoded(base.convert("RGB")),
        "transparent paper": encoded(clear),
        "grey with alpha": encoded(Image.merge("LA", (base, Image.new("L", base.size, 255)))),
        "cmyk": encoded(base.convert("RGB").convert("CMYK"), "TIFF"),
        "bmp": encoded(base, "BMP"),
        "2 bit palette": encoded(palette, bits=2),
        "4 bit palette": encoded(palette, bits=4),
        "16 bit, big end first": encoded(deep, "TIFF", tiffinfo={}),
        "lzw": encoded(base, "TIFF", compression="tiff_lzw"),
        "webp": encoded(base.convert("RGB"), "WEBP", lossless=True),
        "jpeg 2000": encoded(base, "JPEG2000"),
        "jpeg 2000, code stream alone": encoded(base, "JPEG2000", no_jp2=True),
        "jpeg 2000, 16 bit": encoded(deep, "JPEG2000"),
        "lab": encoded(Image.merge("LAB", (base, *[Image.new("L", base.size, 128)] * 2)), "TIFF"),
        "ycbcr": encoded(base.convert("RGB").convert("YCbCr"), "TIFF"),
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", images())
def test_every_lossless_format_gives_the_same_page(name: str) -> None:
    assert np.abs(grey(images()[name]).astype(int) - GREY).max() <= 1


@pytest.mark.parametrize("mode", ["CMYK", "L", "RGB"])
@pytest.mark.parametrize("how", [{}, {"progressive": True}], ids=["baseline", "progressive"])
def test_jpegs_of_all_colour_spaces_are_near_the_page(mode: str, how: dict[str, bool]) -> None:
    image = Image.fromarray(GREY).convert("RGB").convert(mode)
    data = encoded(image, "JPEG", quality=95, **how)  # Adobe's CMYK is written inverted
    assert np.abs(grey(data).astype(int) - GREY).mean() < 3


def fax(rows: int, dpi: tuple[int, int]) -> PageImage:
    pixels = np.full((rows, 1728), 255, np.uint8)
    pixels[100:120, 200:1500] = 0
    return page(
        encoded(Image.fromarray(pixels).convert("1"), "TIFF", compression="group4", dpi=dpi)
    )


@pytest.mark.parametrize(("rows", "dpi"), [(1145, (204, 98)), (2290, (204, 196))])
def test_I5_pixels_of_a_fax_are_made_square(rows: int, dpi: tuple[int, int]) -> None:
    sheet = fax(rows, dpi)
    assert sheet.pixels.shape == (round(rows * 204 / dpi[1]), 1728)
    assert sheet.dpi == 204
    assert "not square" in sheet.notes[0]
    assert set(np.unique(sheet.pixels[: round(90 * 204 / dpi[1])])) == {255}


def test_I5_a_wrong_tag_does_not_stretch_a_page_that_is_paper_already() -> None:
    sheet = fax(2444, (204, 98))
    assert sheet.pixels.shape == (2444, 1728)
    assert (sheet.dpi, sheet.notes) == (None, ())


def test_I5_a_turned_fax_is_stretched_the_right_way() -> None:
    image, exif = Image.fromarray(np.full((1145, 1728), 255, np.uint8)), Image.Exif()
    exif[0x0112] = 6
    sheet = page(encoded(image, "TIFF", dpi=(204, 98), exif=exif))
    assert sheet.pixels.shape == (1728, 2383)


def test_colour_stays_for_the_seal() -> None:
    red = Image.new("RGB", (40, 60), (200, 30, 30))
    assert page(encoded(red)).pixels.shape == (60, 40, 3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_rotation_is_undone(orientation: int) -> None:
    turns = {1: [], 2: [0], 3: [3], 4: [1], 5: [5], 6: [2], 7: [6], 8: [4]}  # Pillow's Transpose
    image = Image.fromarray(GREY)
    for method in turns[orientation]:
        image = image.transpose(Image.Transpose(method))
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert np.array_equal(grey(encoded(image, exif=exif)), GREY)


def test_every_frame_of_a_tiff_is_a_page() -> None:
    frames = [Image.new("L", (40, 60), shade) for shade in (0, 100, 200)]
    data = encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    source = open_bytes(data, "three.tif", Options())
    assert source.count == 3
    assert [int(p.pixels[0, 0]) for p in source.pages() if isinstance(p, PageImage)] == [
        0,
        100,
        200,
    ]


def test_of_an_animation_the_first_frame_is_read_and_noted() -> None:
    frames = [Image.new("L", (40, 60), shade) for shade in (0, 200)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert page(data).notes == ("animated image: first frame read",)


def test_of_a_truncated_jpeg_what_is_there_is_read_and_noted() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (400, 300), np.uint8)
    data = encoded(Image.fromarray(noise), "JPEG")
    assert page(data[: len(data) // 2]).notes == (
        "[image_cut] image data end early: the part that is there was read",
    )


def test_of_a_telephone_s_pair_of_pictures_the_first_is_read() -> None:
    pair = [Image.new("L", (40, 60), shade) for shade in (0, 200)]
    data = encoded(pair[0], "MPO", save_all=True, append_images=pair[1:])
    assert int(page(data).pixels[0, 0]) == 0


def test_a_broken_header_is_said_in_words_of_a_clerk() -> None:
    with pytest.raises(UnreadableInput) as told:
        open_bytes(b"\x89PNG\r\n\x1a\nxx", "b.png", Options())
    assert str(told.value).startswith("Image b.png: its header is damaged. ")


def header(side: int) -> bytes:
    """A PNG whose header claims a square of that side, with hardly any data."""
    body = b"IHDR" + struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    data = b"IDAT" + zlib.compress(b"\0" * 10)
    more = struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))
    return b"\x89PNG\r\n\x1a\n" + chunk + more


def test_size_is_checked_before_anything_is_decoded() -> None:
    with pytest.raises(TooLargeInput, match=r"2500 megapixels\), the limit is 200"):
        open_bytes(header(50_000), "bomb.png", Options())


def test_the_limit_is_an_option() -> None:
    with pytest.raises(TooLargeInput):
        open_bytes(encoded(Image.fromarray(GREY)), "small.png", Options(max_mpixels=0.002))


def test_a_large_frame_costs_its_own_page_only() -> None:
    frames = [Image.new("1", (40, 60), 1), Image.new("1", (4000, 3000), 1)]
    data = encoded(frames[0], "TIFF", save_all=True, append_images=frames[1:])
    first, second = open_bytes(data, "two.tif", Options(max_mpixels=1)).pages()
    assert isinstance(first, PageImage)
    assert isinstance(second, PageText)
    assert "megapixels" in str(second.page.failure)


@pytest.mark.parametrize("size", [8, 12, 30])
def test_a_header_alone_cannot_be_read(size: int) -> None:
    with pytest.raises(UnreadableInput, match=r"page\.png"):
        list(open_bytes(encoded(Image.fromarray(GREY))[:size], "page.png", Options()).pages())


@pytest.mark.parametrize(
    ("stated", "dpi"),
    [
        ((300, 300), 300),
        ((72, 72), None),
        ((96, 96), None),
        ((0, 0), None),
        ((200, 100), None),
        (None, None),
        ("x", None),
    ],
)
def test_dpi_is_believed_only_where_a_scanner_may_have_set_it(
    stated: object, dpi: float | None
) -> None:
    assert believable_dpi(stated) == dpi


def test_the_content_decides_and_a_wrong_name_is_noted(tmp_path: Path) -> None:
    source = open_bytes(encoded(Image.fromarray(GREY)), "scan.pdf", Options())
    assert source.kind is FileKind.IMAGE
    assert source.notes == ("named like pdf, but it is image",)


LARGE = np.repeat(np.repeat(GREY, 4, axis=0), 4, axis=1)


def large(mode: str, form: str, **options: object) -> PageImage:
    return page(encoded(Image.fromarray(LARGE).convert(mode), form, dpi=(600, 600), **options))


@pytest.mark.parametrize(
    ("mode", "form"),
    [("L", "PNG"), ("1", "PNG"), ("P", "PNG"), ("RGB", "PNG"), ("RGBA", "PNG"), ("LA", "PNG"),
     ("CMYK", "TIFF"), ("RGB", "JPEG"), ("L", "JPEG"), ("RGB", "JPEG2000")],
)  # fmt: skip
def test_W2_a_page_finer_than_letters_need_is_reduced_and_says_so(
    mode: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raster, "_MOST_PIXELS", GREY.size)
    found = large(mode, form)
    shown = found.pixels if found.pixels.ndim == 2 else found.pixels.mean(axis=2)
    assert shown.shape == GREY.shape
    assert np.abs(shown.astype(int) - GREY).mean() < 2
    assert found.full == LARGE.shape[::-1]
    assert found.dpi is None or round(found.dpi) == 150  # JPEG 2000 states none
    assert found.notes[-1] == "reduced from 160 x 240 pixels: letters need no more"


def test_the_size_in_the_file_is_kept_to_the_pixel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "_MOST_PIXELS", GREY.size)
    odd = Image.fromarray(LARGE[:239, :157])
    assert page(encoded(odd)).full == (157, 239)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_reduced_page_is_turned_as_its_tag_says(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raster, "_MOST_PIXELS", GREY.size)
    exif = Image.Exif()
    exif[0x0112] = 6
    found = large("L", form, exif=exif)
    assert found.pixels.shape == GREY.shape[::-1]
    assert found.full == LARGE.shape
    assert np.abs(found.pixels.astype(int) - np.rot90(GREY, -1)).mean() < 3


def test_W2_deep_pages_take_no_more_memory_than_their_own() -> None:
    deep = np.full((1500, 1000), 40_000, np.uint16)
    data = encoded(Image.fromarray(deep), "TIFF")
    tracemalloc.start()
    assert page(data).pixels[0, 0] == 40_000 // 257
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 * deep.nbytes


def test_a_telephones_picture_is_read_upright_where_its_package_is_there() -> None:
    heif = pytest.importorskip("pillow_heif", reason="vanban[heic] not installed")
    heif.register_heif_opener()
    image = Image.new("RGB", (400, 600), "white")
    image.paste((0, 0, 0), (0, 0, 400, 100))  # dark above
    buffer = io.BytesIO()
    image.save(buffer, "HEIF")
    (page,) = open_bytes(buffer.getvalue(), "a.heic", Options()).pages()
    assert isinstance(page, PageImage)
    assert page.pixels.shape[:2] == (600, 400)
    assert page.pixels[:50].mean() < 50
    assert page.pixels[300:].mean() > 200


def test_I1_a_telephones_picture_that_cannot_be_read_says_what_to_do() -> None:
    with pytest.raises(UnreadableInput) as caught:
        open_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), "a.heic", Options())
    assert "pip install 'vanban[heic]', or save it as JPEG" in str(caught.value) or (
        "header is damaged" in str(caught.value)
    )
