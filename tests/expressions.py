"""Every regular expression that the package compiles, and whether it is sought anywhere in a text or only at a place.

Run as a program it prints them as JSON. It listens to `re` while all modules are imported and texts are read, so an
expression made of others, or of a dictionary's words, is seen as it is used; those written at a call that was not reached are taken
from the source. A new expression is found without being named anywhere.
"""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from types import FrameType
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "extract"
AT_A_PLACE = {"match", "fullmatch"}
ANYWHERE = {"search", "finditer", "findall", "sub", "subn", "split"}


class Expression(NamedTuple):
    """An expression (one of bytes as text), where it is compiled (`file:line`), and whether it is sought anywhere."""

    pattern: str
    flags: int
    where: str
    anywhere: bool


@cache
def expressions() -> tuple[Expression, ...]:
    """Those of the package, in order."""
    command = [sys.executable, __file__]
    said = subprocess.run(command, check=True, capture_output=True, cwd=ROOT, text=True).stdout
    return tuple(Expression(*row) for row in json.loads(said))


class Listener:
    """In the place of `re._compile`: what the package's own lines compile."""

    def __init__(self) -> None:
        self.compile = re._compile  # type: ignore[attr-defined]
        self.heard: dict[tuple[str, int, str, int], None] = {}

    def __call__(self, pattern: object, flags: int) -> object:
        made = self.compile(pattern, flags)
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename == re.__file__:
            frame = frame.f_back
        if frame is not None and frame.f_code.co_filename.startswith(str(PACKAGE)):
            path = str(Path(frame.f_code.co_filename).relative_to(PACKAGE))
            self.heard[path, frame.f_lineno, _as_text(made.pattern), made.flags] = None
        return made


def listen() -> Listener:
    """Import all of the package, read the samples that are text, and call what makes expressions elsewhere."""
    listener = Listener()
    re._compile = listener  # type: ignore[attr-defined]
    sys.path.insert(0, str(ROOT))
    for module in pkgutil.walk_packages([str(PACKAGE)], "extract."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from extract import pipeline  # noqa: PLC0415 - it must not come before the listener
    from extract.options import Options  # noqa: PLC0415
    from extract.train.counting import name_pattern  # noqa: PLC0415

    name_pattern(("Nguyễn", "Trần"))
    for path in sorted((ROOT / "samples" / "inputs").glob("*.txt")):
        pipeline.process(path, Options(as_of=date(2026, 1, 1)), pipeline.NoEngine())
    return listener


def _as_text(pattern: str | bytes) -> str:
    return pattern if isinstance(pattern, str) else pattern.decode("latin-1")


class Call(NamedTuple):
    """A call of a function of `re`: its lines, its name, its pattern where that is written there, the name it is given."""

    path: str
    lines: range
    function: str
    pattern: object
    name: str | None


def calls() -> Iterator[Call]:
    """All calls of `re` in the source."""
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {id(node): name for value, name in _named(tree) for node in ast.walk(value)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
                function = ast.unparse(node.func).removeprefix("re.")
                if function in {"compile", *AT_A_PLACE, *ANYWHERE}:
                    lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                    first = node.args[0]
                    text = getattr(first, "value", None)
                    yield Call(str(path.relative_to(PACKAGE)), lines, function, text, names.get(id(node)))  # fmt: skip


def _named(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from ((node.value, t.id) for t in targets if isinstance(t, ast.Name))


def uses() -> dict[tuple[str, str], set[str]]:
    """For each name, the methods of expressions called on it: in its own module where it is private, else everywhere."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in AT_A_PLACE | ANYWHERE:
                name = ast.unparse(node.value).rpartition(".")[2]
                found[_home(path.relative_to(ROOT), name), name].add(node.attr)
    return found


def _home(path: Path, name: str) -> str:
    return str(path) if name.startswith("_") else ""


def _rows() -> Iterator[Expression]:
    heard, used, known = listen().heard, uses(), list(calls())
    by_line = {(call.path, line): call for call in known for line in call.lines}
    for path, line, pattern, flags in heard:
        yield Expression(pattern, flags, f"{path}:{line}", _is_sought(by_line.get((path, line)), used))  # fmt: skip
    reached = {(path, line) for path, line, *_ in heard}
    for call in known:
        if isinstance(call.pattern, str) and not any((call.path, line) in reached for line in call.lines):  # fmt: skip
            yield Expression(call.pattern, 0, f"{call.path}:{call.lines[0]}", call.function in ANYWHERE)  # fmt: skip


def _is_sought(call: Call | None, used: dict[tuple[str, str], set[str]]) -> bool:
    """Whether it may be sought anywhere; one of whose use nothing is known may be."""
    if call is not None and call.function != "compile":
        return call.function in ANYWHERE
    name = (call.name if call else None) or ""
    path = Path(PACKAGE.name) / call.path if call else Path()
    methods = used.get((_home(path, name), name), set())
    return not methods or bool(methods & ANYWHERE)


if __name__ == "__main__":
    json.dump(sorted(set(_rows())), sys.stdout)
