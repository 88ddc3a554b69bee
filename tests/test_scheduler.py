import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from crawler.demo.web import DemoWeb
from crawler.hours import opens_at
from crawler.model import Site
from crawler.watched import WatchedRows
from scheduler import Clock, overdue
from storage.archive import Archive
from tests.conftest import ROOT, Run

DAILY = Site(id="qingxi-sfj", name="青溪市司法局", family="truecms", lists=("http://sfj.qingxi.gov.cn/",), schedule="17 6 * * *")
WEEKLY = replace(DAILY, id="yunlan-sfj", schedule="0 4 * * 1")
MONDAY = datetime(2026, 3, 2, 6, 17, tzinfo=UTC) - timedelta(hours=8)  # 06:17 in Shanghai


def ran(archive: Archive, site: Site, at: datetime, reason: str = "finished") -> None:
    run = archive.begin_run(site.id, at=at)
    archive.end_run(run.id, at=at, reason=reason, verdict="sound", counts={}, problems=[])


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


def test_run_that_was_stopped_by_our_wish_leaves_its_row_as_due_as_it_was(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        ran(archive, DAILY, MONDAY)
        ran(archive, DAILY, MONDAY + timedelta(days=1), reason="shutdown")
        ran(archive, WEEKLY, MONDAY + timedelta(hours=2), reason="timed_out")

        assert overdue([DAILY, WEEKLY], archive, MONDAY + timedelta(days=1, hours=1)) == [WEEKLY, DAILY]


def test_run_from_a_time_that_is_still_to_come_does_not_count(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        ran(archive, DAILY, MONDAY)
        ran(archive, DAILY, MONDAY + timedelta(days=9000))  # the machine's clock was wrong then

        assert overdue([DAILY], archive, MONDAY + timedelta(hours=23)) == []
        assert overdue([DAILY], archive, MONDAY + timedelta(hours=24)) == [DAILY]


def told_nothing(*_: object) -> None:
    """Hear of what no test here asks for."""


def test_clock_finds_a_paused_row_due_again_though_nobody_has_written_since(tmp_path: Path) -> None:
    rows = WatchedRows(tmp_path, lambda: [DAILY], told_nothing)
    with Archive.open(tmp_path / "reports.db") as archive:
        ran(archive, DAILY, MONDAY)
        ran(archive, DAILY, MONDAY + timedelta(days=1), reason="paused")
        clock = Clock(rows, archive, {}, told_nothing, told_nothing)

        lined_up = [clock._line_up(MONDAY + timedelta(days=1, minutes=minutes)) for minutes in (1, 59, 62)]  # noqa: SLF001  # without crawls

    assert lined_up == [False, False, True]


def test_what_may_not_start_any_more_is_left_by_a_clock_that_runs_once(tmp_path: Path) -> None:
    night = replace(DAILY, hours="06:00-07:00")
    rows = WatchedRows(tmp_path, lambda: [night], told_nothing)
    with Archive.open(tmp_path / "reports.db") as archive:
        clock = Clock(rows, archive, {}, told_nothing, told_nothing, [opens_at])

        lined_up = [clock._line_up(MONDAY + timedelta(minutes=minutes), MONDAY) for minutes in (1, 60)]  # noqa: SLF001  # without crawls

    assert lined_up == [True, False]


@pytest.fixture
def slow_rows(web: DemoWeb, tmp_path: Path) -> Path:
    """Rows whose crawls are still at work for minutes after they began, and a hundred that wait for them."""
    path = tmp_path / "slow.toml"
    slow = web.rows().replace("delay = 0", "delay = 20")
    waiting = "".join(slow.replace('-sfj"', f'-sfj-{number}"') for number in range(20))
    path.write_text(slow + waiting, encoding="utf-8")
    return path


def clock(
    folder: Path, rows: Path, *options: str, stderr: Path | None = None, program: Sequence[str] = ("scheduler.py",)
) -> subprocess.Popen[bytes]:
    command = [sys.executable, *program, "--sites", str(rows), "--archive", str(folder / "reports.db"), *options]
    environment = {**os.environ, "GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_LOCKS": str(folder / "locks")}
    with (stderr or Path(os.devnull)).open("wb") as said:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=said)


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def is_at_work(process: psutil.Process) -> bool:
    # a container's first process may not bury the dead, which then stay as zombies
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_clock_ends_within_five_seconds_and_leaves_no_half_run_and_no_child(
    web: DemoWeb, slow_rows: Path, tmp_path: Path, number: signal.Signals
) -> None:
    process = clock(tmp_path, slow_rows)
    wait_until(lambda: len({request.site for request in web.log}) == len(web.sites))
    family = psutil.Process(process.pid).children(recursive=True)
    asked = time.monotonic()

    process.send_signal(number)

    assert process.wait(timeout=10) == 0
    assert time.monotonic() - asked < 5
    assert len(family) > len(web.sites)
    wait_until(lambda: not any(map(is_at_work, family)))
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        assert len(archive.runs()) == len(web.sites)
        assert [run for run in archive.runs() if run.ended_at is None] == []


def test_collection_that_is_asked_to_end_leaves_no_half_run_and_no_incident(web: DemoWeb, slow_rows: Path, tmp_path: Path) -> None:
    process = clock(tmp_path, slow_rows, program=["-m", "crawler", "collect"])
    wait_until(lambda: len({request.site for request in web.log}) == len(web.sites))

    process.terminate()

    assert process.wait(timeout=10) == 1
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        assert {run.reason for run in archive.runs()} == {"shutdown"}
        assert archive.incidents() == []


def test_what_is_overdue_at_start_runs_at_once_and_only_once(web: DemoWeb, rows: Path, tmp_path: Path, govreports: Run) -> None:
    before = govreports("sites", "--sites", rows, "--format", "json").json
    assert govreports("schedule", "--once", "--sites", rows).status == 0
    collected = len(web.log)

    again = govreports("schedule", "--once", "--quiet", "--sites", rows)

    assert (again.status, again.out, again.err) == (0, "", "")
    assert collected > 0
    assert len(web.log) == collected
    starts = [row["next"] for row in govreports("sites", "--sites", rows, "--format", "json").json]
    assert [moment.endswith("+08:00") and datetime.fromisoformat(moment) > datetime.now(UTC) for moment in starts] == [True] * len(
        web.sites
    )
    assert [row for row in before if "next" in row] == []
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        assert {run.site: run.verdict for run in archive.runs()} == {site.id: "sound" for site in web.sites}


def test_two_clocks_run_every_row_once_and_no_two_of_one_host_together(rows: Path, tmp_path: Path) -> None:
    first = rows.read_text(encoding="utf-8").split("[[site]]")[1]
    rows.write_text("".join(f"[[site]]{first.replace('qingxi-sfj', f'qingxi-sfj-{word}')}" for word in "abcd"), encoding="utf-8")

    clocks = [clock(tmp_path, rows, "--once") for _ in range(2)]

    assert [process.wait(timeout=120) for process in clocks] == [0, 0]
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        spans = sorted((run.started_at, run.ended_at, run.site) for run in archive.runs())
    assert sorted(site for _, _, site in spans) == [f"qingxi-sfj-{word}" for word in "abcd"]
    assert all(ended is not None and ended <= begun for (_, ended, _), (begun, _, _) in pairwise(spans))


def test_rows_are_read_again_when_their_file_changes(web: DemoWeb, rows: Path, tmp_path: Path) -> None:
    first, second = (f"[[site]]{text}" for text in rows.read_text(encoding="utf-8").split("[[site]]")[1:3])
    rows.write_text(first, encoding="utf-8")
    said = tmp_path / "said"
    process = clock(tmp_path, rows, "-v", stderr=said)
    wait_until(lambda: "nothing to do until" in said.read_text(encoding="utf-8"))

    rows.write_text(f"{first}\nschedul = 1\n", encoding="utf-8")
    wait_until(lambda: "unknown keys" in said.read_text(encoding="utf-8"))
    rows.write_text(first + second, encoding="utf-8")
    wait_until(lambda: len({request.site for request in web.log}) == 2)
    process.terminate()

    assert process.wait(timeout=20) == 0
    (complaint,) = [line for line in said.read_text(encoding="utf-8").splitlines() if "unknown keys" in line]
    assert complaint == "govreports: sites.toml: site 'qingxi-sfj': unknown keys ['schedul']; the rows stay as they were"
