"""hOCR of documents made by hand: valid, nested, restored words with what was read, probabilities in percent."""

from __future__ import annotations

import importlib
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
from scripted import Scripted, calls, contents, draw, run_scripted
from support import document

from extract.image import CleanPage
from extract.model import (
    Box,
    Cell,
    Correction,
    Line,
    Page,
    PageRegion,
    Reading,
    Region,
    RegionKind,
    Restored,
    Size,
    Table,
    TextSource,
    Word,
)
from extract.tables import Status
from extract.tables.alto import alto_of
from extract.tables.hocr import areas, hocr_of, placed_words

SPACE = "{http://www.w3.org/1999/xhtml}"
#: Properties of hOCR 1.2 that we write, each with its grammar.
GRAMMAR = {
    "baseline": r"baseline 0 0",
    "x_size": r"x_size [1-9]\d*",
    "bbox": r"bbox \d+ \d+ \d+ \d+",
    "image": r'image "[^"\n]*"',
    "ppageno": r"ppageno \d+",
    "scan_res": r"scan_res \d+ \d+",
    "x_wconf": r"x_wconf (100|\d{1,2})",
}


def line(text: str, region: Region = Region.BODY, top: float = 0.1) -> Line:
    """A line whose words stand a tenth of the page apart, each 0.9 sure."""
    words, at = [], 0
    for number, word in enumerate(text.split()):
        at = text.index(word, at)
        x = 0.05 + 0.1 * number
        words.append(Word(word, at, Box(x, top, x + 0.08, top + 0.02), 0.9))
        at += len(word)
    return Line(text, tuple(w for w in words if w.text != "|"), None, region)


def change(raw: str, before: str, after: str, line_number: int = 1) -> Correction:
    start = raw.index(before)
    return Correction(
        1,
        line_number,
        start,
        start + len(before),
        before,
        after=after,
        rule="channel",
        confidence=0.75,
    )


def restored(*lines: Line, corrections: tuple[Correction, ...] = (), **page: object) -> Restored:
    facts = {"size": Size(1000, 2000, 200.0), **page}
    read = Page(1, lines, TextSource.OCR, **facts)  # type: ignore[arg-type]
    return Restored(Reading((read,)), (), corrections)


def parsed(whole: Restored, source: str = "a.png") -> ET.Element:
    data = hocr_of(document(source, restored=whole))
    assert data is not None
    return ET.fromstring(data)


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    return [node for node in root.iter() if node.get("class") == name]


def words(root: ET.Element) -> list[tuple[str | None, str | None]]:
    return [(node.text, node.get("data-raw")) for node in of_class(root, "ocrx_word")]


def box(node: ET.Element) -> tuple[int, ...]:
    found = re.search(r"bbox (\d+) (\d+) (\d+) (\d+)", str(node.get("title")))
    assert found
    return tuple(map(int, found.groups()))


MIXED = restored(
    line("SỞ A", Region.HEADER_LEFT),
    line("CỘNG HÒA", Region.HEADER_RIGHT),
    line("Thye hién ké hoach", top=0.3),
    line("STT | Tên", Region.TABLE, 0.5),
    line("1 | Sở", Region.TABLE, 0.53),
    corrections=(change("Thye hién ké hoach", "Thye hién", "Thực hiện", 3),),
    tables=(Table(3, (Cell(0, 0, "STT"),)),),
)


def test_every_property_follows_the_grammar() -> None:
    for node in parsed(MIXED, 'a "b"\n.png').iter():
        for part in filter(None, str(node.get("title", "")).split("; ")):
            assert re.fullmatch(GRAMMAR[part.split()[0]], part), part


def test_classes_are_announced_and_identifiers_differ() -> None:
    root = parsed(MIXED)
    (announced,) = (n for n in root.iter(SPACE + "meta") if n.get("name") == "ocr-capabilities")
    used = {str(node.get("class")) for node in root.iter() if node.get("class")}
    assert used == set(str(announced.get("content")).split())
    keys = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(keys) == len(set(keys))


