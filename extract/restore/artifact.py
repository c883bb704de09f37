"""What is brought with restoration and mapped at its start: the file of named arrays that training made, and the library of compiled loops.

Nothing in the file could run. Its form: eight bytes "VANBAN1" and a line feed, the head's length as a little-endian 64-bit integer, the head (UTF-8
JSON: facts, and for each array its type, shape and offset), then the arrays, each at a multiple of 64 bytes. Texts are arrays of UTF-8 bytes.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import mmap
import os
import sys
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extract.weights import table_rows

MAGIC = b"VANBAN1\n"
_ALIGN = 64
_HEAD_AT = len(MAGIC) + 8
Arrays = Mapping[str, npt.NDArray[np.generic]]
Places = dict[str, tuple[str, tuple[int, ...], int]]


@dataclass(frozen=True)
class Artifact:
    """The mapped file: its facts, its arrays (read-only views), its SHA-256."""

    path: Path
    facts: Mapping[str, object]
    arrays: Arrays

    @cached_property
    def sha256(self) -> str:
        """The hash of the file's bytes: part of the key of every restored text."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def text(self, name: str) -> str:
        """An array of bytes as the text it holds."""
        return self.arrays[name].tobytes().decode("utf-8")


def read_artifact(path: Path) -> Artifact:
    """Map the file; costs a few milliseconds whatever its size."""
    with path.open("rb") as file:
        view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    if view[: len(MAGIC)] != MAGIC:
        raise ValueError(f"{path.name} is no artifact of vanban train")
    length = int.from_bytes(view[len(MAGIC) : _HEAD_AT], "little")
    head = json.loads(view[_HEAD_AT : _HEAD_AT + length])
    arrays = {
        name: np.frombuffer(view, dtype, count=int(np.prod(shape)), offset=offset).reshape(shape)
        for name, (dtype, shape, offset) in head["arrays"].items()
    }
    return Artifact(path, head["facts"], arrays)


def pack(facts: Mapping[str, object], arrays: Arrays) -> bytes:
    """The file's bytes; the same arrays and facts give the same bytes."""
    room = len(_head(facts, _places(arrays, 1 << 30))) + _ALIGN  # wide enough for any offset
    places = _places(arrays, _HEAD_AT + room)
    return _joined(_head(facts, places).ljust(room), places, arrays)


def _places(arrays: Arrays, offset: int) -> Places:
    places = {}
    for name in sorted(arrays):
        offset = _aligned(offset)
        places[name] = (arrays[name].dtype.str, arrays[name].shape, offset)
        offset += arrays[name].nbytes
    return places


def _head(facts: Mapping[str, object], places: Places) -> bytes:
    return json.dumps(
        {"facts": facts, "arrays": places}, ensure_ascii=False, sort_keys=True
    ).encode()


def _joined(head: bytes, places: Places, arrays: Arrays) -> bytes:
    data = bytearray(MAGIC + len(head).to_bytes(8, "little") + head)
    for name, (_, _, offset) in sorted(places.items(), key=lambda item: item[1][2]):
        data += bytes(offset - len(data)) + arrays[name].tobytes()
    return bytes(data)


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN


