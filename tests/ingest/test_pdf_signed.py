"""PDFs that were numbered, dated and signed by software: what it put over the page is read, what it says of itself kept apart."""

from __future__ import annotations

import bad_files
import made_pdfs
import numpy as np
import pytest
import signed_pdfs
from hypothesis import given
from hypothesis import strategies as st
from signed_pdfs import PANEL, SEAL, Field, pictured, signed

from extract.ingest import PageImage, PageLayer, open_bytes
from extract.ingest.pdf_signed import elements, of_contents
from extract.model import RegionKind
from extract.options import Options

pytestmark = pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")
PRINTED = ((60, 100, "Số:           /BC-SVH"), (300, 100, "Mẫu Sơn, ngày      tháng 5 năm 2025"))
NUMBER = Field((85, 89, 130, 104), ["412"])
DAY = Field((382, 89, 400, 104), ["07"])


def page_of(data: bytes) -> PageImage | PageLayer:
    (page,) = open_bytes(data, "a.pdf", Options()).pages()
    assert isinstance(page, PageImage | PageLayer)
    return page


def words(data: bytes) -> list[str]:
    page = page_of(data)
    assert isinstance(page, PageLayer)
    return [word.text for word in page.words]


def test_what_stands_in_fields_is_text_of_the_page_at_its_place() -> None:
    page = page_of(signed(PRINTED, [NUMBER, DAY]))
    assert isinstance(page, PageLayer)
    at = {word.text: word.box for word in page.words}
    assert at["Số:"].x1 < at["412"].x0 < at["412"].x1 < at["/BC-SVH"].x0
    assert at["ngày"].x1 < at["07"].x0 < at["07"].x1 < at["tháng"].x0


@pytest.mark.parametrize(("low", "is_level"), [(-8, True), (0, True), (8, True), (12, False)])
def test_a_number_that_was_dragged_a_little_high_or_low_is_of_its_line(
    low: float, *, is_level: bool
) -> None:
    left, top, right, bottom = NUMBER.box
    page = page_of(signed(PRINTED, [Field((left, top + low, right, bottom + low), ["412"])]))
    assert isinstance(page, PageLayer)
    at = {word.text: word.box for word in page.words}
    assert (at["412"].y0 == at["Số:"].y0) is is_level


def test_what_stands_in_fields_is_in_the_picture() -> None:
    hidden = Field(NUMBER.box, ["412"], flags=2)
    bare, filled = page_of(signed(PRINTED, [hidden])), page_of(signed(PRINTED, [NUMBER]))
    assert isinstance(bare, PageLayer)
    assert isinstance(filled, PageLayer)
    here = np.s_[125:140, 120:148]  # at 100 dpi
    assert int(filled.image.pixels[here].min()) < 128 <= int(bare.image.pixels[here].min())


@pytest.mark.parametrize(
    ("flags", "is_shown"),
    [(0, True), (4, True), (132, True), (2, False), (6, False), (32, False), (36, False)],
)
def test_fields_that_are_hidden_or_not_for_view_are_not_read(flags: int, *, is_shown: bool) -> None:
    hidden = Field(NUMBER.box, ["412"], flags=flags)
    assert ("412" in words(signed(PRINTED, [hidden, DAY]))) is is_shown


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_fields_of_a_turned_page_stand_where_they_are_shown(turn: int) -> None:
    upright, turned = (
        page_of(signed(PRINTED, [NUMBER])),
        page_of(signed(PRINTED, [NUMBER], turn=turn)),
    )
    assert isinstance(upright, PageLayer)
    assert isinstance(turned, PageLayer)
    (one,) = (word.box for word in upright.words if word.text == "412")
    (other,) = (word.box for word in turned.words if word.text == "412")
    x, y = (one.x0 + one.x1) / 2, (one.y0 + one.y1) / 2
    shown = {90: (1 - y, x), 180: (1 - x, 1 - y), 270: (y, 1 - x)}[turn]
    assert ((other.x0 + other.x1) / 2, (other.y0 + other.y1) / 2) == pytest.approx(shown, abs=0.01)


def test_a_field_without_an_appearance_gets_one() -> None:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R]/DA(/F 12 Tf 0 g)/DR<</Font<</F 5 0 R>>>>>>>>",
        3: bad_files.page()[:-2] + b"/Annots[6 0 R]>>",
        4: bad_files.words("So:         /BC"),
        5: bad_files.FONT,
        6: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(number)/V(4127)/F 4/Rect[60 296 100 312]/DA(/F 12 Tf 0 g)>>",
    }
    assert "4127" in words(bad_files.pdf("3 0 R", objects))


def test_the_panel_of_the_signing_software_is_kept_apart_from_the_text() -> None:
    page = page_of(signed(PRINTED, [NUMBER, Field((400, 20, 580, 60), PANEL, size=7)]))
    assert isinstance(page, PageLayer)
    (panel,) = page.image.beside.regions
    assert panel.kind is RegionKind.SIGNATURE_PANEL
    assert panel.text == " ".join(PANEL)
    assert (panel.box.x0, panel.box.y1) == pytest.approx((400 / 595, 60 / 842), abs=0.01)
    assert not {"bởi:", "Email:", "09:12:33"} & {word.text for word in page.words}


