"""The file of decisions: only added to, whole lines, read whatever happened to it."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.decisions import Decision, Judgement, append, read_decisions, standing, undo
from extract.decisions.store import NAME, drop
from extract.errors import NotWritable, UsageError
from extract.tables.files import STATE

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
NUMBER = Decision(
    when=NOON,
    who="Lan",
    sha256="ab" * 32,
    part=1,
    table="documents",
    field="number",
    verdict=Judgement.CORRECTED,
    before="5O7",
    after="507",
    raw="Số: 5O7/SKHCN-TTr",
)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / STATE).mkdir()
    return tmp_path


def later(seconds: float, **changes: object) -> Decision:
    return msgspec.structs.replace(NUMBER, when=NOON + timedelta(seconds=seconds), **changes)


def test_what_is_appended_is_read_back(out: Path) -> None:
    append(out, NUMBER)
    append(out, later(1, field="place", after="Hà Nội"), later(2, field="subject", after="về"))
    assert [d.field for d in read_decisions(out).all] == ["number", "place", "subject"]
    assert read_decisions(out).all[0] == NUMBER


def test_a_folder_without_decisions_has_none(tmp_path: Path) -> None:
    assert read_decisions(tmp_path).all == ()
    with pytest.raises(UsageError):
        append(tmp_path, NUMBER)


def test_the_later_saying_stands_and_both_are_kept(out: Path) -> None:
    append(out, later(5, after="508"))
    append(out, NUMBER)
    assert [d.after for d in read_decisions(out).standing()] == ["508"]
    assert len(read_decisions(out).all) == 2


def test_what_is_undone_gives_way_to_what_was_said_before(out: Path) -> None:
    append(out, NUMBER, later(5, after="508"))
    undo(out, later(5, after="508"), who="Lan", when=NOON + timedelta(seconds=9))
    assert [d.after for d in read_decisions(out).standing()] == ["507"]


def test_undoing_ones_own_saying_leaves_that_of_another(out: Path) -> None:
    append(out, NUMBER, later(5, who="Minh", after="508"))
    undo(out, NUMBER, who="Lan", when=NOON + timedelta(seconds=9))
    assert [d.who for d in read_decisions(out).standing()] == ["Minh"]


def test_files_of_several_people_count_together(out: Path) -> None:
    append(out, NUMBER)
    (out / STATE / NAME).rename(out / STATE / "decisions-lan.jsonl")
    append(out, later(1, field="place", after="Huế"))
    assert {d.field for d in read_decisions(out).standing()} == {"number", "place"}


@pytest.mark.parametrize("cut", range(1, 40, 6))
def test_D16_a_torn_line_is_told_and_costs_nothing_but_itself(out: Path, cut: int) -> None:
    append(out, NUMBER, later(1, field="place", after="Huế"))
    file = out / STATE / NAME
    file.write_bytes(file.read_bytes()[:-cut])
    torn = read_decisions(out)
    append(out, later(2, field="subject", after="về"))
    found = read_decisions(out)
    assert [d.field for d in found.all if d.field != "place"] == ["number", "subject"]
    assert (torn.unreadable == ()) is (cut == 1)  # the line end alone is no loss
    assert torn.unreadable == found.unreadable


def test_S11_a_link_in_the_place_of_the_file_is_not_followed(out: Path) -> None:
    (out / "elsewhere").write_text("")
    (out / STATE / NAME).symlink_to(out / "elsewhere")
    with pytest.raises(NotWritable):
        append(out, NUMBER)
    with pytest.raises(NotWritable):
        read_decisions(out)
    assert (out / "elsewhere").read_text() == ""


def test_S11_a_pipe_in_the_place_of_the_file_keeps_nobody_waiting(out: Path) -> None:
    os.mkfifo(out / STATE / NAME)
    with pytest.raises(NotWritable):
        append(out, NUMBER)
    with pytest.raises(NotWritable):
        read_decisions(out)


def _many(out: Path, who: str) -> None:
    for n in range(40):
        append(out, later(n, who=who, field=f"{who}{n}", after="x" * 500))


def test_D16_two_who_append_at_once_lose_nothing(out: Path) -> None:
    context = get_context("fork")
    both = [context.Process(target=_many, args=(out, who)) for who in ("a", "b")]
    for process in both:
        process.start()
    for process in both:
        process.join()
    found = read_decisions(out)
    assert (len(found.standing()), found.unreadable) == (80, ())


def test_P1_a_forgotten_document_takes_its_decisions_with_it(out: Path) -> None:
    append(out, NUMBER, later(1, sha256="cd" * 32))
    assert drop(out, {NUMBER.sha256}) == 1
    assert [d.sha256 for d in read_decisions(out).all] == ["cd" * 32]
    assert NUMBER.sha256 not in (out / STATE / NAME).read_text()


_SAYINGS = st.lists(
    st.builds(
        later,
        st.integers(0, 3),
        who=st.sampled_from("ab"),
        after=st.sampled_from(["1", "2"]),
        field=st.sampled_from(["number", "place"]),
        verdict=st.sampled_from([Judgement.CORRECTED, Judgement.UNDONE]),
    ),
    max_size=8,
)


@given(_SAYINGS, st.randoms())
def test_the_order_of_lines_and_files_does_not_matter(said: list[Decision], random: Random) -> None:
    mixed = list(said)
    random.shuffle(mixed)
    assert standing(mixed) == standing(said)


@pytest.mark.parametrize("fault", ["write", "fsync"])
def test_D16_D6_an_answer_that_the_disk_refuses_is_said_and_leaves_the_others_whole(
    out: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    append(out, NUMBER)
    before = (out / STATE / NAME).read_bytes()
    real = os.write

    def full(descriptor: int, data: bytes = b"") -> int:
        if data:
            real(descriptor, data[:20])
        raise OSError(errno.ENOSPC, "no space left")

    with monkeypatch.context() as broken:
        broken.setattr(os, fault, full)
        with pytest.raises(NotWritable):
            append(out, later(1, field="place", after="Huế"))
    assert (out / STATE / NAME).read_bytes() == before
    append(out, later(2, field="subject", after="về"))
    assert [d.field for d in read_decisions(out).all] == ["number", "subject"]
