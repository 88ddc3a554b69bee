import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.demo import DemoWeb
from crawler.demo.bureau import Bureau
from crawler.demo.posts import list_title
from crawler.sites import load_sites
from crawler.urls import canonical

SITES = ("qingxi-sfj", "rongwan-sfj", "xueling-sfj", "yunlan-sfj", "hezhu-sfj")
BODIES = {
    "qingxi-sfj": "#zoom .TRS_UEDITOR",
    "rongwan-sfj": ".news_cont_d_wrap",
    "xueling-sfj": "#zoomcon",
    "yunlan-sfj": "#zoom",
    "hezhu-sfj": "#Zoom",
}
MESSAGES = "/truecms/messageController/getMessage.do"

Reply = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def web() -> Iterator[DemoWeb]:
    with DemoWeb() as demo:
        yield demo


@pytest.fixture
def fresh() -> Iterator[DemoWeb]:
    with DemoWeb() as demo:
        yield demo


def get(url: str, *, method: str = "GET", **headers: str) -> Reply:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def html(site: Bureau, url: str) -> LexborHTMLParser:
    return LexborHTMLParser(get(url)[2].decode(site.charset))


def body_of(site: Bureau, url: str, selector: str) -> str:
    found = html(site, url).css_first(selector)
    assert found is not None
    for node in found.css("style"):
        node.decompose()
    return solid(found.text())


def solid(text: str) -> str:
    return re.sub(r"[\s|]+|（责任编辑：陶喆）", "", text)


def links(rows: list[LexborNode], base: str) -> list[str]:
    anchors = [row.css_first("a") for row in rows]
    return [urljoin(base, anchor.attributes["href"] or "") for anchor in anchors if anchor is not None]


def records(xml: str, base: str) -> list[str]:
    return [urljoin(base, unescape(address)) for address in re.findall(r'<record><!\[CDATA\[<li><a href="([^"]+)"', xml)]


def addresses(site: Bureau) -> list[str]:
    return [site.expected(post).url for post in site.posts]


def messages(site: Bureau, start: int, *, size: int = 10, **headers: str) -> Reply:
    page = get(site.list_urls[0])[2].decode()
    column = re.search(r"columnId:'(\w+)'", page)
    assert column
    query = f"startrecord={start}&endrecord={start + 29}&perpage={size}&contentTemplate=&columnId={column[1]}&callback=cb"
    return get(f"{site.base}{MESSAGES}?{query}", **headers)


def jsonp_rows(site: Bureau, reply: Reply) -> list[str]:
    wrapped = re.fullmatch(r"cb\((.*)\)", reply[2].decode())
    assert wrapped
    return records(json.loads(wrapped[1])["result"], site.base)


def next_group(text: str, base: str) -> str | None:
    found = re.search(r'<nextgroup><!\[CDATA\[<a href="([^"]+)"', text)
    return urljoin(base, found[1]) if found else None


# lists


def test_truecms_groups_hold_every_post_once(web: DemoWeb) -> None:
    site = web.site("qingxi-sfj")
    page = get(site.list_urls[0])[2].decode()
    total = re.search(r"<totalrecord>(\d+)</totalrecord>", page)
    assert total

    groups = [jsonp_rows(site, messages(site, start, Referer=site.list_urls[0])) for start in range(1, int(total[1]) + 1, 30)]

    assert int(total[1]) == len(site.posts)
    assert [len(group) for group in groups] == [30, 30, 28]
    assert [url for group in groups for url in group] == addresses(site)


def test_truecms_page_holds_only_the_first_rows(web: DemoWeb) -> None:
    site = web.site("qingxi-sfj")

    rows = html(site, site.list_urls[0]).css("#initData ul.list-ul > li")

    assert links(rows, site.base) == addresses(site)[:24]


def test_truecms_answers_nobody_without_referer(web: DemoWeb) -> None:
    site = web.site("qingxi-sfj")

    assert messages(site, 1)[0] == 404


@pytest.mark.parametrize(("size", "rows"), [(10, 30), (50, 30), (51, 0), (100, 0)])
def test_truecms_is_silent_when_asked_for_too_much(web: DemoWeb, size: int, rows: int) -> None:
    site = web.site("qingxi-sfj")

    reply = messages(site, 31, size=size, Referer=site.list_urls[0])

    assert reply[0] == 200
    assert len(jsonp_rows(site, reply)) == rows


