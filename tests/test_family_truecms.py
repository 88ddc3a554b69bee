"""What the saved pages cannot show of TrueCMS: groups of thirty, and that nothing falls between."""

import json

import pytest

from crawler.model import Site
from spiders.families.truecms import TrueCmsSpider
from tests.saved import listing
from tests.walked import walked

HOST = "https://www.qiaonan.gov.cn"
LIST = f"{HOST}/qnssfj/gggs/gggs.html"
SITE = Site(id="qiaonan-sfj", name="桥南市司法局", family="truecms", lists=(LIST,), schedule="1 6 * * *")


def rows(first: int, last: int) -> str:
    address = "/qnssfj/gggs/content/{0:08d}-88c9-4403-a318-24acc4e4db19.html"
    shape = f'<li><a href="{address}">桥南市第{{0}}号公告公示事项</a><span>2026-03-02</span></li>'
    return "".join(shape.format(number) for number in range(first, last + 1))


def page(held: int, total: int | None = None, endpoint: str = "/truecms/messageController/getMessage.do") -> str:
    claim = f"<totalrecord>{total}</totalrecord>" if total else ""
    config = f"proxyUrl:'{endpoint}', ajaxParam:{{ columnId:'c0de-1' }}"
    held_rows = f'<div id="initData"><ul class="list-ul">{rows(1, held)}</ul></div>'
    return f'<html><body>{held_rows}<script>var d="{claim}"; $.jpage({{{config}}})</script></body></html>'


def group(start: int) -> str:
    query = f"startrecord={start}&endrecord={start + 29}&perpage=10&contentTemplate=&columnId=c0de-1&callback=cb"
    return f"{HOST}/truecms/messageController/getMessage.do?{query}"


def reply(first: int, last: int) -> str:
    records = "".join(f"<record><![CDATA[{row}</li>]]></record>" for row in rows(first, last).split("</li>")[:-1])
    return f"cb({json.dumps({'result': f'<datastore><recordset>{records}</recordset></datastore>'}, ensure_ascii=False)});"


@pytest.mark.parametrize("held", [24, 29, 30])
def test_nothing_falls_between_the_page_and_the_groups(held: int) -> None:
    groups = {group(start): reply(start, min(start + 29, 75)) for start in (1, 31, 61)}

    done = walked(SITE, {LIST: page(held, 75), **groups}, dry_run=True)

    assert done.counted("seen") == 75
    assert done.problems == []
    assert done.lists == [LIST, *([group(1)] if held < 30 else []), group(31), group(61)]


def test_every_group_is_asked_for_from_the_list_page() -> None:
    groups = {group(start): reply(start, start + 29) for start in (31, 61)}

    done = walked(SITE, {LIST: page(30, 90), **groups}, dry_run=True)

    assert [request.headers.get("Referer") for request in done.asked[1:]] == [LIST.encode()] * 2


def test_page_that_holds_all_needs_no_group() -> None:
    assert walked(SITE, {LIST: page(12, 12)}, dry_run=True).lists == [LIST]


def test_unclaimed_list_ends_with_an_empty_group() -> None:
    done = walked(SITE, {LIST: page(30), group(31): reply(31, 44), group(61): reply(61, 60)}, dry_run=True)

    assert done.lists == [LIST, group(31), group(61)]
    assert (done.counted("seen"), done.problems) == (44, [])


def test_site_that_sends_no_more_than_its_page_is_asked_from_where_that_ends() -> None:
    groups = {group(start): reply(start, min(start + 9, 55)) for start in (31, 41, 51)}

    done = walked(SITE, {LIST: page(30, 55), **groups}, dry_run=True)

    assert done.lists == [LIST, *groups]
    assert (done.counted("seen"), done.problems) == (55, [])


def test_column_number_alone_does_not_make_a_page_one_of_this_product() -> None:
    other = "<html><body><div id='app'></div><script>get('/wcm/list.json', {columnId: 'c0de-1'})</script></body></html>"

    assert TrueCmsSpider().next_list(listing(other, LIST)) is None


def test_endpoint_that_is_switched_off_leaves_the_page_and_says_so() -> None:
    done = walked(SITE, {LIST: page(30, 92)}, dry_run=True)

    assert done.counted("seen") == 30
    assert [problem.code for problem in done.problems] == ["LIST_SHORT"]


def test_endpoint_named_with_another_host_is_asked_here() -> None:
    following = TrueCmsSpider().next_list(listing(page(30, 90, "http://10.1.2.3:8001/TrueCMS/messageController/getMessage.do"), LIST))

    assert following is not None
    assert following.url.startswith(f"{HOST}/TrueCMS/messageController/getMessage.do?startrecord=31&")


def test_empty_first_group_is_no_reason_to_read_another_list() -> None:
    side = '<ul><li><a href="/qnssfj/xw/content/1.html">桥南市召开法治政府建设推进会议</a><span>2026-03-02</span></li></ul>'
    empty = f'<html><body>{side}<div id="initData"><ul class="list-ul"></ul></div></body></html>'

    assert TrueCmsSpider().entries(listing(empty, LIST)) == []


def test_saved_reply_is_known_by_its_shape() -> None:
    assert len(TrueCmsSpider().entries(listing(reply(31, 40), LIST))) == 10


@pytest.mark.parametrize("text", ["cb({})", 'cb({"result":""})', "", "<html>error</html>", 'cb("x")'])
def test_reply_without_records_is_empty(text: str) -> None:
    spider = TrueCmsSpider()

    assert spider.entries(listing(text, group(31))) == []
    assert spider.next_list(listing(text, group(31))) is None
