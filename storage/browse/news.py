"""How much is held, and what the last week brought."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from storage.times import written

MOST = 20  # of a first collection everything is news


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many addresses hold a report, of what, and from where."""

    reports: int
    versions: int
    sites: int
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A version that the last week brought."""

    url: str
    title: str
    issuer: str | None
    site: str | None
    version: int
    cause: str
    seen_at: str


def counts(database: Database) -> Counts:
    """Return how much an archive holds."""
    sql = """
        select count(*), (select count(*) from versions), count(distinct site), count(distinct region) from addresses where newest > 0
    """
    reports, versions, sites, places = database.execute(sql).fetchone()
    return Counts(reports=reports, versions=versions, sites=sites, places=places)


def news(database: Database, now: datetime) -> list[News]:
    """Return the versions of the last seven days, the newest first, and one more than are shown if there are more."""
    # which they are is read off an index: the rows themselves are ten times as long
    sql = """
        select a.url, v.title, v.issuer, a.site, v.number as version, v.cause, v.seen_at
        from (select identity, number from versions where seen_at >= ? order by seen_at desc, identity limit ?) n
        cross join versions v on v.identity = n.identity and v.number = n.number cross join addresses a on a.identity = v.identity
        order by v.seen_at desc, v.identity
    """
    return [News(**row) for row in database.query(sql, [written(now - timedelta(days=7)), MOST + 1])]
