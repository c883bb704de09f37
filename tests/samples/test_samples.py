"""The samples are what their README says: marked, small, with truth and gold, and drawn the same again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from extract.dictionaries import read_enumerations

SAMPLES = Path(__file__).parent.parent.parent / "samples"
INPUTS = sorted((SAMPLES / "inputs").iterdir())
MARK = "VĂN BẢN MẪU - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")


def test_all_inputs_are_small_together() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) <= 4_000_000


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_every_input_has_truth_that_marks_each_page_and_gold(path: Path) -> None:
    pages = (SAMPLES / "truth" / f"{path.stem}.txt").read_text(encoding="utf-8").split("\f")
    assert all(MARK in page for page in pages)
    gold = json.loads((SAMPLES / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert gold["documents"]["doc_type"] in read_enumerations()["doc_type"]


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_gold_states_only_what_the_page_says(path: Path) -> None:
    text = (SAMPLES / "truth" / f"{path.stem}.txt").read_text(encoding="utf-8")
    printed = "".join(text.replace(",", ".").split()).lower()
    gold = json.loads((SAMPLES / "truth" / f"{path.stem}.json").read_text(encoding="utf-8"))
    values = [
        row.get(name, "")
        for table in ("scores", "results")
        for row in gold[table]
        for name in ("points", "points_max", "score", "criterion")
    ]
    assert not [v for v in values if "".join(v.replace(",", ".").split()).lower() not in printed]


def test_the_readme_names_every_input() -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert not [path.name for path in INPUTS if f"`{path.name}`" not in readme]


@pytest.mark.skipif(not FONT.exists(), reason="fonts-croscore is not installed")
@pytest.mark.parametrize("name", ["ke-hoach-2026", "thong-bao-2012"])
def test_drawing_twice_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        command = [sys.executable, str(SAMPLES / "make.py"), name, "--to", str(tmp_path / folder)]
        subprocess.run(command, check=True, capture_output=True)
    first, second = (
        {
            path.relative_to(tmp_path / folder): path.read_bytes()
            for path in (tmp_path / folder).rglob("*.t*")
        }
        for folder in "ab"
    )
    assert first == second
    assert len(first) == 2


def test_the_tiff_has_two_pages() -> None:
    with Image.open(SAMPLES / "inputs" / "ke-hoach-2026.tif") as picture:
        assert getattr(picture, "n_frames", 1) == 2
