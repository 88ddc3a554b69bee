"""What stands before every page: whose request is answered, in which language, and what a browser may do with the answer."""

import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlencode

from storage.browse.cells import Send, inert_rows
from storage.browse.instance import NAME
from storage.browse.words import Language

Scope = MutableMapping[str, Any]
App = Callable[[Scope, Callable[[], Awaitable[Any]], Send], Awaitable[None]]

_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_OURS = f"{_POLICY}; img-src 'self' data:"
# Datasette colours its headings by style attributes; scripts and style sheets within a page stay forbidden there too
_DATASETTES = f"{_OURS}; style-src-attr 'unsafe-inline'"
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_STATIC = ("/-/static/", "/-/browse/")
_LANGUAGE = re.compile(r"(?:^|[;\s])lang=(zh|en)(?:;|$)")


class Guard:
    """An ASGI application around Datasette's that answers only who asks this site by its own name, and only to look."""

    def __init__(self, app: App, host: str) -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await _say(send, *refusal)
            return
        language, picked = _language(scope)
        query = _without_language(scope["query_string"])
        headers = _headers(scope["path"], f"lang={language}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly" if picked else None)
        # Datasette writes CSV a row a message; of its pages only those end so
        sending = inert_rows(send) if _is_datasettes(scope["path"]) and scope["path"].endswith(".csv") else send
        await self._app({**scope, "language": language, "query_string": query}, receive, _with(headers, sending))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        """Return why a request is not answered, None for one that is."""
        name = _header(scope, b"host")
        if not _is_ours(name, self._host):
            # a page of another site may give its own name our address (DNS rebinding) and would then read the archive as its own
            return 421, f"Host: found {name!r}, expected the name that this site is served on"
        if scope["method"] not in ("GET", "HEAD"):
            return 405, "found a request that would write, expected GET or HEAD"
        if _is_within_another(scope):
            return 403, "found a request of another site's page, expected one of this site's"
        path: str = scope["path"]
        if path.startswith("/-/") and not path.startswith(_STATIC):
            return 404, "found a page about this machine, expected one about the archive"
        return None


def _is_within_another(scope: Scope) -> bool:
    """Say whether a browser tells that another site's page asks for a piece of itself, which a link does not (Fetch Metadata)."""
    return _header(scope, b"sec-fetch-site") in ("cross-site", "same-site") and _header(scope, b"sec-fetch-dest") != "document"


def _is_ours(name: str, host: str) -> bool:
    """Say whether a Host header names this site: loopback, the host it was told to serve on, or with all addresses any of them."""
    bare = re.sub(r":\d*$", "", name).strip("[]").lower()
    if bare in ("localhost", host.strip("[]").lower()):
        return True
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return _is_any(host) and bare == socket.gethostname().lower()
    return address.is_loopback or _is_any(host)


def _is_any(host: str) -> bool:
    return host in ("", "0.0.0.0", "::")  # noqa: S104  # asked about, not bound


def _header(scope: Scope, name: bytes) -> str:
    return next((bytes(value).decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _language(scope: Scope) -> tuple[Language, bool]:
    """Return the language of a page, and whether the request picks it."""
    asked = re.search(rb"(?:^|&)lang=(zh|en)(?:&|$)", scope["query_string"])
    kept = _LANGUAGE.search(_header(scope, b"cookie"))
    word = asked[1].decode() if asked else kept[1] if kept else "zh"
    return ("en" if word == "en" else "zh"), bool(asked)


def _without_language(query: bytes) -> bytes:
    """Return a query without the language: on Datasette's pages it would ask for rows whose column `lang` is so."""
    return b"&".join(part for part in query.split(b"&") if not part.startswith(b"lang="))


def _headers(path: str, cookie: str | None) -> list[tuple[bytes, bytes]]:
    policy = (_DATASETTES if _is_datasettes(path) else _OURS).encode()
    kept = [(b"set-cookie", cookie.encode())] if cookie else []
    return [(b"content-security-policy", policy), *_HEADERS, *kept]


def _is_datasettes(path: str) -> bool:
    return path == f"/{NAME}" or path.startswith((f"/{NAME}/", f"/{NAME}."))


def _with(headers: list[tuple[bytes, bytes]], send: Send) -> Send:
    """Return a sender that adds headers to an answer; what a page says of itself, such as a stricter policy, stands."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            said = {name.lower() for name, _ in message.get("headers", ())}
            added = [(name, value) for name, value in headers if name not in said]
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending


async def _say(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})


def query_with(query: str, **changes: str) -> str:
    """Return a query string with something added at its end."""
    return f"?{query}&{urlencode(changes)}" if query else f"?{urlencode(changes)}"
