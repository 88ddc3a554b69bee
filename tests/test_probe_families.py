"""From the home page and from a report of sites whose lists are no plain folders."""

import json

import pytest

from tests.conftest import Run
from tests.sites_web import SitesWeb, article, crumbs, menu, page, reports

TITLES = [title for year in (2025, 2024, 2023) for title in reports(12, year)]
Pages = dict[str, str | int]


def vsb() -> Pages:
    """Return a site whose list counts its pages backwards."""
    names = ("/zwgk/yfxz.htm", "/zwgk/yfxz/2.htm", "/zwgk/yfxz/1.htm")
    steps = ('<a href="yfxz/2.htm">下页</a>', '<a href="1.htm">下页</a>', "")
    lists = {
        name: page(f"<ul>{_vsb_rows(12 * at, '../' * (at > 0) + '../')}</ul>{step}", column="依法行政")
        for at, (name, step) in enumerate(zip(names, steps, strict=True))
    }
    trail = crumbs({"首页": "/index.htm", "政务公开": "/zwgk.htm", "依法行政": names[0]})
    single = {f"/info/1103/{7000 + number}.htm": article(title, before=trail) for number, title in enumerate(TITLES)}
    return {"/": page(menu({"政务公开": "/zwgk.htm", "依法行政": names[0]})), **lists, **single}


def gkmlpt() -> Pages:
    """Return a site whose lists are the categories of a catalogue."""
    tree = [{"id": 10, "name": "政策文件", "children": []}, {"id": 77, "name": "法治政府建设", "children": []}]
    config = f'window._CONFIG = {{SID: "750001", TREE: {json.dumps(tree, ensure_ascii=False)}}};'
    titles = {f"/gkmlpt/content/9/910{number}/post_910{number}.html": title for number, title in enumerate(reports(9))}
    articles = [{"title": title, "url": address, "display_publish_time": "2026-03-01"} for address, title in titles.items()]
    return {
        "/": page(menu({"政府信息公开": "/gkmlpt/index"})),
        "/gkmlpt/index": f"<title>政府信息公开目录</title><script>{config}</script><div id='app'></div>",
        "/gkmlpt/api/all/77?page=1&sid=750001": json.dumps({"total": 9, "articles": articles}, ensure_ascii=False),
        **{address: article(title) for address, title in titles.items()},
    }


def lonsun() -> Pages:
    """Return a site that tells its lists apart by their query, word for word."""
    column = "/public/column/198?type=4&action=list"
    lists = {f"{column}&pageIndex={at}": _lonsun_list(column, at) for at in (1, 2, 3)}
    single = {f"/public/198/{640000 + number}.html": article(title) for number, title in enumerate(TITLES)}
    home = page(menu({"机构职能": "/public/column/198?type=2", "法治政府建设情况": column}))
    return {"/": home, column: lists[f"{column}&pageIndex=1"], **lists, **single}


def _vsb_rows(start: int, up: str) -> str:
    return "".join(
        f'<li id="line_u6_{number}"><a href="{up}info/1103/{7000 + number}.htm">{title}</a><span>2026-03-{number % 27 + 1:02d}</span></li>'
        for number, title in list(enumerate(TITLES))[start : start + 12]
    )


def _lonsun_list(column: str, at: int) -> str:
    rows = "".join(
        f'<li><a href="/public/198/{640000 + number}.html">{title}</a><span>2026-03-{number % 27 + 1:02d}</span></li>'
        for number, title in list(enumerate(TITLES))[12 * at - 12 : 12 * at]
    )
    pager = f"<script>Ls.pagination({{pageCount: 3, currPage: {at}, link: '{column}&pageIndex=' + ''}})</script>"
    return page(f'<ul class="doc_list">{rows}</ul>{pager}', column="法治政府建设情况")


@pytest.mark.parametrize(
    ("family", "pages", "report", "listing"),
    [
        ("vsb", vsb(), "/info/1103/7003.htm", "/zwgk/yfxz.htm"),
        ("gkmlpt", gkmlpt(), "/gkmlpt/content/9/9103/post_9103.html", "/gkmlpt/index"),
        ("lonsun", lonsun(), "/public/198/640003.html", "/public/column/198?type=4&action=list"),
    ],
    ids=["vsb", "gkmlpt", "lonsun"],
)
def test_home_page_and_report_lead_to_the_list(family: str, pages: Pages, report: str, listing: str, govreports: Run) -> None:
    with SitesWeb(pages) as web:
        for start in ("/", report):
            done = govreports("probe", web.base + start)

            assert done.status == 0, done.err
            assert f'family = "{family}"' in done.out
            assert f'lists = ["{web.base}{listing}"]' in done.out
