"""The archive's file: opened, upgraded, locked and, when it cannot be trusted, refused in one line."""

import sqlite3
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.utils import dedupe_keys

from crawler.errors import ArchiveError
from storage.schema import is_current, upgrade

_FOUND = {
    sqlite3.SQLITE_BUSY: "found it locked by another process, expected it free within {patience:g} seconds",
    sqlite3.SQLITE_LOCKED: "found it locked by another connection, expected it free within {patience:g} seconds",
    sqlite3.SQLITE_FULL: "found no room left to write, expected a disk with space",
    sqlite3.SQLITE_READONLY: "found a file or folder that cannot be written, expected the right to write",
    sqlite3.SQLITE_PERM: "found no permission, expected the right to read and write",
    sqlite3.SQLITE_CANTOPEN: "found no way to open it, expected a file and folder that can be read and written",
    sqlite3.SQLITE_IOERR: "found the disk failing ({error}), expected it to read and write",
    sqlite3.SQLITE_CORRUPT: "found a damaged SQLite file ({error}), expected a sound archive",
    sqlite3.SQLITE_NOTADB: "found no SQLite file, expected an archive of govreports",
}


class _Database(Database):
    """Asks without a savepoint around each question, which is there to take back what is none: we ask nothing but questions."""

    def query(self, sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> Generator[dict[str, Any], None, None]:
        cursor = self.conn.execute(sql, () if params is None else params)
        names = dedupe_keys(column[0] for column in cursor.description)
        return (dict(zip(names, row, strict=True)) for row in cursor)


class ArchiveFile:
    """One connection to an archive; a thread that reads or writes holds it for itself."""

    def __init__(self, path: Path, connection: sqlite3.Connection, patience: float) -> None:
        self.path = path
        self.patience = patience
        # no plugins: what sqlite-utils finds installed on a machine must not take part in an archive's writing
        self._database = _Database(connection, execute_plugins=False)
        self._one_at_a_time = threading.RLock()

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """Give the database; what SQLite cannot do becomes an `ArchiveError`."""
        with self._one_at_a_time, explained(self.path, self.patience):
            yield self._database

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """Give the database inside a transaction that holds the write lock from its start."""
        with self.reading() as database:
            # sqlite-utils' own atomic() begins with a plain BEGIN: two processes that read and then write in it
            # lose writes in WAL mode, however long they wait
            database.execute("begin immediate")
            try:
                yield database
                database.commit()
            except BaseException:
                database.rollback()
                raise

    @contextmanager
    def waiting(self, patience: float) -> Iterator[Database]:
        """Give the database outside a transaction, to wait for others at most so many seconds."""
        with self.reading() as database:
            database.execute(f"pragma busy_timeout = {int(1000 * patience)}")
            try:
                yield database
            finally:
                database.execute(f"pragma busy_timeout = {int(1000 * self.patience)}")


@contextmanager
def explained(path: Path, patience: float) -> Iterator[None]:
    """Turn what SQLite or the system finds wrong with the file into one line; what is wrong with our SQL stays a bug."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        found = _FOUND.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if str(error) == "no such module: fts5":
            found = f"found SQLite {sqlite3.sqlite_version} without FTS5, expected a build that has it, as those of Python and Debian do"
        if found is None:
            raise
        raise ArchiveError(f"{path}: {found.format(error=error, patience=patience)}") from error
    except OSError as error:
        raise ArchiveError(f"{path}: found {error.strerror}, expected a file that can be opened") from error


def open_to_write(path: Path, patience: float) -> ArchiveFile:
    """Return the archive at `path`, made or upgraded as needed."""
    with explained(path, patience):
        _refuse_what_is_no_file(path)
        if not path.absolute().parent.is_dir():
            raise ArchiveError(f"{path}: found no folder {str(path.parent)!r}, expected the archive's folder to exist")
        file = ArchiveFile(path, _connected(path, "mode=rwc", patience), patience)
    try:
        _prepare(file)
    except BaseException:
        file.close()
        raise
    return file


def open_to_read(path: Path, patience: float) -> ArchiveFile:
    """Return the archive at `path` for reading only; an older one is upgraded first, and nothing else is ever changed."""
    with explained(path, patience):
        _refuse_what_is_no_file(path)
        if not path.is_file() or not path.stat().st_size:
            found = "an empty file" if path.is_file() else "no file"
            raise ArchiveError(f"{path}: found {found}, expected an archive (govreports collect or scrape makes one)")
        file = ArchiveFile(path, connected_to_read(path, patience), patience)
    if _is_current(file):
        return file
    try:
        open_to_write(path, patience).close()
    except ArchiveError as error:
        raise ArchiveError(f"{error} (it is older than this govreports and has to be upgraded)") from error
    return open_to_read(path, patience)


def _is_current(file: ArchiveFile) -> bool:
    """Say whether a file opened for reading can stay open; it is closed if not."""
    current = False
    try:
        with file.reading() as database:
            current = is_current(database, file.path)
    finally:
        if not current:
            file.close()
    return current


def _refuse_what_is_no_file(path: Path) -> None:
    if path.is_dir():
        raise ArchiveError(f"{path}: found a folder, expected a SQLite file")
    if path.exists() and not path.is_file():
        raise ArchiveError(f"{path}: found no ordinary file, expected a SQLite file")


def _connected(path: Path, query: str, patience: float) -> sqlite3.Connection:
    # as an address, because connect() reads the name :memory: as no file at all
    return sqlite3.connect(f"{path.absolute().as_uri()}?{query}", uri=True, timeout=patience, isolation_level=None, check_same_thread=False)


def connected_to_read(path: Path, patience: float) -> sqlite3.Connection:
    """Return a connection that cannot write, also where the folder lets nobody write."""
    connection = _connected(path, "mode=ro", patience)
    try:
        connection.execute("select count(*) from sqlite_master")
    except sqlite3.DatabaseError as error:
        connection.close()
        waiting = path.with_name(path.name + "-wal")
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        if waiting.exists() and waiting.stat().st_size:
            raise ArchiveError(
                f"{path}: found changes waiting in {waiting.name} and a folder that cannot be written, expected either alone"
            ) from error
        # WAL needs its side files even to read; where none can be made nobody can be writing either
        return _connected(path, "mode=ro&immutable=1", patience)
    return connection


def _prepare(file: ArchiveFile) -> None:
    with file.reading() as database:
        is_current(database, file.path)  # before anything is written: another program's file is left as it is
        _enable_wal(database, file.patience)
        database.execute("pragma synchronous = normal")  # with WAL a power cut may cost the last commits, never the file
    with file.writing() as database:  # also where all is current: a file that cannot be written is refused now, not after the first page
        if not is_current(database, file.path):  # another process may have been quicker
            upgrade(database)


def _enable_wal(database: Database, patience: float) -> None:
    """Switch to write-ahead logging; SQLite itself does not wait for others here, so two that make one archive would collide."""
    deadline = time.monotonic() + patience
    while True:
        try:
            return database.enable_wal()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.02)
