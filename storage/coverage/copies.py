"""The reports that count: of each address the newest version, with whose report it is and when it was first public."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.organs import Gazetteer, Organ, Owner, speaker
from crawler.register import region_of_host
from storage.coverage.rule import deadline, printed_day
from storage.past import readings_then
from storage.times import day_in_china, moment, written

_SAME = 0.95  # of two texts on one year: a template that many fill in is less alike


class Copy(NamedTuple):  # one a report: a dataclass takes four times as long to make
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
    """The reports of governments and of bureaus of justice; by address those of which it cannot be told whose they are; who else reports.

    `beside` has place, organ, year and name of each town, department or other organ, once at however many addresses.
    """

    told: Sequence[Copy]
    untold: Sequence[Copy]
    beside: frozenset[tuple[str, Organ, int, str]]


def copies(database: Database, gazetteer: Gazetteer, years: Sequence[int], as_of: datetime | None) -> Found:
    """Return the reports on these years, of each address the newest version; with `as_of` as they were known then."""
    told: list[Copy] = []
    untold: list[Copy] = []
    beside: set[tuple[str, Organ, int, str]] = set()
    owners: dict[tuple[str, int], Owner] = {}
    rows = _now(database, years) if as_of is None else _then(database, years, written(as_of))
    for url, number, title, year, printed, seen, site, content, region, issuer, level in rows:
        near = region or region_of_host(url)
        owner = gazetteer.owner(issuer, level, near) if issuer else None
        if owner is not None:
            owners[content, year] = owner = speaker(owner, title) if owner.organ == "other" else owner
            if owner.organ not in ("government", "justice"):
                beside.add((owner.place, owner.organ, year, owner.name))
                continue
        copy = Copy(url, number, title, year, _first_public(printed, seen, year), site, near, content, owner)
        (told if owner else untold).append(copy)
    settled = [copy._replace(owner=_alike(database, copy, owners, as_of)) for copy in untold]
    return Found(
        told=[*told, *(copy for copy in settled if copy.owner)],
        untold=sorted((copy for copy in settled if not copy.owner), key=attrgetter("url")),
        beside=frozenset(beside),
    )


def _now(database: Database, years: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = database.execute(_VERSIONS, {"first": min(years), "last": max(years)})
    return rows if len(years) > max(years) - min(years) else (row for row in rows if row[_YEAR] in years)


def _then(database: Database, years: Sequence[int], moment: str) -> Iterator[tuple[Any, ...]]:
    """Yield the same of the past, by address."""
    days: dict[tuple[str, int], str] = {}
    for row in readings_then(database, moment):
        identity, year, printed = row["identity"], row["report_year"], row["published_at"]
        if row["kind"] != "report" or year not in years:
            continue
        if printed and printed >= str(year):
            days[identity, year] = min(printed, days.get((identity, year), printed))
        if row["newest"]:
            yield tuple((row | {"published_at": days.get((identity, year), printed)})[name] for name in _OF_A_VERSION)


_OF_A_VERSION = (
    "url", "number", "title", "report_year", "published_at", "first_seen_at", "site", "content_hash", "region", "issuer", "level"
)  # fmt: skip

_YEAR = _OF_A_VERSION.index("report_year")

# a row an address, with the first day that a page there printed for a report on its year. All that is asked is on two indexes: the
# rows are a hundred times as long. The literal lets SQLite use the first, which has reports only. Each value told takes as long as
# finding its row: the moment of the first look is told only where it matters
_VERSIONS = """
    select a.url, v.number, v.title, v.report_year,
        case when a.newest = 1 then v.published_at else coalesce((
            select min(w.published_at) from versions w
            where w.kind = 'report' and w.report_year = v.report_year and w.identity = v.identity and w.number <= a.newest
            and w.published_at >= cast(v.report_year as text)
        ), v.published_at) end as printed,
        iif(a.newest = 1 and a.first_seen_at >= v.published_at, null, a.first_seen_at), a.site, v.content_hash, a.region, v.issuer, v.level
    from versions v cross join addresses a indexed by idx_addresses_reports on a.identity = v.identity
    where v.kind = 'report' and v.report_year between :first and :last and v.number = a.newest
    order by v.report_year, v.identity
"""


def _first_public(printed: str | None, first_seen_at: str | None, year: int) -> date | None:
    """Return the day that a page prints, or the day we first saw it where that was before: a page that is dated anew was no less public.

    A day before the year that is reported on is another paper's.
    """
    if printed is None or (day := _day(printed)) is None or day.year < year:
        return None
    return min(day, day_in_china(moment(first_seen_at))) if first_seen_at and first_seen_at < printed else day


_day = lru_cache(maxsize=1 << 12)(printed_day)  # most are days that many share


def _alike(database: Database, copy: Copy, owners: Mapping[tuple[str, int], Owner], as_of: datetime | None) -> Owner | None:
    """Return whose report it is whose text, or nearly the same, stands at another address under a name."""
    sql = """
        select other_hash from similarities where content_hash = :content and similarity >= :same
        and (:then is null or coalesce(at, '') <= :then) order by similarity desc, other_hash
    """
    values = {"content": copy.content, "same": _SAME, "then": written(as_of) if as_of else None}
    alike = [copy.content, *(other for (other,) in database.execute(sql, values))]
    return next((owner for content in alike if (owner := owners.get((content, copy.year)))), None)
