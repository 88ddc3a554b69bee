"""The one way to crawl: start Scrapy in this process, wait, and say how it ended."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.log import configure_logging
from twisted.python.failure import Failure

from crawler.errors import CollectionError

logger = logging.getLogger(__name__)

Listener = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How Scrapy ended: its finish reason, its stats, and the items that came out of the last pipeline, in order."""

    reason: str
    stats: Mapping[str, Any]
    items: tuple[object, ...]


def project_settings(overrides: Mapping[str, Any]) -> Settings:
    """Return our settings with `overrides` above them, found without scrapy.cfg, which a wheel does not carry."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.setdict(dict(overrides), priority="cmdline")
    return settings


def components() -> list[str]:
    """Return the modules of which Scrapy loads a class by name whenever a crawl starts, be it in use or not."""
    settings = Settings()
    tables = ("DOWNLOADER_MIDDLEWARES_BASE", "EXTENSIONS_BASE", "SPIDER_MIDDLEWARES_BASE")
    classes = ("DUPEFILTER_CLASS", "LOG_FORMATTER", "ROBOTSTXT_PARSER", "SCHEDULER", "SCHEDULER_MEMORY_QUEUE", "STATS_CLASS")
    names = [*(name for table in tables for name in settings[table]), *(settings[name] for name in classes)]
    return [name.rpartition(".")[0] for name in names]


def crawl(
    spider: str | type[Spider], *, arguments: Mapping[str, Any], overrides: Mapping[str, Any], listener: Listener | None = None
) -> Finished:
    """Run one spider (a row's id, or a class) to its end; `listener` is told the stats after every list page and item.

    Raises the `CollectionError` that kept the spider from starting. A process can do this once: Twisted's reactor
    does not start again.
    """
    settings = project_settings({"LOG_INSTALL_ROOT_HANDLER": False, **overrides})  # the handler is ours, see below
    configure_logging(settings)
    logging.getLogger().addHandler(_log_handler(settings))
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(spider)  # kept: process.crawlers is empty after start()
    watch = _Watch(crawler, listener)
    task = process.crawl(crawler, **arguments)
    process.start()
    error = task.exception() if task.done() and not task.cancelled() else None  # not done: a signal stopped it
    if error is not None:
        raise error
    return Finished(reason=watch.reason, stats=crawler.stats.get_stats() if crawler.stats else {}, items=tuple(watch.items))


def _log_handler(settings: Settings) -> logging.Handler:
    """Return where log lines go: standard error, and only bugs where no log was asked for."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    handler.setLevel(settings["LOG_LEVEL"] if settings.getbool("LOG_ENABLED") else logging.CRITICAL)
    return handler


class _Watch:
    """Collects what Scrapy tells by signal; an error inside a component is a bug and is kept as the reason."""

    def __init__(self, crawler: Crawler, listener: Listener | None) -> None:
        self.reason = "crashed"
        self.items: list[object] = []
        self._crawler = crawler
        self._listener = listener
        crawler.signals.connect(self._closed, signals.spider_closed)
        crawler.signals.connect(self._scraped, signals.item_scraped)
        crawler.signals.connect(self._tell, signals.response_received)
        crawler.signals.connect(self._failed, signals.item_error)
        crawler.signals.connect(self._failed, signals.spider_error)

    def _closed(self, reason: str) -> None:
        self.reason = reason

    def _scraped(self, item: object) -> None:
        self.items.append(item)
        self._tell()

    def _failed(self, failure: Failure) -> None:
        if not isinstance(failure.value, CollectionError):  # a bug: shown whole whatever the level of the log
            logger.critical("%s", failure.getTraceback())

    def _tell(self) -> None:
        if self._listener is not None and self._crawler.stats is not None:
            self._listener(self._crawler.stats.get_stats())
