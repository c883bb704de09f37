"""The commands: a filter that keeps lines, words about each stage, help with examples, quick to start."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from extract import read_table
from extract.cli import main
from extract.cli.messages import printable
from extract.cli.single import split_place

COMMANDS = ("extract", "restore", "explain", "inspect", "evaluate", "train", "doctor")


@pytest.fixture
def vanban(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., tuple[int, bytes, str]]:
    """Run the command line here; exit code, stdout and stderr."""

    def run(*arguments: object, stdin: bytes = b"") -> tuple[int, bytes, str]:
        monkeypatch.setattr(sys, "argv", ["vanban", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as ended:
            main()
        told = capfdbinary.readouterr()
        return int(ended.value.code or 0), told.out, told.err.decode()

    return run


Vanban = Callable[..., tuple[int, bytes, str]]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_help_page_has_examples(vanban: Vanban, command: str) -> None:
    code, out, _ = vanban(command, "--help")
    assert code == 0
    assert f"vanban {command}".encode() in out.split(b"Examples:")[1]


def test_version(vanban: Vanban) -> None:
    assert vanban("--version")[1].startswith(b"vanban 0.")


@pytest.mark.parametrize(
    "text",
    ["Thong bao ket qua\r\nSo Noi vu\r\n", "a\n\n\n", "no line end", "", "\fSo Noi vu\n\fxyz\n", "12/3\n", "\n"],
    ids=["crlf", "blank lines", "no end", "empty", "form feeds", "digits", "one line end"],
)  # fmt: skip
def test_restore_keeps_lines_and_line_ends(vanban: Vanban, text: str) -> None:
    code, out, _ = vanban("restore", "-", stdin=text.encode())
    assert code == 0
    restored = out.decode()
    assert [restored.count(c) for c in "\n\r\f"] == [text.count(c) for c in "\n\r\f"]
    assert [c for c in restored if c.isdigit()] == [c for c in text if c.isdigit()]


def test_restore_gives_letters_back_and_writes_what_it_changed(
    vanban: Vanban, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Thong bao ket qua xep hang cua So Noi vu\n", encoding="utf-8")
    code, out, _ = vanban("restore", page, "--corrections", tmp_path / "corrections.csv")
    assert code == 0
    assert out.decode().startswith("Thông báo kết quả xếp hạng")
    changes = read_table(tmp_path / "corrections.csv")
    assert changes["before"].tolist()[:2] == ["Thong", "bao"]
    assert changes["after"].tolist()[:2] == ["Thông", "báo"]


def test_restore_leaves_right_text_alone(vanban: Vanban) -> None:
    text = "Thông báo kết quả xếp hạng của Sở Nội vụ năm 2024, số 15/TB-SNV.\n"
    assert vanban("restore", stdin=text.encode())[1].decode() == text


def test_restore_starts_without_pixels_and_tables() -> None:
    code = (
        "import sys; from extract.cli import main; sys.argv = ['vanban', 'restore', '-']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in ('cv2', 'pandas', 'pytesseract', 'pebble') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=b"So Noi vu\n", capture_output=True, check=True
    )
    assert done.stdout.decode().splitlines()[-1] == "[]"


def test_restore_explain_shows_the_evidence_for_each_change_and_no_text(vanban: Vanban) -> None:
    text = "Thuc hién Ké hoach cong tac nam 2024 cia So Noi vu\nkhông đổi\n"
    code, out, _ = vanban("restore", "--explain", stdin=text.encode())
    told = out.decode()
    assert code == 0
    assert "line 1: " in told
    assert "'Ké' -> 'Kế' (channel " in told
    assert "; or " in told
    assert "line 2" not in told


def test_a_line_that_is_no_text_is_left_alone_and_said_so(vanban: Vanban, tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text("Ké hoach cong tac nam 2024\n" + "x" * 30_000, encoding="utf-8")
    code, out, told = vanban("restore", file)
    assert code == 0
    assert out.decode().endswith("x" * 30_000)
    assert "line 2: 20,000 characters without a space" in told
    assert vanban("extract", file, "--out", tmp_path / "out")[0] == 0
    review = read_table(tmp_path / "out" / "review.csv")
    (item,) = review[review["field"] == "restored_share"].to_dict("records")
    assert item["reason"] == "unreadable"
    assert "line 2" in str(item["alternatives"])


def test_explain_says_what_happened_to_a_line_and_what_rests_on_it(
    vanban: Vanban, tmp_path: Path
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "SO NOI VU\nSo: 15/TB-SNV\nHoa Son, ngay 12 thang 3 nam 2024\n\nTHONG BAO\nKet qua xep hang\n",
        encoding="utf-8",
    )
    code, out, _ = vanban("explain", f"{page}:2")
    told = out.decode()
    assert code == 0
    assert "recognised  'So: 15/TB-SNV'" in told
    assert "restored    'Số: 15/TB-SNV'" in told
    assert "'So' -> 'Số'" in told
    assert "documents.number = '15'" in told
    whole = vanban("explain", page)[1].decode()
    assert "Restoration" in whole
    assert "15/TB-SNV" in whole


def test_explain_names_the_last_line_where_the_line_is_not_there(
    vanban: Vanban, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text("a\nb\n", encoding="utf-8")
    code, _, told = vanban("explain", f"{tmp_path / 'page.txt'}:99")
    assert code == 2
    assert "the last line is line 3" in told


@pytest.mark.parametrize(
    ("place", "parts"),
    [("a.pdf", ("a.pdf", None, None)), ("a.pdf:3", ("a.pdf", None, 3)), ("a:b.pdf:2:12", ("a:b.pdf", 2, 12))],
)  # fmt: skip
def test_explain_takes_a_place_apart(place: str, parts: tuple[str, int | None, int | None]) -> None:
    assert split_place(place) == (Path(parts[0]), *parts[1:])


def test_W5_json_is_one_event_a_line_and_stdout_stays_empty(vanban: Vanban, tmp_path: Path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("Sở Nội vụ", encoding="utf-8")
    code, out, told = vanban("extract", page, "--out", tmp_path / "out", "--json")
    assert (code, out) == (0, b"")
    events = [json.loads(line) for line in told.splitlines()]
    assert [event["event"] for event in events] == ["start", "document", "summary"]
    assert events[-1]["done"] == ["a.txt"]
    assert events[-1]["exit_code"] == 0


def test_S6_control_characters_of_names_do_not_reach_the_terminal(
    vanban: Vanban, tmp_path: Path
) -> None:
    page = tmp_path / "\x1b[2Jbad.pdf"
    page.touch()
    _, _, told = vanban("extract", page, "--out", tmp_path / "out")
    assert "\x1b" not in told
    assert "\\x1b[2Jbad.pdf" in told
    assert printable("a\udc81b") == "a\\udc81b"


def test_I6_a_name_that_is_no_utf8_is_escaped_and_flagged(vanban: Vanban, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b\udce1o.txt").write_text("Sở Nội vụ", encoding="utf-8")
    assert vanban("extract", folder, "--out", tmp_path / "out")[0] == 0
    documents = read_table(tmp_path / "out" / "documents.csv")
    assert documents["source"].tolist() == ["b\\xe1o.txt"]
    assert "source_not_utf8" in documents["flags"][0]


def test_doctor_finds_what_is_here_and_what_is_missing(
    vanban: Vanban, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert vanban("doctor")[0] == 0
    assert vanban("doctor", "--install-command")[1] == b""
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-tesseract")
    monkeypatch.setattr("pytesseract.get_languages", lambda: ["eng"])
    code, out, _ = vanban("doctor", "--quiet")
    assert code == 6
    assert b"MISSING" in out
    for system in (b"Debian", b"Fedora", b"macOS"):
        assert system in out


def test_doctor_does_without_what_is_optional(
    vanban: Vanban, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pytesseract.get_languages", lambda: ["eng", "vie"])
    code, out, _ = vanban("doctor")
    assert code == 0
    assert b"absent   Tesseract language osd: not installed (optional" in out
    assert b"tesseract-ocr-osd" in out


def test_doctor_finds_two_opencv_packages(vanban: Vanban, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.cli.checks._version", lambda _: "5.0.0")
    code, out, _ = vanban("doctor", "--quiet")
    assert code == 6
    assert b"MISSING  one OpenCV package: opencv-python, opencv-python-headless" in out
    assert b"uninstall all of them" in out


def test_inspect_writes_a_page_and_names_it(
    vanban: Vanban, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Thuc hien Ke hoach cai cach hanh chinh", encoding="utf-8")
    code, out, told = vanban("inspect", "a.txt")
    assert (code, out) == (0, b"a.txt.html\n")
    assert "1 of 1 pages" in told
    assert "Thực" in Path("a.txt.html").read_text(encoding="utf-8")
    assert vanban("inspect", "nowhere")[0] == 2
