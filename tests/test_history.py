"""What the archive tells of a row when a run of it ends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from crawler.ledger import History, Ledger, Share
from crawler.model import Run
from storage.archive import Archive
from storage.history import history_of
from tests.made import SITE, START, TEXT, later, made_entry, made_report

BASE = "https://www.qinghe.gov.cn/zwgk/fzzf"
LONG = TEXT * 2


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def ran(archive: Archive, at: datetime, seen: int, *, verdict: str = "sound", whole: bool = True, row: str = "a") -> Run:
    run = archive.begin_run(SITE.id, at=at)
    counts = {"seen": seen}
    archive.end_run(
        run.id, at=at, reason="finished", verdict=verdict, counts=counts, problems=(), ledger=Ledger(row=row), whole=whole, complete=False
    )
    return run


def store(archive: Archive, run: Run, numbers: range, **changes: object) -> None:
    for number in numbers:
        values: dict[str, object] = {"text": f"{LONG}第{number}号", "site": SITE, **changes}
        archive.record(made_report(f"{BASE}/{number}.html", **values), run=run.id, at=run.started_at)


def history(archive: Archive, run: Run, row: str = "a") -> History:
    return history_of(archive.file, run, row=row, at=run.started_at)


def test_first_run_of_a_row_has_no_history(archive: Archive) -> None:
    run = archive.begin_run(SITE.id, at=START)

    assert history(archive, run) == History(day=date(2026, 3, 2), since=date(2026, 3, 2))


def test_day_is_that_of_china(archive: Archive) -> None:
    run = archive.begin_run(SITE.id, at=later(hours=15))

    assert (history(archive, run).day, history(archive, run).since) == (date(2026, 3, 3), date(2026, 3, 3))


def test_entries_seen_are_those_of_the_last_five_whole_sound_runs_of_the_row_as_it_is(archive: Archive) -> None:
    for day, seen in enumerate(range(20, 27)):
        ran(archive, later(days=day), seen)
    ran(archive, later(days=8), 3, verdict="red: SHRUNK")
    ran(archive, later(days=9), 4, whole=False)
    ran(archive, later(days=10), 90, row="b")

    run = archive.begin_run(SITE.id, at=later(days=11))

    assert history(archive, run).seen == (26, 25, 24, 23, 22)
    assert history(archive, run, row="b").seen == (90,)


def test_reports_of_a_run_are_compared_with_those_before(archive: Archive) -> None:
    store(archive, ran(archive, START, 20), range(10))
    run = archive.begin_run(SITE.id, at=later(days=1))
    store(archive, run, range(10, 16), published_at=None)

    fields = history(archive, run).fields

    assert fields == {
        "title": (Share(6, 6), Share(10, 10)),
        "published_at": (Share(0, 6), Share(10, 10)),
        "text": (Share(6, 6), Share(10, 10)),
    }


def test_reports_that_come_one_by_one_are_compared_together(archive: Archive) -> None:
    store(archive, ran(archive, START, 20), range(10))
    for number in range(10, 15):
        run = archive.begin_run(SITE.id, at=later(days=number))
        store(archive, run, range(number, number + 1), text=f"见附件{number}")

    assert history(archive, run).fields["text"] == (Share(0, 5), Share(10, 10))


def test_run_that_reads_otherwise_what_is_held_is_compared(archive: Archive) -> None:
    store(archive, ran(archive, START, 20), range(10), published_at=None)
    run = archive.begin_run(SITE.id, at=later(days=1))
    for number in range(10):
        again = made_report(f"{BASE}/{number}.html", text=f"{LONG}第{number}号", site=SITE)
        archive.record_reread(again, run=run.id, at=later(days=1))

    assert history(archive, run).fields["published_at"] == (Share(10, 10), Share(0, 0))


def test_run_that_brought_nothing_compares_nothing(archive: Archive) -> None:
    store(archive, ran(archive, START, 20), range(10))
    run = archive.begin_run(SITE.id, at=later(days=1))
    store(archive, run, range(3))

    assert history(archive, run).fields == {}


def test_years_are_those_of_the_reports_with_the_first_day_of_each(archive: Archive) -> None:
    run = archive.begin_run(SITE.id, at=START)
    store(archive, run, range(1), report_year=2024, published_at="2025-03-28T09:00+08:00")
    store(archive, run, range(1, 2), report_year=2024, published_at="2025-01-20")
    store(archive, run, range(2, 3), report_year=2025, published_at=None)
    store(archive, run, range(3, 4), report_year=2023, kind="notice")
    store(archive, run, range(4, 5), report_year=None)
    store(archive, run, range(5, 6), report_year=2022, site=replace(SITE, id="lushan-sfj"))

    assert history(archive, run).reports == {2024: date(2025, 1, 20), 2025: date(2026, 3, 2)}


def test_days_listed_come_once_the_newest_first(archive: Archive) -> None:
    days = ["2026-02-01", "2026-03-01", "2026-02-01", None, "2026-13-99"]
    entries = [made_entry(f"{BASE}/{number}.html", date=day) for number, day in enumerate(days)]
    archive.list_entries(SITE.id, entries, at=START)

    run = archive.begin_run(SITE.id, at=START)

    assert history(archive, run).listed == (date(2026, 3, 1), date(2026, 2, 1))
