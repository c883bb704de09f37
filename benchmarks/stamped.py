"""What lies on a page beside its text: how many stamps, seals, signatures and pencilled numbers are found, and told right.

    python benchmarks/stamped.py [--seed 1] [--count 40] [--show FOLDER]

Draws invented pages with stamps whose places and kinds are known, reads them and prints recall and precision by kind. A region is
found where half of the smaller box is shared; it is right where the kind is the same. `--show` keeps the pages as PNG.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from handwriting.pen import Hand, allographs, usual
from PIL import Image, ImageDraw, ImageFont

from extract.ingest import PageImage, Pixels
from extract.model import Box, Page, PageRegion, RegionKind
from extract.ocr import TesseractEngine, read_page

DPI = 200
WIDE, TALL = 1654, 2339  # A4 at that
_FONTS = Path("/usr/share/fonts/truetype/croscore")
_RED = ((200, 30, 45), (190, 40, 90), (215, 60, 60), (170, 20, 40))
_BLUE = ((40, 60, 160), (70, 60, 150), (30, 80, 190))
_BLACK = (25, 25, 28)
_PENCIL = ((205, 205, 205), (170, 170, 172), (222, 222, 222))
_NAME_FONTS = (("BoldItalic", "Tinos"), ("Bold", "Tinos"), ("Italic", "Tinos"), ("Bold", "Arimo"))
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng", "Bùi", "Huỳnh", "Võ")
_MIDDLE = ("Văn", "Thị", "Minh", "Hoàng", "Đức", "Thanh")
_GIVEN = ("Bình", "Hạnh", "Khôi", "Lộc", "Mẫn", "Phương", "Tuyết", "Vĩnh")
_OFFICE = ("SỞ CÔNG NGHIỆP", "PHÒNG LƯU TRỮ", "CỤC ĐO ĐẠC", "BAN QUẢN LÝ CẢNG", "CHI CỤC THỦY VĂN")
_URGENT = ("HỎA TỐC", "KHẨN", "THƯỢNG KHẨN", "HỎA TỐC HẸN GIỜ")
_SECRET = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
_COPY = ("SAO Y", "SAO Y BẢN CHÍNH", "SAO LỤC", "TRÍCH SAO")
_PROSE = (
    "Căn cứ kế hoạch công tác năm của đơn vị và tình hình thực hiện nhiệm vụ trong quý vừa",
    "qua, đề nghị các phòng chuyên môn rà soát số liệu, hoàn thiện hồ sơ và gửi báo cáo về",
    "bộ phận tổng hợp đúng thời hạn; những nội dung vượt thẩm quyền cần nêu rõ kiến nghị,",
    "phương án xử lý và trách nhiệm của từng bộ phận có liên quan để lãnh đạo xem xét.",
)

Colour = tuple[int, int, int]
Place = tuple[int, int]  # left and top, pixels
Edges = tuple[int, int, int, int]  # left, top, right, bottom, pixels
Ink = Image.Image  # grey, 255 where ink is


@dataclass(slots=True)
class Drawn:
    """A page while it is drawn, and what was stamped on it: kind, box in pixels, text."""

    rng: random.Random
    picture: Image.Image = field(default_factory=lambda: Image.new("RGB", (WIDE, TALL), "white"))
    placed: list[tuple[RegionKind, Edges, str]] = field(default_factory=list)

    def font(
        self, points: float, style: str = "Regular", family: str = "Tinos"
    ) -> ImageFont.FreeTypeFont:
        """A font of so many points."""
        return ImageFont.truetype(str(_FONTS / f"{family}-{style}.ttf"), round(points / 72 * DPI))

    def write(self, x: int, y: int, text: str, points: float = 13, style: str = "Regular") -> None:
        """A line of print."""
        pen = ImageDraw.Draw(self.picture)
        pen.text((x, y), text, font=self.font(points, style), fill=_BLACK)

    def stamp(
        self, kind: RegionKind, ink: Ink, at: Place, colour: Colour, text: str = "", tilt: float = 0
    ) -> None:
        """Ink in a colour put on the page, turned by a tilt."""
        x, y = at
        turned = ink.rotate(tilt, expand=True, resample=Image.Resampling.BICUBIC)
        wear = np.random.default_rng(self.rng.randrange(9999))
        worn = np.asarray(turned, np.float32) * wear.uniform(0.75, 1.0, turned.size[::-1])
        page = np.array(self.picture, np.float32)
        part = page[y : y + turned.height, x : x + turned.width]
        mask = (worn / 255)[: part.shape[0], : part.shape[1], None]
        # ink of a stamp lets print through: the darker of the two
        part[:] = np.minimum(part, part * (1 - mask) + np.array(colour, np.float32) * mask)
        self.picture = Image.fromarray(page.astype(np.uint8))
        inked = Image.fromarray((mask[..., 0] > 0.2).astype(np.uint8) * 255)
        left, top, right, bottom = inked.getbbox() or (0, 0, 1, 1)
        self.placed.append((kind, (x + left, y + top, x + right, y + bottom), text))


def text_ink(
    draw: Drawn, lines: Sequence[str], points: float, style: str = "Bold", family: str = "Tinos"
) -> Ink:
    """Lines of letters, centred."""
    font = draw.font(points, style, family)
    wide = max(round(font.getlength(line)) for line in lines) + 12
    high = round(points / 72 * DPI * 1.35)
    ink = Image.new("L", (wide, high * len(lines) + 8), 0)
    pen = ImageDraw.Draw(ink)
    for row, line in enumerate(lines):
        pen.text((wide / 2, high * row + 2), line, font=font, fill=255, anchor="ma")
    return ink


def framed(ink: Ink, pad: int = 14, line: int = 4, *, double: bool = False) -> Ink:
    """Ink in a rectangle."""
    whole = Image.new("L", (ink.width + 2 * pad, ink.height + 2 * pad), 0)
    whole.paste(ink, (pad, pad))
    pen = ImageDraw.Draw(whole)
    pen.rectangle((1, 1, whole.width - 2, whole.height - 2), outline=255, width=line)
    if double:
        pen.rectangle((8, 8, whole.width - 9, whole.height - 9), outline=255, width=2)
    return whole


def hand_ink(rng: random.Random, text: str, high: int) -> Ink:
    """Figures by hand, so many pixels high; bars between them."""
    hand = Hand(rng, usual(allographs()))
    inks = [hand.written(part) for part in text.split("/")]
    bar = np.zeros((inks[0].shape[0], 60), np.uint8)
    cv2.line(bar, (10, bar.shape[0] - 40), (50, 40), 255, 7)
    ink = np.hstack([part for each in inks for part in (bar, each)][1:])
    rows, columns = (np.flatnonzero((ink > 40).any(axis=axis)) for axis in (1, 0))
    cut = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return Image.fromarray(cut).resize((max(4, round(cut.shape[1] * high / len(cut))), high))


def seal_ink(draw: Drawn, office: str) -> Ink:
    """A round seal: two rings, words along the rim, the office's name inside."""
    radius = round(draw.rng.uniform(15.5, 20.5) / 25.4 * DPI)
    side = 2 * radius + 8
    middle = side / 2
    ink = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(ink)
    for inset, width in ((2, 5), (11, 2), (round(radius * 0.36), 3)):
        pen.ellipse((inset, inset, side - inset, side - inset), outline=255, width=width)
    rim = "U.B.N.D TỈNH MẪU  *  " + office + "  *  "
    font = draw.font(7.5, "Bold", "Arimo")
    for at, letter in enumerate(rim):
        angle = 2 * np.pi * at / len(rim) - np.pi / 2
        small = Image.new("L", (40, 40), 0)
        ImageDraw.Draw(small).text((20, 20), letter, font=font, fill=255, anchor="mm")
        small = small.rotate(-np.degrees(angle) - 90)
        x, y = (round(middle + 0.82 * radius * turn(angle) - 20) for turn in (np.cos, np.sin))
        ink.paste(255, (x, y), small)
    words = office.split()
    halves = [" ".join(words[:2]), " ".join(words[2:])]
    inner = text_ink(draw, halves, 6.5, "Bold", "Arimo")
    ink.paste(inner, (round(middle - inner.width / 2), round(middle - inner.height / 2)), inner)
    return ink


