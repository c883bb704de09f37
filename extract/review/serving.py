"""The server: bound to 127.0.0.1 before anything is said, ended by Ctrl-C; a kill at any moment loses nothing that was told as saved."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from extract.batch.folder import chosen_form
from extract.errors import UsageError
from extract.review.app import application
from extract.review.desk import Desk
from extract.review.guard import Guard, Pass
from extract.review.pictures import Drawer, drawing
from extract.tables.files import STATE
from extract.words import LANGUAGES

_HOST = "127.0.0.1"  # never another: the pages are for who sits here
_GRACE = 2  # seconds for what is being answered when Ctrl-C comes


@dataclass(frozen=True, slots=True)
class Served:
    """What is told when the page can be opened."""

    link: str
    open_questions: int
    questions: int


def serve(
    out: Path, who: str, port: int, tell: Callable[[Served], None], language: str = LANGUAGES[0]
) -> bool:
    """Serve the questions of a folder until Ctrl-C, first in this language; whether anything was answered. `UsageError`: no results there, or the port is taken."""
    desk = Desk(out, who)
    desk.refresh()
    with drawing(chosen_form(out / STATE)) as drawer, bound(port) as listening:
        own = Pass(listening.getsockname()[1])
        count = len(desk.work.all)
        tell(Served(own.link, count - len(desk.answered), count))
        with suppress(KeyboardInterrupt):  # told again by uvicorn when it has ended
            server(desk, drawer, own, language).run(sockets=[listening])
    return bool(desk.said)


def server(desk: Desk, drawer: Drawer, own: Pass, language: str = LANGUAGES[0]) -> uvicorn.Server:
    """The app behind its guard, ready to run on a socket."""
    config = uvicorn.Config(
        Guard(application(desk, drawer, language), own), log_config=None, access_log=False, server_header=False,
        date_header=False, proxy_headers=False, lifespan="off", ws="none", timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    return uvicorn.Server(config)


def bound(port: int) -> socket.socket:
    """A socket of this machine only; port 0: any that is free."""
    listening = socket.socket()
    try:
        listening.bind((_HOST, port))
        listening.listen()  # who opens the link at once waits until the app is there
    except OSError as error:
        listening.close()
        do = "Name another one with --port, or 0 for any that is free."
        raise UsageError(f"Port {port}", f"it cannot be used ({error.strerror})", do) from error
    return listening
