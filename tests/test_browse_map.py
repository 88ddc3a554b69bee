"""The map on the site: the country, a province, a year, and the evidence of a cell."""

import csv
import io
import time
from pathlib import Path

import pytest
from parsel import Selector

from crawler.register import places
from storage.archive import Archive
from storage.browse.covered import Covered, Look
from storage.browse.instance import Browse
from tests.browsed import LATE, ROWS, filled, page
from tests.made import SITE, later, made_report


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    return filled(tmp_path_factory.mktemp("browsed") / "reports.db")


def cell(site: Browse, place: str, year: int, organ: str = "justice") -> str:
    shown = Selector(page(site, f"/cell?place={place}&organ={organ}&year={year}")).css("main")
    return " ".join(" ".join(shown.css("*::text").getall()).split())


def test_start_page_maps_the_provinces_that_are_known_and_names_the_rest(site: Browse) -> None:
    shown = Selector(page(site, "/?organ=justice"))

    assert shown.css(".heat tbody th a::text").getall() == ["江苏省"]
    assert shown.css(".heat td a::text").getall() == ["1", "1"]
    assert len(shown.css(".blank a")) == 32  # the corps of Xinjiang and the places without a code; no rule asks Taiwan, Hong Kong and Macau


def test_map_leads_from_a_province_and_year_to_the_places_and_from_these_to_their_evidence(site: Browse) -> None:
    country = Selector(page(site, "/coverage?organ=justice"))
    to_year = country.xpath("//td/a[normalize-space(text())='1']/@href").getall()[-1]
    places_of = Selector(page(site, to_year))
    to_cell = places_of.xpath("//th/a[text()='清河市']/@href").get("")

    assert len(country.css(".heat tbody tr")) > 31
    assert to_year == "/coverage?organ=justice&province=320000&year=2025"
    assert places_of.css("h1::text").get() == "江苏省　2025年度"
    assert "清河市司法局2025年度法治政府建设情况报告" in page(site, to_cell)


def test_province_shows_each_place_year_by_year(site: Browse) -> None:
    shown = Selector(page(site, "/coverage?organ=justice&province=江苏省"))

    (row,) = shown.xpath("//table[@class='marks']//tr[th[text()='清河市']]")
    assert row.css("td::attr(class)").getall()[-3:] == ["m-late", "m-missing", "m-held"]
    assert row.css("a::attr(href)").getall()[-1] == "/cell?place=320899&organ=justice&year=2025"
    assert shown.css("a[href='/coverage?organ=justice&province=320000&year=2025#p-320800']")
    assert len(shown.css("#p-320800")) == 1


def test_cell_of_a_held_report_says_when_it_was_public_and_leads_to_it(site: Browse) -> None:
    shown = cell(site, "320899", 2025)

    assert "清河市司法局 2025年度 ● 按时公开 4月1日以前公开" in shown
    assert "应于 2026-04-01 公开于 2026-03-01，早31天" in shown
    links = Selector(page(site, "/cell?place=320899&organ=justice&year=2025")).css(".title a::attr(href)").getall()
    assert links == ["/report?url=https%3A%2F%2Fwww.qinghe.gov.cn%2Fzwgk%2Ffzzf%2F202603%2Ft20260301_1024.html&version=2"]


def test_cell_of_a_late_report_says_how_late(site: Browse) -> None:
    assert "逾期公开 4月1日以后公开 应于 2024-04-01 公开于 2024-05-06，晚35天" in cell(site, "320899", 2023)


def test_cell_of_a_missing_report_shows_the_walk_that_did_not_find_it(site: Browse) -> None:
    shown = cell(site, "320899", 2024)

    assert "未见 栏目已全部走查，没有这一年的报告；走查始于 2026-03-02 09:30" in shown
    assert "栏目 清河市司法局 法治政府建设 qinghe-sfj" in shown


def test_cell_of_a_blocked_section_shows_the_incident_and_what_to_do(site: Browse) -> None:
    shown = cell(site, "320898", 2025)

    assert "被拒绝 栏目读不到，始于 2026-03-02 09:40" in shown
    assert "代码 BLOCKED 所见 found </title><script>alert(1)</script>, expected a list" in shown
    assert "怎么办 过几天再看" in shown


def test_cell_without_a_section_says_where_to_look_for_one(site: Browse) -> None:
    haian = next(place for place in places() if place.region == "320685")

    shown = cell(site, "320685", 2025, "government")

    assert "不详 还不知道它的栏目" in shown
    assert f"govreports probe {haian.portal}" in shown


@pytest.mark.parametrize(
    ("place", "organ", "name"),
    [
        ("320000", "justice", "江苏省司法厅"),
        ("110000", "justice", "北京市司法局"),
        ("450000", "justice", "广西壮族自治区司法厅"),
        ("320685", "government", "海安市人民政府"),
    ],
)
def test_cell_names_the_organ_as_it_is_called_there(site: Browse, place: str, organ: str, name: str) -> None:
    assert Selector(page(site, f"/cell?place={place}&organ={organ}&year=2025")).css("h1::text").get("").partition("　")[0] == name


def test_map_is_to_be_had_as_a_table_of_what_it_shows(site: Browse) -> None:
    rows = [*csv.DictReader(io.StringIO(page(site, "/coverage.csv?organ=justice&province=32&year=2023").removeprefix("\ufeff")))]

    assert {row["year"] for row in rows} == {"2023"}
    assert [(row["state"], row["url"], row["days"]) for row in rows if row["region"] == "320899"] == [("late", LATE, "35")]


def test_map_is_english_where_asked(site: Browse) -> None:
    shown = page(site, "/coverage?year=2025&lang=en")

    assert '<html lang="en" class="speak-en">' in shown
    assert "Who published its report, 2025" in shown


def test_coverage_is_counted_again_when_something_was_written_and_not_more_often_than_that_is_worth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "reports.db"
    filled(path)
    covered = Covered(path, ROWS)
    spent, now = iter((0.0, 2.0, 2.0, 2.5, 2.5, 3.0)), [0.0]
    monkeypatch.setattr(time, "thread_time", lambda: next(spent))
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    costly = covered.look()
    assert covered.look() is costly

    write(path, 2022)
    now[0] = 39
    assert covered.look() is costly
    now[0] = 41
    cheap = covered.look()
    assert held(cheap) == held(costly) + 1

    write(path, 2021)
    assert held(covered.look()) == held(cheap) + 1


def write(path: Path, year: int) -> None:
    with Archive.open(path) as archive:
        run = archive.begin_run(SITE.id, at=later(days=1))
        said = {"report_year": year, "published_at": f"{year + 1}-03-01", "text": f"关于{year}年的一份。"}
        archive.record(made_report(f"https://www.qinghe.gov.cn/{year}.html", site=SITE, **said), run=run.id, at=later(days=1))


def held(look: Look) -> int:
    return sum(roll.there for roll in look.provinces)
