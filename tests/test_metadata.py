"""What a page says of itself: title, time, source and numbers, in every shape that real headers have."""

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.metadata.page import Metadata, metadata

TITLE = "清源县司法局2023年度法治政府建设情况报告"
BODY = (
    "2023年，清源县司法局深入学习贯彻法治思想，认真履行职责，扎实推进法治政府建设，现将有关情况报告如下。",
    "一、主要举措和成效",
    "（一）加强领导。2023年5月6日印发工作要点，全年召开会议十二次。来源：统计台账。",
    "清源县司法局",
    "2024年1月15日",
)
METAS = f'<meta name="SiteName" content="清源县人民政府"><meta name="ArticleTitle" content="{TITLE}">'


def page(header: str, *, head: str = "", title: str = f"<h1>{TITLE}</h1>", above: str = "") -> str:
    """Return a page of a site with its frame, a banner date, a sidebar of dated links, and `header` between title and body."""
    body = "".join(f"<p>{line}</p>" for line in BODY)
    return (
        f"<html><head><title>{TITLE}-清源县人民政府</title>{head}</head><body>"
        "<div class='top'>今天是2026年6月3日 星期三</div><ul><li><a>首页</a></li><li><a>政务公开</a></li></ul>"
        "<div class='pos'>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>法治政府建设</a></div>"
        f"{above}{title}<div class='info'>{header}</div><div id='zoom'>{body}</div>"
        "<div class='tail'>责任编辑：张某</div>"
        "<ul class='related'><li><a>清源县2019年法治政府建设情况报告</a><span>2020-01-20</span></li></ul>"
        "<div>更新时间：2026-06-01 来源：网站管理中心</div></body></html>"
    )


def read(html: str, url: str = "", *, body: tuple[str, ...] = BODY) -> Metadata:
    """Return what a page says of itself."""
    return metadata(LexborHTMLParser(html), url, body)


HEADERS: tuple[tuple[str, str | None, str | None], ...] = (
    ("来源: 县司法局 发布时间:2024-03-13 14:24 累计次数: 字体:[ ]", "2024-03-13T14:24+08:00", "县司法局"),
    ("来源:县司法局 发布时间:2024-03-13 字体:[ 大 中 小 ]", "2024-03-13", "县司法局"),
    ("来源:市司法局 时间:2024-03-04 15:28:11 浏览次数: 字号:[ ]", "2024-03-04T15:28:11+08:00", "市司法局"),
    ("文章来源: 作者: 发布时间:2024-02-19 10:08:13 点击数:", "2024-02-19T10:08:13+08:00", None),
    ("发布日期: 2022-03-24 14:35 浏览次数:", "2022-03-24T14:35+08:00", None),
    ("发布日期: 2011- 09- 01 14: 58: 15 浏览次数: 来源: 字体:[ ]", "2011-09-01T14:58:15+08:00", None),
    ("发布日期：2024-01-29 访问次数： 信息来源：县司法局", "2024-01-29", "县司法局"),
    ("2024-03-27 09:00 湖北省司法厅", "2024-03-27T09:00+08:00", "湖北省司法厅"),
    ("文章来源:司法局 更新时间:2021/03/29 11:30:01", "2021-03-29T11:30:01+08:00", "司法局"),
    ("时间:2023-02-28 15:36 浏览量:1", "2023-02-28T15:36+08:00", None),
    ("字体大小:【 浏览次数:信息来源: 区司法局发布时间:2025-11-07 16:34 ; 文字大小:[ ] 背景色:", "2025-11-07T16:34+08:00", "区司法局"),
    ("发布日期：2024-03-01 来源：县政府办 作者：李某 阅读次数： [字号： ] 背景颜色：", "2024-03-01", "县政府办"),
    ("来源：县司法局 作者： 发布时间 2025年09月05日 点击数：", "2025-09-05", "县司法局"),
    ("来源：本网 发布日期：2024-02-22 16:10:13 【打印】 【字体：", "2024-02-22T16:10:13+08:00", "本网"),
    ("日期:2025-01-24来源:区司法局", "2025-01-24", "区司法局"),
    ("时间：2024-01-12 作者：王某 源自：县司法局", "2024-01-12", "县司法局"),
    ("2022-03-22 11:35", "2022-03-22T11:35+08:00", None),
    ("发布时间：2025年03月19日 09时07分 来源：县司法局", "2025-03-19T09:07+08:00", "县司法局"),
    ("时间:2022年02月15日来源:县司法局 [字体: ] 打印", "2022-02-15", "县司法局"),
    ("发布时间：2024－03－13 14∶24", "2024-03-13T14:24+08:00", None),
    ("【来源：县融媒体中心】 发布日期：2024-03-13 19:21:00", "2024-03-13T19:21:00+08:00", "县融媒体中心"),
    ("新华社·2025-10-28 11:55", "2025-10-28T11:55+08:00", "新华社"),
    ("清源县人民政府 发布时间: 2026-03-03 09:36", "2026-03-03T09:36+08:00", "清源县人民政府"),
    ("來源：清源縣司法局 發布時間：2023-04-17 字號：A A", "2023-04-17", "清源縣司法局"),
    ("发 布 时 间 ： 2024-03-13 &nbsp; 来 源 ： 县司法局", "2024-03-13", "县司法局"),
    (
        "<span>发布时间：</span><span>2024-03-13 14:24</span><span>来源：</span><span>县司法局</span><span>分享到：</span>",
        "2024-03-13T14:24+08:00",
        "县司法局",
    ),
    ("<ul><li>日期：2024-03-13</li><li>来源：<b>县司法局</b></li><li>点击：<i></i></li></ul>", "2024-03-13", "县司法局"),
    ("来源：县司法局 &nbsp; 2024-03-13 14:24:05 【字体：大 中 小】", "2024-03-13T14:24:05+08:00", "县司法局"),
    ("来源： 2024-03-13 14:24", "2024-03-13T14:24+08:00", None),
    ("发布日期：2024-03-13　来源：县司法局　<a>下载</a>　<span>收藏</span>", "2024-03-13", "县司法局"),
    ("[2024年03月13日 14:24] 来源：县司法局 [字体：大 中 小]", "2024-03-13T14:24+08:00", "县司法局"),
    ("（2024-03-13） 来源：县司法局", "2024-03-13", "县司法局"),
    ("<p>发布时间：[2024-03-13]</p><p>来源：县司法局</p>", "2024-03-13", "县司法局"),
    ("<p>来源：县司法局 社区矫正中心</p><p>发布时间：2024-03-13</p>", "2024-03-13", "县司法局 社区矫正中心"),
    ("", None, None),
    ("来源： 发布日期： 【打印】", None, None),
    ("成文日期：2024-01-15 发文日期：2024-01-16", None, None),
)