def test_ocrmypdf_finds_every_word_and_sets_it_as_a_layer(tmp_path: Path) -> None:
    pytest.importorskip("ocrmypdf", reason="OCRmyPDF is not installed (pip install ocrmypdf)")
    hocr = importlib.import_module("ocrmypdf.hocrtransform")
    fonts = importlib.import_module("ocrmypdf.font")
    renderer = importlib.import_module("ocrmypdf.fpdf_renderer")
    data, file = hocr_of(document("a.png", restored=MIXED)), tmp_path / "a.hocr"
    assert data is not None
    file.write_bytes(data)
    page = hocr.HocrParser(file).parse()
    assert page.get_text_recursive().split() == [text for text, _ in words(ET.fromstring(data))]
    renderer.Fpdf2PdfRenderer(page, 200.0, fonts.MultiFontManager()).render(tmp_path / "a.pdf")
    layer = pypdfium2.PdfDocument(tmp_path / "a.pdf")[0].get_textpage().get_text_range()
    assert "Thực hiện ké hoach" in layer


def test_boxes_lie_within_those_around_them() -> None:
    for parent in parsed(MIXED).iter():
        for child in parent:
            if parent.get("title") and child.get("title"):
                (a0, b0, a1, b1), (x0, y0, x1, y1) = box(parent), box(child)
                assert a0 <= x0 < x1 <= a1
                assert b0 <= y0 < y1 <= b1


def test_reading_order_and_regions_are_kept() -> None:
    root = parsed(MIXED)
    assert [n.get("data-region") for n in root.iter() if n.get("data-region")] == [
        "header_left",
        "header_right",
        "body",
        "table",
    ]
    assert "".join(text or "" for text, _ in words(root)) == "SỞACỘNGHÒAThựchiệnkéhoachSTTTên1Sở"
    assert len(of_class(root, "ocr_table")) == 1


def test_words_are_found_as_ocrmypdf_seeks_them() -> None:
    root = parsed(MIXED)
    (page,) = root.findall(f".//{SPACE}div[@class='ocr_page']")
    lines = [
        line
        for paragraph in page.iterfind(f".//{SPACE}p[@class='ocr_par']")
        for line in paragraph.iterfind(f".//{SPACE}span")
        if line.get("class") == "ocr_line"
    ]
    found = [word.text for line in lines for word in line.iterfind(f".//{SPACE}span[@class='ocrx_word']")]  # fmt: skip
    assert found == [text for text, _ in words(root)]
    heights = [box(line)[3] - box(line)[1] for line in lines]
    assert [f"x_size {height}" in str(n.get("title")) for n, height in zip(lines, heights, strict=True)] == [True] * len(lines)  # fmt: skip


def test_a_corrected_word_keeps_its_reading_and_says_why() -> None:
    root = parsed(MIXED)
    node = next(n for n in of_class(root, "ocrx_word") if n.text == "Thực")
    assert (node.get("data-raw"), node.get("data-rule")) == ("Thye", "channel")
    assert str(node.get("title")).endswith("x_wconf 75")
    kept = next(n for n in of_class(root, "ocrx_word") if n.text == "hoach")
    assert kept.get("data-raw") is None
    assert str(kept.get("title")).endswith("x_wconf 98")  # read with 0.9, and left by restoration


@pytest.mark.parametrize(
    ("raw", "before", "after", "expected"),
    [
        ("ngày12 tháng", "ngày12", "ngày 12", [("ngày", "ngày12"), ("12", "ngày12"), ("tháng", None)]),
        ("ng ày 12", "ng ày", "ngày", [("ngày", "ng ày"), ("12", None)]),
        ("a b", " ", "", [("ab", "a b")]),
        ("So So", "So", "Số", [("Số", "So"), ("So", None)]),
        ("x | y", "x", "z", [("z", "x"), ("y", None)]),
    ],
)  # fmt: skip
def test_words_may_be_split_joined_or_exchanged(
    raw: str, before: str, after: str, expected: list[tuple[str, str | None]]
) -> None:
    assert words(parsed(restored(line(raw), corrections=(change(raw, before, after),)))) == expected


def test_the_parts_of_a_split_word_share_its_box() -> None:
    raw = "ngày12"
    one, two = placed_words(line(raw), (change(raw, raw, "ngày 12"),))
    assert one.box is not None
    assert two.box is not None
    assert one.box.x0 < one.box.x1 == two.box.x0 < two.box.x1
    assert round(two.box.x1, 5) == 0.13


