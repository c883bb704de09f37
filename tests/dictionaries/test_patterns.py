"""Every pattern does what its examples say and leaves its counter-examples alone; a user's own pattern works through the public interface."""

from __future__ import annotations

import subprocess
import sys
from itertools import groupby
from pathlib import Path

import pytest

from extract.api import restore_text
from extract.dictionaries import Pattern, load
from extract.errors import BadDictionary
from extract.restore import Restorer, load_restorer
from extract.restore.lines import DamagedLine, apply
from extract.restore.patterns import Repairs, repair
from extract.restore.tokens import Damage

PATTERNS = load().patterns
CASES = [(one, damage) for one in PATTERNS for damage in one.damage]
OWN = """
[[pattern]]
name = "{name}"
pattern = '(?<!\\w)(?P<form>Sdt)(?=:)'
replacement = "SĐT"
damage = ["stripped"]
rule = "template"
confidence = 0.9
source = "invented"
examples = [["Sdt: 1", "SĐT: 1"]]
counter_examples = ["Sdt 1"]
"""


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    """The shipped restorer, for patterns that ask what was decoded around them."""
    return load_restorer(load())


def mended(restorer: Restorer, pattern: Pattern, damage: str, text: str) -> str:
    """What the pattern alone makes of a text; what was decoded is asked for only where the pattern looks at it."""
    lines = [DamagedLine(line, Damage[damage.upper()]) for line in text.split("\n")]
    asks = pattern.between or pattern.completes or pattern.not_after
    decoded = restorer.mender.engine.decode(lines) if asks else []
    found = sorted(
        Repairs((repair(pattern, load()),)).edits(lines, decoded), key=lambda edit: edit[0]
    )
    edits = {at: [edit for _, edit in of] for at, of in groupby(found, key=lambda edit: edit[0])}
    return "\n".join(apply(line.text, edits.get(at, [])) for at, line in enumerate(lines))


@pytest.mark.parametrize(("pattern", "damage"), CASES, ids=lambda v: getattr(v, "name", v))
def test_every_example_is_mended_and_every_counter_example_stays(
    restorer: Restorer, pattern: Pattern, damage: str
) -> None:
    for read, true in pattern.examples:
        assert mended(restorer, pattern, damage, read) == true, f"example of {pattern.name}"
    for text in pattern.counter_examples:
        assert mended(restorer, pattern, damage, text) == text, f"counter-example of {pattern.name}"


def test_a_pattern_says_whence_it_is_and_no_number_changes_in_silence() -> None:
    assert len({one.name for one in PATTERNS}) == len(PATTERNS)
    for one in PATTERNS:
        assert one.source, one.name
        assert 0 < one.confidence <= 1, one.name
        changes = any(
            sum(map(str.isdigit, read)) != sum(map(str.isdigit, true))
            for read, true in one.examples
        )
        said = (one.rule == "numeric" and one.confidence <= 0.8) or one.letters
        assert said or not changes, f"{one.name} changes digits: rule `numeric`, at most 0.8"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An archivist's file of one pattern."""
    path = tmp_path / "ours.toml"
    path.write_text(OWN.format(name="our_telephone"), encoding="utf-8")
    return path


def test_a_users_pattern_is_laid_over_what_was_decoded(own: Path) -> None:
    text = "Thong bao ve viec to chuc hoi nghi cua co quan.\nSdt: 0912 345 678"
    assert "SĐT: 0912" not in restore_text(text)[0]
    restored, changes = restore_text(text, (own,))
    assert "SĐT: 0912" in restored
    assert [c.rule for c in changes if c.after == "SĐT"] == ["template"]


def test_the_command_takes_it(own: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Thong bao ve viec to chuc hoi nghi cua co quan.\nSdt: 1", encoding="utf-8")
    command = [sys.executable, "-m", "extract", "restore", str(page), "--dictionary", str(own)]
    said = subprocess.run(command, check=True, capture_output=True)
    assert "SĐT: 1" in said.stdout.decode("utf-8")


def test_a_users_pattern_takes_the_place_of_ours_of_that_name(own: Path) -> None:
    own.write_text(OWN.format(name="filed"), encoding="utf-8")
    found = {one.name: one for one in load((own,)).patterns}
    assert found["filed"].replacement == "SĐT"
    assert len(found) == len(PATTERNS)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("(?P<form>", "(?P<form>(", "regular expression"),
        ("replacement", "replacment", "replacment"),
        ('"stripped"', '"striped"', "striped"),
        ('replacement = "SĐT"', "", "replacement"),
        ('replacement = "SĐT"', 'entries_of = { list = "no", column = "x" }', "no list 'no'"),
        ('counter_examples = ["Sdt 1"]', "counter_examples = []", "counter_examples"),
        ("[[pattern]]", "[[pattern]", "no file of patterns"),
        ("(?P<form>Sdt)", "Sdt", "form"),
    ],
)
def test_a_mistake_is_named(own: Path, old: str, new: str, named: str) -> None:
    own.write_text(own.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(BadDictionary) as raised:
        load((own,))
    assert "ours.toml" in str(raised.value)
    assert named in str(raised.value)
