"""`vanban register`: forms as data, a file of papers a folder or by a list, what is missing said; a typed register held against the papers."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from scripted import Scripted, run_scripted
from typer.testing import CliRunner

from extract.cli.app import app
from extract.errors import BadDictionary, UnreadableInput, UsageError
from extract.export.handing_on import Registered, register
from extract.export.register import forms, read_form

PAPER = """\
UBND TỈNH HÒA SƠN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
{issuer}                        Độc lập - Tự do - Hạnh phúc
Số: {number}/{kind}-{sign}                    Hòa Sơn, ngày {day} tháng 3 năm 2024

{mark}{title}
Về việc {subject}

Điều 1. Ban hành kèm theo Quyết định này kế hoạch năm 2024.

Nơi nhận:
- Như Điều 3;
- Sở Tài chính;
- Lưu: VT.
                                                GIÁM ĐỐC


                                                {signer}
"""
SUBJECTS = {
    "2023/a.txt": ("SỞ NỘI VỤ", "15", "QĐ", "SNV", "07", "QUYẾT ĐỊNH", "ban hành Kế hoạch cải cách hành chính", "Trần Văn Mẫu"),
    "2023/b.txt": ("SỞ NỘI VỤ", "9", "QĐ", "SNV", "05", "QUYẾT ĐỊNH", "thành lập Tổ công tác chuyển đổi số", "Trần Văn Mẫu"),
    "2024/c.txt": ("SỞ Y TẾ", "31", "TB", "SYT", "12", "THÔNG BÁO", "kết quả kiểm tra an toàn thực phẩm", "Lê Thị Thử"),
    "2024/d.txt": ("SỞ Y TẾ", "", "TB", "SYT", "20", "THÔNG BÁO", "tạm dừng tiếp nhận hồ sơ", "Lê Thị Thử"),
}  # fmt: skip


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five invented papers in two folders, one of them without a number, one withheld."""
    place = tmp_path_factory.mktemp("register")
    secret = ("SỞ Y TẾ", "7", "TB", "SYT", "21", "THÔNG BÁO", "việc kín", "Lê Thị Thử")
    for name, facts in {**SUBJECTS, "2024/mat.txt": secret}.items():
        issuer, number, kind, sign, day, title, subject, signer = facts
        mark = "TỐI MẬT\n" if facts is secret else ""
        text = PAPER.format(
            issuer=issuer, number=number or "      ", kind=kind, sign=sign, day=day, title=title, subject=subject, signer=signer, mark=mark
        )  # fmt: skip
        path = place / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    run_scripted([place / "in"], place / "out", Scripted(place / "log"))
    return place / "out"