def test_truecms_has_no_rows_past_the_end(web: DemoWeb) -> None:
    site = web.site("qingxi-sfj")

    assert jsonp_rows(site, messages(site, 91, Referer=site.list_urls[0])) == []


def test_nfcms_pages_hold_every_post_of_both_lists(web: DemoWeb) -> None:
    site = web.site("rongwan-sfj")
    pages = {site.list_urls[0]: 4, site.list_urls[1]: 1}

    found = []
    for url, count in pages.items():
        for number in range(1, count + 1):
            page = html(site, url if number == 1 else f"{url}index_{number}.html")
            found += links(page.css(".main ul.infoList li"), url)

    assert sorted(found) == sorted(addresses(site))


def test_nfcms_pager_leads_from_page_to_page_until_the_last(web: DemoWeb) -> None:
    site = web.site("rongwan-sfj")
    walked = [site.list_urls[0]]

    while len(walked) < 10:
        following = [a for a in html(site, walked[-1]).css(".page a") if a.text() == "下一页"]
        if not following:
            break
        walked.append(following[0].attributes["href"] or "")

    assert walked[1:] == [f"{site.list_urls[0]}index_{number}.html" for number in (2, 3, 4)]


def test_nfcms_directory_without_slash_is_redirected(web: DemoWeb) -> None:
    site = web.site("rongwan-sfj")

    status, headers, _ = get(site.list_urls[0].rstrip("/"))

    assert (status, headers["location"]) == (301, site.list_urls[0])


def test_kaipu_json_holds_every_post_of_the_shell(web: DemoWeb) -> None:
    site = web.site("xueling-sfj")
    shell = html(site, site.list_urls[0])
    channel = shell.css_first("meta[name=channelid]")
    assert channel is not None
    search = f"{site.base}/common/search/{channel.attributes['content']}?_isAgg=true&_isJson=true&_pageSize=15&_template=index&page="

    replies = [json.loads(get(f"{search}{number}")[2])["data"] for number in range(1, 7)]

    rows = [row["url"] for reply in replies for row in reply["results"]]
    assert {reply["total"] for reply in replies} == {len(rows)}
    assert [len(reply["results"]) for reply in replies] == [15, 15, 15, 15, 7, 0]
    assert all(url.startswith("//127.0.0.1:") for url in rows)
    assert [f"http:{url}" for url in rows] == [url for url in addresses(site) if "/zfxxgk/" in url]


def test_kaipu_shell_has_no_rows_of_its_own(web: DemoWeb) -> None:
    site = web.site("xueling-sfj")

    assert html(site, site.list_urls[0]).css("#results li") == []


def test_kaipu_json_row_carries_the_whole_text(web: DemoWeb) -> None:
    site = web.site("xueling-sfj")
    expected = {report.url: report.text for report in web.reports(site)}

    reply = get(f"{site.base}/common/search/7d0c4be19a3f48c5b62e81f0d49a7c35?_isJson=true&_pageSize=100&page=1")
    rows = json.loads(reply[2])["data"]["results"]

    told = {f"http:{row['url']}": solid(row["content"]) for row in rows}
    assert {url: told[url] for url in expected if url in told} == {url: solid(text) for url, text in expected.items() if url in told}


def test_kaipu_static_list_is_as_long_as_its_script_says(web: DemoWeb) -> None:
    site = web.site("xueling-sfj")
    call = re.search(r"createPageHTML\('page_div',(\d+), 1,'list','shtml',(\d+)\)", get(site.list_urls[1])[2].decode())
    assert call
    names = ["list.shtml", *(f"list_{number}.shtml" for number in range(2, int(call[1]) + 1))]

    rows = [row for name in names for row in html(site, urljoin(site.list_urls[1], name)).css(".p_ty_list li")]

    assert len(rows) == int(call[2])
    assert links(rows, site.base) == [url for url in addresses(site) if "/fzzfjs/" in url]


def test_hanweb_groups_hold_every_post_once(web: DemoWeb) -> None:
    site = web.site("yunlan-sfj")
    column = site.list_urls[0]
    text = get(column)[2].decode()
    groups = [records(text, site.base)]

    while link := next_group(text, site.base):
        text = get(link, Referer=column)[2].decode()
        groups.append(records(text, site.base))

    assert [len(group) for group in groups] == [45, 45, 13]
    assert [url for group in groups for url in group] == addresses(site)
    assert f"<totalrecord>{len(site.posts)}</totalrecord>" in text


