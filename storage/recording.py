"""What a look at an address comes to: a version, or the version that still holds."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from crawler.errors import ArchiveError, ExtractionError
from crawler.model import Attachment, Cause, Change, ListEntry, NotModified, Report
from crawler.urls import identity
from storage import rows, similar
from storage.hashes import content_hash, folded, page_hash
from storage.indexing import keep_searchable
from storage.parts import renew_validators

_CAUSES: dict[str, Cause] = {"new": "new", "changed": "changed"}
# what a report says, as far as a difference in it makes a version
_Said = tuple[tuple[str, str, str | None, str], Sequence[Attachment]]


def record(database: Database, report: Report, *, run: str | None, at: datetime) -> Change:
    """Write a look at a page that was sent, and a version if the report is new or says something else."""
    key = identity(report.page.url)
    held = _newest_row(database, key)
    if held is None:
        rows.add_address(database, report.page, at)
    change = _change(held, report)
    cause = _CAUSES.get(change.outcome)
    if cause is not None:
        rows.add_version(database, report, key=key, number=change.version, cause=cause, run=run, at=at)
    else:
        renew_validators(database, key, change.version, report.page.parts)
    similar.relate(database, content_hash(report.text))
    rows.update_address(database, key, report.page.site, at)
    sent = [report.page.etag, report.page.last_modified, key]
    database.execute("update addresses set etag = ?, last_modified = ? where identity = ?", sent)
    rows.add_visit(database, key, outcome=change.outcome, run=run, at=at, asked=_asked(report.page.entry))
    return change


def record_reread(database: Database, report: Report, *, run: str | None, at: datetime, of: str | None) -> Change:
    """Write today's reading of a stored page: a version if it says something else, the better reading if not.

    `of` is the address whose version it was, which after a move is another than the page's own.
    """
    held = _newest_row(database, known_identity(database, of or report.page.url))
    if held is None:
        raise ArchiveError(f"{report.page.url}: found no version of it, expected the one whose page was read again")
    key = held["identity"]
    if held["page_hash"] != page_hash(report.page.body):
        return _unchanged(held)
    if not _differs(held, report):
        rows.refresh_reading(database, held, report)
        similar.relate(database, held["content_hash"])
        keep_searchable(database, key)
        return _unchanged(held)
    change = Change(url=held["url"], outcome="reextracted", version=held["number"] + 1)
    rows.add_version(database, report, key=key, number=change.version, cause="reextracted", run=run, at=at)
    similar.relate(database, content_hash(report.text))
    keep_searchable(database, key)
    rows.add_visit(database, key, outcome="reextracted", run=run, at=at)
    return change


def look(database: Database, answer: NotModified, *, run: str | None) -> Change:
    """Write a look that was answered with 304."""
    key = known_identity(database, answer.url)
    held = _newest_row(database, key)
    if held is None:
        raise ExtractionError(f"{answer.url}: found the answer 304 for an address never seen, expected a page")
    similar.relate(database, held["content_hash"])
    keep_searchable(database, key)
    rows.update_address(database, key, answer.site, answer.seen_at)
    rows.add_visit(database, key, outcome="not_modified", run=run, at=answer.seen_at, asked=_asked(answer.entry))
    return _unchanged(held)


def known_identity(database: Database, url: str) -> str:
    """Return the identity under which an address is held: its own, or that of the address where its report went or led when last asked."""
    return _known(database, url, f"{_MOVED_TO} union all {_LED_TO} order by at desc limit 1")


def answering_identity(database: Database, url: str) -> str:
    """Return the identity of the address that answered for another when last asked, its own where it bears a report."""
    # a one-off look at an address whose report has moved asks the new one, so it tells nothing of the old
    told = "v.run is not null or not exists (select 1 from moves where identity = :key)"
    return _known(database, url, f"{_LED_TO} and ({told}) order by at desc limit 1")


def says_same(held: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Say whether two rows of versions say the same, as `record` would judge it."""
    return _are_same(_said_by_row(held), _said_by_row(other))


_MOVED_TO = "select led_to as identity, at from moves where identity = :key"
_LED_TO = """
    select v.identity, v.at from visits v join addresses a on a.identity = v.identity and a.newest > 0 where v.asked = :key
"""


def _known(database: Database, url: str, led_to: str) -> str:
    key = identity(url)
    if next(database.query("select exists (select 1 from addresses where identity = ? and newest > 0) as held", [key]))["held"]:
        return key
    return next((str(row["identity"]) for row in database.query(led_to, {"key": key})), key)


def _newest_row(database: Database, key: str) -> dict[str, Any] | None:
    sql = "select v.*, a.url from addresses a join versions v on v.identity = a.identity and v.number = a.newest where a.identity = ?"
    return next(iter(database.query(sql, [key])), None)


def _change(held: dict[str, Any] | None, report: Report) -> Change:
    if held is None:
        return Change(url=report.page.url, outcome="new", version=1)
    if _differs(held, report):
        return Change(url=held["url"], outcome="changed", version=held["number"] + 1)
    return _unchanged(held)


def _unchanged(held: dict[str, Any]) -> Change:
    return Change(url=held["url"], outcome="unchanged", version=held["number"])


def _asked(entry: ListEntry | None) -> str | None:
    return identity(entry.url) if entry else None


def _differs(held: dict[str, Any], report: Report) -> bool:
    """Say whether a report says something else than the version held: text, title, time, source or an attachment.

    White space is no difference, as in the hash of the text. What is derived from these (issuer, year, kind, outline) is
    our own doing and is not compared.
    """
    words = (content_hash(report.text), folded(report.title), report.published_at, folded(report.source or ""))
    return not _are_same(_said_by_row(held), (words, report.attachments))


def _said_by_row(row: Mapping[str, Any]) -> _Said:
    words = (row["content_hash"], folded(row["title"]), row["published_at"], folded(row["source"] or ""))
    return words, [Attachment(**each) for each in json.loads(row["attachments"])]


def _are_same(one: _Said, other: _Said) -> bool:
    return one[0] == other[0] and not _attachments_differ(one[1], other[1])


def _attachments_differ(held: Sequence[Attachment], found: Sequence[Attachment]) -> bool:
    """Compare by name, and by hash where both are known; never by address, because some carry a token that expires."""
    before, now = _hashes_by_name(held), _hashes_by_name(found)
    if {name: len(hashes) for name, hashes in before.items()} != {name: len(hashes) for name, hashes in now.items()}:
        return True
    pairs = [pair for name in before for pair in zip(before[name], now[name], strict=True)]
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _hashes_by_name(attachments: Sequence[Attachment]) -> dict[str, list[str | None]]:
    ordered = sorted(attachments, key=lambda each: (folded(each.name), each.hash or ""))
    return {name: [each.hash for each in group] for name, group in groupby(ordered, key=lambda each: folded(each.name))}
