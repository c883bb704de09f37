"""Drawn pages with a stamp of secrecy: red or black, framed, spaced, turned, worn, at any place (promise S5). All invented."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/truetype")
BODY = FONTS / "croscore/Tinos-Regular.ttf"
STAMPS = (
    FONTS / "croscore/Tinos-Bold.ttf",
    FONTS / "dejavu/DejaVuSans-Bold.ttf",
    FONTS / "dejavu/DejaVuSerif-Bold.ttf",
    FONTS / "freefont/FreeSerifBold.ttf",
)
DPI = 200
SIZE = (1654, 2339)
RED, BLACK = (196, 30, 44), (25, 25, 25)
TEXTS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT", "M Ậ T", "T Ố I  M Ậ T")
ANGLES = (0, 12, 90, 45, 0, -12, 270, -45)
PLACES = {  # the middle of the stamp in shares of the page
    "below the number": (0.2, 0.185),
    "left edge": (0.05, 0.3),
    "top": (0.5, 0.035),
    "right edge": (0.95, 0.3),
    "head": (0.8, 0.035),
    "foot": (0.3, 0.96),
    "over the text": (0.78, 0.72),
}
WEAR = ("clean", "faint", "specks", "blurred", "jpeg")
HEAD = (
    "UBND TỈNH HÒA SƠN           CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "    SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc",
    "Số: 12/BC-SNV               Hòa Sơn, ngày 12 tháng 3 năm 2024",
    "",
    "",
    "",
    "",
    "                                 BÁO CÁO",
)
LINES = (
    "Thực hiện Kế hoạch cải cách hành chính của tỉnh, Sở Nội vụ báo cáo kết quả",
    "Các cơ quan, đơn vị đã rà soát thủ tục hành chính thuộc phạm vi quản lý",
    "và niêm yết công khai tại bộ phận tiếp nhận và trả kết quả theo quy định",
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt yêu cầu, không có phản ánh, kiến nghị",
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is stamped, how and where."""

    text: str
    colour: tuple[int, int, int]
    frames: int
    angle: int
    place: str
    wear: str
    font: int

    @property
    def label(self) -> str:
        """In words."""
        colour = "red" if self.colour == RED else "black"
        return f"{self.text}, {colour}, {self.frames} frames, {self.angle} degrees, {self.place}, {self.wear}"


def stamps(count: int, seed: int = 9) -> list[Stamp]:
    """So many stamps: each form, angle and place with many others; words without a frame are red, or black and bold."""
    chance = random.Random(seed)
    every = (_stamp(chance, number) for number in range(10 * count))
    return list(islice(every, count))


def _stamp(chance: random.Random, number: int) -> Stamp:
    """Black stamps stand where the paper is white, as clerks put them; a red one may lie over the text."""
    colour = BLACK if number % 3 == 2 else RED
    places = list(PLACES) if colour == RED else ["below the number", "top", "head", "foot"]
    return Stamp(
        TEXTS[number % len(TEXTS)],
        colour,
        chance.choice((0, 1, 1, 2)),
        ANGLES[(number // 2) % len(ANGLES)],
        chance.choice(places),
        WEAR[number % len(WEAR)] if number % 2 else "clean",
        chance.randrange(len(STAMPS)),
    )


def page(stamp: Stamp | None, *, first: bool = True, seed: int = 1) -> Image.Image:
    """A page at 200 dpi with the stamp on it."""
    image = Image.new("RGB", SIZE, (252, 251, 248))
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(BODY), 36)
    lines = ((*HEAD, "") if first else ()) + LINES * 6
    for number, line in enumerate(lines):
        pen.text((190, 200 + 56 * number), line, fill=(20, 20, 20), font=font)
    if stamp is None:
        return image
    _put(image, stamp)
    return _worn(image, stamp.wear, seed)


def drawn(stamp: Stamp) -> Image.Image:
    """The stamp alone, transparent around."""
    font = ImageFont.truetype(str(STAMPS[stamp.font]), 40)
    left, top, right, bottom = font.getbbox(stamp.text)
    width, height = int(right - left), int(bottom - top)
    image = Image.new("RGBA", (width + 60, height + 50), (*stamp.colour, 0))
    pen = ImageDraw.Draw(image)
    pen.text((30 - left, 25 - top), stamp.text, fill=(*stamp.colour, 255), font=font)
    for number in range(stamp.frames):
        gap = 2 + 9 * number
        pen.rectangle((gap, gap, width + 58 - gap, height + 48 - gap), outline=(*stamp.colour, 255), width=4)  # fmt: skip
    return image.rotate(stamp.angle, expand=True, resample=Image.Resampling.BICUBIC)


def _put(image: Image.Image, stamp: Stamp) -> None:
    mark = drawn(stamp)
    if stamp.wear == "faint":
        mark.putalpha(mark.getchannel("A").point(lambda value: int(value * 0.55)))
    x, y = (round(share * side) for share, side in zip(PLACES[stamp.place], SIZE, strict=True))
    left = min(max(10, x - mark.width // 2), SIZE[0] - mark.width - 10)
    top = min(max(10, y - mark.height // 2), SIZE[1] - mark.height - 10)
    image.paste(mark, (left, top), mark)


def _worn(image: Image.Image, wear: str, seed: int) -> Image.Image:
    if wear == "blurred":
        return image.filter(ImageFilter.GaussianBlur(1.4))
    if wear == "specks":
        pixels = np.asarray(image).copy()
        random_ = np.random.default_rng(seed)
        spots = random_.random(pixels.shape[:2])
        pixels[spots < 0.004] = 0
        pixels[spots > 0.996] = 255
        return Image.fromarray(pixels)
    if wear == "jpeg":
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=35)
        return Image.open(stream).convert("RGB")
    return image
