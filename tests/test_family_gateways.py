"""What the saved pages cannot show of search gateways: how they are asked page by page, and calls that are another's."""

import json
from urllib.parse import parse_qs, urlencode

import pytest
from scrapy import Request

from crawler.errors import ListError
from crawler.model import Problem, Site
from spiders.families.gateways import GatewaySpider
from spiders.lists.calls import call_of
from spiders.lists.objects import claims_of, records_in
from tests.saved import listing
from tests.walked import walked

HOST = "http://sft.minhai.gov.cn"
COLUMN = f"{HOST}/zwgk/fzzf/"
SITE = Site(id="minhai-sft", name="闽海省司法厅", family="gateway", lists=(COLUMN,), schedule="1 6 * * *")
FUJIAN = f"{HOST}/fjdzapp/search"
WAS = f"{HOST}/was5/web/search"
IGS = f"{HOST}/igs/front/search/list.html"
POSTED = "<script>$.post('/fjdzapp/search', {channelid: 229105, classsql: 'chnlid=38190', prepage: 2}, show);</script>"


def records(*numbers: int, key: str = "data") -> str:
    found = [
        {"doctitle": f"闽海省第{n}号法治政府建设情况报告", "docreltime": "2026-03-04", "docpuburl": f"./202603/t20260304_{n}.htm"}
        for n in numbers
    ]
    return json.dumps({key: found}, ensure_ascii=False)


def row(number: int, folder: str) -> str:
    return f'<li><a href="{folder}/202603/t20260304_{number}.htm">闽海省第{number}号法治政府建设情况报告</a><i>2026-03-04</i></li>'


def first(script: str, url: str = COLUMN) -> Request:
    request = GatewaySpider().next_list(listing(f"<html><body>{script}</body></html>", url))
    assert request is not None
    return request


def form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.body.decode()).items()}


def test_fujians_search_is_posted_with_the_words_of_the_page() -> None:
    request = first(POSTED)

    assert (request.method, request.url, request.headers["Referer"]) == ("POST", FUJIAN, COLUMN.encode())
    assert form(request) == {
        "channelid": "229105",
        "sortfield": "-docorderpri,-docreltime",
        "classsql": "chnlid=38190",
        "classcol": "publishyear",
        "classnum": "100",
        "classsort": "0",
        "cache": "true",
        "page": "1",
        "prepage": "2",
    }


def test_rows_a_page_are_those_known_to_work_where_the_page_is_silent() -> None:
    assert form(first(POSTED.replace(", prepage: 2", "")))["prepage"] == "75"


def test_posted_search_is_walked_until_a_page_is_not_full() -> None:
    words = "&".join(f"{name}={value}" for name, value in form(first(POSTED)).items())
    pages = {
        f"{FUJIAN} {words.replace('page=1', f'page={page}', 1)}": text
        for page, text in enumerate((records(1, 2), records(3, 4), records(5)), 1)
    }

    done = walked(SITE, {COLUMN: f"<html><body>{POSTED}</body></html>", **pages}, dry_run=True)

    assert [form(request)["page"] for request in done.asked[1:]] == ["1", "2", "3"]
    assert (done.counted("seen"), done.problems) == (5, [])
    assert done.claims[1][0].url == f"{COLUMN}202603/t20260304_1.htm"


def test_search_without_a_size_ends_with_the_page_that_is_shorter_than_the_first() -> None:
    script = "<script>load('/was5/web/search?channelid=5570&templet=docs.jsp&page=' + page)</script>"
    pages = [f"{WAS}?channelid=5570&templet=docs.jsp&page={number}" for number in (1, 2, 3)]
    web = dict(zip(pages, (records(1, 2, 3, key="docs"), records(4, 5, 6, key="docs"), records(7, key="docs")), strict=True))

    done = walked(SITE, {COLUMN: script, **web}, dry_run=True)

    assert done.lists == [COLUMN, *pages]
    assert done.counted("seen") == 7


