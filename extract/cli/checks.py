"""What `vanban doctor` looks at: Python, packages, Tesseract and its languages, our own data."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytesseract

from extract import dictionaries
from extract.batch import machine
from extract.batch.executors import chosen_sandbox, tried_sandboxes
from extract.errors import VanbanError

_MODEL = Path(dictionaries.__file__).parent / "data" / "restore.bin"
_PYTHON = (3, 11)
_LANGUAGES = ("vie", "eng", "osd")
_TURNS = "osd"
_EXTRAS = {
    "tesserocr": "without it pages take a third more processor time; pip install 'vanban[fast]'",
    "trueocr": "without this second reader fewer words are sure; docs/dependencies.md says how to get it",
}
_WITHOUT_TURNS = "without it pages on their side or head are not set upright"
_APT = {"tesseract": "tesseract-ocr", **{lang: f"tesseract-ocr-{lang}" for lang in _LANGUAGES}}
_DNF = {
    "tesseract": "tesseract",
    "vie": "tesseract-langpack-vie",
    "eng": "tesseract-langpack-eng",
    "osd": "tesseract-osd",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what it is, what was found; `part` is its key in the package lists, if it has one."""

    what: str
    ok: bool
    found: str
    part: str | None = None
    optional: bool = False  # vanban works without it

    @property
    def state(self) -> str:
        """One word for it."""
        return "ok" if self.ok else "absent" if self.optional else "MISSING"


def all_checks() -> list[Check]:
    """Every check, what others rest on first."""
    needed = [_python(), *_packages(), _opencv(), *_tesseract(), _dictionaries(), _model()]
    return [*needed, *_extras(), _sandbox()]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("Python", sys.version_info >= _PYTHON, f"{version} (3.11 or newer is needed)")


def _packages() -> Iterator[Check]:
    for requirement in metadata.requires("vanban") or ():
        if "extra ==" not in requirement:
            name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
            version = _version(name)
            yield Check(name, version is not None, version or "not installed", "python")


def _extras() -> Iterator[Check]:
    for name, without in _EXTRAS.items():
        version = _version(name)
        found = version or f"not installed (optional: {without})"
        yield Check(name, version is not None, found, optional=True)


def _sandbox() -> Check:
    """What the kernel refuses to workers that read foreign files, tried in one (promise S12)."""
    with tempfile.TemporaryDirectory() as place, machine.prepared_engines(Path(place)):
        found = tried_sandboxes(chosen_sandbox())
    held = {
        "a network": found.network,
        "files elsewhere": found.files,
        "other programs": found.programs,
    }
    refused = ", ".join(what for what, is_refused in held.items() if is_refused) or "nothing"
    left = ", ".join(what for what, is_refused in held.items() if not is_refused)
    lacks = f"; not {left} (optional: Linux 5.13 with Landlock and seccomp refuses all three)"
    return Check(
        "sandbox of workers", not left, f"refuses {refused}" + (left and lacks), optional=True
    )


def _opencv() -> Check:
    """Two packages that both bring the module cv2 overwrite each other's files."""
    names = (
        "opencv-python",
        "opencv-python-headless",
        "opencv-contrib-python",
        "opencv-contrib-python-headless",
    )
    there = [name for name in names if _version(name)]
    advice = (
        "; keep one: uninstall all of them, then install opencv-python" if len(there) > 1 else ""
    )
    return Check("one OpenCV package", len(there) == 1, (", ".join(there) or "none") + advice)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _tesseract() -> Iterator[Check]:
    try:
        version = str(pytesseract.get_tesseract_version())
        languages = set(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, SystemExit, OSError):
        version, languages = "", set()
    yield Check("Tesseract", bool(version), version or "not installed", "tesseract")
    for language in _LANGUAGES:
        there = language in languages
        optional = language == _TURNS
        missing = f"not installed (optional: {_WITHOUT_TURNS})" if optional else "not installed"
        yield Check(
            f"Tesseract language {language}",
            there,
            "there" if there else missing,
            language,
            optional,
        )


def _dictionaries() -> Check:
    try:
        lists = dictionaries.load().lists
    except VanbanError as error:
        return Check("dictionaries", ok=False, found=str(error))
    return Check("dictionaries", bool(lists), f"{len(lists)} lists in {dictionaries.home()}")


def _model() -> Check:
    size = _MODEL.stat().st_size if _MODEL.is_file() else 0
    found = f"{size / 1e6:.1f} MB" if size else f"{_MODEL} is missing; install vanban again"
    return Check("language model", bool(size), found)


def install_commands(missing: Sequence[Check]) -> list[str]:
    """How to get what is missing, a line a system."""
    systems = _systems(missing)
    lines = (
        ["Python packages:  python -m pip install --upgrade vanban"] if _needs_pip(missing) else []
    )
    if systems:
        lines += [
            f"Debian, Ubuntu:   {_apt(systems)}",
            f"Fedora:           sudo dnf install -y {' '.join(_DNF[part] for part in systems)}",
            "macOS:            brew install tesseract tesseract-lang",
        ]
    return lines


def install_here(missing: Sequence[Check]) -> str:
    """One shell command for this system; empty where none is known."""
    systems = _systems(missing)
    commands = ["python -m pip install --upgrade vanban"] if _needs_pip(missing) else []
    if systems and shutil.which("apt-get"):
        commands.append(_apt(systems))
    elif systems and shutil.which("dnf"):
        commands.append(f"sudo dnf install -y {' '.join(_DNF[part] for part in systems)}")
    elif systems:
        commands.append("brew install tesseract tesseract-lang")
    return " && ".join(commands)


def _needs_pip(missing: Sequence[Check]) -> bool:
    return any(check.part == "python" for check in missing)


def _apt(parts: Sequence[str]) -> str:
    return f"sudo apt-get install -y {' '.join(_APT[part] for part in parts)}"


def _systems(missing: Sequence[Check]) -> list[str]:
    return [check.part for check in missing if check.part in _APT]
