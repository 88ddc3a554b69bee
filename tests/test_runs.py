import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from crawler.errors import ArchiveError
from crawler.ledger import Ledger
from crawler.model import NotModified, Problem, Run
from crawler.urls import identity
from storage.archive import Archive
from tests.made import START, URL, later, made_entry, made_report

ROOT = Path(__file__).parent.parent
BEGIN = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from storage.archive import Archive
from tests.made import made_report

archive = Archive.open(Path(sys.argv[1]))
at = datetime.fromisoformat(sys.argv[2])
run = archive.begin_run("qinghe-sfj", at=at)
for url in sys.argv[3:]:
    archive.record(made_report(url), run=run.id, at=at)
print(run.id, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def killed_run(archive: Archive, at: datetime, *urls: str) -> str:
    """Begin a run in another process, look at some addresses and die of SIGKILL; return the run's id."""
    arguments = [sys.executable, "-c", BEGIN, str(archive.file.path), at.isoformat(), *urls]
    return subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, check=False).stdout.decode().strip()


def end(archive: Archive, run: Run, reason: str = "finished", at: datetime = START) -> None:
    archive.end_run(run.id, at=at, reason=reason, verdict="sound", counts={"seen": 20, "kept": 3, "new": 1}, problems=("PARSE_EMPTY 甲",))


def test_run_that_ended_is_kept_whole(archive: Archive) -> None:
    run = archive.begin_run("qinghe-sfj", at=START)

    end(archive, run, at=later(minutes=3))

    assert archive.runs() == [
        Run(
            id=run.id,
            site="qinghe-sfj",
            started_at=START,
            since=START,
            ended_at=later(minutes=3),
            reason="finished",
            verdict="sound",
            seen=20,
            kept=3,
            new=1,
            changed=0,
            unchanged=0,
            reextracted=0,
            failed=0,
            held=0,
            walk="cut",
            problems=("PARSE_EMPTY 甲",),
        )
    ]


def test_run_keeps_what_it_asked_for_and_let_be(archive: Archive) -> None:
    ledger = Ledger(asked={"requests": 24, "answers": {"2xx": 22}, "bytes": 1234}, skipped={"title": 9}, stats={"item_scraped_count": 3})
    run = archive.begin_run("qinghe-sfj", at=START)

    archive.end_run(run.id, at=START, reason="finished", verdict="sound", counts={}, problems=(), ledger=ledger)

    (kept,) = archive.runs()
    assert (kept.asked, kept.skipped, kept.stats) == (ledger.asked, ledger.skipped, ledger.stats)


def test_numbers_of_scrapy_are_kept_of_the_last_ten_runs_of_a_row(archive: Archive) -> None:
    for site, runs in (("lushan-sfj", 1), ("qinghe-sfj", 12)):
        for day in range(runs):
            run = archive.begin_run(site, at=later(days=day))
            ledger = Ledger(asked={"requests": day}, stats={"retry/count": day})
            archive.end_run(run.id, at=run.started_at, reason="finished", verdict="", counts={}, problems=(), ledger=ledger)

    kept = archive.runs("qinghe-sfj")

    assert [each.stats.get("retry/count") for each in kept] == [*range(11, 1, -1), None, None]
    assert [each.asked for each in kept][-1] == {"requests": 0}
    assert archive.runs("lushan-sfj")[0].stats == {"retry/count": 0}


def test_runs_come_newest_first_and_by_site(archive: Archive) -> None:
    ids = {site: archive.begin_run(site, at=later(hours=hour)).id for hour, site in enumerate(["qinghe-sfj", "lushan-sfj"])}

    assert [run.id for run in archive.runs()] == [ids["lushan-sfj"], ids["qinghe-sfj"]]
    assert [run.id for run in archive.runs("qinghe-sfj")] == [ids["qinghe-sfj"]]
    assert archive.runs("nobody") == []


def test_two_runs_begun_at_one_moment_have_two_ids(archive: Archive) -> None:
    assert archive.begin_run("qinghe-sfj", at=START).id != archive.begin_run("qinghe-sfj", at=START).id


def test_run_never_begun_cannot_end(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match=r"run 'nothing': found no such run"):
        archive.end_run("nothing", at=START, reason="finished", verdict="sound", counts={}, problems=())


def test_last_start_of_a_site_is_told(archive: Archive) -> None:
    archive.begin_run("qinghe-sfj", at=START)
    archive.begin_run("qinghe-sfj", at=later(hours=5))

    assert archive.began(["qinghe-sfj", "lushan-sfj"], now=later(hours=6)) == {"qinghe-sfj": later(hours=5)}


