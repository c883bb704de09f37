"""Nothing is executed from data: the source holds no way to do it (S4), and one module alone writes files (S2)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import extract

ROOT = Path(extract.__path__[0])
SOURCES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}  # fmt: skip
FORBIDDEN = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "yaml", "code", "codeop"}  # fmt: skip
RUNNERS = {"eval", "exec", "compile", "__import__"}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


def test_S4_no_module_that_runs_what_it_reads_is_imported() -> None:
    found = []
    for path, tree in SOURCES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found += [(path, n.name) for n in node.names if n.name.split(".")[0] in FORBIDDEN]
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN:
                found.append((path, node.module or ""))
    assert not found


def test_S4_nothing_is_evaluated() -> None:
    assert not [(path, name_of(c)) for path, tree in SOURCES.items() for c in calls(tree) if name_of(c) in RUNNERS]  # fmt: skip


def test_S4_programs_get_lists_and_no_shell() -> None:
    for path, tree in SOURCES.items():
        for call in calls(tree):
            keywords = {k.arg: ast.unparse(k.value) for k in call.keywords}
            assert keywords.get("shell", "False") == "False", path
            assert keywords.get("allow_pickle", "False") == "False", path
            assert name_of(call) not in {"os.system", "os.popen", "subprocess.getoutput"}, path


def test_S2_files_are_opened_for_writing_in_one_module_alone() -> None:
    """Beside it `train`, which builds the artifact, and the engine's door, which hands pixels over in its temporary folder; `write_text` of cli/spoken.py is click's."""
    allowed = {"tables/files.py", "ocr/recogniser.py", "cli/spoken.py"}
    writers = []
    for path, tree in SOURCES.items():
        for call in calls(tree):
            mode = next((ast.unparse(a) for a in call.args[1 if name_of(call) == "open" else 0 :][:1]), "")  # fmt: skip
            opens = name_of(call).rsplit(".", 1)[-1] == "open" and any(m in mode for m in ("'w", "'a", "'x", "+'"))  # fmt: skip
            writes = name_of(call).rsplit(".", 1)[-1] in {"write_text", "write_bytes"}
            if opens or writes:
                writers.append(path)
    assert not [path for path in writers if path not in allowed and not path.startswith("train/")]
