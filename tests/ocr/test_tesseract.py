"""Tesseract behind its interface, on the samples and on faults (promises W6 to W8)."""

from __future__ import annotations

import os
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytesseract
import pytest
from PIL import Image

from extract.errors import EngineDied, MissingProgram, TimedOut, UnreadableInput, VanbanError
from extract.evaluate import score_page
from extract.ingest import PageImage, Pixels, open_source
from extract.model import Region, TextSource
from extract.ocr import TesseractEngine, read_source
from extract.ocr.recogniser import Library, ReadMode, _kept, is_installed, write_pgm
from extract.options import Options

SAMPLES = Path(__file__).parents[2] / "samples"
pytestmark = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="tesseract is not installed"
)


NO_LIBRARY = pytest.mark.skipif(
    not is_installed(), reason="tesserocr (the extra vanban[fast]) is not installed"
)
ENGINES = [pytest.param(False, id="program"), pytest.param(True, id="library", marks=NO_LIBRARY)]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> TesseractEngine:
    return TesseractEngine.start("vie", in_process=request.param)


@pytest.fixture(scope="module")
def outside() -> TesseractEngine:
    return TesseractEngine.start("vie", in_process=False)


@pytest.fixture(scope="module")
def inside() -> TesseractEngine:
    return TesseractEngine.start("vie", in_process=True)


def test_one_thread_an_engine(engine: TesseractEngine) -> None:
    assert os.environ["OMP_THREAD_LIMIT"] == "1"
    assert engine.version[0].isdigit()
    assert "vie" in engine.languages


def test_a_sample_is_read_with_boxes_regions_and_alternatives(engine: TesseractEngine) -> None:
    reading = read_source(open_source(SAMPLES / "inputs/quyet-dinh-2016.jpg", Options()), engine)
    truth = (SAMPLES / "truth/quyet-dinh-2016.txt").read_text(encoding="utf-8")
    assert score_page(truth, reading.raw).fcer < 0.03
    (page,) = reading.pages
    assert {Region.HEADER_LEFT, Region.HEADER_RIGHT} <= {line.region for line in page.lines}
    words = [(line, word) for line in page.lines for word in line.words]
    assert all(line.raw[word.start :].startswith(word.text) for line, word in words)
    assert all(word.box and 0 <= word.box.x0 < word.box.x1 <= 1 for _, word in words)
    assert all(word.confidence and 0 < word.confidence < 1 for _, word in words)
    assert any(word.alternatives for _, word in words)


def test_a_text_layer_needs_no_engine_and_is_exact() -> None:
    reading = read_source(open_source(SAMPLES / "inputs/chi-thi-2024.pdf", Options()), None)  # type: ignore[arg-type]
    assert reading.text_source is TextSource.TEXT_LAYER
    truth = (SAMPLES / "truth/chi-thi-2024.txt").read_text(encoding="utf-8")
    assert score_page(truth, reading.raw).fcer < 0.01


def test_a_missing_language_names_its_package() -> None:
    with pytest.raises(MissingProgram, match="tesseract-ocr-zzz"):
        TesseractEngine.start("vie+zzz")


def test_a_missing_program_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", "/nowhere/tesseract")
    with pytest.raises(MissingProgram, match="apt-get install tesseract-ocr"):
        TesseractEngine.start("vie")


@pytest.mark.parametrize(
    ("script", "error"),
    [("exit 0", UnreadableInput), ("exit 3", UnreadableInput), ("kill -9 $$", EngineDied)],
)
def test_an_engine_that_gives_no_result_has_failed(
    outside: TesseractEngine,
    script: str,
    error: type[VanbanError],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = tmp_path / "tesseract"
    broken.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    broken.chmod(0o755)
    monkeypatch.setattr(pytesseract.pytesseract, "tesseract_cmd", str(broken))
    with pytest.raises(error):
        outside._read_pixels(np.full((50, 50), 255, np.uint8), 200)


def test_no_file_is_left_behind(
    engine: TesseractEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    engine._read_pixels(np.full((80, 80), 255, np.uint8), 200)
    assert list(tmp_path.iterdir()) == []


def test_pixels_are_written_losslessly(tmp_path: Path) -> None:
    pixels = np.random.default_rng(2).integers(0, 255, (31, 17), np.uint8)
    write_pgm(tmp_path / "a.pgm", pixels)
    with Image.open(tmp_path / "a.pgm") as image:
        assert np.array_equal(np.asarray(image), pixels)


def test_the_fingerprint_names_what_results_depend_on(engine: TesseractEngine) -> None:
    print_ = engine.fingerprint()
    assert engine.version in print_
    assert "vie:" in print_
    assert print_ == pickle.loads(pickle.dumps(engine)).fingerprint()


def _grey(name: str) -> Pixels:
    page = next(open_source(SAMPLES / "inputs" / name, Options()).pages())
    assert isinstance(page, PageImage)
    return page.pixels if page.pixels.ndim == 2 else np.ascontiguousarray(page.pixels[:, :, 1])


@NO_LIBRARY
def test_what_the_library_read_before_changes_nothing(inside: TesseractEngine) -> None:
    """A resumed run starts in the middle, so a page may not depend on the pages before it (promise D3)."""
    one, other = _grey("bao-cao-2021.png"), _grey("quyet-dinh-2016.jpg")
    fresh = Library("vie", inside.data_folder, inside.version)
    _kept.__dict__.clear()
    first = fresh.hocr(one, ReadMode(3, 200))
    fresh.hocr(other, ReadMode(4, 300))
    assert fresh.hocr(one, ReadMode(3, 200)) == first


@NO_LIBRARY
def test_a_page_that_takes_the_library_too_long_is_told(inside: TesseractEngine) -> None:
    with pytest.raises(TimedOut, match=r"0\.001 seconds"):
        inside.recogniser.hocr(_grey("bao-cao-2021.png"), ReadMode(3, 200, timeout=0.001))


@NO_LIBRARY
def test_the_library_writes_nothing_to_the_terminal(
    inside: TesseractEngine, capfd: pytest.CaptureFixture[str]
) -> None:
    inside.recogniser.hocr(_grey("bao-cao-2021.png"), ReadMode(3, 200))
    assert capfd.readouterr() == ("", "")


def test_which_way_is_up(engine: TesseractEngine) -> None:
    upside_down = np.ascontiguousarray(np.rot90(_grey("bao-cao-2021.png"), 2))
    assert engine.quarter_turns(upside_down) == 2


@pytest.mark.slow
@pytest.mark.skipif("VANBAN_DATA" not in os.environ, reason="VANBAN_DATA is not set")
def test_real_pages_read_better_than_bare_tesseract_reads_them(engine: TesseractEngine) -> None:
    folder = Path(os.environ["VANBAN_DATA"]) / "eval/dev"
    ours = bare = 0.0
    for page in sorted(folder.glob("*.png")):
        truth = page.with_suffix(".txt").read_text(encoding="utf-8")
        plain = page.with_suffix(".vie.txt").read_text(encoding="utf-8")
        ours += score_page(truth, read_source(open_source(page, Options()), engine).raw).fcer
        bare += score_page(truth, plain).fcer
    assert ours < 0.7 * bare
