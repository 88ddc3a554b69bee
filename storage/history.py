"""What the archive knows of a row when a run of it ends: entries seen before, fields of its reports, years held, days listed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from crawler.ledger import History, Share
from crawler.model import Run
from storage.database import ArchiveFile
from storage.times import day_in_china, moment

_RUNS = 5
_NEWEST = 5  # reports that are compared with those before, where a run has brought fewer
_COMPARED = 200
_SHORTEST = 100  # characters; a shorter text is a line that points elsewhere


def history_of(file: ArchiveFile, run: Run, *, row: str, at: datetime) -> History:
    """Return what is known of a site when a run of it ends; `row` marks how its row is read."""
    values = {"site": run.site, "run": run.id, "row_mark": row, "runs": _RUNS, "shortest": _SHORTEST, "compared": _COMPARED}
    with file.reading() as database:
        return History(
            day=day_in_china(at),  # as a list prints it
            since=next((day_in_china(moment(row["at"])) for row in database.query(_SINCE, values) if row["at"]), None),
            seen=tuple(row["seen"] for row in database.query(_SEEN, values)),
            fields=_fields(list(database.query(_REPORTS, values))),
            reports={row["report_year"]: day for row in database.query(_YEARS, values) if (day := _day(row["day"]))},
            listed=tuple(day for row in database.query(_LISTED, values) if (day := _day(row["date"]))),
        )


_SINCE = "select min(started_at) as at from runs where site = :site"

_SEEN = """
    select seen from runs where site = :site and row_mark = :row_mark and walk = 'whole' and verdict = 'sound' and id <> :run
    order by started_at desc, id desc limit :runs
"""

# asked of the visits, which are found by their run: only where it has brought something, or reads it otherwise, are texts
# read, and only those that are compared
_REPORTS = """
    select v.is_new, v.title <> '' as title, v.published_at is not null as published_at, length(c.text) >= :shortest as text
    from (
        select w.run is :run as is_new, w.seen_at, w.title, w.published_at, w.text_hash
        from addresses a join versions w on w.identity = a.identity and w.number = a.newest
        where a.site = :site and exists (select 1 from visits where run = :run and outcome in ('new', 'changed', 'reextracted'))
        order by is_new desc, w.seen_at desc limit :compared
    ) v join contents c on c.text_hash = v.text_hash
    order by v.is_new desc, v.seen_at desc
"""

_YEARS = """
    select v.report_year, min(substr(coalesce(v.published_at, l.date, a.first_seen_at), 1, 10)) as day
    from addresses a join versions v on v.identity = a.identity and v.number = a.newest
    left join listings l on l.site = a.site and l.identity = a.identity
    where a.site = :site and v.kind = 'report' and v.report_year is not null group by v.report_year
"""

_LISTED = "select distinct date from listings where site = :site and date is not null order by date desc limit 40"


def _fields(rows: list[dict[str, Any]]) -> Mapping[str, tuple[Share, Share]]:
    """Return for each field how many of the reports of a run, or of the newest few, have it, and how many of those before."""
    new = max(sum(row["is_new"] for row in rows), _NEWEST)
    shares = {name: (_share(rows[:new], name), _share(rows[new:], name)) for name in ("title", "published_at", "text")}
    return shares if rows else {}


def _share(rows: list[dict[str, Any]], name: str) -> Share:
    return Share(sum(row[name] for row in rows), len(rows))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
