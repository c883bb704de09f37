"""How long a task may take, and the words for an attempt that did not come back (promises W1, W2)."""

from __future__ import annotations

from extract.batch.tasks import Ask, Count, Failure, Finish, Look, Picture, ReadPage, Task
from extract.batch.workers.failures import out_of_memory
from extract.errors import ExitCode

_BYTES_A_PAGE = 50_000  # of plain text: the time a page may take is that of so many bytes
_GRACE = 2.0  # seconds: an engine with the same limit may say so first, and more clearly
_PAGES = 20  # restored and extracted in the time one page may take to be read


def limit_of(task: Task) -> float:
    """Seconds after which its worker is killed: `--timeout` for each stage of a page."""
    limit = task.subject.options.timeout
    match task:
        case Look(subject) if subject.text:
            return limit * (2 + subject.size // _BYTES_A_PAGE)
        case Look() | Count():
            return 2 * limit + _GRACE
        case ReadPage() | Picture():
            return limit + _GRACE
        case Ask(seconds=seconds):
            return seconds
        case Finish(pages=pages):
            return limit * (1 + len(pages) // _PAGES)


def lost_to_time(task: Task) -> Failure:
    """The worker was killed at the limit."""
    why = f"it took longer than {limit_of(task):g} seconds"
    do = "Give it more time with --timeout, or split it."
    return Failure("timed_out", ExitCode.TIMED_OUT, task.subject.source, why, do, lost=True)


def lost_to_memory(task: Task, limit: int) -> Failure:
    """The worker was killed since it, with its engine, used more memory than its limit."""
    return out_of_memory(
        task.subject.source, f"than the limit of {limit / 2**30:.2g} GiB", lost=True
    )


def lost_to_death(task: Task, exitcode: int | None) -> Failure:
    """The worker died: of a crash, of the system's lack of memory, by somebody's hand."""
    why = f"its worker process died (exit {exitcode})"
    do = "Look at the file; `vanban retry` lets it be tried again."
    return Failure("crashed", ExitCode.SOME_FAILED, task.subject.source, why, do, lost=True)
