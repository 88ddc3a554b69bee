"""`forget`: an address taken down for good, and the list of those that were."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from crawler.commands.options import Common, common_options, format_option, say_json
from crawler.commands.tables import say_rows
from crawler.errors import ArchiveError, CollectionError
from crawler.version import VERSION
from storage.archive import Archive
from storage.cleaning import clean
from storage.forgetting import Leaving, leaving
from storage.forgetting import forget as remove
from storage.forgotten import allow_again, tombstones

_COLUMNS = ("url", "at", "why", "by", "versions", "allowed_at", "cleaned_at")


@click.command()
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option("--why", help="The reason, which stays on record; no personal data.")
@click.option("--dry-run", is_flag=True, help="Show what would go; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask on a terminal.")
@click.option("--list", "is_list", is_flag=True, help="Show what is forgotten, since when and why.")
@click.option("--allow-again", is_flag=True, help="Let the addresses be collected again; what was held of them stays gone.")
@format_option
@common_options
def forget(
    common: Common, urls: Sequence[str], why: str | None, dry_run: bool, yes: bool, is_list: bool, allow_again: bool, form: str
) -> int:
    """Remove reports by address for good, with all their versions, and never collect them again."""
    if is_list == bool(urls):
        raise click.UsageError(
            "found no URL, expected addresses or --list" if not urls else "found addresses and --list, expected one of both"
        )
    if urls and not (why and why.strip()) and not dry_run and not allow_again:
        raise click.UsageError("found no --why, expected the reason, which stays on record")
    with Archive.open(common.archive_path, readonly=is_list) as archive:
        if is_list:
            with archive.file.reading() as database:
                say_rows(form, _COLUMNS, [_plain(asdict(grave)) for grave in tombstones(database)])
            return 0
        if allow_again:
            return _allow(archive, urls)
        return _forget(archive, urls, None if dry_run else (why or "").strip(), form, asks=not yes and is_asked())


def is_asked() -> bool:
    """Say whether there is a person to be asked."""
    return sys.stdin.isatty()


def _forget(archive: Archive, urls: Sequence[str], why: str | None, form: str, *, asks: bool) -> int:
    """Remove the reports of some addresses, or only tell what would go where no reason is given."""
    now = datetime.now(UTC)
    for url in urls:
        going = leaving(archive.file, url, at=now)
        if why is None or asks:
            _say(going, form, "would go")
        if why is None:
            continue
        if asks:
            click.confirm(f"Remove {url} for good?", abort=True, err=True)
        _say(remove(archive.file, url, why=why, by=f"govreports/{VERSION}", at=now), form, "gone")
    return 0 if why is None else _clean(archive)


def _clean(archive: Archive) -> int:
    try:
        clean(archive.file, at=datetime.now(UTC))
    except ArchiveError as error:  # gone it is; what is left are traces that no reader is shown
        click.echo(f"govreports: {error}", err=True)
        return 1
    return 0


def _allow(archive: Archive, urls: Sequence[str]) -> int:
    with archive.file.writing() as database:
        banned = [url for url in urls if not allow_again(database, url, datetime.now(UTC))]
    if banned:
        raise CollectionError(f"{banned[0]}: found it not forgotten, expected an address that `govreports forget --list` shows")
    return 0


def _say(going: Leaving, form: str, fate: str) -> None:
    if form == "json":
        say_json({"fate": fate, **asdict(going)})
        return
    counts = f"{going.versions} versions, {going.texts} texts, {going.pages} pages and files, {going.held} held back, {going.visits} looks"
    click.echo(f"{going.urls[0]}: {fate}: {counts}, {going.listings} titles in lists")
    for url in going.urls[1:]:
        click.echo(f"   led there: {url}")
    for url in going.also_at:
        click.echo(f"   also at {url}, where it stays")


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value for name, value in values.items()}
