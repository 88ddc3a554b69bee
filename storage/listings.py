"""What lists claim of reports, and what is news among it."""

from collections.abc import Iterable
from datetime import datetime

from sqlite_utils import Database

from crawler.model import ListEntry
from crawler.urls import identity
from storage import absences, looks, rows
from storage.recording import answering_identity


def claim(database: Database, site: str, entries: Iterable[ListEntry], run: str | None, at: datetime) -> set[str]:
    """Write what a section's lists claim now, and return the identities of entries that are new or claimed otherwise than before.

    A report that its list dates or titles otherwise, or names again, is due at once.
    """
    news = set()
    unlisted = _unlisted(database)
    for entry in entries:
        key = identity(entry.url)
        before = next(iter(database.query("select title, date from listings where site = ? and identity = ?", [site, key])), None)
        is_changed = before is not None and (before["title"], before["date"]) != (entry.title, entry.date)
        rows.put_listing(database, site, entry, at)
        is_back = bool(unlisted) and absences.end(database, answering_identity(database, entry.url), "unlisted", run, at)
        if is_changed or is_back:
            looks.make_due(database, entry.url, at)
        if before is None or is_changed or is_back:
            news.add(key)
    return news


def _unlisted(database: Database) -> int:
    return int(database.table("absences").count_where("kind = 'unlisted' and ended_at is null"))
