"""What sites are promised, read off the log of what was asked of them."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from filelock import FileLock

from crawler.cron import CHINA
from crawler.hosts import requests_of_day
from crawler.locks import host_file
from crawler.urls import host_of
from storage.archive import Archive
from tests.conftest import Done, Run, program
from tests.parts_web import paragraphs, report, worded
from tests.polite_web import LIST, Answer, Asked, PoliteWeb
from tests.sites_web import article

REPORT = "/fzzf/t2026_{}.html".format
WITH_FILE = report(worded(paragraphs(0)), '<p>附件：<a href="a.txt">一览表.txt</a></p>').decode()
FORBIDDEN = "User-agent: *\nDisallow: /\n"
WEBS: dict[str, Callable[[], PoliteWeb]] = {
    "plain": lambda: PoliteWeb(robots="User-agent: govreports\nDisallow: /fzzf/t2026_1\n"),
    "slow": lambda: PoliteWeb(robots="User-agent: *\nCrawl-delay: 0.15\n"),
    "tired": lambda: PoliteWeb(
        answers={REPORT(2): [Answer(status=503, headers={"Retry-After": "1"}), article("清河市教育局2025年度法治政府建设情况报告")]}
    ),
    "busy": lambda: PoliteWeb(answers={LIST: [Answer(status=429, headers={"Retry-After": "3600"})]}),
    "worn": lambda: PoliteWeb(6, answers={REPORT(n): [Answer(status=503)] for n in range(6)}),
    "page": lambda: PoliteWeb(robots=f"<!DOCTYPE html><html><body>\n{FORBIDDEN}</body></html>"),
    "error": lambda: PoliteWeb(robots=Answer(status=404, body=FORBIDDEN)),
    "closed": lambda: PoliteWeb(robots=FORBIDDEN),
    "broken": lambda: PoliteWeb(robots=Answer(status=500)),
    "full": lambda: PoliteWeb(robots=Answer(status=503, headers={"Retry-After": "7200"})),
    "walled": lambda: PoliteWeb(robots=Answer(status=521, body="<script>document.cookie='__jsl_clearance=1'</script>")),
    "guarded": lambda: PoliteWeb(robots=Answer(status=412), answers={LIST: [Answer(status=412)]}),
    "file": lambda: PoliteWeb(1, answers={REPORT(0): [WITH_FILE], "/fzzf/a.txt": [Answer(status=503, headers={"Retry-After": "3600"})]}),
    "budget": lambda: PoliteWeb(5),
    "night": PoliteWeb,
}
KEYS = {"plain": "delay = 0.1", "budget": "budget = 4"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one collection left: the servers' logs, the program's lines, and the incidents."""

    done: Done
    logs: dict[str, tuple[Asked, ...]]
    incidents: dict[str, set[str]]

    def line(self, site: str) -> dict[str, Any]:
        return next(line for line in self.done.json if line["site"] == f"qinghe-{site}")

    def paths(self, site: str) -> list[str]:
        return [asked.path for asked in self.logs[site]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    webs: dict[str, PoliteWeb]
    folder: Path
    run: Run

    def look(self, *arguments: str, **environment: str) -> Look:
        before = {name: len(web.log) for name, web in self.webs.items()}
        done = self.run(*arguments, "--sites", "sites.toml", "--format", "json", **environment)
        with Archive.open(self.folder / "reports.db", readonly=True) as archive:
            met = [each for each in archive.incidents() if each.ended_at is None]
        return Look(
            done=done,
            logs={name: tuple(web.log[before[name] :]) for name, web in self.webs.items()},
            incidents={name: {each.code for each in met if each.site == f"qinghe-{name}"} for name in self.webs},
        )


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("polite")
    with ExitStack() as stack:
        webs = {name: stack.enter_context(make()) for name, make in WEBS.items()}
        (folder / "sites.toml").write_text("\n".join(_row(name, web.base) for name, web in webs.items()), encoding="utf-8")
        yield Place(webs=webs, folder=folder, run=program(folder))


@pytest.fixture(scope="module")
def first(place: Place) -> Look:
    return place.look("collect")


@pytest.fixture(scope="module")
def second(place: Place, first: Look) -> Look:  # noqa: ARG001  # comes after it
    return place.look("collect", "qinghe-busy", "qinghe-full", "qinghe-budget", "qinghe-night", "--now")


def _row(name: str, base: str) -> str:
    here = datetime.now(CHINA)
    hours = f'hours = "{here + timedelta(hours=2):%H:%M}-{here + timedelta(hours=3):%H:%M}"' if name == "night" else ""
    return f"""[[site]]
id = "qinghe-{name}"
name = "清河市司法局 法治政府建设"
family = "static"
lists = ["{base}{LIST}"]
schedule = "17 6 * * *"
{KEYS.get(name, "delay = 0")}
{hours}
"""


def test_robots_txt_is_asked_for_first_and_obeyed(first: Look) -> None:
    assert first.paths("plain")[:2] == ["/robots.txt", LIST]
    assert {*first.paths("plain")[2:]} == {REPORT(0), REPORT(2)}
    assert first.line("plain")["problems"][0]["code"] == "ROBOTS"


def test_every_request_says_who_asks(first: Look) -> None:
    agents = {asked.agent.partition("/")[0] for log in first.logs.values() for asked in log}

    assert agents == {"govreports"}


def test_no_host_is_asked_two_things_at_once(first: Look) -> None:
    assert [asked for log in first.logs.values() for asked in log if asked.beside] == []


def test_delay_passes_between_the_end_of_an_answer_and_the_next_request(first: Look, place: Place) -> None:
    gaps = [after.at - before.until for before, after in zip(first.logs["plain"], first.logs["plain"][1:], strict=False)]

    assert len(gaps) == 3
    assert min(gaps) >= 0.1
    assert place.webs["plain"].gaps[:3] == gaps


def test_crawl_delay_goes_before_a_shorter_delay_of_the_row(first: Look, place: Place) -> None:
    assert len(first.logs["slow"]) == 5
    assert min(place.webs["slow"].gaps) >= 0.15


def test_host_that_asks_to_wait_a_second_is_asked_nothing_for_a_second_and_then_again(first: Look) -> None:
    log = first.logs["tired"]
    refused = next(index for index, asked in enumerate(log) if asked.status == 503)

    assert log[refused].path == REPORT(2)
    assert log[refused + 1].at - log[refused].until >= 1
    assert [asked.path for asked in log[refused + 1 :]] == [REPORT(1), REPORT(0), REPORT(2)]
    assert (first.line("tired")["new"], first.line("tired")["verdict"]) == (3, "sound")


def test_host_that_asks_to_wait_for_longer_is_left_alone_and_the_run_says_until_when(first: Look) -> None:
    (problem,) = first.line("busy")["problems"]

    assert first.paths("busy") == ["/robots.txt", LIST]
    assert (first.line("busy")["verdict"], first.incidents["busy"]) == ("red: ASKED_TO_WAIT", {"ASKED_TO_WAIT"})
    assert problem["message"].startswith("found HTTP 429 and the wish to be left alone until 20")


def test_host_that_refuses_three_times_in_a_row_is_not_asked_again_in_this_run(first: Look) -> None:
    assert [asked.status for asked in first.logs["worn"]] == [404, 200, 503, 503, 503]
    assert first.incidents["worn"] == {"ASKED_TO_WAIT"}
    assert first.line("worn")["failed"] == 0


@pytest.mark.parametrize("site", ["page", "error"])
def test_what_is_no_rules_forbids_nothing(first: Look, site: str) -> None:
    assert (first.line(site)["verdict"], first.line(site)["new"]) == ("sound", 3)


@pytest.mark.parametrize(
    ("site", "code", "asked"),
    [
        ("closed", "ROBOTS", ["/robots.txt"]),
        ("broken", "UNREACHABLE", ["/robots.txt"] * 3),
        ("full", "ASKED_TO_WAIT", ["/robots.txt"]),
        ("walled", "BLOCKED", ["/robots.txt"]),
        ("guarded", "BLOCKED", ["/robots.txt", LIST]),
    ],
)
def test_robots_txt_that_forbids_or_fails_gives_its_own_reason_and_no_page(first: Look, site: str, code: str, asked: list[str]) -> None:
    assert first.incidents[site] == {code}
    assert first.paths(site) == asked
    assert first.line(site)["new"] == 0


def test_report_whose_file_must_wait_is_left_for_the_next_run(first: Look) -> None:
    assert first.paths("file")[-2:] == [REPORT(0), "/fzzf/a.txt"]
    assert (first.line("file")["new"], first.line("file")["failed"], first.incidents["file"]) == (0, 0, {"ASKED_TO_WAIT"})


def test_budget_of_a_day_ends_a_run_in_order(first: Look, place: Place) -> None:
    with Archive.open(place.folder / "reports.db", readonly=True) as archive:
        reason = archive.runs("qinghe-budget")[-1].reason

    assert len(first.logs["budget"]) == 4
    assert (first.line("budget")["verdict"], first.line("budget")["new"], reason) == ("sound", 2, "paused")
    assert [problem["code"] for problem in first.line("budget")["problems"]] == ["BUDGET_SPENT"]
    assert first.incidents["budget"] == set()


def test_row_outside_its_hours_is_not_asked_and_a_line_says_so(first: Look) -> None:
    assert first.paths("night") == []
    assert "qinghe-night: found it outside its hours" in first.done.err
    assert "qinghe-night" not in first.done.out


def test_no_later_run_asks_before_its_time(second: Look) -> None:
    assert [second.paths(site) for site in ("busy", "full", "budget")] == [[], [], []]
    assert second.incidents["busy"] == {"ASKED_TO_WAIT"}


def test_person_may_ask_outside_the_hours_of_a_row(second: Look) -> None:
    assert second.line("night")["new"] == 3


def test_budget_holds_for_other_commands_too(place: Place, second: Look) -> None:  # noqa: ARG001  # comes after it
    web = place.webs["budget"]
    asked = len(web.log)

    done = place.run("scrape", web.base + REPORT(4), GOVREPORTS_BUDGET="4")
    probed = place.run("probe", web.base + LIST, GOVREPORTS_BUDGET="4")

    assert json.loads(done.out)["error"]["code"] == "BUDGET_SPENT"
    assert (probed.status, len(web.log)) == (1, asked)
    assert "found the 4 requests of this day made" in probed.err


def test_next_day_goes_on_where_the_budget_was_spent(place: Place, second: Look, first: Look) -> None:  # noqa: ARG001  # comes after it
    web, locks = place.webs["budget"], str(place.folder / "locks")
    now = datetime.now(UTC)
    assert requests_of_day(host_of(web.base), now, locks) >= 4
    for counted in (place.folder / "locks").glob("*.asked"):
        counted.rename(counted.with_name(counted.name.replace(f"{now.astimezone(CHINA):%Y-%m-%d}", "2026-01-01")))

    next_day = place.look("collect", "qinghe-budget")

    stored = {path for path in first.paths("budget") if path.startswith("/fzzf/t2026")}
    assert len(stored) == 2
    assert stored.isdisjoint(next_day.paths("budget"))
    assert next_day.line("budget")["new"] == 2


@pytest.mark.parametrize("command", ["scrape", "probe"])
def test_command_waits_for_the_run_that_is_at_its_host_and_says_so(govreports: Run, tmp_path: Path, command: str) -> None:
    with PoliteWeb() as web, _another_run_at(web, tmp_path, seconds=6) as end:
        done = govreports(command, web.base + LIST if command == "probe" else web.base + REPORT(0))

    assert done.err.splitlines()[0] == f"{host_of(web.base)}: found another run at it, waiting for its end"
    assert done.status == 0
    assert web.log[0].at >= end[0]


def test_redirect_to_a_host_waits_for_the_run_that_is_there(govreports: Run, tmp_path: Path) -> None:
    with PoliteWeb() as there, _another_run_at(there, tmp_path, seconds=0.8) as end:
        moved = Answer(status=302, headers={"Location": there.base + REPORT(0)})
        with PoliteWeb(answers={"/moved.html": [moved]}) as web:
            done = govreports("scrape", f"{web.base}/moved.html")

    assert done.json[0]["kind"] == "report"
    assert there.log[0].at >= end[0]
    assert web.paths == ["/robots.txt", "/moved.html"]


@contextmanager
def _another_run_at(web: PoliteWeb, folder: Path, *, seconds: float) -> Iterator[list[float]]:
    """Hold a host's lock as another process would, for so long, and give when that was over."""
    ended: list[float] = []
    lock = FileLock(host_file(host_of(web.base), "lock", str(folder / "locks")), thread_local=False)
    lock.acquire()

    def end() -> None:
        ended.append(time.monotonic())
        lock.release()

    timer = Timer(seconds, end)
    timer.start()
    yield ended
    timer.join()
