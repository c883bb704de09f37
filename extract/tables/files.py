"""The only module that opens files for writing: whole or not at all, inside one folder and nowhere else.

The order (promise D3, after borg's `SaveFile`): write a temporary file in the *same* folder, flush, fsync it, rename it,
fsync the folder. Everything goes through the folder's descriptor and follows no link, so a link planted in the folder, or
a folder swapped for a link, leads nowhere (S2). A failed fsync is never tried again on the same file, since the kernel may
have dropped its pages: the file is written anew once (D5; PostgreSQL 2018). Not guaranteed: file systems that lie about
fsync, and a reader between two renames sees files of two runs; the hashes in datapackage.json, written last, tell it so.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from extract.errors import NotWritable

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_STAGED = ".part"
#: The folder in an output folder for what is no result: journal, lock, decisions.
STATE = ".vanban"
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EROFS: "the file system is read-only",
    errno.EACCES: "permission is denied",
    errno.ENOENT: "the folder above it does not exist",
    errno.ENOTDIR: "a file stands where the folder should be",
    errno.EEXIST: "a file stands where the folder should be",
    errno.ELOOP: "a symbolic link stands in its place",
    errno.EIO: "the disk reports an input/output error",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A written file: its path in the folder, its size and its SHA-256."""

    path: str
    size: int
    sha256: str