# The language model's tables: sorted ranges of 16-bit words with 8-bit log probabilities, mapped from the artifact.
#
# A bigram's index is the state of the search: its range in the trigram table holds every word that was kept behind it.

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
I32 = npt.NDArray[np.int32]
STEPS_A_NAT = 12.0  # a stored byte is -12 log p, so 0 to 255 is 0 to -21 nats
BOW_OFFSET = 80.0  # a back-off weight's byte is 12 log b + 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The trigram model: unigrams by word id, bigrams in CSR form by first word, trigrams by bigram index."""

    p1: U8
    b1: U8
    starts2: I32
    words2: U16
    p2: U8
    b2: U8
    starts3: I32
    words3: U16
    p3: U8

    def arrays(self) -> tuple[U8, U8, I32, U16, U8, U8, I32, U16, U8]:
        """The tables in the order in which the compiled functions take them."""
        return (
            self.p1, self.b1, self.starts2, self.words2, self.p2, self.b2, self.starts3, self.words3, self.p3
        )  # fmt: skip

    def unigram(self, word: int) -> float:
        """What a word costs without context, in nats."""
        return float(self.p1[word]) / STEPS_A_NAT

    def bigram(self, first: int, second: int) -> float:
        """What `second` costs behind `first`, in nats."""
        at = self._pair(first, second)
        if at is not None:
            return float(self.p2[at]) / STEPS_A_NAT
        back_off = (float(self.b1[first]) - BOW_OFFSET) / STEPS_A_NAT
        return self.unigram(second) - back_off

    def chain(self, words: Sequence[int]) -> float:
        """What the words cost one behind the other, nothing before them, in nats."""
        total, state = int(self.p1[words[0]]), None
        for last, word in pairwise(words):
            pair = self._pair(last, word)
            total += self._behind(state, last, word, pair)
            state = pair
        return total / STEPS_A_NAT

    def _behind(self, state: int | None, last: int, word: int, pair: int | None) -> int:
        """What a word costs behind the bigram `state`, whose last word is `last`, in steps; `pair` is its own bigram."""
        left_out = 0
        if state is not None:
            start, end = int(self.starts3[state]), int(self.starts3[state + 1])
            at = bisect_left(self.words3, word, start, end)
            if at < end and self.words3[at] == word:
                return int(self.p3[at])
            left_out = int(BOW_OFFSET) - int(self.b2[state])
        if pair is not None:
            return left_out + int(self.p2[pair])
        return left_out + int(BOW_OFFSET) - int(self.b1[last]) + int(self.p1[word])

    def has_pair(self, first: int, second: int) -> bool:
        """Whether the model kept the pair."""
        return self._pair(first, second) is not None

    def _pair(self, first: int, second: int) -> int | None:
        start, end = int(self.starts2[first]), int(self.starts2[first + 1])
        at = bisect_left(self.words2, second, start, end)
        return at if at < end and self.words2[at] == second else None


# From a decoder's chance to a probability that means something: a rising line through points measured on held-out text.
#
# The points lie beside the artifact in a small text file (`restore.calibration.tsv`), so that a new fit changes nothing else.
# Without that file a chance stands for itself, which is a few points too sure.

