"""What the saved pages cannot show of Jiangxi's lists: the form that is posted, and where they end."""

import json
from urllib.parse import parse_qs, parse_qsl

import pytest
from scrapy import Request

from crawler.errors import ListError
from crawler.model import Page, Site
from pipelines.extract import extract
from spiders.families.querylist import QueryListSpider
from tests.saved import listing
from tests.walked import Walked, walked

HOST = "http://sft.ganhe.gov.cn"
COLUMN = f"{HOST}/gangshft/col/col42177/index.html"
ENDPOINT = f"{HOST}/queryList"
SITE = Site(id="ganhe-sft", name="赣河省司法厅", family="querylist", lists=(COLUMN,), schedule="1 6 * * *")
VALUES = "current:1, unitid:'380055', webSiteCode:['gangshft'], channelCode:['col42177'], perPage:'3'"
SHELL = f"<html><body><ul></ul><script>var params = {{{VALUES}}}; loadPageData(params, '380055');</script></body></html>"


def results(*numbers: int) -> str:
    found = [
        {
            "source": {
                "title": f"赣河省第{number}号法治政府建设情况报告",
                "pubDate": "2026-03-11 10:00:00",
                "urls": json.dumps({"pc": f"/gangshft/pc/content/content_{number:019d}.html"}),
            }
        }
        for number in numbers
    ]
    return json.dumps({"data": {"results": found}}, ensure_ascii=False)


def form(request: Request) -> dict[str, list[str]]:
    return parse_qs(request.body.decode(), keep_blank_values=True)


def collected(*replies: str) -> Walked:
    """Return the walk of a column whose endpoint answers page by page, and empty past them."""
    asked = QueryListSpider().next_list(listing(SHELL, COLUMN))
    assert asked is not None
    words = "&".join(f"{name}={value}" for name, value in parse_qsl(asked.body.decode(), keep_blank_values=True))
    pages = {f"{ENDPOINT} {words.replace('current=1', f'current={number}')}": text for number, text in enumerate(replies, 1)}
    return walked(SITE, {COLUMN: SHELL, ENDPOINT: results(), **pages}, dry_run=True)


def test_list_is_asked_for_in_the_words_of_the_script() -> None:
    asked = QueryListSpider().next_list(listing(SHELL, COLUMN))

    assert asked is not None
    assert (asked.method, asked.url) == ("POST", ENDPOINT)
    assert asked.headers["Referer"] == COLUMN.encode()
    assert asked.headers["X-Requested-With"] == b"XMLHttpRequest"
    assert form(asked) == {
        "current": ["1"],
        "unitid": ["380055"],
        "webSiteCode[]": ["gangshft"],
        "channelCode[]": ["col42177"],
        "dataBefore": [""],
        "dataAfter": [""],
        "perPage": ["3"],
        "notReturnContent": ["false"],
        "showMode": ["normal"],
        "groupSize": ["1"],
        "barPosition": ["bottom"],
        "titleMax": ["34"],
        "templateContainerId": ["div380055"],
        "themeName": ["lucidity"],
        "pageSize": ["3"],
    }


def test_pages_are_asked_for_until_one_is_not_full() -> None:
    done = collected(results(1, 2, 3), results(4, 5, 6), results(7))

    assert [form(request)["current"] for request in done.asked[1:]] == [["1"], ["2"], ["3"]]
    assert {request.headers["Referer"] for request in done.asked[1:]} == {COLUMN.encode()}
    assert (done.counted("seen"), done.problems) == (7, [])


def test_full_last_page_is_followed_by_an_empty_one() -> None:
    done = collected(results(1, 2, 3), results(4, 5, 6))

    assert (len(done.lists), done.counted("seen"), done.problems) == (4, 6, [])


def test_page_past_the_end_that_repeats_the_first_ends_the_walk() -> None:
    done = collected(results(1, 2, 3), results(1, 2, 3), results(1, 2, 3))

    assert (len(done.lists), done.counted("seen")) == (3, 3)


def test_list_of_the_column_is_chosen_over_one_beside_it() -> None:
    other = "var params = {unitid:'380001', webSiteCode:['gangshft'], channelCode:['col42001'], perPage:'6'};"

    asked = QueryListSpider().next_list(listing(SHELL.replace("var params", f"{other} var params"), COLUMN))

    assert asked is not None
    assert form(asked)["channelCode[]"] == ["col42177"]


def test_column_may_be_named_by_a_word() -> None:
    page = SHELL.replace("['col42177']", '["fzzfjs", "fzgz"]').replace("var params =", "loadPageData(")

    asked = QueryListSpider().next_list(listing(page, f"{HOST}/gangshft/fzzfjs/index.html"))

    assert asked is not None
    assert form(asked)["channelCode[]"] == ["fzzfjs", "fzgz"]


