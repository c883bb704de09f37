"""The dictionaries that people's answers teach, in `.vanban/learned/`: made before a run reads, gone with the papers they came from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path

from extract.batch.folder.place import Place
from extract.decisions import Decision, read_decisions
from extract.decisions.learned import FOLDER, learned
from extract.options import Options
from extract.tables.files import STATE


def with_learned(here: Place, options: Options) -> Options:
    """The options with what the folder's answers teach, behind the user's own dictionaries."""
    if not options.learned:
        return options
    teach(here, read_decisions(here.out.path).standing())
    return with_known(here.out.path, options)


def with_known(out: Path, options: Options) -> Options:
    """The options with what was taught before; nothing is written."""
    if not options.learned:
        return options
    paths = tuple(sorted((out / STATE / FOLDER).glob("*.tsv")))
    return dataclasses.replace(options, dictionaries=(*options.dictionaries, *paths))


def teach(here: Place, decisions: Iterable[Decision]) -> None:
    """Write what these decisions teach, and remove what others taught."""
    files = learned(decisions)
    if not files and FOLDER not in here.state.names():
        return
    inner = here.state.inner(FOLDER)
    try:
        for name, data in files.items():
            inner.stage(name, data)
        inner.publish([*files])
        inner.remove(name for name in inner.names() if name not in files)
    finally:
        inner.close()
