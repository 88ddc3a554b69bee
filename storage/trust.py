"""Which hosts' validators are not believed: those whose server has said that a page was the same when its text was another."""

from datetime import datetime

from sqlite_utils import Database

from storage.database import ArchiveFile
from storage.times import written

_HONEST = 20  # looks in a row that agree with the validators, one of them at a change, until these are believed again


def is_believed(file: ArchiveFile, host: str) -> bool:
    """Say whether a host's validators may be asked with."""
    with file.reading() as database:
        return not _is_doubted(database, host)


def doubt(file: ArchiveFile, host: str, *, url: str, found: str, at: datetime) -> None:
    """Write that a host's validators lie, and by what it was seen; a new lie makes what was honest since count for nothing."""
    with file.writing() as database:
        if _is_doubted(database, host):
            database.execute(
                "update doubts set honest = 0, told = 0, url = ?, found = ? where host = ? and ended_at is null", [url, found, host]
            )
        else:
            database.table("doubts").insert({"host": host, "since": written(at), "url": url, "found": found, "honest": 0, "told": 0})


def vouch(file: ArchiveFile, host: str, *, told_change: bool, at: datetime) -> bool:
    """Write that a page sent whole agreed with its validators, and return whether the host is believed again by that.

    A change that the validators told proves more than any number of pages that stayed as they were: one is asked for.
    """
    if is_believed(file, host):
        return False
    with file.writing() as database:
        values = {"host": host, "told": int(told_change), "at": written(at), "enough": _HONEST}
        database.execute("update doubts set honest = honest + 1, told = told + :told where host = :host and ended_at is null", values)
        ended = "update doubts set ended_at = :at where host = :host and ended_at is null and honest >= :enough and told > 0"
        database.execute(ended, values)
        return not _is_doubted(database, host)


def _is_doubted(database: Database, host: str) -> bool:
    return bool(database.table("doubts").count_where("host = ? and ended_at is null", [host]))
