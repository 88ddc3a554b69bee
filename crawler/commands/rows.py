"""`sites` and `sites check`: the rows, and what is wrong with them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.agenda import Agenda, Hold
from crawler.commands.options import Common, common_options, format_option
from crawler.commands.tables import say_rows
from crawler.cron import CHINA
from crawler.model import Site
from spiders.loader import check_sites
from storage.archive import Archive

_COLUMNS = ("id", "name", "region", "family", "schedule", "enabled", "lists")


@click.group(invoke_without_command=True)
@format_option
@common_options
def sites(common: Common, form: str) -> int:
    """List the rows; `sites check` checks them."""
    context = click.get_current_context()
    context.obj = common
    if context.invoked_subcommand is None:
        found = common.rows()
        starts = _starts(found.values(), common.archive_path, common.holds())
        rows = [{"region": None, **_plain(site), **({"next": starts.get(site.id)} if starts else {})} for site in found.values()]
        say_rows(form, (*_COLUMNS[:5], "next", *_COLUMNS[5:]) if starts else _COLUMNS, rows)
    return 0


@sites.command()
@common_options
def check(common: Common) -> int:
    """Check every row: ids, addresses, families, selectors, cron lines."""
    rows = list(common.rows().values())
    wrong = check_sites(rows)
    for line in wrong:
        click.echo(line, err=True)
    click.echo(f"{len(rows)} rows, {len(wrong)} wrong")
    return int(bool(wrong))


def _starts(sites: Iterable[Site], path: Path, holds: Sequence[Hold]) -> dict[str, str]:
    """Return when a clock that ran now would start each row next, in China's time; nothing where there is no archive yet."""
    if not path.is_file():
        return {}
    enabled = [site for site in sites if site.enabled]
    now = datetime.now(UTC)
    with Archive.open(path, readonly=True) as archive:
        starts = Agenda(enabled, holds).starts(archive.began([site.id for site in enabled], now=now), now)
    return {name: start.astimezone(CHINA).isoformat(timespec="minutes") for name, start in starts.items()}


def _plain(site: object) -> dict[str, object]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name in (
            "id",
            "name",
            "region",
            "publisher",
            "family",
            "lists",
            "keep",
            "schedule",
            "season",
            "run_minutes",
            "expect_at_least",
            "enabled",
            "delay",
            "hours",
            "budget",
        )
        for value in [getattr(site, name)]
    }