@pytest.mark.parametrize(("header", "published_at", "source"), HEADERS)
def test_header_is_read_in_every_shape(header: str, published_at: str | None, source: str | None) -> None:
    said = read(page(header))

    assert (said.title, said.published_at, said.source) == (TITLE, published_at, source)


@pytest.mark.parametrize(("header", "published_at", "source"), HEADERS)
def test_header_is_read_without_knowing_the_body(header: str, published_at: str | None, source: str | None) -> None:
    said = read(page(header), body=())

    assert (said.title, said.published_at, said.source) == (TITLE, published_at, source)


CARD = (
    ("索 引 号", "11320000MB0000000X/2024-00012"),
    ("分　　类", "规划总结"),
    ("发布机构", "清源县司法局"),
    ("成文日期", "2024-03-01"),
    ("文　　号", "清司发〔2024〕3号"),
    ("发布日期", "2024-03-13"),
    ("有 效 性", "有效"),
    ("名　　称", TITLE),
)


@pytest.mark.parametrize(
    "card",
    [
        f"<table>{''.join(f'<tr><td>{name}</td><td>{value}</td></tr>' for name, value in CARD)}</table>",
        f"<table><tr>{''.join(f'<th>{name}：</th><td>{value}</td>' for name, value in CARD)}</tr></table>",
        f"<ul>{''.join(f'<li><b>{name}：</b>{value}</li>' for name, value in CARD)}</ul>",
        f"<div>{' '.join(f'[ {name} ] {value}' for name, value in CARD)}</div>",
        f"<dl>{''.join(f'<dt>{name}:</dt><dd>{value}</dd>' for name, value in CARD)}</dl>",
        f"<p>{' | '.join(f'{name} | {value}' for name, value in CARD)}</p>",
    ],
)
def test_card_above_the_title_is_read(card: str) -> None:
    said = read(page("", above=card))

    assert said.title == TITLE
    assert said.published_at == "2024-03-13"
    assert said.source == "清源县司法局"
    assert said.document_number == "清司发〔2024〕3号"
    assert said.index_number == "11320000MB0000000X/2024-00012"


def test_source_goes_before_the_publisher_of_the_card() -> None:
    said = read(page("发布时间：2024-03-13 信息来源：县司法局办公室", above="<div>发布机构：清源县人民政府</div>"))

    assert said.source == "县司法局办公室"


