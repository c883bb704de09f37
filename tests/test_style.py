"""The house style that a machine can measure: short functions, small files, a docstring on everything public."""

from __future__ import annotations

import ast
import io
import itertools
import re
import statistics
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from extract.words import catalogue, sentences, template

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "extract").rglob("*.py"))
FILE_LINES, FUNCTION_MAX, FUNCTION_P95, FUNCTION_MEDIAN = 400, 40, 20, 6

Function = ast.FunctionDef | ast.AsyncFunctionDef
Node = TypeVar("Node", bound=ast.AST)


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


# What issue 18 asks and some files don't have yet: these lists may only get shorter, and a file that needs no entry any more must go.
FLOATS_LEFT = {
    "extract/parse/assignments/tables.py",
    "extract/restore/person_names.py",
}
WORDINGS_LEFT = {
    "extract/check/standing.py",
    "extract/check/columns.py",
    "extract/evaluate/cells.py",
    "extract/ocr/hand/places.py",
    "extract/ocr/hocr.py",
    "extract/ocr/regions.py",
    "extract/parse/assignments/orders.py",
    "extract/parse/assignments/who.py",
    "extract/parse/ending/__init__.py",
    "extract/parse/grids/cuts.py",
    "extract/parse/grids/__init__.py",
    "extract/parse/grids/plain.py",
    "extract/parse/header/__init__.py",
    "extract/parse/header/features.py",
    "extract/parse/header/moves.py",
    "extract/parse/header/number_date.py",
    "extract/parse/outline/marks.py",
    "extract/parse/ratings/bodies.py",
    "extract/parse/ratings/sentences.py",
    "extract/parse/ratings/setting.py",
    "extract/parse/references.py",
    "extract/parse/scores.py",
    "extract/parse/units/__init__.py",
    "extract/parse/units/lists.py",
    "extract/parse/values.py",
    "extract/restore/person_names.py",
    "extract/restore/tokens.py",
    "extract/restore/gate.py",
    "extract/restore/lexicon.py",
    "extract/restore/codes.py",
    "extract/review/sight.py",
    "extract/secret_marks.py",
    "extract/train/names.py",
}
# Not wordings: what a page or a message says to people, and tables of letters.
MESSAGES = {
    "extract/decisions/values.py",
    "extract/inspect/page.py",
    "extract/report/page.py",
}
LETTERS = {
    "extract/ingest/legible.py",
    "extract/legacy_letters.py",
    "extract/train/channel.py",
    "extract/train/pages.py",
}
POSITIONAL = 5
BY_POSITION = (
    "extract/restore/beam.py",  # compiled loops take arrays by position
    "extract/restore/search.py",
    "extract/train/rescoring.py",  # compiled too
    "extract/cli/",  # Typer names the options
)
TREES = {str(p.relative_to(ROOT)): ast.parse(p.read_text(encoding="utf-8")) for p in SOURCES}
VIETNAMESE = re.compile(
    r"(?<![^\W\d_])(?=[^\W\d_]*[ăâđêôơưĂÂĐÊÔƠƯ\u00c0-\u00c3\u00c8-\u00ca\u00cc\u00cd\u00d2-\u00d5\u00d9\u00da\u00dd\u00e0-\u00e3\u00e8-\u00ea\u00ec\u00ed\u00f2-\u00f5\u00f9\u00fa\u00fd\u1ea0-\u1ef9])[^\W\d_]{2,7}(?![^\W\d_])"
)


def nodes(kind: type[Node]) -> Iterator[tuple[str, Node]]:
    """All nodes of a kind with the file they stand in."""
    return (
        (path, n) for path, tree in TREES.items() for n in ast.walk(tree) if isinstance(n, kind)
    )


def test_no_class_name_means_two_things() -> None:
    counts = Counter(node.name for _, node in nodes(ast.ClassDef))
    assert not [name for name, count in counts.items() if count > 1]


def test_functions_take_at_most_five_arguments_by_position() -> None:
    def taken(function: Function) -> int:
        names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        return len([name for name in names if name not in {"self", "cls"}])

    functions = [(path, n) for path, n in nodes(Function) if not path.startswith(BY_POSITION)]
    assert not [f"{path} {n.name}" for path, n in functions if taken(n) > POSITIONAL]


def test_records_are_made_with_names_beyond_five_arguments() -> None:
    ours = {node.name for _, node in nodes(ast.ClassDef)} | {"cls"}
    calls = [(path, n) for path, n in nodes(ast.Call) if len(n.args) > POSITIONAL]
    assert not [
        f"{path}:{n.lineno}" for path, n in calls if ast.unparse(n.func).split(".")[-1] in ours
    ]


def reasoned(lines: list[str], node: ast.stmt) -> bool:
    """Whether a comment stands beside a constant, or above the lines it is one of (a blank line between)."""
    if any("#" in line for line in lines[node.lineno - 1 : node.end_lineno]):
        return True
    above = [line.strip() for line in reversed(lines[: node.lineno - 1])]
    run = list(itertools.takewhile(bool, above))
    return any("#" in line for line in run) or above[len(run) + 1 : len(run) + 2][0].startswith("#")


def unreasoned_floats(path: str) -> bool:
    """Whether a constant of a module is a float that nothing says the reason of."""
    lines = (ROOT / path).read_text(encoding="utf-8").split("\n")
    constants = [n for n in TREES[path].body if isinstance(n, ast.Assign | ast.AnnAssign)]
    return any(
        isinstance(n, ast.Constant)
        and isinstance(n.value, float)
        and n.value not in {0.0, 0.5, 1.0}
        for constant in constants
        if not reasoned(lines, constant) and "help=" not in ast.unparse(constant)
        for n in ast.walk(constant)
    )


