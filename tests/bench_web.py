"""The web of the bench, served by a process of its own: `python -m tests.bench_web`.

One section of four hundred reports on pages of real size, and five hundred small sections, each on whatever host it is asked:
the server answers on every address of loopback. Every answer has validators and holds to them.
"""

import asyncio
import json
import subprocess
import sys
import urllib.request
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Self

from tests.bench_pages import list_page, post

REPORTS = 400  # of the large section
SECTIONS = 500
IN_A_SECTION = 3
_A_PAGE = 20
_HEAD = "HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {length}\r\nETag: {tag}\r\nLast-Modified: {day}\r\n\r\n"
_DAY = "Thu, 02 Apr 2026 02:00:00 GMT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the web was asked since it was last told to forget: when first, how often, and how many bytes of bodies it sent."""

    first: float
    last: float
    requests: int
    unsent: int
    bytes: int


class BenchWeb:
    """The web, served by another process while the `with` block lasts."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen([sys.executable, "-m", "tests.bench_web"], stdout=subprocess.PIPE, encoding="ascii")
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()

    def address(self, path: str, host: int = 1) -> str:
        """Return an address of the web under one of its hosts."""
        return f"http://127.0.0.{host}:{self.port}{path}"

    def told(self) -> Told:
        """Return what it was asked, and forget it."""
        with urllib.request.urlopen(self.address("/-/told")) as answer:  # noqa: S310  # our own server
            return Told(**json.load(answer))


@cache
def body_of(path: str) -> bytes:
    """Return the page at a path, nothing for a path that is none; made once."""
    folder, _, name = path.strip("/").rpartition("/")
    stem = name.removesuffix(".html")
    if folder == "art":
        return post(int(stem)).html.encode()
    if folder.startswith("small/"):
        section = int(folder.removeprefix("small/"))
        first = 10_000 + section * IN_A_SECTION
        if stem == "index":
            return _list(f"/{folder}", range(first, first + IN_A_SECTION), None)
        return post(int(stem), kilobytes=8).html.encode()
    number = int(stem.removeprefix("index").removeprefix("_") or 1)
    following = f"/large/index_{number + 1}.html" if number * _A_PAGE < REPORTS else None
    return _list("/art", range((number - 1) * _A_PAGE, min(number * _A_PAGE, REPORTS)), following)


@cache
def tag_of(body: bytes) -> str:
    """Return the ETag of a page."""
    return f'"{sha256(body).hexdigest()[:16]}"'


def _list(folder: str, numbers: range, following: str | None) -> bytes:
    posts = [post(number, kilobytes=1) for number in numbers]
    rows = [(f"{folder}/{each.number}.html", each.title, each.day) for each in posts]
    return list_page("法治政府建设年度报告", rows, following).encode()


class _Connection(asyncio.Protocol):
    """Answers one request after the other; a thread a client, as of http.server, would take a third of the machine."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._read = transport, b""

    def data_received(self, data: bytes) -> None:
        self._read += data
        while b"\r\n\r\n" in self._read:
            head, _, self._read = self._read.partition(b"\r\n\r\n")
            first, *lines = head.decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            self._answer(first.split(" ")[1], headers)

    def _answer(self, path: str, headers: dict[str, str]) -> None:
        if path == "/-/told":
            body = json.dumps(_counts).encode()
            _counts.update(first=0.0, last=0.0, requests=0, unsent=0, bytes=0)
        else:
            body = b"User-agent: *\nAllow: /\n" if path == "/robots.txt" else body_of(path)
        tag = tag_of(body)
        is_known = headers.get("if-none-match") == tag
        if path not in ("/-/told", "/robots.txt"):
            _count(0 if is_known else len(body))
        status = "304 Not Modified" if is_known else "200 OK"
        sent = _HEAD.format(status=status, length=len(body), tag=tag, day=_DAY).encode()
        self._transport.write(sent if is_known else sent + body)


_counts: dict[str, float] = {"first": 0.0, "last": 0.0, "requests": 0, "unsent": 0, "bytes": 0}


def _count(sent: int) -> None:
    now = asyncio.get_running_loop().time()
    _counts["first"] = _counts["first"] or now
    _counts["last"] = now
    _counts["requests"] += 1
    _counts["unsent"] += not sent
    _counts["bytes"] += sent


async def _serve() -> None:
    for path in [*(f"/art/{number}.html" for number in range(REPORTS)), *(f"/large/index_{page}.html" for page in range(1, 21))]:
        tag_of(body_of(path))  # before anybody asks: what is measured is not how pages are made
    server = await asyncio.get_running_loop().create_server(_Connection, "0.0.0.0", 0)  # noqa: S104  # all of loopback
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
