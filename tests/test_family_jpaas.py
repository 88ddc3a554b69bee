"""What the saved pages cannot show of JPAAS: units that are asked for in turn, hubs, and where walks end."""

import json
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from scrapy import Request

from crawler.errors import ListError
from crawler.model import Problem, Site
from spiders.families.jpaas import JpaasSpider
from spiders.lists.units import turned, units_of
from tests.saved import listing
from tests.walked import walked

HOST = "https://sfj.anze.gov.cn"
COLUMN = f"{HOST}/zfxxgk/fzzf/index.html"
SITE = Site(id="anze-sfj", name="安泽市司法局", family="jpaas", lists=(COLUMN,), schedule="1 6 * * *")


def unit(tag: str) -> str:
    """Return the address of a unit as the page's script tag of `script` names it."""
    return f"{HOST}/api-gateway/front/page/build/unit?{urlencode({'webId': '3f0b', 'tagId': tag})}"


def script(tag: str) -> str:
    address = "/api-gateway/front/page/build/unit"
    return f"""<script parsetype="bulidstatic" url="{address}" queryData="{{'webId':'3f0b','tagId':'{tag}'}}"></script>"""


def page(*inside: str) -> str:
    return f"<html><body>{''.join(inside)}</body></html>"


def rows(*numbers: int, column: str = "zfxxgk/fzzf") -> str:
    titled = ((f"art_{n:032x}.html", f"安泽市司法局第{n}号法治政府建设情况报告") for n in numbers)
    return "".join(f'<li><a href="/{column}/art/2026/{a}" title="{t}">安泽市…</a><b>2026-03-05</b></li>' for a, t in titled)


def reply(markup: str, block: str = "") -> str:
    return json.dumps({"success": True, "data": {"html": f"<ul>{markup}</ul>{block}"}}, ensure_ascii=False)


def block(count: int, page_number: int = 1, size: int = 3) -> str:
    return f'<div class="pagination" rows="{size}" count="{count}" pageNo="{page_number}"></div>'


LIST = unit("列表")
SHELL = page(script("列表"))


def test_pages_are_turned_by_the_json_parameter_until_all_were_read() -> None:
    pages = {turned(LIST, 2, 3): reply(rows(4, 5, 6), block(7, 2)), turned(LIST, 3, 3): reply(rows(7), block(7, 3))}

    done = walked(SITE, {COLUMN: SHELL, LIST: reply(rows(1, 2, 3), block(7)), **pages}, dry_run=True)

    assert done.lists == [COLUMN, LIST, *pages]
    assert [request.headers.get("Referer") for request in done.asked[1:]] == [COLUMN.encode()] * 3
    assert (done.counted("seen"), done.problems) == (7, [])


def test_page_is_asked_for_with_the_words_of_the_page_and_no_bare_number() -> None:
    query = dict(parse_qsl(urlsplit(turned(LIST, 2, 15)).query))

    assert query == {"webId": "3f0b", "tagId": "列表", "paramJson": '{"pageNo":2,"pageSize":15}'}


def test_turned_page_is_turned_on() -> None:
    assert turned(turned(LIST, 2, 15), 3, 15) == turned(LIST, 3, 15)


def test_server_that_ignores_the_page_ends_the_walk() -> None:
    same = reply(rows(1, 2, 3), block(7))

    done = walked(SITE, {COLUMN: SHELL, LIST: same, turned(LIST, 2, 3): same, turned(LIST, 3, 3): same}, dry_run=True)

    assert done.lists == [COLUMN, LIST, turned(LIST, 2, 3)]
    assert [problem.code for problem in done.problems] == ["LIST_SHORT"]


def test_page_without_rows_is_past_the_end() -> None:
    done = walked(SITE, {COLUMN: SHELL, LIST: reply(rows(*range(1, 16))), turned(LIST, 2, 15): reply("")}, dry_run=True)

    assert done.lists == [COLUMN, LIST, turned(LIST, 2, 15)]
    assert (done.counted("seen"), done.problems) == (15, [])


def test_unit_that_is_no_list_is_followed_by_the_next_one() -> None:
    crumbs = reply('<a href="/">首页</a><a href="/zfxxgk/">政府信息公开</a>')

    done = walked(
        SITE, {COLUMN: page(script("甲"), script("乙")), unit("甲"): crumbs, unit("乙"): reply(rows(1, 2), block(2))}, dry_run=True
    )

    assert done.lists == [COLUMN, unit("甲"), unit("乙")]
    assert (done.counted("seen"), done.problems) == (2, [])


def test_unit_of_other_news_is_followed_by_the_next_one() -> None:
    web = {COLUMN: page(script("甲"), script("乙")), unit("甲"): reply(rows(7, 8, 9, column="sfyw")), unit("乙"): reply(rows(1, 2))}

    done = walked(SITE, web, dry_run=True)

    assert [len(claims) for claims in done.claims] == [0, 0, 2]


def test_unit_that_is_gone_is_followed_by_the_next_one() -> None:
    done = walked(SITE, {COLUMN: page(script("甲"), script("乙")), unit("乙"): reply(rows(1, 2), block(2))}, dry_run=True)

    assert (done.counted("seen"), done.problems) == (2, [])


