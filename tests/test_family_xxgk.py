"""What the saved pages cannot show of the 信息公开 module: forms, columns of one catalogue, and where walks end."""

from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

import pytest
from scrapy import Request

from crawler.model import Site
from spiders.families.xxgk import XxgkSpider
from tests.saved import listing
from tests.walked import Walked, walked

HOST = "https://www.yanshan.gov.cn"
COLUMN = f"{HOST}/col/col788/index.html"
SITE = Site(id="yanshan-sfj", name="盐山市司法局", family="xxgk", lists=(COLUMN,), schedule="1 6 * * *")
SHELL = "<html><body><div id='divlist'></div><script>loadDynamic('/module/xxgk/search.jsp?area=113209','divlist')</script></body></html>"
WORDS = ("vc_title", "vc_number", "vc_filenumber", "vc_all", "texttype", "fbtime")
FORM = {"infotypeId": "", "jdid": "1", "divid": "divlist", **dict.fromkeys(WORDS, ""), "area": "113209"}


def asked(html: str, url: str = COLUMN) -> Request:
    request = XxgkSpider().next_list(listing(html, url))
    assert request is not None
    return request


def form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}


def address(page: int) -> str:
    return f"{HOST}/module/xxgk/search.jsp?{urlencode({**FORM, 'currpage': page})}"


def table(*numbers: int, column: int = 788, note: str = "") -> str:
    links = ((n, f'<a href="/art/2026/3/{n}/art_{column}_{n}.html">盐山市第{n}号法治政府建设情况报告</a>') for n in numbers)
    rows = (f"<tr><td>{n}</td><td>{link}</td><td>2026-03-{n:02d}</td></tr>" for n, link in links)
    return f"<table><tr><td>序号</td><td>名称</td><td>日期</td></tr>{''.join(rows)}</table>{note}"


def collected(*pages: str, past: str = "<table></table>") -> Walked:
    """Return the walk of a catalogue with these pages, and with one answer for every page past them."""
    web = {address(number): page for number, page in enumerate(pages, 1)}
    return walked(SITE, {COLUMN: SHELL, **{address(number): past for number in range(len(pages) + 1, 12)}, **web}, dry_run=True)


def test_catalogue_is_posted_for_from_the_column_page() -> None:
    request = asked(SHELL)

    assert (request.method, request.url) == ("POST", address(1))
    assert request.headers["Referer"] == COLUMN.encode()
    assert form(request) == {**FORM, "currpage": "1"}


def test_catalogue_is_walked_until_a_page_has_no_rows() -> None:
    done = collected(table(1, 2, 3), table(4, 5, 6), table(7))

    assert done.lists == [COLUMN, *map(address, (1, 2, 3, 4))]
    assert {request.headers["Referer"] for request in done.asked[1:]} == {COLUMN.encode()}
    assert (done.counted("seen"), done.problems) == (7, [])


def test_page_past_the_end_that_repeats_the_first_ends_the_walk() -> None:
    done = collected(table(1, 2, 3), table(4, 5), past=table(1, 2, 3))

    assert done.lists == [COLUMN, *map(address, (1, 2, 3))]
    assert done.counted("seen") == 5


def test_page_past_the_end_that_repeats_the_last_ends_the_walk() -> None:
    done = collected(table(1, 2, 3), table(4, 5), past=table(4, 5))

    assert done.lists == [COLUMN, *map(address, (1, 2, 3))]


def test_number_of_pages_in_words_ends_the_walk() -> None:
    done = collected(table(1, 2, note="共2页"), table(3, note="共2页"))

    assert done.lists == [COLUMN, *map(address, (1, 2))]


def test_rows_of_other_columns_are_left_out() -> None:
    done = collected(table(1, 2) + table(8, 9, column=811))

    assert [entry.url for entry in done.claims[1]] == [f"{HOST}/art/2026/3/{n}/art_788_{n}.html" for n in (1, 2)]


def test_page_of_other_columns_does_not_end_the_walk() -> None:
    done = collected(table(1), table(8, 9, column=811), table(2))

    assert (len(done.lists), done.counted("seen")) == (5, 2)


def test_kind_of_information_is_in_the_address_of_the_column() -> None:
    assert form(asked(SHELL, f"{COLUMN}?number=A00002"))["infotypeId"] == "A00002"


def test_area_may_stand_in_the_tree_beside_it() -> None:
    page = "<html><body><script>loadDynamic('/module/xxgk/tree.jsp?area=113209&jdid=7&divid=' + tree)</script></body></html>"

    request = asked(page)

    assert urlsplit(request.url).path == "/module/xxgk/search.jsp"
    assert [form(request)[name] for name in ("area", "jdid", "divid")] == ["113209", "7", "divlist"]


