"""Letters and single figures read from specks at a line's end are cut off and listed; words, points, units, numbers, names and the openings of sentences are not."""

from __future__ import annotations

import pytest

from extract.restore import Restorer, replay

PAGE = (
    "Bdo cdo két qua thuc hién nhi€m vu cong tac nam 2024 cua tinh, dé nghi cdc don vi trién khai."
)


def last_line(restorer: Restorer, *lines: str) -> str:
    return restorer.restore_text("\n".join((PAGE, *lines)))[0].split("\n")[-1]


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("Tiép nhan va dang ky van ban dén. . oe", "Tiếp nhận và đăng ký văn bản đến."),
        ("cac co quan, té chifc thuc hién nhu sau: _ . a", "thực hiện như sau:"),
        ("quy dinh tai khoan 2 Diéu nay . oo ,", "khoản 2 Điều này ."),
    ],
)
def test_rubbish_behind_a_line_is_dropped(restorer: Restorer, read: str, true: str) -> None:
    assert last_line(restorer, read).endswith(true)


def test_what_is_dropped_is_listed_and_comes_back_from_the_raw_text(restorer: Restorer) -> None:
    text = f"{PAGE}\nTiép nhan va dang ky van ban dén. . oe\r"
    restored, found = restorer.restore_text(text)
    dropped = [change for change in found if not change.after]
    assert [(change.before, change.rule) for change in dropped] == [(" . oe", "channel")]
    assert all(0.8 < change.confidence < 0.99 for change in dropped)
    assert replay(text, found) == restored
    assert restored.endswith("\r")


@pytest.mark.parametrize(
    ("read", "following"),
    [
        ("cac don vi bdo cdo theo quy dinh. Co", "quan chu tri téng hop"),
        ("cac don vi bdo cdo theo quy dinh . So", "Y té téng hop"),
        ("thuc hién theo quy dinh tai diém a", "khoan 2 Diéu nay"),
        ("thuc hién theo quy dinh tai diém . a", "khoan 2 Diéu nay"),
        ("cac co quan sau day: a)", "Van phong"),
        ("thuc hién cac nhiém vu 7", "trong nam 2024"),
        ("thuc hién cac nhiém vu . oe 17", "trong nam 2024"),
        ("thuc hién theo quy dinh tai khoan . 7", "Diéu nay"),
        ("ty lé hd ngheo giam . 7%", "so vdi nam truéc"),
        ("bdo cdo cap co thdm quyén; co", "quan chu tri téng hop"),
        ("sau day goi la bén B", "va chiu trach nhiém"),
        ("theo quy dinh tai diém e, g", "khoan 2 Diéu nay"),
        ("chiéu dai la 120 m", "va chiéu rong"),
        ("nha van Kenzaburo Oe", "va cac ban doc"),
        ("thong bao cho cac don vi va", "ca nhan cé lién quan"),
    ],
)
def test_what_may_be_text_stays(restorer: Restorer, read: str, following: str) -> None:
    lines = restorer.restore_text(f"{PAGE}\n{read}\n{following}")[0].split("\n")
    assert len(lines[1].split()) == len(read.split())


SPECKLED = (
    f"{PAGE} . _\n_ Céng tac van thu, luu trit nam 2024 . .\n~ Tiép nhan va dang ky van ban dén ."
)


@pytest.mark.parametrize("specks", ["~ = ae oo", "oe", "_ ee"])
def test_where_lines_have_specks_a_lesser_sign_tells(restorer: Restorer, specks: str) -> None:
    line = "Tiép nhan va dang ky van ban dén cua cac don vi"
    assert last_line(restorer, SPECKLED, f"{line} {specks}").endswith("của các đơn vị")


@pytest.mark.parametrize("line", ["oe", ". oe", "a . oo", "v€"])
def test_a_line_is_never_emptied(restorer: Restorer, line: str) -> None:
    assert last_line(restorer, SPECKLED, line).strip()


def test_words_beside_specks_are_read_as_if_there_were_none(restorer: Restorer) -> None:
    lines = (f"{SPECKLED}\ncac co quan, don vi, té chifc", "va ca nhan cé lién quan thuc hién")
    clean = restorer.restore_text("\n".join(lines))[0]
    specks = restorer.restore_text(" _ oe\n".join(lines))[0]
    assert specks == clean


def test_clean_text_may_end_so(restorer: Restorer) -> None:
    text = "Các đơn vị báo cáo kết quả thực hiện nhiệm vụ . oe\nVăn phòng tổng hợp, báo cáo."
    assert restorer.restore_text(text)[0] == text


@pytest.mark.parametrize("specks", [". 7 oe _", "_ oe 7", "~ 7 a ."])
def test_a_figure_among_specks_goes_with_them_and_is_never_said_to_be_sure(
    restorer: Restorer, specks: str
) -> None:
    text = f"{SPECKLED}\nTiép nhan va dang ky van ban dén cua cac don vi; {specks}"
    restored, found = restorer.restore_text(text)
    assert restored.endswith("của các đơn vị;")
    dropped = [change for change in found if "7" in change.before]
    assert [(change.after, change.rule) for change in dropped] == [("", "numeric")]
    assert all(change.confidence <= 0.8 for change in dropped)


@pytest.mark.parametrize("specks", ["", " .", " _ .", " oe ."])
def test_a_column_of_figures_stays(restorer: Restorer, specks: str) -> None:
    rows = (
        "Van phong Uy ban",
        "Phong Tai chinh",
        "Trung tam y té",
        "Phong Noi vu",
        "Dai phat thanh",
    )
    lines = [f"{row} {figure}{specks}" for figure, row in enumerate(rows, 3)]
    restored = restorer.restore_text("\n".join((SPECKLED, *lines)))[0].split("\n")[-len(rows) :]
    kept = ["".join(filter(str.isdigit, line)) for line in restored]
    assert kept == ["3", "4", "5", "6", "7"]
