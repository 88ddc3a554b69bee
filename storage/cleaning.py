"""Cleaning: traces of what is forgotten are overwritten, in the index, in the file's free pages and in its log."""

import logging
from datetime import UTC, datetime

from sqlite_utils import Database

from crawler.errors import ArchiveError
from storage.database import ArchiveFile
from storage.forgetting import remove_buried
from storage.indexing import merge_index
from storage.times import written

_UNCLEAN = "cleaned_at is null or (allowed_at is null and identity in (select identity from addresses))"
logger = logging.getLogger(__name__)


def clean(file: ArchiveFile, *, at: datetime, patience: float | None = None) -> None:
    """Write the index and the file anew, without the traces of what is forgotten; raise `ArchiveError` where others do not let us.

    Takes the time of copying the file twice, in which nobody else can write. Waits for others as every write does, or `patience`
    seconds.
    """
    with file.waiting(file.patience if patience is None else patience):
        with file.writing() as database:
            remove_buried(database)
            merge_index(database)
        with file.reading() as database:
            database.execute("vacuum")
            _truncate(file, database)
        with file.writing() as database:
            database.execute("update forgotten set cleaned_at = ? where cleaned_at is null", [written(at)])


def cleaned(file: ArchiveFile) -> ArchiveFile:
    """Return the archive, cleaned up after what was cut off or came in by a merge, if nobody else is at it just now."""
    with file.reading() as database:
        is_clean = not database.table("forgotten").count_where(_UNCLEAN)
    try:
        if not is_clean:
            clean(file, at=datetime.now(UTC), patience=0)
    except ArchiveError as error:  # the next to open it tries again; what is forgotten is not shown to anyone meanwhile
        logger.warning("%s", error)
    return file


def _truncate(file: ArchiveFile, database: Database) -> None:
    """Write the log back into the file and empty it, which has to wait for those who still read the file as it was."""
    ((is_busy, _, _),) = database.execute("pragma wal_checkpoint(truncate)").fetchall()
    if is_busy:
        raise ArchiveError(
            f"{file.path}: found another process reading, expected none while traces of what is forgotten are overwritten; "
            "the next `govreports forget` or collection does it"
        )
