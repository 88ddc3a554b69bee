"""Reports that are gone: no longer listed, or no longer answered; kept with all versions, and seen again if they return."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database

from crawler.model import Run
from crawler.urls import identity
from storage.database import ArchiveFile
from storage.moves import moved_to, unlisted
from storage.recording import answering_identity
from storage.revisits import LONGEST, next_try
from storage.times import moment, written

Kind = Literal["unlisted", "answered"]
Miss = Literal["unknown", "missed", "gone"]

# of an address `a`: that it is gone now
OPEN = "select 1 from absences x where x.identity = a.identity and x.gone_by is not null and x.ended_at is null"


def miss(file: ArchiveFile, url: str, why: str, run: str, at: datetime) -> Miss:
    """Write that an address answered a run that there is nothing, and return what that makes of it: `unknown` if nothing is held of it.

    Servers hiccup, and a site whose pages all fail is broken: it is gone from the second run on, if the one before was sound and
    another report of the row has answered in it or since.
    """
    with file.writing() as database:
        key = answering_identity(database, url)
        is_held = database.table("addresses").count_where("identity = ? and newest > 0", [key])
        if not is_held or (key != identity(url) and moved_to(database, identity(url))):  # an old address tells nothing of the new one
            return "unknown"
        known = _open(database, key, "answered")
        if known is None:
            is_gone = _open(database, key, "unlisted") is not None
            row = {"identity": key, "kind": "answered", "since": written(at), "why": why, "run": run, "gone_by": run if is_gone else None}
            database.table("absences").insert(row)
        else:
            is_gone = known["gone_by"] is not None or _is_proven(database, known, run)
            values = {**known, "run": run, "gone_by": known["gone_by"] or (run if is_gone else None)}
            database.execute(
                "update absences set run = :run, gone_by = :gone_by where identity = :identity and kind = :kind and since = :since", values
            )
        due = next_try(moment(known["since"]), at) if known and is_gone else at
        database.table("addresses").update(key, {"next_look_at": written(due)})
        return "gone" if is_gone else "missed"


def leave(database: Database, run: Run, at: datetime) -> None:
    """Write which reports of a row a complete walk did not find listed; where they live on, they are looked at seldom."""
    for key in unlisted(database, run.site, written(run.since)):
        if _open(database, key, "unlisted") is None:
            values = {"identity": key, "kind": "unlisted", "since": written(at), "why": "unlisted"}
            database.table("absences").insert({**values, "run": run.id, "gone_by": run.id})
            database.table("addresses").update(key, {"next_look_at": written(at + LONGEST)})


def end(database: Database, key: str, kind: Kind, run: str | None, at: datetime) -> bool:
    """Write that an address is back, and return whether it was away; one that a single run had missed was never gone."""
    known = _open(database, key, kind)
    if known is None:
        return False
    if known["gone_by"] is None:
        database.execute("delete from absences where identity = ? and kind = ? and since = ?", [key, kind, known["since"]])
    else:
        sql = "update absences set ended_at = ?, ended_by = ? where identity = ? and kind = ? and since = ?"
        database.execute(sql, [written(at), run, key, kind, known["since"]])
    return True


def counted(database: Database, run: str) -> dict[str, int]:
    """Return how many reports a run found gone, and how many back: of these, that nothing is missing of any more."""
    (row,) = database.query(_COUNTED, {"run": run})
    return dict(row)


def gone(file: ArchiveFile, url: str) -> Sequence[tuple[datetime, str]]:
    """Return since when and why the report of an address is gone, in the order it happened; nothing while it is there."""
    with file.reading() as database:
        sql = f"select since, why from addresses a join ({_GONE}) using (identity) where identity = ? order by since"  # noqa: S608
        return [(moment(row["since"]), row["why"]) for row in database.query(sql, [answering_identity(database, url)])]


_COUNTED = f"""
    select (select count(distinct identity) from absences where gone_by = :run) as gone, (
        select count(distinct a.identity) from absences a where a.ended_by = :run and a.gone_by <> :run and not exists ({OPEN})
    ) as returned
"""  # noqa: S608  # our own words

_GONE = "select identity, since, why from absences where gone_by is not null and ended_at is null"


def _open(database: Database, key: str, kind: Kind) -> dict[str, Any] | None:
    return next(iter(database.query("select * from absences where identity = ? and kind = ? and ended_at is null", [key, kind])), None)


def _is_proven(database: Database, known: dict[str, Any], run: str) -> bool:
    """Say whether a second miss, of another walk, tells that a report is gone, and not that its site is broken for an hour."""
    sql = """
        select 1 from runs r join runs now on now.id = :run
        where r.id = :missed_by and r.started_at < now.since and r.verdict = 'sound' and exists (
            select 1 from addresses a join addresses b on b.site = a.site
            where a.identity = :identity and b.identity <> a.identity and b.last_seen_at >= r.started_at
        )
    """
    return bool(list(database.query(sql, {**known, "missed_by": known["run"], "run": run})))