Points = tuple[tuple[float, float], ...]  # chance, share of right words, both rising
_HEAD = (
    "# Of words changed at a chance, the share that was right on held-out texts, by kind of damage.\n"
    "# Written by vanban train or benchmarks/confidence.py; do not edit by hand.\n"
    "damage\tchance\tshare\n"
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Chances and shares of right words, both rising from (0, 0); between them the line is straight."""

    chances: npt.NDArray[np.float64]
    shares: npt.NDArray[np.float64]

    def __call__(self, chance: float) -> float:
        """The share of right words among those with that chance."""
        return float(np.interp(chance, self.chances, self.shares))


def calibration(points: Points) -> Calibration:
    """Through these points; without any, a chance stands for itself."""
    return Calibration(*np.array([(0.0, 0.0), *(points or ((1.0, 1.0),))]).T.copy())


def calibration_file(model: Path) -> Path:
    """Where the points of a model lie.

    >>> calibration_file(Path("restore.bin")).name
    'restore.calibration.tsv'
    """
    return model.with_suffix(".calibration.tsv")


def written_points(points: Mapping[str, Points]) -> str:
    """The text of such a file; the points by kind of damage.

    >>> print(written({"stripped": ((0.5, 0.25), (0.99, 1.0))}).split("share")[2])
    <BLANKLINE>
    stripped	0.5	0.25
    stripped	0.99	1.0
    <BLANKLINE>
    """
    lines = (f"{damage}\t{x}\t{y}\n" for damage, of in sorted(points.items()) for x, y in of)
    return _HEAD + "".join(lines)


def load_points(model: Path) -> dict[str, Points]:
    """The points beside a model, by kind of damage; none where no file is there. `ValueError` names a file that is no such list."""
    file = calibration_file(model)
    if not file.exists():
        return {}
    points: dict[str, Points] = {}
    try:
        head, *of_points = table_rows(file)
        assert head == ["damage", "chance", "share"]
        for damage, chance, share in of_points:
            points[damage] = (*points.get(damage, ()), (float(chance), float(share)))
    except (AssertionError, ValueError) as error:
        raise ValueError(f"{file.name} is no list of calibration points") from error
    return points


# The door to the compiled loops: from a small library that the package brings for Linux on x86-64, else compiled here by numba.
#
# Importing numba and loading what it compiled takes 0.9 s of a start, opening the library a millisecond. The loops are
# written in `search.py` and `beam.py`; `make kernels` makes the library from them, for any x86-64 processor. It is used where
# it fits the system and the sources; else numba compiles them here. Both give the same bits (tests/restore/test_kernels.py).

MODES = 3  # small letters, Title, CAPITALS
DEEPEST = 14  # letters of a word
WIDEST = 64  # candidates of a position
BINS = 64
LOWEST, HIGHEST = -512, 512  # twelfths of a nat: a byte less or more than two back-off weights
LIBRARY = Path(__file__).parents[1] / "data" / "kernels.so"
MADE_FROM = "sources"  # the library's own name for the hash of its sources
_SOURCES = ("search.py", "beam.py")
#: The parameters: arrays by their type's letter and their dimensions, i and d the plain numbers; the result's type.
_FORMS: dict[str, tuple[str, type[ctypes.c_int32 | ctypes.c_void_p]]] = {
    "search": (
        "f2 f1 f1 i1 i1 f1 B1 i1 B1 i1 f1 f1 i2 i1 d d d d i3 f3 i1 f3 f3 i2 B1",
        ctypes.c_void_p,
    ),
    "decode": ("i1 i1 f1 i d i1 i3 i2 f2 B1 B1 i1 H1 B1 B1 i1 H1 B1", ctypes.c_void_p),
    "posterior": ("i1 i1 f1 f1 i1 i1 i1 f2 f1 f1 B1 B1 i1 H1 B1 B1 i1 H1 B1", ctypes.c_void_p),
    "weigh": ("i1 i1 f1 i1 i1 i1 i1 f1 B1 B1 i1 H1 B1 B1 i1 H1 B1", ctypes.c_void_p),
}
_NUMBERS = {"i": ctypes.c_int32, "d": ctypes.c_double}
_GOOD = (0, -2)  # numba's codes of "ended" and "ended with None"
Argument = npt.NDArray[np.generic] | int | float


def sources() -> str:
    """The hash of what the library must be made from."""
    data = b"".join((Path(__file__).parent / name).read_bytes() for name in _SOURCES)
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Kernel:
    """One compiled loop, called with the arguments of its Python form."""

    forms: tuple[str, ...]
    call: Callable[..., int]
    result: Callable[[], ctypes.c_int32 | ctypes.c_void_p]

    def __call__(self, *arguments: Argument) -> int | None:
        """The loop's result; `AssertionError` where it fails or an argument has another form."""
        flat: list[float] = []
        for form, argument in zip(self.forms, arguments, strict=True):
            if isinstance(argument, np.ndarray):
                assert form == argument.dtype.char + str(argument.ndim), form
                flat += _flat(argument)
            else:
                flat.append(argument)
        result, fault = self.result(), ctypes.c_void_p()
        status = self.call(ctypes.byref(result), ctypes.byref(fault), *flat)
        assert status in _GOOD
        return result.value


def _flat(array: npt.NDArray[np.generic]) -> list[int]:
    """An array as numba passes it: two owners (none), size, item size, address, shape and strides."""
    assert array.flags.c_contiguous
    address: int = array.__array_interface__["data"][0]
    return [0, 0, array.size, array.itemsize, address, *array.shape, *array.strides]


def kernels() -> Mapping[str, Kernel] | None:
    """The loops of the library; `None` where it is for another system or made from other sources."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        return None
    try:
        library = ctypes.CDLL(str(LIBRARY))
    except OSError:  # it is not there, or stands on a file system from which nothing may run
        return None
    made_from = (ctypes.c_char * hashlib.sha256().digest_size * 2).in_dll(library, MADE_FROM)
    if bytes(made_from).decode("ascii") != sources():
        return None
    return {name: _kernel(library, name) for name in _FORMS}


def _kernel(library: ctypes.CDLL, name: str) -> Kernel:
    form, result = _FORMS[name]
    forms = tuple(form.split())
    types: list[type] = [ctypes.c_void_p, ctypes.c_void_p]
    for part in forms:
        types += [_NUMBERS[part]] if part in _NUMBERS else [ctypes.c_int64] * (5 + 2 * int(part[1]))
    call = getattr(library, name)
    call.argtypes, call.restype = types, ctypes.c_int32
    return Kernel(forms, call, result)


Loop = Callable[..., int | None]


@cache
def loops() -> Mapping[str, Loop]:
    """`search`, `decode`, `weigh` and `posterior` of `search.py` and `beam.py`."""
    return kernels() or by_numba()


def by_numba() -> Mapping[str, Loop]:
    """The same compiled here: some seconds in the first run of a user, 0.9 s in each later one."""
    from extract.restore.beam import (  # noqa: PLC0415
        decode,
        posterior,
        weigh,
    )
    from extract.restore.search import search  # noqa: PLC0415

    return {"search": search, "decode": decode, "weigh": weigh, "posterior": posterior}
