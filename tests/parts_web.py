"""A site of our own writing on loopback that sends pages and files with validators, and logs what was asked of it and when."""

import hashlib
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock

from tests.loopback import LoopbackHandler, LoopbackWeb

SENTENCE = "全年办理行政复议案件{}件，其中调解和解{}件，基层执法力量仍显薄弱，执法文书质量有待提高，下一年将继续推进依法行政。"
TITLE = "清河市司法局2025年度法治政府建设情况报告"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: its path with its query, what it was answered with, the validator it brought, and when it came."""

    path: str
    status: int
    validator: str | None
    at: float


@dataclass
class PartsWeb(LoopbackWeb):
    """One site that serves while the `with` block lasts; a value that is a number is an answer with that status."""

    pages: dict[str, bytes | int]
    robots: str = ""
    slowness: float = 0.0
    types: Mapping[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    _busy: int = 0
    _lock: Lock = field(default_factory=Lock)

    def statuses(self) -> dict[str, list[int]]:
        """Return what every path was answered with, in order, robots.txt aside, and forget it."""
        told: dict[str, list[int]] = {}
        for each in self.asked:
            told.setdefault(each.path, []).append(each.status)
        self.asked.clear()
        return told

    def enter(self, change: int) -> None:
        """Count a request that begins or ends."""
        with self._lock:
            self._busy += change
            self.most_at_once = max(self.most_at_once, self._busy)


class _Handler(LoopbackHandler[PartsWeb]):
    def do_GET(self) -> None:  # noqa: N802  # the name that http.server looks for
        if self.path == "/robots.txt":
            self._send(200, self.web.robots.encode(), {"Content-Type": "text/plain"})
            return
        found = self.web.pages.get(self.path, 404)
        body = found if isinstance(found, bytes) else f"<h1>{found}</h1>".encode()
        tag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
        validator = self.headers.get("If-None-Match")
        status = (304 if validator == tag else 200) if isinstance(found, bytes) else found
        self.web.enter(1)
        self.web.asked.append(Asked(self.path, status, validator, time.monotonic()))
        time.sleep(self.web.slowness)  # the server's own work, during which nobody else may be served
        self.web.enter(-1)  # before the answer leaves: the client is free to ask again the moment it has it
        kind = "text/html; charset=utf-8" if self.path.endswith("html") else "application/octet-stream"
        self._send(status, body if status != 304 else b"", {"Content-Type": self.web.types.get(self.path, kind), "ETag": tag})

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # a client that wants no more of a long file
            self.wfile.write(body)


PartsWeb.handler = _Handler


def paragraphs(first: int, number: int = 5) -> list[str]:
    """Return so many paragraphs of a report, told apart by their figures."""
    return [SENTENCE.format(300 + each, 100 + each) for each in range(first, first + number)]


def report(*body: str, below: str = "", title: str = TITLE) -> bytes:
    """Return the page of a report in the manner of TRS; what is below stands outside its body."""
    head = f'<meta charset="utf-8"><title>{title}</title>'
    line = "<div>发布时间：2026-03-01 10:00 来源：清河市司法局</div>"
    foot = "<div>版权所有：清河市司法局 地址：清河市人民路12号</div>"
    shown = f'<h1>{title}</h1>{line}<div class="content">{"".join(body)}</div>{below}{foot}'
    return f"<html><head>{head}</head><body>{shown}</body></html>".encode()


def worded(lines: list[str]) -> str:
    """Return paragraphs as markup."""
    return "".join(f"<p>{line}</p>" for line in lines)