def test_two_tables_in_a_row_are_two_areas() -> None:
    rows = tuple(line("1 | x", Region.TABLE, 0.1 * n) for n in range(1, 4))
    tables = (Table(0, ()), Table(2, ()))
    assert [(a.first, a.count) for a in areas(Page(1, rows, TextSource.OCR, tables))] == [
        (0, 2),
        (2, 1),
    ]


def test_control_characters_and_markup_do_no_harm() -> None:
    root = parsed(restored(line("<b>&\x0b\x01 x")), "<i>\x01.png")
    assert words(root)[0][0] == "<b>&"
    assert "\ufffd" in str(of_class(root, "ocr_page")[0].get("title"))


def test_a_failed_page_is_there_and_says_so() -> None:
    whole = restored(Line(""), failure="Page 1: it is damaged.")
    (page,) = of_class(parsed(whole), "ocr_page")
    assert page.get("data-failure") == "Page 1: it is damaged."
    assert not list(page)


def test_a_word_of_a_text_layer_states_no_probability() -> None:
    bare = Line("Số", (Word("Số", 0, Box(0.1, 0.1, 0.2, 0.2)),))
    (word,) = of_class(parsed(restored(bare)), "ocrx_word")
    assert word.get("title") == "bbox 100 200 200 400"


def test_text_without_pages_and_withheld_documents_have_none() -> None:
    text = restored(line("Kính gửi"), size=None)
    assert hocr_of(document(restored=text)) is None
    assert hocr_of(document(restored=None, status=Status.WITHHELD, secrecy="mat", parts=())) is None


def test_D9_a_second_run_writes_hocr_without_reading_again_and_a_third_removes_it(
    tmp_path: Path,
) -> None:
    inputs = [draw(tmp_path / "p.png", 3)]
    engine = Scripted(tmp_path / "log")
    out = tmp_path / "out"
    run_scripted(inputs, out, engine)
    plain = contents(out)
    run_scripted(inputs, out, engine, hocr=True)
    assert calls(tmp_path / "log") == 1
    (made,) = (name for name in contents(out) if name.endswith(".hocr"))
    assert made.removesuffix(".hocr") + ".txt" in plain
    assert b'"text/' + made.split("/")[1].encode() in contents(out)["datapackage.json"]
    run_scripted(inputs, out, engine)
    assert contents(out) == plain


def test_D10_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    inputs = [draw(tmp_path / "p.png", 3)]
    for out in ("one", "two"):
        run_scripted(inputs, tmp_path / out, Scripted(tmp_path / "log"), hocr=True)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


class Secret(Scripted):
    """Reads a mark of secrecy above the notice."""

    def read(self, page: CleanPage) -> Page:
        read = super().read(page)
        return replace(read, lines=(Line("MẬT"), *read.lines))


def test_S5_a_secret_page_leaves_no_hocr(tmp_path: Path) -> None:
    page, engine = draw(tmp_path / "p.png", 3), Secret(tmp_path / "log")
    assert run_scripted([page], tmp_path / "out", engine, hocr=True).withheld == ("p.png",)
    assert not [name for name in contents(tmp_path / "out") if name.endswith(".hocr")]


ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"


def alto(whole: Restored) -> ET.Element:
    data = alto_of(document("a.png", restored=whole))
    assert data is not None
    return ET.fromstring(data)


