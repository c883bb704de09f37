"""Dictionaries are data: TSV files a person of the domain can read and correct, each with its own schema in its head.

A file begins with lines "# name: value": `list` (its name), `what`, `source`, `date`, `licence`, `required` and `key`
(columns that may not be empty; columns that make an entry unique). Then comes the line of column names, then the entries,
one a line, cells separated by tabs. Users' own files have the same form, need only the line "# list: NAME" of that head,
and win over ours where the keys are equal. `enumerations.toml` holds the closed lists of the output tables.

Repairs that are patterns stand in `patterns/*.toml`, each with its source, examples and counter-examples, which a test runs;
a user's own pattern file (`.toml`) takes the place of ours where the names are equal, and is laid over all others else.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import msgspec

from extract.errors import BadDictionary

Entry = Mapping[str, str]

_PACKAGE = Path(__file__).parent
_PATTERNS = ".toml"


def home() -> Path:
    """The folder of the dictionaries: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "_dictionaries"
    return inside if inside.is_dir() else _PACKAGE.parent / "dictionaries"


@dataclass(frozen=True, slots=True)
class DictionaryFile:
    """One TSV file: the head's facts, the column names and the entries."""

    path: Path
    head: Mapping[str, str]
    columns: tuple[str, ...]
    entries: tuple[Entry, ...]

    def names(self, fact: str) -> tuple[str, ...]:
        """The column names that a fact of the head lists ("required", "key")."""
        return tuple(name.strip() for name in self.head[fact].split(",") if name.strip())


class Wordings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Entries of a list: its column, those that `only` matches as a whole, those whose other columns have one of these values."""

    list: str
    column: str
    only: str = ".+"
    where: dict[str, tuple[str, ...]] = {}


class Within(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many lines from one on whose beginning `opens` matches."""

    opens: str
    lines: int


class Pattern(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A repair as data; docs/dictionaries.md says what each field means."""

    name: str
    pattern: str
    damage: tuple[Literal["wrong_model", "stripped", "light"], ...]
    rule: Literal["template", "numeric", "code", "lexicon"]
    confidence: float
    source: str
    examples: tuple[tuple[str, str], ...]
    counter_examples: tuple[str, ...]
    replacement: str = ""
    entries: tuple[str, ...] = ()
    entries_of: Wordings | None = None
    letters: dict[str, str] = {}
    result: str = ""
    right: Literal["skip", "keep", "only"] = "skip"
    by_word: bool = False
    case: Literal["any", "title", "capitals"] = "any"
    lines: int | None = None
    below: Wordings | None = None
    within: Within | None = None
    after: str = ""
    not_after: Wordings | None = None
    between: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    completes: Wordings | None = None
    unruled: bool = False


class PatternFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of patterns: what they are, the day it was last gone through, its licence."""

    pattern: tuple[Pattern, ...]
    what: str = ""
    date: date | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Dictionaries:
    """All lists, users' entries first. Look entries up by the list's name: `rows("provinces")`.

    Compared and hashed by identity, so that what a stage derives from them can be kept (`functools.lru_cache`).
    """

    lists: Mapping[str, tuple[Entry, ...]]
    enumerations: Mapping[str, Mapping[str, str]]
    patterns: tuple[Pattern, ...] = ()

    def rows(self, name: str) -> tuple[Entry, ...]:
        """The entries of a list, in file order, users' first."""
        return self.lists[name]

    def column(self, name: str, column: str) -> tuple[str, ...]:
        """The filled cells of one column of a list."""
        return tuple(entry[column] for entry in self.lists[name] if entry[column])

    def mapping(self, name: str, key: str, value: str) -> dict[str, str]:
        """A list as a dict; the first entry of a key wins."""
        return {entry[key]: entry[value] for entry in reversed(self.lists[name])}

    def wordings(self, of: Wordings) -> tuple[str, ...]:
        """The cells of a column that `of` asks for."""
        return tuple(
            entry[of.column]
            for entry in self.lists.get(of.list, ())
            if re.fullmatch(of.only, entry[of.column])
            and all(entry[column] in values for column, values in of.where.items())
        )


def load(user_files: Sequence[Path] = ()) -> Dictionaries:
    """The project's dictionaries and the user's; `BadDictionary` names file, line and column at fault."""
    return _load(tuple(user_files))


@cache
def _load(user_files: tuple[Path, ...]) -> Dictionaries:
    ours = {file.head["list"]: file for file in map(read_file, sorted(home().glob("*.tsv")))}
    theirs = [read_file(path) for path in user_files if path.suffix != _PATTERNS]
    for file in [*theirs, *ours.values()]:
        _check(file, ours)
    lists = {name: _merge(file, theirs) for name, file in ours.items()}
    files = [*sorted((home() / "patterns").glob(f"*{_PATTERNS}")), *user_files]
    patterns = {
        one.name: one
        for path in files
        if path.suffix == _PATTERNS
        for one in read_patterns(path, ours)
    }
    enumerations = MappingProxyType(read_enumerations())
    return Dictionaries(MappingProxyType(lists), enumerations, tuple(patterns.values()))


def read_enumerations() -> dict[str, dict[str, str]]:
    """The closed lists of the output tables: name to value to meaning."""
    return tomllib.loads((home() / "enumerations.toml").read_text(encoding="utf-8"))


def read_patterns(path: Path, lists: Mapping[str, DictionaryFile]) -> tuple[Pattern, ...]:
    """The patterns of a TOML file, their form checked: fields, expressions, the lists and columns that they name."""
    try:
        found = msgspec.convert(tomllib.loads(_text(path)), PatternFile).pattern
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _bad(path, 0, f"it is no file of patterns ({error})") from error
    for one in found:
        if why := _fault(one, lists):
            raise _bad(path, 0, f"pattern {one.name!r}: {why}")
    return found


def _fault(pattern: Pattern, lists: Mapping[str, DictionaryFile]) -> str:
    """What is wrong with a pattern; nothing where all is right."""
    opens = (pattern.within.opens,) if pattern.within else ()
    named = (pattern.entries_of, pattern.below, pattern.not_after, pattern.completes)
    wordings = [of for of in named if of]
    for text in (
        pattern.pattern,
        pattern.after,
        pattern.result,
        *opens,
        *(w.only for w in wordings),
    ):
        try:
            re.compile(text)
        except re.error as error:
            return f"{text!r} is no regular expression ({error})"
    for of in wordings:
        if of.list not in lists or not {of.column, *of.where} <= set(lists[of.list].columns):
            return f"no list {of.list!r} has these columns"
    if "(?P<form>" not in pattern.pattern:
        return "no group (?P<form>...) says what is replaced"
    ways = (pattern.replacement, pattern.entries, pattern.entries_of)
    if sum(map(bool, ways)) > 1 or not (any(ways) or pattern.letters):
        return "it needs replacement, entries or entries_of (one of them), or letters"
    if not (pattern.examples and pattern.counter_examples and pattern.damage):
        return "it needs damage, examples and counter_examples"
    return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path, 0, f"it cannot be read as UTF-8 text ({error})") from error


