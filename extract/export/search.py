"""An archive to search in: SQLite FTS5 over the pages of finished output folders.

A page is indexed as it reads (with marks), folded (without marks, `đ` as `d`: FTS5 itself does not fold it) and as recognised,
so that a query is found however it is typed and whatever restoration did. A code (1085/QĐ-UBND) is also one whole token: 85/QĐ-UBND
does not find it. All of a call is one transaction: a kill leaves the index as it was.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract.errors import JournalBusy, UnreadableInput, UsageError
from extract.export.folder import Cell, FinishedFolder, read_file, read_folder
from extract.fold import fold
from extract.tables.definition import DOCUMENTS

_VERSION = 1
_WAIT = 5.0  # seconds for another program that writes the index
_AROUND = 60  # letters of a snippet on each side
_CODE = re.compile(r"(?<!\d)\d++[a-z]?(?:/[0-9a-z&.-]+)+")
_WORD = re.compile(r"[^\W_]+")
_SCHEMA = (
    "CREATE TABLE paper(id INTEGER PRIMARY KEY, folder TEXT, doc_id TEXT, stamp TEXT, UNIQUE(folder, doc_id))",
    "CREATE TABLE page(id INTEGER PRIMARY KEY, paper INTEGER, page INTEGER, source TEXT, code TEXT, issued TEXT, type TEXT, issuer TEXT)",
    "CREATE INDEX page_of ON page(paper)",
    "CREATE VIRTUAL TABLE words USING fts5(marked, folded, raw, codes, tokenize = 'unicode61 remove_diacritics 0')",
    f"PRAGMA user_version = {_VERSION}",
)


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a call did: papers put in, left as they were, taken out."""

    added: int
    kept: int
    removed: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is sought: words or a code, and what the paper must be."""

    words: str
    issuer: str = ""
    first: date | None = None
    last: date | None = None
    doc_type: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found."""

    source: str
    page: int
    code: str
    issued: str
    text: str
    snippet: str