def test_hanweb_island_is_script_text_in_the_element_of_its_unit(web: DemoWeb) -> None:
    site = web.site("yunlan-sfj")
    page = html(site, site.list_urls[0])

    island = page.css_first('[id="6412807"] > script[type="text/xml"]')

    assert island is not None
    assert "unitid=6412807" in (island.text() or "")
    assert page.css('[id="6412807"] li') == []


def test_hanweb_breaks_dates_over_lines_in_replies_only(web: DemoWeb) -> None:
    site = web.site("yunlan-sfj")
    first = get(site.list_urls[0])[2].decode()
    link = next_group(first, site.base)
    assert link

    reply = get(link, Referer=site.list_urls[0])[2].decode()

    assert len(re.findall(r"<span>\d{4}-\d\d-\d\d</span>", first)) == 45
    assert len(re.findall(r"<span>\d{4}-\n +\d\d-\n +\d\d</span>", reply)) == 45


def test_hanweb_answers_an_empty_store_without_referer_and_past_the_end(web: DemoWeb) -> None:
    site = web.site("yunlan-sfj")
    link = next_group(get(site.list_urls[0])[2].decode(), site.base)
    assert link

    without = get(link)
    past = get(link.replace("page=1", "page=9"), Referer=site.list_urls[0])

    assert (without[0], past[0]) == (200, 200)
    assert records(without[2].decode(), site.base) == records(past[2].decode(), site.base) == []


def test_hanweb_page_number_of_the_visible_pager_changes_nothing(web: DemoWeb) -> None:
    site = web.site("yunlan-sfj")

    again = get(f"{site.list_urls[0]}?uid=6412807&pageNum=2")[2].decode()

    assert records(again, site.base) == addresses(site)[:45]


def test_wuxi_pages_hold_every_post_once(web: DemoWeb) -> None:
    site = web.site("hezhu-sfj")
    names = ("index.shtml", "index_2.shtml", "index_3.shtml", "index_4.shtml")

    pages = [links(html(site, urljoin(site.list_urls[0], name)).css("ul#doclist li"), site.base) for name in names]

    assert [len(page) for page in pages] == [20, 20, 20, 14]
    assert [url for page in pages for url in page] == addresses(site)


@pytest.mark.parametrize(
    ("site_id", "list_number", "name"),
    [
        ("rongwan-sfj", 0, "index_5.html"),
        ("rongwan-sfj", 1, "index_2.html"),
        ("xueling-sfj", 1, "list_4.shtml"),
        ("hezhu-sfj", 0, "index_5.shtml"),
        ("hezhu-sfj", 0, "index_0.shtml"),
    ],
)
def test_page_past_the_end_is_not_found(web: DemoWeb, site_id: str, list_number: int, name: str) -> None:
    assert get(urljoin(web.site(site_id).list_urls[list_number], name))[0] == 404


def test_article_addresses_have_the_shape_of_their_platform(web: DemoWeb) -> None:
    shapes = {
        "qingxi-sfj": r"/qxssfj/gggs/content/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.html",
        "rongwan-sfj": r"/bmpd/rwssfj/(zwgk/tzgg|ztzl/fzjs)/content/post_\d+\.html",
        "xueling-sfj": r"/xuelingqurenminzhengfu/(zfxxgk|fzzfjs)/\d{6}/([0-9a-f]{32}|\d{5})\.shtml",
        "yunlan-sfj": r"/art/\d{4}/[1-9]\d?/[1-9]\d?/art_(1229900585|1229900611)_\d+\.html",
        "hezhu-sfj": r"/doc/\d{4}/\d\d/\d\d/\d+\.shtml",
    }

    for site in web.sites:
        paths = [urlsplit(url).path for url in addresses(site)]
        assert len(set(paths)) == len(paths)
        assert [path for path in paths if not re.fullmatch(shapes[site.id], path)] == []


@pytest.mark.parametrize("site_id", SITES)
def test_list_is_newest_first_and_dated_as_its_posts(web: DemoWeb, site_id: str) -> None:
    days = [post.published for post in web.site(site_id).posts]

    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("site_id", SITES)
