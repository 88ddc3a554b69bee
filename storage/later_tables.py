"""What later releases added to the tables, a migration each."""

from sqlite_utils import Database

from crawler.urls import host_of
from storage.earlier import make_earlier
from storage.forgotten import make_tombstones
from storage.indexing import make_index, merge_seldom


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


def search(database: Database) -> None:
    """Find reports by their words."""
    make_index(database)


def forgotten(database: Database) -> None:
    """Keep which addresses were taken down, and nothing of what they said, so that they stay away."""
    make_tombstones(database)


def coverage(database: Database) -> None:
    """Let coverage read whose reports of which years are held off an index: the rows themselves are a hundred times as long."""
    database.execute(
        """
        create index if not exists idx_versions_reports on versions
        (report_year, identity, number, published_at, issuer, level, title, content_hash, kind) where kind = 'report'
        """
    )


def earlier(database: Database) -> None:
    """Keep what later looks write over: a past that was exported once must always read the same."""
    make_earlier(database)


def search_merges(database: Database) -> None:
    """Let what is stored write less of the index anew: merging its pieces took a third of the time of storing a version."""
    merge_seldom(database)


def covered_addresses(database: Database) -> None:
    """Let coverage read where reports stand off an index too; no look writes to it, since it has nothing of the last one."""
    database.execute("create index if not exists idx_addresses_reports on addresses (identity, newest, url, first_seen_at, site, region)")
