"""The step that fetches what belongs to a page, as politely as the pages themselves."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Request, exceptions
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.decode import decode
from crawler.errors import BlockedError, ExtractionError, PausedError, UnaskedError
from crawler.locks import host_lock
from crawler.model import NotModified, Page, Part, PartLink, Problem, Site
from crawler.tally import note, pause
from crawler.urls import host_of, is_kin
from pipelines.check import check
from pipelines.extract import is_current
from pipelines.reading import ReadPipeline
from pipelines.store import StorePipeline

logger = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024 * 1024  # of one report's parts together: twice the longest single one, and a crawl must fit into memory
_FILE_TIMEOUT = 180  # seconds: a scan of thirty MiB takes two minutes on the line of a county's server
_PATIENCE = 3.0  # seconds: another run fetches a file in that time; one that is there for longer crawls the host
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.CannotResolveHostError, "found no such host"),
    (exceptions.DownloadTimeoutError, "found no answer in time"),
    (exceptions.DownloadConnectionRefusedError, "found the connection refused"),
    (exceptions.DownloadCancelledError, "found more bytes than are read"),
    (exceptions.ResponseDataLossError, "found the answer broken off"),
    (exceptions.DownloadFailedError, "found a failing connection"),
    (TimeoutError, "found another run at the host"),
    (OSError, "found a failing connection"),
    (exceptions.NotSupported, "found no way to ask for it"),
    (ValueError, "found no address that can be asked"),
)
_FAILURES: tuple[type[Exception], ...] = (exceptions.IgnoreRequest, UnaskedError, *(kind for kind, _ in _REASONS))


class PartsPipeline:
    """Page -> Page with its parts; a 304 becomes the stored page if one of its parts has changed.

    Requests go through the crawler's engine: robots.txt, delay, one connection a host, the guard of private addresses,
    time-outs and retries hold for them as for pages.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._is_full = crawler.settings.getbool("GOVREPORTS_FULL")
        self._locks = crawler.settings.get("GOVREPORTS_LOCKS") or ""
        self._busy: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Page | NotModified) -> Page | NotModified:
        store = self._crawler.get_item_pipeline(StorePipeline)
        # asked first: to unpack a stored page costs more than all else of an answer 304
        is_needed = store is not None and store.asks_for_page(item.url)
        stored = await asyncio.to_thread(store.stored, item.url) if store is not None and is_needed else None
        if isinstance(item, Page):
            return await self._gathered(item, stored.page if stored is not None else None)
        if stored is None or (is_current(stored.extractor) and not stored.page.parts):
            return item
        before = replace(stored.page, fetched_at=item.seen_at, entry=item.entry or stored.page.entry, site=item.site)
        now = await self._gathered(replace(before, parts=()), before)
        return item if now.parts == before.parts else now

    async def _gathered(self, page: Page, held: Page | None) -> Page:
        """Return a page with its parts: further pages and frames until they tell of no more, then files."""
        known = held.parts if held is not None else ()
        while links := await self._wanted(page):
            others = [link for link in links if link.role != "file"]
            for link in others or links:
                page = replace(page, parts=(*page.parts, await self._part(link, page, known)))
            if not others:
                break
        return page

    async def _wanted(self, page: Page) -> tuple[PartLink, ...]:
        # without that step, nothing is kept for it
        reader = self._crawler.get_item_pipeline(ReadPipeline) or ReadPipeline(self._crawler)
        return await reader.wanted(page)

    async def _part(self, link: PartLink, page: Page, known: tuple[Part, ...]) -> Part:
        """Return what a server sends for a link now; what it sent before where it says that nothing changed, or gives nothing."""
        before = _before(link, known)
        reason = _out_of_reach(link, page)
        if reason is not None:
            return _kept(Part(role=link.role, url=link.url, name=link.name, problem=reason, fetched_at=datetime.now(UTC)), before)
        part = await self._sent(link, page, before)
        if part.problem is not None:
            logger.warning("%s: %s", link.url, part.problem)
            words = f"{part.problem}, expected a part of {page.url}"
            note(self._crawler.stats, Problem("ATTACHMENT" if link.role == "file" else "PART", link.url, words))
        return _kept(part, before)

    async def _sent(self, link: PartLink, page: Page, before: Part | None) -> Part:
        failed = Part(role=link.role, url=link.url, name=link.name, fetched_at=datetime.now(UTC))
        if not self._crawler.crawling:
            raise exceptions.DropItem(f"{page.url}: stopped before its parts were fetched", log_level="INFO")
        try:
            answer = await self._answer(self._request(link, page, before), page)
        except PausedError as error:
            self._pause(error, link, page)
            return replace(failed, problem=_why(error))
        except _FAILURES as error:
            return replace(failed, problem=_why(error))
        if answer.status == 304 and before is not None:
            return before
        part = replace(failed, status=answer.status, fetched_at=datetime.now(UTC))
        if answer.status != 200:
            return replace(part, problem=f"found HTTP {answer.status}")
        reason = await asyncio.to_thread(_not_the_part, link, answer, page.site)
        return replace(part, problem=reason) if reason else replace(part, body=answer.body, **_said(answer))

    def _pause(self, error: PausedError, link: PartLink, page: Page) -> None:
        """Let the run stop before a page whose own host is not to be asked now: the next run goes on with it."""
        host = host_of(link.url)
        if page.site is None or host not in _hosts(page):
            return
        if self._crawler.crawling:
            pause(self._crawler.stats, Problem(error.code, host, str(error)))
        raise exceptions.DropItem(f"{page.url}: paused before its parts were fetched", log_level="INFO")

    async def _answer(self, request: Request, page: Page) -> Response:
        """Return the answer to a request; another host than those of the run is asked while no other run is at it."""
        host = host_of(request.url)
        if host in _hosts(page) or page.site is None:
            return await self._download(request)
        if host in self._busy:
            raise TimeoutError(host)
        lock = host_lock(host, self._locks)
        try:
            await asyncio.to_thread(lock.acquire, timeout=_PATIENCE)
        except TimeoutError:
            self._busy.add(host)
            raise
        try:
            return await self._download(request)
        finally:
            lock.release()

    async def _download(self, request: Request) -> Response:
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("found no engine, expected a crawl to be under way")
        return await engine.download_async(request)

    def _is_believed(self, url: str) -> bool:
        """Say whether a part may be asked for with its validators."""
        store = self._crawler.get_item_pipeline(StorePipeline)
        return not self._is_full and (store is None or store.honesty.is_believed(host_of(url)))

    def _request(self, link: PartLink, page: Page, before: Part | None) -> Request:
        headers = {"Referer": page.url}  # as a browser sends it; some servers give a file to those only that come from its page
        if before is not None and before.body is not None and before.url == link.url and self._is_believed(link.url):
            validators = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
            headers |= {name: value for name, value in validators.items() if value}
        # one more try, not two: a file costs more than a page
        meta = {"download_timeout": _FILE_TIMEOUT, "max_retry_times": 1} if link.role == "file" else {}
        return Request(link.url, headers=headers, meta=meta)


