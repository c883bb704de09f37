"""`vanban pdf`: our words over the page's own pictures, unseen; the old layer gone; signed and withheld papers never changed or written."""

from __future__ import annotations

import csv
import io
import random
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import answered_papers
import made_pdfs
import msgspec
import numpy as np
import pikepdf
import pypdfium2
import pytest
import signed_pdfs
from PIL import Image, ImageFont
from scripted import Scripted, contents, draw, run_scripted
from typer.testing import CliRunner

from extract.batch.files import forget_documents
from extract.batch.tasks import Subject
from extract.cli.app import app
from extract.decisions import Decision, Judgement, append
from extract.decisions.record import word_address
from extract.errors import (
    EncryptedInput,
    MissingProgram,
    TooLargeInput,
    UnreadableInput,
    UsageError,
)
from extract.export.pdf_archival import faults
from extract.export.pdf_layer import PageWords, glyphless
from extract.export.searchable import MadePdf, _must_have_room, make_pdf, make_pdfs
from extract.ingest.layer import on_page
from extract.model import Box, Line, Page, TextSource, Word, around
from extract.options import Options
from extract.pipeline import NoEngine

WORDS = (("Thực", Box(0.10, 0.100, 0.18, 0.120)), ("hiện", Box(0.20, 0.101, 0.27, 0.121)))
SECOND = (("đúng", Box(0.10, 0.140, 0.17, 0.160)), ("hạn", Box(0.18, 0.141, 0.25, 0.161)), ("-", Box(0.27, 0.150, 0.28, 0.152)))  # fmt: skip
PAGE = PageWords(1, (WORDS, SECOND), read=True)
SCAN = made_pdfs.page_of()


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., MadePdf]:
    """The PDF that a worker makes of a file with these bytes."""

    def make(data: bytes, *pages: PageWords, name: str = "giấy.pdf", signed: bool = False) -> MadePdf:  # fmt: skip
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}-{name}"
        path.write_bytes(data)
        subject = Subject(path, name, None, len(data), False, options=Options(), engine=NoEngine())  # type: ignore[arg-type]
        return msgspec.msgpack.decode(make_pdf(subject, pages or (PAGE,), signed=signed), type=MadePdf)  # fmt: skip

    return make


def read_back(data: bytes) -> dict[str, Box]:
    """The words of the first page that a viewer finds, and where on the page as shown."""
    with pypdfium2.PdfDocument(data) as pdf:
        page, text = pdf[0], pdf[0].get_textpage()
        said = text.get_text_range()
        return {
            word[0]: around([on_page(page, text.get_charbox(n, loose=True)) for n in range(*word.span())])
            for word in re.finditer(r"\S+", said)
        }  # fmt: skip


def lies_on(found: Box, wanted: Box) -> bool:
    """Whether a word of the layer lies on its place, to two thousandths of the page along and a third of its height across."""
    tall = wanted.y1 - wanted.y0
    along = max(abs(found.x0 - wanted.x0), abs(found.x1 - wanted.x1))
    return along < 0.004 and min(found.y1, wanted.y1) - max(found.y0, wanted.y0) > 0.6 * tall


def images(data: bytes) -> list[bytes]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [o.read_raw_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]  # fmt: skip


def test_our_words_take_the_place_of_an_older_layer(made: Callable[..., MadePdf]) -> None:
    scan = made_pdfs.layered(SCAN, ["Thuc hien 8ai"])
    pdf = made(scan)
    assert list(read_back(pdf.data)) == ["Thực", "hiện", "đúng", "hạn", "-"]
    assert images(pdf.data) == images(scan)
    assert (pdf.result, pdf.layers, pdf.claimed, pdf.dpi) == ("made", 1, True, 200)


