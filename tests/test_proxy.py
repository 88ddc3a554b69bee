"""Behind a proxy, which resolves names itself: `HTTP_PROXY` is obeyed, and redirects to private places are still refused."""

import http.server
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest

from tests.conftest import Run

BODY = "<p>全市法治政府建设稳步推进，成效明显。</p>" * 20
PAGE = f"<html><body><h1>青溪市司法局2024年度法治政府建设情况报告</h1><div id=zoom>{BODY}</div></body></html>"
REDIRECTS = {
    "http://number.qingxi.invalid/a.html": "http://127.0.0.1:9/a.html",
    "http://name.qingxi.invalid/a.html": "http://localhost:9/a.html",
    "http://odd.qingxi.invalid/a.html": "http://2130706433:9/a.html",
    "http://six.qingxi.invalid/a.html": "http://[::1]:9/a.html",
    "http://file.qingxi.invalid/a.html": "file:///etc/passwd",
}


class Proxy(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        target = REDIRECTS.get(self.path)
        body = b"" if target or self.path.endswith("/robots.txt") else PAGE.encode()
        self.send_response(302 if target else 404 if self.path.endswith("/robots.txt") else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if target:
            self.send_header("Location", target)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[str]]]:
    Proxy.asked.clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", Proxy.asked
    server.shutdown()
    server.server_close()


def test_proxy_is_asked_for_names_that_only_it_can_resolve(govreports: Run, proxy: tuple[str, list[str]]) -> None:
    address, asked = proxy

    done = govreports("scrape", "--no-store", "http://sfj.qingxi.invalid/a.html", GOVREPORTS_ALLOW_PRIVATE="", HTTP_PROXY=address)

    assert done.status == 0, done.out
    assert asked == ["http://sfj.qingxi.invalid/robots.txt", "http://sfj.qingxi.invalid/a.html"]


@pytest.mark.parametrize("url", REDIRECTS)
def test_redirect_to_a_private_place_is_refused(govreports: Run, proxy: tuple[str, list[str]], url: str) -> None:
    address, asked = proxy

    done = govreports("scrape", "--no-store", url, GOVREPORTS_ALLOW_PRIVATE="", HTTP_PROXY=address)

    (answer,) = done.json
    assert (done.status, answer["url"]) == (1, url)
    assert answer["error"]["code"] == ("FETCH_FAILED" if url.startswith("http://file") else "REFUSED")
    assert {request.split("/")[2] for request in asked} == {url.split("/")[2]}
