import pytest

from spiders.lists.pager import Pager, page_in_words, pages_in_words, read_pager
from spiders.walk import ListSize

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
    ('$(".pagination").pagination("setPage", 2, 322);', Pager(322, 2, 1)),
    ("nsetpage(1,47,20,'');", Pager(3, 1, 1, records=47, alias="list")),
    ("nsetpage( 1 , 0 , 20 )", Pager(0, 1, 1, records=0, alias="list")),
    (
        'var purl="../../n1/index_260"\nvar maxPageNum=0; maxPageNum = 16;',
        Pager(16, 0, prefix="../../n1/index_260", suffix="html", falls=True),
    ),
]


@pytest.mark.parametrize(("script", "pager"), CALLS)
def test_pager_is_read_in_every_shape(script: str, pager: Pager) -> None:
    assert read_pager(f"<script>{script}</script>") == pager


def test_definition_of_the_pager_is_passed_over_for_its_call() -> None:
    script = 'function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt) { }\ncreatePageHTML(4, 1, "index", "html");'

    assert read_pager(script) == Pager(4, 1, prefix="index", suffix="html")


@pytest.mark.parametrize(
    "script",
    [
        "createPageHTML(pages, current, 'index')",
        "createPageHTML()",
        "var countPages = 3",
        "var maxPageNum = 16;",
        "$(p).pagination('setPage', cur, all)",
        "",
    ],
)
def test_page_without_numbers_has_no_pager(script: str) -> None:
    assert read_pager(script) is None


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("共9页", 9),
        ("共<b>9</b>页", 9),
        ("3/共9页", 9),
        ("/共9页", 9),
        ('<i class="easysite-total-page"><b>1</b>/<b>9</b></i>', 9),
        ('<i class="easysite-total-page"><b>9</b></i>', 9),
        ("<style>.easysite-total-page{height:40px}</style>", None),
        ("共 9 页", 9),
        ("1/9页", 9),
        ("页次：1/9", 9),
        ("共28条", None),
        ("第1页", None),
        ("2025/03/04", None),
    ],
)
def test_pages_are_read_from_words(words: str, pages: int | None) -> None:
    assert pages_in_words(f"<div>{words}</div>") == ListSize(pages)


@pytest.mark.parametrize(
    ("words", "page"), [("第3页/共9页", 3), ("3/9页", 3), ("第<em>3</em>页", 3), ("页次：3/9", 3), ("共9页", None), ("2025/03/04", None)]
)
def test_page_is_read_from_words(words: str, page: int | None) -> None:
    assert page_in_words(f"<div>{words}</div>") == page
