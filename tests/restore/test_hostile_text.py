"""Laws over generated strangers: what is no Vietnamese word survives in right, stripped, misread and lightly damaged lines."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed_codes import CODES

from extract.fold import unaccent
from extract.model import Line, Page, Reading, TextSource, Word
from extract.restore import Restorer, replay

#: invented; `{}` takes the stranger
RIGHT = (
    "Đề nghị các đơn vị báo cáo kết quả thực hiện {} trước ngày đã nêu trong kế hoạch của tỉnh.",
    "Theo {} của cơ quan có thẩm quyền, việc thực hiện phải bảo đảm đúng quy định.",
    "Danh sách kèm theo gồm {} và các tài liệu có liên quan đến nội dung báo cáo.",
)
READ = (
    "Dé nghi cac don vi bao cdo két qua thuc hién {} trudc ngay da néu trong ké hoach cia tinh.",
    "Theo {} cia co quan cé tham quyén, viéc thuc hién phai bao dam ding quy dinh.",
    "Danh sach kém theo gom {} va cac tai liéu c6 lién quan dén néi dung bao cdo.",
)
LINES = {
    "right": RIGHT,
    "stripped": tuple(map(unaccent, RIGHT)),
    "misread": READ,
    "light": tuple(line.replace("báo", "bảo").replace("thẩm", "thâm") for line in RIGHT),
}

digits = st.integers(0, 9).map(str)


def of(pattern: str) -> st.SearchStrategy[str]:
    return st.from_regex(pattern, fullmatch=True)


STRANGERS = st.one_of(
    of(r"https?://[a-z]{3,9}\.(?:gov\.)?vn(?:/[a-zA-Z0-9_-]{1,12}){0,2}"),
    of(r"[a-z][a-z0-9._]{1,8}[a-z]@[a-z]{3,8}\.(?:vn|com)"),
    of(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}"),
    of(r"[0-9]{10}(?:-[0-9]{3})?"),
    of(r"0[1-9]{2}[.-][0-9]{3}[.-][0-9]{4}"),
    of(r"[1-9][0-9][ABCDEFGHKLMN]-[0-9]{3}\.[0-9]{2}"),
    of(r"[1-9][0-9]{0,2}(?:m2|km|ha|kWh|mm|%|‰)"),
    of(r"[1-9][0-9]?(?:\.[0-9]{3}){1,3} USD"),
    of(r"[1-9][0-9]{0,3}/(?:20[0-2][0-9]/)?(?:QĐ-UBND|NQ-CP|TT-BTC|KH-UBND)"),
    of(r"(?:ISO 9001:20[0-9]{2}|TCVN [1-9][0-9]{3}:20[0-9]{2}|COVID-19|H5N1|PM2\.5)"),
    of(r"[a-z]{3,8}_[a-z]{2,6}_[0-9]{2}\.(?:docx|xlsx|pdf|txt)"),
    st.sampled_from(["😀", "✅", "👨‍👩‍👧", "🇻🇳", "★", "→", "½", "10⁻³", "x²+y²=1"]),
    st.sampled_from(["河内", "서울", "ไทย", "שלום", "مرحبا", "Москва", "договор", "αβγ", "Ω"]),
    st.sampled_from(["Microsoft Word", "World Bank", "Windows", "iPhone", "eKYC", "Siu H'Nga"]),
)
laws = settings(max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True)
three = st.lists(STRANGERS, min_size=3, max_size=3)


@pytest.mark.parametrize("kind", LINES)
@laws
@given(strangers=three)
def test_strangers_survive(restorer: Restorer, kind: str, strangers: list[str]) -> None:
    lines = [line.format(one) for line, one in zip(LINES[kind], strangers, strict=True)]
    restored, found = restorer.restore_text("\n".join(lines))
    assert replay("\n".join(lines), found) == restored
    for stranger, line in zip(strangers, restored.split("\n"), strict=True):
        assert stranger in line
    if kind == "right":
        assert restored == "\n".join(lines)


@laws
@given(strangers=three)
def test_strangers_survive_on_scans(restorer: Restorer, strangers: list[str]) -> None:
    lines = [line.format(one) for line, one in zip(LINES["light"], strangers, strict=True)]
    read = tuple(Line(line, tuple(words_of(line))) for line in lines)
    restored = restorer.restore(Reading((Page(1, read, TextSource.OCR),)))
    for stranger, line in zip(strangers, restored.lines, strict=True):
        assert stranger in line.text


def words_of(line: str) -> list[Word]:
    """The words of a line, each as sure as most words are."""
    words, start = [], 0
    for word in line.split(" "):
        words.append(Word(word, start, confidence=0.97))
        start += len(word) + 1
    return words


@pytest.mark.parametrize("code", CODES)
@laws
@given(
    numbers=st.lists(of(r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){0,2}(?:,[0-9])?"), min_size=4, max_size=4)
)
def test_figures_in_a_table_typed_in_a_code_stay(
    restorer: Restorer, code: str, numbers: list[str]
) -> None:
    truth = "\n".join(
        [*(line.format("biên bản") for line in RIGHT), " | ".join(["Tổng số thực hiện", *numbers])]
    )
    assert restorer.restore_text(CODES[code](truth))[0] == truth


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("other", CODES)
def test_paragraphs_in_two_codes_and_a_right_one_come_back(
    restorer: Restorer, code: str, other: str
) -> None:
    truth = "\n".join(line.format("biên bản") for line in RIGHT)
    text = f"{CODES[code](truth)}\n\n{truth}\n\n{CODES[other](truth)}"
    assert restorer.restore_text(text)[0] == f"{truth}\n\n{truth}\n\n{truth}"


def test_a_hundred_thousand_characters_in_one_line_are_restored_or_left_whole(
    restorer: Restorer,
) -> None:
    sentence = RIGHT[1].format("biên bản") + " "
    text = sentence * (100_000 // len(sentence) + 1)
    assert restorer.restore_text(text) == (text, ())
    for made in (unaccent(text), CODES["tcvn3"](text)):
        assert restorer.restore_text(made)[0] == text
    assert restorer.restore_text("đ" * 100_000)[0] == "đ" * 100_000


FRENCH = (
    "L'été dernier, la délégation a été reçue à Hanoï où elle a visité un musée très ancien.",
    "Ça va très bien, mais le garçon n'a pas déjà fini son résumé de la leçon.",
    "À côté de la forêt, une âme naïve espérait que l'élève s'arrêterait bientôt.",
    "Où sont les hôtes? Là-bas, près du château, à l'extrémité de la forêt où naît la rivière.",
)


@laws
@given(
    lines=st.lists(
        st.one_of(
            of(r"(?:[A-Za-z0-9+/]{4}){8,16}={0,2}"),
            of(r"[0-9a-f]{32,64}"),
            of(r"(?:[0-9]{1,3}[.,][0-9]{1,3}[ \t|]{1,3}){4,9}"),
            of(r"(?:if|for|while) \([a-z]\+\+ (?:<|>|==) [a-z]\^2\) \{ [a-z]\('[a-z]{2,5}'\); \}"),
            st.sampled_from(FRENCH),
        ),
        min_size=3,
        max_size=9,
    )
)
def test_data_code_and_french_are_in_no_code_and_stay(restorer: Restorer, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert restorer.restore_text(text) == (text, ())