def test_each_word_lies_where_it_was_read(made: Callable[..., MadePdf]) -> None:
    found = read_back(made(made_pdfs.layered(SCAN, [])).data)
    assert all(lies_on(found[text], box) for text, box in (*WORDS, *SECOND[:2]))


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("crop", [(0, 0, 595, 842), (100, 50, 500, 700)])
def test_turned_and_cropped_pages_have_their_words_where_they_are_seen(made: Callable[..., MadePdf], turn: int, crop: tuple[int, ...]) -> None:  # fmt: skip
    with pikepdf.open(io.BytesIO(made_pdfs.layered(SCAN, []))) as pdf:
        pdf.pages[0].rotate(turn, relative=False)
        pdf.pages[0].cropbox = pikepdf.Array(crop)
        buffer = io.BytesIO()
        pdf.save(buffer)
    found = read_back(made(buffer.getvalue()).data)
    assert all(lies_on(found[text], box) for text, box in WORDS)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_words_of_a_page_scanned_on_its_side_run_as_they_are_read(made: Callable[..., MadePdf], turns: int) -> None:  # fmt: skip
    def turned(box: Box) -> Box:
        for _ in range(turns):
            box = Box(1 - box.y1, box.x0, 1 - box.y0, box.x1)
        return box

    lines = tuple(tuple((text, turned(box)) for text, box in line) for line in (WORDS, SECOND[:2]))
    data = made(made_pdfs.layered(SCAN, []), PageWords(1, lines, read=True)).data
    with pypdfium2.PdfDocument(data) as pdf:
        text = pdf[0].get_textpage()
        first = [text.get_charbox(at, loose=True) for at in (0, 3)]  # T and c of the first word
    step = first[1][0] - first[0][0], first[1][1] - first[0][1]
    along = {1: step[1] < -5, 2: step[0] < -5, 3: step[1] > 5}[turns]
    assert along, step


def test_text_that_is_seen_stays_and_gets_no_second_one(made: Callable[..., MadePdf]) -> None:
    born = made_pdfs.layered(None, ["Báo cáo"], hidden=False)
    pdf = made(born, PageWords(1, (WORDS,), read=False))
    assert list(read_back(pdf.data)) == ["Báo", "cáo"]
    assert pdf.said == ("pages whose own text is seen, and stays: 1",)


def test_text_under_the_picture_goes_text_over_it_stays(made: Callable[..., MadePdf]) -> None:
    with pikepdf.open(io.BytesIO(made_pdfs.layered(SCAN, ["cũ"], hidden=False))) as pdf:
        steps = pikepdf.parse_content_stream(pdf.pages[0])
        picture = [s for s in steps if str(s.operator) in {"q", "cm", "Do", "Q"}]
        text = pikepdf.unparse_content_stream([s for s in steps if str(s.operator) not in {"q", "cm", "Do", "Q"}])  # fmt: skip
        drawn = pikepdf.unparse_content_stream(picture)
        pdf.pages[0].Contents = pdf.make_stream(text + b"\n" + drawn)
        under = io.BytesIO()
        pdf.save(under)
        pdf.pages[0].Contents = pdf.make_stream(drawn + b"\n" + text)
        over = io.BytesIO()
        pdf.save(over)
    assert "cũ" not in read_back(made(under.getvalue()).data)
    assert "cũ" in read_back(made(over.getvalue()).data)


def test_the_same_file_gives_the_same_bytes(made: Callable[..., MadePdf]) -> None:
    scan = made_pdfs.layered(SCAN, [])
    assert made(scan, name="a.pdf").data == made(scan, name="a.pdf").data


def test_a_signed_file_is_copied_byte_for_byte(made: Callable[..., MadePdf]) -> None:
    field = signed_pdfs.Field((300, 600, 500, 660), signed_pdfs.PANEL)
    data = signed_pdfs.signed([(100, 100, "Báo cáo")], [field], [("Sở Văn hóa", "D:20250507091233+07'00'")])  # fmt: skip
    pdf = made(data)
    assert (pdf.result, pdf.data, pdf.claimed) == ("signed", data, False)
    assert "signed" in pdf.said[0]


def test_what_an_archive_refuses_is_taken_out_or_said(made: Callable[..., MadePdf]) -> None:
    with pikepdf.open(io.BytesIO(made_pdfs.layered(SCAN, []))) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction = script
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", script]))
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="http://x.invalid"))  # fmt: skip
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(link)])
        clean = io.BytesIO()
        pdf.save(clean, encryption=pikepdf.Encryption(owner="x", user=""))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)  # fmt: skip
        pdf.pages[0].obj.Resources.Font = pikepdf.Dictionary(H=font)
        pdf.pages[0].contents_add(pdf.make_stream(b"BT /H 9 Tf (dong dau) Tj ET"))
        foreign = io.BytesIO()
        pdf.save(foreign)
    pdf_made = made(clean.getvalue())
    assert pdf_made.claimed
    assert not faults(pdf_made.data)
    assert b"JavaScript" not in pdf_made.data
    other = made(foreign.getvalue())
    assert not other.claimed
    assert other.said[0] == "no PDF/A: fonts are not embedded: Helvetica"
    assert b"pdfaid:part" not in other.data


