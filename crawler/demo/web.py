"""The embedded web: five bureau sites on loopback, a log of who asked for what, and editors who change two reports."""

import json
import socket
import socketserver
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.demo.bureau import Answer, Asked, Bureau, Expected
from crawler.demo.bureaus.hanweb import Yunlan
from crawler.demo.bureaus.kaipu import Xueling
from crawler.demo.bureaus.nfcms import Rongwan
from crawler.demo.bureaus.truecms import Qingxi
from crawler.demo.bureaus.wuxi import Hezhu
from crawler.demo.content import with_new_number, with_new_paragraph
from crawler.demo.posts import Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One request as the log keeps it: header names in lower case, `path` with its query, `sent` in bytes of body."""

    site: str
    method: str
    path: str
    status: int
    headers: dict[str, str]
    sent: int


class DemoWeb:
    """Five bureau sites that serve while the `with` block lasts; two webs say the same at other ports.

    `sites` are the sites, `log` the requests in the order of their answers (clear it with `log.clear()`).
    """

    def __init__(self) -> None:
        self.sites: tuple[Bureau, ...] = (Qingxi(), Rongwan(), Xueling(), Yunlan(), Hezhu())
        self.log: list[Logged] = []  # append and clear are atomic: many threads answer
        self._servers: list[_Server] = []
        self._edits = 0

    def __enter__(self) -> Self:
        for site in self.sites:
            server = _Server(site, self.log)
            site.base = f"http://127.0.0.1:{server.server_address[1]}"
            Thread(target=partial(server.serve_forever, poll_interval=0.02), name=site.id, daemon=True).start()
            self._servers.append(server)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
        self._servers.clear()

    def site(self, site_id: str) -> Bureau:
        """Return the site of a row's id."""
        return next(site for site in self.sites if site.id == site_id)

    def rows(self) -> str:
        """Return the rows of the five sites as TOML."""
        return "\n".join(_row(site, minute) for minute, site in enumerate(self.sites, start=10))

    def reports(self, site: Bureau) -> tuple[Expected, ...]:
        """Return what must be read from every report of a site as it is now, second addresses included."""
        return tuple(site.expected(post) for post in site.posts if post.kind == "report")

    def edit(self) -> tuple[Expected, Expected]:
        """Change a figure in one report and add a paragraph to another, each time anew, and return what they say now."""
        self._edits += 1
        first, second = self.site("qingxi-sfj"), self.site("yunlan-sfj")
        figure = first.edit(_newest_own(first), partial(with_new_number, times=self._edits))
        paragraph = second.edit(_newest_own(second), partial(with_new_paragraph, times=self._edits))
        return figure, paragraph

    def restore(self) -> None:
        """Put every report back to its first wording."""
        for site in self.sites:
            site.restore()


def _row(site: Bureau, minute: int) -> str:
    values = {
        "id": site.id,
        "name": f"{site.name} 法治政府建设",
        "region": site.place.region,
        "publisher": site.name,
        "family": site.family,
        "lists": list(site.list_urls),
        "schedule": f"{minute} 6 * * *",
        "delay": 0,
        "expect_at_least": len(site.posts),
    }
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return "\n".join(("[[site]]", *lines, ""))


def _newest_own(site: Bureau) -> Post:
    return next(post for post in site.posts if post.kind == "report" and post.issuer == site.name)


class _Server(ThreadingHTTPServer):
    """One site's server; it ends its open connections with itself, because clients keep them for later."""

    request_queue_size = 128  # of the usual five, a burst of clients waits a second for the next try

    def __init__(self, site: Bureau, log: list[Logged]) -> None:
        self.site = site
        self.log = log
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def server_bind(self) -> None:
        # not HTTPServer's: that looks the address up in the DNS, which takes seconds where there is none
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if isinstance(request, socket.socket):
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        if isinstance(request, socket.socket):
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        if not isinstance(sys.exception(), ConnectionError):  # a client that was killed is no fault of the server
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        for connection in tuple(self._open):
            with suppress(OSError):  # the client was quicker
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "DemoWeb"
    wbufsize = -1  # one packet an answer: unbuffered, the second waits for the first one's receipt
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(path=unquote(parts.path), query=dict(parse_qsl(parts.query)), headers=headers)
        try:
            answer = self.server.site.answer(asked)
        except ValueError:  # a page number that is none, a date that is none
            answer = Answer(status=400)
        self._send(answer, headers)

    do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

    def _send(self, answer: Answer, headers: dict[str, str]) -> None:
        site = self.server.site
        body = answer.body.encode(site.charset) if self.command == "GET" else b""
        self.server.log.append(
            Logged(site=site.id, method=self.command, path=self.path, status=answer.status, headers=headers, sent=len(body))
        )
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Type", answer.content_type or site.content_type)
            self.send_header("Content-Length", str(len(answer.body.encode(site.charset))))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives it
        """Keep standard error quiet: requests are in the log."""
