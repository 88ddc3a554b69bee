"""The bench's archive is what recording its reports one by one makes."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from storage.archive import Archive
from tests.bench_fill import AT, fill, listed, made

COUNT = 12


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    """Yield an archive that was filled in bulk and one whose reports were recorded one by one."""
    folder = tmp_path_factory.mktemp("filled")
    reports = [made(number) for number in range(COUNT)]
    with Archive.open(folder / "bulk.db") as bulk:
        fill(bulk, COUNT)
    with Archive.open(folder / "single.db") as single:
        for site, entry in listed(reports):
            single.list_entries(site.id, [entry], at=AT)
        for report in reports:
            single.record(report, run=None, at=AT)
    with closing(sqlite3.connect(folder / "bulk.db")) as one, closing(sqlite3.connect(folder / "single.db")) as other:
        yield one, other


def tables(database: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return the rows of every table that is not FTS5's own."""
    sql = "select name from pragma_table_list where schema = 'main' and type = 'table' and name not glob '*sqlite_*'"
    names = [name for (name,) in database.execute(sql)]
    return {name: sorted(database.execute(f"select * from {name}"), key=repr) for name in names}  # noqa: S608  # SQLite's own names


def instances(database: sqlite3.Connection, table: str, kind: str) -> list[tuple[object, ...]]:
    """Return every word of an index with where it stands."""
    database.execute(f"create virtual table temp.{table}_seen using fts5vocab(main, {table}, {kind})")
    return database.execute(f"select * from temp.{table}_seen").fetchall()  # noqa: S608  # our own names


def test_bulk_leaves_the_tables_that_recording_leaves(archives: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    bulk, single = map(tables, archives)

    assert bulk == single
    assert len(bulk["versions"]) == COUNT == len({row[0] for row in bulk["contents"]})


def test_bulk_leaves_the_index_that_recording_leaves(archives: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    bulk, single = archives

    for table in ("search_words", "search_weights"):
        assert instances(bulk, table, "instance") == instances(single, table, "instance")
