"""`train` on a few invented paragraphs: an artifact that restores them, the same bytes twice."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from extract.dictionaries import load
from extract.errors import UsageError
from extract.restore import load_restorer
from extract.restore.artifact import calibration_file
from extract.train import Plan, train
from extract.train.pages import TRAINING_FONTS, find_fonts

SUBJECTS = ["Sở Nội vụ", "Văn phòng", "Phòng Tổ chức cán bộ", "Ủy ban nhân dân xã"]
VERBS = ["báo cáo kết quả", "thực hiện kế hoạch", "rà soát thủ tục", "công khai ngân sách"]
ENDS = [
    "trước ngày 15 tháng 6 năm 2024.",
    "theo quy định của pháp luật.",
    "hằng năm, đúng thời hạn.",
]


def paragraphs() -> str:
    rng = random.Random(7)
    return "\n".join(
        f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} số {n} {rng.choice(ENDS)}" for n in range(600)
    )


@pytest.mark.slow
@pytest.mark.skipif(
    not shutil.which("tesseract") or not find_fonts(TRAINING_FONTS),
    reason="needs Tesseract and a font",
)
def test_training_makes_an_artifact_that_restores(tmp_path: Path) -> None:
    (tmp_path / "mau.official.txt").write_text(paragraphs(), encoding="utf-8")
    told: list[str] = []
    out = [tmp_path / "1.bin", tmp_path / "2.bin"]
    for file in out:
        train([tmp_path], file, 1, told.append, Plan(both=1, right=0, held_out=1))
    assert out[0].read_bytes() == out[1].read_bytes()
    points = [calibration_file(file).read_text(encoding="utf-8") for file in out]
    assert points[0] == points[1]
    assert "stripped\t" in points[0]
    assert any("page 1 of 1" in message for message in told)
    restored, _ = load_restorer(load(), out[0]).restore_text(
        "So Noi vu thuc hien ke hoach so 3 theo quy dinh cua phap luat."
    )
    assert restored == "Sở Nội vụ thực hiện kế hoạch số 3 theo quy định của pháp luật."


def test_no_text_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="plain text"):
        train([tmp_path], tmp_path / "x.bin")
