"""`probe` finds the section from any page of a site, prints a row that collects it, or says why there is none."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Done, Run
from tests.sites_web import SitesWeb, article, articles, crumbs, menu, page, reports, rows, trs

SECTION = "/zfxxgk/qtzdgknr/fzzfjsndbg/"
TITLES = reports(6)
NEWS = [f"清河市司法局开展法治宣传进{place}活动" for place in ("校园", "社区", "企业", "乡村", "军营", "机关")]
NOTICES = [f"清河市司法局关于{matter}的公告" for matter in ("停电", "招录", "采购", "搬迁", "公证收费", "值班安排", "年检", "变更电话")]
ANNUALS = [f"清河市司法局{year}年政府信息公开工作年度报告" for year in range(2019, 2026)]


def section(titles: list[str] = TITLES, column: str = "法治政府建设年度报告", folder: str = SECTION) -> dict[str, str | int]:
    trail = crumbs({"首页": "/", "政府信息公开": "/zfxxgk/"}, column)
    return {folder: page(trail, rows(folder, titles), column=column, title=f"{column}-清河市司法局"), **articles(folder, titles)}


def printed(done: Done) -> dict[str, object]:
    assert done.status == 0, done.err
    (row,) = tomllib.loads(done.out)["site"]
    return dict(row)


def lists(done: Done) -> object:
    return printed(done)["lists"]


def test_home_page_leads_over_a_hub_to_the_section(govreports: Run) -> None:
    hub = page(menu({"政府信息公开指南": "/zn/", "其他主动公开内容": "/zfxxgk/qtzdgknr/"}))
    others = page(menu({"规划计划": "/ghjh/", "法治政府建设年度报告": SECTION}))
    home = page(menu({"机构概况": "/jggk/", "政府信息公开": "/zfxxgk/", "互动交流": "/hdjl/"}))
    with SitesWeb({"/": home, "/zfxxgk/": hub, "/zfxxgk/qtzdgknr/": others, **section()}) as web:
        done = govreports("probe", web.base + "/")

        assert lists(done) == [web.base + SECTION]
        assert len(web.asked) <= 8


def test_row_from_a_home_page_collects_the_section(govreports: Run, tmp_path: Path) -> None:
    home = page(menu({"法治政府建设": SECTION, "通知公告": "/tzgg/"}))
    with SitesWeb({"/": home, **section()}) as web:
        probed = govreports("probe", web.base + "/", "--write", tmp_path / "my.toml")
        assert probed.status == 0
        collected = govreports("collect", "--sites", tmp_path / "my.toml", "--format", "json")

    assert collected.status == 0
    assert (collected.json[0]["seen"], collected.json[0]["new"]) == (len(TITLES), len(TITLES))


def test_report_leads_to_its_list_by_its_address(govreports: Run) -> None:
    with SitesWeb(section()) as web:
        done = govreports("probe", web.base + trs(SECTION, 2))

        assert lists(done) == [web.base + SECTION]
        assert f"# it is the list of {web.base}{trs(SECTION, 2)}" in done.out


def test_report_leads_to_its_list_by_its_breadcrumb(govreports: Run) -> None:
    where = "/doc/2026/03/{:02d}/138280{}.shtml"
    items = [
        f'<li><a href="{where.format(day, day)}">{title}</a><span>2026-03-{day:02d}</span></li>' for day, title in enumerate(TITLES, 1)
    ]
    listing = page(f"<ul>{''.join(items)}</ul>", column="法治政府建设工作情况报告")
    trail = crumbs({"首页": "/", "专题专栏": "/ztzl/index.shtml", "法治政府建设工作情况报告": "/ztzl/gzbg/index.shtml"})
    single = {where.format(day, day): article(title, before=trail) for day, title in enumerate(TITLES, 1)}
    with SitesWeb({"/ztzl/gzbg/index.shtml": listing, "/ztzl/index.shtml": page(menu({"专题": "/a/"})), **single}) as web:
        done = govreports("probe", web.base + where.format(3, 3))

        assert lists(done) == [web.base + "/ztzl/gzbg/index.shtml"]


def test_report_whose_list_holds_it_far_back_leads_there(govreports: Run) -> None:
    pages: dict[str, str | int] = {
        f"/tzgg/index{'_' + str(at) if at else ''}.html": page(
            rows("/tzgg/", NOTICES, month=at + 1), f"<script>createPageHTML(3, {at}, 'index', 'html')</script>", column="通知公告"
        )
        for at in range(3)
    }
    old = trs("/tzgg/", 20, 3)
    with SitesWeb({**pages, "/tzgg/": pages["/tzgg/index.html"], old: article(TITLES[0])}) as web:
        done = govreports("probe", web.base + old)

        assert lists(done) == [web.base + "/tzgg/"]


def test_list_of_notices_with_a_report_some_pages_on_makes_a_row(govreports: Run) -> None:
    pages: dict[str, str | int] = {}
    for at in range(5):
        titles = [*NOTICES, TITLES[0]] if at == 4 else NOTICES
        pages[f"/tzgg/index{'_' + str(at) if at else ''}.html"] = page(
            rows("/tzgg/", titles, month=at + 1), f"<script>createPageHTML(5, {at}, 'index', 'html')</script>", column="通知公告"
        )
    with SitesWeb(pages) as web:
        done = govreports("probe", web.base + "/tzgg/index.html")

        assert lists(done) == [web.base + "/tzgg/index.html"]


MISLEADING: dict[str, dict[str, str | int]] = {
    "annual reports on open information": section(ANNUALS, "政府信息公开年报", "/nb/"),
    "news of publicity for the law": section(NEWS, "法治宣传", "/fzxc/"),
    "news under the column's name": section(NEWS, "法治政府建设", "/fzzf/"),
    "notices": section(NOTICES, "通知公告", "/tzgg/"),
}
COLUMNS = {"政府信息公开年报": "/nb/", "法治宣传": "/fzxc/", "法治政府建设": "/fzzf/", "通知公告": "/tzgg/"}


def test_misleading_neighbours_are_passed_over(govreports: Run) -> None:
    neighbours = {address: found for each in MISLEADING.values() for address, found in each.items()}
    home = page(menu(COLUMNS), menu({"政府信息公开": "/zfxxgk/"}))
    with SitesWeb({"/": home, "/zfxxgk/": page(menu({"其他法定公开信息": SECTION})), **neighbours, **section()}) as web:
        done = govreports("probe", web.base + "/")

        assert lists(done) == [web.base + SECTION]


def test_no_row_where_no_section_holds_reports(govreports: Run) -> None:
    neighbours = {address: found for each in MISLEADING.values() for address, found in each.items()}
    with SitesWeb({"/": page(menu(COLUMNS)), **neighbours}) as web:
        done = govreports("probe", web.base + "/")

        assert (done.status, done.out) == (1, "")
        assert "an entrance with 4 links, without a section of reports" in done.err
        assert "column 法治政府建设, 6 entries, 0 could be reports" in done.err
        assert "static: " in done.err
        assert len(web.asked) <= 40


@pytest.mark.parametrize("column", ["政府信息公开年报", "法治宣传", "通知公告"])
def test_list_of_something_else_makes_no_row(govreports: Run, column: str) -> None:
    found = next(pages for pages in MISLEADING.values() if COLUMNS[column] in pages)
    with SitesWeb(found) as web:
        done = govreports("probe", web.base + COLUMNS[column])

        assert (done.status, done.out) == (1, "")
        assert f"column {column}" in done.err


def test_news_item_that_names_a_report_does_not_make_its_page_the_section(govreports: Run) -> None:
    blocks = [
        f"<h2>{name}</h2><a href='{folder}'>更多</a>{rows(folder, titles)}"
        for name, folder, titles in (
            ("工作动态", "/gzdt/", [*NEWS, TITLES[0]]),
            ("公示公告", "/gsgg/", NOTICES),
            ("法治建设报告", SECTION, TITLES[:3]),
        )
    ]
    with SitesWeb(
        {"/sfj/": page(*blocks), "/gzdt/": page(rows("/gzdt/", NEWS)), "/gsgg/": page(rows("/gsgg/", NOTICES)), **section()}
    ) as web:
        done = govreports("probe", web.base + "/sfj/")

        assert lists(done) == [web.base + SECTION]


def test_report_on_a_home_page_leads_to_its_section(govreports: Run) -> None:
    home = page(menu({"机构概况": "/jggk/", "互动交流": "/hdjl/"}), rows(SECTION, TITLES[:1]))
    with SitesWeb({"/": home, **section(column="公开信息")}) as web:
        done = govreports("probe", web.base + "/")

        assert lists(done) == [web.base + SECTION]


def test_column_that_is_divided_by_departments_is_collected_whole(govreports: Run, tmp_path: Path) -> None:
    parts = {"区司法局": f"{SECTION}qsfj/", "区财政局": f"{SECTION}qczj/", "区民政局": f"{SECTION}qmzj/", "区水务局": f"{SECTION}qswj/"}
    tree = page(menu(parts), column="法治政府建设年度报告")
    below: dict[str, str | int] = {f"{SECTION}qswj/": page("暂无信息", column="区水务局")}
    for number, (name, folder) in enumerate(list(parts.items())[:3]):
        below |= section([reports(9, year)[number] for year in (2023, 2024, 2025)], name, folder)
    with SitesWeb({"/": page(menu({"法治政府建设年度报告": SECTION})), SECTION: tree, **below}) as web:
        probed = govreports("probe", web.base + "/", "--write", tmp_path / "my.toml")
        collected = govreports("collect", "--sites", tmp_path / "my.toml", "--format", "json")

        assert lists(probed) == [web.base + folder for folder in list(parts.values())[:3]]
        assert (collected.status, collected.json[0]["new"]) == (0, 9)


def test_column_that_is_divided_by_years_is_collected_whole(govreports: Run) -> None:
    years = {"2024年": "/nd/2024/", "2025年": "/nd/2025/"}
    divided = page(menu(years), column="法治政府建设年度报告")
    below = section(reports(4, 2024), "2024年", "/nd/2024/") | section(reports(5), "2025年", "/nd/2025/")
    with SitesWeb({"/fz/index.html": divided, **below}) as web:
        assert lists(govreports("probe", web.base + "/fz/index.html")) == [web.base + folder for folder in years.values()]


def test_column_that_says_what_its_titles_leave_out_keeps_more(govreports: Run) -> None:
    bare = [f"清河市{office}2025年度工作报告" for office in ("财政局", "民政局", "审计局", "水务局")]
    with SitesWeb(section(bare)) as web:
        row = printed(govreports("probe", web.base + SECTION))

        assert row["keep"] == "报告(?!会|团|文学|厅)|总结|年报"


def test_page_that_only_sends_on_is_followed(govreports: Run) -> None:
    entrance = '<html><head><meta http-equiv="refresh" content="0;url=/sfj/index.html"></head><body></body></html>'
    home = page(menu({"法治政府建设年度报告": SECTION}))
    with SitesWeb({"/": entrance, "/sfj/index.html": home, **section()}) as web:
        done = govreports("probe", web.base + "/")

        assert lists(done) == [web.base + SECTION]


def test_links_to_other_hosts_are_not_followed(govreports: Run) -> None:
    with SitesWeb(section()) as other, SitesWeb({"/": page(menu({"法治政府建设年度报告": other.base + SECTION}))}) as web:
        done = govreports("probe", web.base + "/")

        assert done.status == 1
        assert other.asked == []


def test_no_more_than_forty_pages_are_asked_for(govreports: Run) -> None:
    home = page(menu({f"{number}号专题专栏": f"/ztzl/z{number}/" for number in range(90)}))
    hubs: Mapping[str, str | int] = {f"/ztzl/z{number}/": page(menu({"通知公告": f"/ztzl/z{number}/tz/"})) for number in range(90)}
    with SitesWeb({"/": home, **hubs}) as web:
        done = govreports("probe", web.base + "/")

        assert done.status == 1
        assert 30 < len(web.asked) <= 40


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (412, "found HTTP 412, expected a page"),
        ("<html><script>$_ts={}</script><body></body></html>", "a challenge or block page ($_ts)"),
        ("<html><script src='/app.js'></script><body><div id='app'></div></body></html>", "a shell that 1 scripts fill in a browser"),
        (article("清河市司法局召开年度工作会议"), "a single page, not a list"),
    ],
    ids=["refused", "challenge", "shell", "article"],
)
def test_page_that_makes_no_row_is_named(govreports: Run, body: str | int, said: str) -> None:
    with SitesWeb({"/a/": body}) as web:
        done = govreports("probe", web.base + "/a/")

    assert (done.status, done.out) == (1, "")
    assert said in done.err


def test_gbk_site_is_read(govreports: Run) -> None:
    home = page(menu({"法治政府建设年度报告": SECTION})).replace("utf-8", "gb2312")
    pages = {address: text.replace("utf-8", "gb2312") if isinstance(text, str) else text for address, text in section().items()}
    with SitesWeb({"/": home, **pages}, encoding="gb18030") as web:
        done = govreports("probe", web.base + "/")

    assert "清河市司法局2025年度法治政府建设情况报告" in done.out


def test_address_that_is_none_is_refused(govreports: Run) -> None:
    done = govreports("probe", "ftp://www.qinghe.gov.cn/")

    assert done.status == 2


def test_row_that_does_not_fit_leaves_its_file_alone(govreports: Run, tmp_path: Path) -> None:
    file = tmp_path / "my.toml"
    with SitesWeb(section()) as web:
        assert govreports("probe", web.base + SECTION, "--write", file).status == 0
        before = file.read_text(encoding="utf-8")
        again = govreports("probe", web.base + SECTION, "--write", file)

    assert again.status == 2
    assert file.read_text(encoding="utf-8") == before


def test_address_that_nobody_answers_is_named(govreports: Run) -> None:
    with SitesWeb({}) as web:
        gone = web.base
    done = govreports("probe", f"{gone}/")

    assert (done.status, done.err) == (1, f"{gone}/: found the connection refused, expected a page\n")
