"""What was chosen for the last run on a folder (`.vanban/run.json`): to be read by people, and by what writes its files anew."""

from __future__ import annotations

import json
from pathlib import Path

from extract import __version__
from extract.batch import machine
from extract.ocr import Engine
from extract.options import Options
from extract.tables.files import OutputFolder

NAME = "run.json"


def record(state: OutputFolder, options: Options, engine: Engine) -> None:
    """Write the options of the run that ends now, `as_of` and `include_secret` above all, and its engine."""
    chosen = {
        "version": __version__,
        "ended": machine.now(),
        "read_with": engine.fingerprint(),  # the program, its version, language data, second reader
        "lang": options.lang,
        "dictionaries": [path.name for path in options.dictionaries],
        "as_of": str(options.as_of),
        "include_secret": options.include_secret,
        "excel": options.excel,
        "hocr": options.hocr,
        "jobs": options.jobs,
        "timeout": options.timeout,
        "memory": options.memory,
        "max_mpixels": options.max_mpixels,
    }
    state.stage(NAME, (json.dumps(chosen, indent=1) + "\n").encode())
    state.publish([NAME])


def chosen_form(state: Path) -> Options:
    """The form of the files (`excel`, `hocr`) that the last run chose, and how large a page it took; the usual ones where that is not known."""
    try:
        known = json.loads((state / NAME).read_bytes())
        return Options(
            excel=bool(known["excel"]),
            hocr=bool(known["hocr"]),
            max_mpixels=float(known["max_mpixels"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Options()