@dataclass(frozen=True)
class Pictured:
    """An image file and the picture that its page must show."""

    data: bytes
    shown: Image.Image


def pictured(image: Image.Image, kind: str, turn: int = 1, **how: object) -> Pictured:
    exif = Image.Exif()
    exif[0x0112] = turn
    buffer = io.BytesIO()
    image.save(buffer, kind, exif=exif, **how)
    with Image.open(buffer) as stored:
        stored.load()
        from PIL import ImageOps  # noqa: PLC0415

        return Pictured(buffer.getvalue(), ImageOps.exif_transpose(stored).convert("RGB"))


SMALL = SCAN.crop((150, 200, 950, 700)).rotate(0)
COLOUR = Image.merge("RGB", (SMALL, SMALL.transpose(Image.Transpose.FLIP_LEFT_RIGHT), SMALL))
DEEP = Image.fromarray(np.asarray(SMALL).astype(np.uint16) * 257)
PICTURES = {
    "grey PNG": pictured(SMALL, "PNG"),
    "colour PNG": pictured(COLOUR, "PNG"),
    "palette PNG": pictured(COLOUR.quantize(200), "PNG"),
    "1 bit PNG": pictured(SMALL.convert("1"), "PNG"),
    "16 bit PNG": Pictured(pictured(DEEP, "PNG").data, SMALL.convert("RGB")),
    "fax TIFF": pictured(SMALL.convert("1"), "TIFF", compression="group4"),
    "LZW TIFF": pictured(COLOUR, "TIFF", compression="tiff_lzw"),
    "GIF": pictured(SMALL, "GIF"),
    "BMP": pictured(COLOUR, "BMP"),
    **{f"JPEG turned {turn}": pictured(COLOUR, "JPEG", turn) for turn in range(1, 9)},
}


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_become_pages_pixel_for_pixel(made: Callable[..., MadePdf], name: str) -> None:
    picture = PICTURES[name]
    pdf = made(picture.data, name="ảnh")
    with pypdfium2.PdfDocument(pdf.data) as opened:
        page = opened[0]
        wide, high = picture.shown.size
        scale = wide / page.get_width()
        drawn = page.render(scale=scale).to_pil().convert("RGB").resize((wide, high))
    difference = np.abs(np.asarray(drawn, np.int16) - np.asarray(picture.shown, np.int16))
    assert difference.mean() < (3 if "JPEG" in name else 1)
    assert lies_on(read_back(pdf.data)["Thực"], WORDS[0][1])
    with pikepdf.open(io.BytesIO(pdf.data)) as opened_pdf:
        stored = opened_pdf.pages[0].resources.XObject.I
        raw = pikepdf.PdfImage(stored).as_pil_image() if "16" not in name else None
    if "JPEG" in name:
        assert picture.data in images(pdf.data)
    elif raw is not None:
        assert raw.convert("RGB").tobytes() == picture.shown.tobytes()


def test_clear_parts_of_a_picture_stay_clear(made: Callable[..., MadePdf]) -> None:
    clear = COLOUR.convert("RGBA")
    clear.putalpha(SMALL)
    pdf = made(pictured(clear, "PNG").data, name="con dấu.png")
    with pikepdf.open(io.BytesIO(pdf.data)) as opened:
        stored = opened.pages[0].resources.XObject.I
        assert pikepdf.PdfImage(stored).as_pil_image().convert("RGB").tobytes() == COLOUR.tobytes()
        assert stored.SMask.read_bytes() == SMALL.tobytes()


def test_a_fax_page_keeps_the_shape_of_its_sheet(made: Callable[..., MadePdf]) -> None:
    data = pictured(SMALL.convert("1").resize((1728, 1145)), "TIFF", compression="group4", dpi=(204, 98)).data  # fmt: skip
    with pypdfium2.PdfDocument(made(data, name="fax.tif").data) as pdf:
        assert [round(side) for side in pdf[0].get_size()] == [610, 841]


