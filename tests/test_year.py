"""A year of the clock, simulated: the code that decides is that of the real loop, only time, ledger and crawls are made up."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from crawler.agenda import Agenda, Hold, first_free
from crawler.cron import CHINA
from crawler.model import Site
from crawler.urls import host_of

START = datetime(2027, 1, 1, tzinfo=CHINA)
END = datetime(2028, 3, 1, tzinfo=CHINA)
DAYS = [date(2027, 1, 1) + timedelta(days=day) for day in range((END - START).days)]
HOUR = timedelta(hours=1)


def row(name: str, schedule: str, host: str = "", season: str | None = None) -> Site:
    address = f"https://{host or name}.gov.cn/fzzf/"
    return Site(id=f"{name}-sfj", name=f"{name} 司法局", family="static", lists=(address,), schedule=schedule, season=season)


def on(*times: str) -> list[str]:
    return list(times)


# a row and, told without any cron line, at what times of a day in China it is to be looked at
ROWS: list[tuple[Site, Callable[[date], list[str]]]] = [
    (row("daily", "17 6 * * *"), lambda _: on("06:17")),
    (row("midnight", "0 0 * * *"), lambda _: on("00:00")),
    (row("lastminute", "59 23 * * *"), lambda _: on("23:59")),
    (row("weekly", "50 5 * * 1"), lambda day: on("05:50") if day.month < 5 or day.weekday() == 0 else []),
    (row("workdays", "40 5 * * 1-5", season="40 5 * * 1-5"), lambda day: on("05:40") if day.weekday() < 5 else []),
    (row("monthly", "30 2 1 * *"), lambda day: on("02:30") if day.month < 5 or day.day == 1 else []),
    (
        row("seasoned", "5 7 * * 0", season="5 7,19 * * *"),
        lambda day: on("07:05", "19:05") if day.month < 5 else on("07:05")[: day.weekday() == 6],
    ),
    (row("named", "0 4 1,15 1-4 *"), lambda day: on("04:00") if day.month < 5 and day.day in (1, 15) else []),
    (row("leap", "0 3 29 2 *"), lambda day: on("03:00") if (day.month, day.day) == (2, 29) else []),
    (row("often", "*/30 8-9 * * *"), lambda _: on("08:00", "08:30", "09:00", "09:30")),
]


@dataclass(frozen=True, slots=True)
class Crawl:
    """One crawl that the simulated clock made."""

    site: Site
    began: datetime
    ended: datetime


class Year:
    """The loop of the clock from moment to moment, late by seconds as a loop is, and off while the machine is down."""

    def __init__(self, sites: Sequence[Site], *, zone: str = "UTC", room: int = 6, takes: timedelta = timedelta(minutes=3)) -> None:
        self.sites, self.zone, self.room, self.takes = list(sites), ZoneInfo(zone), room, takes
        self.holds: tuple[Hold, ...] = ()
        self.down: list[tuple[datetime, datetime]] = []
        self.began: dict[str, datetime] = {}
        self.crawls: list[Crawl] = []

    def run(self, start: datetime = START, end: datetime = END) -> dict[str, list[Crawl]]:
        """Return the crawls of every row from the first moment to the last; each has begun just before."""
        self.began = {site.id: start - timedelta(seconds=1) for site in self.sites}
        agenda, now, late = Agenda(self.sites, self.holds), start.astimezone(UTC), Random(2027)  # noqa: S311  # no secret
        while now < end:
            seen = now.astimezone(self.zone)  # as a program would read it that minds the machine's zone
            self._start_some(agenda, seen)
            ends = [crawl.ended for crawl in self.crawls[-self.room :] if crawl.ended > now]
            coming = [start for start in agenda.starts(self.began, seen).values() if start > now]
            now = self._up(min([*ends, *coming])) + timedelta(seconds=late.uniform(0, 2))
        return {site.id: [crawl for crawl in self.crawls if crawl.site is site] for site in self.sites}

    def _start_some(self, agenda: Agenda, now: datetime) -> None:
        at = now.astimezone(UTC)
        running = [crawl.site for crawl in self.crawls[-self.room :] if crawl.ended > at]
        while len(running) < self.room:
            line = [site for site in agenda.due(self.began, now) if site not in running]
            site = first_free(line, hosts, {host for each in running for host in hosts(each)}, lambda _: True)
            if site is None:
                return
            running.append(site)
            self.began[site.id] = at
            self.crawls.append(Crawl(site, at, at + self.takes))

    def _up(self, now: datetime) -> datetime:
        return next((end for start, end in self.down if start <= now < end), now).astimezone(UTC)


def hosts(site: Site) -> set[str]:
    return {host_of(address) for address in site.lists} | set(site.hosts)


def wanted(times: Callable[[date], list[str]]) -> list[datetime]:
    """Return the moments at which a row is to be looked at, from what the table says of each day."""
    return [datetime.fromisoformat(f"{day}T{each}:00+08:00") for day in DAYS for each in times(day)]


@pytest.fixture(params=["Europe/Berlin", "America/New_York"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A machine's zone whose clocks are put forth and back."""
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    assert os.environ.get("TZ") == before
    time.tzset()


