"""What people's answers teach, for this archive alone: names, units, places and codes as user dictionaries in `.vanban/learned/`.

Only what a person confirmed or typed is taken, and only what our own lists lack; the same decisions give the same files. They stand
behind a user's own dictionaries and before ours, and are part of the stages' keys like those, so that a new name is used in every paper by
the next run. From `_ENOUGH` answers on, how often each column was found wrong weighs the chances of the review list. Misread words with
their true form teach nothing: counted in the channel they spoil as much as they mend (docs/dictionaries.md).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from extract import dictionaries
from extract.decisions.record import DOCUMENTS, WORDS, Decision, Judgement
from extract.fold import unaccent

FOLDER = "learned"
_KEPT = frozenset({Judgement.RIGHT, Judgement.CORRECTED})
_UNITS = frozenset({(DOCUMENTS, "issuer"), (DOCUMENTS, "parent_agency"), ("assignments", "unit")})
_LETTERS = 2  # at least, of a group of a code
_NAME_WORDS = range(2, 6)
_NO_PROVINCE = "00"
_SEX, _GRADE = "mf", "2"
_TYPES = "document_types"
_HEAD = "# list: {}\n# what: learned from people's answers in this folder, made anew by each run; off with --no-learned\n"
_ENOUGH = 50  # answers; fewer say little of a column
_Rows = dict[tuple[str, ...], None]


def learned(decisions: Iterable[Decision]) -> dict[str, bytes]:
    """The dictionaries that these decisions teach: file name to bytes, none where there is nothing new."""
    decisions = tuple(decisions)
    found: dict[str, _Rows] = {name: {} for name in _COLUMNS}
    found["answered"] |= dict.fromkeys(_answered(decisions))
    for said in decisions:
        if said.verdict in _KEPT and said.after:
            for name, maker in _MAKERS.items():
                found[name] |= dict.fromkeys(maker(said))
    files = {}
    for name, rows in found.items():
        if new := sorted(rows.keys() - _ours(name)):
            data = _written(name, new)
            files[f"{name}.{sha256(data).hexdigest()[:8]}.tsv"] = data
    return files


def _ours(name: str) -> set[tuple[str, ...]]:
    """The entries that our own list has, in the learned columns."""
    columns = _COLUMNS[name]
    return {tuple(row[column] for column in columns) for row in dictionaries.load().rows(name)}


def _written(name: str, rows: Iterable[tuple[str, ...]]) -> bytes:
    lines = ("\t".join(row) for row in (_COLUMNS[name], *rows))
    return (_HEAD.format(name) + "\n".join(lines) + "\n").encode()


def _cells(said: Decision, *places: tuple[str, str]) -> Iterator[str]:
    """The values of an answer, where it is about one of these columns; several stand with a bar between them."""
    if (said.table, said.field) in places:
        parts = (part.strip() for part in said.after.split("|"))
        yield from (part for part in parts if part and part.isprintable() and part[0] != "#")


def _agencies(said: Decision) -> Iterator[tuple[str, ...]]:
    known = {entry["name"] for entry in dictionaries.load().rows("agencies")}
    for name in _cells(said, *_UNITS):
        key = re.sub(r"\W+", "_", unaccent(name).lower()).strip("_")
        if name not in known and " " in name and key:
            yield key, name, FOLDER


def _towns(said: Decision) -> Iterator[tuple[str, ...]]:
    lists = dictionaries.load()
    known = {*lists.column("towns", "name"), *lists.column("provinces", "name")}
    yield from ((n, _NO_PROVINCE) for n in _cells(said, (DOCUMENTS, "place")) if n not in known)


def _surnames(said: Decision) -> Iterator[tuple[str, ...]]:
    yield from ((words[0],) for words in _names(said))


def _given_names(said: Decision) -> Iterator[tuple[str, ...]]:
    known = {(entry["kind"], entry["name"]) for entry in dictionaries.load().rows("given_names")}
    for words in _names(said):
        kinds = [*(("middle", word) for word in words[1:-1]), ("given", words[-1])]
        yield from ((*k, sex, _GRADE) for k in kinds if k not in known for sex in _SEX)


def _names(said: Decision) -> Iterator[list[str]]:
    for name in _cells(said, (DOCUMENTS, "signer_name")):
        words = name.split()
        if len(words) in _NAME_WORDS and all(
            word[0].isupper() and word.isalpha() for word in words
        ):
            yield words


def _code_symbols(said: Decision) -> Iterator[tuple[str, ...]]:
    lists = dictionaries.load()
    known = {*lists.column("code_symbols", "symbol"), *lists.column(_TYPES, "abbreviation")}
    for symbol in _cells(said, (DOCUMENTS, "symbol")):
        for group in re.split(r"[-/.&\s]", symbol):
            if len(group) >= _LETTERS and group.isalpha() and group not in known:
                yield group, "organ"


def _answered(decisions: Iterable[Decision]) -> Iterator[tuple[str, ...]]:
    """Of each column how many filled cells people looked at and how many were wrong."""
    looked, wrong = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for said in decisions:
        if said.before and said.field and said.table != WORDS:
            looked[said.table, said.field] += 1
            wrong[said.table, said.field] += said.verdict is not Judgement.RIGHT
    if looked.total() >= _ENOUGH:
        yield from ((*place, str(count), str(wrong[place])) for place, count in looked.items())


_MAKERS = {
    "agencies": _agencies,
    "towns": _towns,
    "surnames": _surnames,
    "given_names": _given_names,
    "code_symbols": _code_symbols,
}
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "agencies": ("id", "name", "level"),
    "towns": ("name", "province"),
    "surnames": ("surname",),
    "given_names": ("kind", "name", "sex", "grade"),
    "code_symbols": ("symbol", "role"),
    "answered": ("table", "column", "answers", "wrong"),
}
