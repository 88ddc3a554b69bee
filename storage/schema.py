"""The tables of the archive, as migrations; every column is described in `datasette.yml`.

Keys are hashes and addresses, never a counter that another table refers to, so that archives of several
machines can be merged. A migration is never edited once released: a change is a new one.
"""

from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.db import Table
from sqlite_utils.migrations import Migrations

from crawler.errors import ArchiveError
from crawler.urls import host_of
from storage.forgotten import make_tombstones
from storage.indexing import make_index

_migrations = Migrations("govreports")


def is_current(database: Database, path: Path) -> bool:
    """Say whether the archive has today's tables; raise `ArchiveError` for another program's file or a newer archive."""
    applied = {migration.name for migration in _migrations.applied(database)}
    others = sorted(set(database.table_names()) - {Migrations.migrations_table})
    if others and not applied:
        raise ArchiveError(f"{path}: found another program's SQLite file with the tables {others[:5]}, expected an archive of govreports")
    with Database(memory=True, execute_plugins=False) as empty:
        newer = sorted(applied - {migration.name for migration in _migrations.pending(empty)})
    if newer:
        raise ArchiveError(f"{path}: found an archive of a newer govreports with {newer}, expected one that this version knows")
    return not _migrations.pending(database)


def upgrade(database: Database) -> None:
    """Bring the tables up to date, in the IMMEDIATE transaction that the caller has begun: two processes take turns."""
    _migrations.apply(database)


@_migrations()
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


@_migrations()
def views(database: Database) -> None:
    """Let anyone with SQL read records: every version, and of each address the newest."""
    database.create_view("all_versions", _ALL_VERSIONS)
    database.create_view("reports", _REPORTS)


# cross join keeps SQLite from starting at the versions, so that `order by url, version` is read off the index
_ALL_VERSIONS = """
select a.url, a.site, a.region, a.publisher, v.title, c.text, v.published_at, v.source, v.issuer, v.report_year, v.level,
    v.document_number, v.index_number, v.kind, v.outline, v.attachments, v.number as version, v.cause, v.content_hash, v.page_hash,
    (
        select json_group_array(url) from (
            select b.url from versions w cross join addresses b on b.identity = w.identity and b.newest = w.number
            where w.content_hash = v.content_hash and w.identity <> v.identity order by b.url
        )
    ) as also_at,
    a.moved_from, '[]' as similar_to, v.seen_at, a.first_seen_at, a.last_seen_at, v.extractor, v.warnings,
    a.identity, a.newest
from addresses a cross join versions v on v.identity = a.identity cross join contents c on c.text_hash = v.text_hash
"""

_REPORTS = """
select url, site, region, publisher, title, text, published_at, source, issuer, report_year, level, document_number, index_number,
    kind, outline, attachments, version, cause, content_hash, page_hash, also_at, moved_from, similar_to, seen_at, first_seen_at,
    last_seen_at, extractor, warnings
from all_versions where version = newest
"""


@_migrations()
def moves(database: Database) -> None:
    """Keep where a report was before a redesign, so that its old address leads to its history and the past reads as it was."""
    table = database.table("moves")
    table.create(
        {"identity": str, "at": str, "led_to": str, "url": str, "run": str, "page_hash": str, "page_url": str},
        pk=("identity", "at"),
        not_null={"led_to", "url", "page_hash", "page_url"},
        foreign_keys=[("identity", "addresses", "identity"), ("led_to", "addresses", "identity"), ("page_hash", "pages", "page_hash")],
    )
    table.create_index(["led_to"])
    # which walk is the one that an address was new after; of older runs it is not known whether they were cut short
    database.execute("alter table runs add column complete integer")
    database.execute("update runs set complete = iif(verdict = 'sound', 1, 0) where ended_at is not null")


@_migrations()
def incidents(database: Database) -> None:
    """Keep what is broken until it is whole again, so that nobody is told the same every day."""
    table = database.table("incidents")
    table.create(
        {
            "site": str, "code": str, "since": str, "run": str, "last_seen_at": str, "last_run": str, "runs": int, "stage": int,
            "address": str, "message": str, "found": str, "offer": str, "probed_at": str, "probed_row": str, "ended_at": str,
            "ended_by": str,
        },
        pk=("site", "code", "since"),
        not_null={"run", "last_seen_at", "last_run", "runs", "stage", "address", "message"},
    )  # fmt: skip
    database.execute("create unique index idx_incidents_open on incidents (site, code) where ended_at is null")


@_migrations()
def near_duplicates(database: Database) -> None:
    """Know which contents are nearly the same: a sketch of each, the bands it is found by, and the relations found.

    Contents stored before are compared at the next look at their address, or by `reextract`: comparing them all here would
    keep a large archive locked for minutes.
    """
    sketches = database.table("sketches")
    sketches.create({"content_hash": str, "sketch": bytes}, pk="content_hash", not_null={"sketch"})
    # without rowid: the keys are all there is, and a band's contents lie side by side
    database.execute("create table bands (band integer, content_hash text, primary key (band, content_hash)) without rowid")
    database.execute(
        """
        create table similarities (
            content_hash text, other_hash text, similarity float not null, primary key (content_hash, other_hash)
        ) without rowid
        """
    )
    database.execute("drop view reports")
    database.execute("drop view all_versions")
    database.create_view("all_versions", _ALL_VERSIONS.replace("'[]' as similar_to", _SIMILAR_TO))
    database.create_view("reports", _REPORTS)