def test_page_past_the_end_that_repeats_the_first_ends_the_walk() -> None:
    script = "<script>$.get('/igs/front/search/list.html', {index: 'zwgk', pageNumber: n, pageSize: 2}, show)</script>"
    pages = [f"{IGS}?{urlencode({'index': 'zwgk', 'pageSize': 2, 'pageNumber': number})}" for number in (1, 2, 3)]
    web = dict(zip(pages, (records(1, 2), records(1, 2), records(1, 2)), strict=True))

    done = walked(SITE, {COLUMN: script, **web}, dry_run=True)

    assert (done.lists, done.counted("seen")) == ([COLUMN, *pages[:2]], 2)


def test_reply_in_markup_is_read_as_a_list() -> None:
    address = f"{IGS}?index=zwgk&pageNumber=1&pageSize=2"
    reply = listing(f"<ul>{row(1, '/a')}{row(2, '/a')}</ul>", address, asked=Request(address, headers={"Referer": COLUMN}))

    spider = GatewaySpider()
    following = spider.next_list(reply)

    assert [entry.date for entry in spider.entries(reply)] == ["2026-03-04"] * 2
    assert following is not None
    assert following.url == f"{IGS}?index=zwgk&pageNumber=2&pageSize=2"


def test_rows_that_the_page_holds_may_come_again() -> None:
    held = f"<html><body><ul>{row(1, '/zwgk/fzzf')}{row(2, '/zwgk/fzzf')}</ul>{POSTED}</body></html>"

    spider = GatewaySpider()
    following = spider.next_list(listing(held, COLUMN))

    assert len(spider.entries(listing(held, COLUMN))) == 2
    assert following is not None
    assert following.cb_kwargs["overlaps"] is True


@pytest.mark.parametrize(
    "search",
    [
        '<form action="/was5/web/search"><input name="channelid" value="7"><input name="searchword"></form>',
        "<script>location.href = '/was5/web/search?channelid=7&searchword=' + word;</script>",
        '<a href="/igs/front/search.jhtml?code=3f">搜索</a>',
    ],
)
def test_search_of_a_whole_site_is_no_list(search: str) -> None:
    page = listing(f"<html><body>{search}<ul>{row(1, '/b')}{row(2, '/b')}</ul></body></html>", COLUMN)

    spider = GatewaySpider()

    assert spider.next_list(page) is None
    assert len(spider.entries(page)) == 2


def test_files_beside_a_page_are_tried_in_turn() -> None:
    script = "<script>$.getJSON('./labels.json'); $.getJSON('list.json'); $.getJSON('/weather/today.json')</script>"

    done = walked(SITE, {COLUMN: script, f"{COLUMN}labels.json": '{"more": "更多"}', f"{COLUMN}list.json": records(1, 2, 3)}, dry_run=True)

    assert done.lists == [COLUMN, f"{COLUMN}labels.json", f"{COLUMN}list.json"]
    assert (done.counted("seen"), done.problems) == (3, [])


def test_file_beside_a_page_that_holds_its_rows_is_not_asked_for() -> None:
    page = f"<html><body><ul>{row(1, '/zwgk/fzzf')}{row(2, '/zwgk/fzzf')}</ul><script>$.getJSON('list.json')</script></body></html>"

    assert GatewaySpider().next_list(listing(page, COLUMN)) is None


def test_files_of_a_home_page_are_no_lists() -> None:
    page = listing("<html><body><script>$.getJSON('/data/weather.json')</script></body></html>", f"{HOST}/index.html")

    assert GatewaySpider().next_list(page) is None


def test_reply_that_is_no_list_is_told() -> None:
    with pytest.raises(ListError, match="expected a list reply"):
        GatewaySpider().entries(listing("系统维护中", f"{WAS}?channelid=7&templet=docs.jsp&page=1"))


def test_empty_search_is_an_empty_list() -> None:
    done = walked(SITE, {COLUMN: POSTED, FUJIAN: '{"data": []}'}, dry_run=True)

    assert done.problems == [Problem("LIST_EMPTY", COLUMN, "found no entry, expected a list")]