def signature_ink(rng: random.Random) -> Ink:
    """A hand's large strokes."""
    wide, high = rng.randint(280, 460), rng.randint(110, 190)
    ink = Image.new("L", (wide, high), 0)
    pen = ImageDraw.Draw(ink)
    t = np.linspace(0, 1, 200)
    a, b, c = rng.uniform(2, 4), rng.uniform(3, 6), rng.uniform(0, 3)
    xs = wide * (0.06 + 0.8 * t) + 0.09 * wide * np.cos(2 * np.pi * a * t)
    ys = high * (0.55 - 0.15 * t) + 0.36 * high * np.sin(2 * np.pi * b * t + c) * (1 - 0.7 * t)
    strokes = list(zip(xs.tolist(), ys.tolist(), strict=True))
    pen.line(strokes, fill=255, width=rng.randint(3, 5), joint="curve")
    return ink


def a_name(rng: random.Random) -> str:
    """An invented name."""
    return f"{rng.choice(_SURNAMES)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)}"


def letter(draw: Drawn) -> Place:
    """A printed letter; where its signature block stands."""
    rng = draw.rng
    draw.write(170, 150, rng.choice(_OFFICE), 12)
    draw.write(150, 205, rng.choice(_OFFICE), 12, "Bold")
    draw.write(740, 150, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, "Bold")
    draw.write(900, 205, "Độc lập - Tự do - Hạnh phúc", 13, "Bold")
    draw.write(190, 285, f"Số: {rng.randint(10, 900)}/KH-PLT", 13)
    day = f"Mẫu, ngày {rng.randint(10, 28)} tháng {rng.randint(10, 12)} năm 2021"
    draw.write(860, 285, day, 13, "Italic")
    draw.write(700, 470, "KẾ HOẠCH", 14, "Bold")
    y = 570
    for _ in range(rng.randint(3, 6)):
        for line in _PROSE:
            draw.write(190, y, line, 13)
            y += 52
        y += 16
    draw.write(190, y + 20, "Nơi nhận:", 12, "BoldItalic")
    draw.write(190, y + 65, "- Như trên;", 11)
    draw.write(190, y + 103, "- Lưu: VT.", 11)
    draw.write(1000, y + 20, rng.choice(("GIÁM ĐỐC", "CHI CỤC TRƯỞNG", "CHỦ TỊCH")), 13, "Bold")
    return 1000, y + 70


