"""Word files made by python-docx or by hand: text as a person sees it, hostile files refused (promises I4, S4)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import hostile
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

from extract.errors import EncryptedInput, TooLargeInput, UnreadableInput
from extract.ingest import FileKind, PageText, open_bytes
from extract.model import Page, Region, TextSource
from extract.options import Options


def pages(data: bytes) -> list[Page]:
    source = open_bytes(data, "a.docx", Options())
    assert source.kind is FileKind.DOCX
    found = [page.page for page in source.pages() if isinstance(page, PageText)]
    assert source.count == len(found)
    return found


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(fill: Callable[[Document], object]) -> list[str]:
    """The lines of a Word file that a test fills, of all pages."""
    document = docx.Document()
    fill(document)
    return [line.raw for page in pages(saved(document)) for line in page.lines]


def xml(body: str) -> bytes:
    """A Word file of nothing but this body."""
    whole = f"<w:document {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:body>{body}</w:body></w:document>"
    return zipped({"word/document.xml": whole.encode()})


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"[Content_Types].xml": b"<Types/>", **parts}.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def lines(body: str) -> list[str]:
    return [line.raw for page in pages(xml(body)) for line in page.lines]


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_are_lines_and_the_source_is_known() -> None:
    (page,) = pages(xml(paragraph("Kính gửi: Sở Nội vụ") + "<w:p/>"))
    assert [line.raw for line in page.lines] == ["Kính gửi: Sở Nội vụ", ""]
    assert (page.number, page.text_source) == (None, TextSource.DOCX)


def test_a_table_without_rules_is_told_column_by_column() -> None:
    def head(document: Document) -> None:
        table = document.add_table(2, 2)
        for cell, text in zip(
            table._cells,
            ["UBND TỈNH A\nSỞ NỘI VỤ", "CỘNG HÒA", "Số: 5/BC-SNV", "ngày 5"],
            strict=True,
        ):
            cell.text = text

    assert read(head) == ["UBND TỈNH A", "SỞ NỘI VỤ", "Số: 5/BC-SNV", "CỘNG HÒA", "ngày 5"]


def test_a_ruled_table_gives_a_line_a_row() -> None:
    document = docx.Document()
    table = document.add_table(3, 3, style="Table Grid")
    texts = ["STT", "Tên cơ quan", "Điểm", "1", "Sở\nNội vụ", "85,5", "2", "", ""]
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    (page,) = pages(saved(document))
    assert [line.raw for line in page.lines] == ["STT | Tên cơ quan | Điểm", "1 | Sở Nội vụ | 85,5", "2 |  | "]  # fmt: skip
    assert {line.region for line in page.lines} == {Region.TABLE}
    (made,) = page.tables
    assert (made.first_line, made.cells[4].text) == (0, "Sở Nội vụ")


def test_merged_cells_stand_in_their_first_row_and_column() -> None:
    def fill(document: Document) -> None:
        table = document.add_table(2, 3, style="Table Grid")
        for n, cell in enumerate(table._cells):
            cell.text = str(n)
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(0, 2).merge(table.cell(1, 2))

    assert read(fill) == ["0 1 |  | 2 5", "3 | 4 | "]


def test_rules_may_be_drawn_by_the_cells() -> None:
    drawn = "<w:tcPr><w:tcBorders><w:top w:val='single'/></w:tcBorders></w:tcPr>"
    row = "".join(f"<w:tc>{drawn}{paragraph(text)}</w:tc>" for text in ("a", "b"))
    none = "<w:tblPr><w:tblBorders><w:top w:val='nil'/></w:tblBorders></w:tblPr>"
    assert lines(f"<w:tbl>{none}<w:tr>{row}</w:tr></w:tbl>") == ["a | b"]
    assert lines(f"<w:tbl>{none}<w:tr>{row.replace('single', 'none')}</w:tr></w:tbl>") == ["a", "b"]


def test_page_breaks_begin_pages() -> None:
    document = docx.Document()
    document.add_paragraph("một").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("hai")
    document.add_paragraph("ba").paragraph_format.page_break_before = True
    found = pages(saved(document))
    assert [page.number for page in found] == [1, 2, 3]
    assert [[line.raw for line in page.lines] for page in found] == [["một"], ["\f", "hai"], ["\fba"]]  # fmt: skip


def test_list_numbers_that_word_draws_are_counted() -> None:
    def fill(document: Document) -> None:
        for text in ("một", "hai"):
            document.add_paragraph(text, style="List Number")
        document.add_paragraph("ba", style="List Bullet")

    assert read(fill) == ["1. một", "2. hai", "- ba"]


LEVELS = f"""<w:numbering {nsdecls("w")}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
</w:numbering>"""


def item(level: int, number: int = 1) -> str:
    place = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>x</w:t></w:r></w:p>"


def test_levels_count_apart_and_begin_anew_below_a_higher_one() -> None:
    body = "".join(map(item, (0, 1, 1, 2, 2, 0, 1))) + item(0, 2)
    whole = f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>"
    data = zipped({"word/document.xml": whole.encode(), "word/numbering.xml": LEVELS.encode()})
    assert [line.raw for line in pages(data)[0].lines] == [
        "I. x", "I.1. x", "I.2. x", "a) x", "b) x", "II. x", "II.1. x", "IV. x",
    ]  # fmt: skip


def test_revisions_are_read_as_accepted_and_field_codes_left_out() -> None:
    assert lines(
        "<w:p><w:r><w:t>Số </w:t></w:r><w:ins><w:r><w:t>12</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>11</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:noBreakHyphen/><w:t>BC</w:t></w:r></w:p>"
    ) == ["Số 12-BC"]


def test_a_text_box_stands_before_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{paragraph('HỎA TỐC')}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert lines(f"<w:p><w:r>{both}</w:r><w:r><w:t>Kính gửi</w:t></w:r></w:p>") == [
        "HỎA TỐC",
        "Kính gửi",
    ]


def test_a_running_head_with_words_is_read_and_a_page_number_not() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "MẬT"
    document.sections[0].footer.paragraphs[0].text = "2"
    document.add_paragraph("Nội dung")
    assert [line.raw for line in pages(saved(document))[0].lines] == ["MẬT", "Nội dung"]


def test_pictures_are_counted_and_said_to_be_unread() -> None:
    document, picture = docx.Document(), io.BytesIO()
    Image.new("L", (40, 40)).save(picture, "PNG")
    document.add_picture(picture)
    assert pages(saved(document))[0].notes == ("1 pictures in it were not read",)


def test_macros_are_never_unpacked() -> None:
    broken = zipped({"word/document.xml": b"", "word/vbaProject.bin": b"x" * 99})
    good = zipped(
        {
            "word/document.xml": f"<w:document {nsdecls('w')}><w:body>{paragraph('a')}</w:body></w:document>".encode(),
            "word/vbaProject.bin": b"\xff" * 99,
        }
    )
    assert pages(good)[0].lines[0].raw == "a"
    with pytest.raises(UnreadableInput):
        pages(broken)


def test_I4_a_bomb_is_refused_before_it_is_parsed() -> None:
    bomb = zipped({"word/document.xml": b"<w:document>" + b" " * 60_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(TooLargeInput, match=r"a\.docx"):
        pages(bomb)


@pytest.mark.parametrize(
    "case", [*hostile.nested_word_files()], ids=lambda case: case.name.decode()
)
def test_I4_parts_nested_beyond_all_measure_are_refused_in_words(case: hostile.Case) -> None:
    with pytest.raises(UnreadableInput, match=r"a\.docx.*nested too deeply"):
        pages(case.data)


def test_S4_entities_are_refused() -> None:
    laughs = b"<!DOCTYPE a [<!ENTITY b 'ha'>]><a>&b;</a>"
    with pytest.raises(UnreadableInput, match="entities"):
        pages(zipped({"word/document.xml": laughs}))


@pytest.mark.parametrize("size", [100, 300, 3000])
def test_a_truncated_file_is_refused_in_words(size: int) -> None:
    document = docx.Document()
    document.add_paragraph("một")
    with pytest.raises(UnreadableInput, match="damaged"):
        pages(saved(document)[:size])


def test_tables_within_tables_end_somewhere() -> None:
    body = paragraph("đáy")
    for _ in range(60):
        body = f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>"
    assert lines(body) is not None


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnreadableInput, "save it as .docx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            EncryptedInput,
            "password",
        ),
        (rb"{\rtf1\ansi Ha Noi}", UnreadableInput, "save it as .docx"),
        (zipped({"xl/workbook.xml": b"<a/>"}), UnreadableInput, "no Word document"),
        (b"PK\x03\x04" + bytes(100), UnreadableInput, "it is an archive"),
    ],
    ids=["old Word", "encrypted", "rich text", "Excel", "archive"],
)
def test_other_office_files_say_what_to_do(data: bytes, error: type[Exception], says: str) -> None:
    with pytest.raises(error) as caught:
        open_bytes(data, "a.docx", Options())
    assert says in str(caught.value)
    assert "a.docx" in str(caught.value)


def test_python_docx_reads_the_same_paragraphs() -> None:
    document = docx.Document()
    for text in ("Điều 1. Phạm vi", "", "  hai khoảng trắng  ", "a\tb"):
        document.add_paragraph(text)
    data = saved(document)
    theirs = [
        p.text.replace("\t", " ").rstrip() for p in docx.Document(io.BytesIO(data)).paragraphs
    ]
    assert [line.raw for line in pages(data)[0].lines] == theirs


def test_unknown_markup_does_no_harm() -> None:
    strange = parse_xml(f"<w:p {nsdecls('w')}><w:strange><w:r><w:t>x</w:t></w:r></w:strange></w:p>")
    assert read(lambda document: document.element.body.insert(0, strange))[0] == "x"


def test_S5_a_mark_in_a_foot_or_drawn_behind_the_text_is_read() -> None:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "TỐI MẬT (Bản số: 03)"
    document.add_paragraph("Nội dung")
    drawn = f"<w:pict {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml'><v:shape><v:textpath string='MẬT'/></v:shape></w:pict>"
    document.sections[0].header.paragraphs[0].add_run()._r.append(parse_xml(drawn))
    found = [line for line in pages(saved(document))[0].lines if line.region is Region.MARGIN]
    assert [line.raw for line in found] == ["MẬT", "TỐI MẬT (Bản số: 03)"]


def test_other_words_of_a_foot_are_no_text() -> None:
    assert read(lambda document: document.sections[0].footer.paragraphs[0].add_run("Bảo mật")) == [
        ""
    ]
