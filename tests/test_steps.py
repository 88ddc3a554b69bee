import pytest

from spiders.lists.steps import has_linked_pager, next_link, number_link, scripted_link, selected_link
from tests.saved import LIST_URL, listing

BASE = LIST_URL.removesuffix("index.html")


@pytest.mark.parametrize(
    "link",
    [
        '<a href="index_2.html">下一页</a>',
        '<a href="index_2.html">下一页&gt;</a>',
        '<a class="next" href="./index_2.html">下页</a>',
        '<a href="index_2.html" title="下一页">&gt;&gt;</a>',
        '<a href="index_2.html"><span>»</span></a>',
        '<a rel="next" href="index_2.html">2</a>',
        "<a href=\"javascript:goPage('index_2.html')\">下一页</a>",
        '<a href="javascript:void(0)" onclick="turn(\'./index_2.html\')">下一页</a>',
        '<input type="button"><a href="#" onclick="location.href=encodeURI(\'index_2.html\');">下一页</a>',
    ],
)
def test_linked_next_page_is_followed(link: str) -> None:
    following = next_link(listing(f"<html><body>{link}</body></html>"))

    assert following is not None
    assert following.url == "https://www.qinghe.gov.cn/sfj/fzzf/index_2.html"


@pytest.mark.parametrize(
    "link",
    [
        '<a href="a.html">下一篇</a>',
        '<a href="#">下一页</a>',
        '<a href="javascript:next()">下一页</a>',
        '<a href="index.html">下一页</a>',
        '<a href="/zwgk/">政务公开</a>',
        "",
    ],
)
def test_page_without_a_real_next_link_has_none(link: str) -> None:
    assert next_link(listing(f"<html><body>{link}</body></html>")) is None


def test_query_of_a_next_link_stays_as_it_was_written() -> None:
    following = next_link(listing('<html><body><a href="?uid=7&a=&page=2">下一页</a></body></html>'))

    assert following is not None
    assert following.url == "https://www.qinghe.gov.cn/sfj/fzzf/index.html?uid=7&a=&page=2"


def test_base_address_of_a_page_is_where_its_links_start() -> None:
    page = '<html><head><base href="https://www.qinghe.gov.cn/other/"></head><body><a href="index_2.html">下一页</a></body></html>'

    following = next_link(listing(page))

    assert following is not None
    assert following.url == "https://www.qinghe.gov.cn/other/index_2.html"


@pytest.mark.parametrize(("css", "file"), [("a.n", "b.html"), ("a.n::attr(href)", "b.html"), ("li.n", "c.html"), ("a.none", None)])
def test_selector_of_a_row_names_the_next_page(css: str, file: str | None) -> None:
    page = '<html><body><a class="n" href="b.html">二</a><li class="n" onclick="go(\'c.html\')">三</li></body></html>'

    following = selected_link(listing(page), css)

    assert (following.url if following else None) == (f"https://www.qinghe.gov.cn/sfj/fzzf/{file}" if file else None)


@pytest.mark.parametrize(
    ("link", "answer"),
    [('<a href="index.html">上一页</a>', True), ('<a href="index_3.html">尾页</a>', True), ('<a href="#">尾页</a>', False), ("", False)],
)
def test_pager_of_plain_links_is_told_from_one_of_scripts(link: str, answer: bool) -> None:
    assert has_linked_pager(listing(f"<html><body>{link}</body></html>")) is answer


def test_address_that_a_pager_keeps_beside_its_link_is_followed() -> None:
    page = '<html><body><a href="javascript:void(0);" title="下一页" tagname="/sfj/fzzf/8d25503a-2.html">下一页</a></body></html>'

    following = next_link(listing(page))

    assert following is not None
    assert following.url == f"{BASE}8d25503a-2.html"


def test_placeholder_on_the_last_page_leads_nowhere() -> None:
    assert next_link(listing('<html><body><a title="下一页" tagname="[NEXTPAGE]">下一页</a></body></html>')) is None