def signed(draw: Drawn, x: int, y: int) -> None:
    """Seal, signature and name, each in its way."""
    rng = draw.rng
    ink, at = signature_ink(rng), (x + rng.randint(-40, 60), y + rng.randint(0, 40))
    draw.stamp(RegionKind.SIGNATURE, ink, at, rng.choice(_BLUE))
    if rng.random() < 0.8:
        ink = seal_ink(draw, rng.choice(_OFFICE))
        at = (x - rng.randint(150, 220), y - 60 + rng.randint(-20, 30))
        draw.stamp(RegionKind.SEAL, ink, at, rng.choice(_RED), tilt=rng.uniform(-8, 8))
    name = a_name(rng)
    if rng.random() < 0.6:
        style, family = rng.choice(_NAME_FONTS)
        text = rng.choice(("", "BSCKI. ", "ThS. ", "")) + name
        ink = text_ink(draw, [text], rng.uniform(12, 15), style, family)
        at = (x - 30 + rng.randint(-20, 40), y + 200 + rng.randint(0, 40))
        colour, tilt = rng.choice(_RED + _BLUE), rng.uniform(-2, 5)
        draw.stamp(RegionKind.NAME_STAMP, ink, at, colour, text, tilt)
    else:
        draw.write(x - 10, y + 220, name, 13, "Bold")


