"""The door to numba: compiled functions are kept in the user's cache folder, so only the first run compiles.

Fixed signatures, so one compilation each; where no cache folder can be written the functions compile at every start.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import numba
import platformdirs
from numba import config

Function = TypeVar("Function", bound=Callable[..., object])


def _cache_home() -> Path | None:
    homes = (Path(platformdirs.user_cache_dir("vanban")), Path(tempfile.gettempdir()) / "vanban")
    return next((home for home in homes if _can_write(home)), None)


def _can_write(home: Path) -> bool:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(home, os.W_OK) and home.stat().st_uid == os.getuid()


_SETTINGS = vars(config)
_HOME = _cache_home()
if not _SETTINGS["CACHE_DIR"] and _HOME is not None:
    _SETTINGS["CACHE_DIR"] = str(_HOME / "numba")
_CACHED = bool(_SETTINGS["CACHE_DIR"])


def compiled(signature: str) -> Callable[[Function], Function]:
    """Compile a function for one signature, or load it from the cache."""

    def _decorate(function: Function) -> Function:
        made = numba.njit(signature, cache=_CACHED, error_model="numpy", nogil=True)(function)
        return cast("Function", made)

    return _decorate


def inlined(function: Function) -> Function:
    """A helper that is compiled into its callers; has no cache of its own."""
    return cast("Function", numba.njit(error_model="numpy", nogil=True)(function))
