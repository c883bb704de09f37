"""`vanban inspect`: words at their places with colours and notes, both languages, everything escaped, secrets withheld."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import made_pdfs
import numpy as np
import pytest
import signed_pdfs
import typed_codes
from PIL import Image

from extract.errors import UsageError
from extract.image import CleanPage
from extract.ingest import PageImage, PageLayer, open_bytes
from extract.inspect import DocumentView, look, page
from extract.inspect.page import sheet
from extract.inspect.view import level
from extract.model import (
    Box,
    Cell,
    Line,
    Page,
    PageRegion,
    Region,
    RegionKind,
    Table,
    TextSource,
    Word,
    note_words,
)
from extract.options import Options
from extract.tables import TABLES
from extract.words import both, in_vietnamese

OPTIONS = Options(as_of=date(2026, 1, 1))
needs_font = pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")


@dataclass
class Told:
    """Reads every page as these words, each with its probability."""

    words: tuple[tuple[str, float], ...] = (
        ("Kế", 0.97),
        ("2024", 0.85),
        ("<b>&", 0.2),
        ("x", 0.1),
    )
    region: Region = Region.BODY
    name: str = "told"
    version: str = "1"
    languages: tuple[str, ...] = ("vie",)

    def fingerprint(self) -> str:
        return "told"

    def read(self, page: CleanPage) -> Page:
        placed, raw = [], ""
        for number, (text, confidence) in enumerate(self.words):
            raw += " " if raw else ""
            box = Box(0.1 * number, 0.1, 0.1 * number + 0.08, 0.12)
            placed.append(Word(text, len(raw), box, confidence))
            raw += text
        line = Line(raw, tuple(placed), Box(0, 0.1, 0.4, 0.12), self.region)
        table = Table(0, (Cell(0, 0, "x", Box(0.1, 0.1, 0.2, 0.2)),), Box(0.1, 0.1, 0.5, 0.5))
        tables = (table,) if self.region is Region.TABLE else ()
        return Page(page.number, (line,), TextSource.OCR, tables, notes=page.notes)


def scan(folder: Path, name: str = "a.png") -> Path:
    pixels = np.full((900, 640), 225, np.uint8)
    for y in range(100, 800, 40):
        pixels[y : y + 16, 60:580] = 60
    (folder / name).write_bytes(_png(pixels))
    return folder / name


def _png(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", dpi=(200, 200))
    return buffer.getvalue()


def text(folder: Path, content: str) -> Path:
    (folder / "a.txt").write_text(content, encoding="utf-8")
    return folder / "a.txt"


def html(path: Path, engine: Told | None = None, most: int = 9) -> str:
    return page(look(path, OPTIONS, engine or Told(), most))


class Tree(HTMLParser):
    """Tags with their attributes, and whether every tag was closed in order."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "input", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_word_has_its_place_colour_and_note(tmp_path: Path) -> None:
    tree = Tree(html(scan(tmp_path)))
    placed = [a for tag, a in tree.tags if tag == "span" and "left:" in str(a.get("style"))]
    assert [str(a["class"]).split()[1] for a in placed] == ["high", "fair", "low", "poor"]
    assert str(placed[2]["style"]).startswith("left:20.00%;top:10.00%;width:8.00%;height:2.00%")
    assert not tree.open


def test_both_pictures_stand_in_the_page(tmp_path: Path) -> None:
    tree = Tree(html(scan(tmp_path)))
    pictures = [str(a["src"]) for tag, a in tree.tags if tag == "img"]
    assert len(pictures) == 2
    assert all(source.startswith("data:image/webp;base64,") for source in pictures)
    assert pictures[0] != pictures[1]


def test_what_lies_beside_the_text_is_outlined_with_kind_colour_and_words() -> None:
    stamp = PageRegion(RegionKind.INCOMING_STAMP, Box(0.1, 0.2, 0.3, 0.4), "red", "ĐẾN\n<Số: 7>")
    drawn = sheet(Page(1, (), TextSource.OCR, regions=(stamp,)), b"", ())
    assert 'class="mark" style="left:10.00%;top:20.00%;width:20.00%;height:20.00%"' in drawn
    for told in ("incoming stamp", "dấu đến", "red", "đỏ", "ĐẾN / &lt;Số: 7&gt;"):
        assert told in drawn


def test_blocks_and_tables_are_drawn(tmp_path: Path) -> None:
    body = html(scan(tmp_path))
    assert 'class="block"' in body
    assert "nội dung" in body
    ruled = html(scan(tmp_path), Told(region=Region.TABLE))
    assert ruled.count('class="table"') == ruled.count('class="cell"') == 1
    assert 'class="block"' not in ruled


def test_a_correction_says_what_was_read_and_why(tmp_path: Path) -> None:
    body = html(
        text(tmp_path, "Thuc hien Ke hoach cai cach hanh chinh nam 2024 cua Uy ban nhan dan tinh")
    )
    note = re.search(r'<span class="note"><b>Thực</b>(.*?)</span></span>', body)
    assert note
    assert '<span class="read">Thuc</span>' in note[1]
    assert re.search(r'<span class="sure">\d+%', note[1])
    assert "<pre>Thuc hien" in body


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_S7_everything_is_escaped(tmp_path: Path, hostile: str) -> None:
    words = tuple((word, 0.9) for word in hostile.split())
    name = f"{hostile.replace('/', '')}.png"
    for body in (html(scan(tmp_path, name), Told(words)), html(text(tmp_path, hostile))):
        tree = Tree(body)
        assert not [a for tag, a in tree.tags if tag == "script" or "onerror" in a]
        assert not tree.open