def test_killed_run_is_ended_with_what_its_looks_tell_and_its_walk_goes_on(archive: Archive) -> None:
    killed = killed_run(archive, START, URL, "https://www.qinghe.gov.cn/2.html")

    run = archive.begin_run("qinghe-sfj", at=later(hours=2))

    before = archive.runs()[1]
    assert run.since == START
    assert (before.id, before.reason, before.ended_at, before.new, before.unchanged) == (killed, "killed", START, 2, 0)
    assert archive.looked_at_since("qinghe-sfj", run.since) == {identity(URL), identity("https://www.qinghe.gov.cn/2.html")}


def test_walk_goes_on_over_several_kills(archive: Archive) -> None:
    urls = [f"https://www.qinghe.gov.cn/{number}.html" for number in range(3)]
    for hour, url in enumerate(urls):
        killed_run(archive, later(hours=hour), url)

    run = archive.begin_run("qinghe-sfj", at=later(hours=4))

    assert run.since == START
    assert archive.looked_at_since("qinghe-sfj", run.since) == {identity(url) for url in urls}
    assert [each.reason for each in archive.runs()] == [None, "killed", "killed", "killed"]


def test_walk_that_began_a_day_ago_starts_anew(archive: Archive) -> None:
    killed_run(archive, START)

    assert archive.begin_run("qinghe-sfj", at=later(hours=24)).since == later(hours=24)


def test_walk_that_was_paused_goes_on_for_a_week(archive: Archive) -> None:
    run = archive.begin_run("qinghe-sfj", at=START)
    archive.end_run(run.id, at=later(hours=1), reason="paused", verdict="sound", counts={}, problems=[])

    assert archive.begin_run("qinghe-sfj", at=later(days=6)).since == START


def test_run_that_was_paused_is_due_again_after_an_hour_unless_the_host_asked_for_it(archive: Archive) -> None:
    for site, verdict in (("qinghe-sfj", "sound"), ("lushan-sfj", "red: ASKED_TO_WAIT")):
        run = archive.begin_run(site, at=START)
        archive.end_run(run.id, at=later(minutes=5), reason="paused", verdict=verdict, counts={}, problems=[])

    assert archive.began(["qinghe-sfj", "lushan-sfj"], now=later(minutes=59)) == {"qinghe-sfj": START, "lushan-sfj": START}
    assert archive.began(["qinghe-sfj", "lushan-sfj"], now=later(minutes=61)) == {"lushan-sfj": START}


def test_walk_that_was_asked_to_stop_goes_on(archive: Archive) -> None:
    end(archive, archive.begin_run("qinghe-sfj", at=START), reason="shutdown")

    assert archive.begin_run("qinghe-sfj", at=later(hours=1)).since == START


def test_walk_that_was_finished_starts_anew(archive: Archive) -> None:
    killed_run(archive, START)
    end(archive, archive.begin_run("qinghe-sfj", at=later(hours=1)))

    assert archive.begin_run("qinghe-sfj", at=later(hours=2)).since == later(hours=2)


def test_walk_of_another_site_is_not_taken_over(archive: Archive) -> None:
    killed_run(archive, START)

    assert archive.begin_run("lushan-sfj", at=later(hours=1)).since == later(hours=1)
    assert [run.reason for run in archive.runs("qinghe-sfj")] == [None]


def test_living_run_is_left_to_itself(archive: Archive) -> None:
    first = archive.begin_run("qinghe-sfj", at=START)

    second = archive.begin_run("qinghe-sfj", at=later(hours=1))

    assert second.since == later(hours=1)
    assert [(run.id, run.ended_at) for run in archive.runs()] == [(second.id, None), (first.id, None)]


def test_dead_runs_of_all_sites_are_ended_on_request_and_still_go_on(archive: Archive) -> None:
    killed_run(archive, START, URL)
    living = archive.begin_run("lushan-sfj", at=START)

    archive.end_dead_runs(later(minutes=1))

    assert {run.id: run.reason for run in archive.runs()}[living.id] is None
    assert [run.reason for run in archive.runs("qinghe-sfj")] == ["killed"]
    assert archive.begin_run("qinghe-sfj", at=later(hours=1)).since == START


def test_child_that_is_dead_but_not_yet_waited_for_is_gone(archive: Archive) -> None:
    arguments = [sys.executable, "-c", BEGIN, str(archive.file.path), START.isoformat()]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

        assert archive.begin_run("qinghe-sfj", at=later(hours=1)).since == START


def test_process_id_used_again_is_another_process(archive: Archive) -> None:
    archive.begin_run("qinghe-sfj", at=START)
    with archive.file.writing() as database:
        database.execute("update runs set process_started = process_started - 3600")

    assert archive.begin_run("qinghe-sfj", at=later(hours=1)).since == START