def incoming(draw: Drawn) -> None:
    """A stamp of arrival, its number and date by hand."""
    rng = draw.rng
    lines = ("ĐẾN", "Số:..................", "Ngày:................", "Chuyển:..............")
    words = text_ink(draw, [rng.choice(_OFFICE), *lines], rng.uniform(9, 11), "Bold")
    ink = framed(words, double=rng.random() < 0.4)
    x, y = rng.randint(90, 200), rng.randint(370, 420)
    colour, tilt = rng.choice(_RED + _BLUE), rng.uniform(-3, 3)
    draw.stamp(RegionKind.INCOMING_STAMP, ink, (x, y), colour, tilt=tilt)
    high = (ink.height - 28) / 5
    figures_by_hand = (str(rng.randint(10, 2900)), f"{rng.randint(1, 28)}/{rng.randint(1, 12)}")
    for row, text in enumerate(figures_by_hand, 2):
        figures = hand_ink(rng, text, round(high * 0.75))
        page = np.array(draw.picture)
        left, top = x + 14 + round(ink.width * 0.42), y + 14 + round(high * row)
        part = page[top : top + figures.height, left : left + figures.width]
        part[np.asarray(figures)[: part.shape[0], : part.shape[1]] > 100] = (45, 55, 140)
        draw.picture = Image.fromarray(page)


def box_stamp(draw: Drawn, kind: RegionKind, words: Sequence[str], *, black: float) -> None:
    """A word in a frame, often aslant."""
    rng = draw.rng
    text = rng.choice(words)
    family = rng.choice(("Tinos", "Arimo"))
    word = text_ink(draw, [text], rng.uniform(13, 18), "Bold", family)
    ink = framed(word, line=rng.randint(3, 6), double=rng.random() < 0.3)
    colour = _BLACK if rng.random() < black else rng.choice(_RED)
    at = (rng.randint(420, 640), rng.randint(345, 380))
    draw.stamp(kind, ink, at, colour, text, rng.uniform(-4, 12))


def panel(draw: Drawn) -> None:
    """What signing software draws, in tiny print."""
    rng = draw.rng
    lines = [
        f"Người ký: {a_name(rng)}",
        "Email: vanthu@mau.example",
        f"Cơ quan: {rng.choice(_OFFICE).title()}",
        f"Thời gian ký: {rng.randint(10, 28)}.{rng.randint(10, 12)}.2021 {rng.randint(10, 16)}:{rng.randint(10, 59)}:{rng.randint(10, 59)} +07:00",
    ]
    font = draw.font(rng.uniform(6.0, 7.5), "Regular", rng.choice(("Tinos", "Arimo")))
    ink = Image.new("L", (round(max(map(font.getlength, lines))) + 8, 30 * len(lines)), 0)
    pen = ImageDraw.Draw(ink)
    for row, line in enumerate(lines):
        pen.text((2, 28 * row), line, font=font, fill=255)
    at, colour = (rng.randint(1000, 1150), rng.randint(15, 30)), rng.choice((_BLACK, _RED[0]))
    draw.stamp(RegionKind.SIGNATURE_PANEL, ink, at, colour, "\n".join(lines))


def pencil(draw: Drawn) -> None:
    """The number of the sheet at the top right corner."""
    rng = draw.rng
    text = str(rng.randint(1, 400))
    ink = hand_ink(rng, text, rng.randint(38, 52))
    at = (rng.randint(1470, 1540), rng.randint(25, 70))
    draw.stamp(RegionKind.PENCIL, ink, at, rng.choice(_PENCIL), text)


