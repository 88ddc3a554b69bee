"""Rows found by structure: the same seven reports in the shapes that lists have, with and without other lists beside them."""

import pytest

from crawler.model import ListEntry
from spiders.lists.links import base_of, is_report_address, tree_of
from spiders.lists.rows import main_entries, page_entries
from tests.saved import LIST_URL

BASE = LIST_URL.removesuffix("index.html")
REPORTS = [
    ("post_3001.html", "清河市司法局2025年度法治政府建设情况报告", "2026-03-12"),
    ("post_3002.html", "清河市水务局关于2025年法治政府建设情况的报告", "2026-03-09"),
    ("post_3003.html", "石桥镇2025年法治政府建设工作报告", "2026-03-02"),
    ("post_3004.html", "清河市教育局2025年法治政府建设年度报告", "2026-02-26"),
    ("post_3005.html", "关于印发2026年依法行政工作要点的通知", "2026-02-13"),
    ("post_3006.html", "清河市财政局2025年法治政府建设情况报告", "2026-01-30"),
    ("post_3007.html", "清河市审计局2025年法治政府建设情况报告", "2026-01-28"),
]
ALL = [ListEntry(url=BASE + file, title=title, date=day) for file, title, day in REPORTS]

COLUMNS = ("政务公开", "机构职能", "互动交流", "政务服务", "数据发布", "专题专栏", "信息公开指南与制度")
MENU = "".join(f'<li><a href="/c{number}/">{name}</a></li>' for number, name in enumerate(COLUMNS))
NEWS = '<li><a href="/zwgk/xw/post_80{0}.html">市政府召开第{0}次常务会议研究部署有关工作</a><span>2026-03-1{0}</span></li>'
LATEST = "".join(NEWS.format(number) for number in range(8))
FOOT = '<a href="/wzdt/">网站地图</a><ul><li><a href="https://www.moj.gov.cn/">中华人民共和国司法部</a></li></ul>'
SIDES = {
    "alone": "",
    "beside_dated_news": f"<div><h3>最新信息</h3><ul>{LATEST}</ul></div>",
    "beside_undated_news": f"<div><ul>{LATEST}</ul></div>",
}
SIDES["beside_undated_news"] = SIDES["beside_undated_news"].replace("<span>2026-03-", "<i>第").replace("</span>", "期</i>")


def each(shape: str, *, around: str = "{}") -> str:
    """Return the rows in one shape: {u} is the address, {t} the title, {c} the title cut short, {d} the day, {y} {m} {n} its parts."""
    rows = []
    for file, title, day in REPORTS:
        year, month, number = day.split("-")
        rows.append(shape.format(u=file, t=title, c=f"{title[:9]}...", d=day, y=year, m=month, n=number, slash=day.replace("-", "/")))
    return around.format("".join(rows))


