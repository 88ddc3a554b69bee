"""The one way to crawl: start Scrapy in this process, wait, and say how it ended."""

import asyncio
import importlib
import logging
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from twisted.python.failure import Failure

from crawler.errors import CollectionError
from crawler.extensions import ASKING, LOADED, WALKING
from crawler.shared_settings import SharedSettings

logger = logging.getLogger(__name__)

_T = TypeVar("_T")
Listener = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How Scrapy ended: its finish reason, its stats, and the items that came out of the last pipeline, in order."""

    reason: str
    stats: Mapping[str, Any]
    items: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One spider to run: a row's id or a class, its arguments, the settings that depart from ours, and who is told how it goes on."""

    spider: str | type[Spider]
    arguments: Mapping[str, Any]
    overrides: Mapping[str, Any]
    listener: Listener | None = None


def project_settings(overrides: Mapping[str, Any]) -> Settings:
    """Return our settings with `overrides` above them, found without scrapy.cfg, which a wheel does not carry."""
    settings = SharedSettings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    return settings


def components() -> list[str]:
    """Return the modules of which Scrapy loads a class by name whenever a crawl starts, be it in use or not."""
    settings = Settings()
    classes = ("DOWNLOADER", "DUPEFILTER_CLASS", "LOG_FORMATTER", "ROBOTSTXT_PARSER", "SCHEDULER", "SCHEDULER_MEMORY_QUEUE")
    others = (settings["STATS_CLASS"], settings["SCHEDULER_PRIORITY_QUEUE"], *LOADED)
    names = [*ASKING, *WALKING, *(settings[name] for name in classes), *others]
    return [name.rpartition(".")[0] for name in names]


def crawl(
    spider: str | type[Spider], *, arguments: Mapping[str, Any], overrides: Mapping[str, Any], listener: Listener | None = None
) -> Finished:
    """Run one spider (a row's id, or a class) to its end; `listener` is told the stats after every list page and item.

    Raises the `CollectionError` that kept the spider from starting. A process can do this once: Twisted's reactor
    does not start again.
    """

    def alone() -> Generator[Job, Finished, Finished]:
        return (yield Job(spider=spider, arguments=arguments, overrides=overrides, listener=listener))

    return crawl_in_turn(alone())


def crawl_in_turn(jobs: Generator[Job, Finished, _T]) -> _T:
    """Run one spider after the other in this process, and return what the generator does that asks for them.

    It yields a job and is sent how that ended; what it raises is raised here. The first job's settings are those of the log.
    """
    turns = _Turns(jobs)
    turns.process.start()
    return turns.result()


def _load_handlers() -> None:
    """Import what Scrapy's download handlers stand on, which look up the source of all their callers: in a thread they have few."""
    for name in ("scrapy.core.downloader.tls", "scrapy.core.downloader.contextfactory"):
        if name not in sys.modules:
            loading = threading.Thread(target=importlib.import_module, args=(name,))
            loading.start()
            loading.join()


def _log_handler(settings: Settings) -> logging.Handler:
    """Return where log lines go: standard error, and only bugs where no log was asked for."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    handler.setLevel(settings["LOG_LEVEL"] if settings.getbool("LOG_ENABLED") else logging.CRITICAL)
    return handler


class _Turns(Generic[_T]):
    """Starts each job when the one before has ended, before Scrapy's process sees that nothing is left to do."""

    def __init__(self, jobs: Generator[Job, Finished, _T]) -> None:
        self._jobs = jobs
        first = next(jobs)
        _load_handlers()
        ours: dict[str, Any] = {"LOG_INSTALL_ROOT_HANDLER": False}  # the handler is ours, see below
        if not isinstance(first.spider, str):
            ours["SPIDER_LOADER_CLASS"] = "scrapy.spiderloader.SpiderLoader"  # no row is asked for: none is read, and no family loaded
        settings = project_settings({**ours, **first.overrides})
        if not settings.getbool("LOG_ENABLED"):
            # looked up in a dozen packages, and laid out, for lines that nobody sees
            settings.update({"LOG_VERSIONS": [], "STATS_DUMP": False}, priority="cmdline")
        logging.getLogger().addHandler(_log_handler(settings))
        self.process = AsyncCrawlerProcess(settings)
        logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])  # Scrapy sets DEBUG, and writes lines that nobody sees
        crawler = self.process.create_crawler(first.spider)  # kept: process.crawlers is empty after start()
        self._watch = _Watch(crawler, first.listener)
        # before the process waits for its crawls: it looks whether there is another one only after this has started it
        self._task = asyncio.get_event_loop().create_task(self._drive(first))

    def result(self) -> _T:
        """Return what the generator returned; what a signal has kept from its end was stopped, and so is all that would follow."""
        if self._task.done():
            return self._task.result()
        finished = self._watch.finished()
        while True:
            try:
                self._jobs.send(finished)
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]  # a generator's return value is typed nowhere else
            finished = Finished(reason="shutdown", stats={}, items=())

    async def _drive(self, job: Job) -> _T:
        while True:
            await self.process.crawl(self._watch.crawler, **job.arguments)
            try:
                job = self._jobs.send(self._watch.finished())
            except StopIteration as stop:
                return stop.value  # type: ignore[no-any-return]  # as above
            spider = self.process.spider_loader.load(job.spider) if isinstance(job.spider, str) else job.spider
            self._watch = _Watch(Crawler(spider, project_settings(job.overrides)), job.listener)


class _Watch:
    """Collects what Scrapy tells by signal; an error inside a component is a bug and is kept as the reason."""

    def __init__(self, crawler: Crawler, listener: Listener | None) -> None:
        self.reason = "crashed"
        self.items: list[object] = []
        self.crawler = crawler
        self._listener = listener
        crawler.signals.connect(self._closed, signals.spider_closed)
        crawler.signals.connect(self._scraped, signals.item_scraped)
        crawler.signals.connect(self._tell, signals.response_received)
        crawler.signals.connect(self._failed, signals.item_error)
        crawler.signals.connect(self._failed, signals.spider_error)

    def finished(self) -> Finished:
        """Return how the crawl ended, as far as it has."""
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        return Finished(reason=self.reason, stats=stats, items=tuple(self.items))

    def _closed(self, reason: str) -> None:
        self.reason = reason

    def _scraped(self, item: object) -> None:
        self.items.append(item)
        self._tell()

    def _failed(self, failure: Failure) -> None:
        if not isinstance(failure.value, CollectionError):  # a bug: shown whole whatever the level of the log
            logger.critical("%s", failure.getTraceback())

    def _tell(self) -> None:
        if self._listener is not None and self.crawler.stats is not None:
            self._listener(self.crawler.stats.get_stats())
