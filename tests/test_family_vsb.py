"""What the saved pages cannot show of VSB: walks from the newest end, and pages of others that count in the same words."""

import pytest

from crawler.model import Site
from spiders.families.vsb import VsbSpider
from tests.saved import listing
from tests.walked import walked

LIST = "http://www.baitang.gov.cn/zfxxgk/fzzfjs"
SITE = Site(id="baitang-sfj", name="白塘县司法局", family="vsb", lists=(f"{LIST}.htm",), schedule="1 6 * * *")


def page(number: int, pages: int, pager: str = "") -> str:
    rows = "".join(
        f'<li id="line_u6_{place}"><a href="/info/1103/{number}{place}.htm">白塘县第{number}{place}号法治政府建设情况报告</a>'
        f"<span>2026-03-0{place + 1}</span></li>"
        for place in range(3)
    )
    return f"<html><ul>{rows}</ul><div>共{pages * 3}条 {number}/{pages} {pager}</div></html>"


def test_walk_starts_at_the_newest_end_and_ends_at_page_one() -> None:
    web = {f"{LIST}.htm": page(1, 4), f"{LIST}/3.htm": page(2, 4), f"{LIST}/2.htm": page(3, 4), f"{LIST}/1.htm": page(4, 4)}

    done = walked(SITE, web, dry_run=True)

    assert done.lists == [f"{LIST}.htm", f"{LIST}/3.htm", f"{LIST}/2.htm", f"{LIST}/1.htm"]
    assert (done.counted("seen"), done.problems) == (12, [])


def test_link_to_the_next_page_goes_before_any_count() -> None:
    linked = page(1, 4, '<a class="Next" href="fzzfjs/77.htm">下页</a>')

    following = VsbSpider().next_list(listing(linked, f"{LIST}.htm"))

    assert following is not None
    assert following.url == f"{LIST}/77.htm"


@pytest.mark.parametrize(("number", "following"), [(3, f"{LIST}/2.htm"), (2, f"{LIST}/3.htm")])
def test_pages_that_count_forwards_are_told_by_their_own_number(number: int, following: str) -> None:
    found = VsbSpider().next_list(listing(page(2, 4), f"{LIST}/{number}.htm"))

    assert found is not None
    assert found.url == following


@pytest.mark.parametrize(
    "text",
    [
        '<html><ul><li><a href="t20260302_1.html">报告</a></li></ul>共32条 1/4</html>',
        '<html><li id="line_u6_0"><a href="/info/1/2.htm">报告</a></li>共3条 1/1</html>',
        '<html><li id="line_u6_0"><a href="/info/1/2.htm">报告</a></li></html>',
    ],
)
def test_page_of_another_product_or_without_more_pages_has_no_next(text: str) -> None:
    assert VsbSpider().next_list(listing(text, f"{LIST}.htm")) is None


def test_rows_are_those_of_the_longest_list_of_one_component() -> None:
    side = '<li id="line_u3_0"><a href="/info/1020/1.htm">关于开展普法宣传活动的通知</a></li>'

    entries = VsbSpider().entries(listing(side + page(1, 1), f"{LIST}.htm"))

    assert [entry.url for entry in entries] == [f"http://www.baitang.gov.cn/info/1103/1{place}.htm" for place in range(3)]
