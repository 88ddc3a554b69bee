"""`incidents`: what is broken, since when, why, and what to do about it."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import click

from crawler.advice import advice_for
from crawler.commands.notifying import Bell, notify_option
from crawler.commands.options import Common, common_options, format_option
from crawler.commands.tables import say_rows
from crawler.model import Incident
from storage.archive import Archive

_COLUMNS = ("site", "code", "since", "last_seen_at", "runs", "message", "advice")


@click.command()
@click.argument("site", required=False)
@click.option("--all", "is_all", is_flag=True, help="Those that are over, too.")
@click.option("--diff", "is_diff", is_flag=True, help="Only what would work now, as diffs of rows that patch understands.")
@notify_option
@format_option
@common_options
def incidents(common: Common, site: str | None, is_all: bool, is_diff: bool, addresses: Sequence[str], form: str) -> int:
    """Show what is broken, since when, why, and what to do; of a row that was disabled only if it is named.

    With --notify, tell of what has not been told.
    """
    if addresses:  # not by the environment: to look is not to tell
        watched = [row for row in common.rows().values() if (row.id == site if site else row.enabled)]
        bell = Bell(addresses, lambda: watched, common.archive_path)
        Archive.open(common.archive_path, readonly=True).close()  # to write would make one where there is none
        bell.ring()
    with Archive.open(common.archive_path, readonly=True) as archive:
        known = archive.incidents(site)
    given_up = set() if site else {row.id for row in common.rows().values() if not row.enabled}
    lasting = [each for each in known if each.ended_at is None and each.site not in given_up]
    shown = known if is_all else lasting
    if is_diff:
        for offer in dict.fromkeys(each.offer for each in shown if each.offer):
            click.echo(offer, nl=False)
    else:
        _say(shown, form, _COLUMNS if not is_all else (*_COLUMNS[:4], "ended_at", *_COLUMNS[4:]))
    return int(bool(lasting))


def _say(shown: list[Incident], form: str, columns: tuple[str, ...]) -> None:
    say_rows(form, columns, [_plain(each) for each in shown])
    for each in shown if form == "table" else ():
        if each.probed_at is not None:
            click.echo(f"\n{each.site} {each.code}: probed {_time(each.probed_at)}, {each.found}")
            click.echo(each.offer or "", nl=False)


def _plain(incident: Incident) -> dict[str, Any]:
    """Return an incident as users see it; what decides on the next probe is ours."""
    values = {each.name: getattr(incident, each.name) for each in fields(incident) if each.name != "probed_row"}
    named = {name: _time(value) if isinstance(value, datetime) else value for name, value in values.items()}
    return {**named, "advice": advice_for(incident.code)}


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
