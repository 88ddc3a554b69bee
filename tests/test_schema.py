import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from crawler.errors import ArchiveError
from storage.archive import Archive
from storage.versions import FIELDS
from tests.made import START, URL, later, made_report


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(), run=None, at=START)
    return tmp_path / "reports.db"


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as plain, plain:
        return plain.execute(sql).fetchall()


def columns(path: Path) -> dict[str, list[str]]:
    sql = "select name from pragma_table_list where type <> 'shadow' and name not like 'sqlite_%'"
    names = [name for (name,) in query(path, sql)]
    return {name: [row[1] for row in query(path, f"pragma table_info({name})")] for name in names}


def as_of_the_first_release(path: Path) -> None:
    for name in ("reports", "all_versions"):
        query(path, f"drop view {name}")
    for name in (
        "forgotten",
        "moves",
        "incidents",
        "sketches",
        "bands",
        "similarities",
        "held",
        "parts",
        "searchable",
        "search_words",
        "search_weights",
        "absences",
        "lists",
        "doubts",
        "earlier",
    ):
        query(path, f"drop table {name}")
    query(path, "drop index idx_versions_searched")
    for name in ("complete", "held", "asked", "skipped", "stats", "row_mark", "not_due", "gone", "returned", "walk"):
        query(path, f"alter table runs drop column {name}")
    query(path, "alter table addresses drop column next_look_at")
    query(path, "delete from _sqlite_migrations where name <> 'tables'")


_INCIDENTS = (
    *("site", "code", "since", "run", "last_seen_at", "last_run", "runs", "stage", "address", "message", "found", "offer"),
    *("probed_at", "probed_row", "ended_at", "ended_by"),
)


def test_view_reports_has_exactly_the_columns_of_a_record(path: Path) -> None:
    assert columns(path)["reports"] == list(FIELDS)


def test_view_reports_gives_the_newest_version_of_every_address_to_plain_sql(path: Path) -> None:
    other = "https://sfj.qinghe.gov.cn/1024.html"
    with Archive.open(path) as archive:
        archive.record(made_report(text="修订后的正文"), run=None, at=later(days=1))
        archive.record(made_report(other, text="修订后的正文"), run=None, at=later(days=2))

    found = query(path, "select url, version, cause, also_at, similar_to, warnings from reports order by url")

    assert found == [(other, 1, "new", f'["{URL}"]', "[]", "[]"), (URL, 2, "changed", f'["{other}"]', "[]", "[]")]


def test_every_column_of_every_table_and_view_is_described(path: Path) -> None:
    described = yaml.safe_load(files("storage").joinpath("datasette.yml").read_text(encoding="utf-8"))["databases"]["reports"]["tables"]

    assert {name: sorted(table["columns"]) for name, table in described.items()} == {
        name: sorted(held) for name, held in columns(path).items()
    }
    assert all(text.strip() for table in described.values() for text in [table["description"], *table["columns"].values()])


def test_no_table_is_keyed_by_a_counter_that_another_refers_to(path: Path) -> None:
    keys = {(row[3], row[4]) for name in columns(path) for row in query(path, f"pragma foreign_key_list({name})")}

    assert {column for _, column in keys} == {"identity", "text_hash"} | {"page_hash"}
    assert query(path, "pragma foreign_key_check") == []


def test_archive_of_a_newer_program_is_refused_and_left(path: Path) -> None:
    query(path, "insert into _sqlite_migrations (migration_set, name, applied_at) values ('govreports', 'tomorrow', '2030-01-01')")
    before = path.read_bytes()

    for readonly in (True, False):
        with pytest.raises(ArchiveError, match=r"reports.db: found an archive of a newer govreports with \['tomorrow'\]"):
            Archive.open(path, readonly=readonly)

    assert path.read_bytes() == before


@pytest.mark.parametrize("readonly", [True, False])
def test_older_archive_is_upgraded_when_it_is_opened(path: Path, readonly: bool) -> None:
    as_of_the_first_release(path)

    with Archive.open(path, readonly=readonly) as archive:
        assert archive.newest(URL) is not None

    names = [
        "tables",
        "views",
        "moves",
        "incidents",
        "near_duplicates",
        "held",
        "parts",
        "ledger",
        "recrawl",
        "search",
        "forgotten",
        "coverage",
        "earlier",
        "search_merges",
        "covered_addresses",
    ]
    assert query(path, "select name from _sqlite_migrations order by id") == [(name,) for name in names]


def test_incident_of_a_list_gets_its_place_in_the_upgrade(path: Path) -> None:
    query(path, "drop table incidents")
    query(path, f"create table incidents ({', '.join(f'{name} text' for name in _INCIDENTS)}, primary key (site, code, since))")
    query(path, "create unique index idx_incidents_open on incidents (site, code) where ended_at is null")
    known = [
        ("LIST_EMPTY", 6, "http://www.qinghe.gov.cn/fzzf/"),
        ("TLS", 3, "https://www.qinghe.gov.cn/fzzf/"),
        ("SHRUNK", 7, "qinghe-sfj"),
        ("BLOCKED", 7, "http://www.qinghe.gov.cn/1.html"),
    ]
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.executemany("insert into incidents (site, code, since, stage, address) values ('qinghe-sfj', ?, '', ?, ?)", known)
    for name in ("asked", "skipped", "stats", "row_mark"):
        query(path, f"alter table runs drop column {name}")
    query(path, "delete from _sqlite_migrations where name = 'ledger'")

    Archive.open(path).close()

    assert dict(query(path, "select code, place from incidents")) == {
        "LIST_EMPTY": "http://www.qinghe.gov.cn/fzzf/",
        "TLS": "qinghe.gov.cn",
        "SHRUNK": "",
        "BLOCKED": "",
    }
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        query(path, "insert into incidents select * from incidents where code = 'TLS'")


def test_tables_of_other_tools_beside_ours_are_borne(path: Path) -> None:
    query(path, "create table my_notes (url text)")

    with Archive.open(path) as archive:
        assert archive.newest(URL) is not None


def test_upgrade_that_fails_leaves_the_archive_as_it_was(path: Path) -> None:
    as_of_the_first_release(path)
    query(path, "create table reports (url text)")

    with pytest.raises(sqlite3.OperationalError, match='"reports" already exists'):
        Archive.open(path)

    assert query(path, "select name from _sqlite_migrations") == [("tables",)]


def test_archive_waits_for_others_and_survives_a_crash(path: Path) -> None:
    with Archive.open(path) as archive, archive.file.reading() as database:
        assert [next(iter(row.values())) for row in database.query("pragma journal_mode")] == ["wal"]
        assert [next(iter(row.values())) for row in database.query("pragma busy_timeout")] == [30_000]
        assert [next(iter(row.values())) for row in database.query("pragma synchronous")] == [1]
