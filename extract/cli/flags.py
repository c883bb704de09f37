"""The options that several commands share, each with its one help text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Lang = Annotated[str, typer.Option(help="Tesseract language, several joined by +.")]
Dictionaries = Annotated[
    list[Path] | None,
    typer.Option("--dictionary", metavar="FILE", help="Your own dictionary file; may be repeated."),
]
Jobs = Annotated[
    int,
    typer.Option(min=0, help="Worker processes; 0: as many as processors and memory allow."),
]
MaxMpixels = Annotated[float, typer.Option(min=1, help="Largest page in megapixels.")]
Timeout = Annotated[float, typer.Option(min=0.1, help="Seconds a page may take.")]
MaxPages = Annotated[int, typer.Option(min=1, help="Most pages of a document.")]
MaxFailures = Annotated[
    int, typer.Option(min=0, help="Pages of a document that may be given up before the rest is.")
]
MaxSeconds = Annotated[
    float, typer.Option(min=1, help="Processor seconds that all pages of a document may take.")
]
MaxMegabytes = Annotated[
    float, typer.Option(min=1, help="Largest file, and most that its pages hold.")
]
Memory = Annotated[
    float,
    typer.Option(min=0.25, metavar="GIB", help="Memory a worker may use with its engine."),
]
Excel = Annotated[bool, typer.Option("--excel", help="Write CSV files that Excel opens safely.")]
NoLearned = Annotated[
    bool,
    typer.Option("--no-learned", help="Leave out the names that answers in DIR have taught."),
]
IncludeSecret = Annotated[
    bool, typer.Option("--include-secret", help="Read documents with a secrecy mark too.")
]
JsonEvents = Annotated[
    bool,
    typer.Option("--json", help="Tell progress and summary as JSON, one event a line on stderr."),
]
JsonAnswer = Annotated[bool, typer.Option("--json", help="Tell it as JSON on stdout.")]
WrittenFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="A folder that `extract` wrote.")
]
