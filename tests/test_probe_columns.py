"""Columns by name and slug, breadcrumbs, and what kind of page it is."""

import pytest
from scrapy.http import HtmlResponse

from spiders.columns import Tier, leads_in, leads_of_report, tier_of
from spiders.pagekinds import is_article, is_home, is_portal, is_report, kind_of_page, signpost
from spiders.trail import names_of, trail_of
from tests.saved import listing
from tests.sites_web import article, crumbs, menu, page, reports, rows

HERE = "https://www.qinghe.gov.cn/zfxxgk/index.html"
NAMES = {
    Tier.EXACT: "法治政府建设年度报告 年度法治政府建设情况报告 法治政府建设工作情况报告 依法行政年度报告 法治政府工作报告"
    " 法治政府建设年度报告和工作要点 法治政府年报",
    Tier.NEAR: "法治政府建设 法治建设 依法行政 全面依法治市 法治清河建设",
    Tier.OTHERS: "其他主动公开内容 其他法定公开信息 应主动公开的其他政府信息 其他主动公开信息",
    Tier.HUB: "政府信息公开 政务公开 信息公开目录 法定主动公开内容 专题专栏 部门信息公开目录",
    Tier.NOTICES: "公示公告 通知公告 公告公示 规划计划 规划总结 工作报告 部门文件",
    Tier.OPPOSED: "政府信息公开年报 信息公开工作年度报告 政府信息公开指南 依申请公开 法治宣传 法治动态 政策解读 行政执法公示"
    " 法治政府建设示范创建 法治政府建设督察",
    Tier.UNKNOWN: "领导之窗 机构概况 互动交流 清河概况 石桥街道办事处",
}
SLUGS = {
    "/ztzl/fzzfjsndbg/": Tier.EXACT,
    "/xxgk/yfxzndbg2/yfxzndbg2.html": Tier.EXACT,
    "/zwgk/fzzf/": Tier.NEAR,
    "/gk/qtzdgknr/": Tier.OTHERS,
}


def response(html: str, url: str = HERE) -> HtmlResponse:
    return listing(html, url)


@pytest.mark.parametrize(("tier", "name"), [(tier, name) for tier, names in NAMES.items() for name in names.split()])
def test_column_is_judged_by_its_name(tier: Tier, name: str) -> None:
    assert tier_of(name) == tier


@pytest.mark.parametrize(("path", "tier"), SLUGS.items())
def test_slug_counts_where_the_name_says_nothing(path: str, tier: Tier) -> None:
    assert tier_of("", f"https://www.qinghe.gov.cn{path}") == tier


def test_name_outweighs_the_slug() -> None:
    assert tier_of("法治宣传", "https://www.qinghe.gov.cn/fzzfjsndbg/") == Tier.OPPOSED


def test_leads_come_in_the_order_of_hope() -> None:
    html = page(menu({"通知公告": "/tzgg/", "政务公开": "/zwgk/", "法治政府建设": "/a/", "法治政府建设年度报告": "/b/", "领导之窗": "/c/"}))

    assert [lead.name for lead in leads_in(response(html))] == ["法治政府建设年度报告", "法治政府建设", "政务公开", "通知公告"]


def test_bureau_of_justice_is_a_lead_among_the_departments_of_a_portal() -> None:
    html = page(menu({"清河县教育局": "/bm/1/", "县司法局": "/bm/2/", "清河县水利局": "/bm/3/"}))

    assert [(lead.name, lead.tier) for lead in leads_in(response(html))] == [("县司法局", Tier.HUB)]


def test_departments_of_a_column_are_part_of_it() -> None:
    html = page(menu({"区司法局": "/zfxxgk/fz/qsfj_1/", "石桥街道办事处": "/zfxxgk/fz/sqjd_2/"}))
    column = "https://www.qinghe.gov.cn/zfxxgk/fz/"

    found = leads_in(response(html, column), Tier.EXACT)

    assert [(lead.name, lead.tier, lead.part_of) for lead in found] == [
        ("区司法局", Tier.EXACT, column),
        ("石桥街道办事处", Tier.EXACT, column),
    ]


def test_areas_of_a_picture_and_entries_of_a_choice_are_leads() -> None:
    areas = (
        '<map name="dh"><area shape="rect" coords="0,0,9,9" href="/fz/" alt="法治政府建设"><area href="javascript:;" alt="通知公告"></map>'
    )
    choice = (
        '<select><option value="">请选择</option><option value="/zwgk/tzgg/">通知公告</option><option value="7">法治建设</option></select>'
    )

    found = [(lead.name, lead.url) for lead in leads_in(response(page(areas, choice)))]

    assert found == [("法治政府建设", "https://www.qinghe.gov.cn/fz/"), ("通知公告", "https://www.qinghe.gov.cn/zwgk/tzgg/")]


def test_link_that_says_more_is_named_by_the_heading_before_it() -> None:
    html = page("<div><h2>法治政府建设</h2><span><a href='/fz/'>更多&gt;&gt;</a></span></div>")

    assert [(lead.name, lead.tier) for lead in leads_in(response(html))] == [("法治政府建设", Tier.NEAR)]


def test_link_of_a_picture_is_judged_by_its_title_and_slug() -> None:
    html = page('<a href="/ztzl/fzzfjs/"><img src="/a.png"></a><a href="/x/" title="依法行政年度报告"><img src="/b.png"></a>')

    assert {lead.url.rpartition(".cn")[2]: lead.tier for lead in leads_in(response(html))} == {
        "/x/": Tier.EXACT,
        "/ztzl/fzzfjs/": Tier.NEAR,
    }


