"""`extract` and `entries`: saved pages read without network or archive."""

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crawler.commands.options import Common, common_options, say_json
from crawler.decode import decode
from crawler.errors import BlockedError, CollectionError, ExtractionError, ListError, SiteError
from crawler.model import Page
from pipelines.extract import extract as read
from spiders.families import FAMILIES
from spiders.saved import read_saved
from storage.versions import unstored_record

_LARGEST = 32 * 1024 * 1024  # bytes, what a crawl would take too

urls_option = click.option("--urls", type=click.Path(path_type=Path), help="TSV with the columns `file` and `url`: each file's address.")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@urls_option
@common_options
def extract(_common: Common, files: Sequence[Path], urls: Path | None) -> int:
    """Read saved pages: one record a line."""
    addresses = _addresses(urls)
    answers = [_record(file, addresses.get(file.name, "")) for file in files]
    for file, answer in zip(files, answers, strict=True):
        say_json({"file": str(file), **answer})
    return int(any("error" in answer for answer in answers))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--family", type=click.Choice(sorted(FAMILIES)), help="Read as this family instead of recognising it.")
@urls_option
@common_options
def entries(_common: Common, files: Sequence[Path], family: str | None, urls: Path | None) -> int:
    """Read saved list pages or list replies: family, entries and next page, one list a line."""
    addresses = _addresses(urls)
    answers = [_list(file, addresses.get(file.name, ""), family) for file in files]
    for file, answer in zip(files, answers, strict=True):
        say_json({"file": str(file), **answer})
    return int(any(not answer.get("entries") for answer in answers))


def _addresses(urls: Path | None) -> dict[str, str]:
    """Return each file's address by file name."""
    if urls is None:
        return {}
    try:
        with urls.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise SiteError(f"{urls}: found {error}, expected a table with the columns file and url") from error
    if not rows or not {"file", "url"} <= rows[0].keys():
        raise SiteError(f"{urls}: found {list(rows[0]) if rows else 'nothing'}, expected a table with the columns file and url")
    return {Path(row["file"]).name: row["url"] or "" for row in rows}


def _record(file: Path, url: str) -> Mapping[str, Any]:
    try:
        return unstored_record(read(Page(url=url, body=_bytes(file), fetched_at=datetime.now(UTC))))
    except (BlockedError, ExtractionError) as error:
        return _error(error, url)


def _list(file: Path, url: str, family: str | None) -> Mapping[str, Any]:
    try:
        text = decode(_bytes(file)).text
        name, found, following = read_saved(text, url or None, family)
    except (BlockedError, ExtractionError, ListError) as error:
        return _error(error, url)
    listed = [{"url": entry.url, "title": entry.title, "date": entry.date} for entry in found]
    return {"family": name, "entries": listed, "next": following}


def _bytes(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST:
            raise ExtractionError(f"found {file.stat().st_size} bytes, expected at most {_LARGEST}")
        return file.read_bytes()
    except OSError as error:
        raise ExtractionError(f"found {error.strerror}, expected a saved page") from error


def _error(error: CollectionError, url: str) -> Mapping[str, Any]:
    return {"error": {"code": error.code, "message": str(error).removeprefix(f"{url}: ")}}
