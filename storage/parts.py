"""What was sent for a version besides its page: further pages, frames and files, their bytes kept once by hash."""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlite_utils import Database

from crawler.model import Part
from storage.hashes import page_hash, storable
from storage.times import moment, written
from storage.writing import insert

_PLAIN = tuple(each.name for each in fields(Part) if each.name not in ("body", "fetched_at"))


def keep_bytes(database: Database, body: bytes) -> str:
    """Write what was sent where no version has brought it yet, and return its hash."""
    key = page_hash(body)
    if not next(database.query("select count(*) as n from pages where page_hash = ?", [key]))["n"]:
        # level 3: a page takes half the time of level 6 and a twelfth more room
        insert(database, "pages", {"page_hash": key, "body": zlib.compress(body, 3)})
    return key


def written_parts(database: Database, parts: Sequence[Part]) -> str:
    """Write the bytes of parts and return the rest as JSON, for a page that is no version yet."""
    rows = [_row(database, part) for part in parts]
    return storable(json.dumps(rows, ensure_ascii=False))


def read_parts(database: Database, rows: str) -> tuple[Part, ...]:
    """Return the parts that `written_parts` has written."""
    bodies = {
        row["page_hash"]: row["body"]
        for row in database.query("select * from pages where page_hash in (select value ->> 'page_hash' from json_each(?))", [rows])
    }
    return tuple(_part({**row, "body": bodies.get(row["page_hash"])}) for row in json.loads(rows))


def put_parts(database: Database, identity: str, number: int, parts: Sequence[Part]) -> None:
    """Write the parts of a version in the place of those that it had."""
    database.execute("delete from parts where identity = ? and number = ?", [identity, number])
    for position, part in enumerate(parts):
        row = {"identity": identity, "number": number, "position": position, **_row(database, part)}
        insert(database, "parts", {name: storable(value) if isinstance(value, str) else value for name, value in row.items()})


def parts_of(database: Database, identity: str, number: int) -> tuple[Part, ...]:
    """Return the parts of a version as they were sent."""
    sql = "select t.*, p.body from parts t left join pages p using (page_hash) where t.identity = ? and t.number = ? order by position"
    return tuple(map(_part, database.query(sql, [identity, number])))


def sent_parts(database: Database, identity: str, number: int) -> list[dict[str, Any]]:
    """Return what was sent for a version besides its page, by hash: all that a later look does not write over, such as validators."""
    sql = """
        select role, url, name, problem, fetched_at, status, content_type, page_hash
        from parts where identity = ? and number = ? order by position
    """
    return list(database.query(sql, [identity, number]))


def renew_validators(database: Database, identity: str, number: int, parts: Sequence[Part]) -> None:
    """Write the validators of what was sent last for the parts of a version, for the next look to ask with."""
    for part in parts:
        if part.body is not None:
            database.execute(
                "update parts set etag = ?, last_modified = ? where identity = ? and number = ? and role = ? and url = ?",
                [part.etag, part.last_modified, identity, number, part.role, part.url],
            )


def _row(database: Database, part: Part) -> dict[str, Any]:
    return {
        **{name: getattr(part, name) for name in _PLAIN},
        "page_hash": None if part.body is None else keep_bytes(database, part.body),
        "fetched_at": written(part.fetched_at),
    }


def _part(row: Mapping[str, Any]) -> Part:
    return Part(
        body=None if row["body"] is None else zlib.decompress(row["body"]),
        fetched_at=moment(row["fetched_at"]),
        **{name: row[name] for name in _PLAIN},
    )
