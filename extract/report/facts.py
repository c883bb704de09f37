"""The documents of a folder to the facts of its report: counts, reasons of failure, how sure the pages are.

Documents pass one by one; of each only numbers and, where it failed or was withheld, its name stay in memory. Of a withheld
document nothing but its name and mark is taken (promise S5), and of a secret one that was shown on request no page.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.model import Page
from extract.records import Document, Status

# The histogram of the pages' confidences as an SVG picture that a browser draws without a script.

_WIDTH, _HEIGHT, _FOOT, _HEAD = 720, 200, 24, 18


def histogram(counts: Sequence[int]) -> str:
    """Equal bins from 0 to 100 %; each bar has its number above it, so that colours say nothing alone."""
    most, wide = max(counts), _WIDTH / len(counts)
    bars = (_bar(number, counts[number], most, wide) for number in range(len(counts)))
    ticks = (_tick(percent) for percent in (0, 25, 50, 75, 100))
    return (
        f'<svg role="img" viewBox="-16 0 {_WIDTH + 32} {_HEAD + _HEIGHT + _FOOT}">'
        f'{"".join(bars)}<path d="M0 {_HEAD + _HEIGHT}h{_WIDTH}"/>{"".join(ticks)}</svg>'
    )


def _bar(number: int, count: int, most: int, wide: float) -> str:
    if not count:
        return ""
    tall = max(2.0, _HEIGHT * count / most)
    x, y = number * wide, _HEAD + _HEIGHT - tall
    return (
        f'<rect x="{x + 2:.1f}" y="{y:.1f}" width="{wide - 4:.1f}" height="{tall:.1f}"/>'
        f'<text x="{x + wide / 2:.1f}" y="{y - 4:.1f}">{count}</text>'
    )


def _tick(percent: int) -> str:
    x = _WIDTH * percent / 100
    return f'<text x="{x:.1f}" y="{_HEAD + _HEIGHT + _FOOT - 6}">{percent}&#8201;%</text>'


BINS = 20  # of the histogram, 5 % each
WORST = 24  # pages shown: three rows of a wide screen
_SURE = 0.9  # a page whose words are as sure as this, or surer, is none of the worst
_FEWEST_WORDS = 5  # the mean of fewer words says more about a stamp than about the page


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A recognised page: its document, its number (1-based) and the mean probability that a word of it is right."""

    source: str
    sha256: str
    page: int
    confidence: float