@pytest.mark.parametrize(
    "record",
    [
        {"TITLE": "闽海省2025年法治政府建设情况报告", "puburl": "/a/1.htm", "tip": {"dates": "2026-03-04"}},
        {"title": "闽海省2025年法治政府建设情况报告", "linkUrl": "/a/1.htm", "updateTime": "2026-05-01", "publishDate": "2026/03/04"},
        {"subtitle": "副题", "title": "闽海省2025年法治政府建设情况报告", "url": "/a/1.htm", "time": 1772553600000},
        {
            "doctitle": "闽海省2025年法治政府建设情况报告",
            "chnldocurl": "/b/2.htm",
            "docpuburl": "/a/1.htm",
            "docreltime": "2026-03-04 08:00",
        },
    ],
)
def test_record_is_read_by_the_meaning_of_its_names(record: dict[str, object]) -> None:
    found = records_in(json.dumps({"page": {"content": [record]}}))

    (entry,) = claims_of(found, COLUMN)
    assert (entry.url, entry.title, entry.date) == (f"{HOST}/a/1.htm", "闽海省2025年法治政府建设情况报告", "2026-03-04")


def test_records_are_those_of_the_longest_list() -> None:
    reply = {"years": [{"title": "2026", "count": 3}], "top": [{"title": "置顶", "url": "/t"}], "docs": [{"title": "甲", "url": "/1"}] * 2}

    assert records_in(f"callback({json.dumps(reply)});") == reply["docs"]


@pytest.mark.parametrize(
    "script",
    [
        "get('/s/list.do?a=1&b=2')",
        "get('/s/list.do?a=1&amp;b=' + second)",
        'get("/s/list.do?a=" + 1 + "&b=" + second + "&page=" + page)',
        "get({url: '/s/list.do', data: {a: 1, 'b': '2', page: page}})",
        "var data = {\"a\": '1', b: second}; get('/s/list.do', data)",
    ],
)
def test_call_is_put_together_as_the_script_does(script: str) -> None:
    assert call_of(f"<script>var second = '2'; {script}</script>", "/s/list.do", ("a",)) == ("/s/list.do", {"a": "1", "b": "2"})


def test_call_without_the_names_of_a_list_is_passed_over() -> None:
    script = "get('/s/list.do?word=' + word); get('/s/list.do?a=1'); get('/s/list.dotted?a=2')"

    assert call_of(script, "/s/list.do", ("a",)) == ("/s/list.do", {"a": "1"})
    assert call_of(script, "/s/list.do", ("c",)) is None


HUAIAN = f"{HOST}/articleCommonController/lists.do"
CATALOGUE = f"{HOST}/cmsweb/zwgk/sj/indexdept.html?orgId=2c94&topic=240"


def test_catalogue_of_huaian_is_posted_for_with_the_words_of_its_address() -> None:
    request = first("<div id='list'></div>", CATALOGUE)

    assert (request.method, request.url, request.headers["Referer"]) == ("POST", HUAIAN, CATALOGUE.encode())
    assert form(request) == {"page": "1", "pagesize": "20", "topic": "240", "deptid": "2c94"}


def test_words_of_a_script_go_before_those_of_an_address() -> None:
    script = "<script>$.post('/articleCommonController/lists.do', {page: p, pagesize: 15, topic: '77', deptid: org}, show)</script>"

    assert form(first(script, CATALOGUE)) == {"page": "1", "pagesize": "15", "topic": "77", "deptid": "2c94"}


def test_record_may_have_its_path_and_its_host_apart() -> None:
    told = {"title": "闽海省2025年法治政府建设情况报告", "path": "/col/1_2/art/202603/1.html", "releaseTime": "2026-03-04 09:00"}

    here, there = claims_of([{**told, "domain": ""}, {**told, "domain": "http://zf.minhai.gov.cn"}], COLUMN)

    assert (here.url, there.url) == (f"{HOST}{told['path']}", f"http://zf.minhai.gov.cn{told['path']}")


def test_information_gate_is_asked_in_jsonp_page_by_page() -> None:
    gate = "http://infogate.minhai.gov.cn/govsearch/jsonp/gkml_list.jsp"
    script = f"<script>$.ajax({{url: '{gate}', data: {{page: 1, size: 2, channelId: 134657}}}})</script>"
    pages = [f"{gate}?page={number}&size=2&channelId=134657&callback=result" for number in (1, 2)]
    replies = [f"\r\n\ufeff result({records(*numbers)});" for numbers in ((1, 2), (3,))]

    done = walked(SITE, {COLUMN: script, **dict(zip(pages, replies, strict=True))}, dry_run=True)

    assert (done.lists, done.counted("seen")) == ([COLUMN, *pages], 3)
