from dataclasses import replace
from datetime import UTC, datetime

import pytest
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse, Response, TextResponse
from scrapy.utils.test import get_crawler

from crawler.errors import SiteError
from crawler.model import ListEntry, NotModified, Page, Problem, Select, Site
from spiders.loader import bind
from spiders.walk import Walk
from tests.saved import listing
from tests.walked import walked

BASE = "https://www.qinghe.gov.cn/sfj/fzzf/"
LIST = BASE + "index.html"
SITE = Site(id="qinghe-sfj", name="清河市司法局 法治政府建设", family="static", lists=(LIST,), schedule="17 6 * * *")
OFFICES = ("司法局", "财政局", "民政局", "审计局", "水务局", "教育局", "统计局", "商务局", "信访局", "交通局", "住建局", "城管局")


def address(number: int, year: int = 2025) -> str:
    return f"{BASE}{year + 1}03/t{year + 1}03{number + 1:02d}_{year}{number:02d}.html"


def row(number: int, year: int = 2025, what: str = "法治政府建设情况报告") -> str:
    title = f"清河市{OFFICES[number]}{year}年{what}"
    return f'<li><a href="{address(number, year)}" title="{title}">{title[:12]}…</a><span>{year + 1}-03-{number + 1:02d}</span></li>'


def page(*rows: str, pager: str = "") -> str:
    return f"<html><body><ul>{''.join(rows)}</ul>{pager}</body></html>"


def numbered(total: int, current: int) -> str:
    return f'<script>createPageHTML({total}, {current}, "index", "html");</script>'


def test_kept_entries_of_every_list_page_become_pages() -> None:
    first = page(row(0), row(1), pager=numbered(2, 0))
    second = page(row(2), pager=numbered(2, 1))
    reports = {address(number): "<p>报告</p>" for number in range(3)}

    done = walked(SITE, {LIST: first, BASE + "index_1.html": second, **reports})

    assert [item.url for item in done.items] == [address(number) for number in range(3)]
    assert (done.counted("seen"), done.counted("kept"), done.counted("lists_walked")) == (3, 3, 2)
    assert done.problems == []


def test_page_carries_what_was_sent_and_what_the_list_claimed() -> None:
    sent = HtmlResponse(
        address(0),
        body="<p>报告</p>".encode("gb18030"),
        headers={"Content-Type": "text/html; charset=gb2312", "ETag": '"a1"', "Last-Modified": "Mon, 02 Mar 2026 01:00:00 GMT"},
    )

    (item,) = walked(SITE, {LIST: page(row(0)), address(0): sent}).items

    entry = ListEntry(url=address(0), title="清河市司法局2025年法治政府建设情况报告", date="2026-03-01")
    assert isinstance(item, Page)
    assert item == Page(
        url=address(0),
        body="<p>报告</p>".encode("gb18030"),
        fetched_at=item.fetched_at,
        content_type="text/html; charset=gb2312",
        etag='"a1"',
        last_modified="Mon, 02 Mar 2026 01:00:00 GMT",
        entry=entry,
        site=SITE,
    )
    assert datetime.now(UTC) >= item.fetched_at


def test_answer_that_nothing_changed_is_a_look_of_its_own() -> None:
    (item,) = walked(SITE, {LIST: page(row(0)), address(0): 304}).items

    assert isinstance(item, NotModified)
    assert (item.url, item.site) == (address(0), SITE)


def test_list_page_that_has_not_changed_lists_what_it_listed_and_ends_the_walk() -> None:
    spider = bind(SITE).from_crawler(get_crawler())
    entries = (ListEntry(url=address(0), title="清河市司法局2025年法治政府建设情况报告"), ListEntry(url=address(1), title="采购公告"))

    asked = list(spider.parse_list(Response(LIST, status=304), Walk(LIST), remembered=entries))

    assert [request.url for request in asked] == [address(0)]
    stats = spider.crawler.stats.get_stats() if spider.crawler.stats else {}
    assert [stats[f"govreports/{name}"] for name in ("seen", "kept", "lists_walked", "walk_early")] == [2, 1, 1, 1]


