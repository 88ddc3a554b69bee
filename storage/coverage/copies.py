"""The reports that count: of each address the newest version, with whose report it is and when it was first public."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from crawler.organs import Gazetteer, Owner, speaker
from crawler.register import region_of_host
from storage.coverage.rule import day_in_china, deadline, printed_day
from storage.times import moment, written

_SAME = 0.95  # of two texts on one year: a template that many fill in is less alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One address that bears a report; `published` is the first day it is known to have been public, None where nothing tells.

    `near` is the code of the place in whose section or site it stands. `owner` is None where the issuer is not told, or does not lead
    to one place.
    """

    url: str
    version: int
    title: str
    year: int
    published: date | None
    site: str | None
    near: str | None
    content: str
    owner: Owner | None

    @property
    def days(self) -> int | None:
        """Return how many days after its last day it was public: 0 and less is in time."""
        return (self.published - deadline(self.year)).days if self.published else None


@dataclass(frozen=True, slots=True)
class _Address:
    url: str
    site: str | None
    region: str | None
    first_seen_at: str
    newest: int


def copies(database: Database, gazetteer: Gazetteer, years: Sequence[int], as_of: datetime | None) -> list[Copy]:
    """Return the reports on these years by their addresses, each address once; with `as_of` as they were known then."""
    addresses = _addresses(database, as_of)
    newest: list[Sequence[Any]] = []
    days: dict[tuple[str, int], date] = {}
    for row in database.execute(_VERSIONS, [min(years), max(years)]):
        identity, number, year, printed = row[:4]
        address = addresses.get(identity)
        if address is None or number > address.newest or year not in years:
            continue
        if (day := printed_day(printed)) and day.year >= year:  # no report is older than its year: that day is another paper's
            days[identity, year] = min(day, days.get((identity, year), day))
        if number == address.newest:
            newest.append(row)
    found = [_copy(gazetteer, addresses[row[0]], row, days) for row in newest]
    return sorted(_adopted(database, found), key=lambda copy: copy.url)


def _addresses(database: Database, as_of: datetime | None) -> dict[str, _Address]:
    sql = "select identity, url, site, region, first_seen_at, newest from addresses where newest > 0"
    known = {row[0]: _Address(*row[1:]) for row in database.execute(sql)}
    if as_of is None:
        return known
    then = [written(as_of)]
    numbers = dict(database.execute("select identity, max(number) from versions where seen_at <= ? group by identity", then).fetchall())
    urls = dict(database.execute("select led_to, url from moves where at > ? order by at desc", then).fetchall())
    return {key: replace(address, url=urls.get(key, address.url), newest=numbers[key]) for key, address in known.items() if key in numbers}


# the literal lets SQLite read it all off the index that has only reports
_VERSIONS = """
    select identity, number, report_year, published_at, issuer, level, title, content_hash from versions
    where kind = 'report' and report_year between ? and ?
"""


def _copy(gazetteer: Gazetteer, address: _Address, row: Sequence[Any], days: Mapping[tuple[str, int], date]) -> Copy:
    identity, number, year, _, issuer, level, title, content = row
    near = address.region or region_of_host(address.url)
    owner = gazetteer.owner(issuer, level, near) if issuer else None
    return Copy(
        url=address.url,
        version=number,
        title=title,
        year=year,
        published=_first_public(days.get((identity, year)), address.first_seen_at, year),
        site=address.site,
        near=near,
        content=content,
        owner=speaker(owner, title) if owner else None,
    )


def _first_public(printed: date | None, first_seen_at: str, year: int) -> date | None:
    """Return the day a page prints, or the day we first saw it where that was before: a page that is dated anew was no less public."""
    seen = day_in_china(moment(first_seen_at)) if first_seen_at < f"{year + 2}" else None
    return seen if printed and seen and seen < printed else printed


def _adopted(database: Database, found: Sequence[Copy]) -> Iterator[Copy]:
    """Yield the reports, those whose issuer is not told as the organ's whose report has the same text, or nearly, at another address."""
    known = {(copy.content, copy.year): copy.owner for copy in found if copy.owner}
    sql = "select other_hash from similarities where content_hash = ? and similarity >= ? order by similarity desc, other_hash"
    for copy in found:
        if copy.owner is None:
            alike = [copy.content, *(other for (other,) in database.execute(sql, [copy.content, _SAME]))]
            owner = next((owner for content in alike if (owner := known.get((content, copy.year)))), None)
            yield replace(copy, owner=owner)
        else:
            yield copy