@dataclass(frozen=True, slots=True)
class FailureReason:
    """A way to fail (a flag of documents.csv) and the names of the inputs that failed so, sorted."""

    flag: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A run on the folder: when it began (ISO), seconds it took, what it read now, worker processes, how it ended.

    `ended` is "whole", or "interrupted" where a signal stopped it.
    """

    began: str
    seconds: float
    documents: int
    pages: int
    failed: int
    jobs: int
    ended: str
    version: str

    @property
    def rate(self) -> float | None:
        """Pages a minute; `None` where none was read."""
        return 60 * self.pages / self.seconds if self.pages and self.seconds > 0 else None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the report says about the documents, times aside.

    `histogram` counts recognised pages by the mean probability of their words, `BINS` equal bins from 0 to 1; `unmeasured`
    are pages without one (text files, text layers, blank pages).
    """

    statuses: dict[str, int]
    names: int
    pages: int
    histogram: tuple[int, ...]
    unmeasured: int
    failures: tuple[FailureReason, ...]
    skipped: tuple[FailureReason, ...]
    failed_pages: int
    withheld: tuple[tuple[str, str], ...]
    worst: tuple[PageFacts, ...]
    to_review: int


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What the report takes of one document: numbers and, for each page that was measured, how sure its words are.

    `sure` has the mean probability (0 to 1) of each measured page's words, `doubtful` the numbers (1-based) and means of pages
    to be shown if they are among the worst.
    """

    status: Status
    sources: tuple[str, ...]
    sha256: str
    pages: int
    flags: tuple[str, ...]
    secrecy: str
    to_review: int
    failed_pages: int
    unmeasured: int
    sure: tuple[float, ...]
    doubtful: tuple[tuple[int, float], ...]


def facts_of(document: Document) -> DocumentFacts:
    """The facts of a document."""
    pages = document.restored.reading.pages if document.restored else ()
    failed, means = 0, []
    for number, page in enumerate(pages, 1):
        failed += page.failure is not None
        known = _confidences(page)
        if known:
            means.append((number, len(known), round(sum(known) / len(known), 4)))
    may_show = document.secrecy in {None, "none"}
    return DocumentFacts(
        status=document.status,
        sources=document.sources,
        sha256=document.sha256 or "",
        pages=document.pages or 0,
        flags=document.flags,
        secrecy=document.secrecy or "",
        to_review=sum(len(part.review) for part in document.parts),
        failed_pages=failed,
        unmeasured=len(pages) - len(means),
        sure=tuple(mean for _, _, mean in means),
        doubtful=tuple(
            (number, mean)
            for number, words, mean in means
            if may_show and mean < _SURE and words >= _FEWEST_WORDS
        ),
    )


def _confidences(page: Page) -> list[float]:
    words = (word.confidence for line in page.lines for word in line.words)
    return [confidence for confidence in words if confidence is not None]


@dataclass(slots=True)
class FactCollector:
    """Gathers the facts while documents pass."""

    statuses: Counter[str] = field(default_factory=Counter)
    names: int = 0
    pages: int = 0
    histogram: list[int] = field(default_factory=lambda: [0] * BINS)
    unmeasured: int = 0
    failures: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    skipped: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    failed_pages: int = 0
    withheld: list[tuple[str, str]] = field(default_factory=list)
    worst: list[tuple[float, str, int, str]] = field(default_factory=list)
    to_review: int = 0

    def add(self, document: DocumentFacts) -> None:
        """Count a document."""
        self.statuses[document.status] += 1
        self.names += len(document.sources)
        self.pages += document.pages
        self.to_review += document.to_review
        self.failed_pages += document.failed_pages
        self.unmeasured += document.unmeasured
        if document.status in {Status.FAILED, Status.SKIPPED}:
            kept = self.failures if document.status is Status.FAILED else self.skipped
            for flag in document.flags[:1]:
                kept[flag] += document.sources
        elif document.status is Status.WITHHELD:
            self.withheld += [(source, document.secrecy) for source in document.sources]
        for mean in document.sure:
            self.histogram[min(int(mean * BINS), BINS - 1)] += 1
        for page, mean in document.doubtful:
            self._add_worst(mean, document, page)

    def _add_worst(self, mean: float, document: DocumentFacts, page: int) -> None:
        """Keep the worst pages so far; a heap of negated means has the best of them on top."""
        heapq.heappush(self.worst, (-mean, document.sources[0], page, document.sha256))
        if len(self.worst) > WORST:
            heapq.heappop(self.worst)

    def facts(self) -> Facts:
        """What was gathered, in an order that does not depend on that of the documents."""
        worst = sorted(self.worst, key=lambda item: (-item[0], item[1], item[2]))
        return Facts(
            statuses={status: self.statuses[status] for status in Status},
            names=self.names,
            pages=self.pages,
            histogram=tuple(self.histogram),
            unmeasured=self.unmeasured,
            failures=_reasons(self.failures),
            skipped=_reasons(self.skipped),
            failed_pages=self.failed_pages,
            withheld=tuple(sorted(self.withheld)),
            worst=tuple(PageFacts(name, sha, page, -mean) for mean, name, page, sha in worst),
            to_review=self.to_review,
        )


def _reasons(found: Mapping[str, Sequence[str]]) -> tuple[FailureReason, ...]:
    """The commonest first."""
    return tuple(
        FailureReason(flag, tuple(sorted(names)))
        for flag, names in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    )
