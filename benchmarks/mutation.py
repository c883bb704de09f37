"""`nice python benchmarks/mutation.py restore parse check batch`: how many small faults put into the code its tests notice.

A fault (mutant) is one change of the syntax tree: a comparison turned round, a boundary moved, a number changed, a boolean turned, `and` for
`or`, a result lost, a statement dropped. A seed draws them from all places. For each, in a copy of the tree, those tests of the module's own
folder run that call the changed function, or one that names the changed constant (one traced run finds that out), the quickest first, until
one fails. Left out is what shows in no behaviour (annotations, docstrings, decorators, `strict=`, asserts), and the compiled loops, which their own
tests compare with plain Python. Costs much processor time: never in CI.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import os
import pickle
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
# Loaded once, before a process parts for each mutant: loading them would be most of its time.
HEAVY = ["cv2", "msgspec", "numpy", "pandas", "rapidfuzz", "rich", "typer"]
TURNED: dict[type, type] = {ast.Eq: ast.NotEq, ast.Lt: ast.GtE, ast.Gt: ast.LtE}
TURNED |= {ast.Is: ast.IsNot, ast.In: ast.NotIn}
TURNED |= {after: before for before, after in TURNED.items()}
MOVED: dict[type, type] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0"]
#: How the compiled loops are marked; files that hold one are passed over.
COMPILED = re.compile(r"^@(?:compiled|inlined|_fast)\b", re.MULTILINE)
Place = tuple[str, int]  # a function: its file and first line


class Mutant(NamedTuple):
    """One change: the file, which node of its tree (in the order of `ast.walk`), and what it becomes."""

    path: str
    node: int
    becomes: ast.AST


def changes(node: ast.AST) -> Iterator[ast.AST]:
    """What may become of one node."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=right):
            kinds = [table[type(op)] for table in (TURNED, MOVED) if type(op) in table]
            yield from (ast.Compare(left, [kind()], right) for kind in kinds)
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=float(value)):
            yield from map(ast.Constant, [value * 2, value / 2] if value else [1.0])
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.Return(value=ast.Constant(value=None | False)):
            return  # None is as false as False: no caller of a test tells them apart
        case ast.Return(value=value) if value:
            yield ast.Return(ast.Constant(None))
        case (
            ast.Expr(value=ast.Call())
            | ast.AugAssign()
            | ast.Raise()
            | ast.Continue()
            | ast.Break()
        ):
            yield ast.Pass()


def left_out(tree: ast.AST) -> set[ast.AST]:
    """Nodes whose change shows in no behaviour."""
    roots: list[ast.AST | None] = []
    for node in ast.walk(tree):
        roots += [getattr(node, "annotation", None), getattr(node, "returns", None)]
        roots += getattr(node, "decorator_list", [])
        if isinstance(node, ast.Assert) or getattr(node, "arg", "") == "strict":
            roots.append(node)
    return {inner for root in roots if root for inner in ast.walk(root)}


class Code:
    """The package's files as trees: which mutants there are, what they look like, which functions show them."""

    def __init__(self) -> None:
        texts = {
            str(p.relative_to(ROOT)): p.read_text("utf-8")
            for p in sorted(ROOT.glob("extract/**/*.py"))
        }
        self.trees = {path: ast.parse(t) for path, t in texts.items() if not COMPILED.search(t)}
        self.functions = {
            (path, min([n, *n.decorator_list], key=lambda x: x.lineno).lineno): n
            for path, tree in self.trees.items()
            for n in ast.walk(tree)
            if isinstance(n, ast.FunctionDef)
        }

    def mutants(self, folder: str) -> Iterator[Mutant]:
        """All of one folder, in the order of its files."""
        for path in (p for p in self.trees if p.startswith(f"extract/{folder}/")):
            skipped = left_out(self.trees[path])
            for number, node in enumerate(ast.walk(self.trees[path])):
                yield from (Mutant(path, number, c) for c in changes(node) if node not in skipped)

    def changed(self, mutant: Mutant) -> tuple[str, str]:
        """The changed file, and the change in words."""
        tree = copy.deepcopy(self.trees[mutant.path])
        node, before = list(ast.walk(tree))[mutant.node], ast.unparse(tree).split("\n")
        node.__class__ = mutant.becomes.__class__
        node.__dict__.update(mutant.becomes.__dict__)
        text = ast.unparse(tree)
        pairs = zip(before, text.split("\n"), strict=False)
        words = next(f"{old.strip()}  ->  {new.strip()}" for old, new in pairs if old != new)
        return text, f"{mutant.path} {words}"

    def shown_by(self, mutant: Mutant) -> set[Place]:
        """The innermost function the change stands in, or those that name what it defines."""
        node = list(ast.walk(self.trees[mutant.path]))[mutant.node]
        own = {p: f for p, f in self.functions.items() if p[0] == mutant.path}
        if inside := [place for place, function in own.items() if node in ast.walk(function)]:
            return {max(inside)}
        statements = self.trees[mutant.path].body
        names = {name for s in statements if node in ast.walk(s) for name in _bound(s)}
        for statement in statements:  # what is made of it in the same file
            names |= _bound(statement) if names & _named(statement) else set()
        return {place for place, function in self.functions.items() if names & _named(function)}


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, ast.ClassDef | ast.FunctionDef):
        return {statement.name}
    names = [n for n in ast.walk(statement) if isinstance(n, ast.Name)]
    return {n.id for n in names if isinstance(n.ctx, ast.Store)}


