"""The reports that count: of each address the newest version, with whose report it is and when it was first public."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlite_utils import Database

from crawler.organs import Gazetteer, Organ, Owner, speaker
from crawler.register import region_of_host
from storage.coverage.rule import day_in_china, deadline, printed_day
from storage.past import readings_then
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The reports of governments, of bureaus of justice and of nobody that can be told, by address; of the others who reports.

    `beside` has place, organ, year and name of each town, department or other organ, once at however many addresses.
    """

    copies: tuple[Copy, ...]
    beside: frozenset[tuple[str, Organ, int, str]]


def copies(database: Database, gazetteer: Gazetteer, years: Sequence[int], as_of: datetime | None) -> Found:
    """Return the reports on these years, of each address the newest version; with `as_of` as they were known then."""
    found: list[Copy] = []
    beside: set[tuple[str, Organ, int, str]] = set()
    owners: dict[tuple[str, int], Owner] = {}
    for url, number, title, year, printed, seen, site, content, region, issuer, level in _newest(database, years, as_of):
        near = region or region_of_host(url)
        owner = gazetteer.owner(issuer, level, near) if issuer else None
        if owner is not None:
            owners[content, year] = owner = speaker(owner, title) if owner.organ == "other" else owner
            if owner.organ not in ("government", "justice"):
                beside.add((owner.place, owner.organ, year, owner.name))
                continue
        found.append(
            Copy(
                url=url, version=number, title=title, year=year, published=_first_public(printed, seen, year), site=site, near=near,
                content=content, owner=owner,
            )
        )  # fmt: skip
    settled = (copy if copy.owner else replace(copy, owner=_alike(database, copy, owners, as_of)) for copy in found)
    return Found(copies=tuple(sorted(settled, key=attrgetter("url"))), beside=frozenset(beside))


def _newest(database: Database, years: Sequence[int], as_of: datetime | None) -> Iterator[tuple[Any, ...]]:
    """Yield a row an address, with the first day that a page there printed for a report on its year.

    Versions come by year, address and number, as the index has them, so that the newest of an address is the last.
    """
    rows = _now(database, years) if as_of is None else _then(database, written(as_of))
    days: dict[tuple[str, int], str] = {}
    for identity, newest, url, number, title, year, printed, *rest in rows:
        if year not in years:
            continue
        if newest > 1 and printed and printed >= str(year):
            days[identity, year] = min(printed, days.get((identity, year), printed))
        if number == newest:
            yield (url, number, title, year, days.get((identity, year), printed), *rest)


def _now(database: Database, years: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    return database.execute(_VERSIONS, {"first": min(years), "last": max(years)})


def _then(database: Database, moment: str) -> Iterator[tuple[Any, ...]]:
    """Yield the same of the past, by address and number; the newest is the last that is told, so it is counted first."""
    rows = [row for row in readings_then(database, moment) if row["kind"] == "report" or row["newest"]]
    newest = {row["identity"]: row["number"] for row in rows if row["newest"]}
    for row in rows:
        if row["kind"] == "report":
            yield (row["identity"], newest[row["identity"]], *(row[name] for name in _OF_A_VERSION))


_OF_A_VERSION = (
    "url", "number", "title", "report_year", "published_at", "first_seen_at", "site", "content_hash", "region", "issuer", "level"
)  # fmt: skip

# all of a version is on its index: its row is a hundred times as long. The literal lets SQLite use the index, which has reports only
_VERSIONS = """
    select v.identity, a.newest, a.url, v.number, v.title, v.report_year, v.published_at, a.first_seen_at, a.site, v.content_hash,
        a.region, v.issuer, v.level
    from versions v cross join addresses a on a.identity = v.identity
    where v.kind = 'report' and v.report_year between :first and :last and v.number <= a.newest
    order by v.report_year, v.identity, v.number
"""


def _first_public(printed: str | None, first_seen_at: str, year: int) -> date | None:
    """Return the day that a page prints, or the day we first saw it where that was before: a page that is dated anew was no less public.

    A day before the year that is reported on is another paper's.
    """
    day = printed_day(printed)
    if printed is None or day is None or day.year < year:
        return None
    return min(day, day_in_china(moment(first_seen_at))) if first_seen_at < printed else day


def _alike(database: Database, copy: Copy, owners: Mapping[tuple[str, int], Owner], as_of: datetime | None) -> Owner | None:
    """Return whose report it is whose text, or nearly the same, stands at another address under a name."""
    sql = """
        select other_hash from similarities where content_hash = :content and similarity >= :same
        and (:then is null or coalesce(at, '') <= :then) order by similarity desc, other_hash
    """
    values = {"content": copy.content, "same": _SAME, "then": written(as_of) if as_of else None}
    alike = [copy.content, *(other for (other,) in database.execute(sql, values))]
    return next((owner for content in alike if (owner := owners.get((content, copy.year)))), None)
