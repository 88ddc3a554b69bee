"""What is due by the lines and the ledger, and who of those in line goes first: decided without a clock and without a file."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.agenda import Agenda, first_free
from crawler.cron import CHINA, Calendar, season_trigger
from tests.made import SITE

HOSTS: Mapping[str, set[str]] = {"甲": {"qinghe"}, "乙": {"qinghe", "lushan"}, "丙": {"lushan"}, "丁": {"huaihe"}}


def moments(calendar: Calendar, start: str, count: int) -> list[str]:
    now, found = datetime.fromisoformat(f"{start}T00:00:00+08:00"), []
    for _ in range(count):
        now = calendar.after(now)
        found.append(now.astimezone(CHINA).strftime("%m-%d %H:%M"))
    return found


def test_row_runs_every_day_in_season_at_the_times_of_its_line() -> None:
    assert moments(Calendar("50 5 * * 1"), "2026-04-28", 5) == ["04-28 05:50", "04-29 05:50", "04-30 05:50", "05-04 05:50", "05-11 05:50"]


def test_row_that_names_its_season_runs_by_that() -> None:
    assert moments(Calendar("0 4 1 * *", "0 4 * * 1,4"), "2026-12-02", 3) == ["01-04 04:00", "01-07 04:00", "01-11 04:00"]


def test_line_that_names_months_is_taken_at_its_word() -> None:
    assert moments(Calendar("0 4 1 */3 *"), "2026-01-02", 3) == ["04-01 04:00", "07-01 04:00", "10-01 04:00"]


def test_line_of_the_season_counts_in_the_season_only() -> None:
    assert moments(Calendar("0 4 1 6 *", "0 4 29 2 *"), "2026-03-01", 4) == ["06-01 04:00", "06-01 04:00", "02-29 04:00", "06-01 04:00"]


@pytest.mark.parametrize("line", ["0 4 1 6 *", "0 4 * 5-12 *"])
def test_season_that_never_comes_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="never comes from January to April"):
        season_trigger(line)


def test_most_overdue_comes_first_and_what_is_held_not_at_all() -> None:
    rows = [replace(SITE, id=f"{name}-sfj", schedule="17 6 * * *") for name in ("gone", "late", "held", "new", "done")]
    now = datetime(2026, 6, 9, 12, tzinfo=UTC)
    began = {
        "gone-sfj": now - timedelta(days=9),
        "late-sfj": now - timedelta(days=2),
        "held-sfj": now - timedelta(days=30),
        "done-sfj": now,
    }
    agenda = Agenda(rows, (lambda site, moment: moment + timedelta(hours=site.id == "held-sfj"),))

    assert [site.id for site in agenda.due(began, now)] == ["new-sfj", "gone-sfj", "late-sfj"]
    assert [site.id for site in agenda.due(began, now + timedelta(days=1), now)] == ["new-sfj", "gone-sfj", "late-sfj"]
    assert agenda.starts(began, now)["held-sfj"] == now + timedelta(hours=1)
    assert agenda.starts(began, now)["done-sfj"] == datetime(2026, 6, 10, 6, 17, tzinfo=CHINA)


def test_run_that_another_process_made_counts_at_the_next_look() -> None:
    now, began = datetime(2026, 6, 9, 12, tzinfo=UTC), {SITE.id: datetime(2026, 6, 8, tzinfo=UTC)}
    agenda = Agenda([SITE])

    before = agenda.due(began, now)
    began[SITE.id] = now

    assert (before, agenda.due(began, now)) == ([SITE], [])


@pytest.mark.parametrize(
    ("line", "taken", "busy", "first"),
    [
        ("甲乙丙丁", set(), set(), "甲"),
        ("甲丁", {"qinghe"}, set(), "丁"),
        ("乙丙丁", {"qinghe"}, set(), "丁"),  # 丙 would keep 乙 waiting for lushan as well
        ("乙丙丁", set(), {"qinghe"}, "丙"),  # nobody knows for how long another process holds qinghe
        ("甲乙", set(), {"qinghe"}, None),
        ("", set(), set(), None),
    ],
)
def test_nobody_is_overtaken_at_a_host_by_our_own(line: str, taken: set[str], busy: set[str], first: str | None) -> None:
    assert first_free(line, lambda name: HOSTS[name], taken, lambda name: not HOSTS[name] & busy) == first
