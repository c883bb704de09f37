"""`vanban review` as a program: ended, started twice at once, given a folder that is none."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from reviewing import Visitor, ended, questioned, rows, started

from extract.decisions import read_decisions
from extract.review.asked import read_asked


def test_ctrl_c_puts_the_answers_into_the_tables(tmp_path: Path) -> None:
    out = questioned(tmp_path)
    asked = next(a for a in read_asked(out) if a.field == "signer_name")
    process, visitor = started(out, "Lan")
    assert "html" in visitor.answer(asked.id, text="Nguyễn Văn Tám")
    assert ended(process, signal.SIGINT) == 0
    signers = {row["source"]: row["signer_name"] for row in rows(out, "documents")}
    assert signers[asked.paper.source] == "Nguyễn Văn Tám"


@pytest.mark.slow
def test_two_people_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    out = questioned(tmp_path, papers=6)
    ids = [asked.id for asked in read_asked(out)]
    served = [started(out, who) for who in ("Lan", "Minh")]

    def answer(visitor: Visitor, mine: list[str]) -> int:
        return sum("html" in visitor.answer(id_, "empty") for id_ in mine)

    with ThreadPoolExecutor(2) as both:
        told = [both.submit(answer, served[n][1], ids[n::2]) for n in range(2)]
        assert sum(done.result() for done in told) == len(ids)
    made = read_decisions(out)
    assert {said.who for said in made.all} == {"Lan", "Minh"}
    assert len(made.all) == len(ids)
    assert not made.unreadable
    for process, visitor in served:
        assert b"finished" in visitor.send("/question")[1]  # each knows what the other said
        ended(process)


def said(*arguments: object) -> tuple[int, str]:
    command = [sys.executable, "-m", "extract", "review", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_what_cannot_be_served_is_told(tmp_path: Path) -> None:
    code, told = said(tmp_path)
    assert (code, "vanban extract" in told) == (2, True)
    (tmp_path / "out").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        out = questioned(tmp_path)
        code, told = said(out, "--port", taken.getsockname()[1])
    assert (code, "--port" in told) == (2, True)