def rows(done: Registered) -> list[dict[str, str]]:
    """The register as a spreadsheet reads it."""
    (name,) = (name for name in done.names if name.endswith(".csv"))
    text = (done.place / name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def sheet(done: Registered, name: str) -> list[tuple[object, ...]]:
    """A sheet of the workbook."""
    (book,) = (name for name in done.names if name.endswith(".xlsx"))
    opened = openpyxl.load_workbook(done.place / book)
    return [tuple(cell.value for cell in row) for row in opened[name].iter_rows()]


@pytest.mark.parametrize("name", forms())
def test_each_form_has_its_own_columns_in_its_own_order(
    out: Path, tmp_path: Path, name: str
) -> None:
    done = register(out, tmp_path, name)
    wanted = [column.name for column in read_form(name).columns]
    assert list(rows(done)[0]) == wanted
    assert list(sheet(done, name)[0]) == wanted
    assert len(rows(done)) == done.rows == 4
    assert done.withheld == 1


def test_a_file_of_papers_is_a_folder_its_papers_by_their_day(out: Path, tmp_path: Path) -> None:
    found = rows(register(out, tmp_path, "muc-luc"))
    told = [(row["Số TT"], row["Số, ký hiệu văn bản"], row["Ngày, tháng, năm văn bản"]) for row in found]  # fmt: skip
    assert told[:3] == [("1", "9/QĐ-SNV", "05/03/2024"), ("2", "15/QĐ-SNV", "07/03/2024"), ("1", "31/TB-SYT", "12/03/2024")]  # fmt: skip
    assert found[0]["Tên loại và trích yếu nội dung văn bản"] == "Quyết định về việc thành lập Tổ công tác chuyển đổi số"  # fmt: skip


def test_what_is_missing_is_said_and_left_empty(out: Path, tmp_path: Path) -> None:
    done = register(out, tmp_path, "muc-luc", language="en")
    assert rows(done)[3]["Số, ký hiệu văn bản"] == ""
    said = sheet(done, "open")
    assert (4, "Số, ký hiệu văn bản", "2024/d.txt", "not found in the paper") in said
    assert done.open == len(said) - 1


def test_the_list_of_files_says_where_papers_lie_and_what_else_is_known(out: Path, tmp_path: Path) -> None:  # fmt: skip
    listed = tmp_path / "hoso.csv"
    listed.write_text(
        "file;hoso;phong;hop_so;tieu_de;thoi_han\n2023;HS-2;Sở Nội vụ;12;Tập lưu;Vĩnh viễn\n2024/c.txt;HS-1;Sở Nội vụ;13;Kiểm tra;20 năm\n",
        encoding="utf-8",
    )
    done = register(out, tmp_path / "to", "kho-46", hoso=listed)
    found = {row["Đường dẫn file"]: row for row in rows(done)}
    assert done.files == 3  # two listed, and what the list does not name
    first = found["2023/b.txt"]
    assert (first["Số và ký hiệu hồ sơ"], first["Hộp số"], first["Tổng số văn bản"], first["Ngày bắt đầu"], first["Ngày kết thúc"]) == ("HS-2", "12", "2", "5", "7")  # fmt: skip
    assert found["2024/d.txt"]["Số và ký hiệu hồ sơ"] == ""
    record = rows(register(out, tmp_path / "to", "tt05", hoso=listed))
    assert {row["docCode"] for row in record} == {"", "HS-1.0000001", "HS-2.0000001", "HS-2.0000002"}  # fmt: skip
    assert {row["typeName"] for row in record} == {"02", "07"}


def test_papers_of_the_office_go_out_those_of_others_come_in(out: Path, tmp_path: Path) -> None:
    sent = rows(register(out, tmp_path, "nd30-di", office="Sở Nội vụ"))
    came = rows(register(out, tmp_path, "nd30-den", office="so noi vu"))
    assert [row["Số, ký hiệu văn bản"] for row in sent] == ["9/QĐ-SNV", "15/QĐ-SNV"]
    assert sent[0]["Người ký"] == "Giám đốc Trần Văn Mẫu"
    assert sent[0]["Đơn vị, người nhận bản lưu"] == "VT"
    assert {row["Tác giả"] for row in came} == {"Sở Y tế"}


def test_an_office_has_a_form_of_its_own(out: Path, tmp_path: Path) -> None:
    form = tmp_path / "cua-toi.toml"
    form.write_text(
        'title = "Sổ"\ncolumns = [{name = "=Loại", take = "doc_type", codes = "loai"}, {name = "Trích yếu", take = "subject", most = 30}]\n'
        '[codes.loai]\nquyet_dinh = "A"\n',
        encoding="utf-8",
    )
    done = register(out, tmp_path / "to", str(form), language="en")
    assert [row["'=Loại"] for row in rows(done)] == ["A", "A", "", ""]
    assert [row[3] for row in sheet(done, "open")[1:]].count("longer than 30 characters") == 4


def test_the_same_folder_gives_the_same_bytes(out: Path, tmp_path: Path) -> None:
    made = [register(out, tmp_path / name, "muc-luc") for name in ("one", "two")]
    assert len({(m.place / "muc-luc.xlsx").read_bytes() for m in made}) == 1


# A register that was typed.

HEAD = ("Số TT", "Số, ký hiệu văn bản", "Ngày tháng năm văn bản", "Tên loại và trích yếu nội dung văn bản", "Tác giả văn bản")  # fmt: skip
RIGHT = (
    ("1", "31/TB-SYT", "12/03/2024", "Thông báo về việc kết quả kiểm tra an toàn thực phẩm", "Sở Y tế"),
    ("2", "09/QĐ-SNV", "05/03/2024", "Quyết định về việc thành lập Tổ công tác chuyển đổi số", "Sở Nội vụ"),
    ("3", "15/QĐ-SNV", "07/03/2024", "Quyết định về việc ban hành Kế hoạch cải cách hành chính", "Sở Nội vụ"),
)  # fmt: skip


def typed(path: Path, *lines: tuple[object, ...]) -> Path:
    """A register as a clerk typed it, below a title."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for line in (("MỤC LỤC",), HEAD, *lines):
            book.active.append(line)
        book.save(path)
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("MỤC LỤC",), HEAD, *lines])
    return path


def changed(row: int, column: int, text: object) -> list[tuple[object, ...]]:
    """The rows with one cell typed otherwise."""
    return [tuple(text if (r, c) == (row, column) else cell for c, cell in enumerate(line)) for r, line in enumerate(RIGHT)]  # fmt: skip


def test_a_register_without_errors_is_told_none(out: Path, tmp_path: Path) -> None:
    found = register(out, tmp_path / "to", "muc-luc", typed=typed(tmp_path / "a.csv", *RIGHT)).checked  # fmt: skip
    assert found is not None
    assert (found.matched, found.differences, found.without_paper) == (3, (), ())
    assert found.without_row == ("2024/d.txt",)


@pytest.mark.parametrize(
    ("row", "column", "text", "words"),
    [
        (0, 1, "37/TB-SYT", "37 → 31"),
        (1, 2, "15/03/2024", "15/03/2024 → 05/03/2024"),
        (1, 2, date(2024, 3, 6), "45357 → 05/03/2024"),
        (2, 2, "32/03/2024", "32/03/2024 → 07/03/2024"),
        (0, 3, "Thông báo về việc kết quả kiẻm tra an toàn thực phẩm", "kiẻm → kiểm"),
        (2, 3, "Quyết định về việc ban hành Kế hoạch cải cách hàh chính", "hàh → hành"),
        (1, 4, "Sở Nọi vụ", "Nọi → Nội"),
    ],
)
def test_typing_errors_are_told_with_what_both_say_and_where(out: Path, tmp_path: Path, row: int, column: int, text: object, words: str) -> None:  # fmt: skip
    name = "a.xlsx" if isinstance(text, date) else "a.csv"
    done = register(out, tmp_path / "to", "muc-luc", typed=typed(tmp_path / name, *changed(row, column, text)))  # fmt: skip
    assert done.checked is not None
    (told,) = done.checked.differences
    assert (told.row, told.words) == (row + 3, words)
    assert sheet(done, "differences")[1][5] == words


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        (0, 3, "Kết quả kiểm tra an toàn thực phẩm"),
        (1, 3, "QĐ thành lập Tổ công tác chuyển đổi số"),
        (1, 2, "5.3.2024"),
        (0, 1, "31 / TB-SYT"),
        (2, 4, "SỞ NỘI VỤ"),
    ],
)
def test_another_way_to_write_the_same_is_no_error(out: Path, tmp_path: Path, row: int, column: int, text: str) -> None:  # fmt: skip
    path = typed(tmp_path / "a.csv", *changed(row, column, text))
    found = register(out, tmp_path / "to", "muc-luc", typed=path).checked
    assert found is not None
    assert not found.differences


def test_rows_and_papers_without_a_counterpart_are_told(out: Path, tmp_path: Path) -> None:
    other = ("9", "77/BC-STC", "30/11/2021", "Báo cáo quyết toán ngân sách", "Sở Tài chính")
    done = register(out, tmp_path / "to", "muc-luc", typed=typed(tmp_path / "a.csv", RIGHT[0], other))  # fmt: skip
    assert done.checked is not None
    assert done.checked.without_paper == (4,)
    assert set(done.checked.without_row) == {"2023/a.txt", "2023/b.txt", "2024/d.txt"}


# Bad input.


def test_bad_forms_and_lists_are_told(out: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such form"):
        register(out, tmp_path, "khong-co")
    form = tmp_path / "x.toml"
    for text, said in (("columns = 1", "array"), ('title = "x"\ncolumns = [{name = "a", take = "b"}]', "nothing is called b"), ("=", "Invalid"), ('title = "x"\ncolumns = [{name = "a", codes = "c"}]', "no codes c")):  # fmt: skip
        form.write_text(text, encoding="utf-8")
        with pytest.raises(BadDictionary, match=said):
            register(out, tmp_path, str(form))
    listed = tmp_path / "hoso.csv"
    listed.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnreadableInput, match="no columns"):
        register(out, tmp_path, "muc-luc", hoso=listed)
    with pytest.raises(UnreadableInput, match="CSV"):
        register(out, tmp_path, "muc-luc", hoso=tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.xlsx", b"PK\3\4 no workbook"), ("a.csv", b"\xff\xfe\0"), ("b.csv", b"x,y\n1,2\n"), ("c.csv", b"")],
)  # fmt: skip
def test_a_typed_register_that_is_none_is_told(out: Path, tmp_path: Path, name: str, data: bytes) -> None:  # fmt: skip
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableInput):
        register(out, tmp_path / "to", "muc-luc", typed=tmp_path / name)
    assert not (tmp_path / "to").exists()


def test_the_command_says_what_was_done(out: Path, tmp_path: Path) -> None:
    path = typed(tmp_path / "a.csv", *changed(0, 1, "37/TB-SYT"))
    asked = ["register", str(out), "--form", "muc-luc", "--typed", str(path), "--to", str(tmp_path / "to")]  # fmt: skip
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.exception
    assert "4 rows, files of papers: 2" in done.stderr
    assert "3 rows matched, 1 difference" in done.stderr