def draw_page(seed: int) -> Drawn:
    """An invented page with some of all this on it."""
    draw = Drawn(random.Random(seed))  # noqa: S311 - the same pages each time
    x, y = letter(draw)
    signed(draw, x, y)
    extras: tuple[tuple[float, Callable[[Drawn], None]], ...] = (
        (0.4, incoming),
        (0.35, lambda d: box_stamp(d, RegionKind.URGENCY_STAMP, _URGENT, black=0.3)),
        (0.3, panel),
        (0.5, pencil),
    )
    for chance, add in extras:
        if draw.rng.random() < chance:
            add(draw)
    if not any(kind is RegionKind.URGENCY_STAMP for kind, *_ in draw.placed):
        others = ((RegionKind.SECRECY_STAMP, _SECRET), (RegionKind.COPY_STAMP, _COPY))
        kind, words = draw.rng.choice(others)
        box_stamp(draw, kind, words, black=0.2)
    return draw


def scanned(draw: Drawn) -> Pixels:
    """The page as a scanner gives it: soft, grainy, packed as JPEG."""
    rng = np.random.default_rng(draw.rng.randrange(9999))
    soft = cv2.GaussianBlur(np.asarray(draw.picture), (0, 0), 0.7).astype(np.float32)
    grain = soft + rng.normal(0, 4, (*soft.shape[:2], 1)) - rng.uniform(0, 10)
    pixels = np.clip(grain, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", pixels, (cv2.IMWRITE_JPEG_QUALITY, 85))
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def pairs(
    drawn: Drawn, found: Sequence[PageRegion]
) -> Iterator[tuple[RegionKind, PageRegion | None]]:
    """Each stamp that was drawn with the region found in its place, one of the same kind first."""
    for kind, box, _ in drawn.placed:
        here = [region for region in found if _shared(box, region.box) >= 0.5]
        yield kind, min(here, key=lambda region: region.kind is not kind, default=None)


def _shared(box: Edges, other: Box) -> float:
    """Of the smaller of two boxes the share that lies in the other."""
    x0, y0, x1, y1 = other.x0 * WIDE, other.y0 * TALL, other.x1 * WIDE, other.y1 * TALL
    across = max(0.0, min(box[2], x1) - max(box[0], x0))
    down = max(0.0, min(box[3], y1) - max(box[1], y0))
    least = min((box[2] - box[0]) * (box[3] - box[1]), (x1 - x0) * (y1 - y0))
    return across * down / max(least, 1e-9)


@dataclass(slots=True)
class Tally:
    """By kind: drawn, found at all, found as that kind; told as that kind."""

    drawn: Counter[RegionKind] = field(default_factory=Counter)
    seen: Counter[RegionKind] = field(default_factory=Counter)
    right: Counter[RegionKind] = field(default_factory=Counter)
    told: Counter[RegionKind] = field(default_factory=Counter)

    def add(self, drawn: Drawn, page: Page) -> None:
        """One more page."""
        self.told.update(region.kind for region in page.regions)
        for kind, region in pairs(drawn, page.regions):
            self.drawn[kind] += 1
            self.seen[kind] += region is not None
            self.right[kind] += region is not None and region.kind is kind

    def show(self) -> None:
        """A line a kind."""
        print(f"{'kind':18} drawn  found  recall  precision")
        for kind in RegionKind:
            if self.drawn[kind] or self.told[kind]:
                recall = self.right[kind] / max(1, self.drawn[kind])
                precision = self.right[kind] / max(1, self.told[kind])
                print(
                    f"{kind:18} {self.drawn[kind]:5d}  {self.seen[kind]:5d}  {recall:6.2f}  {precision:9.2f}"
                )


def main() -> None:
    """Draw, read, count."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument(
        "--grey", action="store_true", help="as a scanner without colour gives them"
    )
    parser.add_argument("--show", type=Path)
    args = parser.parse_args()
    engine, tally = TesseractEngine.start(), Tally()
    for number in range(args.count):
        drawn = draw_page(1000 * args.seed + number)
        pixels = scanned(drawn)
        if args.grey:
            pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
        page = read_page(PageImage(1, pixels, float(DPI)), engine)
        tally.add(drawn, page)
        if args.show:
            args.show.mkdir(parents=True, exist_ok=True)
            Image.fromarray(pixels).save(args.show / f"{number:03}.png")
    tally.show()


if __name__ == "__main__":
    main()
