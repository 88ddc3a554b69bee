"""The title of a page, wherever its template puts it."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.metadata.page import metadata

TITLE = "清源县柳溪镇人民政府2023年度法治政府建设情况报告"
BODY = ("2023年，柳溪镇认真贯彻落实法治政府建设各项任务，持续提升依法行政水平，现将有关情况报告如下。", "一、主要举措和成效")
SITE = '<meta name="SiteName" content="清源县人民政府"><meta name="ColumnName" content="法治政府建设年度报告">'
HEADER = "<div>发布时间：2024-03-13 来源：柳溪镇</div>"
TRAIL = "<div>当前位置：<a>首页</a>&gt;<a>政务公开</a>&gt;<a>法治政府建设年度报告</a></div>"
RELATED = "<ul><li><a>桃源镇人民政府2023年度法治政府建设情况报告</a> 2024-03-10</li><li><a>政府网站工作年度报表</a> 2024-01-02</li></ul>"


def title_of(top: str, *, head: str = SITE, window: str = f"{TITLE}-清源县人民政府", body: tuple[str, ...] = BODY) -> str:
    """Return the title of a page with `top` above its body."""
    text = "".join(f"<p>{line}</p>" for line in BODY)
    shown = f"<div>清源县人民政府</div>{TRAIL}{top}<div id=zoom>{text}</div>{RELATED}"
    html = f"<html><head><title>{window}</title>{head}</head><body>{shown}</body></html>"
    return metadata(LexborHTMLParser(html), "", body).title


@pytest.mark.parametrize(
    "block",
    [
        f"<h1>{TITLE}</h1>",
        f"<h1>  {TITLE}\n </h1>",
        f"<div class='title'>{TITLE}</div>",
        f"<td class='bt'>{TITLE}</td>",
        f"<div><ucaptitle>{TITLE}</ucaptitle></div>",
        f"<p style='font-size:24px'>{TITLE}</p>",
        "<h1>清源县柳溪镇人民政府<br>2023年度法治政府建设情况报告</h1>",
        "<h1><span>清源县柳溪镇</span><span>人民政府2023</span>年度法治政府建设情况报告</h1>",
        "<div class='title'><p>清源县柳溪镇人民政府</p><p>2023年度法治政府建设</p><p>情况报告</p></div>",
    ],
)
@pytest.mark.parametrize("window", [f"{TITLE}-清源县人民政府", "清源县人民政府", "法治政府建设年度报告", "", f"{TITLE[:18]}..."])
def test_whole_title_is_found_in_every_markup(block: str, window: str) -> None:
    assert title_of(block + HEADER, window=window) == TITLE


@pytest.mark.parametrize(
    "shown",
    [
        "清源县柳溪镇人民政府2<br>023年度法治政府建设情况报告",
        "清源县柳溪镇人民政府2<br/> 023年度法治政府建设情况报告",
        "清源县柳溪镇人民政府20\n      23年度法治政府建设情况报告",
        "清源县柳溪镇人民政府<span>2</span> <span>023</span>年度法治政府建设情况报告",
        "清源县柳溪镇人民政府 2 023 年度法治政府建设情况报告",
        "清源县柳溪镇人民政府2023年度法治政<br>府建设情况报告",
        "清源县柳溪镇<span>人民政府</span> <span>2023年度</span>法治政府建设情况报告",
    ],
)
@pytest.mark.parametrize("tag", ["h1", "div class='title'", "p"])
def test_line_break_in_a_title_leaves_no_blank(tag: str, shown: str) -> None:
    meta = f'{SITE}<meta name="ArticleTitle" content="{TITLE}">'
    block = f"<{tag}>{shown}</{tag.partition(' ')[0]}>{HEADER}"

    assert title_of(block, head=meta) == TITLE
    assert title_of(block, head=SITE) == TITLE


@pytest.mark.parametrize("window", ["清源县人民政府", "法治政府建设年度报告"])
@pytest.mark.parametrize(
    "shown",
    [
        "清源县柳溪镇人民政府2<br>023年度法治政府建设情况报告",
        "清源县柳溪镇人民政府2<br/> \n 023年度法治政府建设情况报告",
        "清源县柳溪镇人民政府<span>2</span> <span>023</span>年度法治政府建设情况报告",
        "清源县柳溪镇人民政府\n<br>\n2023年度\n法治政府建设\n情况报告",
        "清源县柳溪镇<span>人民政府</span> <span>2023年度</span>法治政府建设情况报告",
        "清源县柳溪镇人民政府2 0 2 3年度法治政府建设情况报告",
    ],
)
def test_line_break_in_a_title_leaves_no_blank_where_nothing_else_tells_it(shown: str, window: str) -> None:
    assert title_of(f"<h1>{shown}</h1>{HEADER}", head=SITE, window=window) == TITLE


def test_line_break_in_a_window_title_leaves_no_blank() -> None:
    assert title_of("", window="清源县柳溪镇人民政府2\n  023年度\n法治政府建设情况报告-清源县人民政府") == TITLE


def test_blank_that_a_title_prints_stays() -> None:
    joint = "中共柳溪镇委员会 柳溪镇人民政府关于2023年度法治政府建设情况的报告"

    assert title_of(f"<h1>{joint}</h1>{HEADER}", window="清源县人民政府") == joint
    assert title_of(f"<h1>Report of <b>Qing</b><i>yuan</i><br>County 2023</h1>{HEADER}", window="清源") == "Report of Qingyuan County 2023"


@pytest.mark.parametrize(
    "window",
    [
        f"{TITLE}-清源县人民政府",
        f"{TITLE}_清源县人民政府门户网站",
        f"{TITLE} | 法治政府建设年度报告 | 清源县人民政府",
        f"{TITLE}--清源县司法局",
        f"{TITLE} - 柳溪镇",
        TITLE,
    ],
)
def test_window_title_is_cut_at_the_site_s_name_where_nothing_else_tells(window: str) -> None:
    assert title_of("<img src='title.png'>", window=window) == TITLE


def test_meta_title_loses_the_site_s_name_in_front() -> None:
    head = f'{SITE}<meta name="ArticleTitle" content="清源县人民政府——{TITLE}">'

    assert title_of("", head=head, window="清源县人民政府") == TITLE


def test_meta_title_goes_before_the_window_title() -> None:
    head = f'{SITE}<META content="{TITLE}" name="articletitle">'

    assert title_of("", head=head, window="法治政府建设年度报告-清源县人民政府") == TITLE


def test_shown_title_goes_before_a_meta_title_that_differs() -> None:
    head = f'{SITE}<meta name="ArticleTitle" content="柳溪镇2023年法治政府建设报告">'

    assert title_of(f"<h1>{TITLE}</h1>{HEADER}", head=head) == TITLE


def test_heading_of_the_site_is_no_title() -> None:
    assert title_of(f"<h1>清源县人民政府</h1><h1>{TITLE}</h1>{HEADER}", window="清源县人民政府") == TITLE


def test_name_of_the_government_in_the_banner_is_no_title() -> None:
    assert title_of(f"<h1>清源县人民政府</h1><p>{TITLE}</p>{HEADER}", head="", window="清源县") == TITLE


def test_button_beside_the_title_is_no_title() -> None:
    button = "<a href='/jj/'><button><h3>本县简介</h3><p>A BRIEF INTRODUCTION</p></button></a>"
    top = f"{button}<h3>清源县人民政府办公室简介</h3>"

    assert title_of(top, window="\n本县简介-清源县人民政府\n", head="") == "清源县人民政府办公室简介"


def test_name_of_the_column_above_the_title_is_no_title() -> None:
    assert title_of(f"<h2 class='title'>法治政府建设年度报告</h2><h3>{TITLE}</h3>{HEADER}") == TITLE


def test_title_in_the_breadcrumb_and_in_the_card_is_the_same_title() -> None:
    card = f"<table><tr><td>索引号</td><td>11320000MB/2024-1</td></tr><tr><td>名称</td><td>{TITLE}</td></tr></table>"

    assert title_of(f"<div>当前位置：<a>首页</a>&gt;<span>{TITLE}</span></div>{card}<h1>{TITLE}</h1>{HEADER}") == TITLE


def test_title_that_is_the_first_line_of_the_body_is_found() -> None:
    html = f"<title>清源县人民政府</title>{TRAIL}{HEADER}<div id=zoom><h1>{TITLE}</h1><p>{BODY[0]}</p></div>"

    assert metadata(LexborHTMLParser(html), "", (TITLE, BODY[0])).title == TITLE


def test_title_with_dashes_and_quotes_stays_whole() -> None:
    dashed = "柳溪镇——“法治乡镇-示范”建设2021-2023年工作情况的报告"

    assert title_of(f"<h1>{dashed}</h1>{HEADER}", window=f"{dashed}-清源县人民政府") == dashed


def test_markup_in_the_window_title_is_dropped() -> None:
    assert title_of("", window=f"&lt;h1 style='margin:0'&gt;{TITLE}&lt;/h1&gt;-清源县人民政府") == TITLE


def test_column_that_a_template_fills_with_the_title_does_not_hide_it() -> None:
    head = f'<meta name="ColumnName" content="{TITLE}"><meta name="ArticleTitle" content="{TITLE}">'

    assert title_of(f"<div>{TITLE}</div>{HEADER}", head=head, window="清源县人民政府") == TITLE


def test_title_of_a_related_report_is_never_taken() -> None:
    assert title_of(f"<h1>{TITLE}</h1>", window="清源县人民政府", body=()) == TITLE


def test_page_without_any_title_has_none() -> None:
    assert metadata(LexborHTMLParser("<p>正文</p>"), "").title == ""
