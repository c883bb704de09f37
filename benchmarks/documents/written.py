"""The documents that were written by hand (written/README.md), in the forms they are measured in."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from documents.damage import damaged
from documents.forms import strip_marks, write_typed

HERE = Path(__file__).parent / "written"
#: Forms of the held-out half: as written, without marks of cells, misread at random.
FORMS = ("txt", "flat", "damaged")
#: Forms of the batch that is read once, at first sight: also without marks of letters, and printed and scanned.
SIGHT_FORMS = (*FORMS, "strip", "scan")
_BAR = re.compile(r" *\| *")


def lay_out(folder: Path, half: str, form: str) -> Path:
    """The folder, filled with NN.txt and NN.json of a part ("dev", "held", "sight"), and NN.damaged.txt, NN.strip.txt, NN.scan.pdf where asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, path in enumerate(sorted((HERE / half).glob("*.txt")), 1):
        text = path.read_text(encoding="utf-8")
        text = _BAR.sub(" ", text) if form == "flat" else text
        (folder / path.name).write_text(text, encoding="utf-8")
        shutil.copyfile(path.with_suffix(".json"), folder / f"{path.stem}.json")
        if form == "damaged":
            read = damaged(text, seed)
            (folder / f"{path.stem}.damaged.txt").write_text(read, encoding="utf-8")
        if form == "strip":
            bare = strip_marks(text)
            (folder / f"{path.stem}.strip.txt").write_text(bare, encoding="utf-8")
        if form == "scan":
            write_typed(folder, path.stem, text, seed, [form], wrapped=False)
    return folder
