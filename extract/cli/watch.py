"""`vanban watch`: an inbox of scans, read as they come."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.flags import (
    Dictionaries,
    Excel,
    Jobs,
    JsonEvents,
    Lang,
    Memory,
    NoLearned,
    Timeout,
)
from extract.options import Options

if TYPE_CHECKING:
    from extract.batch import Summary
    from extract.ingest import InputList

EXAMPLES = """\
Examples:
  vanban watch /srv/inbox --out /srv/vanban
  vanban watch inbox --out out --settle 60 --jobs 4     a slow network drive
"""
_DEFAULT = Options()


def watch(
    folder: Annotated[
        Path, typer.Argument(help="The folder that scans are put into.", show_default=False)
    ],
    out: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Folder for the tables and texts.", show_default=False),
    ],
    settle: Annotated[
        float, typer.Option(min=0.5, help="Seconds a file must stay unchanged before it is read.")
    ] = 10.0,
    jobs: Jobs = _DEFAULT.jobs,
    lang: Lang = _DEFAULT.lang,
    dictionary: Dictionaries = None,
    excel: Excel = _DEFAULT.excel,
    timeout: Timeout = _DEFAULT.timeout,
    memory: Memory = _DEFAULT.memory,
    no_learned: NoLearned = False,
    json: JsonEvents = False,
) -> None:
    """Read the documents of an inbox as they come, until Ctrl-C or SIGTERM."""
    from extract.batch.watch import watch as watch_inbox
    from extract.batch.workers.pool import worker_count
    from extract.cli.progress import progress_for

    options = Options(
        lang=lang,
        dictionaries=tuple(dictionary or ()),
        jobs=jobs or worker_count(memory),
        timeout=timeout,
        memory=memory,
        learned=not no_learned,
        excel=excel,
    )
    read = partial(_read, out=out, options=options, json=json)
    signal = watch_inbox(folder, out, settle, read, progress_for(json=json).note)
    raise typer.Exit(128 + signal)


def _read(found: InputList, out: Path, options: Options, *, json: bool) -> Summary:
    """One run, told as any other."""
    from extract.batch import run_on
    from extract.cli.progress import progress_for
    from extract.cli.summary import show
    from extract.ocr import TesseractEngine

    start_engine = partial(TesseractEngine.start, options.lang, options.timeout)
    summary = run_on(found, out, options, start_engine, progress_for(json=json))
    show(summary, out, json=json)
    return summary
