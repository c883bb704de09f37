"""Another chance: documents that were given up, or have pages that failed, are read by the next run (promise W4)."""

from __future__ import annotations

from extract.batch.journal.journal import Journal
from extract.batch.journal.view import AGAIN, LOST_RUNS


def release(journal: Journal, ids: frozenset[str]) -> list[str]:
    """Give documents that were given up, or have pages that failed, another chance; their names (`ids`: all where empty)."""
    lost = (
        "SELECT sha256 FROM documents WHERE died > 0 OR begun >= ?"
        " OR sha256 IN (SELECT sha256 FROM pages WHERE flag IS NOT NULL OR died > 0)"
    )
    with journal.together():
        found = [sha256 for (sha256,) in journal.connection.execute(lost, (LOST_RUNS,))]
        chosen = [s for s in found if not ids or s[:16] in ids or s in ids]
        for sha256 in chosen:
            try_again(journal, sha256)
    names = journal.sources()
    return sorted(name for sha256 in chosen for name in names.get(sha256, ()))


def try_again(journal: Journal, sha256: str) -> None:
    """Let a document, and those of its pages that failed, be read by the next run; its results stay in the tables till then."""
    db = journal.connection
    with journal.together():
        db.execute(
            "UPDATE pages SET begun = 0, died = 0, flag = iif(flag IS NULL, NULL, ?) WHERE sha256 = ?",
            (AGAIN, sha256),
        )
        # Without a key no result is taken for the new one.
        db.execute("UPDATE stages SET key = '' WHERE sha256 = ?", (sha256,))
        db.execute(
            "UPDATE documents SET begun = 0, died = 0, key = NULL WHERE sha256 = ?", (sha256,)
        )
