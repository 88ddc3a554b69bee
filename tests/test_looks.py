"""Looks answered with 304 are written together, and none is lost but by a kill."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.errors import ArchiveError
from crawler.model import NotModified
from pipelines.looks import Looks
from storage.archive import Archive
from storage.forgetting import forget
from tests.made import START, URL, later, made_report

OTHER = URL.replace("1024", "1025")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        for url in (URL, OTHER):
            opened.record(made_report(url=url), run=None, at=START)
        yield opened


def visits(path: Path) -> int:
    with closing(sqlite3.connect(path)) as plain:
        return int(plain.execute("select count(*) from visits where outcome = 'not_modified'").fetchone()[0])


def test_looks_wait_for_each_other_and_are_written_when_asked(archive: Archive) -> None:
    found: list[int] = []

    async def looked() -> None:
        looks = Looks(archive, None, found.append)  # type: ignore[arg-type]  # never told
        looks.add(NotModified(url=URL, seen_at=later(days=1)))
        looks.add(NotModified(url=OTHER, seen_at=later(days=1)))
        found.append(visits(archive.file.path))
        looks.write()
        found.append(visits(archive.file.path))
        for day in range(2, 22):
            looks.add(NotModified(url=URL, seen_at=later(days=day)))
        found.append(visits(archive.file.path))

    asyncio.run(looked())

    assert found == [0, 2, 22]
    newest = archive.newest(URL)
    assert newest is not None
    assert newest.last_seen_at == later(days=21)


def test_look_at_what_was_forgotten_meanwhile_keeps_no_other_from_being_written(archive: Archive) -> None:
    forget(archive.file, URL, why="请求删除", by="test", at=later(days=1))

    archive.look_at_all([NotModified(url=url, seen_at=later(days=2)) for url in (URL, OTHER)], run=None)

    assert visits(archive.file.path) == 1


def test_what_cannot_be_written_in_time_is_told(archive: Archive) -> None:
    told: list[ArchiveError] = []

    async def looked() -> None:
        looks = Looks(archive, None, told.append, longest=0.0)
        looks.add(NotModified(url=URL, seen_at=later(days=1)))
        with closing(sqlite3.connect(archive.file.path)) as other:
            other.execute("begin immediate")
            while not told:
                await asyncio.sleep(0)

    archive.file.patience = 0
    with archive.file.reading() as database:
        database.execute("pragma busy_timeout = 0")
    asyncio.run(looked())

    assert "locked by another process" in str(told[0])
