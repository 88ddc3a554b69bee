"""The further pages of an article: told by its script or its pager, and never those of a list or of another article."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.parts.pager import MOST_PAGES, further_pages

FOLDER = "https://sfj.qinghe.gov.cn/fzzf/202603/"
TRS = f"{FOLDER}t20260301_1024.html"


def _pages(markup: str, url: str = TRS, article: str | None = None) -> list[str]:
    tree = LexborHTMLParser(f"<body><div class=TRS_Editor><p>2025年，我局全面推进依法行政。</p></div>{markup}</body>")
    return [link.url.removeprefix(FOLDER) for link in further_pages(tree, url, article or url)]


def _script(code: str) -> str:
    return f"<script>{code}</script>"


@pytest.mark.parametrize(
    ("code", "pages"),
    [
        ('createPageHTML(3, 0, "t20260301_1024", "html");', ["t20260301_1024_1.html", "t20260301_1024_2.html"]),
        ("createPageHTML(2,0,'t20260301_1024','shtml',2,'x');", ["t20260301_1024_1.shtml"]),
        ("createPage(2, 0, 't20260301_1024', 'htm')", ["t20260301_1024_1.htm"]),
        ("createPageHTML(9, 2, 0, 't20260301_1024', 'html')", ["t20260301_1024_1.html"]),
        ("createPageHTML('page_div', 3, 1, 't20260301_1024', 'html', 3);", ["t20260301_1024_2.html", "t20260301_1024_3.html"]),
        ("Pager({prefix:'t20260301_1024', suffix:'html', current:0, size:2});", ["t20260301_1024_1.html"]),
        (
            'var countPage = 3//共多少页\nfor(var i=0;i<countPage;i++){document.write("<a href=\\"t20260301_1024_"+i+".html\\">");}',
            ["t20260301_1024_1.html", "t20260301_1024_2.html"],
        ),
    ],
)
def test_script_that_writes_the_pager_of_an_article_tells_its_pages(code: str, pages: list[str]) -> None:
    assert _pages(_script(code)) == pages


@pytest.mark.parametrize(
    "code",
    [
        'createPageHTML(1, 0, "t20260301_1024", "html");',
        'createPageHTML(25, 0, "index", "html");',
        'createPageHTML(5, 0, "t20260301_1023", "html");',
        'createPageHTML(total, 0, "t20260301_1024", "html");',
        "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}",
        '//createPageHTML(3, 0, "t20260301_1024", "html");',
        '/* createPageHTML(3, 0, "t20260301_1024", "html"); */',
        'createPageHTML(3, 0, "t20260301_1024", "javascript:go");',
        "var countPage = 4;",
    ],
)
def test_script_that_speaks_of_nothing_or_of_a_list_tells_none(code: str) -> None:
    assert _pages(_script(code)) == []


@pytest.mark.parametrize(
    ("own", "href"),
    [
        ("t20260301_1024.html", "t20260301_1024_1.html"),
        ("content.html", "content_2.html"),
        ("content.htm", "content_2.htm"),
        ("post_123.html", "./post_123_2.html"),
        ("post_123.html", "post_123-2.html"),
        ("art_12_345.html", "art_12_345_2.html"),
        ("1234.htm", "1234/2.htm"),
        ("1234.html", "1234.html?page=2"),
        ("show.jsp?id=5", "show.jsp?id=5&page=2"),
        ("show.jsp?id=5", "?page=2&id=5#top"),
        ("ArticleShow.aspx?ArticleID=5", "?ArticleID=5&PageNo=2"),
        ("10241024/index.html", "index_2.html"),
    ],
)
@pytest.mark.parametrize("shown", ["2", "[2]", "（2）", "第2页", "下一页", "下页", "尾页", "&gt;"])
def test_link_of_a_pager_to_an_address_named_after_the_article_is_its_page(own: str, href: str, shown: str) -> None:
    assert len(_pages(f'<p>1 <a href="{href}">{shown}</a></p>', FOLDER + own)) == 1


@pytest.mark.parametrize(
    "link",
    [
        '下一篇：<a href="t20260301_1025.html">清河市财政局2025年度法治政府建设情况报告</a>',
        '<a href="t20260301_1025.html">下一页</a>',
        '<a href="t20260301_1024_1.html">清河市财政局2025年度法治政府建设情况报告</a>',
        '<a href="index_2.html">下一页</a>',
        '<a href="../index_2.html">2</a>',
        '<a href="t20260301_10242.html">2</a>',
        '<a href="t20260301_1024_7.html">2</a>',
        '<a href="t20260301_1024.html">1</a>',
        '<a href="?page=2&id=6">2</a>',
        '<a href="https://www.qinghe.gov.cn/fzzf/202603/t20260301_1024_2.html">2</a>',
        '<a href="javascript:page(2)">2</a>',
        '<a href="http://[2/">2</a>',
        "<a>2</a>",
    ],
)
def test_other_links_are_none(link: str) -> None:
    assert _pages(link) == []


def test_list_that_is_read_as_a_page_has_no_further_ones() -> None:
    pager = '<a href="index_2.html">2</a><a href="index_2.html">下一页</a>' + _script('createPageHTML(25, 0, "index", "html");')

    assert _pages(pager, f"{FOLDER}index.html") == []
    assert _pages(pager, FOLDER) == []


def test_pages_come_in_order_and_each_once() -> None:
    pager = "".join(f'<a href="t20260301_1024_{number}.html">{number + 1}</a>' for number in (3, 1, 2))
    pager += '<a href="./t20260301_1024_1.html">下一页</a><a href="t20260301_1024_3.html">尾页</a>'

    assert _pages(pager) == [f"t20260301_1024_{number}.html" for number in (1, 2, 3)]


def test_second_page_tells_of_those_after_it_by_the_name_of_the_first() -> None:
    pager = '<a href="content.html">1</a> 2 <a href="content_3.html">3</a> <a href="content_3.html">下一页</a>'

    assert _pages(pager, f"{FOLDER}content_2.html", f"{FOLDER}content.html") == ["content_3.html"]


def test_script_on_a_further_page_counts_for_nothing() -> None:
    code = _script('createPageHTML(3, 1, "t20260301_1024", "html");')

    assert _pages(code, f"{FOLDER}t20260301_1024_1.html", TRS) == []


def test_pager_without_end_is_cut() -> None:
    assert len(_pages(_script('createPageHTML(9999, 0, "t20260301_1024", "html");'))) == MOST_PAGES


def test_page_of_unknown_address_has_no_further_ones() -> None:
    assert _pages('<a href="t20260301_1024_1.html">2</a>', "") == []
