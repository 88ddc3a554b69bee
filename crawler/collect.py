"""Collection of many sites: each in a process of its own, several at a time, no two of one host."""

import importlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess, parent_process
from typing import Any

from crawler.aside import open_nursery
from crawler.crawl import Finished, Job, components, crawl_in_turn
from crawler.errors import CollectionError
from crawler.locks import hosts_locked
from crawler.model import COUNTS, Problem, Site
from crawler.urls import host_of
from crawler.verdict import Outcome, judge

AT_ONCE = 6  # crawls wait for their sites' delays nearly all the time; six keep two cores busy and stay under 1 GB
GRACE = 3.0  # seconds a crawl has to end by itself before it is killed; a killed crawl loses nothing

# one clean process that has loaded every module forks the crawls: 0.1 s of CPU each instead of 1.4 s
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(
    [
        *("crawler.collect", "spiders.loader", "spiders.guard", "pipelines.parts.fetching", "pipelines.revisit", "pipelines.store"),
        *components(),
        "crawler.cli",  # each process loads the program's main module before all else
        "pipelines.ready",  # last: it sets aside what has been loaded until then
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What one crawl is asked to do: the row, the spider's arguments, the settings that depart from ours."""

    site: Site
    arguments: Mapping[str, Any] = field(default_factory=dict)
    overrides: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_stored(self) -> bool:
        """Say whether the crawl writes to the archive; a dry run does not."""
        return self.overrides.get("ITEM_PIPELINES") != {}


@dataclass(slots=True)
class _Child:
    order: Order
    process: BaseProcess
    messages: Connection
    outcome: Outcome | None = None


Told = Callable[[str, Mapping[str, int]], None]


class Collector:
    """Runs orders as they are added; `told` hears (site id, counts so far) while they run."""

    def __init__(self, told: Told | None = None) -> None:
        self._told = told
        self._waiting: list[Order] = []
        self._running: list[_Child] = []

    def add(self, order: Order) -> None:
        """Put an order in line, unless the same site already waits or runs."""
        if order.site.id not in self.busy:
            self._waiting.append(order)

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
        """Forget what waits, ask every running crawl to end, and kill what has not ended in three seconds."""
        self._waiting.clear()
        for child in self._running:
            child.process.terminate()
        deadline = time.monotonic() + GRACE
        for child in self._running:
            child.process.join(max(0.0, deadline - time.monotonic()))
            if child.process.is_alive():
                child.process.kill()
                child.process.join()

    def _start_some(self) -> None:
        for order in list(self._waiting):
            if len(self._running) >= AT_ONCE:
                return
            if not _hosts(order.site) & {host for child in self._running for host in _hosts(child.order.site)}:
                self._waiting.remove(order)
                self._running.append(_start(order))

    def _listen(self, seconds: float) -> None:
        ready = wait([*(child.messages for child in self._running), *(child.process.sentinel for child in self._running)], timeout=seconds)
        for child in self._running:
            if child.messages in ready:
                self._hear(child)

    def _hear(self, child: _Child) -> None:
        with suppress(EOFError, ConnectionResetError):
            while child.messages.poll():
                message = child.messages.recv()
                if isinstance(message, Outcome):
                    child.outcome = message
                elif self._told is not None:
                    self._told(child.order.site.id, message)

    def _ended(self) -> Iterator[Outcome]:
        for child in [child for child in self._running if not child.process.is_alive()]:
            self._hear(child)
            self._running.remove(child)
            child.process.join()
            child.messages.close()
            yield child.outcome or _died(child)


def _hosts(site: Site) -> set[str]:
    return {host_of(address) for address in site.lists} | set(site.hosts)


def _start(order: Order) -> _Child:
    ours, theirs = _context.Pipe(duplex=False)
    process = _context.Process(target=_run, args=(order, theirs), name=order.site.id)
    process.start()
    theirs.close()
    return _Child(order=order, process=process, messages=ours)


def _died(child: _Child) -> Outcome:
    """Return the outcome of a crawl that could not tell its own."""
    code = child.process.exitcode
    was_killed = code in (-signal.SIGTERM, -signal.SIGKILL)
    found = f"found the crawl's process ended with status {code}, expected it to report"
    problem = Problem("KILLED" if was_killed else "CRASHED", child.order.site.id, found)
    reason = "interrupted" if was_killed else "crashed"
    return Outcome(site=child.order.site.id, reason=reason, counts=dict.fromkeys(COUNTS, 0), problems=(problem,))


def _run(order: Order, messages: Connection) -> None:
    """Crawl one site in this process, which was made for it, and send its outcome."""
    os.setsid()  # Ctrl-C reaches a whole process group, and a second SIGINT would end Scrapy uncleanly
    open_nursery()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    site = order.site
    try:
        with hosts_locked(_hosts(site), str(order.overrides.get("GOVREPORTS_LOCKS", ""))) as take:
            crawl_in_turn(_jobs(order, messages, take))
    except CollectionError as error:
        problem = Problem(error.code, site.id, str(error))
        messages.send(Outcome(site=site.id, reason="failed", counts=dict.fromkeys(COUNTS, 0), problems=(problem,)))


def _jobs(order: Order, messages: Connection, take: Callable[[str], bool]) -> Generator[Job, Finished, None]:
    """Ask for the crawl of a row and, where its lists no longer read, for what finds out what would work now.

    `take` says of a host beside the row's own whether no other run has it.
    """
    site = order.site
    finished = yield Job(spider=site.id, arguments=order.arguments, overrides=order.overrides, listener=_teller(messages))
    outcome = judge(site, finished.reason, finished.stats)
    messages.send(outcome)
    if order.is_stored and outcome.reason == "finished" and not outcome.is_sound:
        # by its name: it stands above this module, and a run that is sound has no need of it
        offered = yield from importlib.import_module("crawler.rescuing").rescue(site, outcome, order.overrides, take)
        messages.send(replace(outcome, problems=(*outcome.problems, *offered)))


def _end_with_parent() -> None:
    """End this process the moment its parent is gone, even by SIGKILL: a crawl nobody waits for must not go on."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)


def _teller(messages: Connection) -> Callable[[Mapping[str, Any]], None]:
    def tell(stats: Mapping[str, Any]) -> None:
        messages.send({name: int(stats.get(f"govreports/{name}", 0)) for name in COUNTS})

    return tell
