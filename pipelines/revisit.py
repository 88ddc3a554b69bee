"""What the archive knows is not asked for twice: validators go along, and a walk that was cut off goes on."""

from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from crawler.keep import is_kept
from crawler.model import ListEntry, NotModified, Page, Problem
from crawler.tally import note, tally
from crawler.urls import identity
from pipelines.store import StorePipeline
from storage.forgotten import said_of


class RevisitMiddleware(BaseSpiderMiddleware):
    """Puts If-None-Match and If-Modified-Since on requests for known reports; drops those this walk has looked at already.

    A spider middleware, not one of the downloader: what is dropped here never becomes a request, so nothing fails.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._is_full = crawler.settings.getbool("GOVREPORTS_FULL")
        self._seen: set[str] | None = None

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Begin the run before the first request."""
        store = self.crawler.get_item_pipeline(StorePipeline)
        if store is not None:
            store.begin()
        async for each in super().process_start(start):
            yield each

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:  # noqa: ARG002  # Scrapy's signature
        store = self.crawler.get_item_pipeline(StorePipeline)
        if store is None or "entry" not in request.cb_kwargs:
            return request
        if store.run is None:  # a list names the addresses that there are, a person may remember an old one
            request = request.replace(url=store.archive.moved_to(request.url) or request.url)
        if self._is_forgotten(store, request.cb_kwargs["entry"].url, request.url):
            return None
        if identity(request.url) in self._looked_at(store):
            tally(self.crawler.stats, "resumed")
            return None
        if not self._is_full and _is_known_to_be_another(store, request.cb_kwargs["entry"]):
            tally(self.crawler.stats, "skipped")
            return None
        return request if self._is_full else request.replace(headers={**request.headers, **_conditions(store, request.url)})

    def get_processed_item(self, item: Any, response: Response | None) -> Any:  # noqa: ANN401, ARG002  # Scrapy's signature
        """Let no page through that a forgotten address answered with: after a redirect, or out of a list's reply."""
        store = self.crawler.get_item_pipeline(StorePipeline)
        if store is None or not isinstance(item, Page | NotModified):
            return item
        return None if self._is_forgotten(store, item.entry.url if item.entry else item.url, item.url) else item

    def _is_forgotten(self, store: StorePipeline, asked: str, url: str) -> bool:
        """Say whether an address is not to be collected again, and tell so."""
        grave = store.archive.forgotten(asked, url)
        if grave is not None:
            tally(self.crawler.stats, "forgotten")
            note(self.crawler.stats, Problem("FORGOTTEN", asked, said_of(grave)))
        return grave is not None

    def _looked_at(self, store: StorePipeline) -> set[str]:
        if self._seen is None:
            run = store.run
            goes_on = run is not None and run.since < run.started_at
            self._seen = store.archive.looked_at_since(run.site, run.since) if run is not None and goes_on else set()
        return self._seen


def _is_known_to_be_another(store: StorePipeline, entry: ListEntry) -> bool:
    """Say whether a page whose title the list cuts short was seen to be titled as the row does not keep it."""
    site = store.site
    if site is None or not entry.cut:
        return False
    title = store.archive.passed_over(site.id, entry.url)
    return title is not None and not is_kept(ListEntry(url=entry.url, title=title), site.keep)


def _conditions(store: StorePipeline, url: str) -> dict[str, Any]:
    etag, last_modified = store.archive.validators(url)
    return {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)) if value}
