"""The documentation cannot lie: generated pages match the code, README commands exist, options are documented."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from extract.cli.app import app

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def load_generator() -> dict[str, object]:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: page() for name, page in module.PAGES.items()}


@pytest.mark.parametrize("page", ["exit-codes.md", "exit-codes.vi.md", "tables.md", "tables.vi.md"])
def test_generated_pages_are_up_to_date(page: str) -> None:
    assert (DOCS / page).read_text(encoding="utf-8") == load_generator()[page], "run `make docs`"


def make_targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))


@pytest.mark.parametrize("readme", ["README.md", "README.vi.md"])
def test_make_targets_that_the_readme_names_exist(readme: str) -> None:
    named = set(
        re.findall(
            r"(?:^|`)make ([a-z]+)\b", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE
        )
    )
    assert {"extract", "test"} <= named <= make_targets()


@pytest.mark.parametrize("path", sorted(ROOT.glob("*.md")) + sorted(DOCS.glob("*.md")), ids=str)
def test_links_between_pages_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


def test_every_dependency_has_its_line() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    page = (DOCS / "dependencies.md").read_text(encoding="utf-8").lower()
    named = re.findall(r'^  "([a-z0-9-]+)>=', project, re.MULTILINE)
    assert not [name for name in named if f"| {name} |" not in page]


def test_every_promise_has_a_test_named_after_it() -> None:
    promised = re.findall(
        r"^\| ([DIWRSP]\d+) \|", (DOCS / "promises.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    tests = "\n".join(
        p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests").rglob("test_*.py"))
    )
    assert promised
    assert not [number for number in promised if f"_{number}_" not in tests]


def readme_commands() -> list[str]:
    blocks = re.findall(
        r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    lines = "".join(blocks).splitlines()
    return [line for line in lines if line.startswith(".venv/bin/vanban ")]


@pytest.mark.slow
@pytest.mark.parametrize("command", readme_commands())
def test_commands_of_the_readme_run(command: str, tmp_path: Path) -> None:
    words = shlex.split(command.replace("--out out", f"--out {tmp_path / 'out'}"))[1:]
    run = subprocess.run(
        [sys.executable, "-m", "extract", *words], cwd=ROOT, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    assert run.stdout or (tmp_path / "out" / "documents.csv").exists()


def test_every_option_is_explained_where_it_is_asked_for() -> None:
    group = typer.main.get_command(app)
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        assert "vanban" in (command.epilog or ""), name
        unexplained = [p.name for p in command.params if not getattr(p, "help", None)]
        assert not unexplained, (name, unexplained)
