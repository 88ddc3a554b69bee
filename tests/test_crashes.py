"""A crawl that crashes, is killed or hangs harms no other, be it taken along by the process that started it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import pytest

from crawler.demo.bureau import Answer
from crawler.model import COUNTS, Site
from crawler.verdict import died, judge
from storage.archive import Archive
from tests.conftest import ROOT
from tests.sites_web import LocalWeb, Request, article, page, reports, rows

SITE = Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=("https://sfj.qinghe.gov.cn/",), schedule="17 6 * * *")
NONE = dict.fromkeys(COUNTS, 0)


@pytest.mark.parametrize(
    ("status", "is_late", "reason", "code"),
    [
        (1, False, "crashed", "CRASHED"),  # an exception, such as a module that cannot be imported or no memory
        (-signal.SIGSEGV, False, "crashed", "CRASHED"),
        (None, False, "crashed", "CRASHED"),
        (-signal.SIGKILL, False, "killed", "KILLED"),
        (-signal.SIGKILL, True, "timed_out", "TIMED_OUT"),
    ],
)
def test_end_of_a_process_tells_what_became_of_its_crawl(status: int | None, is_late: bool, reason: str, code: str) -> None:
    outcome = died(SITE, NONE, status, is_late=is_late)

    assert (outcome.reason, outcome.verdict, [problem.code for problem in outcome.incidents]) == (reason, f"red: {code}", [code])


def test_crawl_that_ended_in_order_at_its_limit_is_told_as_such() -> None:
    outcome = judge(SITE, "closespider_timeout", {"govreports/seen": 40})

    assert (outcome.reason, outcome.verdict, outcome.counts["seen"]) == ("timed_out", "red: TIMED_OUT", 40)


class BureauWeb(LocalWeb):
    """A bureau with two reports that does something when its list is asked for."""

    def __init__(self, act: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._act = act

    def answer(self, request: Request) -> Answer:
        if request.path == "/robots.txt":
            return Answer(body="", status=404)
        if request.path != "/fzzf/":
            return Answer(body=article(reports(1)[0]))
        if self._act is not None:
            self._act()
        return Answer(body=page(rows("/fzzf/", reports(2)), column="法治政府建设"))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive that a clock can be told to write to, made before it starts."""
    Archive.open(tmp_path / "reports.db").close()
    return tmp_path / "reports.db"


def test_crawls_that_die_or_hang_harm_no_other(archive: Path) -> None:
    rows_file = archive.with_name("sites.toml")

    def strike(site: str, number: int) -> Callable[[], None]:
        return lambda: os.kill(crawl_of(archive, site), number)

    def hang() -> None:
        wait_for(archive, "hung-sfj")

    def orphan() -> None:
        wait_for(archive, "crash-sfj", "kill-sfj")  # whose ends are told by the process that forks all crawls
        forking = psutil.Process(crawl_of(archive, "orphan-sfj")).parent()
        assert forking is not None
        assert "forkserver" in " ".join(forking.cmdline())
        forking.kill()

    acts = {
        "broken-edit-sfj": lambda: write(rows_file, "[[site"),  # a file of rows half written while the others wait
        "crash-sfj": strike("crash-sfj", signal.SIGSEGV),
        "kill-sfj": strike("kill-sfj", signal.SIGKILL),
        "hung-sfj": hang,
        "orphan-sfj": orphan,
        **dict.fromkeys(["sound-sfj-1", "sound-sfj-2", "sound-sfj-3", "sound-sfj-4"]),
    }
    with ExitStack() as open_webs:
        webs = {name: open_webs.enter_context(BureauWeb(act)) for name, act in acts.items()}
        write(rows_file, "".join(row(name, web.base) for name, web in webs.items()))
        status = run_due(archive)

    with Archive.open(archive, readonly=True) as opened:
        verdicts = {run.site: (run.reason, run.verdict) for run in opened.runs()}
        problems = [problem for run in opened.runs() for problem in run.problems]
        incidents = {(each.site, each.code) for each in opened.incidents()}
        assert len(opened.runs()) == len(acts)
    broken = {"crash-sfj": ("crashed", "CRASHED"), "kill-sfj": ("killed", "KILLED"), "hung-sfj": ("timed_out", "TIMED_OUT")}
    assert status == 0
    assert {name: verdicts.pop(name) for name in broken} == {name: (reason, f"red: {code}") for name, (reason, code) in broken.items()}
    assert set(verdicts.values()) == {("finished", "sound")}, problems
    assert incidents == {(name, code) for name, (_, code) in broken.items()}


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def row(name: str, base: str) -> str:
    """Return a row, whose time limit is that of the environment if it hangs."""
    limit = "" if name == "hung-sfj" else "run_minutes = 9"
    keys = f'id = "{name}"\nname = "清河市司法局"\nfamily = "static"\nlists = ["{base}/fzzf/"]\nschedule = "17 6 * * *"\ndelay = 0'
    return f"[[site]]\n{keys}\n{limit}\n"


def run_due(archive: Path) -> int:
    command = [sys.executable, "-m", "crawler", "schedule", "--once", "--sites", "sites.toml", "--archive", "reports.db"]
    ours = {"GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_LOCKS": "locks", "GOVREPORTS_RUN_MINUTES": "0.02", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=archive.parent, env={**os.environ, **ours}, stderr=subprocess.DEVNULL, timeout=200, check=False
    ).returncode


def crawl_of(archive: Path, site: str) -> int:
    """Return the process of the run of a site that is at work."""
    with closing(sqlite3.connect(archive)) as database:
        (number,) = database.execute("select pid from runs where site = ? and ended_at is null", [site]).fetchone()
    return int(number)


def wait_for(archive: Path, *sites: str) -> None:
    """Wait until the ledger knows how the runs of sites ended."""
    deadline = time.monotonic() + 60
    sql = "select count(*) from runs where ended_at is not null and site in (select value from json_each(?))"
    with closing(sqlite3.connect(archive)) as database:
        while database.execute(sql, [json.dumps(sites)]).fetchone()[0] < len(sites) and time.monotonic() < deadline:
            time.sleep(0.05)
