from crawler.model import ListEntry, Page, Problem
from spiders.page import PageSpider
from tests.walked import followed

ONE = "https://www.qinghe.gov.cn/sfj/202603/t20260304_1.html"
OTHER = "https://www.qinghe.gov.cn/sfj/202503/t20250304_2.html"


def test_every_address_becomes_a_page_in_order() -> None:
    done = followed(PageSpider, {ONE: "<p>甲</p>", OTHER: "<p>乙</p>"}, urls=[ONE, OTHER])

    assert [(item.url, item.entry, item.site) for item in done.items] == [
        (ONE, ListEntry(url=ONE, title=""), None),
        (OTHER, ListEntry(url=OTHER, title=""), None),
    ]
    assert all(isinstance(item, Page) for item in done.items)
    assert done.counted("kept") == 2


def test_address_given_twice_is_fetched_once() -> None:
    done = followed(PageSpider, {ONE: "<p>甲</p>"}, urls=[ONE, f"{ONE}#top", ONE])

    assert done.reports == [ONE]


def test_what_is_no_address_is_a_problem_and_the_rest_goes_on() -> None:
    done = followed(PageSpider, {ONE: "<p>甲</p>"}, urls=["ftp://a.gov.cn/x", ONE])

    assert done.problems == [Problem("REFUSED", "ftp://a.gov.cn/x", "found no web address, expected http:// or https:// and a host")]
    assert [item.url for item in done.items] == [ONE]
    assert (done.counted("failed"), done.counted("kept")) == (1, 1)


def test_address_that_fails_is_told_with_its_reason() -> None:
    done = followed(PageSpider, {ONE: 404}, urls=[ONE])

    assert done.problems == [Problem("NOT_FOUND", ONE, "found HTTP 404, expected a page")]
    assert done.items == []
