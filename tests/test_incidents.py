"""What is broken, since when and why, in the archive alone: opened once, told on while it lasts, closed by a run that could have met it."""

import os
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from crawler.model import Incident, Problem
from storage.archive import Archive
from storage.held import hold
from tests.made import SITE as MADE
from tests.made import START, URL, later, made_entry, made_page, made_report

ROOT = Path(__file__).parent.parent
SITE = "qinghe-sfj"
LIST = "https://www.qinghe.gov.cn/fzzf/"
EMPTY = Problem("LIST_EMPTY", LIST, "found no entry, expected a list", breaks=True)
BLOCKED = Problem("BLOCKED", LIST, "found HTTP 412, expected a page", breaks=True)
MISSING = Problem("NOT_FOUND", LIST, "found HTTP 404, expected a page", breaks=True)
UNREACHABLE = Problem("UNREACHABLE", LIST, "found no answer in time, expected a page", breaks=True)
TLS = Problem("TLS", LIST, "found a TLS error (certificate verify failed), expected a page", breaks=True)
SHRUNK = Problem("SHRUNK", SITE, "found 3 entries, expected at least 10")
PAGE_BLOCKED = Problem("BLOCKED", f"{LIST}1.html", "found HTTP 403, expected a page")
CRASHED = Problem("CRASHED", SITE, "found ValueError in the log, expected none")
STALE = Problem("STALE", SITE, "found no report on 2025 by 2026-04-21, expected one as on 2023 and 2024")
FIELDS_LOST = Problem("FIELDS_LOST", SITE, "found published_at in 0 of 6 new or changed reports (50 of 50 before)")
UNFINISHED = Problem("UNFINISHED", SITE, "found the crawl ended as 'memusage_exceeded', expected it to finish")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def run(archive: Archive, at: datetime, *red: Problem, whole: bool = True, site: str = SITE, **more: Collection[str]) -> None:
    """Let a run of a site begin and end so."""
    begun = archive.begin_run(site, at=at)
    verdict = f"red: {', '.join(each.code for each in red)}" if red else "sound"
    archive.end_run(
        begun.id,
        at=at + (later(minutes=1) - START),
        reason="finished",
        verdict=verdict,
        counts={},
        problems=[str(each) for each in red],
        met=red,
        whole=whole,
        complete=whole and not red,
        lists=more.get("lists", ()),
        judged=more.get("judged", ()),
    )


def still_open(archive: Archive, site: str | None = None) -> list[str]:
    return sorted(incident.code for incident in archive.incidents(site) if incident.ended_at is None)


def test_red_run_opens_an_incident(archive: Archive) -> None:
    run(archive, START, EMPTY)

    assert archive.incidents() == [
        Incident(
            site=SITE,
            code="LIST_EMPTY",
            place=LIST,
            since=START,
            last_seen_at=later(minutes=1),
            runs=1,
            where=LIST,
            message="found no entry, expected a list",
            found=None,
            offer=None,
            probed_at=None,
            probed_row=None,
            ended_at=None,
        )
    ]


def test_second_red_run_goes_on_with_the_incident(archive: Archive) -> None:
    run(archive, START, EMPTY)
    run(archive, later(days=1), Problem("LIST_EMPTY", LIST, "found the home page in its place, expected a list page", breaks=True))

    (incident,) = archive.incidents()

    assert (incident.since, incident.last_seen_at, incident.runs) == (START, later(days=1, minutes=1), 2)
    assert incident.message == "found the home page in its place, expected a list page"


SECOND = "https://www.qinghe.gov.cn/zwgk/"
EMPTY_TOO = replace(EMPTY, where=SECOND)


def test_each_list_of_a_row_has_its_own_incident(archive: Archive) -> None:
    run(archive, START, EMPTY, EMPTY_TOO)
    run(archive, later(days=1), EMPTY_TOO)

    assert {each.place: each.ended_at is None for each in archive.incidents()} == {LIST: False, SECOND: True}


