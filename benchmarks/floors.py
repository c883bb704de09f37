"""Floors: figures below which `make eval` fails, kept in floors.toml beside the hash of the documents they were measured on.

`f1`, `accuracy`, `repaired`, `digits` must not fall below their floor, the error rates of `CEILINGS` not rise above theirs.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

CEILINGS = frozenset({"ece", "fcer", "fser", "harm", "silent"})
#: What is promised of the calibration error: below it nothing is bound, on a few hundred cells it moves by 0.03 with one row.
PROMISED = {"ece": 0.05}
MARGIN = 0.005  # Tesseract's arithmetic differs a little between processors
_STEP = 0.001  # floors are written with three decimals

Floors = Mapping[str, Mapping[str, float | str]]


def corpus_hash(paths: Iterable[Path]) -> str:
    """SHA-256 of the names and contents of the files, sorted (16 hex digits)."""
    contents = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
    lines = sorted(f"{path.name} {content}\n" for path, content in contents.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def read(path: Path) -> Floors:
    """The floors by set; none where there is no file."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def fallen(measured: Mapping[str, float], floors: Mapping[str, float | str]) -> list[str]:
    """What is worse than its floor, in words."""
    return [
        f"{name} is {measured.get(name, 0.0):.4f}, the {'ceiling' if name in CEILINGS else 'floor'} {floor}"
        for name, floor in floors.items()
        if not isinstance(floor, str) and is_worse(name, measured.get(name), floor)
    ]


def is_worse(name: str, value: float | None, floor: float) -> bool:
    """Whether a figure (None: it is not there any more) is worse than a floor."""
    if value is None:
        return True
    return value > floor if name in CEILINGS else value < floor


def floor_of(name: str, value: float) -> float:
    """The floor that a measured figure gives: a margin away, three decimals; no ceiling lies below what is promised."""
    away = value + MARGIN if name in CEILINGS else value - MARGIN
    return max(PROMISED.get(name, 0.0), round(round(away / _STEP) * _STEP, 3))


def updated(
    old: Floors, measured: Mapping[str, tuple[str, Mapping[str, float]]], *, allow_regression: bool
) -> dict[str, dict[str, float | str]]:
    """The floors after a measurement (set to hash and figures); a floor is never made easier unless allowed."""
    new = {name: dict(floors) for name, floors in old.items()}
    for set_name, (corpus, figures) in measured.items():
        mine = {name: floor_of(name, value) for name, value in figures.items()}
        before = old.get(set_name, {})
        if not allow_regression and before.get("corpus", corpus) == corpus:
            mine = {
                figure: _harder(figure, floor, before.get(figure)) for figure, floor in mine.items()
            }
        new[set_name] = {"corpus": corpus, **mine}
    return new


def _harder(name: str, floor: float, before: float | str | None) -> float:
    if not isinstance(before, float | int):
        return floor
    return min(floor, before) if name in CEILINGS else max(floor, before)


def written(floors: Floors) -> str:
    """The text of floors.toml."""
    head = "# Floors of `make eval`, by set; written by `make eval ARGS=--update`, which refuses to make one easier.\n"
    parts = [
        "\n".join(
            [f'["{name}"]', *(f"{key} = {_toml(value)}" for key, value in floors[name].items())]
        )
        for name in sorted(floors)
    ]
    return head + "\n" + "\n\n".join(parts) + "\n"


def _toml(value: float | str) -> str:
    return f'"{value}"' if isinstance(value, str) else f"{value:.3f}"
