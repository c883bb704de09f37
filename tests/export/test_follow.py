"""`vanban follow`: what is due and when, read back by others; answers proposed from later papers, never entered."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path

import openpyxl
import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar
from scripted import Scripted, run_scripted
from typer.testing import CliRunner

from extract.cli.app import app
from extract.errors import UsageError
from extract.export.folder import read_folder
from extract.export.follow import FollowedTask, follow, followed, same_body
from extract.export.ical import Event, calendar_of

DAY = date(2024, 6, 30)
HEAD = """\
{parent:<33}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
{issuer:<33}Độc lập - Tự do - Hạnh phúc
{number:<33}Hòa Sơn, ngày {day:02} tháng {month} năm 2024

"""
UNITS = (
    ("Sở Nội vụ", "SNV"), ("Sở Y tế", "SYT"), ("Sở Tài chính", "STC"), ("Sở Tư pháp", "STP"),
    ("Sở Công Thương", "SCT"), ("Sở Xây dựng", "SXD"), ("Thanh tra tỉnh", "TTT"), ("Sở Khoa học và Công nghệ", "SKHCN"),
)  # fmt: skip
ANSWERS = (
    ("BÁO CÁO\nKết quả thực hiện Chỉ thị số {code} ngày {date}", "BC",
     "Thực hiện Chỉ thị số {code} ngày {date} của Ủy ban nhân dân tỉnh, {unit} báo cáo kết quả như sau:"),
    ("BÁO CÁO\nVề kết quả khắc phục tồn tại", "BC",
     "Căn cứ Chỉ thị số {code} ngày {date} của Ủy ban nhân dân tỉnh, {unit} báo cáo như sau:"),
)  # fmt: skip


def paper(issuer: str, number: str, issued: tuple[int, int], body: str) -> str:
    parent = "" if issuer.startswith("ỦY BAN") else "UBND TỈNH HÒA SƠN"
    day, month = issued
    head = HEAD.format(parent=parent, issuer=issuer, number=f"Số: {number}", day=day, month=month)
    return f"{head}{body}\n"


def chain(n: int) -> dict[str, str]:
    """An invented order to two units, a reminder, a wish for more time, an answer of the first, and a paper that answers another order."""
    (first, sign), (second, other) = UNITS[n % 8], UNITS[(n + 3) % 8]
    code, told = f"{100 + n}/CT-UBND", "05/3/2024"
    title, kind, opening = ANSWERS[n % 2]
    said = {"code": code, "date": told, "unit": first}
    order = (
        "CHỈ THỊ\nVề việc chấn chỉnh kỷ luật, kỷ cương hành chính\n\n"
        f"1. {first} tham mưu kế hoạch kiểm tra công vụ, hoàn thành trước ngày {10 + n % 15}/5/2024.\n"
        f"2. {second} rà soát quy trình nội bộ, báo cáo Ủy ban nhân dân tỉnh trước ngày 25 hằng tháng.\n"
    )
    board, cites = "ỦY BAN NHÂN DÂN TỈNH HÒA SƠN", f"Thực hiện Chỉ thị số {code} ngày {told} của Ủy ban nhân dân tỉnh"  # fmt: skip
    return {
        "order": paper(board, code, (5, 3), order),
        "reminder": paper(board, f"{500 + n}/UBND-NC", (2, 5), f"V/v đôn đốc thực hiện Chỉ thị\n\nKính gửi: {first}\n\n{cites}, đề nghị khẩn trương thực hiện."),
        "extension": paper(first.upper(), f"{700 + n}/{sign}-VP", (6, 5), f"V/v xin gia hạn báo cáo kết quả\n\nKính gửi: Ủy ban nhân dân tỉnh\n\n{cites}, {first} đề nghị gia hạn."),
        "answer": paper(first.upper(), f"{30 + n}/{kind}-{sign}", (20, 5), f"{title.format(**said)}\n\n{opening.format(**said)}\nCác nội dung đã hoàn thành."),
        "stranger": paper(other and second.upper(), f"{60 + n}/BC-{other}", (21, 5), "BÁO CÁO\nVề công tác văn thư\n\nThực hiện Chỉ thị số 999/CT-UBND ngày 01/3/2024 của Ủy ban nhân dân tỉnh, đơn vị báo cáo như sau:"),
    }  # fmt: skip


CHAINS = 20


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty invented chains, read through all stages."""
    folder = tmp_path_factory.mktemp("follow")
    (folder / "in").mkdir()
    for n in range(CHAINS):
        for name, text in chain(n).items():
            (folder / "in" / f"{n:02} {name}.txt").write_text(text, encoding="utf-8")
    run_scripted([folder / "in"], folder / "out", Scripted(folder / "log"))
    return folder / "out"


@pytest.fixture(scope="module")
def tasks(out: Path) -> list[FollowedTask]:
    return list(followed(read_folder(out)))


def proposed(tasks: list[FollowedTask], kind: str) -> set[tuple[str, str]]:
    """Orders with what is proposed for a task of theirs."""
    return {(str(t.values["code"]), code) for t in tasks for code in getattr(t, kind)}


def truth(name: str) -> set[tuple[str, str]]:
    numbers = [re.findall(r"Số: (\S+)", chain(n)[name])[0] for n in range(CHAINS)]
    return {(f"{100 + n}/CT-UBND", code) for n, code in enumerate(numbers)}


@pytest.mark.parametrize("kind", ["answer", "extension", "reminder"])
def test_later_papers_are_proposed_for_the_order_that_they_cite(
    tasks: list[FollowedTask], kind: str
) -> None:
    found, right = proposed(tasks, kind), truth(kind)
    assert len(found & right) >= 0.95 * len(found)
    assert len(found & right) >= 0.8 * len(right)


