"""What the saved pages cannot show of lists that are turned by a form: what is sent back, and where walks end."""

from urllib.parse import parse_qs

from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.model import Site
from spiders.families.forms import FormSpider
from tests.saved import listing
from tests.walked import walked

HOST = "http://sfj.heyuan.gov.cn"
ASPX = f"{HOST}/zwgk/list.aspx?tid=31"
FIELDS = f"{HOST}/sfj/list.do"
BARE = "https://zrzy.yunjiang.gov.cn/gtapp/nrglIndex.action?classID=ff80&type=1"
STATE = (
    '<input type="hidden" name="__EVENTTARGET" value=""><input type="hidden" name="__EVENTARGUMENT">'
    '<input type="hidden" name="__VIEWSTATE" value="{}">'
)


def rows(first: int, last: int) -> str:
    row = '<li><a href="/zwgk/show.aspx?id={0}">河源区第{0}号法治政府建设情况报告</a><span>2026-03-04</span></li>'
    return "<ul>" + "".join(row.format(number) for number in range(first, last + 1)) + "</ul>"


def aspx(first: int, last: int, state: str, following: int | None) -> str:
    link = f"<a href=\"javascript:__doPostBack('ctl00$Pager','{following}')\">下一页</a>" if following else "<a disabled>下一页</a>"
    search = '<form action="/search.aspx"><input name="key"></form>'
    return f'{search}<form method="post" action="list.aspx?tid=31">{STATE.format(state)}{rows(first, last)}{link}</form>'


def site(address: str) -> Site:
    return Site(id="heyuan-sfj", name="河源区司法局", family="form", lists=(address,), schedule="1 6 * * *")


def form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}


def posted(state: str, page: int) -> str:
    return f"{ASPX} __VIEWSTATE={state}&__EVENTTARGET=ctl00$Pager&__EVENTARGUMENT={page}"


def test_form_goes_back_with_its_own_state_page_by_page() -> None:
    web = {posted("s1", 2): aspx(6, 10, "s2", 3), posted("s2", 3): aspx(11, 12, "s3", None)}

    done = walked(site(ASPX), {ASPX: aspx(1, 5, "s1", 2), **web}, dry_run=True)

    assert [(request.method, request.url) for request in done.asked] == [("GET", ASPX), ("POST", ASPX), ("POST", ASPX)]
    assert form(done.asked[2]) == {"__VIEWSTATE": "s2", "__EVENTTARGET": "ctl00$Pager", "__EVENTARGUMENT": "3"}
    assert (done.counted("seen"), done.problems) == (12, [])


def test_pages_that_are_linked_by_numbers_only_are_taken_in_their_order() -> None:
    numbers = "".join(f"<a href=\"javascript:__doPostBack('p','{number}')\">{number}</a>" for number in (1, 2, 3))
    page = f'<form method="post" action="list.aspx?tid=31">{STATE.format("s")}{rows(1, 5)}{numbers}</form>'
    asked = Request(ASPX, method="POST", body="__EVENTARGUMENT=2")

    first, second = (FormSpider().next_list(listing(page, ASPX, asked=request)) for request in (None, asked))

    assert first is not None
    assert second is not None
    assert (form(first)["__EVENTARGUMENT"], form(second)["__EVENTARGUMENT"]) == ("2", "3")


def numbered(first: int, last: int, state: str, links: dict[str, tuple[str, str]]) -> str:
    backs = "".join(f"<a href=\"javascript:__doPostBack('{target}','{told}')\">{text}</a>" for text, (target, told) in links.items())
    return f'<form method="post" action="list.aspx?tid=31">{STATE.format(state)}{rows(first, last)}{backs}</form>'