def test_report_leads_to_its_list_once() -> None:
    html = page(rows("/zfxxgk/fz/", reports(5)))

    assert [lead.url for lead in leads_in(response(html))] == ["https://www.qinghe.gov.cn/zfxxgk/fz/"]


def test_years_of_a_column_are_part_of_it() -> None:
    html = page(menu({"2024年": "/nd/2024n/", "2025年度": "/nd/2025n/", "机构概况": "/jg/"}))

    found = leads_in(response(html, "https://www.qinghe.gov.cn/fzbg/"), Tier.EXACT)

    assert {lead.name: lead.tier for lead in found} == {"2024年": Tier.EXACT, "2025年度": Tier.EXACT}


def test_frame_is_a_lead() -> None:
    html = page('<iframe src="/inner/list.html"></iframe>')

    assert [lead.url for lead in leads_in(response(html))] == ["https://www.qinghe.gov.cn/inner/list.html"]


def test_report_leads_to_its_list_by_rule_then_breadcrumb() -> None:
    url = "https://www.qinghe.gov.cn/zwgk/fzbg/202603/t20260302_10.html"
    html = article(
        "清河市司法局2025年度法治政府建设情况报告", before=crumbs({"首页": "/", "政务公开": "/zwgk/", "报告": "/zwgk/fzbg/index.html"})
    )

    found = [lead.url.removeprefix("https://www.qinghe.gov.cn") for lead in leads_of_report(response(html, url))]

    assert found[:3] == ["/zwgk/fzbg/", "/zwgk/fzbg/index.html", "/zwgk/"]


@pytest.mark.parametrize(
    "html",
    [
        crumbs({"首页": "/", "政务公开": "/zwgk/", "法治政府建设": "/fz/"}),
        '<p><span>当前位置:</span> <a href="/">首页</a>&gt;<a href="/zwgk/">政务公开</a>&gt;<a href="/fz/">法治政府建设</a>&gt;正文</p>',
        '<div><a href="/">网站首页</a> » <a href="/zwgk/">政务公开</a> » <a href="/fz/">法治政府建设</a> » 正文</div>',
        '<ul class="breadcrumb"><li><a href="/">首页</a><li><a href="/zwgk/">公开</a><li><a href="/fz/">法治政府建设</a></ul>',
    ],
    ids=["your place", "label beside", "from home", "class"],
)
def test_breadcrumb_is_found_by_words_separators_or_class(html: str) -> None:
    steps = trail_of(response(page(menu({"首页": "/", "领导之窗": "/ld/"}), html)))

    assert [step.address for step in steps if step.address] == [f"https://www.qinghe.gov.cn{path}" for path in ("/", "/zwgk/", "/fz/")]


def test_menu_is_no_breadcrumb() -> None:
    assert trail_of(response(page(menu({"首页": "/", "政务公开": "/zwgk/", "互动交流": "/hd/"})))) == []


def test_column_is_named_by_meta_then_breadcrumb_then_title() -> None:
    html = page(crumbs({"首页": "/", "政务公开": "/zwgk/"}, "法治建设"), column="法治政府建设", title="年度报告-清河市司法局")

    assert names_of(response(html)) == ["法治政府建设", "法治建设", "年度报告"]


@pytest.mark.parametrize("path", ["/", "", "/index.html", "/index.shtml", "/default.aspx"])
def test_entrance_of_a_host_is_no_list(path: str) -> None:
    assert is_home(f"https://www.qinghe.gov.cn{path}")


def test_page_of_a_report_is_known_by_its_prose() -> None:
    plain = article("清河市司法局2025年度法治政府建设情况报告").replace("ArticleTitle", "a").replace("PubDate", "b")

    assert is_article(response(plain))
    assert is_report(response(plain))
    assert not is_article(response(page(rows("/fz/", reports(8)))))


def test_list_with_summaries_is_no_single_page() -> None:
    summaries = "".join(
        f"<h3><a href='/{number}.html'>{title}</a></h3><p>{'全年办理行政复议案件' * 8}</p>" for number, title in enumerate(reports(6))
    )

    assert not is_article(response(page(f"<div>{summaries}</div>")))


def test_sheet_with_beginnings_of_lists_is_a_portal() -> None:
    blocks = "".join(f"<h2>{name}</h2><a href='/{at}/'>更多</a>" for at, name in enumerate(("动态", "公告")))

    assert is_portal(response(page(blocks)))
    assert not is_portal(response(page(rows("/fz/", reports(8)), "<a href='/1/'>更多</a>")))


@pytest.mark.parametrize(
    "html",
    [
        '<meta http-equiv="Refresh" content="0; url=/sfj/index.html">',
        "<script>window.location.href='/sfj/index.html';</script>",
        '<script>location.replace("https://www.qinghe.gov.cn/sfj/index.html")</script>',
    ],
)
def test_page_that_only_sends_on_names_where(html: str) -> None:
    assert signpost(response(html, "https://www.qinghe.gov.cn/")) == "https://www.qinghe.gov.cn/sfj/index.html"


def test_page_does_not_send_on_to_another_host() -> None:
    assert signpost(response('<meta http-equiv="refresh" content="0;url=https://example.com/">')) is None


def test_page_is_named_for_what_it_is() -> None:
    assert kind_of_page(response("<html><body><div id='app'></div><script src='a.js'></script></body></html>")).startswith("a shell")
    assert kind_of_page(response(article("清河市概况"))) == "a single page, not a list"
    assert kind_of_page(response(page(menu({"机构概况": "/jg/"})), "https://www.qinghe.gov.cn/")).startswith("an entrance with 1 link")
