"""Runs and incidents on the site."""

from pathlib import Path

import pytest
from parsel import Selector

from crawler.advice import ADVICE
from storage.archive import Archive
from storage.browse.advice import CHINESE, advice
from storage.browse.app import made_site
from storage.browse.instance import Browse
from tests.browsed import filled, page
from tests.made import SITE, later


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    return filled(tmp_path_factory.mktemp("browsed") / "reports.db")


def test_run_shows_its_verdict_its_counts_and_what_to_do(site: Browse) -> None:
    barred, sound = Selector(page(site, "/runs")).css("tbody tr")

    assert sound.css(".tag::text").get() == "正常"
    assert sound.css("td::text").getall()[:2] == ["2026-03-02 09:30", "全部走查"]
    assert sound.css(".number::text").getall() == ["3", "0", "0", "0", "0"]
    assert barred.css("a::text").get() == "柳林市司法局 法治政府建设"
    assert barred.css("details p::text").get("").startswith("BLOCKED javascript:alert(1): found </title>")
    assert barred.css("details small::text").get() == CHINESE["BLOCKED"]


def test_runs_of_a_section_are_those_alone(site: Browse) -> None:
    shown = Selector(page(site, "/runs?site=qinghe-sfj"))

    assert shown.css("h1::text").get() == "清河市司法局 法治政府建设"
    assert len(shown.css("tbody tr")) == 1


def test_runs_come_fifty_a_page(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "reports.db") as archive:
        for number in range(52):
            run = archive.begin_run(SITE.id, at=later(hours=number))
            archive.end_run(run.id, at=later(hours=number), reason="finished", verdict="sound", counts={"seen": number}, problems=())
    served = made_site(tmp_path / "reports.db", ())

    first, second = (Selector(page(served, f"/runs?page={number}")) for number in (1, 2))

    assert [each.css(".number::text").get() for each in (first.css("tbody tr")[0], *second.css("tbody tr"))] == ["51", "1", "0"]
    assert [each.css(".leaf a::text").getall() for each in (first, second)] == [["较早的 →"], ["← 较新的"]]


def test_incident_says_what_since_when_and_what_to_do_and_links_no_script(site: Browse) -> None:
    (card,) = Selector(page(site, "/incidents")).css(".card")

    words = " ".join("".join(card.css("*::text").getall()).split())
    assert words.startswith("BLOCKED 柳林市司法局 法治政府建设 found </title><script>alert(1)</script>, expected a list")
    assert "自 2026-03-02 09:40，1次采集遇到" in words
    assert f"怎么办：{CHINESE['BLOCKED']}" in words
    assert card.css("a::attr(href)").getall() == ["/runs?site=liulin-sfj"]


def test_incident_that_is_over_is_shown_where_asked(tmp_path: Path) -> None:
    served = filled(tmp_path / "reports.db")
    with Archive.open(tmp_path / "reports.db") as archive:
        run = archive.begin_run("liulin-sfj", at=later(days=1))
        archive.end_run(run.id, at=later(days=1), reason="finished", verdict="sound", counts={}, problems=(), whole=True)

    assert "现在没有故障" in page(served, "/incidents")
    assert "已于 2026-03-03 09:30 恢复" in page(served, "/incidents?all=1")


def test_every_reason_has_its_advice_in_both_languages() -> None:
    assert CHINESE.keys() == ADVICE.keys()
    assert [chinese for chinese in CHINESE.values() if not chinese.endswith("。")] == []
    assert advice("NEW_ONE")[0].endswith("跑这一行。")
