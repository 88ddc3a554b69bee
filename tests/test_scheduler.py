from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.model import Site
from scheduler import overdue
from storage.archive import Archive

DAILY = Site(id="qingxi-sfj", name="青溪市司法局", family="truecms", lists=("http://sfj.qingxi.gov.cn/",), schedule="17 6 * * *")
WEEKLY = replace(DAILY, id="yunlan-sfj", schedule="0 4 * * 1")
MONDAY = datetime(2026, 3, 2, 6, 17, tzinfo=UTC) - timedelta(hours=8)  # 06:17 in Shanghai


def ran(archive: Archive, site: Site, at: datetime) -> None:
    run = archive.begin_run(site.id, at=at)
    archive.end_run(run.id, at=at, reason="finished", verdict="sound", counts={}, problems=[])


def test_row_that_never_ran_is_overdue(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        assert overdue([DAILY], archive, MONDAY) == [DAILY]


def test_row_that_ran_since_its_line_came_up_is_not_overdue(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        ran(archive, DAILY, MONDAY)

        assert overdue([DAILY], archive, MONDAY + timedelta(hours=23)) == []
        assert overdue([DAILY], archive, MONDAY + timedelta(hours=24, seconds=1)) == [DAILY]


def test_lines_are_read_in_shanghai_time(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        ran(archive, DAILY, MONDAY - timedelta(minutes=10))

        assert overdue([DAILY], archive, MONDAY - timedelta(minutes=1)) == []
        assert overdue([DAILY], archive, MONDAY) == [DAILY]


def test_week_of_downtime_is_one_run_a_row_most_overdue_first(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        ran(archive, DAILY, MONDAY)
        ran(archive, WEEKLY, MONDAY - timedelta(days=7))

        due = overdue([DAILY, WEEKLY], archive, MONDAY + timedelta(days=7))

    assert due == [WEEKLY, DAILY]


def test_monday_is_one_in_a_line_as_in_every_other_cron(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        ran(archive, WEEKLY, MONDAY - timedelta(days=1))  # a Sunday

        assert overdue([WEEKLY], archive, MONDAY - timedelta(hours=3)) == []  # Monday 03:17
        assert overdue([WEEKLY], archive, MONDAY) == [WEEKLY]