def _out_of_reach(link: PartLink, page: Page) -> str | None:
    """Return why a part is not asked for: it lies on a host of another place, or the report has brought enough."""
    hosts, host = _hosts(page), host_of(link.url)
    if host not in hosts and not any(is_kin(host, own) for own in hosts):
        return f"found it on another site ({host}), which is not asked"
    if sum(len(part.body or b"") for part in page.parts) > MOST_BYTES:
        return f"found more than {MOST_BYTES} bytes before it"
    return None


def _hosts(page: Page) -> set[str]:
    """Return the hosts that a run is at, which are locked for it."""
    site = page.site
    named = [*map(host_of, site.lists), *(host.removeprefix("www.") for host in site.hosts)] if site else []
    return {host_of(page.url), *named}


def _not_the_part(link: PartLink, answer: Response, site: Site | None) -> str | None:
    """Return what was sent in the place of a part, None if it is the part."""
    if link.role == "file":
        is_page = answer.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html", b"<head", b"<script"))
        return "found a web page, expected a file" if is_page else None if answer.body else "found nothing, expected a file"
    sent = Page(url=link.url, body=answer.body, fetched_at=datetime.now(UTC), **_said(answer))
    try:
        check(sent, decode(answer.body, sent.content_type, site.encoding if site else None).text)
    except (BlockedError, ExtractionError) as error:
        return str(error).removeprefix(f"{link.url}: ").removesuffix(", expected a report")
    return None


def _before(link: PartLink, known: tuple[Part, ...]) -> Part | None:
    """Return the part as it was known: by its address, or by all but the query of it, which may be a token that expires."""
    by_url = next((part for part in known if (part.role, part.url) == (link.role, link.url)), None)
    bare = (link.role, link.name, link.url.partition("?")[0])
    alike = [part for part in known if (part.role, part.name, part.url.partition("?")[0]) == bare]
    return by_url or (alike[0] if len(alike) == 1 else None)


def _kept(part: Part, before: Part | None) -> Part:
    """Return what holds of a part after it was asked for: what was known where nothing else was sent, or nothing at all."""
    if before is None:
        return part
    if part.body is None and (before.body is not None or before.problem == part.problem):
        return replace(before, url=part.url, name=part.name)
    is_same = (part.body, part.etag, part.last_modified, part.url) == (before.body, before.etag, before.last_modified, before.url)
    return before if is_same else part


def _why(error: BaseException) -> str:
    words = str(error)
    if isinstance(error, UnaskedError):
        return words.partition(", expected")[0]
    if isinstance(error, exceptions.IgnoreRequest):
        return "found it forbidden by robots.txt" if "robots.txt" in words else words.partition(": ")[2] or words
    return next(reason for kind, reason in _REASONS if isinstance(error, kind))


def _said(answer: Response) -> dict[str, Any]:
    names = {"content_type": "Content-Type", "etag": "ETag", "last_modified": "Last-Modified"}
    said = {key: answer.headers.get(name) for key, name in names.items()}
    return {key: value.decode("latin-1") if value else ("" if key == "content_type" else None) for key, value in said.items()}