def test_walk_asks_for_no_page_past_the_claimed_end() -> None:
    pages = {BASE + f"index_{number}.html": page(row(number), pager=numbered(3, number)) for number in (1, 2)}

    done = walked(SITE, {LIST: page(row(0), pager=numbered(3, 0)), **pages}, dry_run=True)

    assert done.lists == [LIST, BASE + "index_1.html", BASE + "index_2.html"]


def test_404_past_the_first_page_is_the_end_and_a_note() -> None:
    done = walked(SITE, {LIST: page(row(0), pager=numbered(9, 0))}, dry_run=True)

    assert done.lists == [LIST, BASE + "index_1.html"]
    assert [problem.code for problem in done.problems] == ["LIST_SHORT"]


def test_repeated_rows_end_the_walk() -> None:
    same = page(row(0), row(1), pager='<a href="index_7.html">下一页</a>')

    done = walked(SITE, {LIST: same, BASE + "index_7.html": same.replace("index_7", "index_8")}, dry_run=True)

    assert done.lists == [LIST, BASE + "index_7.html"]
    assert done.counted("seen") == 2


def test_next_link_that_leads_back_ends_the_walk() -> None:
    first = page(row(0), pager='<a href="index_2.html">下一页</a>')
    second = page(row(1), pager='<a href="index.html">下一页</a>')

    done = walked(SITE, {LIST: first, BASE + "index_2.html": second}, dry_run=True)

    assert done.lists == [LIST, BASE + "index_2.html"]


@pytest.mark.parametrize("second", ["index_1.html", "index_2.html"])
def test_list_without_pager_is_tried_from_both_counts(second: str) -> None:
    full = page(*(row(number) for number in range(10)))

    done = walked(SITE, {LIST: full, BASE + second: page(row(10), row(11))}, dry_run=True)

    assert done.counted("seen") == 12
    assert done.problems == []


def test_guess_that_repeats_the_first_page_gives_way_to_the_other() -> None:
    full = page(*(row(number) for number in range(10)))

    done = walked(SITE, {LIST: full, BASE + "index_1.html": full, BASE + "index_2.html": page(row(10))}, dry_run=True)

    assert done.lists == [LIST, BASE + "index_1.html", BASE + "index_2.html"]
    assert done.counted("seen") == 11


def test_entry_of_two_lists_is_fetched_once() -> None:
    both = replace(SITE, lists=(LIST, BASE + "b.html"))

    done = walked(both, {LIST: page(row(0)), BASE + "b.html": page(row(0).replace("https", "http"), row(1))})

    assert done.reports == [address(0), address(1)]
    assert done.counted("seen") == 2


def test_other_titles_are_counted_and_left() -> None:
    done = walked(SITE, {LIST: page(row(0), row(1, what="门户网站采购公告"))})

    assert done.reports == [address(0)]
    assert (done.counted("seen"), done.counted("skipped/title")) == (2, 1)


def test_rows_own_pattern_decides_over_the_default() -> None:
    strict = replace(SITE, keep="财政局.*法治政府建设")

    done = walked(strict, {LIST: page(row(0), row(1))})

    assert done.reports == [address(1)]


def test_since_leaves_older_entries_and_ends_where_all_are_older() -> None:
    first = page(row(5), row(0), pager=numbered(3, 0))
    second = page(row(3, 2023), pager=numbered(3, 1))

    done = walked(SITE, {LIST: first, BASE + "index_1.html": second, BASE + "index_2.html": page(row(1, 2022))}, since="2026-03-04")

    assert done.reports == [address(5)]
    assert done.lists == [LIST, BASE + "index_1.html"]
    assert done.counted("walk_cut") == 1