def test_host_that_is_down_is_one_incident_for_all_its_lists(archive: Archive) -> None:
    run(archive, START, UNREACHABLE, replace(UNREACHABLE, where=SECOND))

    (incident,) = archive.incidents()

    assert (incident.place, incident.where, incident.runs) == ("qinghe.gov.cn", LIST, 1)


def test_list_that_breaks_on_a_later_page_each_day_is_one_incident(archive: Archive) -> None:
    for day in range(2):
        run(archive, later(days=day), Problem("BLOCKED", f"{LIST}?page={day + 2}", "found HTTP 403", breaks=True, place=LIST))

    (incident,) = archive.incidents()

    assert (incident.place, incident.where, incident.runs) == (LIST, f"{LIST}?page=3", 2)


def test_list_that_is_blocked_tells_nothing_of_another(archive: Archive) -> None:
    run(archive, START, EMPTY, EMPTY_TOO)
    run(archive, later(days=1), replace(BLOCKED, where=SECOND))

    assert sorted((each.code, each.place) for each in archive.incidents() if each.ended_at is None) == [
        ("BLOCKED", SECOND),
        ("LIST_EMPTY", SECOND),
    ]


def test_host_that_is_down_tells_nothing_of_its_lists(archive: Archive) -> None:
    run(archive, START, EMPTY)
    run(archive, later(days=1), replace(UNREACHABLE, where=SECOND))

    assert still_open(archive) == ["LIST_EMPTY", "UNREACHABLE"]


def test_of_several_pages_the_one_that_was_told_of_stays(archive: Archive) -> None:
    other = replace(PAGE_BLOCKED, where=f"{LIST}0.html")
    run(archive, START, PAGE_BLOCKED)
    run(archive, later(days=1), other, PAGE_BLOCKED)
    before = archive.incidents()[0].where
    run(archive, later(days=2), other)

    assert (before, archive.incidents()[0].where) == (PAGE_BLOCKED.where, other.where)


def test_sound_run_closes_it(archive: Archive) -> None:
    run(archive, START, EMPTY)
    run(archive, later(days=1))

    (incident,) = archive.incidents()

    assert incident.ended_at == later(days=1, minutes=1)


def test_incident_that_comes_back_is_another_one(archive: Archive) -> None:
    for day, red in enumerate(((EMPTY,), (), (EMPTY,))):
        run(archive, later(days=day), *red)

    assert [(each.since, each.ended_at is None, each.runs) for each in archive.incidents()] == [(later(days=2), True, 1), (START, False, 1)]


def test_run_that_was_cut_short_opens_and_closes_nothing_it_could_not_judge(archive: Archive) -> None:
    run(archive, START, EMPTY)
    run(archive, later(days=1), whole=False)
    run(archive, later(days=2), BLOCKED, whole=False)

    assert still_open(archive) == ["BLOCKED", "LIST_EMPTY"]


def test_run_that_was_cut_short_closes_what_kept_a_list_from_being_read_that_it_read(archive: Archive) -> None:
    run(archive, START, EMPTY, EMPTY_TOO, SHRUNK, UNREACHABLE, replace(BLOCKED, where=f"{LIST}?page=9", place=LIST))
    run(archive, later(days=1), whole=False, lists=[LIST])

    lasting = sorted((each.code, each.place) for each in archive.incidents() if each.ended_at is None)
    assert lasting == [("BLOCKED", LIST), ("LIST_EMPTY", SECOND), ("SHRUNK", "")]


def test_run_that_was_cut_short_closes_the_page_it_read_and_the_run_that_was_killed(archive: Archive) -> None:
    killed = Problem("KILLED", "its process", "found it gone")
    run(archive, START, killed, replace(PAGE_BLOCKED, where=URL))
    run(archive, later(days=1), whole=False)
    between = still_open(archive)

    begun = archive.begin_run(SITE, at=later(days=2))
    archive.record(made_report(), run=begun.id, at=later(days=2))
    archive.end_run(begun.id, at=later(days=2), reason="finished", verdict="sound", counts={}, problems=())

    assert (between, still_open(archive)) == (["BLOCKED"], [])


