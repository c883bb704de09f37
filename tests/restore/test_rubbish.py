"""Letters read from specks at a line's end are dropped and listed; words, points, digits and the openings of sentences are not."""

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
        ("Tiép nhan va dang ky van ban dén ~ = ae oo", "Tiếp nhận và đăng ký văn bản đến"),
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
        ("thuc hién cac nhiém vu . oe 7", "trong nam 2024"),
        ("bdo cdo cap co thdm quyén; co", "quan chu tri téng hop"),
        ("thong bao cho cac don vi va", "ca nhan cé lién quan"),
    ],
)
def test_what_may_be_text_stays(restorer: Restorer, read: str, following: str) -> None:
    lines = restorer.restore_text(f"{PAGE}\n{read}\n{following}")[0].split("\n")
    assert len(lines[1].split()) == len(read.split())


@pytest.mark.parametrize("line", ["oe", ". oe", "a . oo"])
def test_a_line_is_never_emptied(restorer: Restorer, line: str) -> None:
    assert last_line(restorer, line).strip()


def test_clean_text_may_end_so(restorer: Restorer) -> None:
    text = "Các đơn vị báo cáo kết quả thực hiện nhiệm vụ . oe\nVăn phòng tổng hợp, báo cáo."
    assert restorer.restore_text(text)[0] == text