def read_file(path: Path) -> DictionaryFile:
    """One TSV file, its form checked; `BadDictionary` where it is none of ours."""
    lines = _text(path).splitlines()
    head = dict(_facts(lines))
    if "list" not in head:
        raise _bad(path, 1, 'it has no line "# list: NAME" that says which list it adds to')
    body = [
        (n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")
    ]
    if not body:
        raise _bad(path, len(lines), "it has no line of column names")
    columns = tuple(name.strip() for name in body[0][1].split("\t"))
    return DictionaryFile(path, head, columns, tuple(_entries(path, columns, body[1:])))


def _facts(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.removeprefix("#").partition(":")
        if line.startswith("#") and colon:
            yield name.strip(), value.strip()


def _entries(path: Path, columns: tuple[str, ...], body: list[tuple[int, str]]) -> Iterator[Entry]:
    for number, line in body:
        cells = list(map(str.strip, line.split("\t")))
        if len(cells) > len(columns):
            raise _bad(path, number, f"it has {len(cells)} cells for {len(columns)} columns")
        yield dict(zip_longest(columns, cells, fillvalue=""))


def _check(file: DictionaryFile, ours: Mapping[str, DictionaryFile]) -> None:
    name = file.head["list"]
    if name not in ours:
        raise _bad(file.path, 1, f"no list is called {name!r}; the lists are {', '.join(ours)}")
    schema = ours[name]
    if set(file.columns) - set(schema.columns):
        raise _bad(file.path, 1, f"the columns of {name!r} are {', '.join(schema.columns)}")
    required = schema.names("required")
    for entry in file.entries:
        empty = [column for column in required if not entry.get(column)]
        if empty:
            shown = " ".join(value for value in entry.values() if value)
            raise _bad(file.path, 0, f"column {empty[0]!r} is empty in the entry {shown!r}")


def _merge(schema: DictionaryFile, theirs: Sequence[DictionaryFile]) -> tuple[Entry, ...]:
    key = schema.names("key")
    merged: dict[tuple[str, ...], Entry] = {}
    for file in [*(file for file in theirs if file.head["list"] == schema.head["list"]), schema]:
        for entry in file.entries:
            whole = entry if file is schema else _filled(entry, schema.columns)
            merged.setdefault(tuple(map(whole.__getitem__, key)), MappingProxyType(whole))
    return tuple(merged.values())


def _filled(entry: Entry, columns: Sequence[str]) -> dict[str, str]:
    return {column: entry.get(column, "") for column in columns}


def _bad(path: Path, line: int, why: str) -> BadDictionary:
    where = f"Dictionary {path.name}, line {line}" if line else f"Dictionary {path.name}"
    return BadDictionary(where, why, "Correct the file; docs/dictionaries.md shows the form.")