def test_some_titles_are_cut_and_a_few_of_them_for_good(web: DemoWeb, site_id: str) -> None:
    posts = web.site(site_id).posts

    cut = [(post, whole) for post in posts for shown, whole in [list_title(post, 20)] if shown != post.title]

    lost = [post.kind for post, whole in cut if whole != post.title]
    assert len(cut) > len(posts) / 4
    assert "report" in lost
    assert len(lost) < len(cut) / 4


def test_list_shows_the_cut_title_and_keeps_the_whole_one_in_its_attribute(web: DemoWeb) -> None:
    site = web.site("hezhu-sfj")
    names = ("index.shtml", "index_2.shtml", "index_3.shtml", "index_4.shtml")
    anchors = [a for name in names for a in html(site, urljoin(site.list_urls[0], name)).css("ul#doclist li a")]

    shown = [(a.text(), a.attributes["title"]) for a in anchors]

    assert shown == [list_title(post, 20) for post in site.posts]


# posts


@pytest.mark.parametrize("site_id", SITES)
def test_section_is_long_and_mostly_no_reports(web: DemoWeb, site_id: str) -> None:
    site = web.site(site_id)
    reports = web.reports(site)

    assert len(site.posts) >= 60
    assert 10 <= len(reports) <= 16
    assert len({report.report_year for report in reports}) >= 5
    assert len({report.issuer for report in reports}) >= 5


def test_decoys_are_what_bureaus_post_beside_their_reports(web: DemoWeb) -> None:
    words = ("文字解读", "政策解读", "实施方案", "工作要点", "督察", "培训班", "政府信息公开工作年度报告", "招聘", "示范创建")

    for site in web.sites:
        titles = [post.title for post in site.posts if post.kind != "report"]
        assert [word for word in words if not any(word in title for title in titles)] == []


@pytest.mark.parametrize("site_id", SITES)
def test_page_says_exactly_what_is_expected_of_it(web: DemoWeb, site_id: str) -> None:
    site = web.site(site_id)

    for report in web.reports(site):
        assert body_of(site, report.url, BODIES[site_id]) == solid(report.text)


@pytest.mark.parametrize("site_id", SITES)
def test_decoy_is_a_page_with_a_text_too(web: DemoWeb, site_id: str) -> None:
    site = web.site(site_id)
    other = next(post for post in site.posts if post.kind == "news")

    expected = site.expected(other)

    assert body_of(site, expected.url, BODIES[site_id]) == solid(expected.text)


def test_report_is_whole(web: DemoWeb) -> None:
    for site in web.sites:
        for report in web.reports(site):
            headings = [line for line in report.text.split("\n") if re.match(r"[一二三四]、", line)]
            assert 1500 <= len(report.text) <= 4000
            assert [heading[0] for heading in headings] == ["一", "二", "三", "四"]
            assert any("责任" in heading for heading in headings)


def test_reports_hold_tables_and_lists(web: DemoWeb) -> None:
    kinds = Counter(block.kind for site in web.sites for post in site.posts for block in post.blocks)

    assert kinds["table"] > 20
    assert kinds["items"] > 20
    assert any("序号 | 项目 | 数量 | 与上年相比" in report.text for report in web.reports(web.sites[0]))


def test_only_the_known_reports_say_the_same(web: DemoWeb) -> None:
    places: dict[str, list[str]] = {}
    for site in web.sites:
        for report in web.reports(site):
            places.setdefault(report.text, []).append(site.id)

    again = sorted(same for same in places.values() if len(same) > 1)

    assert again == [["qingxi-sfj", "hezhu-sfj"], ["rongwan-sfj", "rongwan-sfj"], ["yunlan-sfj", "yunlan-sfj"]]


def test_provincial_report_stands_on_two_sites(web: DemoWeb) -> None:
    first, second = (
        report for site in web.sites for report in web.reports(site) if report.issuer == "江澜省司法厅" and report.report_year == 2023
    )

    assert urlsplit(first.url).netloc != urlsplit(second.url).netloc
    assert (first.title, first.text) == (second.title, second.text)
    assert first.published_at != second.published_at


