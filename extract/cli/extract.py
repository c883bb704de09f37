"""`vanban extract`: files and folders into text and tables."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.options import Options

if TYPE_CHECKING:
    from extract.batch.executors import Workplace
    from extract.ocr import Engine

EXAMPLES = """\
Examples:
  vanban extract scans --out out
  vanban extract tb-15.pdf bc-16.txt --out out --excel
  vanban extract scans --out out --jobs 4 --dictionary our-agencies.tsv
  vanban extract scans --out out --hocr        words with boxes for other tools
"""
_DEFAULT = Options()


def extract(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Files and folders to read: PDF, images, plain text.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            help="Folder for the tables and texts; a second run adds to it.",
            show_default=False,
        ),
    ],
    jobs: Annotated[
        int,
        typer.Option(min=0, help="Worker processes; 0: as many as processors and memory allow."),
    ] = _DEFAULT.jobs,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Work on the Dask cluster of this scheduler (tcp://HOST:8786) instead of here.",
        ),
    ] = None,
    lang: Annotated[
        str, typer.Option(help="Tesseract language, several joined by +.")
    ] = _DEFAULT.lang,
    dictionary: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Your own dictionary file; may be repeated."),
    ] = None,
    excel: Annotated[
        bool, typer.Option("--excel", help="Write CSV files that Excel opens safely.")
    ] = _DEFAULT.excel,
    hocr: Annotated[
        bool, typer.Option("--hocr", help="Write text/ID.hocr too: words with boxes (hOCR 1.2).")
    ] = _DEFAULT.hocr,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The day 'in the future' is measured from (default: today).",
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget what DIR holds and start over.")
    ] = _DEFAULT.fresh,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Say what there is to do, the time and disk it takes; do nothing."
        ),
    ] = False,
    no_lock: Annotated[
        bool,
        typer.Option(
            "--no-lock",
            help="Go on where DIR's file system has no locks; see to it that no other run uses it.",
        ),
    ] = _DEFAULT.no_lock,
    max_mpixels: Annotated[
        float, typer.Option(min=1, help="Largest page in megapixels.")
    ] = _DEFAULT.max_mpixels,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds a page may take.")
    ] = _DEFAULT.timeout,
    memory: Annotated[
        float,
        typer.Option(min=0.25, metavar="GIB", help="Memory a worker may use with its engine."),
    ] = _DEFAULT.memory,
    include_secret: Annotated[
        bool, typer.Option("--include-secret", help="Extract documents with a secrecy mark too.")
    ] = _DEFAULT.include_secret,
    json: Annotated[
        bool,
        typer.Option(
            "--json", help="Tell progress and summary as JSON, one event a line on stderr."
        ),
    ] = False,
) -> None:
    """Read documents into text and tables."""
    from extract.batch import resources, run
    from extract.batch.forecast import forecast
    from extract.cli.forecast import tell_forecast
    from extract.cli.progress import progress_for
    from extract.cli.summary import show
    from extract.ingest import find_inputs
    from extract.ocr import TesseractEngine

    options = Options(
        lang=lang,
        dictionaries=tuple(dictionary or ()),
        as_of=as_of.date() if as_of else None,
        jobs=jobs or resources.workers(memory),
        max_mpixels=max_mpixels,
        timeout=timeout,
        memory=memory,
        include_secret=include_secret,
        fresh=fresh,
        no_lock=no_lock,
        excel=excel,
        hocr=hocr,
    )
    if dry_run:
        tell_forecast(forecast(inputs, out, options, partial(TesseractEngine.start, lang, timeout)))
        raise typer.Exit
    progress = progress_for(json=json)
    there = [path for path in inputs if os.path.lexists(path)]
    start_engine = partial(TesseractEngine.start, lang, timeout)
    workplace = _workplace(scheduler, options, start_engine)
    summary = run(there or inputs, out, options, start_engine, progress, workplace)
    show(summary, out, json=json)
    if len(there) < len(inputs):
        find_inputs([path for path in inputs if path not in there])  # says which is missing
    raise typer.Exit(summary.exit_code)


def _workplace(
    scheduler: str | None, options: Options, start_engine: Callable[[], Engine]
) -> Workplace | None:
    if scheduler is None:
        return None
    from extract.batch.cluster import in_cluster

    return in_cluster(scheduler, options, start_engine)
