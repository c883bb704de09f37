"""The house style that a machine can measure: short functions, small files, a docstring on everything public."""

from __future__ import annotations

import ast
import io
import statistics
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "extract").rglob("*.py"))
FILE_LINES, FUNCTION_MAX, FUNCTION_P95, FUNCTION_MEDIAN = 400, 40, 20, 6

Function = ast.FunctionDef | ast.AsyncFunctionDef


def code_lines(source: str) -> set[int]:
    """The numbers of lines that hold code: no blank line, no comment alone."""
    skip = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {n for t in tokens if t.type not in skip for n in range(t.start[0], t.end[0] + 1)}


def functions(path: Path) -> Iterator[tuple[str, Function, int]]:
    """Every function with the number of lines of its body, docstring left out."""
    source = path.read_text(encoding="utf-8")
    lines = code_lines(source)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, Function):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            own = range(body[0].lineno, (node.end_lineno or 0) + 1) if body else range(0)
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node, len(lines & set(own))


ALL = [item for path in SOURCES for item in functions(path)]


def test_no_function_has_more_than_40_lines() -> None:
    assert not [(size, where) for where, _, size in ALL if size > FUNCTION_MAX]


def test_most_functions_are_short() -> None:
    sizes = sorted(size for _, _, size in ALL)
    assert statistics.median(sizes) <= FUNCTION_MEDIAN
    assert sizes[int(len(sizes) * 0.95)] <= FUNCTION_P95


def test_files_hold_one_idea_on_at_most_400_lines() -> None:
    lengths = {str(p.relative_to(ROOT)): p.read_text(encoding="utf-8").count("\n") for p in SOURCES}
    assert not {name: n for name, n in lengths.items() if n > FILE_LINES}


def test_every_module_says_its_idea() -> None:
    assert not [
        str(p) for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))
    ]


def test_every_public_function_has_a_docstring() -> None:
    assert not [
        where
        for where, node, _ in ALL
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
