"""`vanban extract INPUT... --out DIR` reads documents into text and tables; `vanban watch` does so run after run."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from extract.cli.export import must_make_pdfs, write_pdfs
from extract.cli.flags import (
    Dictionaries,
    Excel,
    IncludeSecret,
    Jobs,
    JsonEvents,
    Lang,
    MaxFailures,
    MaxMegabytes,
    MaxMpixels,
    MaxPages,
    MaxSeconds,
    Memory,
    NoLearned,
    Timeout,
)
from extract.cli.messages import language
from extract.options import Options

if TYPE_CHECKING:
    from extract.batch import Summary
    from extract.batch.executors import Workplace
    from extract.ingest import InputList
    from extract.ocr import Engine

# `vanban extract`: files and folders into text and tables.

EXTRACT_EXAMPLES = """\
Examples:
  vanban extract scans --out out
  vanban extract tb-15.pdf bc-16.txt --out out --excel
  vanban extract scans --out out --jobs 4 --dictionary our-agencies.tsv
  vanban extract scans --out out --hocr        words with boxes for other tools; --alto for archives
  vanban extract scans --out out --pdf         searchable PDF/A beside the tables
"""
_DEFAULT = Options()


Inputs = Annotated[
    list[Path],
    typer.Argument(
        metavar="INPUT...",
        help="Files and folders to read: PDF, images, Word, plain text, zip, eml.",
        show_default=False,
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        metavar="DIR",
        help="Folder for the tables and texts; a second run adds to it.",
        show_default=False,
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Work on the Dask cluster of this scheduler (tcp://HOST:8786) instead of here.",
    ),
]
Hocr = Annotated[
    bool, typer.Option("--hocr", help="Write text/ID.hocr too: words with boxes (hOCR 1.2).")
]
Alto = Annotated[
    bool, typer.Option("--alto", help="Write text/ID.alto.xml too: words with boxes (ALTO 4).")
]
Pdf = Annotated[
    bool, typer.Option("--pdf", help="Write pdf/ID.pdf too: searchable PDF/A of the scans.")
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="The day 'in the future' is measured from (default: today).",
    ),
]
Fresh = Annotated[bool, typer.Option("--fresh", help="Forget what DIR holds and start over.")]
DryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run", help="Say what there is to do, the time and disk it takes; do nothing."
    ),
]
NoLock = Annotated[
    bool,
    typer.Option(
        "--no-lock",
        help="Go on where DIR's file system has no locks; see to it that no other run uses it.",
    ),
]


def extract(
    inputs: Inputs,
    out: Out,
    jobs: Jobs = _DEFAULT.jobs,
    scheduler: Scheduler = None,
    lang: Lang = _DEFAULT.lang,
    dictionary: Dictionaries = None,
    excel: Excel = _DEFAULT.excel,
    hocr: Hocr = _DEFAULT.hocr,
    alto: Alto = _DEFAULT.alto,
    pdf: Pdf = False,
    as_of: AsOf = None,
    fresh: Fresh = _DEFAULT.fresh,
    dry_run: DryRun = False,
    no_lock: NoLock = _DEFAULT.no_lock,
    max_mpixels: MaxMpixels = _DEFAULT.max_mpixels,
    timeout: Timeout = _DEFAULT.timeout,
    max_pages: MaxPages = _DEFAULT.max_pages,
    max_failures: MaxFailures = _DEFAULT.max_failures,
    max_seconds: MaxSeconds = _DEFAULT.max_seconds,
    max_megabytes: MaxMegabytes = _DEFAULT.max_megabytes,
    memory: Memory = _DEFAULT.memory,
    no_learned: NoLearned = False,
    include_secret: IncludeSecret = _DEFAULT.include_secret,
    json: JsonEvents = False,
) -> None:
    """Read documents into text and tables."""
    options = Options(
        lang=lang, dictionaries=tuple(dictionary or ()), as_of=as_of.date() if as_of else None, jobs=jobs or _workers(memory),
        max_mpixels=max_mpixels, timeout=timeout, max_pages=max_pages, max_failures=max_failures, max_seconds=max_seconds,
        max_megabytes=max_megabytes, memory=memory, include_secret=include_secret, fresh=fresh, no_lock=no_lock,
        learned=not (no_learned or scheduler),  # other machines do not see the folder's files
        excel=excel, hocr=hocr, alto=alto, language=language(),
    )  # fmt: skip
    if dry_run:
        _foretell(inputs, out, options)
    must_make_pdfs(pdf)
    summary = _read(inputs, out, options, scheduler, json=json)
    made = write_pdfs(out, options, json=json) if pdf and summary.signal is None else 0
    raise typer.Exit(summary.exit_code or made)


def _workers(memory: float) -> int:
    from extract.batch.pool import worker_count

    return worker_count(memory)


def _engine(options: Options) -> Callable[[], Engine]:
    from extract.ocr import TesseractEngine

    return partial(TesseractEngine.start, options.lang, options.timeout)


def _read(
    inputs: list[Path], out: Path, options: Options, scheduler: str | None, *, json: bool
) -> Summary:
    """One run, told; the inputs that are there are read before one that is missing is an error."""
    from extract.batch import run
    from extract.cli.progress import progress_for, show
    from extract.ingest import find_inputs

    progress = progress_for(json=json)
    there = [path for path in inputs if os.path.lexists(path)]
    start_engine = _engine(options)
    workplace = _workplace(scheduler, options, start_engine)
    summary = run(there or inputs, out, options, start_engine, progress, workplace=workplace)
    show(summary, out, json=json)
    if len(there) < len(inputs):
        find_inputs([path for path in inputs if path not in there])  # says which is missing
    return summary


def _foretell(inputs: list[Path], out: Path, options: Options) -> NoReturn:
    from extract.batch.run import forecast
    from extract.cli.progress import tell_forecast

    tell_forecast(forecast(inputs, out, options, _engine(options)))
    raise typer.Exit


def _workplace(
    scheduler: str | None, options: Options, start_engine: Callable[[], Engine]
) -> Workplace | None:
    if scheduler is None:
        return None
    from extract.batch.cluster import in_cluster

    return in_cluster(scheduler, options, start_engine)


# `vanban watch`: an inbox of scans, read as they come.

WATCH_EXAMPLES = """\
Examples:
  vanban watch /srv/inbox --out /srv/vanban
  vanban watch inbox --out out --settle 60 --jobs 4     a slow network drive
"""


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
    from extract.cli.progress import progress_for

    options = Options(
        lang=lang,
        dictionaries=tuple(dictionary or ()),
        jobs=jobs or _workers(memory),
        timeout=timeout,
        memory=memory,
        learned=not no_learned,
        excel=excel,
        language=language(),
    )
    read = partial(_run_on, out=out, options=options, json=json)
    signal = watch_inbox(folder, out, settle, read, progress_for(json=json).note)
    raise typer.Exit(128 + signal)


def _run_on(found: InputList, out: Path, options: Options, *, json: bool) -> Summary:
    """One run, told as any other."""
    from extract.batch import run_on
    from extract.cli.progress import progress_for, show

    summary = run_on(found, out, options, _engine(options), progress_for(json=json))
    show(summary, out, json=json)
    return summary
