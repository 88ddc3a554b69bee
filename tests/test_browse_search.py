"""Search on the site: marks, filters, pages, what was understood, and what to try."""

import pytest
from parsel import Selector

from storage.archive import Archive
from storage.browse.app import made_site
from storage.browse.instance import Browse
from tests.browsed import page
from tests.made import SITE, START, TEXT, URL, made_report


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    path = tmp_path_factory.mktemp("searched") / "reports.db"
    with Archive.open(path) as archive:
        run = archive.begin_run(SITE.id, at=START)
        for number in range(12):
            url = f"https://www.qinghe.gov.cn/{number}.html"
            report = made_report(
                url, site=SITE, report_year=2010 + number, text=f"{TEXT}\n第{number}段，提到听证<b>。", kind="report" if number else "news"
            )
            archive.record(report, run=run.id, at=START)
        archive.record(made_report(URL, text="旧的一版说到信访。"), run=None, at=START)
        archive.record(made_report(URL, text="新的一版什么也没说。"), run=None, at=START)
    return made_site(path, ())


def found(site: Browse, query: str) -> Selector:
    return Selector(page(site, f"/search?q={query}"))


def titles(shown: Selector) -> int:
    return len(shown.css(".reports .title"))


def understood(shown: Selector) -> str:
    return "".join(shown.css("[role=status] ::text").getall()).strip().partition("。")[0]


def test_words_are_marked_where_they_stand_and_nothing_else_is_markup(site: Browse) -> None:
    shown = found(site, "行政复议")

    first = shown.css(".reports li")[0]
    assert first.css(".piece mark::text").getall() == ["行政复议"]
    assert "提到听证<b>。" in "".join(first.css(".piece ::text").getall())
    assert first.css(".title a::attr(href)").get("").startswith("/report?url=https%3A%2F%2Fwww.qinghe.gov.cn%2F")


def test_results_come_ten_a_page_and_are_counted(site: Browse) -> None:
    first = found(site, "行政复议")
    to_second = first.css("a[rel=next]::attr(href)").get("")
    second = Selector(page(site, f"/search{to_second}"))

    assert (titles(first), titles(second)) == (10, 2)
    assert "共12份，第1页" in "".join(first.css("[role=status] ::text").getall())
    assert second.css("ol.reports::attr(start)").get() == "11"
    assert second.css("a[rel=next]").getall() == []
    assert not set(first.css(".title a::attr(href)").getall()) & set(second.css(".title a::attr(href)").getall())


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("year=2015", 1),
        ("kind=news", 1),
        ("region=3208", 10),
        ("region=44", 0),
        ("issuer=清河", 10),
        ("issuer=无锡", 0),
        ("site=qinghe-sfj", 10),
        ("site=no", 0),
    ],
)
def test_filters_narrow_what_is_found_and_stay_in_the_form(site: Browse, filters: str, expected: int) -> None:
    shown = found(site, f"行政复议&{filters}")
    name, _, value = filters.partition("=")

    assert titles(shown) == expected
    field = shown.css(f"#{name}")
    assert value in (field.attrib.get("value"), *field.css("option[selected]").xpath("@value | text()").getall())


def test_old_versions_are_found_where_asked_and_lead_to_themselves(site: Browse) -> None:
    shown = found(site, "信访&all=1")

    assert titles(found(site, "信访")) == 0
    assert shown.css(".title a::attr(href)").getall() == [
        "/report?url=https%3A%2F%2Fwww.qinghe.gov.cn%2Fzwgk%2Ffzzf%2F202603%2Ft20260301_1024.html&version=1"
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("法", "理解为：法"),
        ("行政复议", "理解为：行政复议"),
        ("行政復議 312件", "理解为：行政复议 并且 312 件"),
        ("复议 OR 听证 -诉讼", "理解为：复议 或 听证，不含 诉讼"),
        ('"OA，行政复议，应诉"', "理解为：oa 行政复议 应诉"),
    ],
)
def test_page_says_what_a_question_was_understood_as(site: Browse, typed: str, said: str) -> None:
    assert understood(found(site, typed)) == said


def test_where_nothing_is_found_the_page_says_what_to_try(site: Browse) -> None:
    shown = found(site, "复议 没有的词&year=2015")

    assert "没有找到" in shown.css(".card h2::text").getall()
    links = shown.css(".card a::attr(href)").getall()
    assert "/search?q=%E5%A4%8D%E8%AE%AE+%E6%B2%A1%E6%9C%89%E7%9A%84%E8%AF%8D" in links
    assert any("OR" in link and "year=2015" in link for link in links)
    assert any(link.endswith("&all=1") for link in links)


@pytest.mark.parametrize("query", ["", "  ", "-复议", '"', "，。"])
def test_empty_question_shows_how_to_ask(site: Browse, query: str) -> None:
    shown = found(site, query)

    assert shown.css(".card h2::text").getall() == ["怎么查"]
    assert titles(shown) == 0
