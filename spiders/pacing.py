"""A host is asked as it wants to be: one request at a time, a pause after each, none where it asks to wait, none beyond its budget."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from crawler.cron import CHINA
from crawler.errors import PausedError
from crawler.hosts import count_request, leave_alone, left_alone_until
from crawler.hours import opening
from crawler.locks import locked_if_free
from crawler.tally import is_paused
from crawler.urls import host_of
from spiders.waiting import REFUSALS, back_off, seconds_asked

_MOST_REFUSALS = 3  # answers 429 or 503 in a row, after which a host is not asked again in this run
_PATIENCE = 120.0  # seconds that a run waits in all for hosts that ask it to; one that asks for longer is left alone till then
_LOCK_PATIENCE = 30.0  # seconds that a redirect to another host waits for the run that is there
_STEP = 0.2  # seconds between two looks whether the run was stopped meanwhile

Download = Callable[[Request], Awaitable[Response]]


class Pacing:
    """Lets a request leave when its host may be asked, and hears from the answer whether it may be asked again.

    What a run must not ask any more fails as a `PausedError`, and the run ends as `paused` once nothing else is left to do.
    """

    def __init__(self, crawler: Crawler, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._now = now
        self._folder = settings.get("GOVREPORTS_LOCKS") or ""
        self._hours = settings.get("GOVREPORTS_HOURS") or ""
        self._budget = settings.getint("GOVREPORTS_BUDGET")
        self._patience = _PATIENCE
        self._refusals: Counter[str] = Counter()
        self._ended: dict[str, float] = {}
        self._waits: dict[str, float] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._paused: dict[str, PausedError] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pacing = cls(crawler)
        crawler.signals.connect(pacing.spider_idle, signals.spider_idle)
        return pacing

    def process_request(self, request: Request) -> None:
        """Refuse at once what will not be asked in this run, before it waits for its turn."""
        # www. makes no other server; always written, for a redirect keeps what the request before it had
        request.meta["download_slot"] = slot_name(request.url)
        self._refuse_paused(host_of(request.url))

    def spider_idle(self) -> None:
        """Say in the run's reason that it is not at its end."""
        if is_paused(self._crawler.stats):
            raise CloseSpider("paused")

    def slow_down(self, address: str, seconds: float) -> None:
        """Let at least so many seconds pass between two requests to the server of an address."""
        downloader = self._downloader()
        name = slot_name(address)
        # Scrapy forgets a slot that was idle for a minute, not its settings
        wanted = downloader.per_slot_settings.setdefault(name, {"delay": self._crawler.settings.getfloat("DOWNLOAD_DELAY")})
        wanted["delay"] = max(wanted["delay"], seconds)
        if name in downloader.slots:
            downloader.slots[name].delay = wanted["delay"]

    async def send(self, request: Request, download: Download) -> Response:
        """Return the answer to a request whose turn has come, or raise why it is not sent; while it waits, no other of its host is sent."""
        name = request.meta["download_slot"]
        # Scrapy lets a whole queue go at once where there is no delay: it counts a request only once its task has begun
        async with self._turns.setdefault(name, asyncio.Lock()):
            return await self._send(request, download, self._downloader().slots[name])

    async def _send(self, request: Request, download: Download, slot: Slot) -> Response:
        host, name = host_of(request.url), request.meta["download_slot"]
        slot.lastseen = 0.0  # the pause is kept here, and what is not sent costs those behind it none
        await self._rest(name, slot)
        self._refuse_paused(host)
        with ExitStack() as held:
            await self._lock(host, held)
            self._admit(host)  # after the wait for another run, to which the host may have said that it wants to be left alone
            self._count(host)
            try:
                answer = await download(request)
            finally:
                self._waits[name], self._ended[name] = 0.0, monotonic()
        self._waits[name] = self._heard(host, answer, slot.delay)
        return answer

    def _admit(self, host: str) -> None:
        """Raise why a host must not be asked now, if so; what was so once in a run stays so."""
        now = self._now()
        if self._hours and opening(self._hours, now) > now:
            found = f"found it {now.astimezone(CHINA):%H:%M} in China, expected the hours {self._hours}"
            raise self._pause(host, PausedError("OUTSIDE_HOURS", found))
        until = left_alone_until(host, now, self._folder)
        if until is not None:
            found = f"found the wish to be left alone until {_said(until)}, expected an answer"
            raise self._pause(host, PausedError("ASKED_TO_WAIT", found))

    def _refuse_paused(self, host: str) -> None:
        """Raise why a host is not asked again in this run, if so; anew each time, for an error keeps all that it went through."""
        if host in self._paused:
            known = self._paused[host]
            raise PausedError(known.code, str(known))

    def _count(self, host: str) -> None:
        """Count a request, or raise that the host has had as many of them as a day may bring."""
        if 0 < self._budget < count_request(host, self._now(), self._folder):
            found = f"found the {self._budget} requests of this day made, expected some to be left"
            raise self._pause(host, PausedError("BUDGET_SPENT", found))

    def _pause(self, host: str, error: PausedError) -> PausedError:
        """Keep and return why a host is not asked again in this run."""
        self._paused.setdefault(host, PausedError(error.code, str(error)))
        return error

    async def _rest(self, name: str, slot: Slot) -> None:
        """Wait until a server may be asked again: a delay after the end of its last answer, or as long as that asked for."""
        while name in self._ended and (left := self._ended[name] + max(slot.delay, self._waits[name]) - monotonic()) > 0:
            if not self._crawler.crawling:
                raise PausedError("STOPPED", "found the run stopped while the host rested, expected it to go on")
            await asyncio.sleep(min(left, _STEP))

    async def _lock(self, host: str, held: ExitStack) -> None:
        """Hold the lock of a host for one request: at once where this run has it anyway, else when no other run does."""
        deadline = monotonic() + _LOCK_PATIENCE
        while not held.enter_context(locked_if_free(host, self._folder)):
            if monotonic() > deadline or not self._crawler.crawling:
                raise PausedError("BUSY", "found another run at it, expected it free")
            await asyncio.sleep(_STEP)

    def _heard(self, host: str, answer: Response, delay: float) -> float:
        """Return for how many seconds a host wants to be left alone now; raise that it is not asked again where that is too long."""
        if answer.status not in REFUSALS:
            self._refusals[host] = 0
            return 0.0
        self._refusals[host] += 1
        now = self._now()
        asked = seconds_asked(answer, now)
        wait = back_off(self._refusals[host], delay) if asked is None else asked
        if self._refusals[host] < _MOST_REFUSALS and wait <= self._patience:
            self._patience -= wait
            return wait
        if asked is None:
            found = f"found HTTP {answer.status} ({self._refusals[host]} in a row), expected an answer in this run"
        else:
            leave_alone(host, now + timedelta(seconds=asked), self._folder)
            until = _said(now + timedelta(seconds=asked))
            found = f"found HTTP {answer.status} and the wish to be left alone until {until}, expected an answer"
        raise self._pause(host, PausedError("ASKED_TO_WAIT", found))

    def _downloader(self) -> Downloader:
        if self._crawler.engine is None:
            raise RuntimeError("found no engine, expected a crawl to be under way")
        return self._crawler.engine.downloader


class PacedHandler(HTTP11DownloadHandler):
    """Scrapy's own way to ask, at the moment at which `Pacing` lets it: a downloader middleware comes long before a request's turn."""

    async def download_request(self, request: Request) -> Response:
        pacing = self._crawler.get_downloader_middleware(Pacing)
        if pacing is None:
            raise RuntimeError("found no Pacing among the downloader middlewares, expected it")
        return await pacing.send(request, super().download_request)


def slot_name(url: str) -> str:
    """Return under which name requests to the server of an address wait for each other."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _said(until: datetime) -> str:
    return f"{until.astimezone(CHINA):%Y-%m-%d %H:%M} (Asia/Shanghai)"