LIST = "<ul>{}</ul>"
ROW = '<li><a href="{u}">{t}</a><span>{d}</span></li>'
SHAPES = {
    "date_after": each(ROW, around=LIST),
    "date_before": each('<li><span>{d}</span><a href="{u}">{t}</a></li>', around=LIST),
    "date_in_the_link": each('<li><a href="{u}"><span>{t}</span><em>{d}</em></a></li>', around=LIST),
    "date_at_the_end_of_the_title": each('<li><a href="{u}">{t} [{d}]</a></li>', around=LIST),
    "bare_date": each('<p><a href="{u}">{t}</a>{slash}</p>'),
    "chinese_date": each('<li><a href="{u}">{t}</a><i>{y}年{m}月{n}日</i></li>', around=LIST),
    "day_above_month": each('<li><div><b>{n}</b><i>{y}-{m}</i></div><h3><a href="{u}">{t}</a></h3></li>', around=LIST),
    "date_over_lines": each('<li><a href="{u}">{t}</a><b>{y}-\n   {m}-\n   {n}</b></li>', around=LIST),
    "time_element": each('<article><h2><a href="{u}">{t}</a></h2><time>{d}T10:00:00</time></article>'),
    "layout_tables": each(
        '<tr><td>·</td><td><a href="{u}">{t}</a></td><td>{d}</td></tr><tr><td colspan="3"><hr></td></tr>',
        around="<table><tr><td><table>{}</table></td></tr></table>",
    ),
    "table_a_row": each('<table width="100%"><tr><td><a href="{u}">{t}</a></td><td>({d})</td></tr></table>'),
    "old_markup": each(
        '<TR><TD><FONT color=red>※</FONT><A HREF="{u}" TARGET=_blank><FONT>{t}</FONT></A>&nbsp;<FONT>[{d}]</FONT></TD></TR>',
        around="<TABLE>{}</TABLE>",
    ),
    "blocks_with_summary": each('<div><div><a href="{u}">{t}</a></div><p>自2026年1月1日起公开。</p><div>发布时间：{d} 10:20</div></div>'),
    "summary_in_the_link": each('<li><a href="{u}"><h4>{t}</h4><p>现将有关情况报告如下……</p><span>{d}</span></a></li>', around=LIST),
    "definition_list": each('<dt><a href="{u}">{t}</a></dt><dd>{d}</dd>', around="<dl>{}</dl>"),
    "definition_list_dated_before": each('<dt>{d}</dt><dd><a href="{u}">{t}</a></dd>', around="<dl>{}</dl>"),
    "flat": each('<a href="{u}">{t}</a><span>{d}</span><br>', around="<div>{}</div>"),
    "flat_with_bare_dates": each('<a href="{u}">{t}</a> {d}<br>', around="<div>{}</div>"),
    "list_a_row": each('<ul><li><a href="{u}">{t}</a></li><li>{d}</li></ul>'),
    "nested_blocks": each('<li><div><div><a href="{u}">{t}</a></div></div><div><span>{d}</span></div></li>', around=LIST),
    "list_in_a_list": each(ROW, around='<ul><li><a href="./">更多</a><ul>{}</ul></li></ul>'),
    "picture_link_first": each(
        '<li><a href="{u}"><img src="x.jpg"></a><a href="{u}" title="{t}">{c}</a><span>{d}</span></li>', around=LIST
    ),
    "title_cut_but_whole_in_the_attribute": each('<li><a href="{u}" title="{t}">{c}</a><span>{d}</span></li>', around=LIST),
    "title_whole_on_the_row": each('<li title="{t}"><a href="{u}">{c}</a><span>{d}</span></li>', around=LIST),
    "attribute_with_author_and_time": each(
        '<li><a href="{u}" title="文章标题：{t}&#10;作者：本站&#10;发布时间：{d}">{c}</a><span>{d}</span></li>', around=LIST
    ),
    "column_before_the_title": each(
        '<li><a href="/zwgk/tzgg/">[其他主动公开内容]</a><a href="{u}">{t}</a><span>{d}</span></li>', around=LIST
    ),
    "source_and_validity": each('<li><a href="{u}">{t}</a><span>市司法局</span><span>{d}</span><span>有效</span></li>', around=LIST),
    "two_dates": each('<li><a href="{u}">{t}</a><span>发布日期：{d}</span><span>成文日期：2020-01-01</span></li>', around=LIST),
    "link_that_says_look": each('<tr><td>{t}</td><td>{d}</td><td><a href="{u}">查看</a></td></tr>', around="<table>{}</table>"),
    "index_number_linked_too": each(
        '<tr><td><a href="{u}">11320000/2026-01</a></td><td><a href="{u}">{t}</a></td><td>{d}</td></tr>', around="<table>{}</table>"
    ),
    "click_on_the_row": each("<li onclick=\"window.open('{u}')\"><p>{t}</p><span>{d}</span></li>", around=LIST),
    "click_on_the_link": each('<li><a href="javascript:;" onclick="openUrl(\'./{u}\')">{t}</a><span>{d}</span></li>', around=LIST),
    "lines_between": each(ROW + '<li class="line"></li>', around=LIST),
    "after_a_stray_end": "</body></html>" + each(ROW, around=LIST),
    "in_a_comment": f"<!-- {each(ROW, around=LIST)} -->",
    "empty_pieces_in_the_title": each(ROW, around=LIST).replace("法治", '<span class="p"></span>法<font></font>治'),
    "pop_up_in_the_row": each(
        '<li><a href="{u}">{t}</a><div class="pop"><ul><li><a href="../jd/{u}">《{t}》解读</a></li></ul></div><span>{d}</span></li>',
        around=LIST,
    ),
    "interpretation_linked_beside": each(
        '<li><a href="{u}">{t}</a><a href="../jd/{u}">关于报告的文字解读材料一份</a><span>{d}</span></li>', around=LIST
    ),
    "protocol_relative": each('<li><a href="//www.qinghe.gov.cn/sfj/fzzf/{u}">{t}</a><span>{d}</span></li>', around=LIST),
}


def read(body: str, url: str = LIST_URL) -> list[ListEntry]:
    tree = tree_of(f"<html><body><ul>{MENU}</ul>{body}{FOOT}</body></html>")
    return main_entries(tree, url, base_of(tree, url))


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("shape", SHAPES)
def test_main_list_is_read_whole_and_nothing_else(shape: str, side: str) -> None:
    assert read(f"<div>{SIDES[side]}<div>{SHAPES[shape]}</div></div>") == ALL