def test_nfcms_report_of_two_sections_stands_at_two_addresses(web: DemoWeb) -> None:
    site = web.site("rongwan-sfj")
    texts = Counter(report.text for report in web.reports(site))

    same = [report for report in web.reports(site) if texts[report.text] == 2]

    assert {urljoin(report.url, "..") for report in same} == set(site.list_urls)
    assert len({report.title for report in same}) == 1


def test_hanweb_report_of_two_columns_stands_at_two_addresses(web: DemoWeb) -> None:
    site = web.site("yunlan-sfj")
    other = [report for report in web.reports(site) if "art_1229900611_" in report.url]

    same = [report for report in web.reports(site) if report.text == other[0].text]

    assert len(other) == 1
    assert len(same) == 2
    assert {report.title for report in same} == {other[0].title}


def test_phone_twin_says_the_same(web: DemoWeb) -> None:
    site = web.site("rongwan-sfj")
    report = web.reports(site)[0]
    twin = report.url.replace("/post_", "/mpost_")

    assert canonical(twin) == report.url
    assert body_of(site, twin, ".article-content") == solid(report.text)


def test_header_line_is_that_of_the_platform(web: DemoWeb) -> None:
    shapes = {
        "qingxi-sfj": (".article-info", r"来源: {source} 发布时间:{date} 累计次数: 字体:\[ 大 小 \]"),
        "xueling-sfj": (".xx", r"发布时间：{date} 发布来源：{source} 浏览次数：\d+ 字体：【大 中 小】"),
        "yunlan-sfj": (".info", r"文章来源： 作者： 发布时间：{date} 点击数："),
        "hezhu-sfj": (".g_show_rq", r"来源：{source} 时间：{date} 浏览次数：\d+ 字号：\[ 大 中 小 \]"),
    }

    for site_id, (selector, shape) in shapes.items():
        report = web.reports(web.site(site_id))[0]
        line = html(web.site(site_id), report.url).css_first(selector)
        assert line is not None
        date = report.published_at.removesuffix("+08:00").replace("T", " ")
        assert re.fullmatch(shape.format(source=report.source, date=date), " ".join(line.text().split()))


def test_nfcms_tells_its_date_in_meta_only(web: DemoWeb) -> None:
    site = web.site("rongwan-sfj")
    report = web.reports(site)[0]
    day, time = report.published_at.removesuffix("+08:00").split("T")
    page = html(site, report.url)

    metas = {tag.attributes["name"]: tag.attributes["content"] for tag in page.css("meta[name]")}

    assert metas["PubDate"] == f"{day} {time}"
    assert metas["ContentSource"] == report.source
    assert metas["ArticleTitle"] == report.title
    assert page.body is not None
    assert day not in page.body.text()


# requests


@pytest.mark.parametrize("site_id", SITES)
def test_chrome_differs_on_every_request_and_the_report_does_not(web: DemoWeb, site_id: str) -> None:
    site = web.site(site_id)
    url = web.reports(site)[0].url

    first, second = get(url)[2].decode(site.charset), get(url)[2].decode(site.charset)

    dates = [re.findall(r"今天是[^<]+", page) for page in (first, second)]
    tokens = [re.findall(r'_token="(\w+)"', page) for page in (first, second)]
    bodies = [LexborHTMLParser(page).css_first(BODIES[site_id]) for page in (first, second)]
    assert len(dates[0]) == len(dates[1]) == 1
    assert dates[0] != dates[1]
    assert tokens[0] != tokens[1]
    assert bodies[0] is not None
    assert bodies[1] is not None
    assert bodies[0].html == bodies[1].html


def test_wuxi_bytes_are_gbk_and_only_the_page_says_so(web: DemoWeb) -> None:
    site = web.site("hezhu-sfj")
    report = next(report for report in web.reports(site) if "堃" in report.text)

    _, headers, body = get(report.url)

    assert headers["content-type"] == "text/html"
    assert b"charset=gb2312" in body
    assert "堃山镇" in body.decode("gbk")
    with pytest.raises(UnicodeDecodeError):
        body.decode("gb2312")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


@pytest.mark.parametrize("site_id", ["qingxi-sfj", "rongwan-sfj", "hezhu-sfj"])
def test_etag_of_an_unchanged_report_saves_its_body(web: DemoWeb, site_id: str) -> None:
    url = web.reports(web.site(site_id))[0].url
    tag = get(url)[1]["etag"]

    status, headers, body = get(url, If_None_Match=f'"other", W/{tag}')

    assert (status, headers["etag"], body) == (304, tag, b"")
    assert get(url, If_None_Match='"other"')[0] == 200