def test_run_of_another_machine_is_believed_alive_for_a_day(archive: Archive) -> None:
    archive.begin_run("qinghe-sfj", at=START)
    with archive.file.writing() as database:
        database.execute("update runs set host = ?, pid = 1", [socket.gethostname() + "-2"])

    assert archive.begin_run("qinghe-sfj", at=later(hours=23)).since == later(hours=23)
    assert archive.begin_run("qinghe-sfj", at=later(hours=25)).since == later(hours=25)
    assert [run.reason for run in archive.runs()][2] == "killed"


def test_looks_of_a_walk_are_those_of_its_site_that_asked_the_server(archive: Archive) -> None:
    asked = "https://www.qinghe.gov.cn/old/1024.html"
    before = archive.begin_run("qinghe-sfj", at=START)
    archive.record(made_report("https://www.qinghe.gov.cn/0.html"), run=before.id, at=START)
    run = archive.begin_run("qinghe-sfj", at=later(hours=1))
    other = archive.begin_run("lushan-sfj", at=later(hours=1))
    archive.record(made_report(entry=made_entry(asked)), run=run.id, at=later(hours=1))
    archive.look(NotModified(url="https://www.qinghe.gov.cn/0.html", seen_at=later(hours=1)), run=run.id)
    archive.record(made_report("https://www.lushan.gov.cn/1.html"), run=other.id, at=later(hours=1))
    archive.record(made_report("https://www.qinghe.gov.cn/scraped.html"), run=None, at=later(hours=1))
    archive.record(made_report("https://www.qinghe.gov.cn/reread.html"), run=None, at=START)
    archive.record_reread(made_report("https://www.qinghe.gov.cn/reread.html", text="重读"), run=run.id, at=later(hours=1))

    looked_at = archive.looked_at_since("qinghe-sfj", run.since)

    assert looked_at == {identity(URL), identity(asked), identity("https://www.qinghe.gov.cn/0.html")}


CRASHED = Problem("CRASHED", "qinghe-sfj", "found that its process ended with status -11, expected it to report")


def settle(archive: Archive, *, since: datetime = START, reason: str = "crashed") -> None:
    counts = {"seen": 20, "kept": 3, "failed": 1, "new": 99}
    told = Problem("TIMED_OUT", "qinghe-sfj", "found it at work") if reason == "timed_out" else CRASHED
    archive.settle_run("qinghe-sfj", since=since, at=later(minutes=9), reason=reason, verdict="red", counts=counts, problems=[told])


def test_crawl_that_never_began_its_run_is_a_run_all_the_same(archive: Archive) -> None:
    end(archive, archive.begin_run("qinghe-sfj", at=later(hours=-2)))

    settle(archive)

    run, _ = archive.runs()
    assert (run.started_at, run.ended_at, run.reason, run.problems) == (START, later(minutes=9), "crashed", (str(CRASHED),))
    assert [(each.code, each.message) for each in archive.incidents()] == [("CRASHED", CRASHED.message)]
    assert archive.began(["qinghe-sfj"], now=later(hours=1)) == {"qinghe-sfj": START}


def test_run_of_a_crawl_that_is_gone_ends_as_was_heard_of_it(archive: Archive) -> None:
    killed_run(archive, later(seconds=1), URL)

    settle(archive)

    (run,) = archive.runs()
    assert (run.reason, run.ended_at, run.seen, run.kept, run.failed, run.new) == ("crashed", later(minutes=9), 20, 3, 1, 1)
    assert [each.code for each in archive.incidents()] == ["CRASHED"]


def test_crawl_that_wrote_its_end_itself_is_left_as_it_is(archive: Archive) -> None:
    end(archive, archive.begin_run("qinghe-sfj", at=later(seconds=1)))

    settle(archive)

    assert [(run.reason, run.verdict) for run in archive.runs()] == [("finished", "sound")]
    assert archive.incidents() == []


@pytest.mark.parametrize(("days", "goes_on"), [(7, True), (9, False)])
def test_walk_that_its_time_limit_ended_goes_on_within_eight_days(archive: Archive, days: int, goes_on: bool) -> None:
    settle(archive, reason="timed_out")

    assert (archive.begin_run("qinghe-sfj", at=later(days=days)).since == START) == goes_on


def test_what_another_connection_writes_is_noticed(archive: Archive) -> None:
    before = archive.state()
    unchanged = archive.state()
    with Archive.open(archive.file.path) as other:
        other.begin_run("qinghe-sfj", at=START)

    assert (unchanged == before, archive.state() == before) == (True, False)


def test_walk_of_a_clock_that_was_put_back_is_not_gone_on_with(archive: Archive) -> None:
    end(archive, archive.begin_run("qinghe-sfj", at=later(days=3000)), reason="paused", at=later(days=3000))

    assert archive.begin_run("qinghe-sfj", at=START).since == START
