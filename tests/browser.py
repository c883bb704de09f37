"""A real Chromium, headless, driven through its own pipe (DevTools protocol): keys, pictures of the page, what a screen reader sees.

The pipe needs neither a driver program nor a library (playwright is 53 MB, selenium 12 MB and chromedriver, December 2026): JSON messages
that end in NUL, on descriptors 3 and 4.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
_KEYS = {"Enter": 13, "Tab": 9, "Escape": 27, "F2": 113, "Backspace": 8, "End": 35, "Home": 36}
_OPTIONS = (
    "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--force-device-scale-factor=1",
)  # fmt: skip


class Tab:
    """One page of a browser."""

    def __init__(self, reading: int, writing: int) -> None:
        self._in, self._out, self._numbers = os.fdopen(reading, "rb"), writing, count(1)
        self._buffer, self._session = b"", ""
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        self.said: list[str] = []
        self.send("Runtime.enable")
        self.send("Page.enable")

    def send(self, method: str, **given: Any) -> dict[str, Any]:
        """Ask the browser, and wait for its answer."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while True:
            told = self._hear()
            if told.get("id") == number:
                assert "error" not in told, told["error"]
                return told["result"]
            if told.get("method") == "Runtime.exceptionThrown":
                self.said.append(json.dumps(told["params"]["exceptionDetails"]))

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            data = os.read(self._in.fileno(), 1 << 20)
            assert data, "the browser has gone"
            self._buffer += data
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def run(self, script: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        told = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def open(self, address: str, width: int = 1280, height: int = 800) -> None:
        """Go to an address, and wait until it is there."""
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)  # fmt: skip
        self.send("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def wait(self, condition: str, seconds: float = 20) -> None:
        """Wait until an expression holds."""
        until = time.monotonic() + seconds
        while not self.run(
            f"(() => {{ try {{ return Boolean({condition}) }} catch {{ return false }} }})()"
        ):
            assert time.monotonic() < until, f"never: {condition}"
            time.sleep(0.01)

    def press(self, key: str, *, shift: bool = False, ctrl: bool = False) -> None:
        """A key, as a person's keyboard sends it."""
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        code = _KEYS.get(key, ord(key.upper()) if len(key) == 1 else 0)
        given = {"key": key, "windowsVirtualKeyCode": code, "modifiers": 8 * shift + 2 * ctrl}
        down = "keyDown" if text and not ctrl else "rawKeyDown"
        self.send("Input.dispatchKeyEvent", type=down, text=text, **given)
        self.send("Input.dispatchKeyEvent", type="keyUp", **given)

    def type(self, text: str) -> None:
        """Letters, one key each."""
        for letter in text:
            self.press(letter)

    def picture(self, path: Path) -> None:
        """What is seen, as PNG."""
        path.write_bytes(base64.b64decode(self.send("Page.captureScreenshot")["data"]))

    def spoken(self) -> list[tuple[str, str]]:
        """Role and name of everything that a screen reader is told."""
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        seen = [node for node in nodes if not node.get("ignored")]
        return [(n["role"]["value"], n.get("name", {}).get("value", "")) for n in seen]


@contextmanager
def browser() -> Iterator[Tab]:
    """A browser with an empty profile, gone when the block ends."""
    assert CHROMIUM is not None
    to_it, ours = os.pipe()
    from_it, its = os.pipe()
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        script = 'exec 3<&"$1" 4>&"$2"; shift 2; exec "$@"'
        process = subprocess.Popen(
            ["/bin/bash", "-c", script, "sh", str(to_it), str(its), CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}"],
            pass_fds=(to_it, its), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        os.close(to_it)
        os.close(its)
        tab = None
        try:
            tab = Tab(from_it, ours)
            yield tab
        finally:
            os.killpg(process.pid, 9)
            process.wait()
            os.close(ours)
            if tab is not None:
                tab._in.close()
