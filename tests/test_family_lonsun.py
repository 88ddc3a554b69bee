"""What the saved pages cannot show of Lonsun: calls of every shape, walks of fragments, and what is tried otherwise."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler.model import Site
from spiders.families.lonsun import LonsunSpider
from tests.saved import listing
from tests.walked import walked

HOST = "https://www.liehu.gov.cn"
SHELL = f"{HOST}/zwgk/public/column/198?type=4&catId=6718758&action=list"
COLUMN = f"{HOST}/content/column/6791573"


def site(address: str) -> Site:
    return Site(id="liehu-sfj", name="烈湖区司法局", family="lonsun", lists=(address,), schedule="1 6 * * *")


def rows(first: int, last: int) -> str:
    found = [
        f'<li><a href="/zwgk/public/198/{64000000 + number}.html">烈湖区第{number}号法治政府建设情况报告</a><span>2026-02-10</span></li>'
        for number in range(first, last + 1)
    ]
    return f'<ul class="clearfix xxgk_nav_list">{"".join(found)}</ul>'


def call(script: str) -> str:
    return f'<html><head><meta name="SiteId" content="6793339"></head><div id="list"></div><script>{script}</script></html>'


LABEL = "$.get('/zwgk/site/label/8888?labelName=publicInfoList&siteId=6793339&pageSize=3&pageIndex=' + n + '&organId=198')"


def fragment(page: int) -> str:
    told = "organId=198&siteId=6793339&type=4&catId=6718758&action=list&labelName=publicInfoList&pageSize=3"
    return f"{HOST}/zwgk/site/label/8888?IsAjax=1&dataType=html&{told}&pageIndex={page}"


@pytest.mark.parametrize("pager", ["<script>Ls.pagination('#p', f, {currPage: 1, pageCount: 3})</script>", ""])
def test_shell_is_walked_through_its_fragments_to_the_end(pager: str) -> None:
    fragments = {fragment(1): rows(1, 3) + pager, fragment(2): rows(4, 6) + pager, fragment(3): rows(7, 8) + pager}

    done = walked(site(SHELL), {SHELL: call(LABEL), **fragments}, dry_run=True)

    assert done.lists == [SHELL, *fragments]
    assert (done.counted("seen"), done.problems) == (8, [])
    assert {request.headers.get("Referer") for request in done.asked[1:]} == {SHELL.encode()}


@pytest.mark.parametrize(
    "script",
    [
        "$.get('/zwgk/site/label/8888?labelName=publicInfoList&siteId=6793339&pageSize=20&organId=' + organId + '&type=4&catId=' + catId)",
        """Ls.ajax({url: '/zwgk/site/label/8888', type: 'post', data: {labelName: 'publicInfoList', siteId: siteId, pageSize: 20,
            organId: "198", type: 4, catId: "6718758"}, success: function (html) { pageSize: 99 }})""",
        'load("/zwgk/site/label/8888?labelName=publicInfoList&amp;siteId=6793339&amp;pageSize=20&amp;type=4&amp;_=0.5205")',
    ],
)
def test_call_is_read_in_every_shape_and_completed_from_the_page(script: str) -> None:
    following = LonsunSpider().next_list(listing(call(script), SHELL))

    assert following is not None
    told = dict(parse_qsl(urlsplit(following.url).query))
    wanted = {"labelName": "publicInfoList", "siteId": "6793339", "pageSize": "20", "organId": "198", "type": "4", "catId": "6718758"}
    assert following.url.startswith(f"{HOST}/zwgk/site/label/8888?")
    assert {name: told.get(name) for name in wanted} == wanted
    assert (told["pageIndex"], "_" in told) == ("1", False)


def test_label_of_something_else_is_not_the_list() -> None:
    script = "$.get('/site/label/8888?labelName=visitCount&siteId=1')"

    assert LonsunSpider().next_list(listing(call(script), SHELL)) is None


def test_column_is_walked_by_its_own_address() -> None:
    pager = "<script>Ls.pagination('#p', turn, {currPage: %d, pageCount: 3})</script>"
    web = {COLUMN: rows(1, 3) + pager % 1, f"{COLUMN}?pageIndex=2": rows(4, 6) + pager % 2, f"{COLUMN}?pageIndex=3": rows(7, 9) + pager % 3}

    done = walked(site(COLUMN), web, dry_run=True)

    assert done.lists == [COLUMN, f"{COLUMN}?pageIndex=2", f"{COLUMN}?pageIndex=3"]
    assert (done.counted("seen"), done.problems) == (9, [])


def test_column_whose_label_brings_nothing_is_asked_by_its_own_address() -> None:
    first = rows(1, 3) + call(f"{LABEL}; Ls.pagination('#p', f, {{currPage: 1, pageCount: 2}})")

    done = walked(site(SHELL), {SHELL: first, f"{SHELL}&pageIndex=2": rows(4, 5)}, dry_run=True)

    assert done.lists == [SHELL, fragment(2), f"{SHELL}&pageIndex=2"]
    assert done.counted("seen") == 5


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (rows(1, 3) + "<script>Ls.pagination('#p', f, {pageCount: 1})</script>", COLUMN),
        (rows(1, 3) + "<script>Ls.pagination('#p', f, {currPage: 4, pageCount: 4})</script>", f"{COLUMN}?pageIndex=4"),
        (rows(1, 3) + "<script>Ls.pagination('#p', f, {pageCount: 4})</script>", f"{HOST}/fzjs/"),
        (rows(1, 3), COLUMN),
    ],
)
def test_last_page_or_one_that_names_no_address_has_no_next(page: str, address: str) -> None:
    assert LonsunSpider().next_list(listing(page, address)) is None


def test_link_to_the_next_page_is_followed() -> None:
    following = LonsunSpider().next_list(listing(f'{rows(1, 3)}<a href="?pageIndex=2">下一页</a>', COLUMN))

    assert following is not None
    assert following.url == f"{COLUMN}?pageIndex=2"


@pytest.mark.parametrize("refused", ["<p>暂无相关信息</p>", 404])
def test_endpoint_that_takes_forms_only_is_posted_to(refused: str | int) -> None:
    posted = {f"{fragment(page)} {urlsplit(fragment(page)).query}": text for page, text in ((1, rows(1, 3)), (2, rows(4, 5)))}

    done = walked(site(SHELL), {SHELL: call(LABEL), fragment(1): refused, **posted}, dry_run=True)

    assert [request.method for request in done.asked] == ["GET", "GET", "POST", "POST"]
    assert (done.counted("seen"), done.problems) == (5, [])
