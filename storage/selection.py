"""Which records are asked for, and the one query that streams them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.model import Kind
from storage.archive import Archive
from storage.past import past, rows_then
from storage.times import written
from storage.versions import FIELDS, record_of_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for: everything that no filter excludes, of each address the newest version.

    `region` is a prefix. `since` and `as_of` go by when a version was made, both included; with `as_of` an address is
    as it was known at that moment. `all_versions` gives the older ones too.
    """

    site: str | None = None
    region: str | None = None
    year: int | None = None
    kind: Kind | None = None
    since: datetime | None = None
    as_of: datetime | None = None
    all_versions: bool = False


def selected(archive: Archive, filters: Filters) -> Iterator[dict[str, Any]]:
    """Yield the records that the filters leave, by address and version, as the archive was when the first was asked for."""
    return (record for _, record in selected_keys(archive, filters))


def selected_keys(archive: Archive, filters: Filters) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield with each record that the filters leave the identity that its versions stand under."""
    with archive.file.reading() as database:
        rows = _rows_then(database, filters, filters.as_of) if filters.as_of else _rows(database, filters)
        yield from ((row["identity"], record_of_row(row)) for row in rows)


def _rows(database: Database, filters: Filters) -> Iterator[dict[str, Any]]:
    # only our own column names are put into the text; what a user gives goes in as values
    sql = f"select {', '.join(FIELDS)}, identity from all_versions where {_WANTED} order by url, version"  # noqa: S608
    yield from database.query(sql, {**asdict(filters), "since": _since(filters)})


def _rows_then(database: Database, filters: Filters, as_of: datetime) -> Iterator[dict[str, Any]]:
    """Yield what the filters leave of the past; what was written over since can only be asked for once it is back in its place."""
    moment = written(as_of)
    with past(database, moment):
        for row in rows_then(database, moment, _since(filters), all_versions=filters.all_versions):
            if _is_wanted(row, filters):
                yield row


def _since(filters: Filters) -> str | None:
    return written(filters.since) if filters.since else None


def _is_wanted(row: Mapping[str, Any], filters: Filters) -> bool:
    asked = {"site": filters.site, "report_year": filters.year, "kind": filters.kind}
    is_there = filters.region is None or (row["region"] or "").startswith(filters.region)
    return is_there and all(value is None or row[name] == value for name, value in asked.items())


_WANTED = """
    (:site is null or site = :site)
    and (:region is null or substr(region, 1, length(:region)) = :region)
    and (:year is null or report_year = :year)
    and (:kind is null or kind = :kind)
    and (:since is null or seen_at >= :since)
    and (:all_versions or version = newest)
"""
