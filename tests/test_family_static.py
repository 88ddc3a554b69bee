"""What the saved pages cannot show of static lists: which count a list goes by, and when there is nothing to try."""

import pytest
from scrapy import Request

from crawler.model import Site
from spiders.families.nfcms import NfcmsSpider
from spiders.families.static import StaticSpider
from spiders.families.wuxi import WuxiSpider
from spiders.walk import ListSize
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


def site(address: str) -> Site:
    return Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=(address,), schedule="1 6 * * *")


def test_pager_that_counts_down_is_followed_through_pages_that_have_none() -> None:
    first = page(1, 5, '<script>var purl="../fzzf/index_260"; maxPageNum = 4;</script>')
    later = {f"{BASE}index_260_{number}.html": rows(25 - 5 * number, 29 - 5 * number) for number in (3, 2, 1)}

    done = walked(site(LIST_URL), {LIST_URL: first, **later}, dry_run=True)

    assert done.lists == [LIST_URL, *later]
    assert (done.counted("seen"), done.problems) == (20, [])


@pytest.mark.parametrize("name", ["index", "list"])
def test_pager_of_records_is_followed_by_either_name(name: str) -> None:
    pages = {
        BASE + f"{name}_{number}.html": page(20 * number, 20 * number + 9, f"<script>nsetpage({number},30,10)</script>")
        for number in (2, 3)
    }

    done = walked(site(LIST_URL), {LIST_URL: page(1, 10, "<script>nsetpage(1,30,10)</script>"), **pages}, dry_run=True)

    assert [address for address in done.lists if address in pages] == list(pages)
    assert (done.counted("seen"), done.problems) == (30, [])


def test_pager_that_counts_fewer_records_than_are_shown_counts_pages() -> None:
    first = page(1, 10, "<script>nsetpage(1,3,10)</script>")

    assert StaticSpider().list_size(listing(first)) == ListSize(3)
    following = StaticSpider().next_list(listing(first))
    assert following is not None
    assert following.url == BASE + "index_2.html"


@pytest.mark.parametrize(
    ("start", "pages"),
    [("class/AB", ["class/AB/2", "class/AB/3"]), ("tzgg", ["tzgg_2", "tzgg_3"]), ("gk/1.html", ["gk/2.html", "gk/3.html"])],
)
def test_pages_without_a_pager_are_walked_by_the_names_they_have(start: str, pages: list[str]) -> None:
    answers = {BASE + name: page(20 * number, 20 * number + 14) for number, name in enumerate([start, *pages])}
    words = {BASE + start: page(0, 14, "<i>共3页</i>")}

    done = walked(site(BASE + start), {**answers, **words}, dry_run=True)

    assert done.lists == [BASE + name for name in (start, *pages)]
    assert (done.counted("seen"), done.problems) == (45, [])


@pytest.mark.parametrize("words", ["第3页/共3页", "3/3页"])
def test_last_page_by_its_words_has_no_next(words: str) -> None:
    assert StaticSpider().next_list(listing(page(1, 15, words), BASE + "list_3.html")) is None


def test_name_that_is_not_there_gives_way_to_the_next_likely_one() -> None:
    done = walked(site(BASE + "tzgg"), {BASE + "tzgg": page(1, 10), BASE + "tzgg/2": page(11, 14)}, dry_run=True)

    assert done.lists == [BASE + "tzgg", BASE + "tzgg_2", BASE + "tzgg/2"]
    assert done.counted("seen") == 14
