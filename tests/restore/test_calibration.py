"""What a chance means lies in a text file beside the model: it is read as it was written, and may be absent."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from extract.restore.artifact import calibration, calibration_file, load_points, written_points
from extract.restore.restorer import ARTIFACT
from extract.restore.tokens import Damage

POINTS = {"eng": ((0.4, 0.3), (0.9, 0.8), (0.999, 0.99)), "stripped": ((0.5, 0.5),)}


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    model = tmp_path / "mine.bin"
    calibration_file(model).write_text(written_points(POINTS), encoding="utf-8")
    assert load_points(model) == POINTS


def test_without_a_file_a_chance_stands_for_itself(tmp_path: Path) -> None:
    assert load_points(tmp_path / "mine.bin") == {}
    assert [calibration(())(chance) for chance in (0.0, 0.37, 1.0)] == [0.0, 0.37, 1.0]


@pytest.mark.parametrize(
    "text",
    ["", "a\tb\n", "damage\tchance\tshare\neng\t0.5\n", "damage\tchance\tshare\neng\tx\ty\n"],
)
def test_another_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    model = tmp_path / "mine.bin"
    calibration_file(model).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"mine\.calibration\.tsv"):
        load_points(model)


def test_between_points_the_line_is_straight() -> None:
    known = calibration(POINTS["eng"])
    assert known(0.2) == pytest.approx(0.15)
    assert known(0.65) == pytest.approx(0.55)
    assert known(1.0) == 0.99


def test_ours_rises_for_every_damage() -> None:
    points = load_points(ARTIFACT)
    assert set(points) == {damage.value for damage in Damage if damage is not Damage.NONE}
    for of_damage in points.values():
        assert len(of_damage) > 1
        assert list(of_damage) == sorted(of_damage)
        assert all(before <= after for (_, before), (_, after) in pairwise(of_damage))
