"""When a report is due again, what is gone, and whose validators are believed: with a clock of the test's own."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from crawler.errors import PausedError
from crawler.model import ListEntry, NotModified, Problem, Run
from crawler.tally import fail, forgive
from pipelines.honesty import Honesty, is_another
from pipelines.sweep import Sweep, begins_with_newest, row_of
from storage.absences import gone, miss
from storage.archive import Archive
from storage.lists import FirstPage, may_end_early, settle
from storage.looks import Look, due_entries, look_to_come
from storage.revisits import LONGEST, History, is_due, is_sent_whole, next_look, next_try, sweep_interval
from storage.trust import doubt, is_believed, vouch
from tests.made import SITE, URL, made_entry, made_page, made_report

AUTUMN = datetime(2026, 9, 1, 22, 17, tzinfo=UTC)
OTHER = "https://www.qinghe.gov.cn/zwgk/fzzf/202603/t20260301_1025.html"
OLD = History(key=URL, published=date(2019, 3, 1), said_since=AUTUMN, sent_at=AUTUMN, looks=1, changes=0, unsent=1)
DAY = timedelta(days=1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def day(number: float) -> datetime:
    return AUTUMN + timedelta(days=number)


def ran(archive: Archive, at: datetime, *urls: str, missed: str | None = None, verdict: str = "sound", failed: int = 0) -> Run:
    """Let a run look at reports, and find nothing at the address of one."""
    run = archive.begin_run(SITE.id, at=at)
    archive.list_entries(SITE.id, [made_entry(url) for url in urls], run=run.id, at=at)
    for url in urls:
        archive.record(made_report(url, site=SITE, entry=made_entry(url)), run=run.id, at=at)
    if missed:
        miss(archive.file, missed, "answered 404", run.id, at)
    archive.end_run(run.id, at=at, reason="finished", verdict=verdict, counts={"failed": failed}, problems=(), complete=verdict == "sound")
    return run


def test_what_is_new_or_changed_is_due_at_once() -> None:
    assert next_look(replace(OLD, looks=0), day(0)) == day(0)


@pytest.mark.parametrize(
    ("history", "at", "least", "most"),
    [
        (replace(OLD, published=None), day(0.001), 1, 1),
        (replace(OLD, published=None), day(8), 6, 8),
        (replace(OLD, published=date(2026, 8, 22)), day(4), 3, 4),
        (OLD, day(0.001), 45, 60),
        (OLD, datetime(2027, 2, 1, tzinfo=UTC), 22, 30),
        (replace(OLD, changes=1), day(300), 22, 30),
        (replace(OLD, changes=9), day(300), 5, 7),
        (replace(OLD, is_lacking=True), day(300), 5, 7),
        (replace(OLD, is_listed=False, published=None), day(1), 45, 60),
    ],
)
def test_wait_is_as_long_as_the_text_has_stood_within_bounds(history: History, at: datetime, least: float, most: float) -> None:
    assert least * DAY <= next_look(history, at) - at <= most * DAY


def test_reports_collected_on_one_day_are_not_all_due_on_one_day() -> None:
    assert len({next_look(replace(OLD, key=f"//qinghe.gov.cn/{number}.html"), day(1)).date() for number in range(40)}) > 5


def test_daily_run_that_starts_minutes_earlier_than_the_day_before_finds_it_due() -> None:
    assert is_due(day(1), day(1) - timedelta(minutes=40))
    assert not is_due(day(1), day(0.5))


def test_sweep_is_more_often_in_the_season() -> None:
    january, may = datetime(2026, 12, 31, 16, tzinfo=UTC), datetime(2027, 4, 30, 16, tzinfo=UTC)  # midnight in China

    assert [sweep_interval(7, at).days for at in (january, may)] == [3, 7]
    assert sweep_interval(1, january).days == 1


def test_unchanged_report_is_looked_at_ever_more_seldom_and_whole_every_two_months(archive: Archive) -> None:
    ran(archive, day(0), URL)
    looks, whole = [], [day(0)]

    for number in range(1, 365):
        look = look_to_come(archive.file, URL, day(number))
        assert look is not None
        if look.is_due and look.is_whole:
            ran(archive, day(number), URL)
            whole.append(day(number))
        elif look.is_due:
            archive.look(NotModified(url=URL, seen_at=day(number), site=SITE), run=None)
        looks += [number] * look.is_due

    assert looks[0] == 1
    assert len(looks) <= 20
    assert max(later - earlier for earlier, later in pairwise(looks)) <= LONGEST.days + 1
    assert max(later - earlier for earlier, later in pairwise(whole)) <= LONGEST + 2 * DAY


def test_one_in_a_few_looks_asks_for_the_whole_page() -> None:
    assert not is_sent_whole(replace(OLD, looks=0), day(90))
    assert all(is_sent_whole(replace(OLD, key=str(key), published=None, unsent=5), day(9)) for key in range(9))
    assert not any(is_sent_whole(replace(OLD, key=str(key), published=None, unsent=2), day(9)) for key in range(9))


def test_report_that_its_list_dates_otherwise_is_due_at_once(archive: Archive) -> None:
    for number in (0, 1):
        ran(archive, day(number), URL)
    assert due_entries(archive.file, SITE.id, day(2), only_gone=False) == []

    news = archive.list_entries(SITE.id, [made_entry(date="2026-03-09")], at=day(2))

    assert len(news) == 1
    assert due_entries(archive.file, SITE.id, day(2), only_gone=False) == [made_entry(date="2026-03-09")]


def test_report_missed_once_was_never_gone(archive: Archive) -> None:
    ran(archive, day(0), URL, OTHER)
    ran(archive, day(1), OTHER, missed=URL)

    ran(archive, day(2), URL)

    with archive.file.reading() as database:
        assert list(database.query("select * from absences")) == []


@pytest.mark.parametrize(
    ("others", "verdict", "is_gone"), [((OTHER,), "sound", True), ((), "sound", False), ((OTHER,), "red: FAILING", False)]
)
def test_report_is_gone_from_the_second_miss_unless_its_site_is_broken(
    archive: Archive, others: tuple[str, ...], verdict: str, is_gone: bool
) -> None:
    ran(archive, day(0), URL, OTHER)
    ran(archive, day(1), *others, missed=URL, verdict=verdict)

    ran(archive, day(2), missed=URL)

    assert gone(archive.file, URL) == ([(day(1), "answered 404")] if is_gone else [])
    assert archive.newest(URL) is not None


def test_second_miss_of_a_walk_that_was_paused_proves_nothing(archive: Archive) -> None:
    ran(archive, day(0), URL, OTHER)
    paused = archive.begin_run(SITE.id, at=day(1))
    archive.record(made_report(OTHER, site=SITE), run=paused.id, at=day(1))
    miss(archive.file, URL, "answered 404", paused.id, day(1))
    archive.end_run(paused.id, at=day(1), reason="paused", verdict="sound", counts={}, problems=())

    ran(archive, day(1.1), OTHER, missed=URL)
    within = gone(archive.file, URL)
    ran(archive, day(2), OTHER, missed=URL)

    assert (within, gone(archive.file, URL)) == ([], [(day(1), "answered 404")])


def test_address_that_is_gone_is_asked_ever_more_seldom() -> None:
    assert [next_try(day(0), day(number)) - day(number) for number in (0, 4, 90)] == [DAY, 4 * DAY, LONGEST]


def test_report_off_its_list_and_then_off_its_address_is_back_when_both_are(archive: Archive) -> None:
    ran(archive, day(0), URL, OTHER)
    run = ran(archive, day(1), OTHER)
    counts = settle(archive.file, run, "whole", [], row="", is_complete=True, at=day(1))
    assert due_entries(archive.file, SITE.id, day(60), only_gone=True) == []
    ran(archive, day(62), OTHER, missed=URL)

    assert counts == {"gone": 1, "returned": 0}
    assert [entry.url for entry in due_entries(archive.file, SITE.id, day(123), only_gone=True)] == [URL]
    assert [why for _, why in gone(archive.file, URL)] == ["unlisted", "answered 404"]

    archive.list_entries(SITE.id, [made_entry()], at=day(63))
    assert [why for _, why in gone(archive.file, URL)] == ["answered 404"]
    back = ran(archive, day(64), URL)

    assert settle(archive.file, back, "whole", [], row="", is_complete=False, at=day(64)) == {"gone": 0, "returned": 1}
    assert (gone(archive.file, URL), len(archive.versions(URL))) == ([], 1)


def test_address_of_which_nothing_is_held_is_not_gone(archive: Archive) -> None:
    assert miss(archive.file, URL, "answered 404", "run", day(0)) == "unknown"


@pytest.mark.parametrize(
    ("walks", "broken", "may"),
    [
        ([("whole", "sound", 0), ("whole", "sound", 0)], False, True),
        ([("whole", "sound", 0)], False, False),
        ([("whole", "sound", 0), ("whole", "sound", 0), ("early", "sound", 0)], False, True),
        ([("whole", "sound", 0), ("whole", "sound", 0), ("early", "red: BLOCKED", 0)], False, False),
        ([("whole", "sound", 0), ("whole", "sound", 0), ("early", "sound", 1)], False, False),
        ([("whole", "sound", 0), ("cut", "sound", 0)], False, False),
        ([("whole", "sound", 0), ("whole", "sound", 0), ("cut", "sound", 0)], False, False),
        ([("whole", "sound", 0), ("whole", "sound", 0)], True, False),
    ],
)
def test_walk_in_part_is_earned(archive: Archive, walks: list[tuple[str, str, int]], broken: bool, may: bool) -> None:
    for number, (walk, verdict, failed) in enumerate(walks):
        run = ran(archive, day(number), verdict=verdict, failed=failed)
        settle(archive.file, run, walk, [], row="", is_complete=False, at=day(number))  # type: ignore[arg-type]  # as parametrized
    if broken:
        run = archive.begin_run(SITE.id, at=day(3))
        met = [Problem("PARSE_EMPTY", URL, "found no text")]
        archive.end_run(run.id, at=day(3), reason="finished", verdict="sound", counts={}, problems=(), met=met)

    assert may_end_early(archive.file, SITE.id, timedelta(days=7), day(4)) is may
    assert not may_end_early(archive.file, SITE.id, timedelta(days=2), day(4))


FALLING = [f"2025-{12 - number:02d}-01" for number in range(12)]


@pytest.mark.parametrize(
    ("dates", "is_so"),
    [
        (FALLING, True),
        (["2019-01-01", "2020-05-05", *FALLING], True),
        ([*FALLING[:6], "2025-12-30", *FALLING[6:], *FALLING[10:]], False),
        ([*FALLING, "2025-09-09", *FALLING[11:] * 20], True),
        (FALLING[::-1], False),
        ([*FALLING[6:], *FALLING[:6]], False),
        ([None] * 12, False),
        (["2025-12-01"] * 12, False),
        ([], False),
    ],
)
def test_list_begins_with_the_newest_where_its_dates_fall(dates: list[str | None], is_so: bool) -> None:
    assert begins_with_newest(dates) is is_so


def test_host_that_lied_is_believed_after_twenty_honest_pages_of_which_one_had_changed(archive: Archive) -> None:
    doubt(archive.file, "qinghe.gov.cn", url=URL, found="another text", at=day(0))

    unchanged = [vouch(archive.file, "qinghe.gov.cn", told_change=False, at=day(1)) for _ in range(30)]

    assert (any(unchanged), is_believed(archive.file, "qinghe.gov.cn")) == (False, False)
    assert vouch(archive.file, "qinghe.gov.cn", told_change=True, at=day(2))
    assert is_believed(archive.file, "qinghe.gov.cn")


@pytest.mark.parametrize(
    ("etag", "is_changed", "is_whole", "believed"),
    [('"a1"', True, True, False), ('"a1"', True, False, False), ('"a1"', False, True, True), ('"b2"', True, False, True)],
)
def test_another_text_behind_the_same_validators_is_a_lie(
    archive: Archive, etag: str, is_changed: bool, is_whole: bool, believed: bool
) -> None:
    crawler = get_crawler()
    honesty = Honesty(crawler, archive)
    asked = honesty.conditions(URL, Look(etag='"a1"', last_modified=None, is_due=True, is_whole=is_whole))

    asyncio.run(honesty.compare(made_page(etag=etag, entry=made_entry()), is_changed=is_changed))

    assert asked == ({} if is_whole else {"If-None-Match": '"a1"'})
    assert honesty.is_believed("qinghe.gov.cn") is believed
    assert Honesty(crawler, archive).conditions(URL, Look(etag=etag, last_modified=None, is_due=True, is_whole=False)) == (
        {"If-None-Match": etag} if believed else {}
    )


def test_entry_is_news_only_where_it_was_not_claimed_so_before(archive: Archive) -> None:
    entries = [made_entry(), ListEntry(url=OTHER, title="清河市财政局2025年度法治政府建设情况报告")]
    archive.list_entries(SITE.id, entries[:1], at=day(0))

    assert len(archive.list_entries(SITE.id, entries, at=day(1))) == 1
    assert archive.list_entries(SITE.id, entries, at=day(2)) == set()


@pytest.mark.parametrize("code", ["STALE", "FIELDS_LOST"])
def test_site_that_fell_silent_is_not_walked_whole_every_day(archive: Archive, code: str) -> None:
    for number in (0, 1):
        run = archive.begin_run(SITE.id, at=day(number))
        met = [Problem(code, SITE.id, "found no report on 2025, expected one")]
        archive.end_run(run.id, at=day(number), reason="finished", verdict="sound", counts={}, problems=(), met=met, whole=True)

    assert may_end_early(archive.file, SITE.id, timedelta(days=7), day(2))


def test_runs_of_a_clock_that_was_put_back_earn_nothing(archive: Archive) -> None:
    for number in (3000, 3001):
        settle(archive.file, ran(archive, day(number)), "whole", [], row="", is_complete=False, at=day(number))

    assert not may_end_early(archive.file, SITE.id, timedelta(days=7), day(0))


def test_address_that_a_wrong_clock_put_off_for_years_is_due() -> None:
    assert is_due(day(3000), day(0))
    assert not is_due(day(0) + LONGEST, day(0))


def first_page(url: str) -> FirstPage:
    return FirstPage(url=url, etag='"a1"', last_modified=None, entries=(made_entry(),), is_telling=True)


def reply(url: str) -> HtmlResponse:
    return HtmlResponse(url, request=Request(url), headers={"ETag": '"b2"'})


def test_list_whose_news_another_list_brought_first_is_walked_on() -> None:
    one, other = (f"https://www.qinghe.gov.cn/{name}/" for name in ("fzzf", "zfxxgk"))
    sweep = Sweep({url: first_page(url) for url in (one, other)}, is_early=True)
    pages = {url: reply(url) for url in (one, other)}

    sweep.hear(one, pages[one], [made_entry()], {"//qinghe.gov.cn/zwgk/fzzf/202603/t20260301_1024.html"})
    sweep.hear(other, pages[other], [made_entry()], set())

    assert [sweep.ends_after(url, pages[url]) for url in (one, other)] == [False, False]


def test_pinned_news_on_every_page_of_a_list_holds_its_walk_up_once() -> None:
    start = "https://www.qinghe.gov.cn/fzzf/"
    sweep = Sweep({start: first_page(start)}, is_early=True)
    pages = [reply(start), reply(f"{start}index_1.html")]

    sweep.hear(start, pages[0], [made_entry()], {"//qinghe.gov.cn/zwgk/fzzf/202603/t20260301_1024.html"})
    sweep.hear(start, pages[1], [made_entry(), made_entry(OTHER)], set())

    assert [sweep.ends_after(start, page) for page in pages] == [False, True]


def test_list_that_holds_the_reports_is_asked_for_whole_however_its_address_is_spelt() -> None:
    start = "https://www.qinghe.gov.cn/法治政府/"
    sweep = Sweep({}, is_early=False)
    sweep.hear(start, reply(start), [made_entry()], set())
    assert [page.url for page in sweep.learned(is_whole=True)] == [start]

    sweep.forget(start)

    assert sweep.learned(is_whole=True) == []


def test_text_of_a_file_that_changed_accuses_no_validators_of_the_page(archive: Archive) -> None:
    ran(archive, day(0), URL)
    held = archive.newest(URL)
    assert held is not None
    same = made_report(text="附件的正文另有一段。")

    assert not is_another(held, same)
    assert is_another(held, replace(same, page=made_page(body=b"<html></html>")))


class Engine:
    """An engine of a host that is not to be asked any more."""

    async def download_async(self, _request: Request) -> None:
        raise PausedError("BUDGET_SPENT", "found the 20 requests of this day made, expected some to be left")


def test_host_that_is_not_to_be_asked_any_more_is_not_accused_and_breaks_nothing(archive: Archive) -> None:
    crawler = get_crawler()
    crawler.crawling, crawler.engine = True, Engine()  # type: ignore[assignment]  # all that is asked of one
    honesty = Honesty(crawler, archive)
    honesty.conditions(URL, Look(etag='"a1"', last_modified=None, is_due=True, is_whole=True))

    asyncio.run(honesty.compare(made_page(etag='"b2"', entry=made_entry()), is_changed=True))

    assert honesty.is_believed("qinghe.gov.cn")


def test_list_that_is_read_in_another_encoding_is_another_list() -> None:
    assert row_of(SITE) != row_of(replace(SITE, encoding="gb18030"))
    assert row_of(SITE) == row_of(replace(SITE, name="清河市司法局", budget=200))


def test_page_that_a_person_dropped_and_that_is_gone_is_taken_back_once() -> None:
    stats = get_crawler().stats
    problem = Problem("NOT_FOUND", URL, "found the words 页面不存在, expected a report")
    fail(stats, problem)

    for _ in range(2):
        forgive(stats, problem)

    assert stats is not None
    assert stats.get_value("govreports/failed") == 0
