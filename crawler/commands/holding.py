"""`held`: the pages that came where a report was expected, and what a person says of them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

import click

from crawler.commands.options import Common, common_options, format_option
from crawler.commands.tables import say_rows
from crawler.errors import CollectionError
from pipelines.extract import extract
from storage.archive import Archive
from storage.held import Held, accept, drop
from storage.held import held as held_pages

_COLUMNS = ("url", "code", "reason", "since", "last_seen_at", "times", "decision")


@click.command()
@click.argument("url", required=False)
@click.option("--accept", "decision", flag_value="accept", help="Make the page of this address its version.")
@click.option("--drop", "decision", flag_value="drop", help="Let the page go; the same is no news when it comes again.")
@format_option
@common_options
def held(common: Common, url: str | None, decision: Literal["accept", "drop"] | None, form: str) -> int:
    """Show the pages held back that wait for a decision, or every one of an address; decide about an address."""
    if url is None and decision is not None:
        raise click.UsageError(f"found no URL, expected the address whose page to {decision}")
    with Archive.open(common.archive_path, readonly=decision is None) as archive:
        found = held_pages(archive.file, url)
        if url is not None and not found:
            raise CollectionError(f"{url}: found no page held back, expected an address that `govreports held` shows")
        if url is not None and decision is not None:
            _decide(archive, common, url, found, decision)
            found = held_pages(archive.file, url)
    say_rows(form, _COLUMNS, [_plain(each) for each in found])
    return 0


def _decide(archive: Archive, common: Common, url: str, found: list[Held], decision: Literal["accept", "drop"]) -> None:
    waiting = [each for each in found if each.decision is None]
    dropped = [each for each in found if each.decision == "dropped" and decision == "accept"]  # who dropped it may think better of it
    chosen = next(iter([*waiting, *dropped]), None)
    if chosen is None:
        raise CollectionError(f"{url}: found no page that waits for a decision, expected one that `govreports held` shows")
    if decision == "accept":
        _accept(archive, common, chosen)
        return
    for each in waiting:
        drop(archive.file, each, at=datetime.now(UTC))


def _accept(archive: Archive, common: Common, chosen: Held) -> None:
    if chosen.page is None:
        raise CollectionError(f"{chosen.url}: found the page's bytes let go, expected them kept; collect the page again")
    page = replace(chosen.page, site=common.rows().get(chosen.site or ""), is_vouched=True)
    accept(archive.file, chosen, extract(page), at=datetime.now(UTC))


def _plain(held_page: Held) -> dict[str, Any]:
    values = {name: getattr(held_page, name) for name in ("url", "site", *_COLUMNS[1:], "decided_at")}
    return {name: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value for name, value in values.items()}
