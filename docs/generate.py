"""Writes the pages of docs/ that come from the code, so that they cannot differ from it: `make docs`.

A test compares what stands in docs/ with what this would write.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from extract.errors import EXIT_MEANINGS
from extract.tables import describe

HERE = Path(__file__).parent


def exit_codes() -> str:
    """docs/exit-codes.md, from `extract.errors`."""
    rows = [f"| {code:d} | {means} | {retry} |" for code, (means, retry) in EXIT_MEANINGS.items()]
    head = [
        "# Exit codes",
        "",
        "Generated from `extract/errors.py` by `make docs`. Codes are only ever added; a script must take an",
        "unknown code as failure. 4, 7, 8 and 9 are for a single input; with several inputs the code is 3.",
        "",
        "| code | means | worth another try? |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*head, *rows, ""])


PAGES: dict[str, Callable[[], str]] = {"exit-codes.md": exit_codes, "tables.md": describe}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