def test_run_that_was_paused_closes_what_kept_a_list_from_being_read_that_it_read(archive: Archive) -> None:
    run(archive, START, EMPTY, EMPTY_TOO, Problem("TIMED_OUT", SITE, "found the crawl still at work at its time limit"))

    paused = archive.begin_run(SITE, at=later(days=1))
    archive.end_run(paused.id, at=later(days=1), reason="paused", verdict="sound", counts={}, problems=(), lists=[LIST])

    lasting = sorted((each.code, each.place) for each in archive.incidents() if each.ended_at is None)
    assert lasting == [("LIST_EMPTY", SECOND), ("TIMED_OUT", "")]


def test_what_only_history_tells_is_closed_by_a_run_that_could_judge_it(archive: Archive) -> None:
    run(archive, START, STALE, FIELDS_LOST)
    run(archive, later(days=1))
    opened = still_open(archive)
    run(archive, later(days=2), whole=False, judged=["STALE"])

    assert (opened, still_open(archive)) == (["FIELDS_LOST", "STALE"], ["FIELDS_LOST"])


def test_page_held_back_is_an_incident_until_it_reads_again(archive: Archive) -> None:
    shrunk = Problem("TEXT_SHRANK", URL, "found 90 characters of text, expected about 4000 as before")
    archive.list_entries(SITE, [made_entry()], at=START)
    hold(archive.file, made_page(site=replace(MADE, id=SITE)), shrunk, text="短", run=None, at=START)
    run(archive, START, shrunk)
    archive.list_entries(SITE, [made_entry()], at=later(days=1))
    run(archive, later(days=1))  # which did not look at the page
    opened = still_open(archive)
    archive.record(made_report(), run=None, at=later(days=2))
    run(archive, later(days=2))

    assert (opened, still_open(archive)) == (["TEXT_SHRANK"], [])


def test_page_held_back_that_no_list_names_any_more_is_no_incident(archive: Archive) -> None:
    shrunk = Problem("TEXT_SHRANK", URL, "found 90 characters of text, expected about 4000 as before")
    archive.list_entries(SITE, [made_entry()], at=START)
    hold(archive.file, made_page(site=replace(MADE, id=SITE)), shrunk, text="短", run=None, at=START)
    run(archive, START, shrunk)
    run(archive, later(days=1))

    run(archive, later(days=2))

    assert still_open(archive) == []


def test_run_of_another_site_closes_nothing(archive: Archive) -> None:
    run(archive, START, EMPTY)
    run(archive, later(days=1), site="lushan-sfj")

    assert still_open(archive, SITE) == ["LIST_EMPTY"]
    assert archive.incidents("lushan-sfj") == []


@pytest.mark.parametrize(
    ("before", "now", "left"),
    [
        (EMPTY, BLOCKED, ["BLOCKED", "LIST_EMPTY"]),
        (EMPTY, UNREACHABLE, ["LIST_EMPTY", "UNREACHABLE"]),
        (SHRUNK, EMPTY, ["LIST_EMPTY", "SHRUNK"]),
        (PAGE_BLOCKED, EMPTY, ["BLOCKED", "LIST_EMPTY"]),
        (TLS, UNREACHABLE, ["TLS", "UNREACHABLE"]),
        (EMPTY, CRASHED, ["CRASHED", "LIST_EMPTY"]),
        (CRASHED, UNREACHABLE, ["CRASHED", "UNREACHABLE"]),
        (CRASHED, EMPTY, ["CRASHED", "LIST_EMPTY"]),
        (UNFINISHED, BLOCKED, ["BLOCKED", "UNFINISHED"]),
        (CRASHED, SHRUNK, ["SHRUNK"]),
        (UNREACHABLE, TLS, ["TLS"]),
        (TLS, MISSING, ["NOT_FOUND"]),
        (MISSING, BLOCKED, ["BLOCKED"]),
        (BLOCKED, EMPTY, ["LIST_EMPTY"]),
        (UNREACHABLE, EMPTY, ["LIST_EMPTY"]),
        (EMPTY, SHRUNK, ["SHRUNK"]),
        (EMPTY, PAGE_BLOCKED, ["BLOCKED"]),
        (SHRUNK, PAGE_BLOCKED, ["BLOCKED"]),
    ],
)
def test_red_run_closes_what_lies_before_where_it_broke(archive: Archive, before: Problem, now: Problem, left: list[str]) -> None:
    run(archive, START, before)
    run(archive, later(days=1), now)

    assert still_open(archive) == left