def facts_of(path: str, data: bytes) -> FileFacts:
    """What a file with these bytes is."""
    return FileFacts(path, len(data), hashlib.sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """A folder to write into, held open by its descriptor; `path` is for messages."""

    path: Path
    descriptor: int

    @classmethod
    def open(cls, path: Path) -> OutputFolder:
        """The folder, made where it is missing (its parent must be there), proved writable by a real file (D7)."""
        try:
            with suppress(FileExistsError):
                path.mkdir()
            descriptor = os.open(path, _FOLDER & ~os.O_NOFOLLOW)
            folder = cls(path, descriptor)
            try:
                folder._write(_temporary("probe"), b"vanban")
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(_temporary("probe"), dir_fd=descriptor)
        except OSError as error:
            raise not_writable(path, error) from error
        return folder

    @classmethod
    def found(cls, path: Path) -> OutputFolder:
        """A folder that is there, and no link."""
        try:
            return cls(path, os.open(path, _FOLDER))
        except OSError as error:
            raise not_writable(path, error) from error

    def must_be_there(self) -> None:
        """`NotWritable` where the folder is no longer at its path: it was moved, or another was put in its place."""
        here = os.fstat(self.descriptor)
        with suppress(OSError):
            there = self.path.stat()
            if (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino):
                return
        do = "What was read is kept in it: move it back and run the same command again."
        raise NotWritable(f"Cannot write to {self.path}", "the folder was moved meanwhile", do)

    def close(self) -> None:
        """Let the descriptor go."""
        os.close(self.descriptor)

    def inner(self, name: str, mode: int = 0o777) -> OutputFolder:
        """A folder inside, made where it is missing; never a link."""
        try:
            with suppress(FileExistsError):
                os.mkdir(name, mode, dir_fd=self.descriptor)
            descriptor = os.open(name, _FOLDER, dir_fd=self.descriptor)
        except OSError as error:
            raise not_writable(self.path / name, error) from error
        return OutputFolder(self.path / name, descriptor)

    def open_lock(self, name: str) -> int:
        """A descriptor of a file to lock, made where it is missing."""
        try:
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            return os.open(name, flags, 0o666, dir_fd=self.descriptor)
        except OSError as error:
            raise not_writable(self.path, error) from error

    @contextmanager
    def waited_for(self, name: str) -> Iterator[None]:
        """Hold a lock file, after whoever holds it; where the file system has no locks, go on without."""
        descriptor = self.open_lock(name)
        try:
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def append(self, name: str, data: bytes) -> None:
        """Add whole lines to a file, made where it is missing, and make them last; `NotWritable`: none of them is there.

        A line that a crash cut off is closed first, so that it spoils none that come after it.
        """
        try:
            self._append(name, data)
            os.fsync(self.descriptor)
        except OSError as error:
            raise not_writable(self.path, error, len(data)) from error

    def _append(self, name: str, data: bytes) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(name, flags, 0o666, dir_fd=self.descriptor)
        try:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode):
                raise OSError(errno.EINVAL, "it is no ordinary file")
            cut = state.st_size and os.pread(descriptor, 1, state.st_size - 1) != b"\n"
            try:
                _write_all(descriptor, b"\n" + data if cut else data)
                os.fsync(descriptor)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(descriptor, state.st_size)
                raise
        finally:
            os.close(descriptor)

    def names(self) -> list[str]:
        """The names in it, sorted."""
        return sorted(os.listdir(self.descriptor))  # noqa: PTH208 - pathlib has no descriptors

    def remove(self, names: Iterable[str]) -> None:
        """Remove files, where they are there."""
        for name in names:
            with suppress(FileNotFoundError):
                os.unlink(name, dir_fd=self.descriptor)
        os.fsync(self.descriptor)

    def stage(self, name: str, data: bytes) -> FileFacts:
        """Write a file beside its place, ready to be renamed by `publish`; nothing to do where it is the same."""
        facts = facts_of(name, data)
        if self.holds(facts):
            return facts
        try:
            self._write_twice(_temporary(name), data)
        except OSError as error:
            self.discard()
            raise not_writable(self.path, error, len(data)) from error
        return facts

    def publish(self, names: Sequence[str]) -> None:
        """Rename the staged files to their places, in this order, and make that last."""
        try:
            for name in names:
                with suppress(FileNotFoundError):  # the same as before, so not staged
                    self._rename(_temporary(name), name)
            os.fsync(self.descriptor)
        except OSError as error:
            self.discard()
            raise not_writable(self.path, error) from error

    def discard(self) -> None:
        """Remove what was staged and not published, by a run that was killed too."""
        for name in self.names():
            if name.startswith(".") and name.endswith(_STAGED):
                with suppress(OSError):
                    os.unlink(name, dir_fd=self.descriptor)

    def _rename(self, old: str, new: str) -> None:
        os.rename(old, new, src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)

    def holds(self, facts: FileFacts) -> bool:
        """Whether the file is there already, with these bytes."""
        return self.facts(facts.path, facts.size) == facts

    def facts(self, name: str, size: int | None = None) -> FileFacts | None:
        """Size and hash of a file; `None` where there is none (or, where that is given, none of this size)."""
        try:
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            descriptor = os.open(name, flags, dir_fd=self.descriptor)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode) or size not in {None, state.st_size}:
                return None
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return FileFacts(name, state.st_size, digest)

    def move(self, name: str, other: OutputFolder, new: str) -> None:
        """Move a file into another folder of the same disk, under another name, and make that last."""
        try:
            os.rename(name, new, src_dir_fd=self.descriptor, dst_dir_fd=other.descriptor)
            os.fsync(other.descriptor)
        except OSError as error:
            raise not_writable(other.path, error) from error

    def _write_twice(self, name: str, data: bytes) -> None:
        try:
            self._write(name, data)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            self._write(name, data)

    def _write(self, name: str, data: bytes) -> None:
        with suppress(FileNotFoundError):  # left by a run that was killed
            os.unlink(name, dir_fd=self.descriptor)
        descriptor = os.open(name, _NEW, 0o666, dir_fd=self.descriptor)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]


def _temporary(name: str) -> str:
    """The same name in each run: runs exclude each other by the lock, and the next one replaces what was left."""
    return f".{name}{_STAGED}"


def write_file(path: Path, data: bytes) -> None:
    """One file that a person named, whole or not at all; its folder must be there."""
    folder = OutputFolder.open(path.parent)
    try:
        folder.stage(path.name, data)
        folder.publish([path.name])
    finally:
        folder.close()


def not_writable(path: Path, error: OSError, size: int | None = None) -> NotWritable:
    """The error of a write that failed, with the folder and the bytes that were needed."""
    why = _REASONS.get(error.errno or 0, error.strerror or "writing failed")
    needed = (
        f" ({size} bytes are needed)" if size is not None and error.errno == errno.ENOSPC else ""
    )
    do = "Make it writable or name another folder with --out, then run the same command again: it does only what is missing."
    return NotWritable(f"Cannot write to {path}", why + needed, do)
