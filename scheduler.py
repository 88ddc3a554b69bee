"""The clock: the loop that has every row crawled when it is due by its line and by what the ledger says.

`crawler.agenda` decides, with nothing remembered here; the crawls run in processes of their own through `crawler.collect`,
exactly as `govreports collect` runs them. `python scheduler.py` is `govreports schedule`.
"""

import signal
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from crawler.agenda import Agenda, Hold
from crawler.collect import Collector, Order
from crawler.model import Site
from crawler.verdict import Outcome
from crawler.watched import WatchedRows
from storage.archive import Archive

Told = Callable[[Outcome], None]
Idle = Callable[[str, datetime], None]


class Clock:
    """Runs the rows of an archive by their lines until it is stopped; `idle` hears which row is next when there is nothing to do.

    `holds` may keep a due row waiting: each says, of a row and a moment, when it may start.
    """

    def __init__(
        self, rows: WatchedRows, archive: Archive, overrides: Mapping[str, Any], told: Told, idle: Idle, holds: Sequence[Hold] = ()
    ) -> None:
        self._rows = rows
        self._archive = archive
        self._overrides = overrides
        self._told = told
        self._idle = idle
        self._holds = holds
        self._collector = Collector()
        self._stopped = False
        self._state: int | None = None
        self._read_again = 0.0
        self._read_at = datetime.min.replace(tzinfo=UTC)
        self._began: dict[str, datetime] = {}
        self._told_next = False
        self._read_rows()

    def run_due(self) -> None:
        """Crawl what is due now, most overdue first, and return; what must not start yet is left."""
        self._work(until=datetime.now(UTC))

    def run_forever(self) -> None:
        """Crawl every row when it is due until SIGTERM or SIGINT."""
        self._work()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """End at the next step and start nothing meanwhile; fit to be a signal handler."""
        self._stopped = True
        self._collector.start_no_more()

    def _work(self, until: datetime | None = None) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        self._archive.end_dead_runs(datetime.now(UTC))
        try:
            while not self._stopped:
                due = self._line_up(datetime.now(UTC), until)
                if not due and not self._collector.busy and until is not None:
                    break
                # looking costs little, and only looking tells that a machine slept, a clock was set, or another process ran a row
                self._take_in(self._collector.step(0.2 if self._collector.busy else 1.0))
        finally:
            stopped = self._collector.busy
            self._collector.stop()
        self._archive.end_dead_runs(datetime.now(UTC), stopped=stopped)

    def _line_up(self, now: datetime, until: datetime | None = None) -> bool:
        """Put the rows that may start now and were due at the latest `until`, where that is said, in line; say whether there are any."""
        if until is None and self._rows.renew():
            self._read_rows()
        self._read_ledger(now)
        due = self._agenda.due(self._began, now, until)
        self._collector.line_up(self._orders[site.id] for site in due)
        if self._collector.busy:
            self._told_next = False
        elif until is None and not self._told_next:
            self._told_next = True
            starts = self._agenda.starts(self._began, now)
            if starts:
                self._idle(*min(starts.items(), key=lambda pair: (pair[1], pair[0])))
        return bool(due)

    def _read_rows(self) -> None:
        wanted = partial(is_due, Path(self._archive.file.path))
        self._agenda = Agenda(self._rows.sites, self._holds)
        self._orders = {site.id: Order(site=site, overrides=self._overrides, is_wanted=wanted) for site in self._rows.sites}
        self._state = None

    def _read_ledger(self, now: datetime) -> None:
        """Read when each row last began, unless nobody has written since, or it was read within a second: crawls write all the time."""
        state = self._archive.state() if time.monotonic() >= self._read_again else self._state
        # time alone changes what counts: a paused run does not after a while, and the machine's clock may be put back
        is_old = not timedelta() <= now - self._read_at <= timedelta(minutes=1)
        if state is None or state != self._state or is_old:
            self._state, self._read_again = self._archive.state(), time.monotonic() + 1
            self._began = self._archive.began([*self._orders], now=now)
            self._read_at = now

    def _take_in(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            if not self._stopped:  # what we stopped ourselves is written at the end
                settle(self._archive, outcome)
            self._began |= self._archive.began([outcome.site], now=datetime.now(UTC))
            self._told(outcome)


def settle(archive: Archive, outcome: Outcome) -> None:
    """Write how a crawl ended where that could not write it itself."""
    if outcome.began_at is not None:
        archive.settle_run(
            outcome.site,
            since=outcome.began_at,
            at=datetime.now(UTC),
            reason=outcome.reason,
            verdict=outcome.verdict,
            counts=outcome.counts,
            problems=outcome.problems,
        )


def overdue(sites: Iterable[Site], archive: Archive, now: datetime) -> list[Site]:
    """Return the sites whose line has come up since their last run began, most overdue first; never run is most overdue."""
    rows = list(sites)
    return Agenda(rows).due(archive.began([site.id for site in rows], now=now), now)


def is_due(path: Path, site: Site) -> bool:
    """Say whether a row is still due by the ledger of the archive at `path`; asked by a crawl that has waited for its hosts."""
    with Archive.open(path, readonly=True) as archive:
        return bool(overdue([site], archive, datetime.now(UTC)))


if __name__ == "__main__":
    from crawler.cli import main  # the same program as `govreports schedule`, whose options it takes

    main(["schedule", *sys.argv[1:]])