@contextmanager
def _open(db: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect(db, timeout=_WAIT, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            yield connection
    except sqlite3.OperationalError as error:
        raise JournalBusy(f"Index {db}", str(error), "Try again, or name another --db.") from error
    except sqlite3.DatabaseError as error:
        raise _no_index(db) from error


def _no_index(db: Path) -> UnreadableInput:
    do = "Make it with `vanban index OUT --db FILE`, under another name if this file is something else."
    return UnreadableInput(f"{db}", "it is no index of vanban", do)


def index(outs: Sequence[Path], db: Path) -> Indexed:
    """Bring the index up to date with these folders; other folders in it stay. Errors as `read_folder`."""
    folders = [read_folder(out) for out in outs]
    with _open(db) as connection:
        connection.execute("BEGIN IMMEDIATE")
        _prepare(connection, db)
        counts = [_index_folder(connection, folder) for folder in folders]
        if any(removed for *_, removed in counts):  # no trace of what was forgotten stays behind
            connection.execute("INSERT INTO words(words) VALUES ('optimize')")
        connection.execute("COMMIT")
    return Indexed(*(sum(column) for column in zip(*counts, strict=True)))


def _prepare(connection: sqlite3.Connection, db: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not version and not tables:
        for statement in _SCHEMA:
            connection.execute(statement)
    elif version != _VERSION:
        raise _no_index(db)


def _index_folder(connection: sqlite3.Connection, folder: FinishedFolder) -> tuple[int, int, int]:
    place = str(folder.path.resolve())
    known: dict[str, str] = dict(
        connection.execute("SELECT doc_id, stamp FROM paper WHERE folder = ?", (place,))
    )
    wanted = _stamped(folder)
    added = [doc_id for doc_id, (stamp, _) in wanted.items() if known.get(doc_id) != stamp]
    gone = [doc_id for doc_id in known if doc_id not in wanted]
    for doc_id in (*added, *gone):
        _remove(connection, place, doc_id)
    for doc_id in added:
        stamp, parts = wanted[doc_id]
        told = (place, doc_id, stamp)
        made = connection.execute("INSERT INTO paper(folder, doc_id, stamp) VALUES (?, ?, ?)", told)
        _add_pages(connection, made.lastrowid or 0, parts, _texts(folder, doc_id))
    return len(added), len(wanted) - len(added), len(gone)


Part = Mapping[str, Cell]


def _stamped(folder: FinishedFolder) -> dict[str, tuple[str, list[Part]]]:
    """The papers with a text: what their pages depend on, and their parts."""
    found: dict[str, list[Part]] = {}
    for row in folder.tables[DOCUMENTS.name].by_name():
        if f"text/{row['doc_id']}.txt" in folder.hashes:
            found.setdefault(str(row["doc_id"]), []).append(row)
    return {
        doc_id: (f"{folder.hashes[f'text/{doc_id}.txt']} {folder.hashes.get(f'text/{doc_id}.raw.txt')} {parts}", parts)
        for doc_id, parts in found.items()
    }  # fmt: skip


def _texts(folder: FinishedFolder, doc_id: str) -> list[tuple[str, str]]:
    """The pages of a paper: restored, and as recognised."""
    both = (f"text/{doc_id}.txt", f"text/{doc_id}.raw.txt")
    restored, raw = (
        read_file(folder.path, name, folder.hashes).decode().split("\f") for name in both
    )
    return list(zip(restored, raw, strict=True))


def _remove(connection: sqlite3.Connection, place: str, doc_id: str) -> None:
    own = "SELECT id FROM paper WHERE folder = ? AND doc_id = ?"
    pages = f"SELECT id FROM page WHERE paper IN ({own})"  # noqa: S608 - no text of others
    key = (place, doc_id)
    connection.execute(f"DELETE FROM words WHERE rowid IN ({pages})", key)  # noqa: S608
    connection.execute(f"DELETE FROM page WHERE paper IN ({own})", key)  # noqa: S608
    connection.execute("DELETE FROM paper WHERE folder = ? AND doc_id = ?", key)


def _add_pages(
    connection: sqlite3.Connection,
    paper: int,
    parts: Sequence[Part],
    texts: Sequence[tuple[str, str]],
) -> None:
    for number, (text, raw) in enumerate(texts, 1):
        facts = _facts(_part_at(parts, number))
        made = connection.execute(
            "INSERT INTO page(paper, page, source, code, issued, type, issuer) VALUES (?,?,?,?,?,?,?)",
            (paper, number, *facts),
        )
        folded = fold(text)
        codes = " ".join(_token(code) for code in _CODE.findall(folded))
        words = (made.lastrowid, text, folded, fold(raw), codes)
        connection.execute(
            "INSERT INTO words(rowid, marked, folded, raw, codes) VALUES (?,?,?,?,?)", words
        )


def _part_at(parts: Sequence[Part], page: int) -> Part:
    """The document that a page of the file is of."""
    begun = [p for p in parts if isinstance(p["page_from"], int) and p["page_from"] <= page]
    return begun[-1] if begun else parts[0]


def _facts(part: Part) -> tuple[str, ...]:
    names = ("source", "code", "issued_date", "doc_type")
    return (*(str(part[name] or "") for name in names), fold(str(part["issuer"] or "")))


def _token(code: str) -> str:
    """A code as one token that no word is."""
    return "".join(sign if sign.isalnum() else "x" for sign in code.rstrip(".-")) + "zz"


def _queries(words: str) -> tuple[str, ...]:
    """FTS5's queries, the best answers first: the words in a row with their marks, in a row, each in the fold or the raw text; codes are whole.

    One after the other, for ranking all pages that hold the words took 85 ms (100,000 pages), and most queries are answered by the first.
    """
    folded = fold(words)
    codes = [_token(code) for code in _CODE.findall(folded)]
    rest = _WORD.findall(_CODE.sub(" ", folded))
    every = [f'codes : "{code}"' for code in codes]
    every += [f'{{folded raw}} : "{word}"' for word in rest]
    if not every:
        raise UsageError("The query", "it holds no word", "Name words or a code that you seek.")
    if codes or len(rest) == 1:
        return (" AND ".join(every),)
    marked = f'marked : "{" ".join(_WORD.findall(words))}"'
    return marked, f'folded : "{" ".join(rest)}"', " AND ".join(every)


def find(db: Path, wish: Wish, most: int = 10) -> list[Hit]:
    """The pages that answer best, best first. `UsageError`: there is no index, or no word is sought."""
    queries = _queries(wish.words)
    if not db.is_file():
        raise UsageError(f"Index {db}", "it does not exist", "Make it with `vanban index OUT --db FILE`.")  # fmt: skip
    issued = (wish.first and wish.first.isoformat(), wish.last and wish.last.isoformat())
    given = (f"%{fold(wish.issuer)}%", *(issued[0],) * 2, *(issued[1],) * 2)
    kind = fold(wish.doc_type).replace(" ", "_")
    found: dict[int, Sequence[str]] = {}
    with _open(db) as connection:
        if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            raise _no_index(db)
        for query in queries:
            if len(found) < most:
                for key, *row in connection.execute(
                    _FIND, (query == queries[-1], query, *given, kind, kind, most)
                ):
                    found.setdefault(key, row)
    return [_hit(row, wish.words) for row in [*found.values()][:most]]


def _hit(row: Sequence[str], words: str) -> Hit:
    source, page, code, issued, text, content = row
    shown = _snippet(content, words)
    return Hit(source, int(page), code, issued, text=text, snippet=shown)


# Pages with the words in a row are not ranked further (half the time of a query), and of others only so many: more hold the words only where these are everywhere, and then their order says little.
_RANKED = 500
_FIND = f"""\
SELECT id, source, page, code, issued, path, marked FROM (
SELECT page.id, page.source, page.page, page.code, page.issued, paper.folder || '/text/' || paper.doc_id || '.txt' AS path, words.marked, CASE WHEN ? THEN words.rank END AS rank
FROM words JOIN page ON page.id = words.rowid JOIN paper ON paper.id = page.paper
WHERE words MATCH ? AND page.issuer LIKE ? AND (? IS NULL OR page.issued >= ?)
AND (? IS NULL OR (page.issued <> '' AND page.issued <= ?)) AND (? = '' OR page.type = ?) LIMIT {_RANKED})
ORDER BY rank, source, page LIMIT ?"""  # noqa: S608 - a number of ours


def _snippet(text: str, words: str) -> str:
    """The text around the phrase, or the first of its words that stands there; the fold has the text's own length."""
    folded, sought = fold(text), fold(words)
    places = [folded.find(one) for one in (sought, *_WORD.findall(sought))]
    at = next((place for place in places if place >= 0), 0)
    before, after = text[:at], text[at : at + len(words) + _AROUND]
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if at + len(after) < len(text):
        after = after.rpartition(" ")[0] + " …"
    return " ".join((before + after).split())
