"""`collect` and `schedule`: rows crawled now, or when they are due."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click

from crawler.collect import Order
from crawler.commands.options import Common, common_options, format_option, say_rows
from crawler.commands.progress import run, tell
from crawler.cron import CHINA
from crawler.errors import SiteError
from crawler.model import Site
from crawler.verdict import Outcome
from crawler.watched import WatchedRows
from scheduler import Clock
from spiders.loader import check_sites
from storage.archive import Archive

_COLUMNS = ("site", "seen", "kept", "new", "changed", "unchanged", "failed", "held", "verdict")


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
    rows = WatchedRows(common.sites_path, lambda: chosen(common.rows(), ()), _say)
    with Archive.open(common.archive_path) as archive:
        clock = Clock(rows, archive, common.overrides(), lambda outcome: tell(common, outcome), _idle if common.verbose else _ignore)
        if not common.quiet:
            _say(f"{len(rows.sites)} rows on the clock, times in Asia/Shanghai")
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


def _say(line: str) -> None:
    click.echo(f"govreports: {line}", err=True)


def _idle(row: str, start: datetime) -> None:
    _say(f"nothing to do until {start.astimezone(CHINA):%Y-%m-%d %H:%M}, when {row} is due")


def _ignore(_row: str, _start: datetime) -> None:
    """Say nothing of an idle clock, as long as nobody asks for the story."""


def _line(outcome: Outcome) -> dict[str, Any]:
    problems = [{"code": each.code, "where": each.where, "message": each.message} for each in outcome.problems]
    return {"site": outcome.site, **outcome.counts, "verdict": outcome.verdict, "reason": outcome.reason, "problems": problems}
