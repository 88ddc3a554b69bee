"""What the saved pages cannot show of Kaipu: shells, replies, and lists of both kinds."""

import json

import pytest

from crawler.errors import ListError
from crawler.model import Problem, Site
from spiders.families.kaipu import KaipuSpider
from tests.saved import listing
from tests.walked import walked

HOST = "https://www.beiling.gov.cn"
CHANNEL = "0f3c9a7be2d14c58a6b1d97e3c5f2048"
SHELL = f"{HOST}/beiling/{CHANNEL}/ns_zwgk.shtml"
SITE = Site(id="beiling-zf", name="北岭区人民政府", family="kaipu", lists=(SHELL,), schedule="1 6 * * *")
EMPTY = '<html><body><ul id="results"></ul></body></html>'


def search(page: int, channel: str = CHANNEL) -> str:
    return f"{HOST}/common/search/{channel}?page={page}&_pageSize=15&_isAgg=true&_isJson=true&_template=index"


def results(first: int, last: int, page: int, total: int) -> str:
    found = [
        {
            "title": f"北岭区第{number}号法治政府建设情况报告",
            "url": f"//www.beiling.gov.cn/beiling/fz/202603/{80000 + number}.shtml",
            "publishedTimeStr": "2026-03-05 10:00:00",
        }
        for number in range(first, last + 1)
    ]
    return json.dumps({"data": {"page": page, "rows": 15, "total": total, "results": found}}, ensure_ascii=False)


def row(number: int) -> str:
    return f'<li><a href="/beiling/fz/202603/{80000 + number}.shtml">北岭区第{number}号法治政府建设情况报告</a><b>2026-03-05</b></li>'


def test_shell_is_walked_through_its_channel_to_the_end() -> None:
    done = walked(SITE, {SHELL: EMPTY, search(1): results(1, 15, 1, 20), search(2): results(16, 20, 2, 20)}, dry_run=True)

    assert done.lists == [SHELL, search(1), search(2)]
    assert (done.counted("seen"), done.problems) == (20, [])
    assert [request.headers.get("Referer") for request in done.asked[1:]] == [SHELL.encode()] * 2


def test_rows_in_the_page_and_rows_of_the_channel_may_be_the_same() -> None:
    held = f"<html><body><ul>{''.join(map(row, range(1, 16)))}</ul></body></html>"

    done = walked(SITE, {SHELL: held, search(1): results(1, 15, 1, 20), search(2): results(16, 20, 2, 20)}, dry_run=True)

    assert done.counted("seen") == 20


@pytest.mark.parametrize(
    "mark",
    [
        f'<meta name="channelid" content="{CHANNEL}">',
        f"<META content='{CHANNEL}' name='ChannelId'/>",
        f"<script>$.getJSON('/common/search/{CHANNEL}?_isAgg=true')</script>",
    ],
)
def test_channel_is_found_where_pages_name_it(mark: str) -> None:
    following = KaipuSpider().next_list(listing(f"<html><head>{mark}</head><body></body></html>", f"{HOST}/beiling/zwgk/list.shtml"))

    assert following is not None
    assert following.url == search(1)


def test_pager_call_goes_before_the_channel() -> None:
    page = f"<html><body><ul>{row(1)}{row(2)}</ul><script>createPageHTML('page_div',3,1,'list','shtml',40)</script></body></html>"

    following = KaipuSpider().next_list(listing(page, f"{HOST}/beiling/{CHANNEL}/list.shtml"))

    assert following is not None
    assert following.url == f"{HOST}/beiling/{CHANNEL}/list_2.shtml"


def test_empty_channel_is_an_empty_list() -> None:
    done = walked(SITE, {SHELL: EMPTY, search(1): results(1, 0, 1, 0)}, dry_run=True)

    assert done.problems == [Problem("LIST_EMPTY", SHELL, "found no entry, expected a list")]


@pytest.mark.parametrize("text", ["<html>维护中</html>", "[]", '{"data": null}', '{"code": 500}'])
def test_reply_that_is_no_list_is_told(text: str) -> None:
    with pytest.raises(ListError, match="expected a list reply"):
        KaipuSpider().entries(listing(text, search(1)))


def test_reply_that_is_no_list_reddens_the_run() -> None:
    done = walked(SITE, {SHELL: EMPTY, search(1): '{"code": 500}'}, dry_run=True)

    assert [(problem.code, problem.where) for problem in done.problems] == [("LIST_EMPTY", SHELL)]
    assert done.problems[0].message.endswith(f"expected a list reply with data ({search(1)})")


def test_saved_reply_is_known_by_its_shape() -> None:
    assert len(KaipuSpider().entries(listing(results(1, 15, 1, 20), SHELL))) == 15


def test_milliseconds_are_read_in_chinas_time() -> None:
    late = {"title": "北岭区2025年法治政府建设情况报告", "url": "/a/202603/1.shtml", "publishedTime": 1772640000000}

    (entry,) = KaipuSpider().entries(listing(json.dumps({"data": {"results": [late]}}), search(1)))

    assert entry.date == "2026-03-05"
