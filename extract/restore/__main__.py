"""`python -m extract.restore`: standard input restored to standard output, for measuring the stage alone."""

from __future__ import annotations

import sys
from pathlib import Path

from extract import dictionaries
from extract.restore.restorer import ARTIFACT, load_restorer


def main() -> None:
    """Read UTF-8, write UTF-8; an artifact may be named as the only argument."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ARTIFACT
    restorer = load_restorer(dictionaries.load(), path)
    text = sys.stdin.buffer.read().decode("utf-8")
    sys.stdout.buffer.write(restorer.restore_text(text)[0].encode("utf-8"))


if __name__ == "__main__":
    main()