_SIMILAR_TO = """(
        select json_group_array(json_object('url', url, 'similarity', similarity)) from (
            select b.url, s.similarity
            from similarities s cross join versions w on w.content_hash = s.other_hash
            cross join addresses b on b.identity = w.identity and b.newest = w.number
            where s.content_hash = v.content_hash and w.identity <> v.identity order by s.similarity desc, b.url
        )
    ) as similar_to"""


@_migrations()
def held(database: Database) -> None:
    """Keep apart what came where a report was expected: never a version, never lost, with what a person decided."""
    table = database.table("held")
    table.create(
        {
            "identity": str, "code": str, "mark": str, "url": str, "site": str, "run": str, "reason": str, "since": str,
            "last_seen_at": str, "times": int, "decision": str, "decided_at": str, "page_identity": str, "page_url": str,
            "page_hash": str, "body": bytes, "fetched_at": str, "status": int, "content_type": str, "etag": str, "last_modified": str,
            "entry": str, "parts": str,
        },
        pk=("identity", "code", "mark"),
        not_null={"parts", "url", "reason", "since", "last_seen_at", "times", "page_identity", "page_url", "page_hash"},
    )  # fmt: skip
    table.create_index(["page_identity"])
    table.create_index(["site", "code"])
    table.create_index(["page_hash"])
    database.execute("alter table runs add column held integer default 0")


@_migrations()
def parts(database: Database) -> None:
    """Keep what belongs to a report and lies at other addresses: further pages, frames, files."""
    database.table("parts").create(
        {
            "identity": str, "number": int, "position": int, "role": str, "url": str, "name": str, "page_hash": str, "problem": str,
            "fetched_at": str, "status": int, "content_type": str, "etag": str, "last_modified": str,
        },
        pk=("identity", "number", "position"),
        not_null={"role", "url", "fetched_at"},
        foreign_keys=[("page_hash", "pages", "page_hash")],
    )  # fmt: skip


@_migrations()
def ledger(database: Database) -> None:
    """Keep what a run asked for and let be, what it can be compared by, and when somebody was told of an incident.

    Two lists of a row that break for one reason are two incidents: one of them may be mended before the other.
    """
    for column in ("asked text", "skipped text", "stats text", "row_mark text"):
        database.execute(f"alter table runs add column {column}")
    database.execute("drop index idx_incidents_open")
    table = database.table("incidents")
    for column in ("notified_at", "notified_as", "end_notified_at"):
        table.add_column(column, str)
    table.add_column("place", str, not_null_default="")
    table.transform(pk=("site", "code", "place", "since"))
    # what broke while pages were read, or with the whole run, has no place; the deepest stage of a list is 6
    for row in list(database.query("select rowid, code, address from incidents where stage between 2 and 6 and address like '%://%'")):
        place = host_of(row["address"]) if row["code"] in ("UNREACHABLE", "TLS") else row["address"]
        database.execute("update incidents set place = ? where rowid = ?", [place, row["rowid"]])
    database.execute("create unique index idx_incidents_open on incidents (site, code, place) where ended_at is null")


@_migrations()
def recrawl(database: Database) -> None:
    """Know when each address is due again, what is gone, what stood on the first pages of lists, and whose validators lie."""
    database.execute("alter table addresses add column next_look_at text")
    absences = database.table("absences")
    absences.create(
        {
            "identity": str, "kind": str, "since": str, "why": str, "run": str, "gone_by": str, "ended_at": str, "ended_by": str,
        },
        pk=("identity", "kind", "since"),
        not_null={"why", "run"},
        foreign_keys=[("identity", "addresses", "identity")],
    )  # fmt: skip
    absences.create_index(["gone_by"])
    absences.create_index(["ended_by"])
    database.execute("create unique index idx_absences_open on absences (identity, kind) where ended_at is null")
    database.table("lists").create(
        {"site": str, "url": str, "row": str, "sent_at": str, "etag": str, "last_modified": str, "entries": str, "is_telling": int},
        pk=("site", "url"),
        not_null={"row", "sent_at", "entries", "is_telling"},
    )
    doubts = database.table("doubts")
    doubts.create(
        {"host": str, "since": str, "url": str, "found": str, "honest": int, "told": int, "ended_at": str},
        pk=("host", "since"),
        not_null={"url", "found", "honest", "told"},
    )
    database.execute("create unique index idx_doubts_open on doubts (host) where ended_at is null")
    for name in ("not_due", "gone", "returned"):
        database.execute(f"alter table runs add column {name} integer default 0")
    # of older runs only the complete ones are known to have walked everything
    database.execute("alter table runs add column walk text")
    database.execute("update runs set walk = 'whole' where complete")


@_migrations()
def search(database: Database) -> None:
    """Find reports by their words."""
    make_index(database)


@_migrations()
def forgotten(database: Database) -> None:
    """Keep which addresses were taken down, and nothing of what they said, so that they stay away."""
    make_tombstones(database)


@_migrations()
def coverage(database: Database) -> None:
    """Let coverage read whose reports of which years are held off an index: the rows themselves are a hundred times as long."""
    database.execute(
        """
        create index if not exists idx_versions_reports on versions
        (report_year, identity, number, published_at, issuer, level, title, content_hash, kind) where kind = 'report'
        """
    )
