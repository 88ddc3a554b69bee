"""`sites` and `sites check`: the rows, and what is wrong with them."""

import click

from crawler.commands.options import Common, common_options, format_option, say_rows
from spiders.loader import check_sites

_COLUMNS = ("id", "name", "region", "family", "schedule", "enabled", "lists")


@click.group(invoke_without_command=True)
@format_option
@common_options
def sites(common: Common, form: str) -> int:
    """List the rows; `sites check` checks them."""
    context = click.get_current_context()
    context.obj = common
    if context.invoked_subcommand is None:
        rows = [{"region": None, **_plain(site)} for site in common.rows().values()]
        say_rows(form, _COLUMNS, rows)
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
            "expect_at_least",
            "enabled",
            "delay",
            "hours",
            "budget",
        )
        for value in [getattr(site, name)]
    }
