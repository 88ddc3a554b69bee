"""A site on loopback that keeps a log of how it was asked: when, for what, by whom, and by how many at once."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tests.loopback import LoopbackHandler, LoopbackWeb
from tests.sites_web import article, page, reports

LIST = "/fzzf/index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered to one request."""

    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: `at` and `until` are in seconds of one clock, `beside` is how many others were being answered."""

    path: str
    agent: str
    status: int
    at: float
    until: float
    beside: int


class PoliteWeb(LoopbackWeb):
    """A list with reports and a robots.txt; `answers` are given in place of a page, one after the other, the last for ever."""

    def __init__(
        self, number: int = 3, *, robots: Answer | str = Answer(status=404), answers: Mapping[str, Sequence[Answer | str]] = {}
    ) -> None:
        self.log: list[Asked] = []
        titles = reports(number)
        listed = "".join(f'<li><a href="t2026_{n}.html">{title}</a><span>2026-03-02</span></li>' for n, title in enumerate(titles))
        self._pages = {f"/fzzf/t2026_{n}.html": article(title) for n, title in enumerate(titles)} | {LIST: page(f"<ul>{listed}</ul>")}
        self._answers = {path: list(each) for path, each in {"/robots.txt": [robots], **answers}.items()}
        self.under_way = 0

    def answer(self, path: str) -> Answer:
        """Return the next answer to a path."""
        given = self._answers.get(path)
        if given:
            found = given.pop(0) if len(given) > 1 else given[0]
            return Answer(body=found) if isinstance(found, str) else found
        return Answer(body=self._pages[path]) if path in self._pages else Answer(status=404)

    @property
    def paths(self) -> list[str]:
        """Return what was asked for, in order."""
        return [asked.path for asked in self.log]

    @property
    def gaps(self) -> list[float]:
        """Return how many seconds passed from the end of each answer to the next request."""
        return [after.at - before.until for before, after in pairwise(self.log)]


class _Handler(LoopbackHandler[PoliteWeb]):
    def do_GET(self) -> None:  # noqa: N802  # the name that http.server looks for
        at, beside = time.monotonic(), self.web.under_way
        self.web.under_way += 1
        answer = self.web.answer(self.path)
        body = answer.body.encode()
        self.send_response(answer.status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        agent = self.headers.get("User-Agent", "")
        # before the first byte leaves: nobody can have seen the end of the answer earlier
        asked = Asked(path=self.path, agent=agent, status=answer.status, at=at, until=time.monotonic(), beside=beside)
        self.web.log.append(asked)
        self.web.under_way -= 1
        self.end_headers()
        self.wfile.write(body)


PoliteWeb.handler = _Handler