@pytest.mark.parametrize(
    "meta",
    [
        '<meta name="PubDate" content="2024-03-13 14:24">',
        '<META content="2024-03-13 14:24" name="pubdate">',
        "<meta name='PUBDATE' content='2024-03-13&#32;14:24'/>",
        '<meta name="PubDate" content="2024—03—13 14∶24">',
        '<meta name="publishdate" content="2024-03-13 14:24">',
        '<meta name="firstpublishedtime" content="2024-03-13-14:24">',
    ],
)
def test_meta_is_read_where_the_page_shows_nothing(meta: str) -> None:
    said = read(page("", head=meta + '<meta content="县司法局" name="contentSource">'))

    assert str(said.published_at).startswith("2024-03-13")
    assert said.source == "县司法局"


def test_time_of_generation_is_no_time_of_publication() -> None:
    said = read(page("", head='<meta name="HtmlGenerateTime" content="2026-06-01 08:00"><meta name="Maketime" content="2026-06-01 08:00">'))

    assert said.published_at is None


@pytest.mark.parametrize("value", ["", "{ContentSource}", "<?=el.source?>", "null", "$source$"])
def test_what_a_template_left_in_meta_is_nothing(value: str) -> None:
    escaped = value.replace("<", "&lt;").replace(">", "&gt;")

    assert read(page("", head=f'<meta name="ContentSource" content="{escaped}">')).source is None


@pytest.mark.parametrize(
    ("site", "declared", "source"),
    [
        ("海安市人民政府门户网站", "海安市人民政府门户网站", "海安市人民政府门户网站"),
        ("海安市司法局网", "海安市司法局网", "海安市司法局网"),
        ("江苏公共采购网", "江苏公共采购网", None),
        ("海安市人民政府门户网站", "南通市人民政府", "南通市人民政府"),
        ("海安市人民政府门户网站", "江苏省人民政府", "江苏省人民政府"),
        ("南通市人民政府", "海安市人民政府", "海安市人民政府"),
        ("海安市人民政府门户网站", "启东市人民政府", None),
        ("海安市人民政府门户网站", "清源县人民政府", "清源县人民政府"),
        ("海安市人民政府门户网站", "启东市融媒体中心", "启东市融媒体中心"),
    ],
)
def test_meta_source_is_an_organ_that_a_site_can_have_it_from(site: str, declared: str, source: str | None) -> None:
    said = read(page("", head=f'<meta name="SiteName" content="{site}"><meta name="ContentSource" content="{declared}">'))

    assert said.source == source


def test_neighbour_s_name_in_meta_is_said_and_not_taken() -> None:
    metas = '<meta name="SiteName" content="海安市人民政府"><meta name="ContentSource" content="启东市人民政府">'

    (warning,) = read(page("", head=metas)).warnings
    shown = read(page("来源：县司法局", head=metas))

    assert "启东市人民政府" in warning
    assert (shown.source, shown.warnings) == ("县司法局", ())


def test_shown_time_goes_before_meta_and_their_disagreement_is_named() -> None:
    said = read(page("发布时间：2024-03-07", head='<meta name="PubDate" content="2024-03-09 10:21">'))

    assert said.published_at == "2024-03-07"
    assert said.warnings == ("the page shows 2024-03-07 as its date, its META says 2024-03-09T10:21+08:00",)


def test_times_a_day_apart_agree() -> None:
    said = read(page("发布时间：2024-03-07", head='<meta name="PubDate" content="2024-03-08 00:21">'))

    assert said.warnings == ()


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://www.q.gov.cn/art/2024/2/9/art_1_2.html", "2024-02-09"),
        ("http://www.q.gov.cn/xxgk/202403/t20240313_12.shtml", "2024-03-13"),
        ("http://www.q.gov.cn/doc/2026/03/02/13.shtml", "2026-03-02"),
        ("http://www.q.gov.cn/003/003004/20260226/3c3e.html", "2026-02-26"),
        ("http://www.q.gov.cn/columns/4bc8/202601/27/5141.html", "2026-01-27"),
        ("http://www.q.gov.cn/2013/12-17/54115.html", "2013-12-17"),
        ("http://www.q.gov.cn/xwzx/t19700101_3587.shtml", None),
        ("http://www.q.gov.cn/c103433/202603/b5bb22.shtml", None),
        ("http://www.q.gov.cn/content/post_20240313.html", None),
        ("http://www.q.gov.cn/20249999/1.html", None),
    ],
)
def test_address_tells_the_day_where_nothing_else_does(url: str, day: str | None) -> None:
    assert read(page(""), url).published_at == day


def test_date_of_a_directory_s_entry_stands_in_with_a_warning() -> None:
    card = "索引号: x3/2021-02 发布机构: 清源县人民政府 生成日期: 2021-03-15 文件编号: 有效性: 有效"
    said, dated = read(page(card)), read(page(card), "http://www.q.gov.cn/art/2021/3/18/art_1_2.html")

    assert (said.published_at, dated.published_at) == ("2021-03-15", "2021-03-18")
    assert said.warnings == ("the page tells no time of publication; 2021-03-15 is its 生成日期",)
    assert dated.warnings == ()


