"""A user's own dictionary: the example of docs/dictionaries.md works, its entries win, mistakes are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract.dictionaries import load
from extract.errors import BadDictionary

PAGE = Path(__file__).parent.parent.parent / "docs" / "dictionaries.md"


def example(tmp_path: Path) -> Path:
    found = re.search(
        r"<!-- example: (\S+) -->\n```tsv\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL
    )
    assert found
    path = tmp_path / found[1]
    path.write_text(found[2], encoding="utf-8")
    return path


def test_the_example_of_the_page_adds_and_overrides(tmp_path: Path) -> None:
    ours = load().mapping("agencies", "id", "abbreviation")
    theirs = load((example(tmp_path),)).mapping("agencies", "id", "abbreviation")
    assert theirs["phong_chuyen_doi_so_xanh"] == "CĐSX"
    assert (ours["so_noi_vu"], theirs["so_noi_vu"]) == ("SNV", "SNV-X")
    assert len(theirs) == len(ours) + 1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("id\tname\nx\ty\n", "list"),
        ("# list: agencis\nid\nx\n", "agencis"),
        ("# list: agencies\nid\tnames\nx\ty\n", "columns"),
        ("# list: agencies\nid\tname\tlevel\nx\t\tprovince\n", "name"),
        ("# list: agencies\nid\tname\nx\ty\tz\n", "line 3"),
        ("# list: agencies\n", "column names"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadDictionary) as raised:
        load((path,))
    assert "mine.tsv" in str(raised.value)
    assert named in str(raised.value)
