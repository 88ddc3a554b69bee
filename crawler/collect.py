"""Collection of many sites: each in a process of its own, several at a time, no two of one host."""

import importlib
import math
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

import psutil

from crawler.agenda import first_free
from crawler.aside import close_nursery, open_nursery
from crawler.crawl import Finished, Job, components, crawl_in_turn
from crawler.errors import BusyError, CollectionError
from crawler.locks import are_free, hosts_locked
from crawler.model import COUNTS, Problem, Site
from crawler.processes import end, end_with_parent, is_at_work, kill, process_of
from crawler.urls import host_of
from crawler.verdict import HISTORY, Outcome, died, judge

AT_ONCE = 6  # crawls wait for their sites' delays nearly all the time; six keep two cores busy and stay under 1 GB
GRACE = 2.0  # seconds a crawl has to end by itself before it is killed; a killed crawl loses nothing
_TOLD_EVERY = 0.1  # seconds

# one clean process that has loaded every module forks the crawls: 0.1 s of CPU each instead of 1.4 s
_context = multiprocessing.get_context("forkserver")
_SPIDERS = ("spiders.guard", "spiders.pacing", "spiders.robots", "spiders.unpacking")
_PIPELINES = ("pipelines.parts.fetching", "pipelines.revisit", "pipelines.store")
_context.set_forkserver_preload(
    [
        "scrapy.core.downloader.handlers.http11",  # first: it looks up the source of all modules that are there
        *(
            "crawler.collect",
            "scheduler",
            "apscheduler.triggers.cron",
            "regex",
            "trafilatura",
            "scrapy.downloadermiddlewares.cookies",  # needed as soon as a host sets one
            "spiders.loader",
            *_SPIDERS,
            *_PIPELINES,
            *components(),
        ),
        "crawler.cli",  # each process loads the program's main module before all else
        "pipelines.ready",  # last: it sets aside what has been loaded until then
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one crawl is asked to do: the row, the spider's arguments, the settings that depart from ours.

    `is_wanted` is asked, with the row, once its hosts are held: another process may have crawled it while this one waited.
    """

    site: Site
    arguments: Mapping[str, Any] = field(default_factory=dict)
    overrides: Mapping[str, Any] = field(default_factory=dict)
    is_wanted: Callable[[Site], bool] | None = None

    @property
    def limit(self) -> float:
        """Return how many seconds the crawl may take, 0 for as many as it likes."""
        return 60 * (self.site.run_minutes or float(self.overrides.get("GOVREPORTS_RUN_MINUTES", 120)))

    @property
    def locks(self) -> str:
        """Return the folder of the locks of hosts, empty for the usual one."""
        return str(self.overrides.get("GOVREPORTS_LOCKS", ""))

    @property
    def is_stored(self) -> bool:
        """Say whether the crawl writes to the archive; a dry run does not."""
        return self.overrides.get("ITEM_PIPELINES") != {}


@dataclass(slots=True)
class _Child:
    order: Order
    process: BaseProcess
    messages: Connection
    system: psutil.Process | None  # the process as the system knows it, be its number used again or the fork server gone
    began_at: datetime
    deadline: float
    counts: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    outcome: Outcome | None = None
    is_late: bool = False
    is_let_go: bool = False  # it did not crawl: another process is at its hosts, or has crawled the row meanwhile


Told = Callable[[str, Mapping[str, int]], None]


class Collector:
    """Runs orders as they are added; `told` hears (site id, counts so far) while they run."""

    def __init__(self, told: Told | None = None) -> None:
        self._told = told
        self._waiting: list[Order] = []
        self._running: list[_Child] = []
        self._is_open = True

    def add(self, order: Order) -> None:
        """Put an order in line, unless the same site already waits or runs."""
        if order.site.id not in self.busy:
            self._waiting.append(order)

    def line_up(self, orders: Iterable[Order]) -> None:
        """Put these orders in line in their order, and nothing else; what runs is left to run."""
        running = {child.order.site.id for child in self._running}
        self._waiting = [order for order in orders if order.site.id not in running]

    def start_no_more(self) -> None:
        """Leave what waits in line from now on, also amid a step; fit to be called by a signal handler."""
        self._is_open = False

    @property
    def busy(self) -> set[str]:
        """Return the ids of the sites that wait or run."""
        return {order.site.id for order in self._waiting} | {child.order.site.id for child in self._running}

    def step(self, seconds: float = 0.2) -> list[Outcome]:
        """Start what may start, listen for at most so long, and return what has ended."""
        self._start_some()
        self._listen(seconds)
        return list(self._ended())

    def stop(self) -> None:
        """Forget what waits, ask every running crawl to end, and kill what has not ended in two seconds."""
        self._waiting.clear()
        end([child.system for child in self._running if child.system is not None], GRACE)

    def _start_some(self) -> None:
        while self._is_open and len(self._running) < AT_ONCE:
            taken = {host for child in self._running for host in _hosts(child.order.site)}
            order = first_free(self._waiting, lambda each: _hosts(each.site), taken, lambda each: are_free(_hosts(each.site), each.locks))
            if order is None:
                return
            self._waiting.remove(order)
            self._running.append(_start(order))

    def _listen(self, seconds: float) -> None:
        # a sentinel of a process that has ended, or whose fork server has, would be ready for ever
        alive = [child.process.sentinel for child in self._running if child.process.is_alive()]
        told = [child.messages for child in self._running if not child.messages.closed]
        late = min((child.deadline for child in self._running), default=math.inf) - time.monotonic()
        wait([*told, *alive], timeout=max(0.0, min(seconds, late)))
        for child in self._running:
            self._hear(child)
            if child.deadline <= time.monotonic() and child.system is not None:
                child.is_late = True
                kill([child.system])

    def _hear(self, child: _Child) -> None:
        with suppress(EOFError, ConnectionResetError):
            while not child.messages.closed and child.messages.poll():
                message = child.messages.recv()
                if isinstance(message, Outcome):
                    child.outcome = message
                elif message is None:
                    child.is_let_go = True
                else:
                    child.counts = message
                    if self._told is not None:
                        self._told(child.order.site.id, message)
            return
        child.messages.close()

    def _ended(self) -> Iterator[Outcome]:
        # asked of the system too: the fork server, which tells the end of its processes, may have died before them
        ended = [child for child in self._running if not child.process.is_alive() and not is_at_work(child.system)]
        for child in ended:
            self._hear(child)
            self._running.remove(child)
            child.messages.close()
            if not child.is_let_go:
                untold = died(child.order.site, child.counts, child.process.exitcode, is_late=child.is_late)
                yield replace(child.outcome or untold, began_at=child.began_at)
            elif child.order.is_wanted is None:
                self._waiting.insert(0, child.order)


@lru_cache(maxsize=10_000)
def _hosts(site: Site) -> frozenset[str]:
    return frozenset({host_of(address) for address in site.lists} | set(site.hosts))


def _start(order: Order) -> _Child:
    ours, theirs = _context.Pipe(duplex=False)
    began_at = datetime.now(UTC)
    for pause in (0.1, 0.3, 0.6, 0):  # a fork server that dies, as it does of a lack of memory, is replaced once it is quite dead
        process = _context.Process(target=_run, args=(order, theirs), name=order.site.id)
        with suppress(OSError, EOFError):
            process.start()
            break
        time.sleep(pause)
    theirs.close()
    # a twentieth more, because a crawl that is to end waits for what it has asked for at its own pace
    deadline = time.monotonic() + order.limit + max(GRACE, order.limit / 20) if order.limit else math.inf
    system = process_of(process.pid)
    return _Child(order=order, process=process, messages=ours, system=system, began_at=began_at, deadline=deadline)


def _run(order: Order, messages: Connection) -> None:
    """Crawl one site in this process, which was made for it, and send its outcome."""
    os.setsid()  # Ctrl-C reaches a whole process group, and a second SIGINT would end Scrapy uncleanly
    open_nursery()
    threading.Thread(target=end_with_parent, daemon=True).start()
    site = order.site
    try:
        with ExitStack() as held:
            try:
                # a little patience: those in line look whether the hosts are free by taking them for a moment
                take = held.enter_context(hosts_locked(_hosts(site), order.locks, patience=0.5))
            except BusyError:
                return messages.send(None)
            if order.is_wanted is None or order.is_wanted(site):
                return crawl_in_turn(_jobs(order, messages, take))
            return messages.send(None)
    except CollectionError as error:
        problem = Problem(error.code, site.id, str(error))
        messages.send(Outcome(site=site.id, reason="failed", counts=dict.fromkeys(COUNTS, 0), problems=(problem,)))
    finally:
        close_nursery()  # what it left would be buried by the system's first process, which in a container may bury nobody


def _jobs(order: Order, messages: Connection, take: Callable[[str], bool]) -> Generator[Job, Finished, None]:
    """Ask for the crawl of a row and, where its lists no longer read, for what finds out what would work now.

    `take` says of a host beside the row's own whether no other run has it.
    """
    site = order.site
    spider = importlib.import_module("spiders.loader").bind(site)  # by its name, as below; the file of the row may be another by now
    ours = {"SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader", "CLOSESPIDER_TIMEOUT": order.limit}
    finished = yield Job(spider=spider, arguments=order.arguments, overrides={**order.overrides, **ours}, listener=_teller(messages))
    outcome = judge(site, finished.reason, finished.stats, finished.stats.get(HISTORY))
    messages.send(outcome)
    if order.is_stored and outcome.reason == "finished" and not outcome.is_sound:
        # by its name: it stands above this module, and a run that is sound has no need of it
        offered = yield from importlib.import_module("crawler.rescuing").rescue(site, outcome, order.overrides, take)
        messages.send(replace(outcome, problems=(*outcome.problems, *offered)))


def _teller(messages: Connection) -> Callable[[Mapping[str, Any]], None]:
    told_at = -math.inf

    def tell(stats: Mapping[str, Any]) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < _TOLD_EVERY:  # it wakes the collector, too
            return
        told_at = time.monotonic()
        messages.send({name: int(stats.get(f"govreports/{name}", 0)) for name in COUNTS})

    return tell