def test_S3_nothing_is_fetched(tmp_path: Path) -> None:
    body = html(scan(tmp_path))
    assert "default-src 'none'" in body
    assert not re.search(r"""(?:src|href)="(?!data:|#)|url\(|@import|https?:""", body)


def test_both_languages_stand_in_the_page(tmp_path: Path) -> None:
    body = html(scan(tmp_path))
    assert body.count('lang="vi"') - 1 == body.count('lang="en"')
    for word in ("Bản gốc", "As it came", "Thông tin trích xuất", "What was found"):
        assert word in body


def test_only_the_first_pages_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    frames = [Image.open(scan(tmp_path)) for _ in range(3)]
    frames[0].save(tmp_path / "a.tif", save_all=True, append_images=frames[1:])
    body = html(tmp_path / "a.tif", most=2)
    assert body.count('<section class="page"') == 2
    assert "2 of 3 pages" in body


def test_a_failed_page_says_why(tmp_path: Path) -> None:
    data = made_pdfs.bad_files.half_readable_pdf(tmp_path / "a.pdf")
    body = html(data)
    assert "the page is missing or damaged in the PDF" in body
    assert "Không đọc được trang này" in body


def test_S5_a_secret_document_is_withheld(tmp_path: Path) -> None:
    path = text(
        tmp_path,
        "UBND TỈNH A    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ B   Độc lập - Tự do - Hạnh phúc\nMẬT\nBÁO CÁO\nnội dung",
    )
    with pytest.raises(UsageError, match="secrecy") as caught:
        html(path)
    assert "nội dung" not in str(caught.value)


def test_same_file_same_bytes(tmp_path: Path) -> None:
    assert html(scan(tmp_path)) == html(scan(tmp_path))


@pytest.mark.parametrize(
    ("confidence", "name"),
    [
        (0.95, "high"),
        (0.949, "fair"),
        (0.8, "fair"),
        (0.5, "low"),
        (0.0, "poor"),
        (None, "unknown"),
    ],
)
def test_steps_of_confidence(confidence: float | None, name: str) -> None:
    assert level(confidence) == name


def test_every_column_that_may_need_a_look_has_words_in_both_languages() -> None:
    keys = {"doc_id", "part", "page", "line_start", "line_end", "raw", "confidence"}
    for table in TABLES[1:7]:
        for column in table.columns:
            if column.name not in keys:
                assert both(column.name, "field").count(column.name) < 2, column.name


@pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")
@pytest.mark.parametrize(
    "lines",
    [
        made_pdfs.LINES,
        tuple(map(typed_codes.tcvn3, made_pdfs.LINES)),
        ("Ke hoach cai cach",) * 9,
        ("Người ký",),
    ],
)
def test_notes_of_pages_are_told_in_vietnamese(lines: tuple[str, ...]) -> None:
    (read,) = open_bytes(made_pdfs.layered(made_pdfs.page_of(), lines), "a.pdf", Options()).pages()
    assert isinstance(read, PageImage | PageLayer)
    image = read if isinstance(read, PageImage) else read.image
    assert image.notes
    assert all(in_vietnamese(note_words(note)) for note in image.notes)


@pytest.mark.parametrize(
    "said",
    [
        "cut out of a darker ground",
        "lines unbent by 1.2 mm",
        "blue ink that was not read: row 2, column 3 of table 1; line 15",
    ],
)
def test_notes_of_cleaning_are_told_in_vietnamese(said: str) -> None:
    assert in_vietnamese(said)


def test_the_cleaned_picture_is_the_one_that_was_read(tmp_path: Path) -> None:
    """A page on its head is read twice; the picture shows the way that was kept."""

    @dataclass
    class UpsideDown(Told):
        calls: int = 0

        def read(self, page: CleanPage) -> Page:
            self.calls += 1
            sure = 0.3 if self.calls == 1 else 0.95
            self.words = tuple((word, sure) for word in ("một", "hai", "ba", "bốn", "năm"))
            return super().read(page)

        def quarter_turns(self, pixels: np.ndarray) -> int:  # noqa: ARG002
            return 2

    view: DocumentView = look(_dark_head(tmp_path), OPTIONS, UpsideDown(), 1)
    (shown,) = view.pages
    assert "turned by 180 degrees counter-clockwise" in shown.page.notes
    assert shown.cleaned is not None
    cleaned = np.asarray(Image.open(io.BytesIO(shown.cleaned)).convert("L"))
    assert cleaned[: len(cleaned) // 2].mean() > cleaned[len(cleaned) // 2 :].mean()


def _dark_head(folder: Path) -> Path:
    """A page with all its lines in the upper half."""
    pixels = np.full((900, 640), 255, np.uint8)
    for y in range(80, 420, 40):
        pixels[y : y + 16, 60:580] = 0
    (folder / "a.png").write_bytes(_png(pixels))
    return folder / "a.png"


@needs_font
def test_a_signed_page_is_shown_with_the_panel_that_is_not_read(tmp_path: Path) -> None:
    field = signed_pdfs.Field((300, 20, 580, 100), ["Ký bởi: SỞ MẪU"], size=20)
    file = tmp_path / "a.pdf"
    file.write_bytes(signed_pdfs.signed((), [field], picture=made_pdfs.page_of()))
    (view,) = look(file, OPTIONS, Told(), 1).pages
    assert view.original is not None
    grey = np.asarray(Image.open(io.BytesIO(view.original)).convert("L"))
    down, across = grey.shape
    here = grey[round(20 / 842 * down) : round(100 / 842 * down), across // 2 :]
    assert int(here.min()) < 100