def test_problem_that_leaves_a_run_sound_is_no_incident(archive: Archive) -> None:
    begun = archive.begin_run(SITE, at=START)
    archive.end_run(begun.id, at=START, reason="finished", verdict="sound", counts={}, problems=["NOT_FOUND 甲"], whole=True)

    assert archive.incidents() == []


KILL = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from storage.archive import Archive

Archive.open(Path(sys.argv[1])).begin_run("qinghe-sfj", at=datetime.fromisoformat(sys.argv[2]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(archive: Archive, at: datetime) -> None:
    subprocess.run([sys.executable, "-c", KILL, str(archive.file.path), at.isoformat()], cwd=ROOT, env=dict(os.environ), check=False)


def test_killed_run_is_an_incident_until_a_run_ends_by_itself(archive: Archive) -> None:
    killed(archive, START)
    begun = archive.begin_run(SITE, at=later(hours=1))
    opened = still_open(archive)
    archive.end_run(begun.id, at=later(hours=2), reason="finished", verdict="sound", counts={}, problems=(), whole=True, complete=True)

    assert (opened, still_open(archive)) == (["KILLED"], [])


def test_run_that_we_stopped_ourselves_is_none(archive: Archive) -> None:
    killed(archive, START)

    archive.end_dead_runs(later(hours=1), stopped={SITE})

    assert archive.incidents() == []
    assert [(each.reason, each.verdict) for each in archive.runs()] == [("shutdown", "red: shutdown")]
    assert archive.begin_run(SITE, at=later(hours=2)).since == START


def test_what_a_probe_found_stays_with_the_incident(archive: Archive) -> None:
    run(archive, START, EMPTY)
    archive.keep_probe(archive.incidents()[0], at=later(hours=1), row="static", found="found 12 entries", offer="--- a\n+++ a\n")
    run(archive, later(days=1), EMPTY)

    (incident,) = archive.incidents()

    assert (incident.found, incident.offer, incident.probed_at) == ("found 12 entries", "--- a\n+++ a\n", later(hours=1))
    assert (incident.probed_row, incident.runs) == ("static", 2)


def test_incident_that_comes_back_much_later_brings_no_old_offer(archive: Archive) -> None:
    run(archive, START, EMPTY)
    archive.keep_probe(archive.incidents()[0], at=later(hours=1), row="static", found="found 12 entries", offer="--- a\n+++ a\n")
    run(archive, later(days=1))
    run(archive, later(days=30), EMPTY)

    assert [(each.found, each.offer) for each in archive.incidents() if each.ended_at is None] == [(None, None)]


def test_incident_that_comes_back_brings_what_was_probed_before(archive: Archive) -> None:
    run(archive, START, EMPTY)
    archive.keep_probe(archive.incidents()[0], at=later(hours=1), row="static", found="found no list", offer=None)
    run(archive, later(days=1))
    run(archive, later(days=2), EMPTY, BLOCKED)

    found = {incident.code: (incident.found, incident.probed_at) for incident in archive.incidents() if incident.ended_at is None}

    assert found == {"LIST_EMPTY": ("found no list", later(hours=1)), "BLOCKED": (None, None)}
