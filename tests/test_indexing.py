"""When the search finds what a run stores."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import psutil

from crawler.errors import ArchiveError
from crawler.model import COUNTS, Report
from pipelines.indexing import Indexing
from storage.archive import Archive
from tests.made import made_report

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def _report(number: int) -> Report:
    return made_report(f"https://www.x.gov.cn/{number}.html", text=f"海安市第{number}次推进法治政府建设。")


def _indexed(archive: Archive) -> int:
    with archive.file.reading() as database:
        return int(database.execute("select count(*) from searchable").fetchone()[0])


def test_what_no_run_has_stored_is_found_at_once(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        archive.record(_report(1), run=None, at=AT)

        assert _indexed(archive) == 1


def test_end_of_a_run_leaves_nothing_unfound(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        run = archive.begin_run("haian-sfj", at=AT).id
        for number in range(60):
            archive.record(_report(number), run=run, at=AT)
        before = _indexed(archive)
        archive.end_run(run, at=AT, reason="finished", verdict="sound", counts=dict.fromkeys(COUNTS, 0), problems=[])

        assert (before, _indexed(archive)) == (0, 60)


def test_what_a_killed_run_has_stored_is_found_once_that_is_seen(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        run = archive.begin_run("haian-sfj", at=AT).id
        archive.record(_report(1), run=run, at=AT)
        with archive.file.writing() as database:
            database.execute("update runs set process_started = process_started - 100 where pid = ?", [psutil.Process().pid])
    with Archive.open(tmp_path / "a.db") as archive:
        archive.end_dead_runs(AT)

        assert _indexed(archive) == 1


def test_pause_between_pages_is_used(tmp_path: Path) -> None:
    failures: list[ArchiveError] = []

    async def crawl(archive: Archive) -> int:
        run = archive.begin_run("haian-sfj", at=AT).id
        indexing = Indexing(archive, failures.append)
        for number in range(40):
            archive.record(_report(number), run=run, at=AT)
            indexing.come()
        before = _indexed(archive)
        while _indexed(archive) < 40:
            await asyncio.sleep(0.05)
        indexing.leave()
        return before

    with Archive.open(tmp_path / "a.db") as archive:
        before = asyncio.run(asyncio.wait_for(crawl(archive), 20))

    assert (before, failures) == (0, [])
