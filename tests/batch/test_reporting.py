"""The report of a run: pictures of unsure pages are drawn once, and times stay out of the tables (D10, S5, S8)."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from scripted import Scripted, contents, draw, run_scripted

from extract.image import CleanPage
from extract.image.tone import thumbnail
from extract.model import Page


@dataclasses.dataclass(frozen=True)
class Unsure(Scripted):
    """Reads as `Scripted`, and believes half of it."""

    def read(self, page: CleanPage) -> Page:
        sure = super().read(page)
        words = [
            tuple(dataclasses.replace(w, confidence=0.5) for w in line.words) for line in sure.lines
        ]
        lines = (
            dataclasses.replace(line, words=w) for line, w in zip(sure.lines, words, strict=True)
        )
        return dataclasses.replace(sure, lines=tuple(lines))


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    draw(folder / "3.png", 3)
    (folder / "5.txt").write_text("THÔNG BÁO\nSở Nội vụ", encoding="utf-8")
    return folder


def told(out: Path) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(
        (out / "report" / "run.json").read_text(encoding="ascii")
    )
    return found


def page(out: Path) -> str:
    return (out / "report" / "index.html").read_text(encoding="utf-8")


def test_an_unsure_page_is_shown_with_a_picture(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_scripted([scans], out, Unsure(tmp_path / "log"))
    (worst,) = told(out)["documents"]["worst"]
    assert (worst["source"], worst["page"], worst["confidence"]) == ("3.png", 1, 0.5)
    assert page(out).count("data:image/jpeg;base64,") == 1


def test_a_picture_outlives_its_file(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_scripted([scans], out, Unsure(tmp_path / "log"))
    (scans / "3.png").unlink()
    draw(scans / "4.png", 4)
    run_scripted([scans], out, Unsure(tmp_path / "log"))
    assert page(out).count("data:image/jpeg;base64,") == 2
    assert len(told(out)["runs"]) == 2


def test_sure_pages_are_not_shown(scans: Path, tmp_path: Path) -> None:
    run_scripted([scans], tmp_path / "out", Scripted(tmp_path / "log"))
    assert "data:image" not in page(tmp_path / "out")


def test_D10_a_run_with_nothing_to_do_leaves_the_report_as_it_is(
    scans: Path, tmp_path: Path
) -> None:
    out, engine = tmp_path / "out", Unsure(tmp_path / "log")
    run_scripted([scans], out, engine)
    before, tables = page(out), contents(out)
    assert "report/index.html" not in tables
    run_scripted([scans], out, engine)
    assert page(out) == before
    assert contents(out) == tables


def test_a_thumbnail_is_small(tmp_path: Path) -> None:
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    noise = np.random.default_rng(1).integers(0, 255, (3500, 2500, 3), dtype=np.uint8)
    for size in [(3500, 2500), (1, 30_000), (30_000, 1), (3, 3)]:
        path = tmp_path / "x.jpg"
        path.write_bytes(
            thumbnail(noise[: size[0], : size[1]] if size[0] < 3501 else np.zeros(size, np.uint8))
        )
        with Image.open(path) as picture:
            wide, tall = picture.size
        assert 0 < wide <= 240
        assert 0 < tall <= 360
        assert path.stat().st_size < 40_000