def test_hopeless_files_are_refused_as_they_are_read(made: Callable[..., MadePdf]) -> None:
    with pytest.raises(UnreadableInput):
        made(b"%PDF-1.7\nnothing of a file\n%%EOF\n")
    with pikepdf.open(io.BytesIO(made_pdfs.layered(SCAN, []))) as pdf:
        locked = io.BytesIO()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="x", user="y"))
    with pytest.raises(EncryptedInput):
        made(locked.getvalue())


def test_a_page_whose_content_is_damaged_gets_its_words_all_the_same(made: Callable[..., MadePdf]) -> None:  # fmt: skip
    with pikepdf.open(io.BytesIO(made_pdfs.layered(SCAN, []))) as pdf:
        pdf.pages[0].contents_add(pdf.make_stream(b"q (a) cm Q /X Tr"))
        odd = io.BytesIO()
        pdf.save(odd)
    pdf_made = made(odd.getvalue())
    assert "Thực" in read_back(pdf_made.data)
    assert (pdf_made.claimed, pdf_made.said[0]) == (False, "no PDF/A: the content of a page is damaged")  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_whatever_bytes_are_damaged_the_file_is_written_or_refused(made: Callable[..., MadePdf], seed: int) -> None:  # fmt: skip
    dice = random.Random(seed)
    whole = (made_pdfs.layered(SCAN, ["cũ"]), PICTURES["palette PNG"].data, PICTURES["LZW TIFF"].data, PICTURES["JPEG turned 1"].data)  # fmt: skip
    ends = set()
    for data in whole * 6:
        spoilt = bytearray(data)
        for _ in range(dice.choice((1, 5, 30))):
            spoilt[dice.choice((dice.randrange(len(spoilt)), dice.randrange(400)))] = dice.randrange(256)  # fmt: skip
        try:
            ends.add(made(bytes(spoilt)).result)
        except (UnreadableInput, EncryptedInput):
            ends.add("refused")
    assert ends == {"made", "refused"}


def test_a_file_that_memory_does_not_hold_is_told() -> None:
    with pytest.raises(TooLargeInput, match="180 MB"):
        _must_have_room(180_000_000, 2**30)
    _must_have_room(170_000_000, 2**30)


def test_the_font_is_one_that_a_reader_of_fonts_opens() -> None:
    font = ImageFont.truetype(io.BytesIO(glyphless()), 100)
    assert font.getmetrics() == (80, 20)


