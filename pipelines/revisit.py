"""What the archive knows is not asked for twice: validators go along, what is not due waits, lists end where no news follow."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from twisted.python.failure import Failure

from crawler.keep import is_kept
from crawler.model import ListEntry, NotModified, Page, Problem
from crawler.tally import PROBLEMS, note, tally
from crawler.urls import host_of, identity
from pipelines.honesty import headers
from pipelines.store import StorePipeline
from pipelines.sweep import Sweep, row_of
from storage.forgotten import said_of
from storage.lists import first_pages, may_end_early
from storage.looks import due_entries, look_to_come
from storage.revisits import sweep_interval


class RevisitMiddleware(BaseSpiderMiddleware):
    """Decides of each request of a spider whether it is made now, and with which validators.

    A spider middleware, not one of the downloader: what is dropped here never becomes a request, so nothing fails.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._is_full = crawler.settings.getbool("GOVREPORTS_FULL")
        self._seen: set[str] | None = None
        self._met: set[str] = set()
        self._is_idle = False
        crawler.signals.connect(self._ask_for_the_rest, signals.spider_idle)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Begin the run before the first request."""
        store = self.crawler.get_item_pipeline(StorePipeline)
        if store is not None:
            store.begin()
            store.sweep = self._sweep(store)
        async for each in super().process_start(start):
            yield each

    def get_processed_request(self, request: Request, response: Response | None) -> Request | None:
        store = self.crawler.get_item_pipeline(StorePipeline)
        if store is None:
            return request
        if "walk" in request.cb_kwargs and store.sweep is not None:
            return self._list_request(store, store.sweep, request, response)
        return self._report_request(store, request, response) if "entry" in request.cb_kwargs else request

    def get_processed_item(self, item: Any, response: Response | None) -> Any:  # noqa: ANN401  # Scrapy's signature
        """Let a report pass that its list's own reply holds, and none of a forgotten address, after a redirect or out of it."""
        store = self.crawler.get_item_pipeline(StorePipeline)
        if store is None or not isinstance(item, Page | NotModified):
            return item
        asked = item.entry.url if item.entry else item.url
        walk = response.request.cb_kwargs.get("walk") if response is not None and response.request is not None else None
        # of any other, its request has asked already
        if (walk is not None or identity(asked) != identity(item.url)) and self._is_forgotten(store, asked, item.url):
            return None
        if store.sweep is not None and response is not None and walk is not None and isinstance(item, Page):
            store.sweep.forget(walk.start)
            if look_to_come(store.archive.file, item.url, datetime.now(UTC)) is None:
                store.sweep.unsettle(response)
        return item

    def _list_request(self, store: StorePipeline, sweep: Sweep, request: Request, response: Response | None) -> Request | None:
        """Return the request for a list page, with validators where a list may end at its first, or None where it ends before."""
        start = request.cb_kwargs["walk"].start
        if response is not None:
            if not sweep.ends_after(start, response):
                return request
            if self.crawler.stats is not None:
                self.crawler.stats.set_value("govreports/walk_early", 1)
            return None
        page = sweep.remembered(start)
        if page is None or not store.honesty.is_believed(host_of(start)):
            return request
        return request.replace(
            headers={**request.headers, **headers(page.etag, page.last_modified)},
            meta={**request.meta, "handle_httpstatus_list": [304]},  # HttpError would drop the answer that nothing has changed
            cb_kwargs={**request.cb_kwargs, "remembered": page.entries},
        )

    def _report_request(self, store: StorePipeline, request: Request, response: Response | None) -> Request | None:
        entry: ListEntry = request.cb_kwargs["entry"]
        if store.run is None:  # a list names the addresses that there are, a person may remember an old one
            request = request.replace(url=store.archive.moved_to(request.url) or request.url)
        self._met.add(identity(request.url))
        if self._is_forgotten(store, request.cb_kwargs["entry"].url, request.url):
            return None
        if identity(request.url) in self._looked_at(store):
            tally(self.crawler.stats, "skipped/looked_at")
            return None
        if self._is_full:
            return request
        if _is_known_to_be_another(store, entry):
            tally(self.crawler.stats, "skipped/another")
            return None
        look = look_to_come(store.archive.file, request.url, datetime.now(UTC))
        if look is None and store.sweep is not None and response is not None:
            store.sweep.unsettle(response)
        if look is not None and not look.is_due and store.run is not None and not self._is_bounded():
            tally(self.crawler.stats, "not_due")
            return None
        request.headers.update(store.honesty.conditions(request.url, look))
        return request

    def _sweep(self, store: StorePipeline) -> Sweep | None:
        """Return how the lists of the run's row are walked, None in a one-off scrape."""
        if store.run is None or store.site is None:
            return None
        now = datetime.now(UTC)
        within = sweep_interval(self.crawler.settings.getint("GOVREPORTS_SWEEP_DAYS"), now)
        is_free = not self._is_full and not self._is_bounded()
        is_early = is_free and may_end_early(store.archive.file, store.site.id, within, now)
        return Sweep(first_pages(store.archive.file, store.site.id, row_of(store.site)), is_early=is_early)

    def _is_bounded(self) -> bool:
        """Say whether a person has said which entries to look at: then these are looked at, due or not."""
        return any(getattr(self.crawler.spider, name, None) is not None for name in ("since", "limit"))

    def _ask_for_the_rest(self) -> None:
        """Once the lists are walked, ask for what is due and was not met on them."""
        store = self.crawler.get_item_pipeline(StorePipeline)
        if self._is_idle or store is None or store.sweep is None or self._is_full or self._is_bounded():
            return
        self._is_idle = True
        requests = [*self._rest(store), *self._doubts(store, store.sweep)]
        if requests and self.crawler.engine is not None:
            for request in requests:
                self.crawler.engine.crawl(request)
            raise DontCloseSpider

    def _doubts(self, store: StorePipeline, sweep: Sweep) -> list[Request]:
        """Return the requests that ask with the old validators for lists that a whole walk has seen changed: the answer 304 is a lie."""
        return [
            Request(
                page.url,
                headers=dict(headers(page.etag, page.last_modified)),
                callback=self._doubt,
                errback=_let_be,
                meta={"handle_httpstatus_all": True, "dont_redirect": True},
                dont_filter=True,
            )
            for page in ([] if sweep.is_early else sweep.told_changed())
            if store.honesty.is_believed(host_of(page.url))
        ]

    def _doubt(self, response: Response) -> None:
        store = self.crawler.get_item_pipeline(StorePipeline)
        if store is not None and response.status == 304:
            store.honesty.accuse(response.url, "a list said to be as before that has changed")

    def _rest(self, store: StorePipeline) -> list[Request]:
        """Return the requests for reports of the row that are due and stand on no page that was walked."""
        stats, site = self.crawler.stats, store.site
        if stats is None or site is None or any(problem.breaks for problem in stats.get_value(PROBLEMS, [])):
            return []
        is_early = bool(stats.get_value("govreports/walk_early"))
        hosts = {*map(host_of, site.lists), *(host.removeprefix("www.") for host in site.hosts)}
        requests = []
        for entry in due_entries(store.archive.file, site.id, datetime.now(UTC), only_gone=not is_early):
            if identity(entry.url) in self._met or host_of(entry.url) not in hosts or not is_kept(entry, site.keep):
                continue
            request = self._report_request(store, self.crawler.spider.request_report(entry), None)  # type: ignore[union-attr]
            if request is not None:
                tally(stats, "kept")
                requests.append(request)
        return requests

    def _is_forgotten(self, store: StorePipeline, asked: str, url: str) -> bool:
        """Say whether an address is not to be collected again, and tell so."""
        grave = store.archive.forgotten(asked, url)
        if grave is not None:
            tally(self.crawler.stats, "skipped/forgotten")
            note(self.crawler.stats, Problem("FORGOTTEN", asked, said_of(grave)))
        return grave is not None

    def _looked_at(self, store: StorePipeline) -> set[str]:
        if self._seen is None:
            run = store.run
            goes_on = run is not None and run.since < run.started_at
            self._seen = store.archive.looked_at_since(run.site, run.since) if run is not None and goes_on else set()
        return self._seen


def _let_be(_failure: Failure) -> None:
    """Make nothing of a question that was not answered: what it asked about was read before."""


def _is_known_to_be_another(store: StorePipeline, entry: ListEntry) -> bool:
    """Say whether a page whose title the list cuts short was seen to be titled as the row does not keep it."""
    site = store.site
    if site is None or not entry.cut:
        return False
    title = store.archive.passed_over(site.id, entry.url)
    return title is not None and not is_kept(ListEntry(url=entry.url, title=title), site.keep)
