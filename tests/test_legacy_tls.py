"""Old TLS, row by row: what `tls = "legacy"` reaches beyond today's TLS, and what it refuses all the same."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any

import pytest

from storage.archive import Archive
from tests.authority import TODAY, Authority, context
from tests.conftest import program

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")  # a server of 2008 is what is wanted

TITLE = "清河市司法局2025年度法治政府建设情况报告"
TEXT = "2025年，清河市司法局坚持依法行政，全市法治政府建设取得新成效。"
PAGES = {
    "/fzzf/index.html": f'<ul><li><a href="1024.html">{TITLE}</a><span>2026-03-02</span></li></ul>',
    "/fzzf/1024.html": f'<h1>{TITLE}</h1><p>发布时间：2026-03-02</p><div id="zoom">{f"<p>{TEXT}</p>" * 3}</div>',
}


class Site(BaseHTTPRequestHandler):
    """One list and one report."""

    def do_GET(self) -> None:
        body = PAGES.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that http.server gives it
        """Say nothing."""


class Before2010(BaseRequestHandler):
    """A server that has not heard of RFC 5746: it says hello without the extension, and no more."""

    def handle(self) -> None:
        self.request.recv(4096)
        hello = b"\x03\x03" + bytes(32) + b"\x00" + b"\xc0\x2f" + b"\x00"  # TLS 1.2, no session, ECDHE-RSA-AES128-GCM-SHA256
        message = b"\x02" + len(hello).to_bytes(3) + hello
        self.request.sendall(b"\x16\x03\x03" + len(message).to_bytes(2) + message)


class Quiet(ThreadingTCPServer):
    """A server that keeps refused connections to itself."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that refuse to go on are what is tested."""


class Secure(Quiet, ThreadingHTTPServer):
    """The site behind TLS; the handshake is the thread's, at its first read."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Site)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def server_bind(self) -> None:
        ThreadingTCPServer.server_bind(self)  # not HTTPServer's: that looks the address up in the DNS


@contextmanager
def serving(server: Quiet) -> Iterator[str]:
    with server:
        threading.Thread(target=partial(server.serve_forever, poll_interval=0.02), daemon=True).start()
        yield f"https://127.0.0.1:{server.server_address[1]}/fzzf/index.html"
        server.shutdown()


def row(name: str, address: str, *, is_legacy: bool) -> str:
    lines = ["[[site]]", f'id = "{name}"', 'name = "清河市司法局"', 'family = "static"', f'lists = ["{address}"]', 'schedule = "1 6 * * *"']
    return "\n".join([*lines, *(['tls = "legacy"', 'tls_reason = "its key has 1024 bits"'] if is_legacy else []), ""])


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What one collection says of each row, and the text that it stored."""
    folder = tmp_path_factory.mktemp("tls")
    authority = Authority(folder)
    weak = authority.certificate("weak")
    servers: dict[str, Quiet] = {
        "weak": Secure(context(weak)),
        "oldest": Secure(context(weak, newest=ssl.TLSVersion.TLSv1)),
        "anonymous": Secure(context(weak, "AECDH-AES128-SHA", ssl.TLSVersion.TLSv1_2)),
        "own": Secure(context(authority.certificate("own", by="own"))),
        "expired": Secure(context(authority.certificate("expired", until=TODAY - timedelta(days=1)))),
        "elsewhere": Secure(context(authority.certificate("elsewhere", host="127.0.0.2"))),
        "before": Quiet(("127.0.0.1", 0), Before2010),
    }
    with ExitStack() as stack:
        addresses = {name: stack.enter_context(serving(server)) for name, server in servers.items()}
        rows = [row(f"{name}-legacy", address, is_legacy=True) for name, address in addresses.items()]
        rows += [row(f"{name}-plain", addresses[name], is_legacy=False) for name in ("weak", "before")]
        (folder / "sites.toml").write_text("\n".join(rows), encoding="utf-8")
        done = program(folder)("collect", "--sites", "sites.toml", "--format", "json", SSL_CERT_FILE=str(authority.bundle))
    with Archive.open(folder / "reports.db", readonly=True) as archive:
        texts = {version.site: version.text for version in archive.reread_candidates()}
    return {line["site"]: {**line, "text": texts.get(line["site"])} for line in done.json}


def problem(line: dict[str, Any]) -> str:
    (found,) = line["problems"]
    return f"{found['code']} {found['message']}"


@pytest.mark.parametrize("server", ["weak", "oldest"])
def test_key_of_1024_bits_and_tls_1_0_are_reached_by_a_legacy_row(collected: dict[str, dict[str, Any]], server: str) -> None:
    line = collected[f"{server}-legacy"]

    assert (line["new"], line["verdict"], line["text"]) == (1, "sound", "\n".join([TEXT] * 3))


@pytest.mark.parametrize(
    ("server", "said"),
    [("weak", "certificate verify failed"), ("before", "unsafe legacy renegotiation disabled")],
)
def test_row_that_does_not_say_so_is_told_in_one_line(collected: dict[str, dict[str, Any]], server: str, said: str) -> None:
    line = collected[f"{server}-plain"]

    assert (line["seen"], line["verdict"]) == (0, "red: TLS")
    assert problem(line) == f"TLS found a TLS error ({said}), expected a page"


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ("own", "a TLS error (certificate verify failed)"),
        ("expired", "a TLS error (certificate verify failed)"),
        ("elsewhere", "a certificate for another host"),
        ("anonymous", "a TLS error (tls alert handshake failure)"),
    ],
)
def test_legacy_row_refuses_a_server_that_proves_nothing(collected: dict[str, dict[str, Any]], server: str, said: str) -> None:
    line = collected[f"{server}-legacy"]

    assert (line["seen"], line["text"], line["verdict"]) == (0, None, "red: TLS")
    assert problem(line) == f"TLS found {said}, expected a page"


def test_legacy_row_goes_on_with_a_server_that_renegotiates_the_old_way(collected: dict[str, dict[str, Any]]) -> None:
    # the server says no more after its hello, so how far the client went is all there is to see
    assert "Connection to the other side was lost" in problem(collected["before-legacy"])
