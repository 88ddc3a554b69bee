"""A list where a report was expected is known by what it is, and nothing that could be an article is taken for one."""

from datetime import UTC, datetime

import pytest

from crawler.errors import IndexPageError
from crawler.model import ListEntry, Page
from pipelines.check import check

URL = "https://www.qingyuan.example.gov.cn/sfj/202403/t20240313_1.html"
TITLE = "清源县司法局2023年度法治政府建设情况报告"
FOOTER = "<div>版权所有：清源县人民政府 主办单位：清源县人民政府办公室 网站标识码：3300000000 浙ICP备00000000号</div>"
TITLES = (
    "清源县司法局关于公布权责清单的公告",
    "关于开展法律援助质量检查的通知",
    "清源县2024年普法依法治理工作要点",
    "清源县公证处收费标准公示",
    "关于公开招聘专职人民调解员的公告",
    "清源县社区矫正中心开放日活动安排",
    "2024年度行政执法人员考试通知",
    "清源县律师行业信用信息公示",
    "关于征集立法项目建议的公告",
    "清源县司法局部门预算公开说明",
)
PAGER = '<div>共 57 条 第 1 页 <a href="index_2.html">下一页</a> <a href="index_6.html">尾页</a></div>'


def rows(row: str, number: int = 10) -> str:
    return "\n".join(
        row.format(title=title, day=f"2024-03-{n:02}", n=n, short=f"{title[:9]}…") for n, title in enumerate(TITLES[:number], start=1)
    )


def framed(words: str, title: str = "公告公示_清源县司法局", head: str = "") -> str:
    trail = '<div>当前位置：<a href="/">首页</a> &gt; <a href="/sfj/">县司法局</a> &gt; <a href="./">公告公示</a></div>'
    return f"<html><head><title>{title}</title>{head}</head><body>{trail}{words}{FOOTER}</body></html>"


def checked(text: str, expected: str = "") -> None:
    entry = ListEntry(url=URL, title=expected) if expected else None
    check(Page(url=URL, body=text.encode(), fetched_at=datetime(2024, 4, 1, tzinfo=UTC), entry=entry), text)


DATED = '<li><a href="t{n}.html" title="{title}">{title}</a><span>{day}</span></li>'
LISTS = [
    f"<ul>{rows(DATED)}</ul>",
    "<table>" + rows('<tr><td>·</td><td><a href="t{n}.html">{title}</a></td><td>[{day}]</td></tr>') + "</table>",
    "<div>" + rows('<p><span>{day}</span> <a href="t{n}.html">{title}</a></p>') + "</div>",
    "<div>" + rows('<dl><dt><a href="t{n}.html">{title}</a></dt><dd>（{day}）</dd></dl>') + "</div>",
    "<ul>" + rows('<li><a href="t{n}.html">{title} {day}</a></li>') + "</ul>",
    "<ul>" + rows('<li><a href="t{n}.html">{title}</a><script>var at = "{day}"; document.write(at);</script></li>') + "</ul>" + PAGER,
    "<ul>" + rows('<li>[<a href="./">公告公示</a>]<a href="t{n}.html">{title}</a><em>{day} 09:30</em></li>') + "</ul>",
]


@pytest.mark.parametrize("words", LISTS)
def test_list_in_the_place_of_a_report_is_refused(words: str) -> None:
    with pytest.raises(IndexPageError, match="found a list of links titled '公告公示_清源县司法局', expected a report") as caught:
        checked(framed(words))

    assert caught.value.code == "INDEX_PAGE"


def test_list_that_still_names_the_report_among_its_links_is_refused() -> None:
    words = f"<ul>{rows(DATED, 5)}<li><a href='t9.html'>{TITLE}</a><span>2024-03-13</span></li></ul>"

    with pytest.raises(IndexPageError):
        checked(framed(words), expected=TITLE)


def test_short_list_is_refused_where_the_title_promised_is_missing() -> None:
    words = f"<ul>{rows(DATED, 3)}</ul>"

    checked(framed(words))
    with pytest.raises(IndexPageError):
        checked(framed(words), expected=TITLE)


def test_column_that_says_so_in_its_meta_is_refused_whatever_scripts_would_fill() -> None:
    metas = (
        '<meta name="ColumnName" content="公告公示"><meta name="ColumnType" content="政府信息公开"><meta name="SiteName" content="清源县">'
    )

    with pytest.raises(IndexPageError):
        checked(framed("<div id='list'>正在加载列表</div>", head=metas))


RELATED = f"<div class='related'><h3>最新发布</h3><ul>{rows(DATED)}</ul></div>"
ATTACHED = '<p><a href="/files/report.pdf">附件：法治政府建设情况报告.pdf</a></p>'
ARTICLES = {
    "its title is a heading": framed(f"<h1>{TITLE}</h1>{ATTACHED}{RELATED}", title="清源县司法局"),
    "its title is the window's": framed(f"<div>{TITLE}</div>{ATTACHED}{RELATED}", title=f"{TITLE}_清源县司法局"),
    "META names it": framed(
        f"{ATTACHED}{RELATED}", head=f'<meta name="ColumnName" content="公告"><meta name="ArticleTitle" content="{TITLE}">'
    ),
    "it says when it was published": framed(f"<p>发布时间：2024-03-13 09:30 来源：县司法局</p>{ATTACHED}{RELATED}"),
    "it has a sentence": framed(f"<p>现将清源县司法局二〇二三年度法治政府建设情况予以公布，请查看附件。</p>{ATTACHED}{RELATED}"),
}


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES)
def test_page_with_little_text_beside_many_links_is_an_article_where(text: str) -> None:
    checked(text)


def test_page_that_bears_the_title_its_list_promised_is_no_list() -> None:
    checked(framed(f"<div>{TITLE}</div>{ATTACHED}{RELATED}"), expected=TITLE)


def test_navigation_alone_makes_no_list() -> None:
    checked(framed("<ul>" + "".join(f'<li><a href="/{n}/">{title[:6]}</a></li>' for n, title in enumerate(TITLES)) + "</ul>" + ATTACHED))


def test_page_that_a_person_vouches_for_passes() -> None:
    text = framed(LISTS[0])

    check(Page(url=URL, body=text.encode(), fetched_at=datetime(2024, 4, 1, tzinfo=UTC), is_vouched=True), text)
