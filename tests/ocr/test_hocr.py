"""hOCR to words: boxes, probabilities, letter choices (the traps of `lstm_choice_mode`)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.image import Rect
from extract.ocr.hocr import probability, read_hocr

CASES = json.loads(
    (Path(__file__).parents[1] / "cases/ocr/synthetic.json").read_text(encoding="utf-8")
)


def hocr(word: str, line_class: str = "ocr_line") -> bytes:
    return (
        (
            f"<html xmlns='http://www.w3.org/1999/xhtml'><body>"
            f"<span class='{line_class}' title='bbox 5 10 300 40; baseline 0 0'>{word}</span></body></html>"
        )
        .replace(" xmlns='http://www.w3.org/1999/xhtml'", "")
        .encode()
    )


def word(text: str, groups: list[list[list[object]]], sureness: int = 96) -> str:
    inner = "".join(
        "<span class='ocrx_cinfo'>"
        + "".join(
            f"<span class='ocrx_cinfo' title='x_confs {weight}'>{letter}</span>"
            for letter, weight in group
        )
        + "</span>"
        for group in groups
    )
    return (
        f"<span class='ocrx_word' title='bbox 5 10 90 40; x_wconf {sureness}'>{text}{inner}</span>"
    )


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_alternatives(case: dict[str, object]) -> None:
    text, groups = str(case["text"]), case["groups"]
    (line,) = read_hocr(hocr(word(text, groups)))  # type: ignore[arg-type]
    assert [one.text for one in line.words[0].alternatives] == case["alternatives"]


def test_a_word_has_text_box_and_probability() -> None:
    (line,) = read_hocr(hocr(word("quyết", []) + word("định", [], 50)))
    assert [w.text for w in line.words] == ["quyết", "định"]
    assert line.words[0].rect == Rect(5, 10, 90, 40)
    assert line.words[0].confidence > 0.99
    assert line.words[1].confidence < 0.5


def test_text_inside_bold_is_read_and_composed() -> None:
    (line,) = read_hocr(hocr(word("<strong><em>\u0111i\u0323nh</em></strong>", [])))
    assert line.words[0].text == "\u0111ịnh"


@pytest.mark.parametrize("line_class", ["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"])
def test_lines_of_every_kind_are_read(line_class: str) -> None:
    assert len(read_hocr(hocr(word("a", []), line_class))) == 1


def test_a_line_without_words_is_no_line() -> None:
    assert read_hocr(hocr(word("  ", []))) == ()


def test_probability_grows_with_confidence_and_stays_a_probability() -> None:
    values = [probability(confidence) for confidence in range(101)]
    assert values == sorted(values)
    assert 0 < values[0] < values[-1] < 1
