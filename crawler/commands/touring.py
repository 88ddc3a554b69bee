"""`demo`: the whole line on the embedded web, so that a newcomer sees in one screen what the program does."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from crawler.collect import Order
from crawler.commands.ledger import diff_lines
from crawler.commands.options import Common, common_options
from crawler.commands.progress import run
from crawler.commands.tables import say_rows
from crawler.demo.bureau import Expected
from crawler.demo.web import DemoWeb
from crawler.verdict import Outcome
from storage.archive import Archive
from storage.export import export
from storage.selection import Filters

_SITE = ("site", "entries", "fetched", "new", "changed", "unchanged", "failed", "verdict")


@click.command()
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Keep rows, archive and export in this folder.")
@common_options
def demo(common: Common, keep: Path | None) -> int:
    """Collect an embedded web of five bureau sites, twice, and show what came of it."""
    with tempfile.TemporaryDirectory() as place, DemoWeb() as web:
        folder = keep or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sites.toml").write_text(web.rows(), encoding="utf-8")
        ours = replace(common, archive=folder / "reports.db", sites=folder / "sites.toml", quiet=True)
        return int(not _tour(ours, web, folder, kept=keep is not None))


def _tour(common: Common, web: DemoWeb, folder: Path, *, kept: bool) -> bool:
    """Tell the story and say whether it went as it should."""
    click.echo(f"1. Five bureau sites of five CMS families on loopback: {', '.join(site.family for site in web.sites)}.")
    first = _collect(common, web, "2. First collection: every list walked to its end, what could be a report fetched, read and stored.")
    edited = web.edit()
    second = _collect(common, web, "3. Two reports were edited silently. Second collection: only what changed makes a version.")
    with Archive.open(common.archive_path, readonly=True) as archive:
        _show_newest(archive, edited)
        click.echo("5. What became of the edited reports:")
        for report in edited:
            _show_edit(archive, report)
        count = export(archive, folder / "reports.jsonl", "jsonl", Filters())
        twice = sum(bool(archive_report.also_at) for archive_report in archive.reread_candidates())
    click.echo(f"6. Exported {count} reports as JSON Lines; {twice} of them stand at a second address and are stored once.")
    if kept:
        click.echo(f"   Look around: govreports versions {edited[0].url} --archive {common.archive_path}")
    changed = sum(outcome.counts["changed"] for outcome in second)
    new = sum(outcome.counts["new"] for outcome in second)
    return all(outcome.is_sound for outcome in [*first, *second]) and changed == len(edited) and not new


def _collect(common: Common, web: DemoWeb, headline: str) -> Sequence[Outcome]:
    click.echo(headline)
    web.log.clear()
    # loopback is refused anywhere else
    overrides = {**common.overrides(), "GOVREPORTS_ALLOW_PRIVATE": True}
    outcomes = run([Order(site=site, overrides=overrides) for site in common.rows().values()], common)
    say_rows("table", _SITE, [_line(outcome) for outcome in outcomes])
    unsent = sum(request.status == 304 for request in web.log)
    click.echo(f"   {len(web.log)} requests, {sum(request.sent for request in web.log) // 1024} KiB, {unsent} answered “not modified”.")
    return outcomes


def _line(outcome: Outcome) -> Mapping[str, Any]:
    counts = outcome.counts
    return {**counts, "site": outcome.site, "entries": counts["seen"], "fetched": counts["kept"], "verdict": outcome.verdict}


def _show_newest(archive: Archive, edited: Sequence[Expected]) -> None:
    newest = archive.newest(edited[0].url)
    if newest is None:
        return
    click.echo(f"4. A record: {newest.title} ({newest.kind}, {newest.report_year}, {newest.level})")
    click.echo(f"   {newest.issuer}; published {newest.published_at}; source {newest.source}; {len(newest.text)} characters")
    click.echo("   " + " / ".join(f"{section.heading[:18]}[{section.role or '–'}]" for section in newest.outline if section.level == 1))


def _show_edit(archive: Archive, report: Expected) -> None:
    versions = archive.versions(report.url)
    click.echo(f"   {report.title}: " + ", ".join(f"version {version.version} {version.cause}" for version in versions))
    for line in diff_lines(versions[-2], versions[-1]) if len(versions) > 1 else ():
        click.echo(f"   {line if len(line) < 150 else line[:150] + '…'}")