def test_alto_has_the_words_and_boxes_of_hocr() -> None:
    def placed(node: ET.Element) -> tuple[object, ...]:
        x, y, wide, high = (int(node.attrib[name]) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
        return node.get("CONTENT"), (x, y, x + wide, y + high)

    found = [placed(node) for node in alto(MIXED).iter(ALTO + "String")]
    assert found == [(node.text, box(node)) for node in of_class(parsed(MIXED), "ocrx_word")]


def test_alto_keeps_what_was_read_how_sure_a_word_is_and_its_region() -> None:
    root = alto(MIXED)
    word = next(node for node in root.iter(ALTO + "String") if node.get("CONTENT") == "Thực")
    assert word.get("WC") == "0.75"
    assert next((n.get("PURPOSE"), n.text) for n in word) == ("as read", "Thye")
    blocks = [str(node.get("TAGREFS")) for node in root.iter(ALTO + "TextBlock")]
    assert blocks == ["region_header_left", "region_header_right", "region_body", "region_table"]
    tags = {node.get("ID") for node in root.iter(ALTO + "LayoutTag")}
    assert set(blocks) <= tags


#: Of alto-4-4.xsd the elements that we write: what they may hold, in this order, and the attributes they must have.
ALTO_FORM = {
    "alto": ("Description Tags Layout", ""),
    "Description": ("MeasurementUnit sourceImageInformation Processing", ""),
    "sourceImageInformation": ("fileName", ""),
    "Processing": ("processingSoftware", "ID"),
    "processingSoftware": ("softwareCreator softwareName softwareVersion", ""),
    "Tags": ("LayoutTag", ""),
    "LayoutTag": ("", "ID LABEL"),
    "Layout": ("Page", ""),
    "Page": ("PrintSpace", "ID PHYSICAL_IMG_NR"),
    "PrintSpace": ("TextBlock Illustration", "HPOS VPOS WIDTH HEIGHT"),
    "TextBlock": ("TextLine", "ID HPOS VPOS WIDTH HEIGHT"),
    "TextLine": ("String SP", "HPOS VPOS WIDTH HEIGHT"),
    "String": ("ALTERNATIVE", "CONTENT HPOS VPOS WIDTH HEIGHT"),
    "SP": ("", ""),
    "ALTERNATIVE": ("", ""),
    "Illustration": ("", "ID HPOS VPOS WIDTH HEIGHT"),
    "MeasurementUnit": ("", ""),
    "fileName": ("", ""),
    "softwareName": ("", ""),
    "softwareVersion": ("", ""),
}
#: Elements whose children may stand in any order.
MIXED_ORDER = frozenset({"PrintSpace", "TextLine"})


def test_alto_holds_the_elements_of_its_schema_in_their_order() -> None:
    seal = PageRegion(RegionKind.SEAL, Box(0.5, 0.5, 0.7, 0.6), "red")
    for root in (alto(MIXED), alto(restored(line("Sở Nội"), regions=(seal,)))):
        for node in root.iter():
            name = node.tag.removeprefix(ALTO)
            inside, wanted = (words.split() for words in ALTO_FORM[name])
            children = [inside.index(child.tag.removeprefix(ALTO)) for child in node]
            assert name in MIXED_ORDER or children == sorted(children)
            assert set(wanted) <= set(node.attrib)
            places = [node.attrib[key] for key in ("HPOS", "VPOS", "WIDTH", "HEIGHT") if key in node.attrib]  # fmt: skip
            assert all(place.isdecimal() for place in places)


def test_alto_says_which_page_it_is_and_how_large() -> None:
    (page,) = alto(restored(line("Sở"))).iter(ALTO + "Page")
    (space,) = page.iter(ALTO + "PrintSpace")
    assert (page.get("ID"), page.get("PHYSICAL_IMG_NR")) == ("page_1", "1")
    size = ("1000", "2000")
    assert (
        (page.get("WIDTH"), page.get("HEIGHT")) == size == (space.get("WIDTH"), space.get("HEIGHT"))
    )
    assert (space.get("HPOS"), space.get("VPOS")) == ("0", "0")


def test_alto_shows_what_lies_beside_the_text() -> None:
    seal = PageRegion(RegionKind.SEAL, Box(0.5, 0.5, 0.7, 0.6), "red")
    (shown,) = alto(restored(line("Sở"), regions=(seal,))).iter(ALTO + "Illustration")
    facts = [shown.get(name) for name in ("TYPE", "HPOS", "VPOS", "WIDTH", "HEIGHT")]
    assert facts == ["seal", "500", "1000", "200", "200"]


def test_alto_ids_differ_and_a_text_without_pictures_has_none() -> None:
    keys = [node.get("ID") for node in alto(MIXED).iter() if node.get("ID")]
    assert len(keys) == len(set(keys))
    assert alto_of(document("a.txt", restored=restored(line("Sở"), size=None))) is None


def test_alto_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    scans = draw(tmp_path / "a.png", 3)
    run_scripted([scans], tmp_path / "out", Scripted(tmp_path / "log"), alto=True)
    assert [name for name in contents(tmp_path / "out") if name.endswith(".alto.xml")]
    run_scripted([scans], tmp_path / "out", Scripted(tmp_path / "log"))
    assert not [name for name in contents(tmp_path / "out") if name.endswith(".alto.xml")]
