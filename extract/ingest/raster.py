"""Image files to pages of grey or RGB bytes: every pixel format, EXIF rotation, every frame of a TIFF (promises I4, I5).

Sizes are read from the header before anything is decoded, so that a small file cannot ask for much memory.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from extract.errors import TooLargeInput, UnreadableInput
from extract.ingest.page import PageImage, Pixels
from extract.ingest.sniff import is_heic
from extract.model import NoteCode, noted

# No MPO: a telephone's is opened as the JPEG that it begins with, and Pillow has no opener of that name.
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP", "JPEG2000")
_PAGED = frozenset({"TIFF"})
# 72 and 96 are what programs write that know nothing; 1200 is the finest scanner mode
_BELIEVABLE_DPI = 90.0, 1300.0
_MOST_PIXELS = 40e6  # an A3 page at 370 dpi; what is finer is read at 200 dpi anyway
_BAND = 256  # rows
_ORIENTATION = 0x0112  # of EXIF and TIFF; 5 to 8 are turned by a quarter
_A4 = 297 / 25.4  # inches: the longer side
_FAX_DPI = (50.0, 1300.0)
_GREY = frozenset({"1", "L", "LA"})
_DEEP = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    TypeError,
    KeyError,
    OverflowError,
)


@contextmanager
def _pillow_setting(module: ModuleType, name: str, value: object) -> Iterator[None]:
    """One of Pillow's settings, which it keeps in its modules, changed for a while."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """The image opened (header read), Pillow's warnings kept quiet; `UnreadableInput` where it is none.

    Pillow's own limit on pixels is lifted meanwhile: `check_size` holds ours.
    """
    formats = _with_heic() if is_heic(data) else _FORMATS
    with warnings.catch_warnings(), _pillow_setting(Image, "MAX_IMAGE_PIXELS", None):
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=formats)
        except UnidentifiedImageError as error:
            raise _unreadable("its header is damaged") from error
        except _BROKEN as error:
            raise _unreadable(f"its header is damaged ({error})") from error
        with image:
            yield image


def _with_heic() -> tuple[str, ...]:
    """The formats once HEIC is one of them; `UnreadableInput` where its package is not installed."""
    try:
        pillow_heif = import_module("pillow_heif")  # an extra
    except ImportError as error:
        why = (
            "it is a telephone's picture (HEIC), and the package that reads those is not installed"
        )
        do = "Run pip install 'vanban[heic]', or save it as JPEG."
        raise UnreadableInput("Image", why, do) from error
    pillow_heif.register_heif_opener(thumbnails=False)
    return ("HEIF",)


def count_pages(data: bytes) -> int:
    """How many pages an image file holds: the frames of a TIFF, else 1."""
    with _opened(data) as image:
        if image.format not in _PAGED:
            return 1
        try:
            return int(getattr(image, "n_frames", 1))
        except _BROKEN:
            return 1


def probe(data: bytes, max_mpixels: float) -> None:
    """Check the header of a file's first page: `TooLargeInput` where it is beyond the limit."""
    with _opened(data) as image:
        check_size(image.width, image.height, max_mpixels)


def read_page(data: bytes, number: int, max_mpixels: float) -> PageImage:
    """Page `number` (1-based) of an image file.

    `TooLargeInput`: more megapixels than the limit. `UnreadableInput`: the pixels cannot be decoded.
    """
    with _opened(data) as image:
        try:
            if number > 1:
                image.seek(number - 1)
            check_size(image.width, image.height, max_mpixels)
            return _read(image, number)
        except _BROKEN as error:
            raise _unreadable(f"its pixels cannot be decoded ({error})") from error


def frames(data: bytes, max_mpixels: float) -> Iterator[tuple[Image.Image, tuple[float, float]]]:
    """The pages of an image file as Pillow opens them, each with its resolution across and down: that of A4 where none is stated.

    Errors as `read_page`. A JPEG's pixels are not decoded.
    """
    with _opened(data) as image:
        for number in range(count_pages(data)):
            try:
                image.seek(number)
                check_size(image.width, image.height, max_mpixels)
                stated = _stated_dpi(image)
                if image.format not in {"JPEG", "JPEG2000"}:
                    _load(image)
            except _BROKEN as error:
                raise _unreadable(f"its pixels cannot be decoded ({error})") from error
            whole = believable_dpi(stated) or max(image.size) / _A4
            yield image, _unequal(stated) or (whole, whole)


