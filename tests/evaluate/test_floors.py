"""Floors hold: a worse figure is named, an update never makes one easier unless allowed, other documents are noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import floors  # noqa: E402 - the folder is no package

KNOWN = {"a": {"corpus": "x", "f1": 0.9, "fcer": 0.05}}


@pytest.mark.parametrize(
    ("figures", "names"),
    [
        ({"f1": 0.9, "fcer": 0.05}, []),
        ({"f1": 0.95, "fcer": 0.01}, []),
        ({"f1": 0.899, "fcer": 0.05}, ["f1"]),
        ({"f1": 0.95, "fcer": 0.051}, ["fcer"]),
        ({}, ["f1", "fcer"]),
    ],
)
def test_a_figure_worse_than_its_floor_is_named(
    figures: dict[str, float], names: list[str]
) -> None:
    assert [line.split()[0] for line in floors.fallen(figures, KNOWN["a"])] == names


def test_an_update_raises_floors_and_lowers_none() -> None:
    better = floors.updated(KNOWN, {"a": ("x", {"f1": 0.95, "fcer": 0.02})}, allow_regression=False)
    assert better["a"] == {"corpus": "x", "f1": 0.945, "fcer": 0.025}
    worse = floors.updated(KNOWN, {"a": ("x", {"f1": 0.8, "fcer": 0.2})}, allow_regression=False)
    assert worse == KNOWN


def test_an_update_may_lower_a_floor_where_that_is_said() -> None:
    worse = floors.updated(KNOWN, {"a": ("x", {"f1": 0.8, "fcer": 0.2})}, allow_regression=True)
    assert worse["a"] == {"corpus": "x", "f1": 0.795, "fcer": 0.205}


@pytest.mark.parametrize(("measured", "ceiling"), [(0.01, 0.05), (0.047, 0.052), (0.1, 0.105)])
def test_the_calibration_error_is_bound_by_what_is_promised_or_measured(
    measured: float, ceiling: float
) -> None:
    new = floors.updated({}, {"a": ("x", {"ece": measured})}, allow_regression=False)
    assert new["a"]["ece"] == ceiling


def test_other_sets_keep_their_floors() -> None:
    new = floors.updated(KNOWN, {"b": ("y", {"f1": 1.0})}, allow_regression=False)
    assert new == {**KNOWN, "b": {"corpus": "y", "f1": 0.995}}


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(floors.written({**KNOWN, "real.txt": {"corpus": "y", "f1": 0.5}}), "utf-8")
    assert floors.read(path) == {**KNOWN, "real.txt": {"corpus": "y", "f1": 0.5}}
    assert floors.read(tmp_path / "none") == {}


def test_the_hash_of_documents_follows_names_and_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "a", tmp_path / "b"
    one.write_text("1")
    two.write_text("2")
    first = floors.corpus_hash([two, one])
    assert first == floors.corpus_hash([one, two])
    two.write_text("3")
    assert first != floors.corpus_hash([one, two])


def run_eval(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(BENCHMARKS / "eval.py"), *arguments]
    bare = {name: value for name, value in os.environ.items() if name != "VANBAN_DATA"}
    return subprocess.run(command, capture_output=True, text=True, env=bare, check=False)


def test_a_set_that_is_not_here_is_said() -> None:
    done = run_eval("--only", "sample")
    assert done.returncode == 2
    assert "samples" in done.stderr


def test_one_document_is_measured_without_floors() -> None:
    done = run_eval("--only", "samples", "--cases", "thong-bao-2012", "--details")
    assert done.returncode == 0, done.stderr
    assert "thong-bao-2012" in done.stdout


def test_the_committed_floors_are_in_the_form_they_are_written_in() -> None:
    path = BENCHMARKS / "floors.toml"
    assert path.read_text(encoding="utf-8") == floors.written(floors.read(path))


def test_the_floors_of_the_samples_are_for_the_samples_here() -> None:
    samples = BENCHMARKS.parent / "samples"
    known = floors.read(BENCHMARKS / "floors.toml")["samples"]["corpus"]
    paths = [*(samples / "inputs").iterdir(), *(samples / "truth").iterdir()]
    assert floors.corpus_hash(paths) == known, "measure again: make eval ARGS='--update'"