def test_undated_entries_are_fetched_whatever_since_says() -> None:
    undated = f'<li><a href="{BASE}content_20251.html">清河市司法局2025年法治政府建设情况报告</a></li>'

    done = walked(SITE, {LIST: page(undated)}, since="2026-03-04")

    assert done.reports == [BASE + "content_20251.html"]


def test_limit_stops_details_and_walk() -> None:
    first = page(row(0), row(1), pager=numbered(3, 0))

    done = walked(SITE, {LIST: first, BASE + "index_1.html": page(row(2))}, limit="1")

    assert (done.lists, done.reports) == ([LIST], [address(0)])
    assert done.counted("walk_cut") == 1


def test_limit_that_nothing_exceeds_cuts_nothing() -> None:
    done = walked(SITE, {LIST: page(row(0), row(1))}, limit=2)

    assert done.counted("kept") == 2
    assert done.counted("walk_cut") == 0


def test_dry_run_reads_lists_only() -> None:
    done = walked(SITE, {LIST: page(row(0))}, dry_run="1")

    assert (done.reports, done.counted("kept")) == ([], 1)


def test_since_that_is_no_day_is_refused() -> None:
    with pytest.raises(SiteError, match="since: found '2026', expected a day as YYYY-MM-DD"):
        walked(SITE, {}, since="2026")


def test_entries_elsewhere_are_noted_once_a_host() -> None:
    elsewhere = [row(number).replace("www.qinghe.gov.cn", "www.jiangsu.gov.cn") for number in (1, 2)]

    done = walked(SITE, {LIST: page(row(0), *elsewhere)}, dry_run=True)

    assert (done.counted("kept"), done.counted("offsite")) == (1, 2)
    note = "2 entries lie on this host and were not fetched; add it to hosts if they belong to the site"
    assert done.problems == [Problem("OFFSITE", "jiangsu.gov.cn", note)]


def test_hosts_of_the_row_and_www_twins_are_of_the_site() -> None:
    site = replace(SITE, hosts=("www.jiangsu.gov.cn",))
    rows = row(1).replace("www.qinghe", "www.jiangsu"), row(2).replace("www.qinghe", "qinghe")

    done = walked(site, {LIST: page(*rows)}, dry_run=True)

    assert (done.counted("kept"), done.problems) == (2, [])


def test_linked_file_is_fetched_like_a_page() -> None:
    file = '<li><a href="files/2025.pdf">清河市司法局2025年法治政府建设情况报告</a><span>2026-03-01</span></li>'

    done = walked(SITE, {LIST: page(file), BASE + "files/2025.pdf": Response(BASE + "files/2025.pdf", body=b"%PDF-1.7")})

    assert [item.url for item in done.items] == [BASE + "files/2025.pdf"]


def test_listed_entries_are_told_page_by_page() -> None:
    first = page(row(0), pager=numbered(2, 0))

    done = walked(SITE, {LIST: first, BASE + "index_1.html": page(row(1))}, dry_run=True)

    assert [[entry.url for entry in entries] for entries in done.claims] == [[address(0)], [address(1)]]


def test_list_without_a_single_entry_is_a_problem() -> None:
    done = walked(SITE, {LIST: page()})

    assert done.problems == [Problem("LIST_EMPTY", LIST, "found no entry, expected a list")]


def test_challenge_in_place_of_a_list_is_a_block_not_an_empty_list() -> None:
    done = walked(SITE, {LIST: '<html><meta content="kYx9"><script>$_ts=window["$_ts"];</script></html>'})

    assert done.problems == [Problem("BLOCKED", LIST, "found a challenge or block page ($_ts), expected a list page")]


@pytest.mark.parametrize(
    ("status", "code"), [(412, "BLOCKED"), (521, "BLOCKED"), (403, "BLOCKED"), (404, "NOT_FOUND"), (500, "LIST_FAILED")]
)
def test_list_that_fails_is_told_with_its_status(status: int, code: str) -> None:
    done = walked(SITE, {LIST: status})

    assert done.problems == [Problem(code, LIST, f"found HTTP {status}, expected a page")]


