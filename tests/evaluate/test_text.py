"""The figures of texts mean what they say: laws that fail when a scorer is wrong."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.evaluate import PageScore, TextScore, score_page, score_text, show_pages, show_text

TRUTH = "Sở Mẫu báo cáo số 12/BC-SM ngày 05/6/2023.\nĐiểm: 85,745"
PAGE = "UBND TỈNH A\nCỘNG HÒA XÃ HỘI\nSố: 12/QĐ\nngày 3 tháng 4\n"


def test_the_true_text_is_right() -> None:
    score = score_text(TRUTH, TRUTH)
    assert (score.syllable_accuracy, score.cer) == (1, 0)
    assert score.digit_precision == score.digit_recall == 1


def test_line_breaks_decomposed_letters_and_dashes_do_not_count() -> None:
    other = unicodedata.normalize("NFD", TRUTH).replace("\n", " \f ").replace("-", "–")
    assert score_text(TRUTH, other) == score_text(TRUTH, TRUTH)


@pytest.mark.parametrize(
    ("truth", "text", "accuracy"),
    [
        ("a b c d", "a b x d", 0.75),
        ("a b c d", "a b c d e", 0.75),
        ("Sở a", "sở a", 0.5),
        ("hoà", "hòa", 0.0),
        ("a, b", "a b", 1.0),
        ("", "", 1.0),
        ("", "x", 0.0),
        ("a", "x y z", -2.0),
    ],
)
def test_syllable_accuracy(truth: str, text: str, accuracy: float) -> None:
    assert score_text(truth, text).syllable_accuracy == accuracy


def test_punctuation_is_for_the_character_error_rate() -> None:
    assert score_text("a, b", "a b").cer == 0.25


def test_digits_changed_lost_and_invented() -> None:
    score = score_text("có 12 việc, 5 năm, 7 ngày", "có 13 việc, 5 năm, ngày 8 9 10")
    assert (score.digits_changed, score.digits_lost, score.digits_invented) == (2, 0, 2)
    assert (score.digit_precision, score.digit_recall) == (1 / 5, 1 / 3)


def test_what_restoration_repaired_and_broke() -> None:
    score = score_text("một hai ba bốn", "một hai ba bon", raw="mot hai ba bốn")
    assert (score.repaired_share, score.harm_share) == (1.0, 1 / 3)
    assert score.raw_syllable_accuracy == 0.75
    assert "harm" in show_text(score)
    assert "harm" not in show_text(score_text("a", "b"))


def test_counts_add_up_over_texts() -> None:
    both = score_text("a b", "a x") + score_text("c d", "c d")
    assert both.syllable_accuracy == 0.75
    assert TextScore() + both == both


def test_reading_order_does_not_count_on_a_page() -> None:
    swapped = "CỘNG HÒA XÃ HỘI UBND TỈNH A\nngày 3 tháng 4 Số: 12/QĐ\n"
    assert score_page(PAGE, PAGE).fcer == score_page(PAGE, PAGE).fser == 0
    assert score_page(PAGE, swapped).fcer < 0.05 < score_text(PAGE, swapped).cer


def test_lost_invented_and_wrong_parts_of_a_page() -> None:
    assert score_page(PAGE, "").fcer == score_page(PAGE, "").fser == 1
    assert score_page(PAGE, PAGE + "xxxx yyyy zzzz\n").invented == 14
    assert 0 < score_page(PAGE, PAGE.replace("HỘI", "HOI")).fser < 0.15
    assert score_page(PAGE, PAGE.replace("12", "13")).digits == 2 / 3
    assert "all" in show_pages([("a", score_page(PAGE, PAGE)), ("b", PageScore())])


@given(
    st.text(st.sampled_from("aạ b1,\n|"), max_size=40),
    st.text(st.sampled_from("aạ b1,\n|"), max_size=40),
)
def test_shares_stay_within_their_range(truth: str, text: str) -> None:
    score, page = score_text(truth, text, raw=text), score_page(truth, text)
    assert score.syllable_accuracy <= 1
    assert score.repaired == score.broken == 0
    assert all(0 <= x <= 1 for x in (score.digit_recall, score.digit_precision, page.digits))
    assert min(page.fser, page.fcer, score.cer) >= 0
