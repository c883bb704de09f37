"""A secret page that is read by Tesseract in a worker leaves no trace: output, temporary folder, journal, report, messages (S5, S6)."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

pytestmark = pytest.mark.slow
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf")
needs_font = pytest.mark.skipif(not FONT.exists(), reason="the font DejaVu Serif is not installed")
#: What a trace could be told by, with and without diacritics; invented.
TRACES = ("Suối Đá", "Suoi Da", "lực lượng", "luc luong", "SUỐI")


def letter(path: Path, mark: str, pages: int = 1) -> Path:
    """An invented notice on so many pages, the mark below its number."""
    drawn = []
    for page in range(pages):
        image = Image.new("L", (1240, 1754), 255)
        pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), 26)
        head = ["UBND TỈNH HÒA SƠN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "   SỞ NỘI VỤ                       Độc lập - Tự do - Hạnh phúc", "Số: 12/TB-SNV              Hòa Sơn, ngày 12 tháng 3 năm 2024", mark, "", "                        THÔNG BÁO", "             Về việc sắp xếp lực lượng"]  # fmt: skip
        body = [f"{n}. Bố trí lực lượng tại cầu Suối Đá trước ngày {n} tháng 4 năm 2024." for n in range(1, 9)]  # fmt: skip
        for number, line in enumerate(([] if page else head) + [""] + body):
            pen.text((110, 120 + 60 * number), line, fill=0, font=font)
        drawn.append(image)
    drawn[0].save(path, save_all=True, append_images=drawn[1:], dpi=(150, 150))
    return path


def everything(*folders: Path) -> bytes:
    """All bytes of all files below, what is packed in journals unpacked."""
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    data = [path.read_bytes() for path in found]
    for path in found:
        if path.name == "journal.sqlite3":
            with closing(sqlite3.connect(path)) as db:
                tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]  # fmt: skip
                cells = (
                    cell for t in tables for row in db.execute(f"SELECT * FROM {t}") for cell in row
                )
                data += [
                    zlib.decompress(c) for c in cells if isinstance(c, bytes) and c[:1] == b"x"
                ]
    return b"\n".join(data)


def extract(tmp_path: Path, path: Path) -> bytes:
    """Run on a file; everything that is there afterwards: outputs, TMPDIR, HOME, messages."""
    places = [tmp_path / name for name in ("out", "tmp", "home")]
    for place in places:
        place.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(places[1]), "HOME": str(places[2]), "XDG_CACHE_HOME": str(places[2])}  # fmt: skip
    command = [sys.executable, "-m", "extract", "extract", str(path), "--out", str(places[0]), "--jobs", "2", "--json"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False, env=environment, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return done.stderr + everything(*places)


@needs_font
@pytest.mark.parametrize("pages", [1, 3])
def test_S5_a_secret_scan_leaves_no_trace(tmp_path: Path, pages: int) -> None:
    found = extract(tmp_path, letter(tmp_path / "a.tif", "          MẬT", pages))
    assert b'"withheld": ["a.tif"]' in found
    assert not [trace for trace in TRACES if trace.encode() in found]
    assert b"image/jpeg;base64" not in found


@needs_font
def test_S5_the_same_scan_without_its_mark_would_be_found(tmp_path: Path) -> None:
    """The control: the words are read and would be seen."""
    found = extract(tmp_path, letter(tmp_path / "a.tif", "", 3))
    assert [trace for trace in TRACES if trace.encode() in found]
