"""The archive as it was at a moment: which versions stood where, and what they read before later looks wrote over it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlite_utils import Database


@contextmanager
def past(database: Database, moment: str) -> Iterator[None]:
    """Let `rows_then` read one state of the archive, from which all that came after the moment is taken back."""
    database.execute("begin")
    try:
        for sql in (*_TAKEN_DOWN, *_THEN):
            database.execute(sql, {"then": moment})
        _take_back_moves(database, moment)
        for sql in _READY:
            database.execute(sql)
        yield
    finally:
        database.rollback()


def rows_then(database: Database, moment: str, since: str | None, *, all_versions: bool) -> Iterator[dict[str, Any]]:
    """Yield the rows of records of versions made since a moment, or of the newest of each address, by address and version.

    Each tells under which identity and number its version stands now, None if it stands no more, and has `parts` where they were others.
    """
    sql = f"{_READ_THEN} {_FROM_THEN.format(text='left join contents c on c.text_hash = v.text_hash')}"
    for row in database.query(sql, {"then": moment, "since": since, "all_versions": all_versions}):
        row.update(_restored(row, moment))
        if row["text"] is None or row["text_hash"] != row["text_hash_now"]:
            ((row["text"],),) = database.execute("select text from contents where text_hash = ?", [row["text_hash"]])
        yield row


def readings_then(database: Database, moment: str) -> Iterator[dict[str, Any]]:
    """Yield all versions as rows without what is looked up of each: text, other addresses, near-duplicates, looks."""
    columns = f"a.url, a.site, a.region, a.publisher, {_READ_COLUMNS}, t.identity, t.number, t.newest, t.content_hash, a.first_seen_at"
    sql = f"select {columns}, {_WRITTEN_OVER} {_FROM_THEN.format(text='')}"
    for row in database.query(sql, {"then": moment, "since": None, "all_versions": True}):
        row.update(_restored(row, moment))
        yield row


def _restored(row: Mapping[str, Any], moment: str) -> dict[str, Any]:
    """Return what of a row read otherwise at a moment."""
    restored = _as_dropped(json.loads(row["dropped"]), moment) if row["dropped"] else {}
    for was in (*json.loads(row["version_was"]), *json.loads(row["address_was"])):
        restored |= was
    return restored


def _take_back_moves(database: Database, moment: str) -> None:
    """Give the versions back to the addresses that they have moved from since, the last move first."""
    stand: dict[str, str] = {}  # where a history stood after a move: there where the next one took it from
    sql = "select rowid as id, identity, led_to, last, dropped from moves where at > ? order by at desc, rowid desc"
    for move in list(database.query(sql, [moment])):
        dropped = json.loads(move["dropped"])["row"] if move["dropped"] else None
        values = {**move, "place": stand.get(move["led_to"], move["led_to"]), "same": int(dropped is not None), "then": moment}
        stand[move["led_to"]] = move["identity"]
        # of a move from before it was kept where the old history ended, all that was made by then is taken for it
        for take_back in _BACK if move["last"] is not None else _BACK[1:2]:
            database.execute(take_back, values)
        if dropped and dropped["seen_at"] <= moment:
            values |= {name: dropped[name] for name in ("seen_at", "content_hash", "cause")}
            database.execute(_DROPPED, values)


def _as_dropped(dropped: Mapping[str, Any], moment: str) -> dict[str, Any]:
    """Return what a version that a move has dropped read at a moment."""
    row = {**dropped["row"], "parts": dropped.get("parts", [])}
    for was in dropped["earlier"]:
        row |= was if was["until"] > moment else {}
    return {name: row[name] for name in (*_READ, *SENT, "parts")} | {"text": None}


# what of a record is read off a page, and can be read better later
_READ = (
    "title", "published_at", "source", "issuer", "report_year", "level", "document_number", "index_number", "kind", "outline",
    "attachments", "page_hash", "extractor", "warnings", "text_hash",
)  # fmt: skip

# what of a version tells how its page was sent; `rows_then` gives it, and the identity and number under which the version stands now
SENT = ("page_url", "fetched_at", "status", "content_type")

_TAKEN_DOWN = ("drop table if exists temp.versions_then", "drop table if exists temp.moves_then")

_THEN = (
    """
    create temp table versions_then as
    select identity, number, cause, seen_at, content_hash, rowid as of, null as move, 0 as newest from versions where seen_at <= :then
    """,
    "create index temp.idx_versions_then on versions_then (identity, number)",
    """
    create temp table moves_then as
    select identity, at, url, coalesce((
        select later.identity from moves later where later.led_to = moves.led_to and later.at > :then order by later.at limit 1
    ), led_to) as led_to
    from moves where at <= :then
    """,
)

_READY = (
    "create index temp.idx_moves_then on moves_then (led_to, at)",
    "create index temp.idx_contents_then on versions_then (content_hash)",
    """
    update versions_then set newest = 1
    where number = (select max(x.number) from versions_then x where x.identity = versions_then.identity)
    """,
)

# the number of a version that came after the move is below zero until the rest has gone: it would be taken for one of them
_BACK = (
    "update versions_then set number = -(number - :last + :same) where identity = :place and number > :last",
    "update versions_then set identity = :identity where identity = :place and number > 0",
    "update versions_then set number = -number, cause = iif(number = -1, 'new', cause) where identity = :place and number < 0",
)

_DROPPED = """
    insert into versions_then (identity, number, cause, seen_at, content_hash, move, newest)
    values (:place, 1, :cause, :seen_at, :content_hash, :id, 0)
