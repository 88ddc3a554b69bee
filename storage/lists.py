"""What is known of a row's lists: which begin with the newest, what stood on their first pages, and whether they may be walked in part."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from crawler.model import ListEntry, Run
from storage import absences
from storage.database import ArchiveFile
from storage.hashes import storable
from storage.times import written

WalkKind = Literal["whole", "early", "cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPage:
    """The first page of a list as it was last sent: its validators and entries, and whether news of the list stand on it.

    `is_telling` is None where this walk cannot tell: then what an earlier one told holds.
    """

    url: str
    etag: str | None
    last_modified: str | None
    entries: tuple[ListEntry, ...]
    is_telling: bool | None


def first_pages(file: ArchiveFile, site: str, row: str) -> dict[str, FirstPage]:
    """Return the first pages of a row's lists by their addresses; `row` stands for what the row asks of them."""
    with file.reading() as database:
        found = list(database.query("select * from lists where site = ? and row = ?", [site, row]))
    return {
        each["url"]: FirstPage(
            url=each["url"],
            etag=each["etag"],
            last_modified=each["last_modified"],
            entries=tuple(ListEntry(**entry) for entry in json.loads(each["entries"])),
            is_telling=bool(each["is_telling"]),
        )
        for each in found
    }


def may_end_early(file: ArchiveFile, site: str, within: timedelta, at: datetime) -> bool:
    """Say whether a row has earned to be walked in part.

    It was walked whole twice and soundly, the last time `within` so long, the last run was sound, came to its end and left no page out,
    and nothing is broken that is seen to be over by a whole walk only. Runs that are still to come were written by a wrong clock.
    """
    sql = """
        select count(*) filter (where walk = 'whole' and verdict = 'sound') >= 2
            and max(since) filter (where walk = 'whole' and verdict = 'sound') > :oldest
            and max(started_at) = max(started_at) filter (where verdict = 'sound' and failed = 0 and walk <> 'cut')
            and not exists (select 1 from incidents where site = :site and ended_at is null and code not in ('STALE', 'FIELDS_LOST')) as may
        from runs where site = :site and ended_at is not null and started_at <= :now
    """
    with file.reading() as database:
        return any(row["may"] for row in database.query(sql, {"site": site, "oldest": written(at - within), "now": written(at)}))


def settle(
    file: ArchiveFile, run: Run, walk: WalkKind, pages: Sequence[FirstPage], *, row: str, is_complete: bool, at: datetime
) -> dict[str, int]:
    """Write what a run that has ended learned of its lists and of what is gone, and return how many reports are gone, and back."""
    with file.writing() as database:
        for page in pages:
            _keep(database, run.site, row, page, at)
        if is_complete:
            absences.leave(database, run, at)
        counts = absences.counted(database, run.id)
        database.table("runs").update(run.id, {"walk": walk, **counts})
        return counts


def _keep(database: Database, site: str, row: str, page: FirstPage, at: datetime) -> None:
    values = {
        "site": site,
        "url": page.url,
        "row": row,
        "at": written(at),
        "etag": page.etag,
        "last_modified": page.last_modified,
        "entries": storable(json.dumps([asdict(entry) for entry in page.entries], ensure_ascii=False)),
        "is_telling": page.is_telling,
    }
    database.execute(
        """
        insert into lists (site, url, row, sent_at, etag, last_modified, entries, is_telling)
        values (:site, :url, :row, :at, :etag, :last_modified, :entries, coalesce(:is_telling, 0))
        on conflict (site, url) do update set
            is_telling = coalesce(:is_telling, iif(row = :row, is_telling, 0)),
            row = :row, sent_at = :at, etag = :etag, last_modified = :last_modified, entries = :entries
        """,
        values,
    )
