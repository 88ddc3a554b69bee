"""What every government and bureau of justice owes, and what is held of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from crawler.model import ListEntry, Problem, Report, Site
from storage import held as holding
from storage.archive import Archive
from storage.coverage.cells import Cell
from storage.coverage.rolled import known_gaps, rolled
from storage.coverage.rule import years_until
from storage.coverage.states import Party
from storage.coverage.whole import Coverage, coverage
from storage.coverage.within import path_of
from tests.made import TEXT, made_page, made_report

HAIAN = Site(
    id="haian-sfj",
    name="海安市司法局 公告公示",
    family="truecms",
    lists=("https://www.haian.gov.cn/hassfj/gggs/gggs.html",),
    region="320685",
    publisher="海安市司法局",
    schedule="17 6 * * *",
)
NANTONG = replace(HAIAN, id="nantong-sfj", name="南通市司法局 法治政府建设", region="320600", publisher="南通市司法局")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
WALKED = datetime(2026, 11, 1, tzinfo=UTC)
SEEN = datetime(2026, 10, 1, tzinfo=UTC)
BLOCKED = Problem("BLOCKED", HAIAN.lists[0], "found a challenge page, expected a list", breaks=True)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def report(issuer: str, year: int, published: str | None = None, *, site: Site | None = HAIAN, url: str = "", **changes: object) -> Report:
    """Return a report of an issuer, in time unless another day is given, with a text of its own."""
    levels = {"局": "department", "厅": "department", "镇人民政府": "town", "省人民政府": "province"}
    values = {
        "title": f"{issuer}{year}年度法治政府建设情况报告",
        "text": f"{issuer}{year}年\n{TEXT}",
        "issuer": issuer,
        "level": next((level for end, level in levels.items() if issuer.endswith(end)), "county"),
        "report_year": year,
        "published_at": published or f"{year + 1}-03-04T15:28+08:00",
        "site": site,
        **changes,
    }
    return made_report(url or f"https://www.haian.gov.cn/hassfj/{len(issuer)}{hash_of(issuer)}/{year}.html", **values)


def hash_of(words: str) -> str:
    return "".join(f"{ord(letter):x}" for letter in words)


def keep(archive: Archive, *reports: Report, at: datetime = SEEN) -> None:
    for each in reports:
        archive.record(each, run=None, at=at)


def walk(archive: Archive, site: Site = HAIAN, *met: Problem, at: datetime = WALKED, complete: bool = True) -> None:
    """Write a run over a section: over the whole of it unless it met something or was cut short."""
    run = archive.begin_run(site.id, at=at)
    whole = complete and not met
    archive.end_run(run.id, at=at, reason="finished", verdict="", counts={}, problems=(), met=met, whole=complete, complete=whole)


def look(archive: Archive, *sites: Site, years: tuple[int, ...] = (2024,), region: str = "", at: datetime = NOW) -> Coverage:
    return coverage(archive, sites or (HAIAN,), years=years, region=region, as_of=at)


def cell(found: Coverage, place: str = "320685", party: Party = "government", year: int = 2024) -> Cell:
    return next(each for each in found.cells if (each.place.key, each.party, each.year) == (place, party, year))


def state(found: Coverage, place: str = "320685", party: Party = "government", year: int = 2024) -> tuple[str, str]:
    one = cell(found, place, party, year)
    return one.state, one.reason


def test_every_place_of_the_register_has_two_cells_a_year(archive: Archive) -> None:
    found = look(archive, years=(2023, 2024))

    assert len(found.places) == 3215
    assert len(found.cells) == 3215 * 2 * 2
    assert years_until(NOW) == tuple(range(2015, 2026))


def test_report_held_is_shown_with_address_version_and_day(archive: Archive) -> None:
    keep(archive, report("海安市人民政府", 2024), report("海安市人民政府", 2024, text=TEXT))

    found = cell(look(archive))

    assert (found.state, found.reason) == ("held", "in_time")
    assert found.report is not None
    assert (found.report.version, found.report.published, found.report.days) == (2, date(2025, 3, 4), -28)
    assert found.report.url.endswith("/2024.html")


def test_government_report_on_the_bureau_site_is_not_the_bureau_report(archive: Archive) -> None:
    keep(archive, report("海安市人民政府", 2024))
    walk(archive)

    found = look(archive)

    assert state(found) == ("held", "in_time")
    assert state(found, party="justice") == ("missing", "walked")


def test_bureau_report_is_not_the_government_report(archive: Archive) -> None:
    keep(archive, report("海安市司法局", 2024))
    walk(archive)

    found = look(archive)

    assert state(found, party="justice") == ("held", "in_time")
    assert state(found) == ("missing", "walked")


def test_towns_and_departments_are_counted_beside_each_once(archive: Archive) -> None:
    town = report("海安市城东镇人民政府", 2024)
    again = report("城东镇人民政府", 2024, url="https://www.haian.gov.cn/zwgk/again.html")
    keep(archive, town, again, report("海安市教育局", 2024), report("海安市财政局", 2024))
    walk(archive)

    found = look(archive)

    assert state(found) == ("missing", "walked")
    assert found.beside == {("320685", "town", 2024): 1, ("320685", "department", 2024): 2}


def test_county_report_on_the_prefecture_site_belongs_to_the_county(archive: Archive) -> None:
    keep(archive, report("海安市人民政府", 2024, site=NANTONG))
    walk(archive, NANTONG)

    found = look(archive, NANTONG)

    assert state(found) == ("held", "in_time")
    assert state(found, "320600") == ("missing", "walked")


def test_report_found_by_a_one_off_look_on_another_host_counts(archive: Archive) -> None:
    keep(archive, report("江苏省南通市海安市人民政府", 2024, site=None, url="https://www.example.com/1.html"))
    keep(archive, report("鼓楼区人民政府", 2024, site=None, url="https://www.gl.example.com/1.html"))
    keep(archive, report("人民政府", 2024, site=None, url="https://sfj.haian.gov.cn/2.html", kind="notice"))

    found = look(archive)

    assert state(found) == ("held", "in_time")
    assert [copy.title for copy in found.unplaced] == ["鼓楼区人民政府2024年度法治政府建设情况报告"]


def test_namesakes_are_told_apart_by_whose_section_it_is(archive: Archive) -> None:
    nanjing = replace(HAIAN, id="gulou-sfj", region="320106", publisher="鼓楼区司法局")
    xuzhou = replace(HAIAN, id="xzgulou-sfj", region="320302", publisher="鼓楼区司法局")
    keep(archive, report("鼓楼区人民政府", 2024, site=nanjing))
    walk(archive, nanjing)
    walk(archive, xuzhou)

    found = look(archive, nanjing, xuzhou)

    assert state(found, "320106") == ("held", "in_time")
    assert state(found, "320302") == ("missing", "walked")
    assert state(found, "350102") == ("unknown", "no_section")


def test_report_of_a_city_that_is_a_district_now_belongs_to_the_district(archive: Archive) -> None:
    keep(archive, report("江苏省南通市海门市人民政府", 2018, site=NANTONG))

    assert state(look(archive, NANTONG, years=(2018,)), "320614", year=2018) == ("held", "in_time")


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2025-04-01", ("held", "in_time")),
        ("2025-04-01T23:59:59+08:00", ("held", "in_time")),
        ("2025-04-02T00:01+08:00", ("late", "after_deadline")),
        ("2026-01-05", ("late", "after_deadline")),
        ("2024-12-30", ("held", "in_time")),
        ("2019-12-03", ("held", "undated")),
    ],
)
def test_report_is_late_after_1_april_of_the_year_after(archive: Archive, published: str, expected: tuple[str, str]) -> None:
    keep(archive, report("海安市人民政府", 2024, published))

    assert state(look(archive)) == expected


def test_report_without_a_day_is_held(archive: Archive) -> None:
    keep(archive, replace(report("海安市人民政府", 2024), published_at=None))

    assert state(look(archive)) == ("held", "undated")


def test_report_posted_again_later_is_in_time_and_counts_once(archive: Archive) -> None:
    again = report("海安市人民政府", 2024, "2025-09-01", url="https://www.nantong.gov.cn/zwgk/9.html", site=NANTONG)
    keep(archive, again, report("海安市人民政府", 2024))

    found = look(archive, HAIAN, NANTONG)

    assert state(found) == ("held", "in_time")
    assert [copy.url for copy in cell(found).others] == [again.page.url]
    assert sum(roll.there for roll in rolled(found, "year") if roll.organ == "government") == 1


def test_report_that_is_dated_anew_at_its_address_stays_in_time(archive: Archive) -> None:
    keep(archive, report("海安市人民政府", 2024), report("海安市人民政府", 2024, "2025-09-01"))
    keep(archive, report("海安市司法局", 2024, "2025-09-01"), at=datetime(2025, 3, 1, tzinfo=UTC))

    found = look(archive)

    assert state(found) == ("held", "in_time")
    assert state(found, party="justice") == ("held", "in_time")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 1, 2, tzinfo=UTC), ("not_due", "not_due")),
        (datetime(2026, 4, 1, 15, 59, tzinfo=UTC), ("not_due", "not_due")),
        (datetime(2026, 4, 1, 16, 0, tzinfo=UTC), ("unknown", "walked_before")),
        (NOW, ("missing", "walked")),
    ],
)
def test_report_is_owed_when_1_april_is_over_in_china_and_missing_after_a_walk_since(
    archive: Archive, at: datetime, expected: tuple[str, str]
) -> None:
    walk(archive, at=datetime(2025, 12, 1, tzinfo=UTC))
    walk(archive, at=datetime(2026, 4, 1, 16, 0, tzinfo=UTC).replace(day=2))

    assert state(look(archive, years=(2025,), at=at), year=2025) == expected


def test_year_that_no_rule_asks_for_is_not_due_and_its_report_held(archive: Archive) -> None:
    keep(archive, report("海安市人民政府", 2013))
    walk(archive)

    found = look(archive, years=(2013, 2014))

    assert state(found, year=2013) == ("held", "in_time")
    assert state(found, year=2014) == ("not_due", "not_due")


def test_hong_kong_owes_nothing(archive: Archive) -> None:
    assert state(look(archive), "810000") == ("not_due", "not_due")


def test_walk_cut_short_says_nothing_but_leaves_what_an_earlier_one_said(archive: Archive) -> None:
    walk(archive, at=datetime(2025, 6, 1, tzinfo=UTC))
    walk(archive, at=WALKED, complete=False)

    found = look(archive, years=(2024, 2025))

    assert state(found, year=2024) == ("missing", "walked")
    proof = cell(found).proof
    assert proof is not None
    assert proof.since == datetime(2025, 6, 1, tzinfo=UTC)
    assert state(found, year=2025) == ("unknown", "walked_before")


def test_section_never_walked_whole_is_unknown(archive: Archive) -> None:
    walk(archive, complete=False)

    assert state(look(archive)) == ("unknown", "never_walked")


def test_place_with_two_sections_is_missing_only_if_both_were_walked(archive: Archive) -> None:
    other = replace(HAIAN, id="haian-sfj-tongzhi")
    walk(archive)

    assert state(look(archive, HAIAN, other)) == ("unknown", "never_walked")
    assert state(look(archive, HAIAN, replace(other, enabled=False))) == ("missing", "walked")


@pytest.mark.parametrize(
    ("publisher", "name"), [("海安市教育局", "海安市教育局 年报"), ("海安市城东镇", "城东镇 年报"), ("海安市各镇", "海安市各镇 公开")]
)
def test_section_of_a_town_or_a_department_is_no_section_for_the_place(archive: Archive, publisher: str, name: str) -> None:
    other = replace(HAIAN, publisher=publisher, name=name)
    walk(archive, other)

    assert state(look(archive, other)) == ("unknown", "no_section")


def test_government_section_says_nothing_of_the_bureau_until_it_has_carried_its_report(archive: Archive) -> None:
    portal = replace(HAIAN, id="haian-zf", publisher="海安市人民政府")
    walk(archive, portal)

    before = look(archive, portal)
    keep(archive, report("海安市司法局", 2022, site=portal))
    after = look(archive, portal, years=(2022, 2024))

    assert (state(before), state(before, party="justice")) == (("missing", "walked"), ("unknown", "no_section"))
    assert state(after, party="justice") == ("missing", "walked")


def test_section_that_is_disabled_accuses_nobody(archive: Archive) -> None:
    keep(archive, report("海安市人民政府", 2024))
    walk(archive)

    found = look(archive, replace(HAIAN, enabled=False), years=(2023, 2024))

    assert state(found, year=2024) == ("held", "in_time")
    assert state(found, year=2023) == ("unknown", "disabled")


@pytest.mark.parametrize(
    ("code", "barrier"),
    [("BLOCKED", "blocked"), ("ROBOTS", "blocked"), ("UNREACHABLE", "unreachable"), ("TLS", "unreachable"), ("LIST_EMPTY", "unreachable")],
)
def test_section_that_cannot_be_read_says_since_when(archive: Archive, code: str, barrier: str) -> None:
    walk(archive, at=datetime(2026, 6, 1, tzinfo=UTC))
    for day in (1, 8):
        walk(archive, HAIAN, replace(BLOCKED, code=code), at=datetime(2026, 9, day, tzinfo=UTC))

    found = cell(look(archive))

    assert (found.state, found.reason) == (barrier, "barred")
    assert found.proof is not None
    assert (found.proof.since, found.proof.code) == (datetime(2026, 9, 1, tzinfo=UTC), code)
    assert state(look(archive, at=datetime(2026, 8, 1, tzinfo=UTC))) == ("missing", "walked")


def test_section_that_can_be_read_again_is_no_longer_blocked(archive: Archive) -> None:
    walk(archive, HAIAN, BLOCKED, at=datetime(2026, 9, 1, tzinfo=UTC))
    walk(archive)

    assert state(look(archive)) == ("missing", "walked")


def test_fault_of_our_own_is_no_barrier(archive: Archive) -> None:
    walk(archive, at=datetime(2026, 6, 1, tzinfo=UTC))
    walk(archive, HAIAN, Problem("CRASHED", HAIAN.id, "found its process gone, expected an end"))

    assert state(look(archive)) == ("missing", "walked")


def test_report_that_is_listed_and_not_held_is_not_missing(archive: Archive) -> None:
    entries = [
        ListEntry(url=f"https://www.haian.gov.cn/{number}.html", title=title)
        for number, title in enumerate(("海安市人民政府2024年度法治政府建设情况报告", "海安市教育局2023年度法治政府建设情况报告"))
    ]
    walk(archive)
    archive.list_entries(HAIAN.id, entries, at=SEEN)
    page = made_page("https://www.haian.gov.cn/0.html", entry=entries[0], site=HAIAN)

    before = look(archive, years=(2023, 2024))
    holding.hold(archive.file, page, Problem("LOGIN", page.url, "found a login page, expected a report"), text=None, run=None, at=SEEN)
    after = look(archive)

    assert (state(before), state(before, party="justice")) == (("unknown", "listed"), ("missing", "walked"))
    assert state(before, year=2023) == ("missing", "walked")
    assert state(after) == ("blocked", "page_barred")


def test_report_that_does_not_say_whose_it_is_keeps_a_cell_from_being_missing(archive: Archive) -> None:
    keep(archive, replace(report("", 2024), issuer=None, level=None))
    walk(archive)

    found = look(archive, years=(2023, 2024))

    assert state(found) == ("unknown", "unclear")
    assert state(found, year=2023) == ("missing", "walked")
    assert len(found.unplaced) == 1


def test_report_that_does_not_say_whose_it_is_counts_where_its_text_stands_under_a_name(archive: Archive) -> None:
    known = report("海安市人民政府", 2024, "2025-09-01")
    nameless = replace(known, issuer=None, level=None, published_at="2025-02-01")
    keep(archive, known, replace(nameless, page=made_page("https://www.haian.gov.cn/copy.html", site=HAIAN)))

    found = look(archive)

    assert state(found) == ("held", "in_time")
    assert found.unplaced == ()


def test_page_that_is_no_report_does_not_count(archive: Archive) -> None:
    keep(archive, report("海安市人民政府", 2024, kind="interpretation"))
    walk(archive)

    assert state(look(archive)) == ("missing", "walked")


def test_newest_version_decides_what_an_address_bears(archive: Archive) -> None:
    url = "https://www.haian.gov.cn/zwgk/bg.html"
    keep(archive, report("海安市人民政府", 2023, url=url))
    keep(archive, report("海安市人民政府", 2024, url=url), at=datetime(2026, 10, 5, tzinfo=UTC))
    walk(archive)

    now, then = look(archive, years=(2023, 2024)), look(archive, years=(2023, 2024), at=datetime(2026, 10, 2, tzinfo=UTC))

    assert (state(now, year=2023)[0], state(now)[0]) == ("missing", "held")
    assert (state(then, year=2023)[0], state(then)[0]) == ("held", "unknown")


def test_place_that_only_a_row_names_is_there_too(archive: Archive) -> None:
    yunlan = replace(HAIAN, id="yunlan-sfj", region="331199", publisher="云岚市司法局")
    keep(archive, report("云岚市人民政府", 2024, site=yunlan))

    found = look(archive, yunlan, region="3311")

    assert state(found, "331199") == ("held", "in_time")
    assert path_of(found.places[-1]) == "浙江省/丽水市/云岚市"


def test_counts_by_group_add_up(archive: Archive) -> None:
    keep(
        archive,
        report("海安市人民政府", 2024),
        report("海安市教育局", 2024),
        report("南通市人民政府", 2024, site=NANTONG, level="prefecture"),
    )
    walk(archive)

    found = look(archive, HAIAN, NANTONG, region="32")

    provinces = {(roll.organ, roll.name): roll for roll in rolled(found, "province")}
    assert provinces["government", "江苏省"].counts["held"] == 2
    assert provinces["justice", "江苏省"].counts["missing"] == 1
    assert provinces["government", "江苏省"].owed == len(found.places)
    assert provinces["department", "江苏省"].there == 1
    for by in ("prefecture", "level", "year"):
        rolls = [roll for roll in rolled(found, by) if roll.organ == "government"]
        assert sum(roll.there for roll in rolls) == 2
        assert sum(roll.owed for roll in rolls) == len(found.places)
    assert {roll.group for roll in rolled(found, "level")} == {"province", "prefecture", "county"}


def test_known_gaps_are_what_is_owed_and_not_there(archive: Archive) -> None:
    keep(archive, report("海安市人民政府", 2024))
    walk(archive)
    walk(archive, NANTONG, replace(BLOCKED, where=NANTONG.lists[0]))

    gaps = [(gap.place.name, gap.party, gap.state) for gap in known_gaps(look(archive, HAIAN, NANTONG))]

    assert gaps == [("南通市", "government", "blocked"), ("南通市", "justice", "blocked"), ("海安市", "justice", "missing")]


def test_places_are_narrowed_by_region_and_level(archive: Archive) -> None:
    assert {place.key for place in coverage(archive, (), region="3206").places} >= {"320600", "320685"}
    assert [place.name for place in coverage(archive, (), region="32", level="province").places] == ["江苏省"]
