"""What is broken, since when and why, in the archive alone: opened once, told on while it lasts, closed by a run that could have met it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from crawler.model import Incident, Problem
from storage.archive import Archive
from tests.made import START, later

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
UNFINISHED = Problem("UNFINISHED", SITE, "found the crawl ended as 'memusage_exceeded', expected it to finish")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def run(archive: Archive, at: datetime, *red: Problem, whole: bool = True, site: str = SITE) -> None:
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
    )


def still_open(archive: Archive, site: str | None = None) -> list[str]:
    return sorted(incident.code for incident in archive.incidents(site) if incident.ended_at is None)


def test_red_run_opens_an_incident(archive: Archive) -> None:
    run(archive, START, EMPTY)

    assert archive.incidents() == [
        Incident(
            site=SITE,
            code="LIST_EMPTY",
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


def test_two_lists_of_a_row_with_one_reason_are_one_incident_of_one_run(archive: Archive) -> None:
    run(archive, START, EMPTY, Problem("LIST_EMPTY", f"{LIST}2/", "found no entry, expected a list", breaks=True))

    (incident,) = archive.incidents()

    assert (incident.runs, incident.where) == (1, LIST)


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
