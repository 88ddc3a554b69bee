import pytest

from spiders.lists.naming import names_after, page_after, page_below
from spiders.lists.pager import Pager

HOST = "https://www.qinghe.gov.cn"
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


FALLING = Pager(16, 0, prefix="../n2/index_260", suffix="html", falls=True)


@pytest.mark.parametrize(
    ("path", "following"),
    [
        ("/n1/n2/index.html", "/n1/n2/index_260_15.html"),
        ("/n1/n2/", "/n1/n2/index_260_15.html"),
        ("/n1/n2/index_260_15.html", "/n1/n2/index_260_14.html"),
        ("/n1/n2/index_260_2.html", "/n1/n2/index_260_1.html"),
        ("/n1/n2/index_260_1.html", None),
    ],
)
def test_pages_that_count_down_end_at_one(path: str, following: str | None) -> None:
    assert page_below(FALLING, HOST + path) == (HOST + following if following else None)


NAMES = [
    ("/fz/index.html", ["/fz/index_1.html", "/fz/index_2.html"]),
    ("/fz/", ["/fz/index_1.html", "/fz/index_2.html"]),
    ("/fz/index_4.html", ["/fz/index_5.html"]),
    ("/gzdt.html", ["/gzdt_2.html", "/gzdt_1.html"]),
    ("/channels/14229.html", ["/channels/14229_2.html", "/channels/14229_1.html"]),
    ("/Node-6059.html", ["/Node-6059_2.html", "/Node-6059_1.html"]),
    ("/Node-6059_2.html", ["/Node-6059_3.html"]),
    ("/c/xgssfj/fzzfjsndgzbg.jhtml", ["/c/xgssfj/fzzfjsndgzbg_2.jhtml"]),
    ("/c/xgssfj/fzzfjsndgzbg_2.jhtml", ["/c/xgssfj/fzzfjsndgzbg_3.jhtml"]),
    ("/News/showList/781/page_1.html", ["/News/showList/781/page_2.html"]),
    ("/fzjs/1.html", ["/fzjs/2.html"]),
    ("/fzjs/12.html", ["/fzjs/12_2.html", "/fzjs/12_1.html"]),  # the number of a column, for all that is known
    ("/zwdt/tzgg", ["/zwdt/tzgg_2", "/zwdt/tzgg/2", "/zwdt/tzgg/index_1.html", "/zwdt/tzgg/index_2.html"]),
    ("/zwdt/tzgg_2", ["/zwdt/tzgg_3"]),
    ("/class/BNANJPHH", ["/class/BNANJPHH/2", "/class/BNANJPHH_2", "/class/BNANJPHH/index_1.html", "/class/BNANJPHH/index_2.html"]),
    ("/gi_class/BNANJPHH/2", ["/gi_class/BNANJPHH/3"]),
    ("/sft/gsgg/5dbcf8b5-1.shtml", ["/sft/gsgg/5dbcf8b5-2.shtml"]),
    ("/e/action/ListInfo/?classid=112", ["/e/action/ListInfo/?classid=112&page=1"]),
    ("/e/action/ListInfo/?classid=112&page=1", ["/e/action/ListInfo/?classid=112&page=2"]),
    ("/plus/list.php?tid=7", ["/plus/list.php?tid=7&PageNo=2"]),
    ("/plus/list.php?tid=7&TotalResult=45&PageNo=2", ["/plus/list.php?tid=7&TotalResult=45&PageNo=3"]),
    ("/index.php?m=content&c=index&a=lists&catid=9", ["/index.php?m=content&c=index&a=lists&catid=9&page=2"]),
    ("/info/iList.jsp?cat_id=10&cur_page=4", ["/info/iList.jsp?cat_id=10&cur_page=5"]),
    ("/gova/tzgg.php?catname=gg", ["/gova/tzgg.php?catname=gg&page=2"]),
    ("/zwgk/index.html?type=2", []),
    ("/zwgk/ndbg.thtml?id=3", ["/zwgk/ndbg.thtml?id=3&page=2"]),
    ("/info/iList.jsp?cat_id=10", ["/info/iList.jsp?cat_id=10&cur_page=2"]),
    ("/eportal/ui?pageId=681", ["/eportal/ui?pageId=681&currentPage=2"]),
    ("/njssfj/214/index_18059.html", ["/njssfj/214/index_18059_1.html", "/njssfj/214/index_18059_2.html"]),
    ("/njssfj/214/index_18059_1.html", ["/njssfj/214/index_18059_2.html"]),
]


@pytest.mark.parametrize(("path", "names"), NAMES)
def test_next_page_is_named_after_this_one(path: str, names: list[str]) -> None:
    assert names_after(HOST + path) == [HOST + name for name in names]


@pytest.mark.parametrize(("path", "following"), [("/fzjs/12.html", "/fzjs/13.html"), ("/zwdt/tzgg/2", "/zwdt/tzgg/3")])
def test_number_that_earlier_pages_led_to_is_a_pages(path: str, following: str) -> None:
    assert names_after(HOST + path, is_later=True) == [HOST + following]


@pytest.mark.parametrize(("counts_from", "number"), [(0, 1), (1, 2)])
def test_family_that_always_counts_alike_has_one_name(counts_from: int, number: int) -> None:
    assert names_after(f"{HOST}/fz/list.shtml", counts_from) == [f"{HOST}/fz/list_{number}.shtml"]
