"""Which words of a line as read no true word stands beside: what specks were read as.

A line is laid beside the true one by the likeness of letters without marks. Where one true word stands beside two read
ones, the one that is less like it is of specks, unless both together are more like it; where that is not plain, nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein

from extract.train.aligning import align_lists
from extract.unaccent import unaccent

Label = bool | None  # specks, a word, or who knows
_SPANS = ((1, 1), (1, 0), (0, 1), (2, 1), (3, 1), (4, 1), (1, 2))
_GAP, _MANY, _PART = (
    0.5,
    0.15,
    0.8,
)  # costs of a word alone, of each word more; each true word of several counts so much
_UNLIKE, _STRANGE = (
    0.75,
    0.55,
)  # of the letters: what is laid beside a word by chance; what nothing near is like
_NO_LINE = 0.6  # the like for each word of a line
_PLAIN = 0.15  # by how much one of two must be more like
_MARKS = ".,;:!?\"'“”‘’()[]*~_-—–|"


def page_labels(truth: Sequence[str], read: Sequence[str]) -> list[list[Label]]:
    """The labels of the tokens of each line as read."""
    found: list[list[Label]] = [[None] * len(line.split()) for line in read]
    for (i, di), (j, dj) in align_lists(_plain(truth), _plain(read)):
        near = " ".join(truth[max(0, i - 2) : i + di + 2]).split()
        words = [at for at in range(j, j + dj) if not _is_strange(read[at].split(), near)]
        for at in range(j, j + dj):
            if at not in words:
                found[at] = [True] * len(read[at].split())
        if di == len(words) == 1:
            found[words[0]] = line_labels(truth[i].split(), read[words[0]].split())
    return found


def _is_strange(tokens: Sequence[str], near: Sequence[str]) -> bool:
    """Whether a line is like nothing near."""
    return all(_is_mark(token) or _nearest(token, near) >= _NO_LINE for token in tokens)


def line_labels(truth: Sequence[str], read: Sequence[str]) -> list[Label]:
    """The labels of the tokens of a line beside its true words.

    >>> line_labels("ban hành văn bản".split(), "ban hanh van ban . oe".split())
    [False, False, False, False, True, True]
    """
    labels: list[Label] = []
    for i, di, j, dj in _beside(truth, read):
        near = truth[max(0, i - 2) : i + di + 2]
        if dj == 1:
            labels.append(_label(read[j], truth[i : i + di], near))
        elif dj > 1:
            labels += _of_two(truth[i], read[j], read[j + 1])
    return labels


def _label(token: str, beside: Sequence[str], near: Sequence[str]) -> Label:
    if _is_mark(token):
        return not any(map(_is_mark, beside))
    unlike = _nearest(token, near)
    if not beside:
        return True if unlike >= _STRANGE else None
    return None if len(beside) == 1 and unlike >= _UNLIKE else False


def _of_two(true: str, one: str, two: str) -> list[Label]:
    first, second, both = (_distance(true, read) for read in (one, two, one + two))
    if both < min(first, second) - 0.1:
        return [False, False]
    if abs(first - second) < _PLAIN:
        return [None, None]
    return [first > second, second > first]


def _beside(truth: Sequence[str], read: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The cheapest way to lay the words beside each other: (true word, how many, read word, how many)."""
    one, two = _plain(truth), _plain(read)
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            for di, dj in _SPANS:
                if (i - di, j - dj) in best and di <= i and dj <= j:
                    cost = best[i - di, j - dj][0] + _cost(one[i - di : i], two[j - dj : j])
                    if (i, j) not in best or cost < best[i, j][0]:
                        best[i, j] = cost, (di, dj)
    return iter(_path(best, len(one), len(two)))


def _path(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int
) -> list[tuple[int, int, int, int]]:
    path = []
    while i or j:
        di, dj = best[i, j][1]
        i, j = i - di, j - dj
        path.append((i, di, j, dj))
    return path[::-1]


def _cost(one: Sequence[str], two: Sequence[str]) -> float:
    if not one or not two:
        return _GAP
    unlike = Levenshtein.normalized_distance("".join(one), "".join(two))
    return unlike * max(1, _PART * len(one)) + _MANY * (len(one) + len(two) - 2)


def _nearest(token: str, words: Sequence[str]) -> float:
    return min((_distance(token, word) for word in words), default=1.0)


def _distance(one: str, two: str) -> float:
    plain = _plain([one.strip(_MARKS) or one, two.strip(_MARKS) or two])
    return Levenshtein.normalized_distance(*plain)


def _is_mark(token: str) -> bool:
    return not any(map(str.isalnum, token))


def _plain(words: Sequence[str]) -> list[str]:
    """Words without marks and capitals."""
    return [unaccent(word).lower() for word in words]
