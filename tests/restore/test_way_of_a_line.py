"""A line of wrong-model text passes through few files, so that a reader of `extract/restore/mending.py` can follow it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import extract
from extract.restore import Restorer

PACKAGE = Path(extract.__file__).parent
TEXT = """UY BAN NHAN DAN TINH
Thuc hién Ké hoach s6 12 cla Uy ban nhan dan tinh, céc so, nganh bao cao két qua. . oe
Can cit Nghi dinh 86 34/2025/ND-CP cua Chinh phu vé viéc td chtrc cac co quan chuyén mon
thuéc Uy ban nhan dan tinh, thanh phé truc thuéc trung wong tai khoan | Diéu 13."""
MOST = 30  # files; 58 in the autumn of 2026, 22 are wanted


def test_a_line_passes_through_few_files(restorer: Restorer) -> None:
    seen: set[str] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE):
            seen.add(str(path.relative_to(PACKAGE)))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        restorer.restore_text(TEXT)
    finally:
        sys.setprofile(before)
    assert {"restore/mending.py", "restore/decoding/decoder.py", "restore/patterns.py"} <= seen
    assert len(seen) <= MOST, sorted(seen)


def test_the_story_names_every_file_that_it_passes_through() -> None:
    told = (PACKAGE / "restore" / "mending.py").read_text("utf-8").split('"""')[1]
    for folder in ("", "decoding", "repairs", "encodings"):
        for path in (PACKAGE / "restore" / folder).glob("*.py"):
            outside = {"__init__.py", "__main__.py", "mending.py", "restorer.py", "explanation.py"}
            assert path.name in outside or path.name in told or folder == "encodings", path.name
