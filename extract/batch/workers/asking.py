"""One question about one file, answered in a worker with the limits of a run: what `inspect`, `explain` and `restore` do (promise S8)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from extract.batch.folder.temporary import temporary_folder
from extract.batch.tasks import Answer, Ask, Outcome, Result, Subject, Task
from extract.batch.workers.executors import in_pool
from extract.errors import VanbanError
from extract.ocr import Engine
from extract.options import Options
from extract.pipeline import restorer
from extract.tables.files import OutputFolder

Question = Callable[[Subject], bytes]


def ask(file: Path, options: Options, engine: Engine, question: Question, seconds: float) -> bytes:
    """What `question`, a function that pickles, answers about a file within so many seconds.

    Raises what the question raises, as a `VanbanError` with its words and exit code; also where the worker met a limit or died.
    """
    restorer(options.dictionaries)  # loaded here, a forked worker has it for nothing
    tasks: list[Task] = [Ask(_subject(file, options, engine), question, seconds)]
    with tempfile.TemporaryDirectory(prefix="vanban-") as place:
        folder = OutputFolder.open(Path(place))
        try:
            with temporary_folder(folder), in_pool(1, options.memory, engine) as execute:
                ((_, result),) = execute(lambda room: [tasks.pop() for _ in tasks[:room]])
        finally:
            folder.close()
    return _answer(result)


def _subject(file: Path, options: Options, engine: Engine) -> Subject:
    return Subject(file, str(file), "", 1, False, options, engine)


def _answer(result: Result) -> bytes:
    if isinstance(result, Answer):
        return result.data
    assert isinstance(result, Outcome)
    assert result.failure is not None
    error = VanbanError(result.failure.what, result.failure.why, result.failure.do)
    error.code = result.failure.code
    raise error
