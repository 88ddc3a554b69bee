import pytest

from spiders.lists.pager import Pager, has_linked_pager, next_link, page_after, pages_in_words, read_pager, selected_link
from spiders.walk import ListSize
from tests.saved import listing

CALLS = [
    ("createPageHTML(25, 0)", Pager(25, 0)),
    ('createPageHTML(25, 0, "index", "html");', Pager(25, 0, prefix="index", suffix="html")),
    ('createPageHTML(25, 3, "index", "shtml", "black2", 361)', Pager(25, 3, prefix="index", suffix="shtml", records=361)),
    ("createPage(7,0,'index','htm')", Pager(7, 0, prefix="index", suffix="htm")),
    ("createPageHTML('page_div', 11, 1, 'list', 'shtml', 154)", Pager(11, 1, 1, "list", "shtml", 154)),
    ("createPageHTML('paging',5, 2,'index','html',98);", Pager(5, 2, 1, "index", "html", 98)),
    ("createPageHTML('pagination', 5, 0, 'index', 'html')", Pager(5, 0, 0, "index", "html")),
    ("createPageHTML(361, 25, 0, 'index', 'html')", Pager(25, 0, prefix="index", suffix="html", records=361)),
    ("createPageHTML('25', '0', 'index', '.html')", Pager(25, 0, prefix="index", suffix="html")),
    ("createPageHTML(9, 0, 20)", Pager(9, 0)),
    ("new Pager({size:12, current:3, prefix:'index', suffix:'html'})".replace("new ", ""), Pager(12, 3, prefix="index", suffix="html")),
    ("Pager({prefix:'list', suffix:'shtml', current:0, size:4});", Pager(4, 0, prefix="list", suffix="shtml")),
    ("var countPage = 14; //共多少页\nvar currentPage = 2;//所在页从0开始", Pager(14, 2)),
    ("var countPage = 6;", Pager(6, 0)),
    ("var pagination_script_config = { pageNumber: '0', total: '3' };", Pager(3, 0)),
]


@pytest.mark.parametrize(("script", "pager"), CALLS)
def test_pager_is_read_in_every_shape(script: str, pager: Pager) -> None:
    assert read_pager(f"<script>{script}</script>") == pager


def test_definition_of_the_pager_is_passed_over_for_its_call() -> None:
    script = 'function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt) { }\ncreatePageHTML(4, 1, "index", "html");'

    assert read_pager(script) == Pager(4, 1, prefix="index", suffix="html")


@pytest.mark.parametrize("script", ["createPageHTML(pages, current, 'index')", "createPageHTML()", "var countPages = 3", ""])
def test_page_without_numbers_has_no_pager(script: str) -> None:
    assert read_pager(script) is None


AFTER = [
    (Pager(25, 0), "/fz/", "/fz/index_1.html"),
    (Pager(25, 0), "/fz/index.shtml", "/fz/index_1.shtml"),
    (Pager(25, 1), "/fz/index.html", "/fz/index_2.html"),
    (Pager(25, 3, prefix="index", suffix="html"), "/fz/index_3.html", "/fz/index_4.html"),
    (Pager(11, 1, 1, "list", "shtml"), "/fz/list.shtml", "/fz/list_2.shtml"),
    (Pager(11, 10, 1, "list", "shtml"), "/fz/list_10.shtml", "/fz/list_11.shtml"),
    (Pager(9, 0, prefix="index_18059", suffix="html"), "/214/index_18059.html", "/214/index_18059_1.html"),
    (Pager(9, 1, prefix="index_18059", suffix="html"), "/214/index_18059_1.html", "/214/index_18059_2.html"),
    (Pager(9, 0), "/214/index_18059.html", "/214/index_18059_1.html"),
    (Pager(5, 0), "/sfj/tzgg", "/sfj/tzgg/index_1.html"),
]


@pytest.mark.parametrize(("pager", "path", "following"), AFTER)
def test_next_file_is_one_more_than_the_page_calls_itself(pager: Pager, path: str, following: str) -> None:
    assert page_after(pager, f"https://www.qinghe.gov.cn{path}") == f"https://www.qinghe.gov.cn{following}"


LAST = [
    (Pager(1, 0), "/fz/", None),
    (Pager(0, 0), "/fz/", None),
    (Pager(3, 2, prefix="index", suffix="html"), "/fz/index_2.html", None),
    (Pager(3, 3, prefix="index", suffix="html"), "/fz/index_3.html", 1),
    (Pager(1, 1), "/fz/index.html", None),
    (Pager(11, 11, 1, "list", "shtml"), "/fz/list_11.shtml", None),
]


@pytest.mark.parametrize(("pager", "path", "first"), LAST)
def test_last_page_has_no_next(pager: Pager, path: str, first: int | None) -> None:
    assert page_after(pager, f"https://www.qinghe.gov.cn{path}", first) is None


def test_page_before_the_last_of_a_list_that_counts_from_one_has_a_next() -> None:
    pager = Pager(3, 2, prefix="index", suffix="html")

    assert page_after(pager, "https://www.qinghe.gov.cn/fz/index_2.html", first=1) == "https://www.qinghe.gov.cn/fz/index_3.html"


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
    ("words", "pages"),
    [("共9页", 9), ("共 9 页", 9), ("1/9页", 9), ("页次：1/9", 9), ("共28条", None), ("第1页", None), ("2025/03/04", None)],
)
def test_pages_are_read_from_words(words: str, pages: int | None) -> None:
    assert pages_in_words(f"<div>{words}</div>") == ListSize(pages)


@pytest.mark.parametrize(
    ("link", "answer"),
    [('<a href="index.html">上一页</a>', True), ('<a href="index_3.html">尾页</a>', True), ('<a href="#">尾页</a>', False), ("", False)],
)
def test_pager_of_plain_links_is_told_from_one_of_scripts(link: str, answer: bool) -> None:
    assert has_linked_pager(listing(f"<html><body>{link}</body></html>")) is answer