def check_size(width: int, height: int, max_mpixels: float) -> None:
    """`TooLargeInput` where a page has more than `max_mpixels` megapixels."""
    if width * height > max_mpixels * 1e6:
        raise _too_large(
            f"it has {width} x {height} pixels ({width * height / 1e6:.0f} megapixels), "
            f"the limit is {max_mpixels:g}"
        )


def _read(image: Image.Image, number: int) -> PageImage:
    """A page decoded: upright, its pixels square, reduced where it is finer than any letter needs (promise W2)."""
    notes = []
    if image.format not in _PAGED and getattr(image, "is_animated", False):
        notes.append("animated image: first frame read")
    stated, (width, height) = _stated_dpi(image), image.size
    notes += _load(image)
    smaller = _reduced(image)
    share = smaller.width / width
    if smaller is not image:
        image.close()  # a colour page of A3 at 600 dpi takes 280 MB in Pillow
    square, finest = _with_square_pixels(smaller, stated)
    if finest is not None:
        notes.append(f"pixels were not square: stretched to {finest:.0f} dpi both ways")
    ImageOps.exif_transpose(square, in_place=True)
    if share < 1:
        notes.append(f"reduced from {width} x {height} pixels: letters need no more")
    dpi = finest or believable_dpi(stated)
    pixels = to_pixels(square)
    full = _full(pixels, share, (width, height)) if share < 1 else None
    return PageImage(number, pixels, dpi and dpi * share, tuple(notes), full)


def _full(pixels: Pixels, share: float, size: tuple[int, int]) -> tuple[int, int]:
    """The size in the file of a reduced page: as stored or turned by a quarter, else (stretched) as near as can be told."""
    across, down = pixels.shape[1] / share, pixels.shape[0] / share
    for width, height in (size, size[::-1]):
        if max(abs(width - across), abs(height - down)) <= 1 / share:
            return width, height
    return round(across), round(down)


def _reduced(image: Image.Image) -> Image.Image:
    """The image at half, a third, ... of its size, so that it has no more pixels than letters need."""
    factor = _factor(image)
    if factor == 1 or image.mode in _DEEP:  # deep ones are reduced with their bits, by bands
        return image
    plain = {"1": "L", "P": "L" if _grey_palette(image) else "RGB", "LA": "RGBA", "PA": "RGBA"}
    base = image.convert("RGBA") if "transparency" in image.info else image
    base = base.convert(plain.get(base.mode, base.mode)) if base.mode in plain else base
    smaller = base.reduce(factor)
    if orientation := image.getexif().get(_ORIENTATION):
        smaller.getexif()[_ORIENTATION] = orientation
    return smaller


def _factor(image: Image.Image) -> int:
    return max(1, math.ceil(math.sqrt(image.width * image.height / _MOST_PIXELS)))


def _stated_dpi(image: Image.Image) -> object:
    """The resolution across and down as stored; Pillow turns a TIFF by its orientation itself, but not its resolution."""
    stated = image.info.get("dpi")
    turned = image.format in _PAGED and image.getexif().get(_ORIENTATION, 1) in range(5, 9)
    return stated[::-1] if turned and isinstance(stated, tuple) else stated


def _with_square_pixels(image: Image.Image, stated: object) -> tuple[Image.Image, float | None]:
    """The image stretched to the finer of two unequal resolutions (fax pages: 204 x 98), where that makes a sheet of it.

    The resolution is `None` where nothing was done. The sides must come nearer to those of a sheet of paper, so that a wrong tag does not spoil a page.
    """
    pair = _unequal(stated)
    if pair is None:
        return image, None
    across, down = (
        round(side * max(pair) / dpi) for side, dpi in zip(image.size, pair, strict=True)
    )
    if _off_paper(across, down) >= _off_paper(*image.size):
        return image, None
    exif, how = image.getexif(), Image.Resampling.BICUBIC
    base = image.convert("L") if image.mode == "1" else image
    stretched = base.resize((across, down), how)
    if exif:
        stretched.info["exif"] = exif.tobytes()
    return stretched, max(pair)


