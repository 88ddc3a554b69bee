"""What later looks wrote over, kept with the moment until which it stood, so that the past can be read as it was."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.model import Site
from storage.parts import sent_parts
from storage.times import written


def make_earlier(database: Database) -> None:
    """Make the table of what was written over, and the columns that say what a move did and since when texts are known to be alike."""
    database.execute(
        """
        create table earlier (
            identity text not null, number integer not null, until text not null, was text not null, primary key (identity, number, until)
        ) without rowid
        """
    )
    database.execute("create index idx_earlier_until on earlier (until)")
    database.execute("alter table moves add column last integer")
    database.execute("alter table moves add column dropped text")
    database.execute("alter table similarities add column at text")


def keep_reading(database: Database, held: Mapping[str, Any], row: Mapping[str, Any], until: datetime) -> None:
    """Keep what a version read as, and its parts, where a better reading is about to be written over it."""
    was = {name: held[name] for name, value in row.items() if held[name] != value}
    if was:
        _keep(database, held["identity"], held["number"], written(until), was)


def keep_address(database: Database, key: str, site: Site, until: datetime) -> None:
    """Keep whose an address was, under the number 0, where another row, or the row as it reads now, is about to be written over it."""
    # an address that is seen for the first time in this very look was nobody's before
    sql = """
        insert or ignore into earlier (identity, number, until, was)
        select identity, 0, :at, json_object('site', site, 'region', region, 'publisher', publisher) from addresses
        where identity = :key and first_seen_at < :at and coalesce(site, :site) = :site
        and (site is not :site or region is not :region or publisher is not :publisher)
    """
    values = {"key": key, "at": written(until), "site": site.id, "region": site.region, "publisher": site.publisher}
    database.execute(sql, values)


def keep_move(database: Database, old: str, new: str, *, last: int, same: bool, at: str) -> str | None:
    """Let what is kept of two addresses follow their versions into one history, of which the old one's has `last`.

    The last version of the old one gets the parts of the new one's first if it is the `same`, and so its own are kept.
    Returns the first version of the new address as JSON if it is the `same` as the last of the old one, and so is to be dropped.
    """
    values = {"old": old, "new": new, "last": last, "same": same, "at": at}
    dropped = _dropped(database, new) if same else None
    if dropped and (before := sent_parts(database, old, last)) != dropped["parts"]:
        _keep(database, old, last, at, {"parts": before})
    for sql in _FOLLOW:
        database.execute(sql, values)
    return json.dumps(dropped, ensure_ascii=False) if dropped else None


def _keep(database: Database, key: str, number: int, until: str, was: Mapping[str, Any]) -> None:
    """Keep what stood until a moment; of two at one moment the first is what stood before."""
    sql = "select was from earlier where identity = ? and number = ? and until = ?"
    known: dict[str, Any] = next((json.loads(row["was"]) for row in database.query(sql, [key, number, until])), {})
    sql = "insert or replace into earlier (identity, number, until, was) values (?, ?, ?, ?)"
    database.execute(sql, [key, number, until, json.dumps({**was, **known}, ensure_ascii=False)])


def _dropped(database: Database, key: str) -> dict[str, Any]:
    (row,) = database.query("select * from versions where identity = ? and number = 1", [key])
    sql = "select until, was from earlier where identity = ? and number = 1 order by until desc"
    kept = [{"until": each["until"], **json.loads(each["was"])} for each in database.query(sql, [key])]
    return {"row": row, "earlier": kept, "parts": sent_parts(database, key, 1)}


# the first look at the new address may have been before that at the old one; below zero as in the tables of versions
_FOLLOW = (
    """
    insert or ignore into earlier (identity, number, until, was)
    select n.identity, 0, :at, json_object('first_seen_at', n.first_seen_at) from addresses n join addresses o on o.identity = :old
    where n.identity = :new and o.first_seen_at < n.first_seen_at
    """,
    "delete from earlier where identity = :new and number = 1 and :same",
    "update earlier set number = -(number + :last - :same) where identity = :new and number > 0",
    "update earlier set identity = :new where identity = :old and number > 0",
    "update earlier set number = -number where identity = :new and number < 0",
)
