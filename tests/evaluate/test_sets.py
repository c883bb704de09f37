"""A set of documents: cases are found by their names, run through the pipeline, an error scores as nothing found."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from extract.errors import UsageError
from extract.evaluate.sets import Case, figures, find_cases, find_samples, run_case, show_set
from extract.options import Options
from extract.pipeline import NoEngine

SAMPLES = Path(__file__).parent.parent.parent / "samples"
OPTIONS = Options(as_of=date(2026, 12, 31))


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text("{}" if name.endswith(".json") else name, encoding="utf-8")


def test_cases_are_named_by_their_true_text(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "a.json", "a.eng.txt", "a.vie.txt", "b.txt", "b.eng.txt", "c.scan.pdf")
    assert [case.name for case in find_cases(tmp_path, "txt")] == ["a", "b"]
    assert [case.gold for case in find_cases(tmp_path, "eng")] == [tmp_path / "a.json", None]
    assert find_cases(tmp_path, "scan") == ()  # no true text


def test_samples_have_a_case_for_each_input() -> None:
    cases = find_samples(SAMPLES)
    assert len(cases) == 7
    assert all(case.gold and case.truth.exists() for case in cases)


def test_a_folder_in_another_form_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        find_samples(tmp_path)


def test_a_true_text_scores_better_than_its_letters_alone(tmp_path: Path) -> None:
    truth = SAMPLES / "truth" / "thong-bao-2012.txt"
    gold = SAMPLES / "truth" / "thong-bao-2012.json"
    right = run_case(Case("a", truth, truth, gold, "text_input"), OPTIONS, NoEngine())
    bare = tmp_path / "bare.txt"
    bare.write_text(truth.read_text("utf-8").replace("ư", "u").replace("ộ", "o"), encoding="utf-8")
    worse = run_case(Case("b", bare, truth, gold, "text_input"), OPTIONS, NoEngine())
    assert figures([right])["accuracy"] > 0.99
    assert figures([right])["harm"] < 0.005
    assert figures([worse])["accuracy"] <= figures([right])["accuracy"]
    assert show_set([right, worse]).count("\n") == 3


def test_what_cannot_be_read_scores_as_nothing(tmp_path: Path) -> None:
    truth, gold, empty = tmp_path / "a.txt", tmp_path / "a.json", tmp_path / "a.png"
    truth.write_text("Số 12", encoding="utf-8")
    gold.write_text(json.dumps({"documents": {"number": "12"}}), encoding="utf-8")
    empty.write_bytes(b"")
    score = run_case(Case("a", empty, truth, gold, "ocr"), OPTIONS, NoEngine())
    assert score.failure
    assert figures([score])["f1"] == figures([score])["accuracy"] == 0
    assert score.failure in show_set([score])