def test_grid_that_links_its_pages_by_name_and_after_ten_by_dots_is_walked_whole() -> None:
    links = {number: ("grid", f"Page${number}") for number in map(str, range(1, 11))} | {"...": ("grid", "Page$11")}
    pages = {
        number: numbered(5 * number, 5 * number + 4, "s", {t: to for t, to in links.items() if t != str(number)}) for number in range(1, 11)
    }
    last = numbered(55, 56, "s", {"...": ("grid", "Page$10")})
    web = {f"{ASPX} __VIEWSTATE=s&__EVENTTARGET=grid&__EVENTARGUMENT=Page${number}": pages.get(number, last) for number in range(2, 12)}

    done = walked(site(ASPX), {ASPX: pages[1], **web}, dry_run=True)

    assert (len(done.asked), done.counted("seen"), done.problems) == (11, 52, [])


def test_pages_whose_links_name_only_a_control_are_counted() -> None:
    links = {str(number): (f"pager$ctl{number}", "") for number in (1, 2, 3)}
    web = {
        f"{ASPX} __VIEWSTATE=s&__EVENTTARGET=pager$ctl{number}&__EVENTARGUMENT=": numbered(5 * number, 5 * number + 4, "s", links)
        for number in (1, 2, 3)
    }

    done = walked(site(ASPX), {ASPX: numbered(5, 9, "s", links), **web}, dry_run=True)

    assert [form(request).get("__EVENTTARGET") for request in done.asked] == [None, "pager$ctl2", "pager$ctl3"]
    assert (done.counted("seen"), done.problems) == (15, [])


def test_field_is_turned_and_the_rest_of_its_form_kept() -> None:
    pager = (
        '<form method="post" action="list.do"><input type="hidden" name="columnId" value="77"><input name="currentPage" value="{}"></form>'
    )
    web = {f"{FIELDS} columnId=77&currentPage={page}": rows(10 * page, 10 * page + 9) + pager.format(page) for page in (2, 3)}

    done = walked(site(FIELDS), {FIELDS: rows(1, 9) + pager.format(1) + "共3页", **web}, dry_run=True)

    assert [form(request).get("currentPage") for request in done.asked] == [None, "2", "3"]
    assert done.counted("seen") == 29


def test_form_goes_back_in_the_encoding_of_its_page() -> None:
    hint = '<input name="key" value="请输入关键字">'
    page = f'<meta charset="gb2312"><form method="post" action="list.do">{hint}<input name="page" value="1">{rows(1, 20)}</form>'
    response = HtmlResponse(FIELDS, body=page.encode("gb2312"))

    following = FormSpider().next_list(response)

    assert following is not None
    assert parse_qs(following.body.decode(), encoding="gb2312")["key"] == ["请输入关键字"]


def test_form_of_a_search_turns_nothing() -> None:
    search = '<form action="/search.do"><input name="q"><input type="hidden" name="page" value="1"></form>'

    assert FormSpider().next_list(listing(search + rows(1, 20), FIELDS)) is None


def test_form_that_is_sent_in_the_address_is_asked_for_so() -> None:
    pager = '<form action="list.do"><input type="hidden" name="id" value="7"><input name="pageNo" value="1"></form>'

    following = FormSpider().next_list(listing(rows(1, 20) + pager, FIELDS))

    assert following is not None
    assert (following.method, following.url) == ("GET", f"{FIELDS}?id=7&pageNo=2")


def test_list_that_takes_its_field_without_a_form_is_posted_to_until_a_page_is_short() -> None:
    web = {f"{BARE} cpage=2": rows(19, 36), f"{BARE} cpage=3": rows(37, 40)}

    done = walked(site(BARE), {BARE: rows(1, 18), **web}, dry_run=True)

    assert [form(request).get("cpage") for request in done.asked] == [None, "2", "3"]
    assert (done.counted("seen"), done.problems) == (40, [])


def test_page_past_the_end_that_repeats_the_last_ends_the_walk() -> None:
    web = {f"{BARE} cpage={page}": rows(1, 18) for page in range(2, 9)}

    assert len(walked(site(BARE), {BARE: rows(1, 18), **web}, dry_run=True).asked) == 2
