"""What became of every input of a run; it adds up, and the exit code follows from it (promises D15, E1, E2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.batch.jobs.inventory import Found
from extract.batch.journal.view import Entry, View
from extract.batch.tasks import Failure
from extract.errors import ExitCode
from extract.ingest import PassedOver
from extract.tables.document import Status
from extract.tables.writing import Written

_SINGLE = {ExitCode.UNREADABLE, ExitCode.ENCRYPTED, ExitCode.TOO_LARGE, ExitCode.TIMED_OUT}
#: Codes of a failure that hold for the whole run whatever the number of inputs, in order of weight (E2).
_ALWAYS = (ExitCode.MISSING_PROGRAM, ExitCode.NOT_WRITABLE, ExitCode.BUG, ExitCode.TEMPORARY)


@dataclass(frozen=True, slots=True)
class Summary:
    """The names of the inputs by what became of them; found = done + partial + failed + withheld + skipped."""

    found: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    failed: tuple[tuple[str, Failure], ...] = ()
    withheld: tuple[str, ...] = ()
    marks: tuple[
        str, ...
    ] = ()  # of the withheld ones, in their order: which, where, whether there is a doubt
    skipped: tuple[str, ...] = ()  # not reached (the run was interrupted), or passed over
    passed: tuple[PassedOver, ...] = ()  # no documents, with the reason
    written: tuple[str, ...] = ()
    review_items: int = 0
    read: int = 0  # documents worked on in this run; the others were done before
    signal: int | None = None
    writing: float = 0.0  # seconds that the tables, texts and the report took

    def adds_up(self) -> bool:
        """Whether every input is in exactly one of the lists."""
        ends = [*self.done, *self.partial, *self.withheld, *self.skipped]
        return sorted(self.found) == sorted([*ends, *(name for name, _ in self.failed)])

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the run."""
        codes = {failure.code for _, failure in self.failed}
        if self.signal is not None:
            return ExitCode(128 + self.signal)
        for code in _ALWAYS:
            if code in codes:
                return code
        documents = len(self.found) - len(self.passed)
        if documents == 1 and codes & _SINGLE:
            return codes.pop()
        if self.passed and not documents:
            return ExitCode.UNREADABLE  # nothing of what is there can be read
        return ExitCode.SOME_FAILED if self.failed or self.partial else ExitCode.OK


def with_passed(summary: Summary, passed: Sequence[PassedOver]) -> Summary:
    """The summary with what was passed over in folders: found and skipped, each by name (promise D15)."""
    names = tuple(item.source for item in passed)
    return replace(
        summary,
        found=(*summary.found, *names),
        skipped=(*summary.skipped, *names),
        passed=tuple(passed),
    )


def summarise(
    found: Sequence[Found],
    journal: View,
    written: Written,
    *,
    read: int,
    signal: int | None,
) -> Summary:
    """The summary of a run: what the journal says now about each input found."""
    entries = {entry.sha256: entry for entry in journal.entries()}
    ends = [(item.source, _end(item, entries), _failure(item, entries)) for item in found]

    def _names(*wanted: Status | None) -> tuple[str, ...]:
        return tuple(source for source, end, _ in ends if end in wanted)

    return Summary(
        found=tuple(source for source, _, _ in ends),
        done=_names(Status.OK),
        partial=_names(Status.PARTIAL),
        failed=tuple((source, failure) for source, _, failure in ends if failure),
        withheld=_names(Status.WITHHELD),
        marks=tuple(
            _mark(entries[item.sha256])
            for item, (_, end, _) in zip(found, ends, strict=True)
            if end is Status.WITHHELD
        ),
        skipped=_names(None),
        written=written.paths,
        review_items=written.rows["review"],
        read=read,
        signal=signal,
    )


def _mark(entry: Entry) -> str:
    where = f" on {entry.mark_at}" if entry.mark_at else ""
    doubt = (
        ", read with a doubt: look, and use --include-secret if it is none" if entry.doubt else ""
    )
    return f"{entry.secrecy}{where}{doubt}"


def _end(item: Found, entries: dict[str, Entry]) -> Status | None:
    entry = entries.get(item.sha256)
    return Status.FAILED if item.failure else entry.status if entry else None


def _failure(item: Found, entries: dict[str, Entry]) -> Failure | None:
    entry = entries.get(item.sha256)
    return item.failure or (entry.failure if entry else None)