def _named(statement: ast.stmt) -> set[str]:
    return {getattr(n, "id", getattr(n, "attr", "")) for n in ast.walk(statement)}


class Tests:
    """A plugin of pytest: runs given tests, the quickest first; or all, noting which functions each calls."""

    def __init__(self, order: dict[str, float] | None = None) -> None:
        self.order, self.seconds = order, dict[str, float]()
        self.calls: dict[str, set[Place]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Called by pytest when all tests are found."""
        if (order := self.order) is not None:
            items[:] = sorted(
                (i for i in items if i.nodeid in order), key=lambda i: order[i.nodeid]
            )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Called by pytest around each test, its fixtures included."""
        began = time.monotonic()
        yield from self.traced(item.nodeid)
        self.seconds[item.nodeid] = time.monotonic() - began
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        """Called by pytest around loading the tests: what runs then serves all of them."""
        return (yield from self.traced(""))

    def traced(self, name: str) -> Iterator[None]:
        """Notes the functions that are called until it goes on."""
        calls = self.calls[name]
        if self.order is None:
            sys.settrace(lambda f, *_: calls.add((f.f_code.co_filename, f.f_code.co_firstlineno)))
        done = yield
        sys.settrace(None)
        return done


def run(tree: Path, files: list[str], tests: Tests, limit: float) -> bool:
    """Whether the tests pass in time, in a process of their own; what they noted lies in `tree/noted` then."""
    if (child := os.fork()) == 0:
        os.setsid()
        os.chdir(tree)
        sys.path[:0], os.environ["PYTHONPATH"] = [str(tree), str(tree / "tests")], str(tree)
        for channel in (1, 2):
            os.dup2(os.open("output", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), channel)
        code = pytest.main([*OPTIONS, "-m", "not slow", *files], plugins=[tests])
        Path("noted").write_bytes(pickle.dumps((dict(tests.calls), tests.seconds)))
        os._exit(code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED})
    end = time.monotonic() + limit
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0):
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)
    return ended[1] == 0


def main() -> None:
    """Copy, trace once, put in one fault after the other, count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=200)
    given = parser.parse_args()
    sys.dont_write_bytecode = True  # a mutant's file may have the size and second of another's
    for name in HEAVY:
        importlib.import_module(name)
    code, counts = Code(), defaultdict[str, Counter[bool]](Counter)
    drawn = [mutant for folder in given.folders for mutant in code.mutants(folder)]
    drawn = random.Random(given.seed).sample(drawn, min(given.mutants, len(drawn)))  # noqa: S311
    with tempfile.TemporaryDirectory() as folder:
        tree, noted = Path(folder, "tree"), {}
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(".?*", "out", "__pycache__"))
        for part in given.folders:
            if not run(tree, [f"tests/{part}"], Tests(), 3600):
                sys.exit(f"tests/{part} fails without a fault:\n{(tree / 'output').read_text()}")
            noted[part] = pickle.loads((tree / "noted").read_bytes())  # noqa: S301 - our own
        for mutant in drawn:
            part, (text, words) = mutant.path.split("/")[1], code.changed(mutant)
            shown = {(f"{tree}/{path}", line) for path, line in code.shown_by(mutant)}
            calls, seconds = noted[part]
            tests = seconds if calls[""] & shown else [t for t in seconds if calls[t] & shown]
            order = {test: seconds[test] for test in tests}
            files = sorted({test.split("::")[0] for test in order})
            original = (tree / mutant.path).read_bytes()
            (tree / mutant.path).write_text(text, encoding="utf-8")
            alive = not order or run(tree, files, Tests(order), 20 + 3 * sum(order.values()))
            (tree / mutant.path).write_bytes(original)
            counts[part][not alive] += 1
            print(f"{'SURVIVED' if alive else 'noticed'} ({len(order)} tests) {words}", flush=True)
    for part, count in {**counts, "all": sum(counts.values(), Counter())}.items():
        print(
            f"{part}: {count[True]} of {count.total()} noticed ({count[True] / count.total():.0%})"
        )


if __name__ == "__main__":
    main()