"""

_WAS = """(
    select json_group_array(json(was)) from (
        select was from earlier e where e.identity = {} and e.number = {} and e.until > :then order by e.until desc
    )
)"""

_READ_COLUMNS = ", ".join(f"v.{name}" for name in _READ)
_WRITTEN_OVER = f"""
    (select dropped from moves m where m.rowid = t.move) as dropped,
    {_WAS.format("v.identity", "v.number")} as version_was, {_WAS.format("a.identity", "0")} as address_was
"""  # noqa: S608  # our own words

_READ_THEN = f"""
    select a.url, a.site, a.region, a.publisher, {_READ_COLUMNS}, c.text, v.text_hash as text_hash_now,
        {", ".join(f"v.{name}" for name in SENT)}, v.identity as kept_under, v.number as kept_as,
        t.identity, t.number as version, t.cause, t.content_hash, t.seen_at, a.first_seen_at,
        (
            select json_group_array(url) from (
                select b.url from versions_then w join addresses b on b.identity = w.identity
                where w.content_hash = t.content_hash and w.identity <> t.identity and w.newest order by b.url
            )
        ) as also_at,
        (select m.url from moves_then m where m.led_to = t.identity order by m.at desc limit 1) as moved_from,
        (
            select json_group_array(json_object('url', url, 'similarity', similarity)) from (
                select b.url, s.similarity
                from similarities s cross join versions_then w on w.content_hash = s.other_hash
                cross join addresses b on b.identity = w.identity
                where s.content_hash = t.content_hash and w.identity <> t.identity and w.newest and coalesce(s.at, '') <= :then
                order by s.similarity desc, b.url
            )
        ) as similar_to,
        (
            select max(x.at) from visits x where x.at <= :then and x.outcome <> 'reextracted' and (
                x.identity = t.identity
                or x.identity in (select m.identity from moves_then m where m.led_to = t.identity and m.at >= x.at)
            )
        ) as last_seen_at,
        {_WRITTEN_OVER}
"""  # noqa: S608  # our own words

_FROM_THEN = """
    from addresses a cross join versions_then t on t.identity = a.identity left join versions v on v.rowid = t.of {text}
    where (:all_versions or t.newest) and (:since is null or t.seen_at >= :since)
    order by a.url, t.number
"""