class Secretive(Scripted):
    """Finds a mark of secrecy on pages of seven marks."""

    def read(self, page):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        found = super().read(page)
        secret = Page(page.number, (Line("TỐI MẬT"), *found.lines), TextSource.OCR)
        return secret if "Số: 7/" in found.lines[2].raw else found


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder of a picture, two pages of a PDF, a text and a secret paper."""
    place = tmp_path / "in"
    place.mkdir()
    draw(place / "a.png", 3)
    draw(place / "b.pdf", 4, 5)
    draw(place / "secret.png", 7)
    (place / "c.txt").write_text("Báo cáo", encoding="utf-8")
    run_scripted([place], tmp_path / "out", Secretive(tmp_path / "log"))
    return tmp_path / "out"


def listed(out: Path) -> dict[str, dict[str, str]]:
    with (out / "pdf" / "list.csv").open(encoding="utf-8", newline="") as file:
        return {row["source"]: row for row in csv.DictReader(file)}


def test_each_scan_has_a_pdf_and_a_row_and_the_second_run_makes_only_what_is_missing(out: Path) -> None:  # fmt: skip
    first = make_pdfs(out, Options())
    assert (first.made, first.kept, first.without, first.withheld, first.failed) == (2, 0, 1, 1, 0)
    rows = listed(out)
    assert set(rows) == {"a.png", "b.pdf"}
    assert rows["b.pdf"]["pages"] == "2"
    before = contents(out)
    (out / "pdf" / rows["a.png"]["file"]).unlink()
    assert make_pdfs(out, Options()).kept == 1
    assert contents(out) == before


def test_a_paper_that_is_forgotten_or_withheld_now_has_no_pdf(out: Path) -> None:
    make_pdfs(out, Options())
    gone = listed(out)["a.png"]
    forget_documents(out, [gone["doc_id"]])
    assert set(listed(out)) == {"b.pdf"}
    assert not (out / "pdf" / gone["file"]).exists()


class Placed(Scripted):
    """Reads words with their places."""

    def read(self, page):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        found = super().read(page)
        lines = (_placed(line, at) for at, line in enumerate(found.lines))
        return Page(page.number, tuple(lines), TextSource.OCR)


def _placed(line: Line, row: int) -> Line:
    boxes = [Box(0.1 + 0.06 * n, 0.1 + 0.05 * row, 0.15 + 0.06 * n, 0.12 + 0.05 * row) for n in range(len(line.words))]  # fmt: skip
    words = (Word(w.text, w.start, box, w.confidence) for w, box in zip(line.words, boxes, strict=True))  # fmt: skip
    return Line(line.raw, tuple(words))


def test_an_answer_stands_in_the_layer_and_only_its_paper_is_made_anew(tmp_path: Path) -> None:
    place, out = tmp_path / "in", tmp_path / "out"
    place.mkdir()
    draw(place / "a.png", 3)
    draw(place / "b.png", 4)
    run_scripted([place], out, Placed(tmp_path / "log"))
    make_pdfs(out, Options())
    row = listed(out)["a.png"]
    assert "hạng" in read_back((out / "pdf" / row["file"]).read_bytes())
    document = answered_papers.read(out, "a.png")
    assert document.restored is not None
    start = document.restored.reading.pages[0].lines[4].raw.index("hạng")
    at = word_address(document.restored, (1, 5), start, start + 4)
    said = Decision(
        when=answered_papers.NOON, who="Lan", sha256=str(document.sha256), part=1, table="corrections", field="after",
        verdict=Judgement.CORRECTED, before=at.before, after="loại", key=at.key, raw=at.raw, row=at.row, page=at.page,
    )  # fmt: skip
    append(out, said)
    again = make_pdfs(out, Options())
    assert (again.made, again.kept) == (2, 1)
    found = read_back((out / "pdf" / row["file"]).read_bytes())
    assert "loại" in found
    assert "hạng" not in found


def test_a_file_that_has_gone_is_said(out: Path) -> None:
    (out.parent / "in" / "a.png").unlink()
    done = CliRunner().invoke(app, ["pdf", str(out)])
    assert done.exit_code == 3
    assert "Not made: 1 PDF" in done.stderr
    assert listed(out)["a.png"]["result"] == "failed"
    assert "gone" in listed(out)["a.png"]["said"]


def test_no_folder_and_no_package_are_told(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(CliRunner().invoke(app, ["pdf", str(out / "in")]).exception, UsageError)
    for name in ("searchable", "pdf_layer", "pdf_content", "pdf_archival", "pdf_pages"):
        monkeypatch.delitem(sys.modules, f"extract.export.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "pikepdf", None)
    error = CliRunner().invoke(app, ["pdf", str(out)]).exception
    assert isinstance(error, MissingProgram)
    assert "vanban[export]" in error.do


VERAPDF = """#!/bin/sh
shift 4
for file in "$@"; do case $file in *{good}*) echo "PASS $file 2b";; *) echo "FAIL $file 2b";; esac; done
"""


def test_other_programs_look_where_they_are_installed(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    make_pdfs(out, Options())
    good = listed(out)["a.png"]["doc_id"]
    programs = {"verapdf": VERAPDF.format(good=good), "gs": "#!/bin/sh\ncase $6 in *" + good + "*) ;; *) echo odd font;; esac\n"}  # fmt: skip
    for name, text in programs.items():
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="ascii")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    done = make_pdfs(out, Options(), validate=True)
    assert (done.valid, done.refused, done.kept) == (1, 1, 2)
    rows = listed(out)
    assert rows["a.png"]["pdfa"] == "2B validated"
    assert rows["b.pdf"]["pdfa"] == ""
    assert "no PDF/A: veraPDF refuses it; Ghostscript: odd font" in rows["b.pdf"]["said"]


def test_without_other_programs_a_claim_stays_a_claim(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("PATH", "/nowhere")
    done = make_pdfs(out, Options(), validate=True)
    assert (done.valid, done.refused, done.claimed) == (0, 0, 2)
    assert {row["pdfa"] for row in listed(out).values()} == {"2B claimed"}
