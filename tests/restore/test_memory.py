"""What the channels remember of tokens stays little, and forgetting changes nothing."""

from __future__ import annotations

import pytest

from extract.dictionaries import load
from extract.restore import channel, load_restorer, mending
from extract.restore.channel import Memory

POOR = "Thye hién Ké hoach s6 12 cla Uy ban nhan dan tinh, céc so, nganh bao cao két qua truéc ngay 15."


def test_a_memory_never_holds_more_than_its_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channel, "MOST", 3)
    held: Memory[int, int] = Memory()
    sizes = []
    for number in range(10):
        held[number] = number
        sizes.append(len(held))
    held.add({20: 1, 21: 2})
    assert max(sizes) == 3
    assert held[21] == 2
    assert len(held) <= 3


def test_a_restorer_that_forgets_at_once_restores_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text, changes = load_restorer(load()).restore_text(POOR)
    monkeypatch.setattr(channel, "MOST", 1)
    assert load_restorer(load()).restore_text(POOR) == (text, changes)


@pytest.mark.parametrize(
    ("sizes", "windows"),
    [
        ([], []),
        ([5], [1]),
        ([4, 6], [2]),  # as much as fits
        ([4, 7], [1, 1]),
        ([30, 1, 1], [1, 2]),  # a line is never cut
        ([1, 1, 1, 1], [3, 1]),  # three lines at most
    ],
)
def test_what_is_decoded_together_has_few_lines_and_few_characters(
    sizes: list[int], windows: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mending, "_WINDOW", 3)
    monkeypatch.setattr(mending, "_WINDOW_SIZE", 10)
    found = list(mending._windows(["x" * size for size in sizes]))
    assert [part.stop - part.start for part in found] == windows
    assert [at for part in found for at in range(part.start, part.stop)] == [*range(len(sizes))]
