"""`runs`, `versions` and `diff`: what was done, and what became of a report."""

from dataclasses import fields
from typing import Any

import click

from crawler.commands.options import Common, common_options, format_option
from crawler.commands.tables import say_rows
from crawler.errors import CollectionError, ForgottenError
from crawler.model import Run
from storage.absences import gone
from storage.archive import Archive
from storage.diff import Paragraph, paragraph_diff
from storage.forgotten import said_of
from storage.versions import Version, record

_RUN = ("site", "started_at", "reason", "seen", "kept", "new", "changed", "unchanged", "not_due", "failed", "held", "gone")
_TOLD = ("verdict", "problems")
_VERSION = ("version", "cause", "seen_at", "published_at", "title", "content_hash", "extractor")
_SIGNS = {"unchanged": " ", "removed": "-", "added": "+", "changed": "~"}


@click.command()
@click.argument("site", required=False)
@click.option("--stats", "is_stats", is_flag=True, help="Scrapy's own numbers, too; the last ten runs of a row have them.")
@format_option
@common_options
def runs(common: Common, site: str | None, is_stats: bool, form: str) -> int:
    """Show the ledger of runs, newest first."""
    with Archive.open(common.archive_path, readonly=True) as archive:
        found = archive.runs(site)
    if form == "json":
        say_rows(form, (), [_plain(run, is_stats) for run in found])
        return 0
    say_rows(form, (*_RUN, *(("asked", "skipped") if site else ()), *_TOLD), [_cells(run) for run in found])
    for run in found if is_stats else ():
        click.echo(f"\n{run.id}" + "".join(f"\n  {name}: {number:g}" for name, number in run.stats.items()))
    return 0


@click.command()
@click.argument("url")
@format_option
@common_options
def versions(common: Common, url: str, form: str) -> int:
    """Show the versions of a report with their causes, oldest first."""
    with Archive.open(common.archive_path, readonly=True) as archive:
        known, missing = _known(archive, url), gone(archive.file, url)
        lost = {"gone_at": missing[0][0].isoformat() if missing else None, "gone_why": ", ".join(why for _, why in missing) or None}
        say_rows(form, _VERSION, [{**record(version), **lost} for version in known])
    if missing and form == "table":
        click.echo(f"gone since {missing[0][0]:%Y-%m-%d}: {lost['gone_why']}", err=True)
    return 0


@click.command()
@click.argument("url")
@click.argument("old", metavar="[M", type=int, required=False)
@click.argument("new", metavar="N]", type=int, required=False)
@format_option
@common_options
def diff(common: Common, url: str, old: int | None, new: int | None, form: str) -> int:
    """Show what changed between two versions, paragraph by paragraph; without numbers, the last two."""
    with Archive.open(common.archive_path, readonly=True) as archive:
        known = {version.version: version for version in _known(archive, url)}
    newest = max(known)
    pair = [_numbered(url, known, old or max(1, newest - 1)), _numbered(url, known, new or newest)]
    if form == "json":
        say_rows(form, (), [_marked(paragraph) for paragraph in paragraph_diff(pair[0].text, pair[1].text)])
        return 0
    for line in [*_heads(*pair), *diff_lines(*pair)]:
        click.echo(line)
    return 0


def diff_lines(old: Version, new: Version) -> list[str]:
    """Return the paragraphs that differ, a line each: `-` went, `+` came, `~` was changed, with what went and came in brackets."""
    return [_shown(paragraph) for paragraph in paragraph_diff(old.text, new.text) if paragraph.change != "unchanged"]


def _known(archive: Archive, url: str) -> list[Version]:
    found = archive.versions(url)
    grave = archive.forgotten(url)
    if not found and grave is not None:
        raise ForgottenError(f"{url}: {said_of(grave)}")
    if not found:
        raise CollectionError(f"{url}: found no such report in the archive, expected an address that was collected")
    return found


def _numbered(url: str, known: dict[int, Version], number: int) -> Version:
    if number not in known:
        raise CollectionError(f"{url}: found no version {number}, expected one of {min(known)} to {max(known)}")
    return known[number]


def _cells(run: Run) -> dict[str, Any]:
    """Return a run as a row of a table: what was asked and let be on a few characters."""
    asked = f"{run.asked['requests']} ({run.asked['bytes'] / 1000:,.0f} kB)" if run.asked else None
    skipped = ", ".join(f"{reason} {number}" for reason, number in run.skipped.items())
    return {**_plain(run, is_stats=False), "asked": asked, "skipped": skipped or None}


def _plain(run: Run, is_stats: bool) -> dict[str, Any]:
    values = {each.name: getattr(run, each.name) for each in fields(run) if is_stats or each.name != "stats"}
    return {
        name: value.isoformat(timespec="seconds") if hasattr(value, "isoformat") else list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
    }


def _heads(old: Version, new: Version) -> list[str]:
    """Return the lines that say what is compared, and which of the other fields differ."""
    before, after = record(old), record(new)
    named = [name for name in ("title", "published_at", "source", "attachments") if before[name] != after[name]]
    return [
        f"--- version {old.version}, {before['seen_at']}, {old.cause}",
        f"+++ version {new.version}, {after['seen_at']}, {new.cause}",
        *(f"~ {name}: {before[name]} → {after[name]}" for name in named),
    ]


def _shown(paragraph: Paragraph) -> str:
    """Return a paragraph as a line: what went in [-…-], what came in {+…+}."""
    brackets = {"unchanged": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    if paragraph.change != "changed":
        return f"{_SIGNS[paragraph.change]} {paragraph.marks()[0].text}"
    return "~ " + "".join(f"{brackets[mark.change][0]}{mark.text}{brackets[mark.change][1]}" for mark in paragraph.marks())


def _marked(paragraph: Paragraph) -> dict[str, Any]:
    marks = [{"change": mark.change, "text": mark.text} for mark in paragraph.marks()]
    return {"change": paragraph.change, "old": paragraph.old, "new": paragraph.new, "marks": marks}