def test_every_row_runs_as_often_as_its_line_says_and_never_drifts(zone: str) -> None:
    made = Year([site for site, _ in ROWS], zone=zone).run()

    for site, times in ROWS:
        moments = [crawl.began.replace(second=0, microsecond=0) for crawl in made[site.id]]
        assert moments == wanted(times), site.id
        assert all(crawl.began.second < 3 for crawl in made[site.id]), site.id


def test_downtime_is_caught_up_once_a_row() -> None:
    year = Year([site for site, _ in ROWS], zone="Europe/Berlin", room=len(ROWS))
    # a week in season, the night in which clocks go forth, a month out of season, and the 29th of February
    ends = [("2027-02-03T10:11", 168), ("2027-03-28T00:30", 4), ("2027-08-01T05:49", 744), ("2028-02-28T12:00", 30)]
    year.down = [(at, at + hours * HOUR) for text, hours in ends for at in [datetime.fromisoformat(f"{text}:00+08:00")]]

    made = year.run()

    for site, times in ROWS:
        missed = [[moment for moment in wanted(times) if start <= moment < end] for start, end in year.down]
        on_time = [moment for moment in wanted(times) if not any(moment in each for each in missed)]
        late = [end for (_, end), each in zip(year.down, missed, strict=True) if each]
        assert [crawl.began.replace(second=0, microsecond=0) for crawl in made[site.id]] == sorted([*on_time, *late]), site.id


def test_after_downtime_the_most_overdue_runs_first() -> None:
    year = Year([site for site, _ in ROWS], room=1)
    down = datetime(2027, 8, 1, 5, 49, tzinfo=CHINA)
    year.down = [(down, down + timedelta(days=31))]

    year.run(down - HOUR, down + timedelta(days=31, minutes=25))

    after = [crawl.site.id.removesuffix("-sfj") for crawl in year.crawls if crawl.began >= year.down[0][1]]
    assert after == ["daily", "seasoned", "often", "lastminute", "midnight", "workdays", "weekly", "monthly"]


def test_rows_of_one_host_take_turns_and_none_is_left_out() -> None:
    portal = [replace(row(f"office{number}", f"{number} 6 * * *", host="www.qinghe"), hosts=("sfj.qinghe.gov.cn",)) for number in range(9)]
    bureau = row("bureau", "30 6 * * *", host="sfj.qinghe")
    year = Year([*portal, bureau, row("elsewhere", "0 6 * * *")], takes=timedelta(minutes=50))

    made = year.run()

    crawls = sorted((crawl for crawl in year.crawls if "elsewhere" not in crawl.site.id), key=lambda crawl: crawl.began)
    assert all(one.ended <= other.began for one, other in pairwise(crawls))
    assert {name: len(each) for name, each in made.items()} == dict.fromkeys(made, len(DAYS))
    assert all(crawl.began.astimezone(CHINA).hour == 6 for crawl in made["elsewhere-sfj"])


def test_what_holds_a_row_puts_it_off_and_never_doubles_it() -> None:
    year = Year([site for site, _ in ROWS[:2]], zone="America/New_York")

    def opens_at(site: Site, moment: datetime) -> datetime:
        """Return when a site may be asked that is open to us at night only."""
        local = moment.astimezone(CHINA)
        is_open = not 6 <= local.hour < 20 or "midnight" in site.id
        return moment if is_open else local.replace(hour=20, minute=0, second=0, microsecond=0)

    year.holds = (opens_at,)

    made = year.run()

    moments = {name: {f"{crawl.began.astimezone(CHINA):%H:%M}" for crawl in each} for name, each in made.items()}
    assert moments == {"daily-sfj": {"20:00"}, "midnight-sfj": {"00:00"}}
    assert [len(each) for each in made.values()] == [len(DAYS)] * 2
