"""`vanban train`: builds what restoration uses from plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """\
Examples:
  vanban train corpora --out restore.bin
  vanban train laws.txt.xz gazette.txt.xz --out restore.bin --seed 2
"""


def train(
    corpora: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORPUS...",
            help="Folders and files of accented plain text (.txt, .txt.xz).",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="The artifact to write.", show_default=False)
    ],
    seed: Annotated[
        int, typer.Option(help="Seed of all choices; the same gives the same bytes.")
    ] = 1,
) -> None:
    """Build what restoration uses: the language model and the channels, and beside them names, the rescorer and the calibration."""
    from extract.cli.messages import say
    from extract.errors import UsageError
    from extract.train import train as build

    missing = [path for path in corpora if not path.exists()]
    if missing:
        raise UsageError(f"Corpus {missing[0]}", "no such file or folder", "Check the spelling.")
    build(corpora, out, seed, say)
