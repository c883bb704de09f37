"""The letters of points: no words, in alphabetical order with đ behind d."""

from __future__ import annotations

from extract.dictionaries import load
from extract.restore import load_restorer
from extract.restore.codes import lettering_edits

POINTS = ["c) Bản sao;", "d) Bản chính;", "d) Bản dịch;", "e) Bản thảo."]


def test_the_second_d_of_a_list_is_one_with_a_bar() -> None:
    edits = list(lettering_edits(POINTS))
    assert [(line, edit.after) for line, edit in edits] == [(2, "đ")]


def test_a_d_of_another_list_stays() -> None:
    assert not list(lettering_edits(["d) Bản chính;", "a) Bản sao;", "d) Bản dịch;"]))
    assert not list(lettering_edits(["d) Bản chính;", "d. Bản dịch;"]))


def test_a_d_with_a_bar_behind_c_is_one_without() -> None:
    edits = list(lettering_edits(["c) Bản sao;", "- đ) Bản chính;", "đ) Bản dịch;", "e) Khác."]))
    assert [(line, edit.start, edit.after) for line, edit in edits] == [(1, 2, "d")]


def test_a_list_whose_d_was_lost_stays() -> None:
    assert not list(lettering_edits(["c) Bản sao;", "đ) Bản dịch;", "e) Bản thảo."]))


def test_a_letter_that_no_alphabet_of_points_has_is_the_one_of_its_shape() -> None:
    edits = list(lettering_edits(["e) Bản thảo;", "ø) Giấy tờ khác."]))
    assert [(line, edit.after) for line, edit in edits] == [(1, "g")]


def test_a_points_letter_is_no_word_to_the_wrong_model() -> None:
    text = (
        "Diéu 3. H6 so gdm:\nb) Ban sao giéy t¢ tuy than;\nb1) Ban chinh don dé nghi cép gi4y phép."
    )
    lines = load_restorer(load()).restore_text(text)[0].split("\n")
    assert [line.split(" ")[0] for line in lines[1:]] == ["b)", "b1)"]
