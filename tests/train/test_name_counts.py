"""Statistics of names: what counts as one, and that nothing of a single person is kept. All names are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.dictionaries import load
from extract.restore.artifact import read_artifact
from extract.train.counting import without_names
from extract.train.names import LEAST_BLOCKS, NameCounter, hidden_names, name_counter


@pytest.fixture
def counter() -> NameCounter:
    return name_counter(load())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Giao ông Nguyễn Văn Bình và bà Trần Thị Thu Hà.", {"nguyễn văn bình", "trần thị thu hà"}),
        ("Ông Nguyễn Văn Bình ở lại.", {"nguyễn văn bình"}),  # neither Ông nor ở is of the name
        ("Bà Lê Thị Mai Phó Chủ tịch", set()),  # five capitals in a row may be anything
        ("Nay theo Lê Minh Quân Phó chủ tịch xã,", {"lê minh quân"}),  # a position in office begins
        ("đường Nguyễn Văn Bình, tỉnh Cao Bằng Mới, thành phố Hà Nội Mới Hơn", set()),
        ("một công ty Trần Thị Hà", set()),  # an institution's
        ("Trường Nguyễn Văn Bình", set()),  # a capital before it
        ("Nguyễn Bình", set()),  # two words are a street or a pen name too often
    ],
)
def test_a_name_is_a_family_name_and_two_or_three_syllables(
    counter: NameCounter, text: str, names: set[str]
) -> None:
    counter.add(0, text)
    assert {" ".join(name) for name in counter.persons} == names


def test_what_few_blocks_have_is_dropped(counter: NameCounter, tmp_path: Path) -> None:
    for block in range(LEAST_BLOCKS):
        counter.add(block, "Tôi gặp Nguyễn Văn Bình và Nguyễn Thị Hà.")
    for _ in range(9):
        counter.add(0, "Tôi gặp Nguyễn Văn Quỳnh.")  # often, but in one block only
    file = tmp_path / "x.names.bin"
    file.write_bytes(counter.packed())
    made = read_artifact(file)
    assert made.text("words").split("\n") == ["bình", "hà", "nguyễn", "thị", "văn"]
    assert made.arrays["family"].tolist() == [0, 0, 3, 0, 0]  # distinct names
    assert made.arrays["last.f"].tolist() == [0, 1, 0, 0, 0]
    assert made.arrays["last.pairs"].tolist() == [3 * 5 + 1, 4 * 5 + 0]  # thị hà, văn bình
    assert made.arrays["last.behind"].tolist() == [0, 0, 0, 3, 4]
    assert counter.packed() == file.read_bytes()


def test_places_that_begin_like_names_are_not_hidden_from_the_model() -> None:
    text = "Tại Hà Nội, Cao Bằng, ông Nguyễn Văn Bình đã họp."
    assert without_names(text, hidden_names(load())) == "Tại Hà Nội, Cao Bằng, ông  .  đã họp."
