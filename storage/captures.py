"""What was sent for a record, at the moment that it is asked for: its page, and its parts as they were then."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from storage.parts import sent_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What was sent for one address at one moment."""

    url: str
    fetched_at: str
    status: int | None
    content_type: str
    page_hash: str
    body: bytes = field(repr=False)


def page_of(database: Database, row: Mapping[str, Any]) -> Capture:
    """Return the page of a row that `selected_rows` gives."""
    return _capture(database, row, row["page_url"])


def parts_of(database: Database, row: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Capture | None]]:
    """Yield the parts of such a row, and what was sent for each, None where it could not be had."""
    # rows of the past that had other parts then, or that a move has dropped, bring them along
    parts = row["parts"] if "parts" in row else sent_parts(database, row["kept_under"], row["kept_as"])
    for part in parts:
        yield part, _capture(database, part, part["url"]) if part["page_hash"] else None


def last_version(database: Database, as_of: str | None) -> str:
    """Return when the last version was made that there was at a moment, or by now; the moment itself where there is none."""
    sql = """
        select coalesce(max(at), :as_of, '') as at
        from (select seen_at as at from versions union all select dropped ->> '$.row.seen_at' from moves)
        where :as_of is null or at <= :as_of
    """
    at: str = next(database.query(sql, {"as_of": as_of}))["at"]
    return at


def repeated(database: Database) -> frozenset[str]:
    """Return the hashes of bytes that are or were kept for more than one look."""
    sql = """
        select page_hash from (
            select page_hash from versions union all select page_hash from parts union all select page_hash from moves
            union all select j.value from moves, json_tree(moves.dropped, '$.parts') j where j.key = 'page_hash'
            union all select j.value from moves, json_tree(moves.dropped, '$.earlier') j where j.key = 'page_hash'
            union all select j.value from earlier, json_tree(earlier.was, '$.parts') j where j.key = 'page_hash'
        ) where page_hash is not null group by page_hash having count(*) > 1
    """
    return frozenset(row["page_hash"] for row in database.query(sql))


def _capture(database: Database, sent: Mapping[str, Any], url: str) -> Capture:
    ((body,),) = database.execute("select body from pages where page_hash = ?", [sent["page_hash"]])
    names = ("fetched_at", "status", "page_hash")
    return Capture(url=url, content_type=sent["content_type"] or "", body=zlib.decompress(body), **{name: sent[name] for name in names})
