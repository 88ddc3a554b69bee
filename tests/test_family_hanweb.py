"""What the saved pages cannot show of Hanweb: how groups are asked for, and where they end."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from scrapy import Request

from crawler.model import Site
from spiders.families.hanweb import HanwebSpider
from tests.saved import listing
from tests.walked import walked

HOST = "https://www.yunxi.gov.cn"
COLUMN = f"{HOST}/col/col788/index.html"
PROXY = f"{HOST}/module/web/jpage/dataproxy.jsp"
SITE = Site(id="yunxi-sfj", name="云溪市司法局", family="hanweb", lists=(COLUMN,), schedule="1 6 * * *")
AJAX = "ajaxParam:{webid:34, columnid:788, unitid:'9', webname:'云溪'}"
CALL = f"<script>$('#9').jpage({{proxyUrl:'/module/web/jpage/dataproxy.jsp', perPage:2, {AJAX}}})</script>"


def records(*numbers: int) -> str:
    rows = (
        f'<li><a href="/art/2026/3/{n}/art_788_{n}.html">云溪市司法局{2030 - n}年法治政府建设情况报告</a><i>2026-03-{n:02d}</i></li>'
        for n in numbers
    )
    return "".join(f"<record><![CDATA[{row}]]></record>" for row in rows)


def store(*numbers: int, total: int | None = None, following: str = "") -> str:
    claim = f"<totalrecord>{total}</totalrecord>" if total else ""
    group = f'<nextgroup><![CDATA[<a href="{following}"></a>]]></nextgroup>' if following else ""
    return f"<datastore>{claim}{group}<recordset>{records(*numbers)}</recordset></datastore>"


def column(island: str, script: str = "") -> str:
    return f'<html><body><div id="9"><script type="text/xml">{island}</script></div>{script}</body></html>'


def group(number: int) -> str:
    return f"{PROXY}?page={number}&webid=34&columnid=788&unitid=9"


def test_groups_are_asked_for_from_the_column_page_until_all_were_seen() -> None:
    first = column(store(1, 2, 3, total=8, following="/module/web/jpage/dataproxy.jsp?page=2&webid=34&columnid=788&unitid=9"))

    done = walked(SITE, {COLUMN: first, group(2): store(4, 5, 6), group(3): store(7, 8)}, dry_run=True)

    assert done.lists == [COLUMN, group(2), group(3)]
    assert [request.headers.get("Referer") for request in done.asked[1:]] == [COLUMN.encode()] * 2
    assert (done.counted("seen"), done.problems) == (8, [])


def test_group_that_repeats_the_page_does_not_end_the_walk() -> None:
    first = column(store(1, 2, total=4, following="/module/web/jpage/dataproxy.jsp?page=1&webid=34&columnid=788&unitid=9"))

    done = walked(SITE, {COLUMN: first, group(1): store(1, 2), group(2): store(3, 4)}, dry_run=True)

    assert done.lists == [COLUMN, group(1), group(2)]
    assert done.counted("seen") == 4


def test_group_that_repeats_once_more_ends_the_walk() -> None:
    first = column(store(1, 2, following="/module/web/jpage/dataproxy.jsp?page=1&webid=34&columnid=788&unitid=9"))
    same = {group(number): store(1, 2) for number in (1, 2, 3, 4)}

    done = walked(SITE, {COLUMN: first, **same}, dry_run=True)

    assert done.lists == [COLUMN, group(1), group(2)]


def test_empty_reply_leaves_what_the_page_held_and_says_what_is_missing() -> None:
    first = column(store(1, 2, total=60, following="/module/web/jpage/dataproxy.jsp?page=1&webid=34&columnid=788&unitid=9"))

    done = walked(SITE, {COLUMN: first, group(1): "<datastore><recordset></recordset></datastore>"}, dry_run=True)

    assert done.counted("seen") == 2
    assert [str(problem) for problem in done.problems] == [f"LIST_SHORT {COLUMN}: found 2 entries, expected the 60 that the list claims"]


def test_island_that_holds_every_record_needs_no_group() -> None:
    whole = column(store(1, 2, total=2, following="/module/web/jpage/dataproxy.jsp?page=1&webid=34&columnid=788&unitid=9"))

    assert walked(SITE, {COLUMN: whole}, dry_run=True).lists == [COLUMN]


def test_column_without_a_link_to_its_groups_asks_for_spans_of_records() -> None:
    following = HanwebSpider().next_list(listing(column(store(*range(1, 7), total=10), CALL), COLUMN))

    assert following is not None
    assert (following.method, following.url) == ("POST", f"{PROXY}?startrecord=7&endrecord=12&perpage=2")
    assert following.headers["Referer"] == COLUMN.encode()
    body = {name: values[0] for name, values in parse_qs(following.body.decode()).items()}
    numbers = {"col": "1", "appid": "1", "webid": "34", "path": "/", "columnid": "788", "sourceContentType": "1"}
    assert body == {**numbers, "unitid": "9", "webname": "云溪", "permissiontype": "0"}


def test_numbers_are_read_from_a_script_that_names_them_apart() -> None:
    script = "<script>var webid = '36'; var unitid = '9'; var url = '/module/jpage/dataproxy.jsp'; var perpage = 20;</script>"

    following = HanwebSpider().next_list(listing(column(store(1, 2), script), COLUMN))

    assert following is not None
    assert following.url == f"{HOST}/module/jpage/dataproxy.jsp?startrecord=1&endrecord=60&perpage=20"
    assert b"columnid=788&webid=36&unitid=9" in following.body


def test_total_that_only_the_script_names_is_the_lists() -> None:
    page = column(store(1, 2), CALL.replace("perPage:2", "perPage:2, totalRecord:2"))

    assert walked(SITE, {COLUMN: page}, dry_run=True).lists == [COLUMN]


def test_span_begins_with_the_group_that_the_page_holds_in_part() -> None:
    following = HanwebSpider().next_list(listing(column(store(*range(1, 9), total=20), CALL), COLUMN))

    assert following is not None
    assert urlsplit(following.url).query == "startrecord=7&endrecord=12&perpage=2"
    assert following.cb_kwargs["overlaps"] is True


def test_empty_shell_asks_for_the_first_span() -> None:
    shell = f'<html><body><ul class="lb-list"></ul>{CALL}</body></html>'
    reply = f"{PROXY}?startrecord=1&endrecord=6&perpage=2"

    done = walked(SITE, {COLUMN: shell, reply: store(1, 2, 3, total=3)}, dry_run=True)

    assert done.lists == [COLUMN, reply]
    assert (done.counted("seen"), done.problems) == (3, [])


def test_spans_go_on_where_the_last_one_ended() -> None:
    spans = {f"{PROXY}?startrecord={start}&endrecord={start + 5}&perpage=2": store(*range(start, start + 6)) for start in (7, 13)}

    done = walked(SITE, {COLUMN: column(store(*range(1, 7), total=18), CALL), **spans}, dry_run=True)

    assert done.counted("seen") == 18
    assert {request.method for request in done.asked[1:]} == {"POST"}
    assert {request.body for request in done.asked[1:]} == {done.asked[1].body}


def test_site_that_knows_groups_by_number_only_is_asked_so() -> None:
    first = store(*range(1, 7))
    span = f"{PROXY}?startrecord=7&endrecord=12&perpage=2"
    numbers = "col=1&appid=1&path=%2F&sourceContentType=1&permissiontype=0&columnid=788&webid=34&unitid=9"
    page = f"{PROXY}?page=2&{numbers}&webname=%E4%BA%91%E6%BA%AA"

    done = walked(SITE, {COLUMN: column(store(*range(1, 7), total=8), CALL), span: first, page: store(7, 8)}, dry_run=True)

    assert done.lists == [COLUMN, span, page]
    assert done.counted("seen") == 8


def test_island_of_the_column_is_chosen_over_a_longer_one_of_another() -> None:
    other = store(*range(1, 9)).replace("art_788_", "art_999_")
    page = f'<html><body><script type="text/xml">{other}</script><script type="text/xml">{store(1, 2)}</script></body></html>'

    entries = HanwebSpider().entries(listing(page, COLUMN))

    assert [entry.url for entry in entries] == [f"{HOST}/art/2026/3/{n}/art_788_{n}.html" for n in (1, 2)]


def test_rows_that_stand_in_the_page_are_read_without_an_island() -> None:
    rows = "".join(
        f'<li><a href="/art/2026/3/{n}/art_788_{n}.html">云溪市第{n}号法治政府建设情况报告</a><b>2026-03-0{n}</b></li>' for n in (1, 2, 3)
    )

    spider = HanwebSpider()
    page = listing(f"<html><body><ul>{rows}</ul></body></html>", COLUMN)

    assert len(spider.entries(page)) == 3
    assert spider.next_list(page) is None


def test_saved_reply_without_its_request_has_no_next() -> None:
    assert HanwebSpider().next_list(listing(store(1, 2), group(2))) is None


def test_relative_links_of_a_reply_start_from_the_column() -> None:
    reply = store(1).replace('href="/art/2026', 'href="../../art/2026')

    (entry,) = HanwebSpider().entries(listing(reply, group(2), asked=Request(group(2), headers={"Referer": COLUMN})))

    assert entry.url == f"{HOST}/art/2026/3/1/art_788_1.html"


def test_www_twin_of_a_column_is_the_same_site() -> None:
    bare = replace(SITE, lists=(COLUMN.replace("www.", ""),))

    done = walked(bare, {bare.lists[0]: column(store(1, total=1).replace("/art/", f"{HOST}/art/"))}, dry_run=True)

    assert (done.counted("kept"), done.counted("offsite")) == (1, 0)


@pytest.mark.parametrize("body", ["", " " * 54, '<?xml version="1.0" encoding="UTF-8"?>\n<root> </root>\n', "var dataStr=[];"])
def test_encrypted_group_that_answers_nothing_leaves_the_island(body: str) -> None:
    encrypted = f"{PROXY}?page=1&appid=1&webid=34&path=/&columnid=kQ9%2Bx1Zg%3D%3D&unitid=Yt7aPw%3D%3D&permissiontype=0"
    first = column(store(1, 2, 3, following=encrypted))

    done = walked(SITE, {COLUMN: first, encrypted: body}, dry_run=True)

    assert done.lists == [COLUMN, encrypted]
    assert (done.counted("seen"), done.problems) == (3, [])


def test_total_of_a_script_says_that_the_island_is_whole() -> None:
    script = "<script>var totalCount = 3; var perSize = 15; var startPage = 1; var endPage = 1;</script>"
    page = column(store(1, 2, 3, following=group(1)), script)

    assert walked(SITE, {COLUMN: page}, dry_run=True).lists == [COLUMN]


def test_rows_a_page_may_be_called_size() -> None:
    script = CALL.replace("perPage:2", "perSize:20, totalCount:300")

    following = HanwebSpider().next_list(listing(column(store(1, 2), script), COLUMN))

    assert following is not None
    assert urlsplit(following.url).query == "startrecord=1&endrecord=60&perpage=20"


def test_button_that_loads_more_names_the_whole_address() -> None:
    more = f"{HOST}/module/web/jpage/morecolumndataproxy.jsp?page=1&appid=1&webid=1&path=/&columnid=788&unitid=9&keyWordCount=30"
    button = f"<a onclick=\"load('{more.removeprefix(HOST).replace('&', '&amp;')}')\">加载更多</a>"
    replies = {more: store(1, 2, 3), more.replace("page=1", "page=2"): store(4)}

    done = walked(SITE, {COLUMN: f"<html><body><ul></ul>{button}</body></html>", **replies}, dry_run=True)

    assert done.lists[:3] == [COLUMN, *replies]
    assert done.counted("seen") == 4


def test_several_columns_in_one_are_asked_for_with_their_words() -> None:
    numbers = "columnid:'76,77', unitid:9, webid:67, keyWordCount:999"
    script = f"<script>$('#9').jpage({{proxyUrl:'/module/web/jpage/morecolumndataproxy.jsp', perPage:2, ajaxParam:{{{numbers}}}}})</script>"

    following = HanwebSpider().next_list(listing(f"<html><body>{script}</body></html>", COLUMN))

    assert following is not None
    assert (following.method, urlsplit(following.url).path) == ("POST", "/module/web/jpage/morecolumndataproxy.jsp")
    form = {name: values[0] for name, values in parse_qs(following.body.decode()).items()}
    assert (form["columnid"], form["keyWordCount"]) == ("76,77", "999")


def test_site_that_takes_spans_in_the_address_only_is_asked_so_last() -> None:
    numbers = "col=1&appid=1&path=%2F&sourceContentType=1&permissiontype=0&columnid=788&webid=34&unitid=9&webname=%E4%BA%91%E6%BA%AA"
    first, second = (f"{PROXY}?startrecord={start}&endrecord={start + 5}&perpage=2" for start in (7, 13))
    spans = {f"{first}&{numbers}": store(*range(7, 13)), f"{second}&{numbers}": store(13)}
    refused = dict.fromkeys((first, f"{PROXY}?page=2&{numbers}"), "<datastore></datastore>")

    done = walked(SITE, {COLUMN: column(store(*range(1, 7), total=13), CALL), **refused, **spans}, dry_run=True)

    assert done.lists == [COLUMN, *refused, *spans]
    assert (done.counted("seen"), done.problems) == (13, [])