NUMBERS = [
    ('<span class="cur">1</span><a href="index_1.html">2</a><a href="index_2.html">3</a>', "index.html", "index_1.html"),
    ('<a href="index.html">1</a><b>2</b><a href="index_2.html">3</a>', "index_1.html", "index_2.html"),
    ('<a href="index.html">1</a><a href="index_1.html">2</a><b>3</b>', "index_2.html", None),
    (
        '<ul><li class="on"><a>1</a></li><li><a href="list_2.html">2</a></li><li><a href="list_3.html">3</a></li></ul>',
        "list.html",
        "list_2.html",
    ),
    (
        '<a href="/sfj/class/AB/1">1</a><a href="/sfj/class/AB/2">[2]</a><a href="/sfj/class/AB/3">[3]</a>',
        "/sfj/class/AB",
        "/sfj/class/AB/2",
    ),
    ('<a href="/sfj/class/AB/1">1</a><a href="/sfj/class/AB/2">2</a><a href="/sfj/class/AB/3">3</a>', "/sfj/class/AB/2", "/sfj/class/AB/3"),
    ('<a href="?classid=5&page=0">1</a><a href="?classid=5&page=1">2</a>', "?classid=5", "?classid=5&page=1"),
    ('<a href="javascript:go(1)">1</a><a href="javascript:go(2)">2</a>', "index.html", None),
    ('<a href="/zt/spring.html">1</a><a href="/zt/summer.html">2</a>', "index.html", None),  # pictures that take turns
    ("<a href='/2024/'>2024</a><a href='/2025/'>2025</a>", "index.html", None),
    ("", "index.html", None),
]


@pytest.mark.parametrize(("pager", "here", "following"), NUMBERS)
def test_pager_of_numbers_is_followed_to_the_number_after_this_page(pager: str, here: str, following: str | None) -> None:
    address = f"https://www.qinghe.gov.cn{here}" if here.startswith("/") else BASE + here

    found = number_link(listing(f"<html><body><div>{pager}</div></body></html>", address))

    wanted = following and (f"https://www.qinghe.gov.cn{following}" if following.startswith("/") else BASE + following)
    assert (found.url if found else None) == wanted


def test_pager_of_numbers_says_that_pages_are_linked() -> None:
    assert has_linked_pager(listing('<a href="index.html">1</a><a href="index_1.html">2</a><b>3</b>', BASE + "index_2.html"))


def test_handler_may_name_a_file_of_any_of_the_common_endings() -> None:
    following = next_link(listing("<a href='#' onclick=\"location.href=encodeURI('fzbg_2.jhtml');\">下一页</a>"))

    assert following is not None
    assert following.url == BASE + "fzbg_2.jhtml"


PORTAL = "http://info.heibei.gov.cn/eportal/ui?pageId=681"
NAMED = [
    (
        "location.href='/eportal/ui?pageId=681&currentPage=2&moduleId=3b&formKey=GOV_OPEN'",
        PORTAL,
        f"{PORTAL}&currentPage=2&moduleId=3b&formKey=GOV_OPEN",
    ),
    ("go('/eportal/ui?pageId=681&amp;currentPage=9&amp;moduleId=3b')", f"{PORTAL}&currentPage=4", f"{PORTAL}&currentPage=5&moduleId=3b"),
    ("go('/eportal/ui?pageId=681&currentPage=4')", f"{PORTAL}&currentPage=4", None),  # the last one
    ("go('/eportal/ui?pageId=77&currentPage=2')", PORTAL, None),  # another list
    ("go('/search?q=a&pageNo=2')", PORTAL, None),
    ("go('http://www.other.gov.cn/eportal/ui?pageId=681&currentPage=2')", PORTAL, None),
    ('load("list.do?id=7&pageIndex=2")', "http://sfj.heibei.gov.cn/a/list.do?id=7", "http://sfj.heibei.gov.cn/a/list.do?id=7&pageIndex=2"),
]


@pytest.mark.parametrize(("script", "here", "following"), NAMED)
def test_script_that_names_a_later_page_of_this_list_tells_the_next(script: str, here: str, following: str | None) -> None:
    found = scripted_link(listing(f"<ul></ul><script>{script}</script>", here))

    assert (found.url if found else None) == following
