"""The order of work: finish what is read, then pages of what is open and new documents in turns, last what took a run down.

Small documents that are open go first, so few are open at a time; large ones take turns with each other and with new ones, some
pages each, since a worker opens the file anew: a book never keeps a letter waiting (promise I10). Nothing waits behind a
page that may bring its worker down again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.batch.plan import Job
from extract.batch.tasks import Failure, OpenedDocument
from extract.errors import ExitCode
from extract.options import Options

# What one document may cost, so that none keeps a run for itself (promise I10): seconds of a processor, pages given up, bytes kept.
#
# The number of pages and the size of the file are looked at when it is opened (`extract.batch.work`). Beyond its budget the
# pages that are left are given up, and what was read stays.


@dataclass(slots=True)
class Spent:
    """What a document has cost in this run."""

    seconds: float = 0.0
    failures: int = 0
    bytes: int = 0


def overdrawn(spent: Spent, source: str, options: Options) -> Failure | None:
    """Why no more of a document's pages are read; `None` while it is within its budget."""
    if spent.seconds > options.max_seconds:
        why, do = f"its pages took more than {options.max_seconds:g} processor seconds", "seconds"
    elif spent.failures > options.max_failures:
        why, do = f"more than {options.max_failures} of its pages were given up", "failures"
    elif spent.bytes > options.max_megabytes * 1e6:
        why, do = f"its pages hold more than {options.max_megabytes:g} MB", "megabytes"
    else:
        return None
    do = f"Look at the file; raise the limit with --max-{do}, or split it."
    return Failure("timed_out", ExitCode.TIMED_OUT, source, why, do)


_SMALL = 20  # pages left: such a document is finished first
_TURN = 20  # pages of a large document, or new documents, before it is the other's turn


@dataclass(slots=True, eq=False)
class Course:
    """One document's way through a run: `left` pages to hand out, `waiting` for those that are not back.

    `held`: its pages by number, where a mark of secrecy keeps them out of the journal. `seal`: the key its pages are kept
    under until it is judged; empty where it was judged before, `None` until it is known.
    """

    job: Job
    opened: OpenedDocument | None = None
    left: deque[int] = field(default_factory=deque)
    waiting: set[int] = field(default_factory=set)
    held: dict[int, bytes] | None = None
    seal: bytes | None = None
    abandoned: bool = False
    spent: Spent = field(default_factory=Spent)

    @property
    def sha256(self) -> str:
        """The document's hash."""
        return self.job.subject.sha256

    @property
    def words(self) -> str:
        """The key of its reading, and of attempts at its pages."""
        return self.job.keys.words

    @property
    def tried(self) -> str:
        """The key that attempts at the document as a whole count under: everything but the day, and the limits."""
        return self.job.keys.tried


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing to do for a document: a page, or (`None`) the document itself."""

    course: Course
    page: int | None = None

    @property
    def attempt(self) -> tuple[str, str, int | None]:
        """What an attempt at it is counted under: document, key, page."""
        key = self.course.tried if self.page is None else self.course.words
        return self.course.sha256, key, self.page


@dataclass(slots=True)
class Courses:
    """All documents of a run by what comes next."""

    ready: deque[Course] = field(default_factory=deque)
    open: deque[Course] = field(default_factory=deque)
    new: deque[Course] = field(default_factory=deque)
    suspects: deque[Step] = field(default_factory=deque)
    turn: int = 0  # below _TURN it is that of large documents' pages, then that of new documents

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> Courses:
        """The courses of jobs, where they are."""
        courses = cls()
        for job in jobs:
            course = Course(job)
            if job.opened is not None:
                courses._enter(course, job.opened, job.left, job.suspects)
            elif job.suspect:
                courses.suspects.append(Step(course))
            else:
                courses.new.append(course)
        return courses

    def next(self) -> Step | None:
        """What to begin now; `None` while everything left waits for what is being worked on."""
        if self.ready:
            return Step(self.ready.popleft())
        step = self._page() if self.turn < _TURN or not self.new else None
        if step is not None:
            return step
        if self.new:
            self.turn = (self.turn + 1) % (2 * _TURN) if self.open else 0
            return Step(self.new.popleft())
        return self.suspects.popleft() if self.suspects else None

    def _page(self) -> Step | None:
        """The next page of what is open: of the document that has few left, else of the large one whose turn it is."""
        self.open = deque(course for course in self.open if course.left)
        if not self.open:
            return None
        small = next((course for course in self.open if len(course.left) <= _SMALL), None)
        course = small or self.open[0]
        if small is None:
            self.turn += 1
            if self.turn % _TURN == 0:
                self.open.rotate(-1)
            self.turn %= 2 * _TURN
        return Step(course, course.left.popleft())

    def opened(self, course: Course, opened: OpenedDocument) -> None:
        """A document was opened: its pages are next."""
        self._enter(course, opened, range(1, opened.pages + 1), ())

    def take_left(self, course: Course) -> tuple[int, ...]:
        """The pages of a document that nobody reads yet, taken from it; those that took a run down among them."""
        risky = [s.page for s in self.suspects if s.course is course and s.page is not None]
        left = (*course.left, *risky)
        course.left.clear()
        course.waiting.difference_update(left)
        self.suspects = deque(step for step in self.suspects if step.course is not course)
        return left

    def page_done(self, course: Course, page: int) -> None:
        """A page is there; with the last one the document can be finished."""
        course.waiting.discard(page)
        if not course.waiting and not course.abandoned:
            self._finish(course)

    def again(self, step: Step) -> None:
        """Once more, last of all."""
        if not step.course.abandoned:
            self.suspects.append(step)

    def abandon(self, course: Course) -> bool:
        """No more of this document; whether that is new."""
        before, course.abandoned = course.abandoned, True
        course.left.clear()
        self.suspects = deque(step for step in self.suspects if step.course is not course)
        return not before

    def _enter(
        self, course: Course, opened: OpenedDocument, left: Iterable[int], suspects: Iterable[int]
    ) -> None:
        course.opened = opened
        course.left = deque(left)
        risky = tuple(suspects)
        course.waiting = {*course.left, *risky}
        if course.left:
            self.open.append(course)
        self.suspects.extend(Step(course, page) for page in risky)
        if not course.waiting:
            self._finish(course)

    def _finish(self, course: Course) -> None:
        """A document whose finishing took a run down comes last again."""
        if course.job.suspect:
            self.suspects.append(Step(course))
        else:
            self.ready.append(course)
