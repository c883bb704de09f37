"""Text layers in the codes before Unicode: told by what becomes of them, kept where they say what the page shows."""

from __future__ import annotations

import made_pdfs
import pytest
import typed_codes

from extract.ingest import PageImage, PageLayer, open_bytes
from extract.ingest.legible import code_of, decoded
from extract.ingest.source import AnyPage
from extract.ocr import read_source
from extract.options import Options
from extract.pipeline import NoEngine, restore

CODES = {
    "TCVN3": typed_codes.tcvn3,
    "VNI": typed_codes.vni,
    "VPS": typed_codes.vps,
    "windows-1258": typed_codes.windows_1258,
}
needs_font = pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed")


def words(lines: tuple[str, ...] | list[str]) -> list[str]:
    return " ".join(lines).split()


@pytest.mark.parametrize("name", CODES)
def test_the_code_of_a_page_is_told(name: str) -> None:
    found = code_of([CODES[name](word) for word in words(made_pdfs.LINES)])
    assert found is not None
    assert found[0] == name
    assert found[1].legal == 1.0


@pytest.mark.parametrize("name", CODES)
def test_a_word_is_decoded_in_its_case(name: str) -> None:
    assert decoded(CODES[name]("Cộng"), name) == "Cộng"
    assert decoded(CODES[name]("HÒA"), name) == "HÒA"


NO_CODE = {
    "Vietnamese in Unicode": list(made_pdfs.LINES),
    "Vietnamese without marks": ["Thuc hien Ke hoach cai cach hanh chinh cua tinh So Noi vu"] * 3,
    "French": ["Le présent arrêté entre en vigueur à la date de sa publication, où qu'il soit"] * 3,
    "a broken character map": ["7Kӵc hiӋn KӃ hoҥch cҧi cách hành chính cӫa tӍnh"] * 4,
    "figures": ["1.250 §2 ±3 µg 45 °C ½ ¾ 12/2024"] * 5,
    "a few words of TCVN3": [typed_codes.tcvn3("Cộng hòa xã hội chủ nghĩa Việt Nam")],
    "nothing": [],
}


@pytest.mark.parametrize("name", NO_CODE)
def test_other_text_is_in_no_code(name: str) -> None:
    assert code_of(words(NO_CODE[name])) is None


def page(data: bytes) -> AnyPage:
    (found,) = open_bytes(data, "a.pdf", Options()).pages()
    return found


@needs_font
@pytest.mark.parametrize("name", ["TCVN3", "VNI"])
def test_a_scans_layer_in_an_old_code_passes_and_says_so(name: str) -> None:
    lines = [CODES[name](line) for line in made_pdfs.LINES]
    found = page(made_pdfs.layered(made_pdfs.page_of(), lines))
    assert isinstance(found, PageLayer)
    assert found.code == name
    (note,) = found.image.notes
    assert note.startswith(f"[layer_decoded] text layer used: written in {name}, ")
    assert "of what is printed" in note


@needs_font
def test_a_layer_in_an_old_code_that_is_not_that_of_the_page_is_rejected() -> None:
    """A signature's text in the foot says nothing of the six lines above it."""
    lines = [typed_codes.tcvn3(line) for line in made_pdfs.LINES]
    found = page(made_pdfs.layered(made_pdfs.page_of(), lines, where=(180, 1700)))
    assert isinstance(found, PageImage)
    assert found.notes[-1].startswith("text layer rejected: it holds only")


@needs_font
@pytest.mark.parametrize("name", ["TCVN3", "VNI"])
def test_a_drawn_page_in_an_old_code_is_read_to_its_last_letter(name: str) -> None:
    lines = [CODES[name](line) for line in made_pdfs.LINES]
    data = made_pdfs.layered(None, lines, hidden=False)
    restored = restore(read_source(open_bytes(data, "a.pdf", Options()), NoEngine()), Options())
    assert [line.text for line in restored.lines] == list(made_pdfs.LINES)
    assert restored.encoding == name.lower()


@needs_font
def test_a_soft_hyphen_of_a_unicode_layer_is_left_out() -> None:
    lines = [line.replace("hành", "hà\xadnh") for line in made_pdfs.LINES]
    found = page(made_pdfs.layered(None, lines, hidden=False))
    assert isinstance(found, PageLayer)
    assert found.code is None
    assert [word.text for word in found.words] == words(made_pdfs.LINES)
