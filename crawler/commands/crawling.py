"""`collect` and `schedule`: rows crawled now, or when they are due."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from crawler.collect import Collector, Order
from crawler.commands.options import Common, common_options, format_option, say_rows
from crawler.errors import SiteError
from crawler.model import Site
from crawler.verdict import Outcome
from scheduler import Clock
from spiders.loader import check_sites
from storage.archive import Archive

_COLUMNS = ("site", "seen", "kept", "new", "changed", "unchanged", "failed", "verdict")


@click.command()
@click.argument("names", metavar="[SITE]...", nargs=-1)
@click.option("--full", is_flag=True, help="Ask for every report whole, without validators.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only entries that their list dates since then.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many reports a site.")
@click.option("--dry-run", is_flag=True, help="Read the lists, fetch and store no report.")
@format_option
@common_options
def collect(common: Common, names: Sequence[str], full: bool, since: datetime | None, limit: int | None, dry_run: bool, form: str) -> int:
    """Crawl the named rows, or every enabled one."""
    sites = chosen(common.rows(), names)
    arguments = {"since": since and since.date().isoformat(), "limit": limit, "dry_run": dry_run}
    overrides: dict[str, Any] = {**common.overrides(), "GOVREPORTS_FULL": full}
    if dry_run:
        overrides |= {"ITEM_PIPELINES": {}, "SPIDER_MIDDLEWARES": {}}
    else:
        Archive.open(common.archive_path).close()  # what is wrong with it is said before anything starts
    orders = [Order(site=site, arguments=arguments, overrides=overrides) for site in sites]
    outcomes = run(orders, common)
    say_rows(form, _COLUMNS, [_line(outcome) for outcome in outcomes])
    return int(not all(outcome.is_sound for outcome in outcomes))


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now, then end.")
@common_options
def schedule(common: Common, once: bool) -> int:
    """Crawl every enabled row by its cron line (Asia/Shanghai) until stopped; what is overdue runs at once."""
    sites = chosen(common.rows(), ())
    with Archive.open(common.archive_path) as archive:
        clock = Clock(sites, archive, common.overrides(), lambda outcome: _tell(common, outcome))
        if not common.quiet:
            click.echo(f"govreports: {len(sites)} rows on the clock, times in Asia/Shanghai", err=True)
        clock.run_due() if once else clock.run_forever()
    return 0


def chosen(rows: Mapping[str, Site], names: Sequence[str]) -> list[Site]:
    """Return the named rows, or every enabled one; raise `SiteError` for an unknown name or a row that cannot work."""
    unknown = [name for name in names if name not in rows]
    if unknown:
        raise SiteError(f"{', '.join(unknown)}: found no such site, expected one of those that `govreports sites` lists")
    sites = [rows[name] for name in dict.fromkeys(names)] if names else [site for site in rows.values() if site.enabled]
    wrong = check_sites(sites)
    if wrong:
        raise SiteError(wrong[0])
    return sites


def run(orders: Sequence[Order], common: Common) -> list[Outcome]:
    """Run orders to their end, showing progress as fits the terminal, and return their outcomes in the order of the orders."""
    outcomes: dict[str, Outcome] = {}
    with _Display() if sys.stderr.isatty() and not common.quiet and not common.verbose else nullcontext() as display:
        collector = Collector(display.tell if display else None)
        for order in orders:
            collector.add(order)
        try:
            while collector.busy:
                for outcome in collector.step():
                    outcomes[outcome.site] = outcome
                    _tell(common, outcome)
                if display:
                    display.refresh(collector.busy)
        finally:
            collector.stop()
            _close_dead_runs(orders)
    return [outcomes[order.site.id] for order in orders]


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

    def __enter__(self) -> "_Display":
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

    def refresh(self, busy: set[str]) -> None:
        """Redraw, without the sites that have ended."""
        for site in self._tasks.keys() - busy:
            self._progress.update(self._tasks[site], visible=False)
        self._progress.refresh()


def _close_dead_runs(orders: Sequence[Order]) -> None:
    """End the runs of crawls that were stopped or killed, so that the ledger shows no half run."""
    for path in {order.overrides["GOVREPORTS_ARCHIVE"] for order in orders if order.overrides.get("ITEM_PIPELINES") != {}}:
        with Archive.open(path) as archive:
            archive.end_dead_runs(datetime.now(UTC))


def _tell(common: Common, outcome: Outcome) -> None:
    """Say on standard error how a site's crawl ended, and what it could not do."""
    if common.quiet:
        return
    counts = ", ".join(f"{number} {name}" for name, number in outcome.counts.items() if number or name == "seen")
    click.echo(f"{outcome.site}: {counts} – {outcome.verdict}", err=True)
    for problem in outcome.problems:
        click.echo(f"  {problem}", err=True)


def _line(outcome: Outcome) -> dict[str, Any]:
    problems = [{"code": each.code, "where": each.where, "message": each.message} for each in outcome.problems]
    return {"site": outcome.site, **outcome.counts, "verdict": outcome.verdict, "reason": outcome.reason, "problems": problems}
