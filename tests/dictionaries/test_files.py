"""Every dictionary keeps its own schema: head, columns, filled cells, unique keys, values of closed lists, clean text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from extract import dictionaries, records
from extract.dictionaries import DictionaryFile, home, load, read_enumerations, read_file
from extract.fold import unaccent

FILES = sorted(home().glob("*.tsv"))
HEAD = ("list", "what", "source", "date", "licence", "required", "key")
CLOSED = {  # columns whose cells are values of an enumeration, by list
    ("document_types", "doc_type"): "doc_type",
    ("areas", "area_key"): "area_key",
    ("purposes", "purpose"): "purpose",
}
FAMILIES = {"state", "old", "party", "cited", "common"}
LEVELS = {"centre", "province", "district", "commune", "party", "mass"}


@pytest.fixture(params=FILES, ids=lambda path: path.stem)
def file(request: pytest.FixtureRequest) -> DictionaryFile:
    path: Path = request.param
    return read_file(path)


def test_the_head_says_what_the_list_is(file: DictionaryFile) -> None:
    assert not [fact for fact in HEAD if not file.head.get(fact)]
    assert file.head["list"] == file.path.stem
    date.fromisoformat(file.head["date"])


def test_required_and_key_columns_exist(file: DictionaryFile) -> None:
    assert set(file.names("required")) | set(file.names("key")) <= set(file.columns)


def test_required_cells_are_filled(file: DictionaryFile) -> None:
    required = file.names("required")
    assert not [entry for entry in file.entries if not all(entry[name] for name in required)]


def test_no_key_stands_twice(file: DictionaryFile) -> None:
    keys = [tuple(entry[name] for name in file.names("key")) for entry in file.entries]
    assert not [key for key in set(keys) if keys.count(key) > 1]


def test_the_text_is_clean(file: DictionaryFile) -> None:
    text = file.path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert text.endswith("\n")
    assert not re.findall(r"(?m) $|^ | \t|\t |  |\r|\u00a0|\n\n", text)


@pytest.mark.parametrize(("where", "enumeration"), CLOSED.items(), ids=str)
def test_cells_come_from_closed_lists(where: tuple[str, str], enumeration: str) -> None:
    cells = set(load().column(*where))
    unknown = cells - set(read_enumerations()[enumeration])
    assert not unknown, (
        f"add to [{enumeration}] of dictionaries/enumerations.toml, or mend the list"
    )


def test_every_enumeration_that_a_table_names_exists_and_says_what_it_means() -> None:
    rows = [records.Header, *records.Row.__subclasses__()]
    named = {item.metadata.get("values") for row in rows for item in fields(row)} - {None}
    lists = read_enumerations()
    assert named <= set(lists)
    assert all(meaning for values in lists.values() for meaning in values.values())
    assert not [
        v for values in lists.values() for v in values if not re.fullmatch(r"[a-z0-9_]+", v)
    ]


def test_a_cited_type_is_a_type_of_documents() -> None:
    lists = read_enumerations()
    one_sided = set(lists["ref_type"]) ^ set(lists["doc_type"])
    assert not one_sided, "each stands in both [doc_type] and [ref_type] of enumerations.toml"


def test_a_type_is_of_a_known_family_and_no_abbreviation_names_two_types() -> None:
    rows = load().rows("document_types")
    assert {row["family"] for row in rows} <= FAMILIES
    unused = [row for row in rows if row["family"] == "common" and row["abbreviation"]]
    assert not unused, "a type of the family `common` is known by its title alone"
    pairs = {
        (row["abbreviation"], row["doc_type"])
        for row in rows
        if row["abbreviation"] and row["family"] not in {"party", "common"}
    }  # the Party's QĐ stands for two types
    counts = Counter(abbreviation for abbreviation, _ in pairs)
    assert not [one for one, count in counts.items() if count > 1]


def test_agencies_have_a_level_and_days_in_order() -> None:
    for entry in load().rows("agencies"):
        assert entry["level"] in LEVELS
        assert not (entry["from"] and entry["to"]) or entry["from"] <= entry["to"], entry


@pytest.mark.parametrize(
    ("day", "number"), [("2007-01-01", 64), ("2020-01-01", 63), ("2025-08-01", 34)]
)
def test_so_many_provinces_exist_on_a_day(day: str, number: int) -> None:
    live = [p for p in load().rows("provinces") if p["from"] <= day <= (p["to"] or "9999")]
    assert len(live) == number
    assert len({p["name"] for p in live}) == len({p["official"] for p in live}) == number


def test_a_province_that_ended_went_on_in_one_that_began_the_next_day() -> None:
    units = {p["code"]: p for p in load().rows("provinces")}
    for unit in units.values():
        assert bool(unit["to"]) == bool(unit["merged_into"]), unit
        if unit["to"]:
            assert units[unit["merged_into"]]["from"] <= _next_day(unit["to"])


def test_towns_stand_in_provinces_that_exist() -> None:
    assert set(load().column("towns", "province")) <= set(load().column("provinces", "code"))


def _next_day(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()


def test_every_list_is_read_by_some_stage() -> None:
    package = Path(dictionaries.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    assert not [path.stem for path in FILES if f'"{path.stem}"' not in code]


def test_no_two_communes_are_told_apart_by_marks_alone() -> None:
    bare = [unaccent(name.lower()) for name in load().column("communes", "name")]
    assert len(set(bare)) == len(bare) > 5000
