"""What a disk holds after a power cut that loses all that was not synced: a trace of system calls played on a model of it.

The model is the harshest that POSIX allows: a file's bytes last when the file was synced, a name (new, renamed, removed) when
its folder was. strace says what was written where (`-xx`: bytes in hexadecimal, `-y`: paths of descriptors).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,renameat,rename,renameat2,unlink,unlinkat,mkdir,mkdirat"
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_HEX = re.compile(r"(\\x[0-9a-f]{2})+")
_DESCRIPTOR = re.compile(r"^(?:\d+|AT_FDCWD)<([^>]*)>")


@dataclass
class Disk:
    """Files by number; names as processes see them, and as a power cut leaves them; bytes likewise."""

    live: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)
    bytes: dict[int, bytearray] = field(default_factory=dict)
    synced: dict[int, bytes] = field(default_factory=dict)

    def create(self, path: str) -> None:
        if path not in self.live:
            self.live[path] = len(self.bytes)
            self.bytes[self.live[path]] = bytearray()
            self.synced[self.live[path]] = b""

    def write(self, path: str, at: int | None, data: bytes) -> None:
        if path not in self.live:
            return
        content = self.bytes[self.live[path]]
        at = len(content) if at is None else at
        content.extend(bytes(max(0, at + len(data) - len(content))))
        content[at : at + len(data)] = data

    def truncate(self, path: str, size: int) -> None:
        if path in self.live:
            content = self.bytes[self.live[path]]
            content[:] = content[:size].ljust(size, b"\0")

    def sync(self, path: str) -> None:
        if path in self.live:
            self.synced[self.live[path]] = bytes(self.bytes[self.live[path]])
        inside = f"{path}/"
        self.kept = {p: n for p, n in self.kept.items() if not _is_in(p, inside)}
        self.kept |= {p: n for p, n in self.live.items() if _is_in(p, inside)}

    def rename(self, old: str, new: str) -> None:
        if old in self.live:
            self.live[new] = self.live.pop(old)

    def unlink(self, path: str) -> None:
        self.live.pop(path, None)

    def lay(self, root: str, place: Path) -> None:
        """Put what is left after a power cut into a folder."""
        for path, number in self.kept.items():
            target = place / Path(path).relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(self.synced[number])


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(folder) and "/" not in path[len(folder) :]


def states(trace: str, root: str) -> Iterator[Disk]:
    """The disk after each call that changes something below `root`."""
    disk = Disk()
    for line in trace.splitlines():
        match = _CALL.match(line)
        if match and int(match[3]) >= 0 and _play(disk, match[1], _arguments(match[2]), root):
            yield disk


def _arguments(text: str) -> list[str]:
    """The arguments, texts in their own letters again (latin-1, so that bytes are kept)."""
    return [_HEX.sub(_letters, part) for part in text.split(", ")]


def _letters(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("\\x", "")).decode("latin-1")


def _play(disk: Disk, call: str, given: list[str], root: str) -> bool:
    where = _DESCRIPTOR.match(given[0])
    base = where[1] if where else ""
    if call == "openat":
        path = _path(base, given[1])
        if path.startswith(root) and "O_CREAT" in given[2]:
            disk.create(path)
            return True
        return False
    if call in {"rename", "renameat", "renameat2"}:
        pairs = given if call == "rename" else [given[1], given[3]]
        bases = (
            [base, base]
            if call == "rename"
            else [base, (_DESCRIPTOR.match(given[2]) or [0, ""])[1]]
        )
        old, new = (_path(b, p) for b, p in zip(bases, pairs, strict=False))
        disk.rename(old, new)
        return old.startswith(root)
    if call in {"unlink", "unlinkat"}:
        path = _path(base, given[1] if call == "unlinkat" else given[0])
        disk.unlink(path)
        return path.startswith(root)
    if not base.startswith(root):
        return False
    if call == "ftruncate":
        disk.truncate(base, int(given[1]))
    elif call in {"write", "pwrite64"}:
        disk.write(
            base, int(given[3]) if call == "pwrite64" else None, given[1][1:-1].encode("latin-1")
        )
    elif call in {"fsync", "fdatasync"}:
        disk.sync(base)
    return call not in {"mkdir", "mkdirat"}


def _path(base: str, name: str) -> str:
    name = name.strip('"')
    return name if name.startswith("/") else f"{base}/{name}"
