"""What workers tell is data whose types are checked; anything else is no result (promise S12)."""

from __future__ import annotations

import pickle

import pytest

from extract.batch.tasks import Answer, Failure, OpenedDocument, Outcome, PageRead, Result, failed
from extract.batch.work import NoResult, as_bytes, result_of
from extract.errors import ExitCode
from extract.records import Status

FAILURE = Failure("crashed", ExitCode.BUG, "a.pdf", "why", "do", lost=True)


@pytest.mark.parametrize(
    "result",
    [
        OpenedDocument(3, ("a note",)),
        PageRead(b"x\x00\xff", None, marked=True, seconds=0.5),
        PageRead(b"", "timed_out", marked=False),
        Outcome(Status.OK, 2, None, (b"a", b"b"), ("n",), restored=b"r", records=b"c"),
        Outcome(Status.WITHHELD, 1, "mat"),
        failed(FAILURE),
        Answer(b"jpeg"),
    ],
)
def test_S12_each_result_comes_back_as_it_was(result: Result) -> None:
    assert result_of(as_bytes(result)) == result


class Command:
    """A pickle that would run a program where it is read."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("run",)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", b"\xff\x80", b"\x01\x80", pickle.dumps(Command()), b"\x00" + b"\x93" * 99],
)
def test_S12_anything_else_is_no_result(data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NoResult):
        result_of(data)
    assert capsys.readouterr().out == ""
