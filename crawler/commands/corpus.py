"""`export` and `reextract`: the collected corpus taken out, and read again."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click

from crawler.commands.options import Common, common_options
from crawler.errors import BlockedError, ExtractionError
from crawler.model import Kind
from pipelines.reading import reread
from storage.archive import Archive
from storage.export import Format as Streamed
from storage.export import export as write_export
from storage.release.folder import release as write_release
from storage.release.formats import Format
from storage.selection import Filters
from storage.times import first_moment, last_moment
from storage.warc import write_warc


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    default="jsonl",
    help="JSON Lines, CSV, Parquet, a Markdown tree, or WARC: the pages as they were fetched.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File [default: standard output], or the folder of a release; of WARC a file where it ends in .warc or .warc.gz.",
)
@click.option("--release", "is_release", is_flag=True, help="A folder with card, manifest and checksums; Parquet and Markdown always are.")
@click.option(
    "--since-release",
    "after",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Only what has changed since the release in this folder; a release too.",
)
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
    form: Format,
    output: Path | None,
    is_release: bool,
    after: Path | None,
    site: str | None,
    region: str | None,
    year: int | None,
    kind: Kind | None,
    since: str | None,
    as_of: str | None,
    all_versions: bool,
) -> int:
    """Write the collected reports out, newest versions by default."""
    is_file = form in get_args(Streamed) or (form == "warc" and output is not None and _names_pages(output))
    is_folder = is_release or after is not None or not is_file
    if is_folder and output is None:
        raise click.UsageError("found no --output, expected a folder for the release (for WARC also a file .warc or .warc.gz)")
    filters = Filters(
        site=site,
        region=region,
        year=year,
        kind=kind,
        since=first_moment(since) if since else None,
        as_of=last_moment(as_of) if as_of else None,
        all_versions=all_versions,
    )
    if filters.as_of and filters.as_of > datetime.now(UTC):
        click.echo(f"govreports: --as-of {as_of} is not over: what is collected until then will change what it gives", err=True)
    with Archive.open(common.archive_path, readonly=True) as archive:
        if output and is_folder:
            count = write_release(archive, output, form, filters, common.rows().values(), after=after)
        elif output and form == "warc":
            count = write_warc(archive, filters, output)
        else:
            count = write_export(archive, output or sys.stdout, "csv" if form == "csv" else "jsonl", filters)
    if not count:
        click.echo("govreports: nothing in the archive matches", err=True)
    elif output and not common.quiet:
        click.echo(f"{output}: {count} {'changes' if after else 'records'}", err=True)
    return int(not count)


def _names_pages(output: Path) -> bool:
    return output.name.lower().endswith((".warc", ".warc.gz"))


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
                archive.relate(version, at=datetime.now(UTC))
            else:
                change = archive.record_reread(report, run=None, at=datetime.now(UTC), of=version.url)
                remade += change.outcome == "reextracted"
    click.echo(f"{looked} reports looked at, {remade} new versions, {failed} could not be read")
    return int(failed > 0)
