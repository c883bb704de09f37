"""The page in a real browser (headless Chromium): what a person sees, in both languages, and that nothing runs or is fetched."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from extract.image import CleanPage
from extract.inspect import look, page
from extract.model import Box, Line, Page, TextSource, Word
from extract.options import Options

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: chromium)"),
]
WIDTH, HEIGHT = 1500, 1400
HOSTILE = "<script>document.title='ran'</script>"


@dataclass
class Told:
    """Reads a sure word and a poor one at places known to the test."""

    name: str = "told"
    version: str = "1"
    languages: tuple[str, ...] = ("vie",)

    def fingerprint(self) -> str:
        return "told"

    def read(self, page: CleanPage) -> Page:
        words = (
            Word("2024", 0, Box(0.1, 0.1, 0.4, 0.2), 0.99),
            Word(HOSTILE, 5, Box(0.5, 0.1, 0.9, 0.2), 0.1),
        )
        line = Line(f"2024 {HOSTILE}", words, Box(0.1, 0.1, 0.9, 0.2))
        return Page(page.number, (line,), TextSource.OCR, notes=page.notes)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inspect")
    pixels = np.full((900, 640), 255, np.uint8)
    for y in range(300, 800, 40):
        pixels[y : y + 16, 60:580] = 60
    Image.fromarray(pixels).save(folder / "a.png", dpi=(200, 200))
    view = look(folder / "a.png", Options(as_of=date(2026, 1, 1)), Told(), 1)
    (folder / "a.html").write_text(page(view), encoding="utf-8")
    return folder / "a.html"


def browse(html: Path, *options: str) -> bytes:
    """Run Chromium on the page with a profile of its own; what it wrote on stdout."""
    assert CHROMIUM is not None
    profile = html.parent / "profile"
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={profile}", "--hide-scrollbars",
        f"--window-size={WIDTH},{HEIGHT}", *options, html.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    shutil.rmtree(profile, ignore_errors=True)
    return done.stdout


def variant(html: Path, name: str, *changes: tuple[str, str]) -> Path:
    """The page as it is after a person chose something: states of its inputs exchanged."""
    text = html.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (html.parent / name).write_text(text, encoding="utf-8")
    return html.parent / name


def picture(html: Path) -> np.ndarray:
    browse(html, f"--screenshot={html.with_suffix('.png')}")
    return np.asarray(Image.open(html.with_suffix(".png")).convert("RGB")).astype(int)


def printed(html: Path) -> str:
    """The text that the page shows, by way of a PDF."""
    browse(html, f"--print-to-pdf={html.with_suffix('.pdf')}")
    with pypdfium2.PdfDocument(io.BytesIO(html.with_suffix(".pdf").read_bytes())) as document:
        return "\n".join(sheet.get_textpage().get_text_range() for sheet in document)


ENGLISH = (('id="vi" checked', 'id="vi"'), ('id="en"', 'id="en" checked'))


def reddish(shown: np.ndarray) -> int:
    red, green, blue = shown[:, :, 0], shown[:, :, 1], shown[:, :, 2]
    return int(((red > 200) & (red - green > 40) & (red - blue > 40)).sum())


def test_a_poor_word_is_coloured_on_the_picture(written: Path) -> None:
    whole = reddish(picture(written))
    without = variant(written, "nowords.html", ('id="words" checked', 'id="words"'))
    assert whole > reddish(picture(without)) + 5_000  # a box of some 270 by 100 pixels is gone


def test_both_pictures_are_shown(written: Path) -> None:
    shown = picture(written).max(axis=2)
    left, right = shown[:, : WIDTH // 2], shown[:, WIDTH // 2 :]
    assert (left < 90).sum() > 10_000  # the bars of the drawn page
    assert (right < 90).sum() > 10_000


def test_vietnamese_is_shown_first_and_english_when_chosen(written: Path) -> None:
    vietnamese = printed(written)
    english = printed(variant(written, "english.html", *ENGLISH))
    assert "Bản gốc" in vietnamese
    assert "As it came" not in vietnamese
    assert "As it came" in english
    assert "Bản gốc" not in english


def test_the_note_of_a_word_opens_where_it_is_pointed_at(written: Path) -> None:
    closed = printed(written)
    opened = printed(
        variant(written, "open.html", (".note { display: none !important; }", ""), (".note { display: none;", ".note { display: block;"))
    )  # fmt: skip
    assert "99%" not in closed
    assert re.search(r"99%", opened)


def test_S7_markup_of_a_document_is_shown_and_not_run(written: Path) -> None:
    dom = browse(written, "--dump-dom").decode()
    assert "<title>a.png</title>" in dom
    assert "<script" not in dom
    assert HOSTILE[:8] in printed(written).replace("\n", "")
