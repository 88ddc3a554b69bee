"""The body of a page that says next to nothing: it stands below title and header line, not where a footer has more words."""

import pytest

from crawler.errors import ExtractionError
from crawler.model import Page, Part, PartRole
from pipelines.extract import belongings, extract
from tests.made import START, URL
from tests.parts_web import TITLE, paragraphs, worded

FOLDER = URL.rpartition("/")[0]
LINK = f'<a href="P02026.txt">{TITLE}.txt</a>'
TEXT = paragraphs(0, 8)
MENU = "".join(f'<li><a href="/{name}/">{name}</a></li>' for name in ("首页", "机构概况", "政务公开", "通知公告", "法治建设"))
CRUMBS = '<div>您现在的位置：<a href="/">首页</a> &gt; <a href="/fzjs/">法治建设</a> &gt; 正文</div>'
HEADER = "<div>发布时间：2026-03-01 10:00 来源：清河市司法局 浏览次数：<span>12</span>次 字体：【大 中 小】</div>"
BELOW = "<div>分享到：微信 微博</div><p>上一篇：<a href='t1.html'>清河市司法局2024年度法治政府建设情况报告</a></p><p>下一篇：没有了</p>"
SIDE = "".join(f'<li><a href="/x/{number}.html">清河市召开法治建设工作推进会第{number}次会议</a></li>' for number in range(6))
FOOT = (
    "<div><p>主办单位：清河市司法局 承办单位：清河市大数据中心</p><p>地址：清河市人民路12号 邮编：223001</p>"
    "<p>如果您在使用过程中遇到问题，请及时与我们联系，我们将竭诚为您服务，感谢您对清河市司法局工作的关心与支持，欢迎提出宝贵意见。</p></div>"
)


def _page(body: str, *parts: Part) -> Page:
    head = f'<meta charset="utf-8"><title>{TITLE}_清河市司法局</title>'
    main = f"<div><h1>{TITLE}</h1>{HEADER}{body}{BELOW}</div>"
    shown = f"<ul>{MENU}</ul>{CRUMBS}{main}<ul>{SIDE}</ul>{FOOT}"
    markup = f"<html><head>{head}</head><body>{shown}</body></html>"
    return Page(url=URL, body=markup.encode(), fetched_at=START, parts=parts)


def _part(url: str, body: str, role: PartRole = "file") -> Part:
    return Part(role=role, url=url, body=body.encode(), fetched_at=START)


@pytest.mark.parametrize(
    "body",
    [
        f"<div class='TRS_Editor'><p>{LINK}</p></div>",
        f"<div id='zoom'><p>附件：{LINK}</p></div>",
        f"<div class='article-con'><p>{LINK}</p></div>",
        f"<div class='article-con'><p><img src='pdf.gif'><a href='P02026.txt' title='{TITLE}.txt'>清河市司法局2025...</a></p></div>",
        f"<div class='article-con'></div><div class='fujian'><h4>附件：</h4><ul><li>{LINK}</li></ul></div>",
        f"<p>{LINK}</p>",
        f"<p>各有关部门：</p><p>现将《{TITLE}》予以公布，请认真贯彻落实。</p><p>附件：{LINK}</p><p>清河市司法局</p><p>2026年3月1日</p>",
        "<div class='con'><iframe src='/pdfjs/web/viewer.html?file=/zwgk/fzzf/202603/P02026.pdf' height='900'></iframe></div>",
        f"<div class='con'><embed src='P02026.pdf' type='application/pdf'><p>点击下载：{LINK}</p></div>",
    ],
)
def test_report_in_a_file_is_found_below_the_header(body: str) -> None:
    files = [_part(f"{FOLDER}/P02026.{ending}", "\n".join(TEXT)) for ending in ("txt", "pdf")]

    found = extract(_page(body, *files))

    assert (found.title, found.text) == (TITLE, "\n".join(TEXT))
    assert found.extractor.startswith("file/")


def test_report_in_a_frame_is_found_below_the_header() -> None:
    frame = _part("https://www.qinghe.gov.cn/page/12.html", f"<html><body><div id='zoom'>{worded(TEXT)}</div></body></html>", "frame")

    assert extract(_page("<div class='con'><iframe src='/page/12.html'></iframe></div>", frame)).text == "\n".join(TEXT)


def test_note_below_the_header_is_the_text_where_its_file_is_not_there() -> None:
    found = extract(_page(f"<div class='con'><p>现将《{TITLE}》予以公布。</p><p>附件：{LINK}</p></div>"))

    assert found.text == f"现将《{TITLE}》予以公布。\n附件：{TITLE}.txt"
    assert [each.url for each in found.attachments] == [f"{FOLDER}/P02026.txt"]


def test_footer_is_not_the_text_of_a_page_that_shows_something() -> None:
    viewer = "<div class='con'><embed src='P02026.pdf' type='application/pdf'></div>"

    with pytest.raises(ExtractionError, match="no text in the body but a viewer"):
        extract(_page(viewer))
    with pytest.raises(ExtractionError, match="no text in the body but pictures"):
        extract(_page("<div class='con'><p><img src='1.jpg'></p><p><img src='2.jpg'></p></div>"))


def test_short_text_below_the_header_stays_the_text() -> None:
    short = "2025年，我局坚持以习近平法治思想为指导，全面推进依法行政，现将有关情况报告如下，请予审议。"

    assert extract(_page(f"<div class='con'><p>{short}</p></div>")).text == short
    assert belongings(_page(f"<div class='con'><p>{short}</p></div>"))[1] == ()
