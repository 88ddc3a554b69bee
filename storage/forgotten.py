"""Tombstones: which addresses are forgotten for good, since when and why, so that nothing of them is collected again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.errors import ForgottenError
from crawler.model import ListEntry, NotModified, Page
from crawler.urls import canonical, identity
from storage.times import moment, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """An address that is forgotten: what of it was held is gone, `versions` says how many there were.

    `by` is the program that did it; `allowed_at` is when the ban was lifted, `cleaned_at` when the free pages of the file were
    overwritten, both None before.
    """

    url: str
    at: datetime
    why: str
    by: str
    versions: int
    allowed_at: datetime | None
    cleaned_at: datetime | None


def make_tombstones(database: Database) -> None:
    """Make the table of tombstones."""
    database.table("forgotten").create(
        {"identity": str, "url": str, "at": str, "why": str, "by": str, "versions": int, "allowed_at": str, "cleaned_at": str},
        pk="identity",
        not_null={"url", "at", "why", "by", "versions"},
    )


def tombstones(database: Database) -> list[Forgotten]:
    """Return every tombstone, the newest first."""
    return [_of_row(row) for row in database.query("select * from forgotten order by at desc, url")]


def forgotten(database: Database, *urls: str) -> Forgotten | None:
    """Return the tombstone that bans one of some addresses, in any spelling; None where all of them may be collected."""
    keys = sorted({identity(url) for url in urls})
    sql = f"select * from forgotten where identity in ({', '.join('?' * len(keys))}) and allowed_at is null limit 1"  # noqa: S608
    return next((_of_row(row) for row in database.query(sql, keys)), None)


def refuse_forgotten(database: Database, page: Page | NotModified) -> None:
    """Raise `ForgottenError` for the answer of an address that is forgotten, or that was asked for at one."""
    url = page.entry.url if page.entry else page.url
    grave = forgotten(database, url, page.url)
    if grave is not None:
        raise ForgottenError(f"{url}: {said_of(grave)}")


def without_words(database: Database, entry: ListEntry) -> ListEntry:
    """Return a list's entry as it may be kept: of a forgotten address without its title and date."""
    return entry if forgotten(database, entry.url) is None else ListEntry(url=entry.url, title="")


def said_of(grave: Forgotten) -> str:
    """Return in a line that an address is forgotten and why."""
    return f"found it forgotten on {grave.at:%Y-%m-%d} ({grave.why}), expected an address that may be collected"


def bury(database: Database, key: str, url: str, *, at: datetime, why: str, by: str, versions: int) -> None:
    """Write the tombstone of an address, over one that it had before, whose versions still count."""
    before = sum(row["versions"] for row in database.query("select versions from forgotten where identity = ?", [key]))
    row = {"identity": key, "url": canonical(url), "at": written(at), "why": why, "by": by, "versions": before + versions}
    database.table("forgotten").insert({**row, "allowed_at": None, "cleaned_at": None}, replace=True)


def allow_again(database: Database, url: str, at: datetime) -> bool:
    """Lift the ban of an address and say whether there was one; what was held of it stays gone."""
    sql = "update forgotten set allowed_at = ? where identity = ? and allowed_at is null"
    return bool(database.execute(sql, [written(at), identity(url)]).rowcount)


def _of_row(row: Mapping[str, Any]) -> Forgotten:
    return Forgotten(
        at=moment(row["at"]),
        allowed_at=row["allowed_at"] and moment(row["allowed_at"]),
        cleaned_at=row["cleaned_at"] and moment(row["cleaned_at"]),
        **{name: row[name] for name in ("url", "why", "by", "versions")},
    )
