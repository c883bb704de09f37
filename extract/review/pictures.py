"""Pages as pictures, drawn from the inputs in a worker with the limits of any page (promise S8), and remembered for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

from extract.batch.executors import Executor, in_pool
from extract.batch.reporting import picture_of
from extract.batch.tasks import Answer, PictureTask, Task
from extract.batch.view import JournalView
from extract.options import Options

_MOST = 64 * 2**20  # bytes remembered: some 200 pages


@dataclass(slots=True)
class Drawer:
    """Draws one page at a time, in a thread of its own: a worker lives no longer than the thread that started it."""

    execute: Executor
    options: Options
    thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    drawn: OrderedDict[tuple[str, int], bytes] = field(default_factory=OrderedDict)

    def page(self, journal: JournalView, sha256: str, page: int) -> bytes:
        """A page as WebP; empty where its file has gone, or cannot be drawn."""
        known = self.drawn.get((sha256, page))
        if known is not None:
            return known
        task = picture_of(journal, sha256, page, self.options, legible=True)
        if task is None:
            return b""
        return self.thread.submit(self._draw, task).result()

    def _draw(self, task: PictureTask) -> bytes:
        key = task.subject.sha256, task.number
        if key not in self.drawn:  # two asked for it at once
            waiting: list[Task] = [task]
            supply = lambda free: [waiting.pop() for _ in range(min(free, len(waiting)))]  # noqa: E731
            for _, result in self.execute(supply):
                self.drawn[key] = result.data if isinstance(result, Answer) else b""
        self._let_go()
        return self.drawn.get(key, b"")

    def _let_go(self) -> None:
        while len(self.drawn) > 1 and sum(map(len, self.drawn.values())) > _MOST:
            self.drawn.popitem(last=False)


@contextmanager
def drawing(options: Options) -> Iterator[Drawer]:
    """A drawer with its worker; to be opened before the process has threads, when that is cheap."""
    with in_pool(1, options.memory) as execute:
        drawer = Drawer(execute, options)
        try:
            yield drawer
        finally:
            drawer.thread.shutdown(cancel_futures=True)