def test_the_picture_is_read_without_the_panel_and_shown_with_it() -> None:
    image = page_of(
        signed((), [Field((400, 20, 580, 60), PANEL, size=7)], picture=made_pdfs.page_of())
    )
    assert isinstance(image, PageImage)
    ((box, patch),) = image.beside.patches
    down, across = image.pixels.shape[:2]
    here = image.pixels[
        round(box.y0 * down) : round(box.y1 * down), round(box.x0 * across) : round(box.x1 * across)
    ]
    assert int(here.min()) > 200
    assert int(patch.min()) < 100


def test_a_number_that_is_a_picture_comes_as_pixels_to_be_read() -> None:
    fields = [Field(NUMBER.box, pictured("412", 45, 15)), Field((300, 600, 400, 700), SEAL)]
    page = page_of(signed(PRINTED, [*fields, Field((200, 300, 240, 315), [])]))
    assert isinstance(page, PageLayer)
    (strip,) = page.strips  # not the seal, not the empty field
    assert (strip.box.x0, strip.box.y1) == pytest.approx((85 / 595, 104 / 842), abs=0.01)
    assert strip.field.pixels.shape[0] == pytest.approx(15 / 72 * 300, abs=3)


def test_a_seal_and_a_name_are_no_panel() -> None:
    fields = [Field((300, 600, 400, 700), SEAL), Field((380, 690, 500, 710), ["Nguyễn Văn Mẫu"])]
    page = page_of(signed(PRINTED, fields))
    assert isinstance(page, PageLayer)
    assert page.image.beside.regions == ()
    assert [word.text for word in page.words][-3:] == ["Nguyễn", "Văn", "Mẫu"]


def test_who_signed_and_when_is_read_from_the_signatures() -> None:
    signers = [("Nguyễn Văn Mẫu", "D:20250507091233+07'00'"), ("SỞ VĂN HÓA", "D:20250507031500Z")]
    found = page_of(signed(PRINTED, [NUMBER, DAY], signers))
    assert isinstance(found, PageLayer)
    first, last = found.image.beside.signatures
    assert (first.signer, first.signed_at) == ("Nguyễn Văn Mẫu", "2025-05-07T09:12:33+07:00")
    assert (last.signer, last.signed_at) == ("SỞ VĂN HÓA", "2025-05-07T03:15:00+00:00")
    assert {first.page, last.page} == {1}
    assert (first.field, last.field) == ("Signature1", "Signature2")


def test_fields_that_nobody_signed_are_no_signatures() -> None:
    page = page_of(signed(PRINTED, [NUMBER, DAY]))
    assert isinstance(page, PageLayer)
    assert page.image.beside.signatures == ()


def test_the_input_is_not_modified() -> None:
    data = signed(PRINTED, [NUMBER], [("Mẫu", "D:20250507091233+07'00'")])
    before = bytes(bytearray(data))
    page_of(data)
    assert data == before


@pytest.mark.slow
def test_ten_thousand_fields_cost_seconds_at_most() -> None:
    count = 10_000
    kids = b" ".join(b"%d 0 R" % (10 + index) for index in range(count))
    shown = b"BT /F 12 Tf 2 2 Td (x1) Tj ET"
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 100 20]/Resources<</Font<</F 5 0 R>>>>/Length %d>>\nstream\n%s\nendstream"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]>>>>" % kids,
        3: bad_files.page()[:-2] + b"/Annots[%s]>>" % kids,
        4: bad_files.words("Thong bao"),
        5: bad_files.FONT,
        6: form % (len(shown), shown),
    }
    for index in range(count):
        place = b"/Rect[%d %d %d %d]" % (
            index % 200,
            index * 7 % 380,
            index % 200 + 20,
            index * 7 % 380 + 20,
        )
        objects[10 + index] = (
            b"<</Type/Annot/Subtype/Widget/FT/Sig/T(f%d)/F 4%s/AP<</N 6 0 R>>>>" % (index, place)
        )
    page = page_of(bad_files.pdf("3 0 R", objects))
    assert isinstance(page, PageLayer)
    assert sum(word.text.startswith("x1") for word in page.words) > 100


def test_a_form_that_needs_its_own_program_says_so() -> None:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/NeedsRendering true/AcroForm<</Fields[]/XFA 6 0 R>>>>",
        3: bad_files.page(),
        4: bad_files.words("Please wait"),
        5: bad_files.FONT,
        6: b"<</Length 5>>\nstream\n<xdp>\nendstream",
    }
    (note,) = open_bytes(bad_files.pdf("3 0 R", objects), "a.pdf", Options()).notes
    assert "XFA" in note


def test_the_signer_is_whom_the_certificate_names_that_the_signature_names() -> None:
    assert of_contents(signed_pdfs.cms("Trần Thị Mẫu"))[0] == "Trần Thị Mẫu"


def test_the_time_of_the_signature_itself_serves_where_the_file_states_none() -> None:
    _, time = of_contents(signed_pdfs.cms("Mẫu", "250507021233Z"))
    assert time == "2025-05-07T02:12:33+00:00"


def test_elements_of_unstated_length_are_read() -> None:
    inner = signed_pdfs.der(0x02, b"\x07")
    (one, other) = elements(b"\x30\x80" + inner + b"\0\0" + inner)
    assert one.content == inner == other.whole


@given(st.data())
def test_a_damaged_signature_names_nobody_and_breaks_nothing(data: st.DataObject) -> None:
    whole = bytearray(signed_pdfs.cms("Mẫu"))
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=4)):
        whole[at] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    signer, time = of_contents(cut)
    assert isinstance(signer, str)
    assert isinstance(time, str)
