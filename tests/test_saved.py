from spiders.saved import read_saved

ROWS = "".join(
    f'<li><a href="./202403/t20240{month}01_{month}00{day}.html">青溪市司法局{2010 + month * 2 + day}年度法治政府建设情况报告</a>'
    f"<span>2024-0{month}-01</span></li>"
    for month in range(1, 7)
    for day in range(2)
)


def page(head: str = "") -> str:
    return f"<html><head>{head}</head><body><ul>{ROWS}</ul></body></html>"


def test_links_are_resolved_against_the_noted_address() -> None:
    _, entries, _ = read_saved(page(), "http://sfj.qingxi.gov.cn/fzbg/index.html")

    assert entries[0].url == "http://sfj.qingxi.gov.cn/fzbg/202403/t20240101_1000.html"
    assert len(entries) == 12


def test_page_that_tells_its_own_address_needs_no_note() -> None:
    _, entries, _ = read_saved(page('<link rel="canonical" href="http://sfj.qingxi.gov.cn/fzbg/index.html">'), None)

    assert entries[0].url == "http://sfj.qingxi.gov.cn/fzbg/202403/t20240101_1000.html"


def test_style_sheets_tell_the_host_where_nothing_else_does() -> None:
    head = '<script src="//cdn.example.com/a.js"></script><link rel="stylesheet" href="//www.qingxi.gov.cn/css/list.css">'

    _, entries, _ = read_saved(page(head), None)

    assert entries[0].url == "http://www.qingxi.gov.cn/202403/t20240101_1000.html"


def test_links_of_a_page_that_tells_nothing_stay_without_a_host() -> None:
    _, entries, following = read_saved(page(), None)

    assert entries[0].url == "/202403/t20240101_1000.html"
    assert following is None or following.startswith("/")


def test_named_family_is_used_instead_of_the_best() -> None:
    family, _, _ = read_saved(page(), None, "nfcms")

    assert family == "nfcms"
