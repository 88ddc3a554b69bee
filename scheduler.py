"""The clock: which row is due when, and the loop that has it crawled.

APScheduler only says when; the crawls run in processes of their own through `crawler.collect`, exactly as
`govreports collect` runs them. `python scheduler.py` is `govreports schedule`.
"""

import logging
import queue
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from crawler.collect import Collector, Order
from crawler.cron import CHINA, cron_trigger
from crawler.model import Site
from crawler.verdict import Outcome
from storage.archive import Archive

logger = logging.getLogger(__name__)

_NEVER = datetime.min.replace(tzinfo=UTC)

Told = Callable[[Outcome], None]


class Clock:
    """Runs the rows of an archive by their cron lines until it is stopped."""

    def __init__(self, sites: Iterable[Site], archive: Archive, overrides: Mapping[str, Any], told: Told) -> None:
        self._sites = {site.id: site for site in sites}
        self._archive = archive
        self._overrides = overrides
        self._told = told
        self._due: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._stopped = False

    def run_due(self) -> None:
        """Crawl what is overdue, most overdue first, and return."""
        self._work(Collector(), forever=False)

    def run_forever(self) -> None:
        """Crawl what is overdue, then every row when its line says so, until SIGTERM or SIGINT."""
        timer = self._timer()
        timer.start()
        try:
            self._work(Collector(), forever=True)
        finally:
            timer.shutdown(wait=False)

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """End at the next step; fit to be a signal handler."""
        self._stopped = True

    def _work(self, collector: Collector, *, forever: bool) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        for site in overdue(self._sites.values(), self._archive, datetime.now(UTC)):
            self._due.put(site.id)
        while not self._stopped and (forever or collector.busy or not self._due.empty()):
            while not self._due.empty():
                collector.add(Order(site=self._sites[self._due.get()], overrides=self._overrides))
            for outcome in collector.step():
                self._told(outcome)
        stopped = collector.busy
        collector.stop()
        self._archive.end_dead_runs(datetime.now(UTC), stopped=stopped)

    def _timer(self) -> BackgroundScheduler:
        timer = BackgroundScheduler(timezone=CHINA)
        for site in self._sites.values():
            # misfire_grace_time None: however late the machine wakes up, the look is still wanted, once
            timer.add_job(self._due.put, cron_trigger(site.schedule), args=[site.id], id=site.id, coalesce=True, misfire_grace_time=None)
        return timer


def overdue(sites: Iterable[Site], archive: Archive, now: datetime) -> list[Site]:
    """Return the sites whose line has come up since their last run began, most overdue first; never run is most overdue."""
    due: list[tuple[datetime, Site]] = []
    for site in sites:
        last = archive.last_started(site.id)
        missed = cron_trigger(site.schedule).get_next_fire_time(None, last + timedelta(microseconds=1)) if last else _NEVER
        if missed is not None and missed <= now:
            due.append((missed, site))
    return [site for _, site in sorted(due, key=lambda pair: (pair[0], pair[1].id))]


if __name__ == "__main__":
    from crawler.cli import main  # the same program as `govreports schedule`, whose options it takes

    main(["schedule", *sys.argv[1:]])
