"""Forgetting: everything that an archive holds of an address is removed, in one transaction."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.errors import RefusedError
from crawler.urls import canonical, host_of, identity
from storage.database import ArchiveFile
from storage.forgotten import bury
from storage.indexing import drop_unused
from storage.recording import known_identity

_GONE = "the report is forgotten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What goes with an address: the addresses of its report, how many of each there were, and where else its contents stand and stay."""

    urls: tuple[str, ...]
    versions: int
    texts: int
    pages: int
    held: int
    listings: int
    visits: int
    also_at: tuple[str, ...]


def leaving(file: ArchiveFile, url: str, *, at: datetime) -> Leaving:
    """Return what `forget` would remove, by removing it and taking that back."""
    with file.reading() as database:
        database.execute("begin immediate")
        try:
            return _forget(database, url, at=at, why="", by="")
        finally:
            database.rollback()


def forget(file: ArchiveFile, url: str, *, why: str, by: str, at: datetime) -> Leaving:
    """Remove what is held of an address, and of those that lead to the same report, and ban them; traces are left to `clean`."""
    with file.writing() as database:
        return _forget(database, url, at=at, why=why, by=by)


def remove_buried(database: Database) -> None:
    """Remove what is held of addresses that are forgotten: a merge brings tombstones of what is here, or what is buried here."""
    _remove(database, [row["identity"] for row in database.query("select identity from forgotten where allowed_at is null")])


def _forget(database: Database, url: str, *, at: datetime, why: str, by: str) -> Leaving:
    key = known_identity(database, url)
    urls = _addresses(database, key, url)
    versions = database.table("versions").count_where("identity = ?", [key])
    for each, spelling in urls.items():
        bury(database, each, spelling, at=at, why=why, by=by, versions=versions if each == key else 0)
    also_at = tuple(_also_at(database, [*urls]))
    gone = _remove(database, [*urls])
    return Leaving(urls=tuple(urls.values()), also_at=also_at, **gone)


def _addresses(database: Database, key: str, url: str) -> dict[str, str]:
    """Return the addresses of the report that stands under a key, with their spellings: as asked, those it had, those that led to it."""
    known = """
        select identity, url from addresses where identity = :key
        union select m.identity, m.url from moves m join addresses a on a.identity = m.identity and a.newest = 0 where m.led_to = :key
    """
    led = """
        select v.asked from visits v left join addresses a on a.identity = v.asked
        where v.identity = :key and v.asked is not null and coalesce(a.newest, 0) = 0
    """
    urls = {identity(url): canonical(url)}
    urls |= {row["identity"]: row["url"] for row in database.query(known, {"key": key})}
    for row in database.query(led, {"key": key}):
        urls.setdefault(row["asked"], f"https:{row['asked']}")
    return urls


def _also_at(database: Database, keys: Sequence[str]) -> Iterator[str]:
    """Yield the other addresses that have a content of these."""
    sql = """
        select distinct a.url from json_each(:keys) k join versions v on v.identity = k.value
        join versions w on w.content_hash = v.content_hash join addresses a on a.identity = w.identity
        where w.identity not in (select value from json_each(:keys)) order by a.url
    """
    yield from (row["url"] for row in database.query(sql, {"keys": json.dumps(keys)}))


def _remove(database: Database, keys: Sequence[str]) -> dict[str, int]:
    """Remove what is held under some keys, and what nothing refers to any more; return how many of each were there."""
    values = {"keys": json.dumps(keys)}
    gone = {name: database.execute(sql, values).rowcount for name, sql in _BY_KEY.items()}
    _silence(database, keys)
    drop_unused(database)
    gone |= {name: database.execute(sql).rowcount for name, sql in _UNUSED.items()}
    return {name: gone[name] for name in ("versions", "texts", "pages", "held", "listings", "visits")}


_BY_KEY = {
    "listings": """
        update listings set title = '', date = null, cut = 0, page_title = null
        where identity in (select value from json_each(:keys)) and title <> ''
    """,
    "held": """
        delete from held where identity in (select value from json_each(:keys))
        or page_identity in (select value from json_each(:keys))
    """,
    "visits": "delete from visits where identity in (select value from json_each(:keys))",
    "parts": "delete from parts where identity in (select value from json_each(:keys))",
    "versions": "delete from versions where identity in (select value from json_each(:keys))",
    "earlier": "delete from earlier where identity in (select value from json_each(:keys))",
    "absences": "delete from absences where identity in (select value from json_each(:keys))",
    "moves": "delete from moves where identity in (select value from json_each(:keys)) or led_to in (select value from json_each(:keys))",
    "addresses": "delete from addresses where identity in (select value from json_each(:keys))",
}
_UNUSED = {
    "texts": """
        delete from contents where text_hash not in (
            select text_hash from versions
            union select was ->> 'text_hash' from earlier where was ->> 'text_hash' is not null
            union select j.value from moves, json_tree(moves.dropped) j where j.key = 'text_hash' and j.value is not null
        )
    """,
    "sketches": "delete from sketches where content_hash not in (select content_hash from versions)",
    "bands": "delete from bands where content_hash not in (select content_hash from versions)",
    "similarities": """
        delete from similarities where content_hash not in (select content_hash from versions)
        or other_hash not in (select content_hash from versions)
    """,
    "pages": """
        delete from pages where page_hash not in (
            select page_hash from versions
            union select page_hash from parts where page_hash is not null
            union select page_hash from moves
            union select j.value from moves, json_tree(moves.dropped) j where j.key = 'page_hash' and j.value is not null
            union select j.value from earlier, json_tree(earlier.was, '$.parts') j where j.key = 'page_hash' and j.value is not null
            union select j.value ->> 'page_hash' from held, json_each(held.parts) j where j.value ->> 'page_hash' is not null
        )
    """,
}


def _silence(database: Database, keys: Sequence[str]) -> None:
    """Take out of the ledgers what was said of some addresses: a problem may name a title; its code and address stay."""
    for row in list(database.query("select rowid, entries from lists")):
        if any(_is_of(entry["url"], keys) for entry in json.loads(row["entries"])):
            database.execute("delete from lists where rowid = ?", [row["rowid"]])  # the next run asks for that list's first page whole
    for host in {host_of(key) for key in keys}:
        for row in list(database.query("select id, problems from runs where instr(problems, ?)", [host])):
            said = [_silenced(each, keys) for each in json.loads(row["problems"])]
            database.table("runs").update(row["id"], {"problems": json.dumps(said, ensure_ascii=False)})
        for row in list(database.query("select rowid, address from incidents where instr(address, ?)", [host])):
            if _is_of(row["address"], keys):
                sql = "update incidents set message = ?, found = null, offer = null, notified_as = null where rowid = ?"
                database.execute(sql, [_GONE, row["rowid"]])


def _silenced(problem: str, keys: Sequence[str]) -> str:
    """Return a problem as it was written, `CODE where: message`, without its message if it is one of an address."""
    where, colon, _ = problem.partition(": ")
    return f"{where}: {_GONE}" if colon and _is_of(where.rpartition(" ")[2], keys) else problem


def _is_of(address: str, keys: Sequence[str]) -> bool:
    try:
        return identity(address) in keys
    except RefusedError:  # the id of a site
        return False
