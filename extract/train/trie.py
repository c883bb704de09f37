"""The vocabulary as a trie in breadth-first order: the children of a node stand side by side, so two arrays hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Trie:
    """Nodes by number (0 is the root): where its children start, its letter's number, its word's id or -1."""

    child_starts: npt.NDArray[np.int32]
    letters: npt.NDArray[np.uint8]
    words: npt.NDArray[np.int32]
    parents: npt.NDArray[np.int32]


def build(words: Sequence[tuple[int, str]], letter_number: Mapping[str, int]) -> Trie:
    """The trie of (id, word)."""
    level: list[tuple[list[tuple[int, str]], int]] = [(sorted(words, key=lambda item: item[1]), 0)]
    starts, letters, ids, parents = [1], [0], [-1], [-1]
    depth, nodes = 0, 1
    while level:
        following: list[tuple[list[tuple[int, str]], int]] = []
        for group, node in level:
            starts[node] = nodes
            for letter, members in _by_letter(group, depth).items():
                starts.append(0)
                letters.append(letter_number[letter])
                ids.append(next((at for at, word in members if len(word) == depth + 1), -1))
                parents.append(node)
                following.append((members, nodes))
                nodes += 1
        level, depth = following, depth + 1
    return Trie(
        np.array([*starts, nodes], np.int32),
        np.array(letters, np.uint8),
        np.array(ids, np.int32),
        np.array(parents, np.int32),
    )


def _by_letter(group: Sequence[tuple[int, str]], depth: int) -> dict[str, list[tuple[int, str]]]:
    children: dict[str, list[tuple[int, str]]] = {}
    for at, word in group:
        if len(word) > depth:
            children.setdefault(word[depth], []).append((at, word))
    return children
