"""Writes the pages of docs/ that come from the code, so that they cannot differ from it: `make docs`.

A test compares what stands in docs/ with what this would write.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from extract.errors import EXIT_MEANINGS
from extract.tables import as_markdown
from extract.words import Speaker, told

HERE = Path(__file__).parent


ABOUT = {
    "en": (
        "Generated from `extract/errors.py` by `make docs`. Codes are only ever added; a script must take an",
        "unknown code as failure. 4, 7, 8 and 9 are for a single input; with several inputs the code is 3.",
    ),
    "vi": (
        "Trang này do `make docs` lập từ `extract/errors.py`. Mã chỉ được thêm; mã lạ phải coi là lỗi.",
        "4, 7, 8 và 9 dành cho một tệp; nhiều tệp thì mã là 3.",
    ),
}


def exit_codes(language: str) -> str:
    """docs/exit-codes.md, from `extract.errors`."""
    say = Speaker(language, "page")
    head = (say("code"), say("meaning"), say("retry"))
    rows = [
        (f"{code:d}", told(means, language), told(retry, language))
        for code, (means, retry) in EXIT_MEANINGS.items()
    ]
    table = [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]
    return "\n".join([f"# {say('exit_codes')}", "", *ABOUT[language], "", *table, ""])


PAGES: dict[str, Callable[[], str]] = {
    "exit-codes.md": partial(exit_codes, "en"),
    "exit-codes.vi.md": partial(exit_codes, "vi"),
    "tables.md": as_markdown,
    "tables.vi.md": partial(as_markdown, language="vi"),
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