def test_sort_that_the_script_names_is_asked_for() -> None:
    page = SHELL.replace("perPage:'3'", "pageSize: 20, sort: 'sortNum', order: 'desc', done: function() {}")

    asked = QueryListSpider().next_list(listing(page, COLUMN))

    assert asked is not None
    assert [form(asked)[name] for name in ("pageSize", "sort", "order")] == [["20"], ["sortNum"], ["desc"]]
    assert "done" not in form(asked)


def test_rows_of_other_sections_are_no_entries() -> None:
    row = '<li><a href="/gangshft/gzdt/content_1890{0}.html">全省法律援助质量评查工作第{0}次会议</a><i>2026-03-1{0}</i></li>'
    page = SHELL.replace("<ul></ul>", f"<ul>{''.join(row.format(number) for number in range(5))}</ul>")

    assert QueryListSpider().entries(listing(page, COLUMN)) == []


def test_page_without_a_script_is_a_plain_list() -> None:
    row = '<li><a href="/gangshft/gzdt/content_1890{0}.html">赣河省第{0}号法治政府建设情况报告</a><i>2026-03-1{0}</i></li>'
    page = f"<html><body><ul>{row.format(1)}{row.format(2)}</ul></body></html>"

    spider = QueryListSpider()

    assert len(spider.entries(listing(page, COLUMN))) == 2
    assert spider.next_list(listing(page, COLUMN)) is None


@pytest.mark.parametrize("text", ["<html>维护中</html>", "[]"])
def test_reply_that_is_no_list_is_told(text: str) -> None:
    with pytest.raises(ListError, match="expected a list reply"):
        QueryListSpider().entries(listing(text, ENDPOINT))


@pytest.mark.parametrize("text", ['{"data": null}', '{"data": {"results": [7, {"source": {"urls": "{"}}, {"source": {"urls": "7"}}]}}'])
def test_records_that_claim_nothing_are_passed_over(text: str) -> None:
    assert QueryListSpider().entries(listing(text, ENDPOINT)) == []


SENTENCE = "2025年，赣河省司法厅坚持依法行政，推进法治政府建设，各项工作取得新的成效，现将有关情况报告如下。"
FILE = "<p class='insertfileTag'><a href='/gangshft/f/1.pdf'>附件</a></p>"
MARKUP = f"<p>赣河省司法厅2025年法治政府建设情况报告</p>{f'<p>{SENTENCE}</p>' * 4}{FILE}"


def held(**fields: object) -> str:
    """Return a reply whose record holds its report."""
    said = {
        "title": "赣河省司法厅2025年法治政府建设情况报告",
        "pubDate": "2026-03-11 10:00:00",
        "metadata": json.dumps({"author": "办公室"}),
    }
    urls = json.dumps({"pc": "/gangshft/pc/content/content_1899900000000000001.html"})
    return json.dumps(
        {"data": {"results": [{"source": {**said, "urls": urls, "content": {"content": MARKUP}, **fields}}]}}, ensure_ascii=False
    )


def of_one(reply: str) -> Walked:
    return walked(SITE, {COLUMN: SHELL, ENDPOINT: reply})


def test_report_that_the_reply_holds_is_read_from_it() -> None:
    done = of_one(held())

    assert done.reports == []
    (page,) = done.items
    assert isinstance(page, Page)
    assert (page.url, page.entry) == (f"{HOST}/gangshft/pc/content/content_1899900000000000001.html", done.claims[1][0])
    assert MARKUP in page.body.decode()


def test_page_made_of_a_record_says_so() -> None:
    (page,) = of_one(held()).items
    assert isinstance(page, Page)

    report = extract(page)

    assert (report.title, report.published_at, report.report_year) == (
        "赣河省司法厅2025年法治政府建设情况报告",
        "2026-03-11T10:00:00+08:00",
        2025,
    )
    assert report.text.count(SENTENCE) == 4
    assert [file.url for file in report.attachments] == [f"{HOST}/gangshft/f/1.pdf"]
    assert f"the page was made of what the list's reply at {ENDPOINT} holds of it" in report.warnings


def test_same_record_makes_the_same_bytes() -> None:
    first, second = (of_one(held()).items[0] for _ in range(2))
    assert isinstance(first, Page)
    assert isinstance(second, Page)

    assert first.body == second.body


@pytest.mark.parametrize("content", [None, {}, {"content": "<p>详见附件</p>"}, "<p></p>"])
def test_report_that_the_reply_does_not_hold_is_asked_for(content: object) -> None:
    assert of_one(held(content=content)).reports == [f"{HOST}/gangshft/pc/content/content_1899900000000000001.html"]


def test_text_is_asked_for_though_the_script_leaves_it_out() -> None:
    asked = QueryListSpider().next_list(listing(SHELL.replace("perPage", "notReturnContent: true, perPage"), COLUMN))

    assert asked is not None
    assert form(asked)["notReturnContent"] == ["false"]


def test_dry_run_asks_for_no_report_and_makes_none() -> None:
    assert walked(SITE, {COLUMN: SHELL, ENDPOINT: held()}, dry_run=True).items == []
