import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crawler.errors import ArchiveError
from storage.archive import Archive
from tests.made import START, URL, later, made_report


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(), run=None, at=START)
    return tmp_path / "reports.db"


@pytest.fixture
def shown() -> Iterator[Path]:
    """Yield a folder that other users may look into, which pytest's own is not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user whom the rights of files bind, which they do not root."""
    mine = os.geteuid()
    if mine == 0:
        try:
            os.seteuid(65534)
        except PermissionError:
            pytest.skip("root may not become another user here")
    try:
        yield
    finally:
        os.seteuid(mine)


def test_archive_is_made_where_there_was_none(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "法治 100%?#.db") as archive:
        archive.record(made_report(), run=None, at=START)

    with Archive.open(tmp_path / "法治 100%?#.db", readonly=True) as archive:
        assert archive.newest(URL) is not None


def test_name_that_sqlite_reads_as_memory_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    Archive.open(Path(":memory:")).close()

    assert (tmp_path / ":memory:").is_file()


def test_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / "reports.db").touch()

    with Archive.open(tmp_path / "reports.db") as archive:
        assert archive.newest(URL) is None


@pytest.mark.parametrize("readonly", [True, False])
def test_file_that_is_no_database_is_refused_and_left(tmp_path: Path, readonly: bool) -> None:
    for content in (b"url,title\r\n", b"not a database " * 500, b"\x00" * 5000):
        (tmp_path / "reports.db").write_bytes(content)

        with pytest.raises(ArchiveError, match=r"reports.db: found no SQLite file, expected an archive of govreports$"):
            Archive.open(tmp_path / "reports.db", readonly=readonly)

        assert (tmp_path / "reports.db").read_bytes() == content


@pytest.mark.parametrize("readonly", [True, False])
def test_another_programs_database_is_refused_and_left(tmp_path: Path, readonly: bool) -> None:
    with closing(sqlite3.connect(tmp_path / "reports.db")) as other:
        other.execute("create table bookmarks (url text)")
    before = (tmp_path / "reports.db").read_bytes()

    with pytest.raises(ArchiveError, match=r"reports.db: found another program's SQLite file with the tables \['bookmarks'\]"):
        Archive.open(tmp_path / "reports.db", readonly=readonly)

    assert (tmp_path / "reports.db").read_bytes() == before


@pytest.mark.parametrize("readonly", [True, False])
def test_folder_is_refused(tmp_path: Path, readonly: bool) -> None:
    with pytest.raises(ArchiveError, match="found a folder, expected a SQLite file"):
        Archive.open(tmp_path, readonly=readonly)


def test_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "reports.db")

    with pytest.raises(ArchiveError, match="found no ordinary file"):
        Archive.open(tmp_path / "reports.db")


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"found no folder '.*missing', expected the archive's folder to exist"):
        Archive.open(tmp_path / "missing" / "reports.db")


def test_reading_makes_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="found no file, expected an archive"):
        Archive.open(tmp_path / "reports.db", readonly=True)
    (tmp_path / "reports.db").touch()
    with pytest.raises(ArchiveError, match="found an empty file, expected an archive"):
        Archive.open(tmp_path / "reports.db", readonly=True)

    assert [each.stat().st_size for each in tmp_path.iterdir()] == [0]


def test_reading_cannot_write_and_changes_nothing(path: Path) -> None:
    before = path.read_bytes()

    with Archive.open(path, readonly=True) as archive:
        archive.newest(URL)
        with pytest.raises(ArchiveError, match="cannot be written"):
            archive.record(made_report(), run=None, at=later(days=1))

    assert path.read_bytes() == before


def test_reading_sees_what_another_process_has_just_written(path: Path) -> None:
    with Archive.open(path) as writer, Archive.open(path, readonly=True) as reader:
        writer.record(made_report(text="修订后的正文"), run=None, at=later(days=1))

        newest = reader.newest(URL)

    assert newest is not None
    assert newest.version == 2


