"""The order of work: finish what is read, then pages of what is open, then new documents, and last what took a run down.

So few documents are open at a time, and nothing waits behind a page that may bring its worker down again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.batch.jobs.plan import Job
from extract.batch.tasks import Opened


@dataclass(slots=True, eq=False)
class Course:
    """One document's way through a run: `left` pages to hand out, `waiting` for those that are not back.

    `held`: its pages by number, where a mark of secrecy keeps them out of the journal. `seal`: the key its pages are kept
    under until it is judged; empty where it was judged before, `None` until it is known.
    """

    job: Job
    opened: Opened | None = None
    left: deque[int] = field(default_factory=deque)
    waiting: set[int] = field(default_factory=set)
    held: dict[int, bytes] | None = None
    seal: bytes | None = None
    abandoned: bool = False

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
        while self.open:
            course = self.open[0]
            if course.left:
                return Step(course, course.left.popleft())
            self.open.popleft()
        if self.new:
            return Step(self.new.popleft())
        return self.suspects.popleft() if self.suspects else None

    def opened(self, course: Course, opened: Opened) -> None:
        """A document was opened: its pages are next."""
        self._enter(course, opened, range(1, opened.pages + 1), ())

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
        self, course: Course, opened: Opened, left: Iterable[int], suspects: Iterable[int]
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
