"""What a process that touches foreign bytes can still do: write below some folders, start some programs, and no more (promise S12).

The kernel holds it: Landlock against new files, other programs and signals to other processes, seccomp against sockets. Neither
can be taken off again, and what the process starts inherits both. What a kernel lacks is left out (`vanban doctor` says what
holds). Files may be read as before.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_NO_NEW_PRIVS = 38  # linux/prctl.h
#: System calls with the same number on every machine.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF, _IO_URING_SETUP = 444, 445, 446, 425
#: Landlock's rights (linux/landlock.h): bit 0 starts programs, 1 and 4 to 14 write, make, move and cut files.
_EXECUTE, _WRITE, _TRUNCATE = 1 << 0, 1 << 1, 1 << 14
_READS = 0b1100
_FIRST_RIGHTS, _LAST_RIGHTS = 13, 3  # bits of version 1; the version that brought the last of ours
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6  # TCP; signals and sockets that lead out of the sandbox
_VERSION, _BELOW_PATH, _BOTH = 1, 1, 0b11
#: What seccomp calls this kind of machine, and the numbers of its calls seccomp and socket.
_CALLS = {"x86_64": (0xC000003E, 317, 41), "aarch64": (0xC00000B7, 277, 198)}
_OTHER_FORM = 0x40000000  # x86-64's second form of each call, which nothing of ours uses
_LOAD, _EQUAL, _FROM, _RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_FILTER, _KEEP_SPEED = 1, 4  # some kernels slow down all that a filtered process does, unless asked


@dataclass(frozen=True, slots=True)
class Sandbox:
    """The folders in which a worker may write, and the programs that it may start; `None`: any."""

    folders: tuple[Path, ...]
    programs: tuple[Path, ...] | None


def confine(sandbox: Sandbox) -> None:
    """Put this process, which must be a single thread, into a sandbox; what the kernel lacks is left out."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    with suppress(OSError):
        _restrict(libc, sandbox)
    with suppress(OSError, KeyError):
        _refuse_sockets(libc)


def limit_memory(most: int) -> None:
    """So many bytes may be resident; the kernel refuses more (Linux).

    What it counts is memory that this process alone may write, in use or not, so what is set aside by now comes on top.
    """
    if sys.platform != "linux":
        return
    used, data = _memory()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = data + max(0, most - used)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def must_have_room(size: int) -> None:
    """`MemoryError` where the kernel would refuse so many bytes: before a library that leaves out what it has no room for."""
    soft, _ = resource.getrlimit(resource.RLIMIT_DATA)
    if soft != resource.RLIM_INFINITY and sys.platform == "linux" and size > soft - _memory()[1]:
        raise MemoryError


def _memory() -> tuple[int, int]:
    """Bytes of this process that are resident, and that it alone may write."""
    told = Path("/proc/self/statm").read_bytes().split()
    page = os.sysconf("SC_PAGE_SIZE")
    return int(told[1]) * page, int(told[5]) * page


def _call(libc: ctypes.CDLL, number: int, *arguments: object) -> int:
    """A system call; `OSError` where it fails."""
    result: int = libc.syscall(ctypes.c_long(number), *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), "the kernel refuses")
    return result


def _restrict(libc: ctypes.CDLL, sandbox: Sandbox) -> None:
    """Landlock: no new or changed files but below the folders, no program but those, no signal to others."""
    nothing = (None, ctypes.c_size_t(0))
    version = _call(libc, _CREATE_RULESET, *nothing, ctypes.c_uint32(_VERSION))
    known = (1 << (_FIRST_RIGHTS - 1 + min(version, _LAST_RIGHTS))) - 1
    writes = known & ~_READS & ~_EXECUTE
    held = writes | (0 if sandbox.programs is None else _EXECUTE)
    network = _BOTH if version >= _NETWORK_SINCE else 0
    scopes = _BOTH if version >= _SCOPES_SINCE else 0
    asked = struct.pack("=QQQ", held, network, scopes)
    rules = _call(libc, _CREATE_RULESET, asked, ctypes.c_size_t(len(asked)), ctypes.c_uint32(0))
    try:
        for folder in sandbox.folders:
            _allow(libc, rules, folder, writes)
        _allow(libc, rules, Path(os.devnull), (_WRITE | _TRUNCATE) & known)
        for program in sandbox.programs or ():
            _allow(libc, rules, program, _EXECUTE)
        _call(libc, _RESTRICT_SELF, ctypes.c_int(rules), ctypes.c_uint32(0))
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    """Rights below a path; none where it is gone."""
    with suppress(FileNotFoundError):
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            rule = struct.pack("=Qi", rights, place)
            _call(libc, _ADD_RULE, ctypes.c_int(rules), ctypes.c_int(_BELOW_PATH), rule, ctypes.c_uint32(0))  # fmt: skip
        finally:
            os.close(place)


def _refuse_sockets(libc: ctypes.CDLL) -> None:
    """seccomp: no new socket of any kind, nor the ring by which the kernel would open one unseen."""
    name, seccomp, new_socket = _CALLS[platform.machine()]
    refused = (
        *((_EQUAL, number) for number in (new_socket, _IO_URING_SETUP)),
        (_FROM, _OTHER_FORM),
    )
    steps = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, name), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    for at, (test, number) in enumerate(refused):
        steps.append((test, len(refused) - at, 0, number))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    asked = struct.pack("@HP", len(steps), ctypes.addressof(program))
    _call(libc, seccomp, ctypes.c_uint(_FILTER), ctypes.c_uint(_KEEP_SPEED), asked)
