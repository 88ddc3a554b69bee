"""Pages held back: what came where a report was expected, kept apart from the versions until a person or a good page decides."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from sqlite_utils import Database

from crawler.model import Change, Page, Problem, Report
from crawler.urls import identity
from storage import recording, rows
from storage.database import ArchiveFile
from storage.forgotten import refuse_forgotten
from storage.hashes import content_hash, page_hash, storable
from storage.parts import read_parts, written_parts
from storage.times import moment, written

Decision = Literal["accepted", "dropped", "closed"]

# pages of one site and code that gave no report keep their bytes: enough to see what stands in the way, while every page of a
# site that is blocked for a year would fill the archive
_MOST_PAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A page held back: where, why, since when and how often it came, and what was decided; `page` is None where its bytes were let go."""

    url: str
    site: str | None
    code: str
    reason: str
    since: datetime
    last_seen_at: datetime
    times: int
    decision: Decision | None
    decided_at: datetime | None
    mark: str = field(repr=False)
    page: Page | None = field(repr=False)


def hold(file: ArchiveFile, page: Page, problem: Problem, *, text: str | None, run: str | None, at: datetime) -> Decision | None:
    """Keep a page that is no version, and return what a person has said of the same page before, None if it is news.

    The same page is the same `text`, or the same bytes where no report was read; of those an address has one of each code at a
    time, since block pages carry a number that is another each time.
    """
    with file.writing() as database:
        refuse_forgotten(database, page)
        row = _row(page, problem, content_hash(text) if text is not None else page_hash(page.body), run, at)
        row["parts"] = written_parts(database, page.parts)
        known = _known(database, row, is_read=text is not None)
        decision: Decision | None = known["decision"] if known and known["decision"] != "closed" else None
        if known:
            database.execute("delete from held where identity = ? and code = ? and mark = ?", [known[name] for name in _KEY])
            since = written(at) if known["decision"] == "closed" else known["since"]
            row |= {"since": since, "times": known["times"] + 1, "decision": decision, "decided_at": decision and known["decided_at"]}
        database.table("held").insert(row)
        _let_go(database, row["site"], row["code"])
        return decision


def held(file: ArchiveFile, url: str | None = None) -> list[Held]:
    """Return the pages that wait for a decision, or every one of an address, the newest first."""
    with file.reading() as database:
        wanted = "decision is null" if url is None else "? in (identity, page_identity)"
        sql = f"select * from held where {wanted} order by last_seen_at desc, identity, code"  # noqa: S608  # our own words
        return [_held_of_row(database, row) for row in database.query(sql, [] if url is None else [identity(url)])]


def accept(file: ArchiveFile, page: Held, report: Report, *, at: datetime) -> Change:
    """Make what a page held back says the newest version of its address, because a person says so."""
    with file.writing() as database:
        change = recording.record(database, report, run=None, at=at)
        close(database, [identity(page.url), identity(report.page.url)], at)
        _decide(database, page, "accepted", at)
        return change


def drop(file: ArchiveFile, page: Held, *, at: datetime) -> None:
    """Let a page held back go: it stays on record and is no news when it comes again."""
    with file.writing() as database:
        _decide(database, page, "dropped", at)


def close(database: Database, keys: Iterable[str], at: datetime) -> None:
    """End what waits for a decision at these addresses, because a good page came."""
    for key in set(keys):
        sql = "update held set decision = 'closed', decided_at = ? where ? in (identity, page_identity) and decision is null"
        database.execute(sql, [written(at), key])


_KEY = ("identity", "code", "mark")


def _row(page: Page, problem: Problem, mark: str, run: str | None, at: datetime) -> dict[str, Any]:
    url = page.entry.url if page.entry else page.url
    return {
        "identity": identity(url), "code": problem.code, "mark": mark, "url": url, "site": page.site.id if page.site else None, "run": run,
        "reason": storable(problem.message), "since": written(at), "last_seen_at": written(at), "times": 1, "decision": None,
        "decided_at": None, "page_identity": identity(page.url), "page_url": page.url, "page_hash": page_hash(page.body),
        "body": zlib.compress(page.body), "fetched_at": written(page.fetched_at), "status": page.status, "etag": page.etag,
        "content_type": page.content_type, "last_modified": page.last_modified,
        "entry": storable(json.dumps(asdict(page.entry), ensure_ascii=False)) if page.entry else None,
    }  # fmt: skip


def _known(database: Database, row: Mapping[str, Any], *, is_read: bool) -> dict[str, Any] | None:
    sql = "select * from held where identity = ? and code = ?"
    found = list(database.query(sql, [row["identity"], row["code"]]))
    same = next((each for each in found if each["mark"] == row["mark"]), None)
    return same or (None if is_read else next((each for each in found if each["decision"] is None), None))


def _let_go(database: Database, site: str | None, code: str) -> None:
    """Let go of the bytes of all but the newest pages of a site and code that gave no report (their mark is that of bytes)."""
    database.execute(
        """
        update held set body = null
        where site is :site and code = :code and mark like 'b1:%' and body is not null and decision is not 'accepted'
        and (identity, mark) not in (
            select identity, mark from held where site is :site and code = :code and mark like 'b1:%' and body is not null
            order by last_seen_at desc, identity limit :most
        )
        """,
        {"site": site, "code": code, "most": _MOST_PAGES},
    )


def _decide(database: Database, page: Held, decision: Decision, at: datetime) -> None:
    database.table("held").update((identity(page.url), page.code, page.mark), {"decision": decision, "decided_at": written(at)})


def _held_of_row(database: Database, row: Mapping[str, Any]) -> Held:
    return Held(
        since=moment(row["since"]),
        last_seen_at=moment(row["last_seen_at"]),
        decided_at=row["decided_at"] and moment(row["decided_at"]),
        page=_page_of_row(database, row) if row["body"] is not None else None,
        **{name: row[name] for name in ("url", "site", "code", "reason", "times", "decision", "mark")},
    )


def _page_of_row(database: Database, row: Mapping[str, Any]) -> Page:
    page = rows.page_of_row(row, read_parts(database, row["parts"]))
    return replace(page, etag=row["etag"], last_modified=row["last_modified"])