@pytest.mark.parametrize("file", ["search_custom.jsp", "subjectinfo.jsp"])
def test_relatives_of_the_search_are_asked_where_a_page_names_them(file: str) -> None:
    request = asked(SHELL.replace("search.jsp", file))

    assert (urlsplit(request.url).path, parse_qs(urlsplit(request.url).query)["area"]) == (f"/module/xxgk/{file}", ["113209"])


def test_standard_form_names_the_column_itself() -> None:
    request = asked(SHELL.replace("area=113209", "area=113300&standardXxgk=1&infotypeId=B001G001&jdid=1756"))

    column = {"divid": "div788", "infotypeId": "B001G001", "jdid": "1756", "area": "113300", "requestUrl": COLUMN, "standardXxgk": "1"}
    assert form(request) == {**column, "unit": "", "keyWord": "", "sortfield": "compaltedate:0", "currpage": "1"}


def test_rows_of_the_standard_form_may_be_of_other_columns() -> None:
    page = SHELL.replace("area=113209", "area=113300&standardXxgk=1")
    request = asked(page)
    row = '<li><a href="/art/2026/3/1/art_9_1.html">盐山市2025年法治政府建设报告</a><span>2026-03-01</span></li>'
    reply = f'<div class="zfxxgk_list_con"><ul>{row}</ul></div>'

    entries = XxgkSpider().entries(listing(reply, request.url, asked=request))

    assert [(entry.url, entry.date) for entry in entries] == [(f"{HOST}/art/2026/3/1/art_9_1.html", "2026-03-01")]


def test_catalogue_beside_an_island_is_a_menu_only() -> None:
    island = "<script type='text/xml'><datastore><recordset></recordset></datastore></script>"

    assert XxgkSpider().next_list(listing(SHELL.replace("</body>", f"{island}</body>"), COLUMN)) is None


def test_page_without_the_module_is_a_plain_list() -> None:
    page = f"<html><body>{table(1, 2, 3)}<a href='index_2.html'>下一页</a></body></html>"

    spider = XxgkSpider()

    assert len(spider.entries(listing(page, COLUMN))) == 3
    assert (request := spider.next_list(listing(page, COLUMN))) is not None
    assert request.url == f"{HOST}/col/col788/index_2.html"


FRAMED = "/module/xxgk/search_custom.jsp?infotypeId=246,253&jdid=1&fieldConfigId=94973&sortfield=compaltedate:0"
FRAME = f'<html><body><iframe width="100%" src="{FRAMED.replace("&", "&amp;")}"></iframe></body></html>'


def framed(page: int, column: str = FRAME) -> str:
    return asked(column).url.replace("currpage=1", f"currpage={page}")


def lines(*numbers: int) -> str:
    line = '<div class="wip_lists"><a href="/art/2026/3/{0}/art_977_{0}.html?xxgkhide=1">盐山市第{0}号法治政府建设情况报告</a></div>'
    return "".join(line.format(number) for number in numbers)


def test_frame_of_the_catalogue_is_asked_for_with_every_word_of_its_address() -> None:
    request = asked(FRAME)

    query = dict(parse_qsl(urlsplit(request.url).query))
    assert query == {"infotypeId": "246,253", "jdid": "1", "fieldConfigId": "94973", "sortfield": "compaltedate:0", "currpage": "1"}
    assert (request.method, request.headers["Referer"]) == ("GET", COLUMN.encode())


def test_rows_of_a_frame_are_of_whatever_columns_it_names() -> None:
    pages = {framed(1): lines(1, 2), framed(2): lines(3), framed(3): ""}

    done = walked(SITE, {COLUMN: FRAME, **pages}, dry_run=True)

    assert (done.lists[:4], done.counted("seen")) == ([COLUMN, *pages], 3)
    assert done.claims[1][0].date == "2026-03-01"


def test_frame_that_wants_a_form_is_posted_to() -> None:
    posted = f"{framed(1)} {unquote_plus(urlsplit(framed(1)).query)}"

    done = walked(SITE, {COLUMN: FRAME, framed(1): "<table></table>", posted: lines(1)}, dry_run=True)

    assert [request.method for request in done.asked[1:3]] == ["GET", "POST"]
    assert done.counted("seen") == 1


def test_catalogue_without_a_page_number_in_its_address_is_at_its_first() -> None:
    own = f"{HOST}/module/xxgk/subjectinfo.jsp?area=014"
    anchor = '<tr><td><a href="/art/2026/3/1/art_9_1.html" mc="盐山市第1号法治政府建设情况报告" rq="2026-03-01">盐山市…</a></td></tr>'

    following = XxgkSpider().next_list(listing(f"<table>{anchor}</table>", own))

    assert following is not None
    assert following.url == f"{own}&currpage=2"
