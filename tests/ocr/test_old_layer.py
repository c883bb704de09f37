"""A scan's old text layer beside our reading: the better reading of each word wins, figures are never voted in, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.ingest import LayerWord
from extract.model import Alternative, Box, Line, Page, Region, Table, TextSource, Word
from extract.ocr.old_layer import with_old_layer

SURE = ("Căn cứ Luật Tổ chức chính quyền địa phương", "ngày mười chín tháng sáu năm hai nghìn")
Said = tuple[str, float]  # a word and how sure we are of it


def boxed(number: int, texts: Sequence[str]) -> list[Box]:
    """Boxes of words on the line of this number, as wide as their letters."""
    boxes, x = [], 0.1
    for text in texts:
        boxes.append(Box(x, 0.1 + 0.03 * number, x + 0.01 * len(text), 0.115 + 0.03 * number))
        x += 0.01 * (len(text) + 1)
    return boxes


def line(number: int, words: Sequence[Said], region: Region = Region.BODY, **others: str) -> Line:
    texts = [text for text, _ in words]
    starts = [len(" ".join([*texts[:n], ""])) for n in range(len(texts))]
    boxes = boxed(number, texts)
    made = tuple(
        Word(text, start, box, sure, tuple(Alternative(o, 0.4) for o in [others.get(f"w{n}")] if o))
        for n, ((text, sure), start, box) in enumerate(zip(words, starts, boxes, strict=True))
    )
    return Line(" ".join(texts), made, Box(0.1, boxes[0].y0, 0.9, boxes[0].y1), region)


def layer(number: int, text: str) -> list[LayerWord]:
    return [
        LayerWord(*pair) for pair in zip(text.split(), boxed(number, text.split()), strict=True)
    ]


def compared(mine: Line, theirs: str, *, surely: Sequence[str] = SURE) -> Page:
    """The page of two lines that both read alike and of one that they don't."""
    known = [line(n, [(word, 0.98) for word in text.split()]) for n, text in enumerate(SURE, 1)]
    words = [word for n, text in enumerate(surely, 1) for word in layer(n, text)]
    read = Page(1, (*known, mine), TextSource.OCR)
    return with_old_layer(read, [*words, *layer(3, theirs)])


def test_the_layers_word_wins_where_ours_was_doubted_and_says_so() -> None:
    page = compared(line(3, [("Chỉ", 0.5), ("cục", 0.97), ("trưởng", 0.97)]), "Chi cục trưởng")
    assert page.lines[2].raw == "Chi cục trưởng"
    assert page.lines[2].words[0].alternatives[0].text == "Chỉ"
    assert "line 3, from the text layer: 'Chi' for 'Chỉ'" in page.notes


def test_ours_wins_where_it_was_sure_and_keeps_the_other_as_an_alternative() -> None:
    page = compared(line(3, [("tổng", 0.98), ("hợp", 0.98)]), "tổng họp")
    assert page.lines[2].raw == "tổng hợp"
    assert [one.text for one in page.lines[2].words[1].alternatives] == ["họp"]


def test_what_both_read_alike_is_surer_than_either() -> None:
    page = compared(line(3, [("Phòng", 0.6)]), "Phòng")
    assert (page.lines[2].words[0].confidence or 0) > 0.95


@pytest.mark.parametrize(("mine", "theirs"), [("tế", "tê"), ("tê", "tế")])
def test_a_tone_above_a_hat_is_rather_lost_than_invented(mine: str, theirs: str) -> None:
    page = compared(line(3, [("Sở", 0.97), ("Y", 0.97), (mine, 0.9)]), f"Sở Y {theirs}")
    assert page.lines[2].raw == "Sở Y tế"


@pytest.mark.parametrize(("mine", "theirs"), [("15", "16"), ("15", "^^"), ("1./", "17/")])
def test_figures_that_only_the_layer_has_are_never_taken(mine: str, theirs: str) -> None:
    page = compared(line(3, [("ngày", 0.97), (mine, 0.3), ("tháng", 0.97)]), f"ngày {theirs} tháng")
    assert page.lines[2].raw == f"ngày {mine} tháng"


def test_figures_that_our_second_reader_weighed_are_taken() -> None:
    mine = line(3, [("tháng", 0.97), ("I0", 0.42), ("năm", 0.97)], w1="10")
    assert compared(mine, "tháng 10 năm").lines[2].raw == "tháng 10 năm"


def test_signs_that_no_document_has_do_not_win() -> None:
    page = compared(line(3, [("Số:", 0.5), ("/T.Tr-CC", 0.4)]), "Số:^í/T.Tr-CC")
    assert page.lines[2].raw == "Số: /T.Tr-CC"


def test_a_layer_that_disagrees_with_what_we_read_surely_gives_nothing() -> None:
    other = tuple(text.replace("n", "m").replace("c", "e") for text in SURE)
    page = compared(line(3, [("Chỉ", 0.5), ("cục", 0.97)]), "Chi cục", surely=other)
    assert page.lines[2].raw == "Chỉ cục"


def test_a_line_that_we_did_not_read_is_taken_over_in_its_place() -> None:
    read = Page(
        1, tuple(line(n, [(w, 0.98) for w in SURE[n - 1].split()]) for n in (1, 2)), TextSource.OCR
    )
    below = replace_box(read.lines[1], 4)
    read = Page(1, (read.lines[0], below), TextSource.OCR, (Table(1, ()),))
    words = [*layer(1, SURE[0]), *layer(2, "TỜ TRÌNH"), *layer(4, SURE[1])]
    page = with_old_layer(read, words)
    assert [one.raw for one in page.lines] == [SURE[0], "TỜ TRÌNH", SURE[1]]
    assert page.tables[0].first_line == 2
    assert page.notes[-1] == "line 2 stands in the text layer alone"


def replace_box(old: Line, number: int) -> Line:
    return line(number, [(word.text, word.confidence or 0.0) for word in old.words])


def test_dirt_of_seals_that_the_layer_has_is_not_taken_for_a_line() -> None:
    words = [word for n, text in enumerate(SURE, 1) for word in layer(n, text)]
    known = tuple(line(n, [(w, 0.98) for w in text.split()]) for n, text in enumerate(SURE, 1))
    page = with_old_layer(Page(1, known, TextSource.OCR), [*words, *layer(9, "Xiỉí^ _Ml^- '1")])
    assert page.lines == tuple(page.lines[:2])


def test_rows_of_tables_stay_as_they_were_read() -> None:
    row = line(3, [("Chỉ", 0.5), ("cục", 0.97)], Region.TABLE)
    assert compared(row, "Chi cục").lines[2] == row
