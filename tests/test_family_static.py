"""What the saved pages cannot show of static lists: which count a list goes by, and when there is nothing to try."""

import pytest
from scrapy import Request

from crawler.model import Site
from spiders.families.nfcms import NfcmsSpider
from spiders.families.static import StaticSpider
from spiders.families.wuxi import WuxiSpider
from tests.saved import LIST_URL, listing
from tests.walked import walked

BASE = LIST_URL.removesuffix("index.html")


def rows(first: int, last: int) -> str:
    shape = '<li><a href="content/post_{0}.html">清河市第{0}号法治政府建设情况报告</a><span>2026-03-02</span></li>'
    return "<ul>" + "".join(shape.format(300 + number) for number in range(first, last + 1)) + "</ul>"


def page(first: int, last: int, pager: str = "") -> str:
    return f"<html><body>{rows(first, last)}{pager}</body></html>"


@pytest.mark.parametrize(
    ("start", "files"), [(0, ["index.html", "index_1.html", "index_2.html"]), (1, ["index.html", "index_2.html", "index_3.html"])]
)
def test_first_page_tells_from_what_number_a_list_counts(start: int, files: list[str]) -> None:
    site = Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=(LIST_URL,), schedule="1 6 * * *")
    calls = [f'<script>createPageHTML(3, {start + number}, "index", "html")</script>' for number in range(3)]
    answers = {BASE + file: page(10 * number, 10 * number + 4, calls[number]) for number, file in enumerate(files)}

    done = walked(site, answers, dry_run=True)

    assert done.lists == [BASE + file for file in files]
    assert done.counted("seen") == 15


def test_short_list_without_a_pager_is_whole() -> None:
    assert StaticSpider().next_list(listing(page(1, 9))) is None


def test_full_list_without_a_pager_is_tried_further_and_says_that_it_guesses() -> None:
    following = StaticSpider().next_list(listing(page(1, 10)))

    assert following is not None
    assert (following.url, following.flags) == (BASE + "index_1.html", ["guessed"])
    assert following.cb_kwargs["otherwise"].url == BASE + "index_2.html"


def test_last_page_of_plain_links_is_not_guessed_past() -> None:
    links = '<a href="index_1.html">上一页</a><a href="index.html">首页</a>'

    assert StaticSpider().next_list(listing(page(1, 15, links), BASE + "index_2.html")) is None


def test_count_of_an_earlier_page_is_handed_on() -> None:
    asked = Request(BASE + "index_2.html", meta={"counts_from": 1})
    pager = '<script>createPageHTML(3, 2, "index", "html")</script>'

    following = StaticSpider().next_list(listing(page(1, 5, pager), BASE + "index_2.html", asked=asked))

    assert following is not None
    assert (following.url, following.meta["counts_from"]) == (BASE + "index_3.html", 1)


def test_page_shorter_than_the_one_before_is_the_last() -> None:
    site = Site(id="yitao-sfj", name="宜陶市司法局", family="wuxi", lists=(LIST_URL,), schedule="1 6 * * *")

    done = walked(site, {LIST_URL: page(1, 20), BASE + "index_2.html": page(21, 40), BASE + "index_3.html": page(41, 54)}, dry_run=True)

    assert done.lists == [LIST_URL, BASE + "index_2.html", BASE + "index_3.html"]
    assert done.counted("seen") == 54


def test_words_that_a_script_has_yet_to_fill_in_end_no_walk() -> None:
    site = Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=(LIST_URL,), schedule="1 6 * * *")
    words = "<span>共1页</span>"
    answers = {LIST_URL: page(1, 5, f'{words}<a href="p2.html">下一页</a>'), BASE + "p2.html": page(6, 9, words)}

    assert walked(site, answers, dry_run=True).counted("seen") == 9


@pytest.mark.parametrize("spider", [NfcmsSpider, WuxiSpider])
def test_platforms_that_count_from_one_try_their_second_page(spider: type[StaticSpider]) -> None:
    following = spider().next_list(listing(page(1, 10)))

    assert following is not None
    assert following.url == BASE + "index_2.html"
    assert "otherwise" not in following.cb_kwargs
    assert spider().next_list(listing(page(1, 9))) is None


@pytest.mark.parametrize("marks", ["ul class='infoList'", "ul class='i_list x'", "div class='viewList'><ul"])
def test_nfcms_takes_the_longest_of_its_lists(marks: str) -> None:
    tag = marks.partition(" ")[0]
    end = "</ul></div>" if tag == "div" else "</ul>"
    short = rows(1, 2).removeprefix("<ul>").removesuffix("</ul>")
    long = rows(3, 8).removeprefix("<ul>").removesuffix("</ul>")

    entries = NfcmsSpider().entries(listing(f"<html><body><{marks}>{short}{end}<{marks}>{long}{end}</body></html>"))

    assert [entry.url for entry in entries] == [f"{BASE}content/post_{300 + number}.html" for number in range(3, 9)]


def test_wuxi_reads_its_own_list_though_another_is_longer() -> None:
    own = rows(1, 3).replace("<ul>", '<ul id="doclist">')

    assert len(WuxiSpider().entries(listing(f"<html><body>{rows(10, 30)}{own}</body></html>"))) == 3
