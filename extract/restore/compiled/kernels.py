"""The door to the compiled loops: from the package's library of them, or compiled by numba where that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from extract.restore.compiled import native

MODES = 3  # small letters, Title, CAPITALS
DEEPEST = 14  # letters of a word
WIDEST = 64  # candidates of a position
BINS = 64
LOWEST, HIGHEST = -512, 512  # twelfths of a nat: a byte less or more than two back-off weights


Loop = Callable[..., int | None]


@cache
def loops() -> Mapping[str, Loop]:
    """`search`, `decode`, `weigh` and `posterior` of the modules of `extract.restore.compiled`."""
    return native.kernels() or by_numba()


def by_numba() -> Mapping[str, Loop]:
    """The same compiled here: some seconds in the first run of a user, 0.9 s in each later one."""
    from extract.restore.compiled.beam import decode, weigh  # noqa: PLC0415
    from extract.restore.compiled.posterior import posterior  # noqa: PLC0415
    from extract.restore.compiled.search import search  # noqa: PLC0415

    return {"search": search, "decode": decode, "weigh": weigh, "posterior": posterior}
