"""Who may talk to the page: one browser on this machine, which brought the token of the link that the command printed.

Other pages open in the same browser, and other machines by way of them (a name that is made to lead to 127.0.0.1), are refused by
the Host and Origin they send; other users of this machine by the cookie, which no script can read and no other site makes the browser send.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extract.words import LANGUAGES, Speaker

_BYTES = 32
_MOST_BODY = 1 << 20
_READING = frozenset({"GET", "HEAD"})
_OWN = frozenset(
    {None, "same-origin", "none"}
)  # Sec-Fetch-Site of our own page, and of a link that a person opened
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_NO_LINK = "".join(f"{Speaker(language)('no_link')}\n" for language in LANGUAGES)


def _secret() -> str:
    return secrets.token_urlsafe(_BYTES)


@dataclass(slots=True)
class Pass:
    """The token of the link, which lets one browser in, and the cookie that this browser has from then on."""

    port: int
    token: str | None = field(default_factory=_secret)
    cookie: str = field(default_factory=_secret)

    @property
    def link(self) -> str:
        """The address to open."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    @property
    def name(self) -> str:
        """The cookie's name: browsers send one port's cookies to all of 127.0.0.1, so another review has another name."""
        return f"vanban-review-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser on this machine calls us."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    def spend(self, token: str) -> bool:
        """Whether this is the token; it is none from now on."""
        if self.token is None or not hmac.compare_digest(token.encode(), self.token.encode()):
            return False
        self.token = None
        return True

    def knows(self, headers: Headers) -> bool:
        """Whether a request brings the cookie."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self.name)
        except CookieError:
            return False
        return found is not None and hmac.compare_digest(found.value.encode(), self.cookie.encode())


@dataclass(frozen=True, slots=True)
class Guard:
    """The door before the app: refuses what is not of our browser, and says on each answer what a browser may do with it."""

    app: ASGIApp
    own: Pass

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] != "http":
            return
        refused = self._refusal(scope)
        await (refused or self.app)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers, method = Headers(scope=scope), scope["method"]
        if not self._is_own(headers, method):
            return PlainTextResponse("Refused.\n", 403)
        if method not in _READING and _length(headers) > _MOST_BODY:
            return PlainTextResponse("Too long.\n", 413)
        if self.own.knows(headers):
            return None
        return self._first(scope) or PlainTextResponse(_NO_LINK, 403)

    def _is_own(self, headers: Headers, method: str) -> bool:
        """Whether Host, Origin and what the browser says of the page that asks are ours; changes must bring an Origin."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self.own.hosts:
            return False
        origin = headers.get("origin")
        if origin is None:
            return method in _READING and headers.get("sec-fetch-site") in _OWN
        return origin == f"http://{hosts[0]}"

    def _first(self, scope: Scope) -> Response | None:
        """The answer to the link: the cookie, and the page without the token in its address."""
        query = scope["query_string"].decode("ascii", "replace")
        if scope["path"] != "/" or not query.startswith("token=") or not self.own.spend(query[6:]):
            return None
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.own.name, self.own.cookie, httponly=True, samesite="strict")
        return answer


def _length(headers: Headers) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isdecimal() else _MOST_BODY + 1


def _with_headers(send: Send) -> Callable[[Message], Awaitable[None]]:
    async def _send(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(_HEADERS)
        await send(message)

    return _send
