"""Walks of a spider over answers made up for a test: no network, no reactor, the requests in the order a queue has them."""

from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

import pytest
from scrapy import Request, Spider
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from crawler.model import ListEntry, NotModified, Page, Problem, Site
from crawler.signals import listed
from spiders.loader import bind

Answer = str | int | Exception | Response


@dataclass(slots=True)
class Walked:
    """What a walk asked for, in order, what it yielded, and what it counted."""

    asked: list[Request] = field(default_factory=list)
    items: list[Page | NotModified] = field(default_factory=list)
    claims: list[tuple[ListEntry, ...]] = field(default_factory=list)
    stats: dict[str, Any] = field(default_factory=dict)

    @property
    def lists(self) -> list[str]:
        return [request.url for request in self.asked if "entry" not in request.cb_kwargs]

    @property
    def reports(self) -> list[str]:
        return [request.url for request in self.asked if "entry" in request.cb_kwargs]

    @property
    def problems(self) -> list[Problem]:
        return list(self.stats.get("govreports/problems", []))

    def counted(self, name: str) -> int:
        return int(self.stats.get(f"govreports/{name}", 0))


def walked(site: Site, answers: Mapping[str, Answer], **arguments: Any) -> Walked:  # noqa: ANN401  # a spider's own
    """Return what a row's spider does with a web that answers so; every address that is not named answers 404.

    A name may be an address, or an address, a blank and the body of the request.
    """
    return followed(bind(site), answers, **arguments)


def followed(spider_class: type[Spider], answers: Mapping[str, Answer], **arguments: Any) -> Walked:  # noqa: ANN401  # a spider's own
    """Return what a spider does with a web that answers so."""
    crawler = get_crawler(spider_class)
    spider = spider_class.from_crawler(crawler, **arguments)
    result = Walked()

    def listen(entries: tuple[ListEntry, ...]) -> None:
        result.claims.append(entries)

    crawler.signals.connect(listen, listed)
    queue = deque(_started(spider.start()))
    while queue:
        request = queue.popleft()
        result.asked.append(request)
        by_body = f"{request.url} {unquote_plus(request.body.decode())}"  # where it is the body that turns the pages
        for outcome in _answered(request, answers.get(by_body, answers.get(request.url, 404))):
            if isinstance(outcome, Request):
                queue.append(outcome)
            else:
                result.items.append(outcome)
    assert crawler.stats is not None
    result.stats = crawler.stats.get_stats()
    return result


def _started(requests: AsyncIterator[Any]) -> list[Request]:
    found = []
    while True:
        try:
            requests.__anext__().send(None)  # type: ignore[attr-defined]  # nothing here waits, so the first step ends it
        except StopIteration as step:
            found.append(step.value)
        except StopAsyncIteration:
            return found


def _answered(request: Request, answer: Answer) -> list[Any]:
    if isinstance(answer, Exception):
        return _failed(request, answer)
    if isinstance(answer, int):
        answer = HtmlResponse(request.url, status=answer, body=b"", request=request)
    elif isinstance(answer, str):
        answer = HtmlResponse(request.url, body=answer.encode(), encoding="utf-8", headers={"Content-Type": "text/html; charset=utf-8"})
    answer.request = request
    if answer.status == 200 or answer.status in request.meta.get("handle_httpstatus_list", ()):
        if request.callback is None:
            pytest.fail(f"{request} has nobody to answer to")
        return list(request.callback(answer, **request.cb_kwargs))
    return _failed(request, HttpError(answer))


def _failed(request: Request, error: Exception) -> list[Any]:
    failure = Failure(error)  # type: ignore[no-untyped-call]  # Twisted leaves it so
    failure.request = request  # type: ignore[attr-defined]  # as Scrapy does
    assert request.errback is not None
    return list(request.errback(failure) or [])
