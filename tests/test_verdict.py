from dataclasses import replace

import pytest

from crawler.model import COUNTS, Problem, Site
from crawler.verdict import judge

SITE = Site(
    id="qingxi-sfj", name="青溪市司法局", family="truecms", lists=("http://sfj.qingxi.gov.cn/",), schedule="17 6 * * *", expect_at_least=10
)
WHOLE = {"govreports/seen": 62, "govreports/kept": 12, "govreports/new": 12}


def test_whole_walk_that_keeps_its_promises_is_sound() -> None:
    outcome = judge(SITE, "finished", WHOLE)

    assert outcome.is_sound
    assert outcome.verdict == "sound"
    assert outcome.counts == dict.fromkeys(COUNTS, 0) | {"seen": 62, "kept": 12, "new": 12}


def test_fewer_entries_than_promised_is_red() -> None:
    outcome = judge(SITE, "finished", {"govreports/seen": 3})

    assert not outcome.is_sound
    assert outcome.verdict == "red: SHRUNK"
    assert str(outcome.problems[0]) == "SHRUNK qingxi-sfj: found 3 entries, expected at least 10"


def test_walk_cut_short_is_judged_on_nothing() -> None:
    outcome = judge(SITE, "finished", {"govreports/seen": 3, "govreports/walk_cut": True})

    assert outcome.is_sound


@pytest.mark.parametrize(("failed", "verdict"), [(2, "sound"), (3, "red: FAILING")])
def test_walk_that_ended_early_is_judged_on_what_was_due_alone(failed: int, verdict: str) -> None:
    counts = {"govreports/seen": 9, "govreports/kept": 9, "govreports/not_due": 5, "govreports/failed": failed}

    outcome = judge(SITE, "finished", {**counts, "govreports/walk_early": 1})

    assert (outcome.verdict, outcome.is_whole, outcome.is_cut) == (verdict, False, False)


def test_few_that_were_due_and_mostly_failed_redden_a_whole_walk() -> None:
    counts = {"govreports/seen": 200, "govreports/kept": 200, "govreports/not_due": 195, "govreports/failed": 4}

    assert judge(SITE, "finished", counts).verdict == "red: FAILING"


def test_row_that_nobody_counted_promises_nothing() -> None:
    outcome = judge(replace(SITE, expect_at_least=None), "finished", {"govreports/seen": 1})

    assert outcome.is_sound


def test_crawl_that_was_interrupted_is_red_without_further_reasons() -> None:
    outcome = judge(SITE, "shutdown", {})

    assert outcome.verdict == "red: shutdown"
    assert outcome.problems == ()


def test_crawl_that_something_else_ended_says_so() -> None:
    outcome = judge(SITE, "memusage_exceeded", {})

    assert outcome.verdict == "red: UNFINISHED"
    assert str(outcome.problems[0]) == "UNFINISHED qingxi-sfj: found the crawl ended as 'memusage_exceeded', expected it to finish"


def test_single_lost_page_is_counted_and_leaves_the_run_sound() -> None:
    lost = Problem("NOT_FOUND", "http://sfj.qingxi.gov.cn/1.html", "found HTTP 404, expected a page")
    outcome = judge(SITE, "finished", WHOLE | {"govreports/failed": 1, "govreports/problems": [lost]})

    assert outcome.is_sound
    assert outcome.problems == (lost,)


def test_many_lost_pages_are_red() -> None:
    outcome = judge(SITE, "finished", WHOLE | {"govreports/failed": 3})

    assert outcome.verdict == "red: FAILING"


@pytest.mark.parametrize("code", ["LIST_EMPTY", "BLOCKED"])
def test_list_that_could_not_be_read_is_red(code: str) -> None:
    outcome = judge(SITE, "finished", WHOLE | {"govreports/problems": [Problem(code, "http://sfj.qingxi.gov.cn/", "found no entry")]})

    assert outcome.verdict == f"red: {code}"


@pytest.mark.parametrize("name", ["spider_exceptions/ValueError", "govreports/bugs/ValueError"])
def test_bug_met_on_the_way_is_red(name: str) -> None:
    outcome = judge(SITE, "finished", WHOLE | {name: 1, "spider_exceptions/count": 1})

    assert outcome.verdict == "red: CRASHED"
    assert [problem.message for problem in outcome.problems] == ["found ValueError in the log, expected none"]


def test_list_that_did_not_come_is_red_whatever_the_reason_and_explains_what_is_missing() -> None:
    gone = Problem("NOT_FOUND", "http://sfj.qingxi.gov.cn/", "found HTTP 404, expected a page", breaks=True)

    outcome = judge(SITE, "finished", {"govreports/seen": 3, "govreports/problems": [gone]})

    assert (outcome.verdict, outcome.red) == ("red: NOT_FOUND", (gone,))


@pytest.mark.parametrize(
    ("reason", "stats", "whole", "complete"),
    [
        ("finished", WHOLE, True, True),
        ("finished", WHOLE | {"govreports/walk_cut": 1}, False, False),
        ("shutdown", WHOLE, False, False),
        (
            "finished",
            WHOLE | {"govreports/problems": [Problem("LIST_SHORT", "http://sfj.qingxi.gov.cn/", "found 62 entries")]},
            True,
            False,
        ),
        ("finished", WHOLE | {"govreports/failed": 12}, True, False),
    ],
)
def test_what_a_run_may_conclude_hangs_on_how_far_it_came(reason: str, stats: dict[str, object], whole: bool, complete: bool) -> None:
    outcome = judge(SITE, reason, stats)

    assert (outcome.is_whole, outcome.is_complete) == (whole, complete)


def test_page_held_back_is_an_incident_and_makes_no_run_red() -> None:
    shrunk = Problem("TEXT_SHRANK", "http://www.haian.gov.cn/1.html", "found 90 characters of text, expected about 4000 as before")
    note = Problem("ATTACHMENT", "http://www.haian.gov.cn/2.pdf", "found HTTP 404, expected a file")

    outcome = judge(SITE, "finished", {**WHOLE, "govreports/problems": [shrunk, note]})

    assert (outcome.is_sound, outcome.incidents) == (True, (shrunk,))