@pytest.mark.parametrize("count", [1, 2])
def test_short_list_of_the_section_outweighs_news_of_another(count: int) -> None:
    rows = "".join(ROW.format(u=file, t=title, d=day) for file, title, day in REPORTS[:count])

    assert read(f"<div>{SIDES['beside_dated_news']}<div><ul>{rows}</ul></div></div>") == ALL[:count]


def test_undated_list_of_the_section_is_read() -> None:
    rows = each('<li><a href="{u}">{t}</a></li>', around=LIST)

    entries = read(f"<div>{SIDES['beside_dated_news']}{rows}</div>")

    assert [(entry.title, entry.date) for entry in entries] == [(title, None) for _, title, _ in REPORTS]


def test_list_that_begins_anew_is_read_as_one() -> None:
    lists = "".join(
        ROW.format(u=file, t=title, d=day) + ("</ul><hr><ul>" if number == 4 else "") for number, (file, title, day) in enumerate(REPORTS)
    )

    assert read(f"<div><ul>{lists}</ul></div>") == ALL


def test_year_that_the_row_leaves_out_is_in_the_address() -> None:
    row = '<li><a href="202603/t20260304_77.html">清河市2025年法治政府建设情况报告</a><span>03-04</span></li>'

    (entry,) = read(f"<ul>{row}</ul>")

    assert entry.date == "2026-03-04"


def test_title_that_is_cut_everywhere_says_so() -> None:
    (entry,) = read('<ul><li><a href="post_1.html">清河市司法局2025年法治…</a><span>2026-03-04</span></li></ul>')

    assert (entry.title, entry.cut) == ("清河市司法局2025年法治…", True)


@pytest.mark.parametrize(
    "body", ["", "<p>暂无相关信息</p>", '<p>联系<a href="mailto:a@b.cn">我们</a>，或拨打<a href="tel:12345">12345</a></p>']
)
def test_page_without_a_list_gives_nothing(body: str) -> None:
    assert read(body) == []


@pytest.mark.parametrize("tag", ["<div>", "<font>", "<ul><li>", "<table><tr><td>"])
def test_tags_that_nobody_closed_do_no_harm(tag: str) -> None:
    assert read(tag * 500 + each(ROW, around=LIST)) == ALL


def test_page_that_is_remembered_is_read_anew_at_another_address() -> None:
    body = f"<html><body>{each(ROW, around=LIST)}</body></html>"
    elsewhere = "https://sfj.lushan.gov.cn/fzzf/"

    entries, others = page_entries(body, LIST_URL), page_entries(body, elsewhere)

    assert list(entries) == ALL
    assert {entry.url.rpartition("/")[0] + "/" for entry in others} == {elsewhere}
    assert page_entries(body, LIST_URL) is entries


def test_list_of_a_thousand_rows_is_read_whole() -> None:
    rows = "".join(
        ROW.format(u=f"post_{9000 + number}.html", t=f"第{number}号法治政府建设情况报告", d="2026-03-02") for number in range(1000)
    )

    assert len(read(f"<ul>{rows}</ul>")) == 1000


@pytest.mark.parametrize(
    "path",
    [
        "/art/2024/2/19/art_1229473585_5265982.html",
        "/col/col42150/art/2025/art_4ac8ce0009be4a7a991a7121d36457ca.html",
        "/zwgk/202403/t20240327_5136341.shtml",
        "/tzgg/content/post_3414781.html",
        "/hegang/shizf/202601/85378.shtml",
        "/sft/c103808/202203/c00_30777887.shtml",
        "/xjbz/c101480/202505/9fd9d839feb54b4ca0b8b6bceedb3108.shtml",
        "/sfj/gggs/content/05afa189-88c9-4403-a318-24acc4e4db19.html",
        "/doc/2026/03/02/1382807.shtml",
        "/info/2054/267413.htm",
        "/public/198/64851798.html",
        "/public/content/64851798",
        "/003/003004/20260226/3c3ed33e-f4d9-4445-a952-8d88ae5c751b.html",
        "/2026/03-02/1002.html",
        "/Content-2087.html",
        "/37584/38152/content_1977.html",
        "/c100028/c7450123/content.shtml",
        "/sfj/ywdt/325874/index.html",
        "/e/action/ShowInfo.php?classid=112&id=17552",
        "/files/2025.pdf",
        "/module/download/downfile.jsp?classid=0&filename=ab.doc",
    ],
)
def test_address_of_a_single_page_is_told_by_its_shape(path: str) -> None:
    assert is_report_address(f"https://www.a.gov.cn{path}")


@pytest.mark.parametrize(
    "path", ["/", "/zwgk/", "/col/col1229473585/index.html", "/sfj/fzzf/index.html", "/xxgk/xxgk_list.shtml", "/sfj/fzzf/index_2.html"]
)
def test_address_of_a_list_is_no_single_page(path: str) -> None:
    assert not is_report_address(f"https://www.a.gov.cn{path}")
