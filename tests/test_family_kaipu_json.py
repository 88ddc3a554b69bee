"""The forms of Kaipu's endpoints that the saved pages cannot show: what is asked, and walks to their ends."""

import json
from typing import Any

import pytest
from scrapy import Request

from crawler.model import Site
from spiders.families.kaipu import KaipuSpider
from tests.saved import listing
from tests.walked import walked

HOST = "https://sft.lianbei.gov.cn"
CHANNEL = "0f3c9a7be2d14c58a6b1d97e3c5f2048"
QUERY = "_pageSize=15&_isAgg=true&_isJson=true&_template=index"
SISTER = "https://api.hunan.gov.cn/search/common/search/80675"
LOAD = f"{HOST}/szinf/xxgk/interfacesWebZcwj/loadData?pageSize=15"


def site(address: str) -> Site:
    return Site(id="lianbei-sft", name="连北省司法厅", family="kaipu", lists=(address,), schedule="1 6 * * *")


def record(number: int) -> dict[str, Any]:
    title = f"连北省第{number}号法治政府建设情况报告"
    return {"title": title, "url": f"/sft/fzzf/202603/{80000 + number}.html", "publishedTimeStr": "2026-03-05 10:00:00"}


def results(first: int, last: int, **claims: int) -> str:
    return json.dumps({"data": {"results": [record(number) for number in range(first, last + 1)], **claims}}, ensure_ascii=False)


def posted(page: int) -> str:
    ordered = "datas[1][key]=publishedTime&datas[1][sort]=true&datas[1][order]=desc&datas[1][queryType]=term"
    published = "datas[0][key]=status&datas[0][value]=4&datas[0][join]=and&datas[0][queryType]=term"
    return f"{SISTER} {published}&{ordered}&page={page}&_pageSize=20&_isAgg=true"


def test_list_of_a_provinces_endpoint_is_posted_for_page_by_page() -> None:
    shell = "https://sft.hunan.gov.cn/sft/xxgk/fzzf_80675/list_tyxx.html"
    pages = {posted(1): results(1, 20, total=25), posted(2): results(21, 25, total=25)}

    done = walked(site(shell), {shell: "<html><ul id='newsList'></ul></html>", **pages}, dry_run=True)

    assert done.lists == [shell, SISTER, SISTER]
    assert (done.counted("seen"), done.counted("offsite"), done.problems) == (25, 0, [])
    assert done.claims[1][0].url == "https://sft.hunan.gov.cn/sft/fzzf/202603/80001.html"


def test_list_that_stands_in_the_page_is_not_asked_of_a_host_that_it_does_not_name() -> None:
    rows = "".join(
        f'<li><a href="../202603/t2026030{n}_{n}.html">连北省第{n}号法治政府建设情况报告</a><b>2026-03-05</b></li>' for n in "123"
    )

    following = KaipuSpider().next_list(listing(f"<html><ul>{rows}</ul></html>", "https://sft.hunan.gov.cn/sft/fzzf_80675/list.html"))

    assert following is None


@pytest.mark.parametrize("mark", ["var channel_id = 'ab12-cd';", 'data: {channel_id: "ab12-cd", pageIndex: n}'])
def test_list_in_capitals_is_posted_for_by_its_channel(mark: str) -> None:
    shell = f"{HOST}/sft/zcwj/nav_list.shtml"
    page = f"<html><script>{mark} $.post('/szinf/xxgk/interfacesWebZcwj/loadData?pageSize=15', load)</script></html>"
    names = {"title": "TITLE", "url": "URL", "publishedTimeStr": "PUBLISHED_TIME_FORMAT"}
    lists = [[{names[key]: value for key, value in record(n).items()} for n in numbers] for numbers in (range(1, 16), range(16, 19))]
    replies = [json.dumps({"data": {"allRow": 18, "totalPage": 2, "list": found}}) for found in lists]
    pages = {f"{LOAD} pageIndex={number}&channel_id=ab12-cd": reply for number, reply in enumerate(replies, start=1)}

    done = walked(site(shell), {shell: page, **pages}, dry_run=True)

    assert done.lists == [shell, LOAD, LOAD]
    assert (done.counted("seen"), done.problems) == (18, [])


@pytest.mark.parametrize(("code", "search"), [("/getChannelList", "/searchList"), ("/common/getChannelList", "/common/search")])
def test_channel_is_resolved_by_its_code_and_then_walked(code: str, search: str) -> None:
    shell, channels = f"{HOST}/sft/c101935/zfxxgk_zdgk.shtml", f"{HOST}{code}?channelCode=c101935"
    found = f"{HOST}{search}/{CHANNEL}?page=1&{QUERY}"
    reply = json.dumps({"results": {"channelId": CHANNEL, "children": []}})
    page = f"<html><script>$.get('{code}?channelCode=' + code)</script></html>"

    done = walked(site(shell), {shell: page, channels: reply, found: results(1, 3, page=1, rows=15, total=3)}, dry_run=True)

    assert done.lists == [shell, channels, found]
    assert (done.counted("seen"), done.problems) == (3, [])


def test_channel_whose_endpoint_nothing_names_is_asked_for_by_either() -> None:
    shell = f"{HOST}/sft/{CHANNEL}/ns_zwgk.shtml"
    first, other = (f"{HOST}{path}/{CHANNEL}?page=1&{QUERY}" for path in ("/common/search", "/searchList"))

    done = walked(site(shell), {shell: "<html></html>", other: results(1, 3, page=1, rows=15, total=3)}, dry_run=True)

    assert done.lists == [shell, first, other]


def test_endpoint_that_the_page_names_is_the_only_one_asked() -> None:
    page = f"<html><meta name='channelid' content='{CHANNEL}'><script>$.getJSON('/searchList/' + id)</script></html>"

    following = KaipuSpider().next_list(listing(page, f"{HOST}/sft/fzzf/list.shtml"))

    assert following is not None
    assert (following.url, following.cb_kwargs) == (f"{HOST}/searchList/{CHANNEL}?page=1&{QUERY}", {})


def test_code_that_no_channel_has_ends_the_list() -> None:
    asked = listing('{"results": {"children": []}}', f"{HOST}/getChannelList?channelCode=c101935")

    assert (KaipuSpider().entries(asked), KaipuSpider().next_list(asked)) == ([], None)


def test_reply_to_a_post_without_a_number_of_pages_goes_on_while_it_has_rows() -> None:
    asked = Request(SISTER, method="POST", body="page=4&_pageSize=20", headers={"Referer": HOST})

    following = KaipuSpider().next_list(listing(results(1, 20), SISTER, asked=asked))

    assert following is not None
    assert following.body == b"page=5&_pageSize=20"
