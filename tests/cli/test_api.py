"""The Python interface: a few names that load what they need when they are used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import extract
from extract import Options, extract_file, restore_text
from extract.errors import UnreadableInput, UsageError
from extract.tables import Status

NOTICE = """\
SỞ NỘI VỤ
Số: 15/TB-SNV
Hòa Sơn, ngày 12 tháng 3 năm 2024

THÔNG BÁO
Về kết quả xếp hạng
"""


def test_extract_file_gives_text_and_records(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE, encoding="utf-8")
    document = extract_file(tmp_path / "a.txt")
    assert document.status is Status.OK
    assert document.restored is not None
    assert document.restored.reading.raw == NOTICE
    assert document.parts[0].extracted.header.code == "15/TB-SNV"


def test_extract_file_withholds_a_secret_document(tmp_path: Path) -> None:
    secret = NOTICE.replace("\n\n", "\nMẬT\n\n", 1)
    (tmp_path / "a.txt").write_text(secret, encoding="utf-8")
    document = extract_file(tmp_path / "a.txt")
    assert (document.status, document.restored, document.parts) == (Status.WITHHELD, None, ())
    shown = extract_file(tmp_path / "a.txt", Options(include_secret=True))
    assert shown.restored is not None


def test_extract_file_raises_what_a_person_can_act_on(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    with pytest.raises(UnreadableInput):
        extract_file(tmp_path / "a.pdf")


def test_restore_text_gives_text_and_corrections() -> None:
    text, corrections = restore_text("Thong bao ket qua xep hang\n")
    assert text == "Thông báo kết quả xếp hạng\n"
    assert corrections[0].before == "Thong"


def test_no_other_names() -> None:
    assert sorted(extract.__all__) == ["Options", "extract_file", "read_table", "restore_text"]
    with pytest.raises(AttributeError):
        extract.no_such_name  # noqa: B018


def test_importing_the_package_loads_none_of_the_large_libraries() -> None:
    code = "import sys, extract; print([m for m in ('cv2', 'pandas', 'numpy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


@pytest.mark.parametrize(
    "wrong",
    [
        {"timeout": -1},
        {"timeout": "long"},
        {"timeout": float("nan")},
        {"memory": 0},
        {"jobs": True},
        {"max_pages": 0},
        {"lang": ""},
        {"as_of": "2024"},
        {"dictionaries": "a.tsv"},
    ],
)
def test_an_option_without_sense_is_refused_when_it_is_chosen(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Options(**wrong)  # type: ignore[arg-type]


def test_arguments_of_another_kind_raise_what_is_documented(tmp_path: Path) -> None:
    for call in (
        lambda: restore_text(None),  # type: ignore[arg-type]
        lambda: restore_text(b"bytes"),  # type: ignore[arg-type]
        lambda: extract_file(tmp_path / "none.pdf"),
        lambda: extract_file(None),  # type: ignore[arg-type]
    ):
        with pytest.raises(UsageError):
            call()
