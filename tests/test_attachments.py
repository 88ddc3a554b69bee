"""The files that a report links to."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.model import Attachment
from pipelines.attachments import attachments
from pipelines.body.walk import lines_of

_URL = "http://sfj.jiangchuan.gov.cn/fzbg/202403/t20240306_1.html"


def _files(markup: str, lines: int = 99, url: str = _URL) -> tuple[Attachment, ...]:
    root = LexborHTMLParser(markup).body
    assert root is not None
    page = lines_of(root)
    return attachments(page, 0, min(lines, len(page.lines)), url)


def test_file_is_known_by_name_and_address() -> None:
    markup = '<p>附件：<a href="./P020240306.pdf" appendix="true">法治政府建设一览表.pdf</a></p>'

    assert _files(markup) == (Attachment(name="法治政府建设一览表.pdf", url="http://sfj.jiangchuan.gov.cn/fzbg/202403/P020240306.pdf"),)


@pytest.mark.parametrize(
    "href",
    [
        "a.doc",
        "a.DOCX?v=1",
        "a.wps",
        "a.xlsx",
        "a.ofd",
        "a.zip",
        "/module/download/downfile.jsp?classid=0&filename=12ab.doc",
        "/system/_content/download.jsp?urltype=news.DownloadAttachUrl&owner=1&wbfileid=2",
        "/attachment/1/1658/1658591/12541123.docx",
    ],
)
def test_link_to_a_file_is_one(href: str) -> None:
    assert len(_files(f'<p><a href="{href}">附件</a></p>')) == 1


@pytest.mark.parametrize("href", ["", "#", "t20240101_2.html", "javascript:download('a.doc')", "mailto:a@b.cn", "/fzbg/"])
def test_other_link_is_none(href: str) -> None:
    assert _files(f'<p><a href="{href}">详情</a></p>') == ()


def test_file_linked_twice_is_one() -> None:
    assert len(_files('<p><a href="a.doc">一</a></p><p><a href="./a.doc">二</a></p>')) == 1


def test_nameless_link_is_named_by_its_title_or_its_file() -> None:
    markup = '<p><a href="1.doc" title="一览表.doc"><img src="w.gif"></a><a href="%E8%A1%A8.xls"></a></p>'

    assert [file.name for file in _files(markup)] == ["一览表.doc", "表.xls"]


def test_list_of_attachments_below_the_body_counts() -> None:
    markup = '<div><p>正文</p></div><div class="fujian"><a href="a.doc">附件1</a></div><div><p>附件下载</p><a href="b.doc">二</a></div>'

    assert [file.name for file in _files(markup, lines=1)] == ["附件1", "二"]


def test_files_of_other_articles_below_the_body_do_not() -> None:
    assert _files('<div><p>正文</p></div><div><p>下载排行</p><p><a href="c.doc">申请表</a></p></div>', lines=1) == ()


def test_page_of_unknown_address_keeps_the_link_as_it_is() -> None:
    assert _files('<p><a href="a.doc">附件</a></p>', url="") == (Attachment(name="附件", url="a.doc"),)