def test_file_that_may_only_be_read_is_read_and_refused_for_writing(path: Path, shown: Path) -> None:
    shutil.copy(path, shown / "reports.db")
    (shown / "reports.db").chmod(0o444)
    shown.chmod(0o555)

    with nobody():
        with Archive.open(shown / "reports.db", readonly=True) as archive:
            assert archive.newest(URL) is not None
        with pytest.raises(ArchiveError, match="cannot be written, expected the right to write"):
            Archive.open(shown / "reports.db")

    assert [each.name for each in shown.iterdir()] == ["reports.db"]


def test_read_only_folder_with_changes_still_waiting_is_refused_not_read_stale(path: Path, shown: Path) -> None:
    with Archive.open(path) as archive:
        archive.record(made_report(text="修订后的正文"), run=None, at=later(days=1))
        shutil.copy(path, shown / "reports.db")
        shutil.copy(path.with_name("reports.db-wal"), shown / "reports.db-wal")
    for file in shown.iterdir():
        file.chmod(0o444)
    shown.chmod(0o555)

    with nobody(), pytest.raises(ArchiveError, match=r"found changes waiting in reports\.db-wal"):
        Archive.open(shown / "reports.db", readonly=True)


def test_folder_that_may_not_be_written_is_refused(shown: Path) -> None:
    shown.chmod(0o555)

    with nobody(), pytest.raises(ArchiveError, match="found no way to open it"):
        Archive.open(shown / "reports.db")


def test_file_that_may_not_be_read_is_refused(path: Path, shown: Path) -> None:
    shutil.copy(path, shown / "reports.db")
    (shown / "reports.db").chmod(0o000)

    with nobody(), pytest.raises(ArchiveError, match="found no way to open it"):
        Archive.open(shown / "reports.db", readonly=True)


@pytest.mark.parametrize("readonly", [True, False])
def test_name_too_long_is_refused(tmp_path: Path, readonly: bool) -> None:
    with pytest.raises(ArchiveError, match="found File name too long, expected a file that can be opened"):
        Archive.open(tmp_path / ("x" * 300), readonly=readonly)


def test_archive_that_another_program_holds_is_refused_after_the_time_given(path: Path) -> None:
    with Archive.open(path, patience=0.05) as archive, closing(sqlite3.connect(path)) as other:
        other.execute("begin immediate")

        with pytest.raises(ArchiveError, match=r"found it locked by another process, expected it free within 0.05 seconds"):
            archive.record(made_report(text="修订后的正文"), run=None, at=START)

        other.rollback()
        assert archive.record(made_report(text="修订后的正文"), run=None, at=START).outcome == "changed"


def test_full_disk_is_one_line_and_loses_nothing_written_before(path: Path) -> None:
    with Archive.open(path) as archive:
        with archive.file.reading() as database:
            database.execute("pragma max_page_count = 1")
        with pytest.raises(ArchiveError, match="found no room left to write"):
            archive.record(made_report(text="法" * 100_000, body=os.urandom(200_000)), run=None, at=later(days=1))
        with archive.file.reading() as database:
            database.execute("pragma max_page_count = 1000000")

        assert archive.record(made_report(text="修订后的正文"), run=None, at=later(days=1)).version == 2


def test_damaged_archive_is_one_line(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))

    with pytest.raises(ArchiveError, match="found a damaged SQLite file"), Archive.open(path) as archive:
        archive.record(made_report(text="修订后的正文"), run=None, at=later(days=1))


def test_failed_look_leaves_no_trace(path: Path) -> None:
    with Archive.open(path) as archive:
        with pytest.raises(sqlite3.ProgrammingError):
            archive.record(made_report(text="修订", kind=object()), run=None, at=later(days=1))

        assert len(archive.versions(URL)) == 1
        assert archive.record(made_report(text="修订"), run=None, at=later(days=1)).version == 2
