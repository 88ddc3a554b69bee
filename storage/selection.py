"""Which records are asked for, and the one query that streams them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.model import Kind
from storage.archive import Archive
from storage.past import SENT, past, rows_then
from storage.times import written
from storage.versions import FIELDS, record_of_row

# a record, and before it the row that it was made of, which tells besides how its page was sent and where the version stands now
Selected = tuple[Mapping[str, Any], dict[str, Any]]


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
    return (record for _, record in selected_rows(archive, filters))


def selected_rows(archive: Archive, filters: Filters) -> Iterator[Selected]:
    """Yield the same with their rows."""
    with archive.file.reading() as database:
        rows = _rows_then(database, filters, filters.as_of) if filters.as_of else _rows(database, filters)
        yield from ((row, record_of_row(row)) for row in rows)


def _rows(database: Database, filters: Filters) -> Iterator[dict[str, Any]]:
    # only our own column names are put into the text; what a user gives goes in as values
    columns = ", ".join([*(f"r.{name}" for name in FIELDS), *(f"v.{name}" for name in SENT)])
    sql = f"select {columns}, v.identity as kept_under, v.number as kept_as {_FROM} where {_WANTED} order by r.url, r.version"
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


_FROM = "from all_versions r cross join versions v on v.identity = r.identity and v.number = r.version"
_WANTED = """
    (:site is null or r.site = :site)
    and (:region is null or substr(r.region, 1, length(:region)) = :region)
    and (:year is null or r.report_year = :year)
    and (:kind is null or r.kind = :kind)
    and (:since is null or r.seen_at >= :since)
    and (:all_versions or r.version = r.newest)
"""