def test_units_that_are_no_lists_by_their_names_come_last() -> None:
    assert units_of(listing(page(script("当前位置"), script("头部导航"), script("列表")), COLUMN)) == [
        LIST,
        unit("当前位置"),
        unit("头部导航"),
    ]


@pytest.mark.parametrize("data", ['queryData="{}"', 'querydata="{}"', 'data="{}"'])
@pytest.mark.parametrize("address", ["url", "src"])
def test_unit_is_named_by_either_attribute(address: str, data: str) -> None:
    query = "{'webId':'3f0b','tagId':'列表'}"
    tag = f'<script {address}="/api-gateway/front/page/build/unit" parsetype="bulidstatic" {data.format(query)}></script>'

    assert units_of(listing(page(tag), COLUMN)) == [LIST]


def test_script_that_builds_units_is_none() -> None:
    tag = '<script src="/script/unitbuild.js" parsetype="bulidstatic"></script>'

    assert units_of(listing(page(tag, script("列表")), COLUMN)) == [LIST]


def test_first_page_that_stands_in_the_page_is_not_asked_for_again() -> None:
    held = page(f"<ul>{rows(*range(1, 13))}</ul>", script("列表"))

    following = JpaasSpider().next_list(listing(held, COLUMN))

    assert following is not None
    assert following.url == turned(LIST, 2, 12)


def test_small_column_with_a_unit_beside_it_is_whole() -> None:
    held = page(f"<ul>{rows(1, 2, 3)}</ul>", script("列表"))

    assert walked(SITE, {COLUMN: held}, dry_run=True).lists == [COLUMN]


def test_rows_of_other_sections_beside_a_unit_are_no_entries() -> None:
    news = page(script("列表"), f"<ul>{rows(1, 2, 3, column='sfyw')}</ul>")

    spider = JpaasSpider()

    assert spider.entries(listing(news, COLUMN)) == []
    assert spider.next_list(listing(news, COLUMN)) is not None


def hub(*columns: str) -> str:
    boxes = (f'<a class="xxgk_more" href="/{column}/index.html">更多</a><ul>{rows(1, 2, column=column)}</ul>' for column in columns)
    return page(*boxes)


def test_hub_is_walked_column_by_column() -> None:
    one, other = f"{HOST}/fzzf/index.html", f"{HOST}/gsgg/index.html"
    first, second = unit("甲"), unit("乙")
    web = {
        COLUMN: hub("fzzf", "gsgg"),
        one: page(script("甲")),
        first: reply(rows(1, 2, 3, column="fzzf"), block(4)),
        turned(first, 2, 3): reply(rows(4, column="fzzf"), block(4, 2)),
        other: page(script("乙")),
        second: reply(rows(1, 2, column="gsgg"), block(2)),
    }

    done = walked(SITE, web, dry_run=True)

    assert done.lists == [COLUMN, one, first, turned(first, 2, 3), other, second]
    assert (done.counted("seen"), done.problems) == (6, [])


def test_column_of_a_hub_that_is_gone_does_not_end_the_walk() -> None:
    other = f"{HOST}/gsgg/index.html"

    done = walked(SITE, {COLUMN: hub("fzzf", "gsgg"), other: page(f"<ul>{rows(1, 2, 3, column='gsgg')}</ul>")}, dry_run=True)

    assert done.lists == [COLUMN, f"{HOST}/fzzf/index.html", other]
    assert done.counted("seen") == 5


def test_years_of_an_archive_are_walked_one_after_the_other() -> None:
    years = [f"{HOST}/zfxxgk/fzzf/{year}n/index.html" for year in (2025, 2024)]
    links = "".join(f'<a href="{address}">年度</a>' for address in years)
    pages = {address: page(links, f"<ul>{rows(number, column='zfxxgk/fzzf')}</ul>") for number, address in enumerate(years, 1)}

    done = walked(SITE, {COLUMN: page(links), **pages}, dry_run=True)

    assert done.lists == [COLUMN, *years]
    assert done.counted("seen") == 2


@pytest.mark.parametrize("text", ["<html>维护中</html>", "[]", '{"success": false, "message": "系统繁忙"}'])
def test_reply_that_is_no_list_is_told(text: str) -> None:
    with pytest.raises(ListError, match="expected a list reply"):
        JpaasSpider().entries(listing(text, LIST))


def test_empty_column_is_an_empty_list() -> None:
    done = walked(SITE, {COLUMN: SHELL, LIST: '{"success": true, "data": null}'}, dry_run=True)

    assert done.problems == [Problem("LIST_EMPTY", COLUMN, "found no entry, expected a list")]


def test_relative_links_of_a_reply_start_from_the_column() -> None:
    markup = reply(rows(1).replace('href="/zfxxgk/fzzf/art', 'href="./art'))

    (entry,) = JpaasSpider().entries(listing(markup, LIST, asked=Request(LIST, headers={"Referer": COLUMN})))

    assert entry.url == f"{HOST}/zfxxgk/fzzf/art/2026/art_{1:032x}.html"
