"""What is known of an address before it is looked at: whether it is due, with which validators, and what its looks came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from crawler.model import ListEntry
from storage import absences
from storage.database import ArchiveFile
from storage.recording import answering_identity
from storage.revisits import History, is_due, is_sent_whole, next_look
from storage.times import moment, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look to come at an address that is held: its validators, and whether it is due, and to be asked for whole."""

    etag: str | None
    last_modified: str | None
    is_due: bool
    is_whole: bool


def look_to_come(file: ArchiveFile, url: str, at: datetime) -> Look | None:
    """Return what is known of the next look at an address, None where no report is held of it."""
    with file.reading() as database:
        key = answering_identity(database, url)
        row = next(iter(database.query("select * from addresses where identity = ? and newest > 0", [key])), None)
        if row is None:
            return None
        is_now = _is_due(row, at)
        history = _history(database, key) if is_now else None
    is_whole = history is not None and is_sent_whole(history, at)
    return Look(etag=row["etag"], last_modified=row["last_modified"], is_due=is_now, is_whole=is_whole)


def plan(database: Database, key: str, run: str | None, at: datetime) -> None:
    """Write when an address that has answered now is due again, and that it is not gone if it had been."""
    absences.end(database, key, "answered", run, at)
    history = _history(database, key)
    next_at = written(next_look(history, at)) if history else None
    database.execute("update addresses set next_look_at = ? where identity = ?", [next_at, key])


def due_entries(file: ArchiveFile, site: str, at: datetime, *, only_gone: bool) -> list[ListEntry]:
    """Return, as their lists last claimed them, the reports of a row that are due, the longest due first.

    With `only_gone` only those that are known to be gone: after a whole walk the others had their look, or are for its end to judge.
    """
    with file.reading() as database:
        sql = f"{_DUE} and (not :only_gone or exists ({absences.OPEN})) order by a.next_look_at"  # our own words
        due = [row for row in database.query(sql, {"site": site, "only_gone": only_gone}) if _is_due(row, at)]
    return [
        ListEntry(url=row["asked"] or row["url"], title=row["title"] or row["page_title"], date=row["date"], cut=bool(row["cut"]))
        for row in due
    ]


def make_due(database: Database, url: str, at: datetime) -> None:
    """Let an address be looked at by the next run that may: its list claims something else of it, or names it again."""
    values = {"at": written(at), "key": answering_identity(database, url)}
    database.execute("update addresses set next_look_at = min(coalesce(next_look_at, :at), :at) where identity = :key", values)


_DUE = """
    select a.url, a.next_look_at, l.url as asked, l.title, l.date, coalesce(l.cut, 0) as cut, v.title as page_title
    from addresses a join versions v on v.identity = a.identity and v.number = a.newest
    left join listings l on l.site = a.site and l.identity = a.identity
    where a.site = :site
"""

_HISTORY = """
    with looks as (select at, outcome from visits where identity = :key and outcome <> 'reextracted'),
    marks as (
        select max(at) filter (where outcome in ('new', 'changed')) as said_since,
            max(at) filter (where outcome <> 'not_modified') as sent_at, min(at) as first_at,
            count(*) filter (where outcome = 'changed') as changes
        from looks
    )
    select coalesce(m.said_since, m.first_at) as said_since, coalesce(m.sent_at, m.first_at) as sent_at, m.changes,
        (select count(*) from looks l where l.at > coalesce(m.said_since, '')) as looks,
        (select count(*) from looks l where l.at > coalesce(m.sent_at, '')) as unsent,
        (select published_at from versions v join addresses a on a.identity = v.identity and a.newest = v.number
            where v.identity = :key) as published_at,
        exists (
            select 1 from parts p join addresses a on a.identity = p.identity and a.newest = p.number
            where p.identity = :key and p.page_hash is null
        ) as is_lacking,
        not exists (select 1 from absences where identity = :key and kind = 'unlisted' and ended_at is null) as is_listed
    from marks m where m.first_at is not null
"""


def _is_due(row: Mapping[str, Any], at: datetime) -> bool:
    return is_due(moment(row["next_look_at"]) if row["next_look_at"] else None, at)


def _history(database: Database, key: str) -> History | None:
    row = next(iter(database.query(_HISTORY, {"key": key})), None)
    return _history_of_row(key, row) if row else None


def _history_of_row(key: str, row: Mapping[str, Any]) -> History:
    return History(
        key=key,
        published=date.fromisoformat(row["published_at"][:10]) if row["published_at"] else None,
        said_since=moment(row["said_since"]),
        sent_at=moment(row["sent_at"]),
        looks=row["looks"],
        changes=row["changes"],
        unsent=row["unsent"],
        is_listed=bool(row["is_listed"]),
        is_lacking=bool(row["is_lacking"]),
    )