def test_shown_time_goes_before_the_address() -> None:
    said = read(page("发布日期:2023-02-21 10:00"), "http://www.q.gov.cn/fzzfj/202303/t20230315_2170.shtml")

    assert said.published_at == "2023-02-21T10:00+08:00"


def test_dates_of_banner_sidebar_and_body_are_not_the_page_s() -> None:
    said = read(page("浏览次数： 【打印】"))

    assert (said.published_at, said.source) == (None, None)


def test_subtitle_in_brackets_is_no_time_of_publication() -> None:
    assert read(page("（2023年12月24日在县人大常委会第十七次会议上）")).published_at is None
    assert read(page("（2023年12月24日）")).published_at is None


@pytest.mark.parametrize("label", ["开始时间", "截止日期", "举办时间", "报名日期"])
def test_time_of_what_a_page_announces_is_no_time_of_publication(label: str) -> None:
    assert read(page(f"<dl><dt>{label}：</dt><dd>2024-05-08</dd></dl>")).published_at is None
    assert read(page(f"<p>{label}：2024-05-08</p>")).published_at is None


def test_bare_chinese_date_counts_in_a_header_and_not_under_a_signature() -> None:
    in_header = read(page("<p>2024年3月13日</p><p>来源：县司法局</p>"))
    signed = page("").replace("<div id='zoom'>", "<div id='zoom'><p>清源县司法局</p><p>2024年1月15日</p>")

    assert in_header.published_at == "2024-03-13"
    assert read(signed, body=("清源县司法局", "2024年1月15日", *BODY)).published_at is None
    assert read(signed, body=()).published_at is None


def test_header_of_a_title_within_the_body_is_not_the_body_s_dates() -> None:
    html = f"<title>清源县</title><div>首页</div><div id=zoom><h1>{TITLE}</h1><p>清源县司法局</p><p>2024年1月15日</p><p>{BODY[0]}</p></div>"

    assert read(html, body=(TITLE, "清源县司法局", "2024年1月15日", BODY[0])).published_at is None


def test_lone_line_below_the_body_is_read() -> None:
    html = page("").replace("<div class='tail'>", "<div class='tail'>发布时间：2024-03-13 14:24<br>")

    assert read(html).published_at == "2024-03-13T14:24+08:00"


def test_source_that_the_page_cuts_is_completed_from_meta() -> None:
    whole = "综合县司法局、县融媒体中心、县政府办公室等"
    said = read(page(f"来源：{whole[:12]}...", head=f'<meta name="ContentSource" content="{whole}">'))

    assert said.source == whole


def test_document_number_is_read_from_a_line_of_its_own() -> None:
    html = page("").replace("<div id='zoom'>", "<div id='zoom'><p>清政发〔2024〕12号</p>")

    assert read(html, body=("清政发〔2024〕12号", *BODY)).document_number == "清政发〔2024〕12号"


def test_file_number_that_a_sentence_cites_is_not_the_page_s() -> None:
    cited = "根据《关于报送报告的通知》（清政发〔2024〕12号）要求，现将情况报告如下。"

    assert read(page(""), body=(cited, *BODY)).document_number is None


def test_column_and_site_come_from_meta_and_else_from_the_breadcrumb() -> None:
    named = read(page("", head='<meta name="columnname" content="法治政府建设年度报告"><meta name="SITENAME" content="清源县人民政府">'))
    shown = read(page(""))

    assert (named.column, named.site_name) == ("法治政府建设年度报告", "清源县人民政府")
    assert (shown.column, shown.site_name) == ("法治政府建设", None)


def test_empty_page_says_nothing() -> None:
    assert read("", body=()) == Metadata(
        title="",
        published_at=None,
        source=None,
        document_number=None,
        index_number=None,
        column=None,
        site_name=None,
        warnings=(),
    )


def test_tree_is_left_as_it_was() -> None:
    tree = LexborHTMLParser(page("发布时间：2024-03-13"))
    before = tree.html

    metadata(tree, "", BODY)

    assert tree.html == before


def test_page_of_a_hundred_kilobytes_is_read_in_milliseconds() -> None:
    html = page("发布时间：2024-03-13", head=METAS + f"<script>{'var a = 1;' * 3000}</script>")
    html = html.replace("</div><div class='tail'>", f"{f'<p>{BODY[0]}</p>' * 400}</div><div class='tail'>")
    tree = LexborHTMLParser(html)
    began = time.process_time()

    for _ in range(10):
        metadata(tree, "", BODY)

    assert len(html.encode()) > 80_000
    assert (time.process_time() - began) / 10 < 0.02
