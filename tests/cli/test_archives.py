"""What lies in real archives, from the file to the tables with real Tesseract: dossiers, blank backs, landscape, signed scans."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import made_pdfs
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract.cli import main

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed"),
    pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed"),
]
Run = Callable[[Path], tuple[int, list[dict[str, str]], str]]


@pytest.fixture
def extract(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Extract a file: exit code, rows of documents.csv, the restored text."""

    def run(path: Path) -> tuple[int, list[dict[str, str]], str]:
        out = tmp_path / "out"
        monkeypatch.setattr(sys, "argv", ["vanban", "extract", str(path), "--out", str(out)])
        with pytest.raises(SystemExit) as ended:
            main()
        capsys.readouterr()
        with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        texts = [p for p in (out / "text").glob("*.txt") if not p.name.endswith(".raw.txt")]
        return int(ended.value.code or 0), rows, "".join(p.read_text("utf-8") for p in texts)

    return run


def letter(number: int, size: tuple[int, int] = made_pdfs.A4) -> Image.Image:
    """The first page of an invented report, with the form's two columns at its head."""
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    small = ImageFont.truetype(str(made_pdfs.FONT), 34)
    middle = size[0] * 3 // 10, size[0] * 7 // 10
    left = ("UBND TỈNH LAM GIANG", "SỞ NỘI VỤ", f"Số: {number}/BC-SNV")
    right = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lam Giang, ngày 12 tháng 3 năm 2024",
    )
    for x, lines in zip(middle, (left, right), strict=True):
        for row, line in enumerate(lines):
            pen.text((x, 150 + 60 * row), line, fill=0, font=small, anchor="ma")
    body = ("BÁO CÁO", "Kết quả cải cách hành chính năm 2023", *made_pdfs.LINES)
    for row, line in enumerate(body):
        font = ImageFont.truetype(str(made_pdfs.FONT), 38)
        place = (size[0] // 2, 420 + 70 * row) if row < 2 else (180, 440 + 70 * row)
        pen.text(place, line, fill=0, font=font, anchor="ma" if row < 2 else "la")
    return image


def scanned(*sheets: Image.Image) -> bytes:
    """One PDF with an image a page, packed as fax machines and scanners do."""
    packed = [made_pdfs.packings(sheet)["CCITT"] for sheet in sheets]
    files = [made_pdfs.image_pdf(p, s.size) for p, s in zip(packed, sheets, strict=True)]
    return made_pdfs.joined(*files)


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_dossier_of_two_letters_with_blank_backs_gives_two_parts(
    extract: Run, tmp_path: Path
) -> None:
    blank = Image.new("L", made_pdfs.A4, 255)
    data = scanned(letter(15), blank, letter(16), blank)
    code, rows, text = extract(put(tmp_path / "ho-so.pdf", data))
    assert code == 0
    assert [(row["part"], row["code"]) for row in rows] == [("1", "15/BC-SNV"), ("2", "16/BC-SNV")]
    assert {(row["status"], row["pages"]) for row in rows} == {("ok", "2")}
    assert [(row["page_from"], row["page_to"]) for row in rows] == [("1", "2"), ("3", "4")]
    assert all("two_documents_in_file" in row["flags"] for row in rows)
    assert text.count("\f") == 3


def test_I5_landscape_and_sideways_pages_are_read(extract: Run, tmp_path: Path) -> None:
    wide = letter(15, made_pdfs.A4[::-1])
    sideways = letter(16).rotate(90, expand=True)
    code, rows, text = extract(put(tmp_path / "wide.pdf", scanned(wide, sideways)))
    assert code == 0
    assert [row["code"] for row in rows] == ["15/BC-SNV", "16/BC-SNV"]
    assert text.count("cải cách hành chính của tỉnh") == 2


def test_a_signed_scan_is_read_and_not_taken_for_its_signature(
    extract: Run, tmp_path: Path
) -> None:
    said = ["Người ký: Sở Nội vụ", "Thời gian ký: 12.03.2024 08:15:00 +07:00"]
    data = made_pdfs.layered(letter(15), said, hidden=False, where=(1000, 2100))
    _, (row,), text = extract(put(tmp_path / "signed.pdf", data))
    assert (row["code"], row["text_source"]) == ("15/BC-SNV", "ocr")
    assert "cải cách hành chính của tỉnh" in text


def test_I5_a_fax_is_read(extract: Run, tmp_path: Path) -> None:
    dpi = (204, 98)
    across, down = (round(side * d / 200) for side, d in zip(made_pdfs.A4, dpi, strict=True))
    sheet = letter(15).resize((across, down), Image.Resampling.LANCZOS).convert("1")
    data = made_pdfs.encoded(sheet, "TIFF", compression="group4", dpi=dpi)
    _, (row,), _ = extract(put(tmp_path / "fax.tif", data))
    assert (row["issued_date"], row["status"]) == ("2024-03-12", "ok")


@pytest.mark.parametrize("form", ["PNG", "JPEG2000"])
def test_I5_the_same_page_gives_the_same_text_in_each_lossless_format(
    extract: Run, tmp_path: Path, form: str
) -> None:
    data = made_pdfs.encoded(letter(15), form)
    _, (row,), text = extract(put(tmp_path / "page", data))
    assert row["code"] == "15/BC-SNV"
    for line in made_pdfs.LINES:
        assert line in text.replace("\n", " ")


def test_I9_a_blank_page_is_fine_and_flagged(extract: Run, tmp_path: Path) -> None:
    code, (row,), text = extract(
        put(tmp_path / "blank.pdf", scanned(Image.new("L", made_pdfs.A4, 255)))
    )
    assert (code, row["status"], row["flags"], text.strip()) == (0, "ok", "no_text", "")


def test_a_word_file_goes_the_whole_way(extract: Run, tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "UBND TỈNH LAM GIANG\nSỞ NỘI VỤ\nSố: 15/BC-SNV"
    table.cell(
        0, 1
    ).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nLam Giang, ngày 12 tháng 3 năm 2024"
    document.add_paragraph("BÁO CÁO")
    ruled = document.add_table(2, 2, style="Table Grid")
    for cell, said in zip(ruled._cells, ("Đơn vị", "Điểm", "Sở Tài chính", "85,5"), strict=True):
        cell.text = said
    document.save(str(tmp_path / "bc.docx"))
    _, (row,), text = extract(tmp_path / "bc.docx")
    assert (row["code"], row["text_source"], row["doc_type"]) == ("15/BC-SNV", "docx", "bao_cao")
    assert "Sở Tài chính | 85,5" in text


@pytest.mark.parametrize("content", [b"x", b"\n", b"\x89"])
def test_I1_a_single_byte_is_no_document(extract: Run, tmp_path: Path, content: bytes) -> None:
    code, (row,), _ = extract(put(tmp_path / "page.png", content))
    assert (code, row["status"], row["flags"]) == (4, "failed", "unreadable")