def test_every_float_constant_has_a_reason() -> None:
    assert {path for path in TREES if unreasoned_floats(path)} == FLOATS_LEFT


def words_in_code(tree: ast.Module) -> list[str]:
    """The literals with a Vietnamese word; classes of letters, docstrings, meanings of columns and bilingual messages are none."""
    said = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "column")
        for inner in ast.walk(node)
    }
    texts = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    bare = [re.sub(r"\[[^\]]*\]", "", n.value) for n in texts if n not in said]
    return [text for text in bare if VIETNAMESE.search(text)]


def test_wordings_stand_in_dictionaries() -> None:
    found = {path for path, tree in TREES.items() if words_in_code(tree)}
    assert found - MESSAGES - LETTERS == WORDINGS_LEFT


# What people are told: every sentence in code has its Vietnamese words in extract/words/, or is none that people see.
NO_MESSAGES = (
    "extract/__init__.py",  # what Python's own errors say
    "extract/batch/journal.py",  # SQL, as in the next three
    "extract/batch/stages.py",
    "extract/batch/view.py",
    "extract/batch/machine.py",  # a shell script
    "extract/check/columns.py",  # names of features, as in the next three
    "extract/check/signs.py",
    "extract/check/standing.py",
    "extract/ocr/second.py",
    "extract/decisions/learned.py",  # the head of a file for machines, as in the next two
    "extract/restore/artifact.py",
    "extract/tables/package.py",
    "extract/legacy_letters.py",
    "extract/ocr/panels.py",  # folded Vietnamese, as in the next
    "extract/parse/",
    "extract/restore/lines.py",  # said to programmers
)
FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "without",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "that",
        "this",
        "these",
        "those",
        "and",
        "or",
        "not",
        "no",
        "as",
        "than",
        "there",
        "they",
        "who",
        "what",
        "which",
        "where",
        "when",
        "while",
        "has",
        "have",
        "had",
        "can",
        "cannot",
        "could",
        "may",
        "must",
        "will",
        "only",
        "all",
        "any",
        "one",
        "each",
        "every",
        "other",
        "more",
        "most",
        "so",
        "but",
        "into",
        "out",
        "up",
        "nothing",
    ]
)
OTHER_SPEECH = re.compile(r"Failed to allocate$|\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|COPY|CAST)\b|\s*<|.*(?:\\|\(\?|% ?[}])|.*[\u00c0-\u1ef9]", re.DOTALL)  # fmt: skip
EXAMPLE = re.compile(r"^ {2}\S.*?\S {3,}(\S.*)$", re.MULTILINE)
UNSAID = ("column", "Column", "TableDefinition")  # meanings of columns: tests/test_words.py


def literals(tree: ast.Module) -> Iterator[str]:
    """Texts in code, {} where something is filled in; docstrings, what `assert` says and meanings of columns are left out."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.JoinedStr):
            skipped |= set(ast.iter_child_nodes(node)) if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Constant) else set()  # fmt: skip
        if isinstance(node, ast.Assert) or (isinstance(node, ast.Call) and ast.unparse(node.func) in UNSAID):  # fmt: skip
            skipped |= set(ast.walk(node)) - {node}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in skipped:
            yield node.value
        if isinstance(node, ast.JoinedStr) and node not in skipped:
            yield "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)


def is_english(text: str) -> bool:
    """Whether a text is three words or more, and one of them holds sentences together."""
    words = re.findall(r"[a-z']+", text.lower())
    return len(words) > 2 and " " in text and not FUNCTION_WORDS.isdisjoint(words)


def stands_in(text: str, known: str) -> bool:
    """Whether the fixed pieces of a text stand in a sentence of the catalogue, in their order."""
    at = 0
    for piece in text.strip().split("{}"):
        found = known.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def test_every_message_has_words_in_vietnamese() -> None:
    """Add it to extract/words/messages.toml: "English with {names}" = "Vietnamese"."""
    known = [template(english) for english in sentences()]
    texts = ["{}".join(one.around) for one in known]
    fixed = [one for one in known if one.names and one.letters > 10]
    found = [
        (path, text)
        for path, tree in TREES.items()
        if not path.startswith(NO_MESSAGES)
        for whole in literals(tree)
        for text in (EXAMPLE.findall(whole) if whole.startswith("Examples:") else [whole])
        if is_english(text) and not OTHER_SPEECH.match(text)
    ]
    assert not [
        (path, text)
        for path, text in found
        if not any(stands_in(text, one) for one in texts)
        and not any(one.facts(re.sub(r"{\w+}", "{}", text.strip())) is not None for one in fixed)
    ]


def neighbours(text: str) -> list[tuple[str, ...]]:
    """The words of a text, each with the next."""
    words = re.findall(r"[\w'-]+", text.lower())
    return list(itertools.pairwise(words)) or [(word,) for word in words]


def test_the_catalogue_holds_nothing_that_code_says_no_more() -> None:
    """Most words stand beside each other in some text of the code, though texts may be put together from pieces."""
    docstrings = (ast.get_docstring(n) or "" for _, n in nodes(ast.FunctionDef))
    texts = [text for tree in TREES.values() for text in literals(tree)]
    pieces = {piece for text in (*texts, *docstrings) for piece in text.split("{}")}
    said = {pair for piece in pieces for pair in neighbours(piece)}
    said |= {(word,) for pair in said for word in pair}
    groups = {"usage", "system", "keys", "counted"}  # said by libraries, or made of single words
    own = (en for name, of in catalogue("messages").items() if name not in groups for en in of)
    found = {en: [p for a in template(en).around for p in neighbours(a)] for en in own}
    assert not [
        en for en, pairs in found.items() if sum(p in said for p in pairs) < 0.5 * len(pairs)
    ]