def test_the_register_and_the_calendar_have_each_task_once(out: Path, tmp_path: Path) -> None:
    done = follow(out, tmp_path, DAY, language="vi")
    sheet = openpyxl.load_workbook(tmp_path / "follow.xlsx")["sổ theo dõi nhiệm vụ"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:3] == ["số và ký hiệu", "ngày ban hành", "cơ quan giao"]
    states = [
        row[heads.index("tình trạng")] for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    assert (len(states), states.count("quá hạn")) == (done.tasks, done.overdue)
    uids = re.findall(rb"UID:(\S+)", unfolded(tmp_path / "follow.ics"))
    assert len(set(uids)) == len(uids) == done.events > CHAINS


def unfolded(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n ", b"")


def test_twice_the_same_bytes(out: Path, tmp_path: Path) -> None:
    for place in ("a", "b"):
        follow(out, tmp_path / place, DAY)
    for name in ("follow.xlsx", "follow.ics"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_unit_sees_its_own_tasks_under_the_same_keys(out: Path, tmp_path: Path) -> None:
    follow(out, tmp_path / "all", DAY)
    done = follow(out, tmp_path / "one", DAY, unit="so y te")
    assert 0 < done.tasks < len(list(followed(read_folder(out))))
    every, own = (set(re.findall(rb"UID:(\S+)", unfolded(tmp_path / n / "follow.ics"))) for n in ("all", "one"))  # fmt: skip
    assert own < every


RULES = (
    "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY",
    "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;BYMONTHDAY=25", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTHDAY=5,20",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=15", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", "FREQ=YEARLY;BYMONTH=12", "FREQ=YEARLY;INTERVAL=3",
)  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_rules_days_are_those_of_dateutil(rule: str) -> None:
    event = Event("x", "báo cáo", date(2024, 3, 31), rule=rule)
    text = calendar_of([event], DAY).decode()
    begun, kept = re.search(r"DTSTART;VALUE=DATE:(\d+)", text), re.search(r"RRULE:(\S+)", text)
    assert begun
    assert kept
    assert kept[1] == rule
    read = rrulestr(kept[1], dtstart=datetime.strptime(begun[1], "%Y%m%d"))  # noqa: DTZ007
    own = rrulestr(rule, dtstart=datetime.combine(event.day, time()))
    assert list(islice(read, 20)) == list(islice(own, 20))
    assert read[0].date() == event.first


@pytest.mark.parametrize("rule", ["", *RULES])
def test_a_calendar_program_reads_the_event_back(rule: str) -> None:
    title = "Sở Nội vụ; báo cáo, " + "thủ tục hành chính " * 9
    made = Event("a-1@vanban", title, date(2024, 3, 31), about="15/KH-UBND\\, b", rule=rule)
    (event,) = Calendar.from_ical(calendar_of([made], DAY)).walk("VEVENT")
    assert (event["UID"], event["SUMMARY"], event["DESCRIPTION"]) == (
        "a-1@vanban",
        title,
        made.about,
    )
    assert event.decoded("DTSTART") == (made.first if rule else made.day)
    told = event["RRULE"].to_ical().decode() if rule else ""
    assert sorted(told.split(";")) == sorted(rule.split(";"))


@pytest.mark.parametrize("rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no rule"])
def test_a_rule_that_names_no_day_is_no_event(rule: str) -> None:
    assert b"VEVENT" not in calendar_of([Event("x", "báo cáo", DAY, rule=rule)], DAY)


def test_lines_are_short_and_signs_of_the_format_escaped() -> None:
    title = "Sở Nội vụ; báo cáo, " + "thủ tục hành chính " * 9 + "\x07\n\\"
    made = calendar_of([Event("x", title, DAY)], DAY)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    text = made.replace(b"\r\n ", b"").decode()
    assert r"SUMMARY:Sở Nội vụ\; báo cáo\, thủ" in text
    assert r"chính  \n\\" in text


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sở Nội vụ", "SỞ NỘI VỤ", True),
        ("UBND huyện Lạc An", "Ủy ban nhân dân huyện Lạc An", True),
        ("Sở Nội vụ", "Sở Nội vụ tỉnh Hòa Sơn", True),
        ("Ủy ban nhân dân", "Ủy ban nhân dân huyện Lạc An", False),
        ("Sở Y tế", "Sở Nội vụ", False),
        ("", "", False),
    ],
)
def test_names_of_one_body(one: str, other: str, same: bool) -> None:  # noqa: FBT001
    assert same_body(one, other) is same


@pytest.mark.parametrize(("due", "bound", "state"), [
    (date(2024, 6, 29), "by", "overdue"), (DAY, "by", "soon"), (DAY, "before", "overdue"),
    (date(2024, 7, 7), "by", "soon"), (date(2024, 7, 8), "by", "running"), (None, None, "no_date"),
])  # fmt: skip
def test_what_a_day_means(due: date | None, bound: str | None, state: str) -> None:
    assert FollowedTask("x", {"due_date": due, "due_bound": bound, "due_rrule": None}).state(DAY) == state  # fmt: skip


def test_the_command(out: Path, tmp_path: Path) -> None:
    asked = ["follow", str(out), "--as-of", "2024-06-30", "--to", str(tmp_path / "x")]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == 0, told.output
    assert "overdue on 2024-06-30" in told.output
    assert isinstance(CliRunner().invoke(app, [*asked, "--ui", "fr"]).exception, UsageError)
