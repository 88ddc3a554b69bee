"""`collect` and `schedule`: rows crawled now, or when they are due."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from crawler.collect import Order
from crawler.commands.notifying import Bell, notify_option
from crawler.commands.options import Common, common_options, format_option
from crawler.commands.progress import run, tell
from crawler.commands.tables import say_rows
from crawler.cron import CHINA
from crawler.errors import SiteError
from crawler.hours import opens_at
from crawler.model import Site
from crawler.verdict import Outcome
from crawler.watched import WatchedRows
from scheduler import Clock
from spiders.loader import check_sites
from storage.archive import Archive

_COLUMNS = ("site", "seen", "kept", "new", "changed", "unchanged", "not_due", "failed", "held", "gone", "verdict")


@click.command()
@click.argument("names", metavar="[SITE]...", nargs=-1)
@click.option("--full", is_flag=True, help="Walk every list whole and ask for every report, without validators.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only entries that their list dates since then.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many reports a site.")
@click.option("--dry-run", is_flag=True, help="Read the lists, fetch and store no report.")
@click.option("--now", is_flag=True, help="Ask outside the hours of a row, too.")
@notify_option
@format_option
@common_options
def collect(
    common: Common,
    names: Sequence[str],
    full: bool,
    since: datetime | None,
    limit: int | None,
    dry_run: bool,
    now: bool,
    addresses: Sequence[str],
    form: str,
) -> int:
    """Crawl the named rows, or every enabled one."""
    sites = chosen(common.rows(), names)
    bell = Bell(addresses, lambda: sites, common.archive_path)
    arguments = {"since": since and since.date().isoformat(), "limit": limit, "dry_run": dry_run}
    overrides: dict[str, Any] = {**common.overrides(), "GOVREPORTS_FULL": full}
    if dry_run:
        overrides |= {"ITEM_PIPELINES": {}, "SPIDER_MIDDLEWARES": {}}
    else:
        Archive.open(common.archive_path).close()  # what is wrong with it is said before anything starts
    if now:
        overrides["GOVREPORTS_HOURS"] = ""
    orders = [Order(site=site, arguments=arguments, overrides=overrides) for site in sites if now or _is_open(site, common)]
    outcomes = run(orders, common)
    say_rows(form, _COLUMNS, [_line(outcome) for outcome in outcomes])
    if not dry_run:
        bell.ring()
    return int(not all(outcome.is_sound for outcome in outcomes))


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now, then end.")
@notify_option
@common_options
def schedule(common: Common, once: bool, addresses: Sequence[str]) -> int:
    """Crawl every enabled row by its cron line (Asia/Shanghai) until stopped; what is overdue runs at once."""
    rows = WatchedRows(common.sites_path, lambda: chosen(common.rows(), ()), _say)
    bell = Bell(addresses, lambda: rows.sites, common.archive_path)

    def told(outcome: Outcome) -> None:
        tell(common, outcome)
        bell.ring_later()

    with Archive.open(common.archive_path) as archive:
        clock = Clock(rows, archive, common.overrides(), told, _idle if common.verbose else _ignore, common.holds())
        if not common.quiet:
            _say(f"{len(rows.sites)} rows on the clock, times in Asia/Shanghai")
        clock.run_due() if once else clock.run_forever()
    if once:
        bell.ring()
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


def _is_open(site: Site, common: Common) -> bool:
    """Say whether a row's hosts may be asked at this hour, and on standard error when they may be, if not."""
    now = datetime.now(UTC)
    opening = opens_at(site, now)
    if opening > now and not common.quiet:
        when = f"{opening.astimezone(CHINA):%Y-%m-%d %H:%M} (Asia/Shanghai)"
        click.echo(f"{site.id}: found it outside its hours {site.hours}, they begin at {when}; --now asks all the same", err=True)
    return opening <= now


def _say(line: str) -> None:
    click.echo(f"govreports: {line}", err=True)


def _idle(row: str, start: datetime) -> None:
    _say(f"nothing to do until {start.astimezone(CHINA):%Y-%m-%d %H:%M}, when {row} is due")


def _ignore(_row: str, _start: datetime) -> None:
    """Say nothing of an idle clock, as long as nobody asks for the story."""


def _line(outcome: Outcome) -> dict[str, Any]:
    problems = [{"code": each.code, "where": each.where, "message": each.message} for each in outcome.problems]
    ledger = {"asked": outcome.ledger.asked, "skipped": outcome.ledger.skipped}
    return {"site": outcome.site, **outcome.counts, "verdict": outcome.verdict, "reason": outcome.reason, **ledger, "problems": problems}