@pytest.mark.parametrize("site_id", ["qingxi-sfj", "rongwan-sfj", "xueling-sfj", "hezhu-sfj"])
def test_date_of_an_unchanged_report_saves_its_body(web: DemoWeb, site_id: str) -> None:
    url = web.reports(web.site(site_id))[0].url
    modified = get(url)[1]["last-modified"]

    status, _, body = get(url, If_Modified_Since=modified)

    assert (status, body) == (304, b"")
    assert get(url, If_Modified_Since="Tue, 01 Jan 2019 00:00:00 GMT")[0] == 200


def test_other_tag_outweighs_a_date_that_would_do(web: DemoWeb) -> None:
    url = web.reports(web.site("qingxi-sfj"))[0].url
    modified = get(url)[1]["last-modified"]

    assert get(url, If_None_Match='"other"', If_Modified_Since=modified)[0] == 200


def test_hanweb_sends_no_validators_and_heeds_none(web: DemoWeb) -> None:
    url = web.reports(web.site("yunlan-sfj"))[0].url

    status, headers, _ = get(url, If_None_Match="*", If_Modified_Since="Fri, 01 Jan 2038 00:00:00 GMT")

    assert status == 200
    assert not {"etag", "last-modified"} & set(headers)


def test_head_sends_the_headers_alone(web: DemoWeb) -> None:
    url = web.reports(web.sites[0])[0].url

    whole, head = get(url), get(url, method="HEAD")

    assert head[0] == 200
    assert head[1]["etag"] == whole[1]["etag"]
    assert int(head[1]["content-length"]) > 5000
    assert head[2] == b""


def test_robots_allow_the_sections_and_not_the_administration(web: DemoWeb) -> None:
    delays = []
    for site in web.sites:
        rules = get(f"{site.base}/robots.txt")
        robots = RobotFileParser()
        robots.parse(rules[2].decode().splitlines())
        delays.append("Crawl-delay" in rules[2].decode())
        assert rules[1]["content-type"] == "text/plain"
        assert all(robots.can_fetch("govreports", url) for url in (*site.list_urls, *addresses(site)))
        assert not robots.can_fetch("govreports", f"{site.base}/admin/login")

    assert sorted(delays) == [False, True, True, True, True]


def test_home_page_leads_to_every_list(web: DemoWeb) -> None:
    for site in web.sites:
        targets = links(html(site, site.home).css("h2"), site.home)

        assert set(site.list_urls) <= set(targets)
        assert [get(target)[0] for target in targets] == [200] * len(targets)


def test_unknown_address_is_not_found(web: DemoWeb) -> None:
    status, _, body = get(f"{web.sites[0].base}/qxssfj/gggs/content/none.html")

    assert status == 404
    assert "不存在" in body.decode()


def test_request_that_makes_no_sense_is_refused(web: DemoWeb) -> None:
    site = web.site("xueling-sfj")

    pages = get(f"{site.base}/common/search/7d0c4be19a3f48c5b62e81f0d49a7c35?_isJson=true&page=two")
    since = get(web.reports(site)[0].url, If_Modified_Since="yesterday")

    assert (pages[0], since[0]) == (400, 400)


def test_log_keeps_who_asked_for_what(fresh: DemoWeb) -> None:
    site = fresh.sites[0]
    url = fresh.reports(site)[0].url
    tag = get(url)[1]["etag"]
    fresh.log.clear()

    get(f"{url}?a=1", User_Agent="govreports")
    get(url, If_None_Match=tag)

    first, second = fresh.log
    assert (first.site, first.method, first.path, first.status) == (site.id, "GET", f"{urlsplit(url).path}?a=1", 200)
    assert first.headers["user-agent"] == "govreports"
    assert first.sent > 5000
    assert (second.status, second.headers["if-none-match"], second.sent) == (304, tag, 0)


def test_log_misses_nothing_of_many_clients(fresh: DemoWeb) -> None:
    wanted = [url for site in fresh.sites for url in addresses(site)[:20]]

    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(lambda url: get(url)[0], wanted))

    assert statuses == {200}
    assert sorted(entry.path for entry in fresh.log) == sorted(urlsplit(url).path for url in wanted)


