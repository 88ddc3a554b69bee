import pytest
from scrapy.http import HtmlResponse, Response

from crawler.errors import ListError
from spiders.lists.text import readable, unescaped

TITLE = "青溪市司法局2024年度法治政府建设情况报告"
PAGE = '<html><head><meta charset="{}"></head><body><ul><li>' + TITLE + "</li></ul></body></html>"


@pytest.mark.parametrize(
    ("declared", "real"), [("gb2312", "gb18030"), ("utf-8", "utf-8"), ("gb2312", "utf-8"), ("utf-8", "gb18030"), ("iso-8859-1", "utf-8")]
)
def test_titles_are_whole_whatever_the_page_declares(declared: str, real: str) -> None:
    page = HtmlResponse("http://sfj.qingxi.gov.cn/", body=PAGE.format(declared).encode(real))

    assert TITLE in readable(page).text


def test_header_that_names_another_encoding_than_the_bytes_is_not_believed() -> None:
    headers = {"Content-Type": "text/html; charset=GBK"}
    page = HtmlResponse("http://sfj.qingxi.gov.cn/", body=PAGE.format("utf-8").encode(), headers=headers)

    assert TITLE in readable(page).text


def test_row_that_names_the_encoding_is_believed() -> None:
    page = HtmlResponse("http://sfj.qingxi.gov.cn/", body=TITLE.encode("big5", "ignore") * 3)

    assert "法" in readable(page, "big5").text


@pytest.mark.parametrize("body", [b"%PDF-1.7 ...", bytes(range(32)) * 400])
def test_what_is_no_text_is_no_list(body: bytes) -> None:
    with pytest.raises(ListError, match="found"):
        readable(HtmlResponse("http://sfj.qingxi.gov.cn/", body=body))


def test_response_that_is_no_text_at_all_is_no_list() -> None:
    with pytest.raises(ListError, match="found no text"):
        readable(Response("http://sfj.qingxi.gov.cn/a.pdf"))


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("/ui?pageId=1&amp;currentPage=2", "/ui?pageId=1&currentPage=2"),
        ("/ui?pageId=1&currentPage=2&region=32&copyId=1", "/ui?pageId=1&currentPage=2&region=32&copyId=1"),
        ("&lt;li&gt;&#39;", "<li>'"),
    ],
)
def test_entities_of_a_script_are_those_that_end_as_such(words: str, read: str) -> None:
    assert unescaped(words) == read
