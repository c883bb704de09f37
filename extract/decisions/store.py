"""The files `.vanban/decisions*.jsonl` of an output folder: only ever added to, a whole line at a time, and fsynced.

Everybody writes to `decisions.jsonl`; files that colleagues hand over (`decisions-lan.jsonl`) are put beside it and count as
well. A line that a crash cut off stays where it is, is told, and costs nothing but itself. Only a document that is forgotten, or
withheld as secret, takes its decisions with it: they hold its words (promises P1, S5).
"""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from extract.decisions.record import Decision, Judgement, order, standing
from extract.decisions.values import check_decision
from extract.errors import NotWritable, UsageError
from extract.tables.files import STATE, OutputFolder, not_writable

NAME, LOCK = "decisions.jsonl", "decisions.lock"
_OURS = re.compile(r"decisions[^/]*\.jsonl\Z")
_LOOK = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything people said, oldest first, and the lines that could not be read (file and number)."""

    all: tuple[Decision, ...] = ()
    unreadable: tuple[str, ...] = ()

    def by_document(self) -> dict[str, tuple[Decision, ...]]:
        """What holds now, by the document's hash."""
        found: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in self.standing():
            found[decision.sha256].append(decision)
        return {sha256: tuple(said) for sha256, said in found.items()}

    def standing(self) -> tuple[Decision, ...]:
        """What holds now: of each place what was said last."""
        return standing(self.all)


def read_decisions(out: Path) -> Decisions:
    """The decisions of an output folder, of all people; none where there is no file. Nothing is written or locked."""
    state = out / STATE
    with suppress(FileNotFoundError, NotADirectoryError):
        names = sorted(name for name in os.listdir(state) if _OURS.match(name))  # noqa: PTH208
        return _of_files(state, names)
    return Decisions()


def _of_files(state: Path, names: list[str]) -> Decisions:
    found: list[Decision] = []
    unreadable: list[str] = []
    for name in names:
        for number, line in enumerate(_lines(state / name), 1):
            if not line.strip():
                continue
            try:
                found.append(_decision(line))
            except (msgspec.MsgspecError, UnicodeDecodeError, UsageError):
                unreadable.append(f"{name}, line {number}")
    return Decisions(tuple(sorted(found, key=order)), tuple(unreadable))


def _decision(line: bytes) -> Decision:
    decision = msgspec.json.decode(line, type=Decision)
    check_decision(decision)
    return decision


def _lines(path: Path) -> list[bytes]:
    """The lines of a file; `NotWritable` where something else stands in its place (promise S11)."""
    try:
        descriptor = os.open(path, _LOOK)
    except OSError as error:
        raise not_writable(path, error) from error
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            do = "Look what it is, move it away, then run the same command again."
            raise NotWritable(f"Cannot read {path}", "it is no ordinary file", do)
        return file.read().split(b"\n")


def append(out: Path, *decisions: Decision) -> None:
    """Add decisions, in one write; when this returns they are on the disk. Two people at once wait for each other.

    Raises `UsageError` (the folder holds no results, a column cannot hold the value), `NotWritable` (nothing of them is kept).
    """
    if not decisions:
        return
    for decision in decisions:
        check_decision(decision)
    data = b"".join(msgspec.json.encode(decision) + b"\n" for decision in decisions)
    with _locked(out) as state:
        state.append(NAME, data)


def undo(out: Path, decision: Decision, *, who: str, when: datetime) -> None:
    """Say that a decision is void: it stays in the file, and what was said of the place before it stands again."""
    void = msgspec.structs.replace(decision, who=who, when=when, verdict=Judgement.UNDONE)
    append(out, void)


def drop(out: Path, hashes: Collection[str]) -> int:
    """Remove all decisions on these documents; how many there were. Each file is old and whole, or new and whole."""
    gone = 0
    with _locked(out) as state:
        for name in filter(_OURS.match, state.names()):
            lines = _lines(state.path / name)
            kept = [line for line in lines if not _is_of(line, hashes)]
            if len(kept) < len(lines):
                gone += len(lines) - len(kept)
                state.stage(name, b"\n".join(kept))
                state.publish([name])
    return gone


def _is_of(line: bytes, hashes: Collection[str]) -> bool:
    """Whether a line is of one of these documents, be it whole or cut off."""
    return any(sha256.encode() in line for sha256 in hashes)


@contextmanager
def _locked(out: Path) -> Iterator[OutputFolder]:
    """The state folder, while nobody else adds decisions."""
    if not (out / STATE).is_dir():
        do = "Name a folder that `vanban extract` wrote."
        raise UsageError(f"Folder {out}", "it holds no results of vanban", do)
    state = OutputFolder.found(out / STATE)
    try:
        with state.waited_for(LOCK):
            yield state
    finally:
        state.close()
