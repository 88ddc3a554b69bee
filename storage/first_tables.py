"""The tables of the first release: stores, histories, ledgers."""

from sqlite_utils import Database
from sqlite_utils.db import Table


def tables(database: Database) -> None:
    """Keep what was read apart from what was sent and from the looks, each written once."""
    _create_stores(database)
    _create_histories(database)
    _create_ledgers(database)


def _create_stores(database: Database) -> None:
    # a text is kept as it reads and known by what it says: a better reading may only move line breaks,
    # which is no new content, and must still reach the reader without any text being changed in place
    contents = database.table("contents")
    contents.create({"text_hash": str, "content_hash": str, "text": str}, pk="text_hash", not_null={"content_hash", "text"})
    database.table("pages").create({"page_hash": str, "body": bytes}, pk="page_hash", not_null={"body"})
    addresses = database.table("addresses")
    addresses.create(
        {
            "identity": str, "url": str, "site": str, "region": str, "publisher": str, "first_seen_at": str, "last_seen_at": str,
            "etag": str, "last_modified": str, "moved_from": str, "newest": int,
        },
        pk="identity",
        not_null={"url", "first_seen_at", "last_seen_at", "newest"},
    )  # fmt: skip
    addresses.create_index(["url"], unique=True)
    addresses.create_index(["site"])


def _create_histories(database: Database) -> None:
    versions = database.table("versions")
    versions.create(
        {
            "identity": str, "number": int, "seen_at": str, "cause": str, "content_hash": str, "text_hash": str, "page_hash": str,
            "page_url": str, "fetched_at": str, "status": int, "content_type": str, "entry": str, "title": str, "published_at": str,
            "source": str, "issuer": str, "report_year": int, "level": str, "document_number": str, "index_number": str, "kind": str,
            "outline": str, "attachments": str, "extractor": str, "warnings": str, "run": str,
        },
        pk=("identity", "number"),
        not_null={"seen_at", "cause", "content_hash", "text_hash", "page_hash", "page_url", "fetched_at", "title", "kind", "extractor"},
        foreign_keys=[("identity", "addresses", "identity"), ("text_hash", "contents", "text_hash"), ("page_hash", "pages", "page_hash")],
    )  # fmt: skip
    versions.create_index(["content_hash"])
    visits = database.table("visits")
    visits.create(
        {"identity": str, "at": str, "run": str, "outcome": str, "asked": str},
        not_null={"identity", "at", "outcome"},
        foreign_keys=[("identity", "addresses", "identity")],
    )
    visits.create_index(["identity", "at"])
    visits.create_index(["run"])
    database.execute("create index idx_visits_asked on visits (asked) where asked is not null")


def _create_ledgers(database: Database) -> None:
    listings = database.table("listings")
    listings.create(
        {
            "site": str, "identity": str, "url": str, "title": str, "date": str, "cut": int, "page_title": str,
            "first_listed_at": str, "last_listed_at": str,
        },
        pk=("site", "identity"),
    )  # fmt: skip
    listings.create_index(["identity"])
    runs: Table = database.table("runs")
    runs.create(
        {
            "id": str, "site": str, "started_at": str, "since": str, "ended_at": str, "reason": str, "verdict": str, "seen": int,
            "kept": int, "new": int, "changed": int, "unchanged": int, "reextracted": int, "failed": int, "problems": str,
            "host": str, "pid": int, "process_started": float,
        },
        pk="id",
        not_null={"site", "started_at", "since"},
    )  # fmt: skip
    runs.create_index(["site", "started_at"])