def test_web_ends_with_its_block() -> None:
    with DemoWeb() as demo:
        parts = urlsplit(demo.sites[0].base)
        idle = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=5)
        idle.request("GET", "/robots.txt")
        idle.getresponse().read()
        assert idle.sock is not None

    assert idle.sock.recv(1) == b""
    idle.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5)


# editors


def said(demo: DemoWeb) -> dict[tuple[str, str], str]:
    return {(site.id, urlsplit(report.url).path): report.text for site in demo.sites for report in demo.reports(site)}


def test_edit_changes_a_figure_here_and_adds_a_paragraph_there(fresh: DemoWeb) -> None:
    before = said(fresh)

    figure, paragraph = fresh.edit()

    changed = {key: text for key, text in said(fresh).items() if text != before[key]}
    assert set(changed) == {("qingxi-sfj", urlsplit(figure.url).path), ("yunlan-sfj", urlsplit(paragraph.url).path)}
    old, new = (before["qingxi-sfj", urlsplit(figure.url).path].split("\n"), figure.text.split("\n"))
    assert len(old) == len(new)
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
    old, new = (before["yunlan-sfj", urlsplit(paragraph.url).path].split("\n"), paragraph.text.split("\n"))
    assert [line for line in new if line not in old] == [line for line in new if line.startswith("补充说明：")]
    assert len(new) == len(old) + 1


def test_edited_page_says_what_was_edited(fresh: DemoWeb) -> None:
    for report, site_id in zip(fresh.edit(), ("qingxi-sfj", "yunlan-sfj"), strict=True):
        assert body_of(fresh.site(site_id), report.url, BODIES[site_id]) == solid(report.text)


def test_every_edit_is_another_one_and_restoring_undoes_them_all(fresh: DemoWeb) -> None:
    first = said(fresh)

    once = fresh.edit()
    twice = fresh.edit()
    fresh.restore()

    assert all(a.text != b.text for a, b in zip(once, twice, strict=True))
    assert said(fresh) == first


def test_validators_follow_what_the_report_says(fresh: DemoWeb) -> None:
    url = fresh.edit()[0].url
    fresh.restore()
    original = get(url)[1]

    fresh.edit()
    edited = get(url, If_None_Match=original["etag"])
    fresh.restore()
    restored = get(url, If_Modified_Since=edited[1]["last-modified"])

    assert edited[0] == 200
    assert edited[1]["etag"] != original["etag"]
    assert restored[0] == 200
    assert restored[1]["etag"] == original["etag"]
    assert restored[1]["last-modified"] != original["last-modified"]


def test_two_webs_say_the_same(web: DemoWeb, fresh: DemoWeb) -> None:
    assert said(fresh) == said(web)


def test_editing_one_web_leaves_another_alone(web: DemoWeb, fresh: DemoWeb) -> None:
    before = said(web)

    fresh.edit()

    assert said(web) == before


# rows and command


def test_rows_are_rows(web: DemoWeb, tmp_path: Path) -> None:
    file = tmp_path / "demo.toml"
    file.write_text(web.rows(), encoding="utf-8")

    sites = load_sites(file)

    assert tuple(sites) == SITES
    for site in web.sites:
        row = sites[site.id]
        assert (row.publisher, row.family, row.lists, row.delay) == (site.name, site.family, site.list_urls, 0)
        assert row.expect_at_least == len({canonical(url) for url in addresses(site)})


@pytest.mark.parametrize("signal_number", [signal.SIGINT, signal.SIGTERM])
def test_person_can_serve_it_alone(signal_number: int) -> None:
    command = [sys.executable, "-u", "-m", "crawler.demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        printed = []
        for line in process.stdout:
            printed.append(line)
            if "Ctrl-C" in line:
                break
        home = re.search(r"http://127\.0\.0\.1:\d+/", "".join(printed))
        assert home
        status = get(home[0])[0]
        process.send_signal(signal_number)
        process.wait(10)

    assert status == 200
    assert process.returncode == 0


def test_example_of_the_documentation_runs() -> None:
    document = (Path(__file__).parent.parent / "docs" / "demo.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", document, re.DOTALL)

    ran = [subprocess.run([sys.executable, "-c", example], check=False).returncode for example in examples]

    assert ran == [0]
