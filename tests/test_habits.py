"""What a row's own history lets expect of a run: entries, fields of reports, something new."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crawler.habits import drop, lost_fields, row_mark, stale
from crawler.ledger import History, Share
from crawler.model import Select, Site
from crawler.verdict import judge

SITE = Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=("https://www.qinghe.gov.cn/fzzf/",), schedule="17 6 * * *")
DAY = date(2026, 5, 4)
PLAIN = History(day=DAY, since=date(2025, 1, 1))
YEARLY = {2022: date(2023, 3, 28), 2023: date(2024, 3, 29), 2024: date(2025, 1, 20)}


@pytest.mark.parametrize(
    ("seen", "before", "is_drop"),
    [
        (20, (20, 20, 21), False),
        (11, (20, 20, 21), False),
        (10, (20, 20, 21), True),
        (10, (20,), True),
        (2, (3, 3, 3), False),
        (1, (3, 3, 3), False),
        (0, (3, 3, 3), True),
        (3, (6, 6, 6), True),
        (40, (20, 20, 20), False),
        (10, (), False),
        (12, (200, 12, 12, 12, 13), False),
    ],
)
def test_half_of_the_usual_entries_is_a_drop_and_one_of_a_few_is_none(seen: int, before: tuple[int, ...], is_drop: bool) -> None:
    assert (drop(SITE, seen, replace(PLAIN, seen=before)) is not None) == is_drop


def test_drop_makes_a_run_red_and_says_by_how_much() -> None:
    outcome = judge(SITE, "finished", {"govreports/seen": 10}, replace(PLAIN, seen=(20, 21, 20)))

    assert outcome.verdict == "red: SHRUNK"
    assert [str(each) for each in outcome.incidents] == ["SHRUNK qinghe-sfj: found 10 entries, expected about the 20 of the runs before"]


def test_promise_that_is_broken_goes_before_the_habit() -> None:
    outcome = judge(replace(SITE, expect_at_least=12), "finished", {"govreports/seen": 10}, replace(PLAIN, seen=(20,)))

    assert [each.message for each in outcome.problems] == ["found 10 entries, expected at least 12"]


@pytest.mark.parametrize("stats", [{"govreports/walk_cut": 1}, {"govreports/problems": []}])
def test_walk_cut_short_is_not_held_against_the_runs_before(stats: dict[str, object]) -> None:
    outcome = judge(SITE, "finished", {"govreports/seen": 4, **stats}, replace(PLAIN, seen=(20,)))

    assert outcome.is_sound == ("govreports/walk_cut" in stats)


def test_row_that_was_counted_anew_is_another_to_compare() -> None:
    marks = {row_mark(each) for each in (SITE, replace(SITE, expect_at_least=5), replace(SITE, select=Select(rows="li")))}

    assert len(marks) == 3
    assert row_mark(replace(SITE, name="清河市司法局 公告", delay=2.0)) == row_mark(SITE)


def shares(now: tuple[int, int], before: tuple[int, int]) -> History:
    return replace(PLAIN, fields={"title": (Share(9, 9), Share(9, 9)), "published_at": (Share(*now), Share(*before))})


@pytest.mark.parametrize(
    ("now", "before", "is_lost"),
    [
        ((0, 6), (50, 50), True),
        ((2, 6), (45, 50), True),
        ((3, 6), (50, 50), False),
        ((0, 6), (44, 50), False),
        ((0, 4), (50, 50), False),
        ((0, 6), (4, 4), False),
        ((0, 51), (50, 50), False),
    ],
)
def test_field_is_lost_where_most_reports_had_it_and_most_new_ones_have_not(
    now: tuple[int, int], before: tuple[int, int], is_lost: bool
) -> None:
    assert (lost_fields(SITE, shares(now, before)) is not None) == is_lost


def test_lost_field_is_named_with_its_numbers_and_makes_the_run_red() -> None:
    outcome = judge(SITE, "finished", {"govreports/seen": 20}, shares((1, 6), (50, 50)))

    assert outcome.verdict == "red: FIELDS_LOST"
    assert outcome.problems[0].message == (
        "found published_at in 1 of 6 new or changed reports (50 of 50 before), expected nearly all to have it"
    )


def test_run_without_new_reports_cannot_say_whether_a_field_is_back() -> None:
    assert judge(SITE, "finished", {}, PLAIN).judged == {"STALE"}
    assert judge(SITE, "finished", {}, shares((6, 6), (50, 50))).judged == {"STALE", "FIELDS_LOST"}
    assert judge(SITE, "shutdown", {}, PLAIN).judged == set()


@pytest.mark.parametrize(
    ("day", "years", "is_stale"),
    [
        (date(2026, 4, 20), YEARLY, False),
        (date(2026, 4, 21), YEARLY, True),
        (date(2026, 12, 31), YEARLY, True),
        (date(2027, 1, 10), YEARLY, True),
        (date(2028, 6, 1), YEARLY, True),
        (date(2026, 4, 21), YEARLY | {2025: date(2026, 3, 30)}, False),
        (date(2027, 4, 21), YEARLY | {2025: date(2026, 3, 30)}, True),
        (date(2026, 4, 21), {2024: date(2025, 1, 20)}, False),
        (date(2026, 4, 21), {2022: date(2023, 1, 20), 2024: date(2025, 1, 20)}, False),
        (date(2026, 4, 21), {}, False),
        (date(2026, 4, 21), YEARLY | {2035: date(2025, 3, 30)}, True),
        (date(2026, 6, 20), {2023: date(2024, 6, 3), 2024: date(2025, 6, 10)}, False),
        (date(2026, 6, 25), {2023: date(2024, 6, 3), 2024: date(2025, 6, 10)}, True),
        (date(2026, 4, 21), {2023: date(2025, 6, 3), 2024: date(2025, 6, 3)}, False),
    ],
)
def test_row_that_had_a_report_each_year_is_stale_when_the_next_is_late_by_its_own_habit(
    day: date, years: dict[int, date], is_stale: bool
) -> None:
    assert (stale(SITE, replace(PLAIN, day=day, reports=years)) is not None) == is_stale


@pytest.mark.parametrize(("since", "is_stale"), [(None, False), (date(2026, 4, 21), False), (date(2026, 4, 20), True)])
def test_row_that_was_just_made_is_not_stale(since: date | None, is_stale: bool) -> None:
    assert (stale(SITE, replace(PLAIN, reports=YEARLY, since=since)) is not None) == is_stale


def listed(*gaps: int) -> tuple[date, ...]:
    """Return days with so many days between them, the newest first and first of all the days passed since."""
    days = [DAY]
    for gap in gaps:
        days.append(days[-1] - timedelta(days=gap))
    return tuple(days[1:])


@pytest.mark.parametrize(
    ("days", "is_stale"),
    [
        (listed(46, *[3] * 12), True),
        (listed(45, *[3] * 12), False),
        (listed(60, *[3, 30] * 6), False),
        (listed(61, *[3, 30] * 6), True),
        (listed(300, *[1, 2, 300] * 4), False),
        (listed(90, *[3] * 8), False),
        ((DAY + timedelta(days=900), *listed(46, *[3] * 12)), True),
        ((), False),
    ],
)
def test_list_is_stale_when_it_is_silent_for_twice_as_long_as_ever(days: tuple[date, ...], is_stale: bool) -> None:
    assert (stale(SITE, replace(PLAIN, listed=days)) is not None) == is_stale


def test_site_that_fell_silent_is_an_incident_and_no_fault_of_the_run() -> None:
    outcome = judge(SITE, "finished", {"govreports/seen": 20}, replace(PLAIN, reports=YEARLY))

    assert outcome.is_sound
    assert [str(each) for each in outcome.incidents] == [
        "STALE qinghe-sfj: found no report on 2025 by 2026-05-04, expected one as on 2023 and 2024"
    ]
