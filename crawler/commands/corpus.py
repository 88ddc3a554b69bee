"""`export` and `reextract`: the collected corpus taken out, and read again."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

import click

from crawler.commands.options import Common, common_options
from crawler.errors import BlockedError, ExtractionError
from crawler.model import Kind
from pipelines.reading import reread
from storage.archive import Archive
from storage.export import Format
from storage.export import export as write_export
from storage.selection import Filters
from storage.times import first_moment, last_moment
from storage.warc import write_warc


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([*get_args(Format), "warc"]),
    default="jsonl",
    help="JSON Lines, CSV for spreadsheets, a Markdown tree, or WARC: the pages as they were fetched.",
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File, or folder for Markdown [default: standard output].")
@click.option("--site", help="Only this row's reports.")
@click.option("--region", help="Only regions whose code begins so: 32 is Jiangsu.")
@click.option("--year", type=int, help="Only reports on this year.")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Only pages of this kind [default: all].")
@click.option("--since", help="Only versions made since this date or time (UTC).")
@click.option("--as-of", help="The corpus as it was at this time; a bare date means its whole day (UTC).")
@click.option("--all-versions", is_flag=True, help="Every version, not only the newest of each report.")
@common_options
def export(
    common: Common,
    form: Format | Literal["warc"],
    output: Path | None,
    site: str | None,
    region: str | None,
    year: int | None,
    kind: Kind | None,
    since: str | None,
    as_of: str | None,
    all_versions: bool,
) -> int:
    """Write the collected reports out, newest versions by default."""
    if form == "markdown" and output is None:
        raise click.UsageError("found no --output, expected a folder for the Markdown files")
    filters = Filters(
        site=site,
        region=region,
        year=year,
        kind=kind,
        since=first_moment(since) if since else None,
        as_of=last_moment(as_of) if as_of else None,
        all_versions=all_versions,
    )
    with Archive.open(common.archive_path, readonly=True) as archive:
        count = _write(archive, form, output, filters)
    if not count:
        click.echo("govreports: nothing in the archive matches", err=True)
    elif output and not common.quiet:
        click.echo(f"{output}: {count} records", err=True)
    return int(not count)


def _write(archive: Archive, form: Format | Literal["warc"], output: Path | None, filters: Filters) -> int:
    if form != "warc":
        return write_export(archive, output or sys.stdout, form, filters)
    if output is None:
        raise click.UsageError("found no --output, expected a file for the pages, .warc or .warc.gz")
    return write_warc(archive, filters, output)


@click.command()
@common_options
def reextract(common: Common) -> int:
    """Run today's extractor over the stored pages of the newest versions; no network."""
    rows = common.rows()
    looked = remade = failed = 0
    with Archive.open(common.archive_path) as archive:
        for version in archive.reread_candidates():
            looked += 1
            try:
                report = reread(archive.stored_page(version), version, rows.get(version.site or ""))
            except (BlockedError, ExtractionError) as error:
                failed += 1
                click.echo(f"{error.code} {version.url}: {error}", err=True)
                continue
            if report is None:
                archive.relate(version)
            else:
                change = archive.record_reread(report, run=None, at=datetime.now(UTC), of=version.url)
                remade += change.outcome == "reextracted"
    click.echo(f"{looked} reports looked at, {remade} new versions, {failed} could not be read")
    return int(failed > 0)
