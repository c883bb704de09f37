"""What happens to a page between the printer and the scan: skew, grey, specks, a red seal, JPEG; every random number is seeded."""

from __future__ import annotations

import cv2
import numpy as np
from layout import font, px
from PIL import Image, ImageDraw


def scanned(page: Image.Image, seed: int, skew: float = 0.0, noise: float = 6.0) -> Image.Image:
    """A page as a scanner gives it: turned by `skew` degrees, softened, with grey noise (standard deviation)."""
    pixels = np.asarray(page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=_paper(page)))
    soft = cv2.GaussianBlur(pixels, (3, 3), 0.7).astype(np.float32)
    rng = np.random.default_rng(seed)
    grain = rng.normal(0, noise, soft.shape[:2])
    grain = grain if soft.ndim == 2 else grain[..., None]
    worn = np.clip(soft - 6 + grain, 0, 255).astype(np.uint8)
    return Image.fromarray(_specks(worn, rng))


def _paper(page: Image.Image) -> int | tuple[int, int, int]:
    return 255 if page.mode == "L" else (255, 255, 255)


def _specks(pixels: np.ndarray, rng: np.random.Generator, count: int = 60) -> np.ndarray:
    for _ in range(count):
        y, x = (int(rng.integers(0, side - 3)) for side in pixels.shape[:2])
        size = int(rng.integers(1, 3))
        pixels[y : y + size, x : x + size] = int(rng.integers(60, 150))
    return pixels


def sealed(page: Image.Image, x: float, y: float) -> Image.Image:
    """The page in colour with a round red seal of 36 mm (that says MẪU) whose centre is at (x, y) millimetres."""
    colour = page.convert("RGB")
    ink = Image.new("RGB", colour.size, "white")
    draw = ImageDraw.Draw(ink)
    centre, red = (px(x), px(y)), (214, 40, 50)
    for radius, width in ((18.0, 6), (16.6, 3), (11.0, 3)):
        box = [c + s * px(radius) for s in (-1, 1) for c in centre]
        draw.ellipse(box, outline=red, width=width)
    draw.text(centre, "MẪU", fill=red, font=font(20, "Bold"), anchor="mm")
    _around(ink, "VĂN BẢN MẪU * KHÔNG CÓ GIÁ TRỊ *", centre, red)
    return Image.fromarray(np.minimum(np.asarray(colour), np.asarray(ink)))


def _around(
    ink: Image.Image, text: str, centre: tuple[int, int], red: tuple[int, int, int]
) -> None:
    for i, letter in enumerate(text):
        angle = 360 * i / len(text)
        tile = Image.new("RGB", (px(36), px(36)), "white")
        ImageDraw.Draw(tile).text(
            (px(18), px(4.2)), letter, fill=red, font=font(10, "Bold"), anchor="mm"
        )
        tile = tile.rotate(-angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        corner = (centre[0] - px(18), centre[1] - px(18))
        under = ink.crop((*corner, corner[0] + tile.width, corner[1] + tile.height))
        ink.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(tile))), corner)


def bilevel(page: Image.Image, seed: int) -> Image.Image:
    """Black and white, as fax and old scanners give it."""
    return scanned(page, seed, noise=10).point(lambda v: 255 if v > 150 else 0).convert("1")