def test_block_in_the_middle_of_a_walk_is_no_end() -> None:
    done = walked(SITE, {LIST: page(row(0), pager=numbered(3, 0)), BASE + "index_1.html": 412}, dry_run=True)

    assert [problem.code for problem in done.problems] == ["BLOCKED"]


def test_home_page_in_place_of_a_list_is_no_list() -> None:
    home = HtmlResponse("https://www.qinghe.gov.cn/", body=page(row(0)).encode(), encoding="utf-8")

    done = walked(SITE, {LIST: home})

    assert [(problem.code, problem.where) for problem in done.problems] == [("NOT_FOUND", LIST)]
    assert done.problems[0].message.endswith("expected a list page (https://www.qinghe.gov.cn/)")
    assert done.counted("seen") == 0


def test_picture_in_place_of_a_list_is_no_list() -> None:
    done = walked(SITE, {LIST: Response(LIST, body=b"\x89PNG")})

    assert done.problems == [Problem("LIST_EMPTY", LIST, "found no text, expected a list page")]


FAILURES = [
    (404, "NOT_FOUND", "found HTTP 404, expected a page"),
    (502, "FETCH_FAILED", "found HTTP 502, expected a page"),
    (CannotResolveHostError("x"), "UNREACHABLE", "found no such host, expected a page"),
    (DownloadTimeoutError("x"), "UNREACHABLE", "found no answer in time, expected a page"),
    (IgnoreRequest("Forbidden by robots.txt"), "ROBOTS", "found it forbidden by robots.txt, expected it allowed"),
    (IgnoreRequest("max redirections reached"), "FETCH_FAILED", "found redirects without end, expected a page"),
    (ConnectionError("[<TLS alert\n unknown ca>]"), "UNREACHABLE", "found a failing connection (TLS alert unknown ca), expected a page"),
]


@pytest.mark.parametrize("status", [401, 403, 412, 521])
def test_refusal_is_handed_on_for_a_person_to_look_at(status: int) -> None:
    done = walked(SITE, {LIST: page(row(0)), address(0): status})

    (sent,) = done.items
    assert isinstance(sent, Page)
    assert (sent.status, sent.url, done.problems) == (status, address(0), [])


@pytest.mark.parametrize(("answer", "code", "message"), FAILURES)
def test_report_that_fails_is_counted_with_its_reason(answer: int | Exception, code: str, message: str) -> None:
    done = walked(SITE, {LIST: page(row(0)), address(0): answer})

    assert done.counted("failed") == 1
    assert done.problems == [Problem(code, address(0), message)]


def test_encoding_of_the_row_goes_before_the_pages_own() -> None:
    site = replace(SITE, encoding="gb18030")
    wrong = TextResponse(LIST, body=page(row(0)).encode("gb18030"), headers={"Content-Type": "text/html; charset=utf-8"})

    done = walked(site, {LIST: wrong})

    assert [entry.title for entries in done.claims for entry in entries] == ["清河市司法局2025年法治政府建设情况报告"]


def test_selectors_of_the_row_go_before_structure() -> None:
    select = Select(rows="div.r", link="a.d", title="b::text", date="i::attr(data-day)", next="a.more::attr(href)")
    cells = '<b>甲报告</b><a class="d" href="a1.html">看</a><i data-day="2026/3/1">昨天</i>'
    rows = f'<div class="r"><a href="/x/">栏目名称很长很长的一个链接</a>{cells}</div>'
    response = listing(f'<html><body>{rows}<a class="more" href="p2.html">更多</a></body></html>', LIST)
    spider = bind(replace(SITE, select=select))()

    following = spider.next_list(response)

    assert spider.entries(response) == [ListEntry(url=BASE + "a1.html", title="甲报告", date="2026-03-01")]
    assert following is not None
    assert following.url == BASE + "p2.html"
