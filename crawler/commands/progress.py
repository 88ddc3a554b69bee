"""Crawls as a person watches them: a live display on a terminal, plain lines elsewhere, and how each ended."""

import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from crawler.collect import Collector, Order
from crawler.commands.options import Common
from crawler.verdict import Outcome
from scheduler import settle
from storage.archive import Archive


def run(orders: Sequence[Order], common: Common) -> list[Outcome]:
    """Run orders to their end, showing progress as fits the terminal, and return their outcomes in the order of the orders."""
    outcomes: dict[str, Outcome] = {}
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what is at work is ended in order, and was our wish
    with _Display() if sys.stderr.isatty() and not common.quiet and not common.verbose else nullcontext() as display:
        collector = Collector(display.tell if display else None)
        for order in orders:
            collector.add(order)
        try:
            while collector.busy:
                for outcome in collector.step():
                    outcomes[outcome.site] = outcome
                    tell(common, outcome, display.say if display else _say)
                if display:
                    display.refresh(collector.busy)
        finally:
            stopped = collector.busy
            collector.stop()
            _close_dead_runs(orders, stopped, outcomes)
    return [outcomes[order.site.id] for order in orders]


def _say(line: str) -> None:
    click.echo(line, err=True)


def tell(common: Common, outcome: Outcome, say: Callable[[str], None] = _say) -> None:
    """Say on standard error how a site's crawl ended, and what it could not do."""
    if common.quiet:
        return
    counts = ", ".join(f"{number} {name}" for name, number in outcome.counts.items() if number or name == "seen")
    for line in (f"{outcome.site}: {counts} – {outcome.verdict}", *(f"  {problem}" for problem in outcome.problems)):
        say(line)


class _Display:
    """A line a running site: entries kept so far, looks taken, time."""

    def __init__(self) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[said]}"),
        )
        # no thread of its own: `refresh` is called from the loop
        self._progress = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
        self._tasks: dict[str, TaskID] = {}
        self._drawn = 0.0

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, site: str, counts: Mapping[str, int]) -> None:
        """Take in what a crawl has counted so far."""
        if site not in self._tasks:
            self._tasks[site] = self._progress.add_task(site, total=None, said="")
        done = sum(counts[name] for name in ("new", "changed", "unchanged", "failed"))
        said = f"{counts['seen']} entries, {counts['new']} new, {counts['changed']} changed"
        self._progress.update(self._tasks[site], completed=done, total=counts["kept"] or None, said=said)

    def say(self, line: str) -> None:
        """Print a line above the display."""
        self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def refresh(self, busy: set[str]) -> None:
        """Redraw a few times a second, without the sites that have ended."""
        if time.monotonic() - self._drawn < 0.1:
            return
        self._drawn = time.monotonic()
        for site in self._tasks.keys() - busy:
            self._progress.update(self._tasks[site], visible=False)
        self._progress.refresh()


def _close_dead_runs(orders: Sequence[Order], stopped: set[str], outcomes: Mapping[str, Outcome]) -> None:
    """End the runs of crawls that were stopped or killed, or crashed, so that the ledger shows no half run."""
    for path in {order.overrides["GOVREPORTS_ARCHIVE"] for order in orders if order.is_stored}:
        with Archive.open(Path(path)) as archive:
            for outcome in outcomes.values():
                settle(archive, outcome)
            archive.end_dead_runs(datetime.now(UTC), stopped=stopped)