def _unequal(stated: object) -> tuple[float, float] | None:
    try:
        x, y = (float(value) for value in stated)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    least, most = _FAX_DPI
    return (x, y) if least <= x <= most and least <= y <= most and abs(x - y) >= 0.02 * x else None


def _off_paper(across: int, down: int) -> float:
    """How far the sides are from those of A sizes (1 to the root of 2), as a factor."""
    ratio = max(across, down) / max(1, min(across, down))
    return max(ratio, 2**0.5) / min(ratio, 2**0.5)


def _load(image: Image.Image) -> list[str]:
    """Decode, a large JPEG at a half or less at once; of a truncated file what is there, with a note."""
    factor = _factor(image)
    if factor > 1:
        image.draft(None, (image.width // factor, image.height // factor))
    try:
        image.load()
    except OSError as error:
        if "truncated" not in str(error) and "broken" not in str(error):
            raise
        return _load_truncated(image)
    return []


def _load_truncated(image: Image.Image) -> list[str]:
    with _pillow_setting(ImageFile, "LOAD_TRUNCATED_IMAGES", True):
        image.load()
    return [noted(NoteCode.IMAGE_CUT, "image data end early: the part that is there was read")]


def believable_dpi(stated: object) -> float | None:
    """The resolution a file states, `None` where it is missing, unequal in x and y or a program's default.

    >>> believable_dpi((200, 200)), believable_dpi((72, 72)), believable_dpi((200, 100))
    (200.0, None, None)
    """
    try:
        x, y = (float(value) for value in stated)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    least, most = _BELIEVABLE_DPI
    return x if least <= x <= most and abs(x - y) < 0.02 * x and round(x) != 96 else None  # noqa: PLR2004


def to_pixels(image: Image.Image) -> Pixels:
    """Any Pillow image as grey or RGB bytes; transparent parts become white paper."""
    if image.mode in _DEEP:
        return _eight_bits(np.asarray(image))
    if image.mode == "LAB":
        return np.asarray(image.getchannel(0), dtype=np.uint8)
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        image = _on_white(image)
    grey = image.mode in _GREY or (image.mode == "P" and _grey_palette(image))
    mode = "L" if grey else "RGB"
    plain = image if image.mode == mode else image.convert(mode)
    return np.ascontiguousarray(plain, dtype=np.uint8)


def _on_white(image: Image.Image) -> Image.Image:
    clear = image.convert("RGBA")
    paper = Image.new("RGBA", clear.size, "white")
    flat = Image.alpha_composite(paper, clear)
    return flat.convert("L" if image.mode in {"LA", "La"} else "RGB")


def _grey_palette(image: Image.Image) -> bool:
    palette = np.asarray(image.getpalette("RGB") or [], dtype=np.int16).reshape(-1, 3)
    return bool((palette.max(axis=1) - palette.min(axis=1) == 0).all()) if len(palette) else True


def _eight_bits(deep: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> Pixels:
    """16-bit, 32-bit and float grey scaled to bytes by the range of the format that the values show, band by band."""
    bands = [deep[row : row + _BAND] for row in range(0, len(deep), _BAND)]
    top = max((float(np.nan_to_num(band.astype(np.float32)).max()) for band in bands), default=0.0)
    full = next(limit for limit in (1.0, 255.0, 4095.0, 65535.0, max(top, 65536.0)) if top <= limit)
    pixels = np.empty(deep.shape, dtype=np.uint8)
    for number, band in enumerate(bands):
        values = np.nan_to_num(band.astype(np.float32)) * (255.0 / full)
        pixels[number * _BAND : number * _BAND + len(band)] = np.clip(values, 0, 255)
    return pixels


def _too_large(why: str) -> TooLargeInput:
    return TooLargeInput(
        "Image too large", why, "Raise the limit with --max-mpixels, or scan at a lower resolution."
    )


def _unreadable(why: str) -> UnreadableInput:
    return UnreadableInput("Image", why, "Scan or export the page again.")
