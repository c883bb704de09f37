"""A folder with questions, and the server of its review page in a thread of this process, for the tests."""

from __future__ import annotations

import csv
import http.client
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripted import Scripted, draw, run_scripted

from extract.options import Options
from extract.review.desk import Desk
from extract.review.guard import Pass
from extract.review.pictures import drawing
from extract.review.serving import bound, server
from extract.tables.definition import REVIEW

SCRIPT = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
PAPER = """\
UBND TỈNH HÒA SƠN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc
Số: {number}/TB-SNV                    Hòa Sơn, ngày 12 tháng 3 năm 2024

THÔNG BÁO
Kết quả Chỉ số cải cách hành chính năm 2023

Sở Nội vụ thong báo kết quả Chỉ số cải cách hành chính năm 2023 của Sở Nội vu như sau:
1. Sở Nội vụ đạt 85,50 điểm, xếp thứ 3/20.
- Công tác chỉ đạo điều hành {hostile}: 8,5/10 điểm.
- Cải cách thể chế: 9,0/10 điểm.
- Hiện đại hóa hành chính: 9,0/10 điểm.

Giao Sở Tài chính rà soát dự toán {hostile} trước ngày 15/4/2024.

Nơi nhận:                        GIÁM ĐỐC
- UBND tỉnh (báo cáo);
- Lưu: VT.                       Nguyen Van Tam
"""


def questioned(folder: Path, *, papers: int = 2, hostile: str = "") -> Path:
    """An output folder of invented papers (texts and a drawn page) with questions, one withheld; read by a script instead of Tesseract."""
    inputs = folder / "in"
    (inputs / "a").mkdir(parents=True)
    for number in range(papers):
        text = PAPER.format(number=40 + number, hostile=hostile)
        (inputs / "a" / f"giấy {number}.txt").write_text(text, encoding="utf-8")
    secret = PAPER.format(number=99, hostile="").replace("THÔNG BÁO", "MẬT\nTHÔNG BÁO BÍ MẬT")
    (inputs / "mật.txt").write_text(secret, encoding="utf-8")
    draw(inputs / "b.png", 5)
    run_scripted([inputs], folder / "out", Scripted(folder / "log"))
    ask(folder / "out")
    return folder / "out"


#: A question of each kind (table, row, field, alternatives, reason), so that no threshold decides what the tests meet.
ASKED = (
    ("documents", 1, "signer_name", "Nguyễn Văn Tâm|Nguyễn Văn Tám", "low_confidence"),
    ("documents", 1, "urgency", "", "low_confidence"),
    ("documents", 1, "addressees", "", "unreadable"),
    ("assignments", 1, "task", "", "low_confidence"),
    ("assignments", 1, "due_date", "2024-05-14", "failed_check"),
    ("scores", 1, "criterion", "", "low_confidence"),
    ("scores", 1, "points", "9.5", "repaired_number"),
    ("results", None, "entity", "", "conflict"),
    ("scores", None, "points", "", "conflict"),
    ("results", 1, "", "", "conflict"),
    ("reasons", 0, "", "", "unread"),
)
UNREAD = "Sở Nội vụ thong báo kết quả"


def ask(out: Path, questions: Sequence[tuple[str, int | None, str, str, str]] = ASKED) -> None:
    """Write these questions into review.csv for each paper that was read."""
    papers = [row for row in rows(out, "documents") if row["status"] == "ok"]
    asked = [_row(out, paper["doc_id"], *about) for about in questions for paper in papers]
    with (out / "review.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in REVIEW.columns])
        writer.writeheader()
        writer.writerows(row for row in asked if row)


def rows(out: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _value(cell: dict[str, str], table: str, row: int | None, field: str) -> str:
    """As review.csv has it: of a row or a column the cells that are doubted most, by name."""
    if row == 0:
        return ""
    if row and field:
        return cell[field]
    return f"{field or 'entity'}: {cell[field or 'entity']}"


def _row(
    out: Path, doc_id: str, table: str, row: int | None, field: str, others: str, reason: str
) -> dict[str, object]:
    """A question as a row of review.csv; empty where the paper has no such row."""
    found = [given for given in rows(out, table) if given["doc_id"] == doc_id]
    cell = found[(row or 1) - 1] if found else {}
    if not cell and row != 0:
        return {}
    raw = UNREAD if row == 0 else cell.get("raw", "")
    return {
        "doc_id": doc_id, "part": 1, "page": cell.get("page", ""), "table": table, "row": "" if row is None else row, "field": field,
        "value": _value(cell, table, row, field), "raw": raw, "alternatives": others, "reason": reason, "priority": 0.5, "cells": 1,
    }  # fmt: skip


@dataclass
class Visitor:
    """Someone who sends requests as a browser would, or as no browser should."""

    own: Pass
    desk: Desk
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.own.port}"

    def send(
        self, path: str, given: object = None, headers: Mapping[str, str | None] | None = None
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Status, body and headers of the answer; a header that is `None` is left out."""
        connection = http.client.HTTPConnection("127.0.0.1", self.own.port, timeout=60)
        body = None if given is None else json.dumps(given)
        usual = {"Origin": self.origin} if body is not None else {}
        sent = {**usual, **self.headers, **(headers or {})}
        try:
            connection.putrequest("GET" if body is None else "POST", path, skip_host=True)
            for name, value in ({"Host": f"127.0.0.1:{self.own.port}"} | sent).items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body.encode() if body is not None else None)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def enter(self) -> None:
        """Open the link, and keep the cookie."""
        status, _, headers = self.send(f"/?token={self.own.token}")
        assert status == 303
        self.headers["Cookie"] = headers["set-cookie"].partition(";")[0]

    def answer(self, id_: str, verdict: str = "right", text: str = "", **more: object) -> Any:
        """Answer a question; what the page is told."""
        told = self.send("/answer", {"id": id_, "verdict": verdict, "text": text, **more})
        return json.loads(told[1])


@contextmanager
def reviewing(out: Path, who: str = "Lan") -> Iterator[Visitor]:
    """The page over a folder, and a visitor who has not entered yet."""
    desk = Desk(out, who)
    desk.refresh()
    with drawing(Options()) as drawer, bound(0) as listening:
        own = Pass(listening.getsockname()[1])
        running = server(desk, drawer, own)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield Visitor(own, desk)
        finally:
            running.should_exit = True
            thread.join()


def started(out: Path, who: str) -> tuple[subprocess.Popen[str], Visitor]:
    """The command in a process of its own, and a visitor who has entered."""
    command = [sys.executable, "-m", "extract", "review", str(out), "--name", who]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    port, _, token = process.stdout.readline().strip().rpartition(":")[2].partition("/?token=")
    visitor = Visitor(Pass(int(port), token), desk=None)  # type: ignore[arg-type] # it is in the other process
    visitor.enter()
    return process, visitor


def ended(process: subprocess.Popen[str], number: int = signal.SIGKILL) -> int:
    """End the command; its exit code."""
    process.send_signal(number)
    code = process.wait(60)
    assert process.stdout is not None
    process.stdout.close()
    return code
