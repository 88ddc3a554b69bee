"""Files and frames that a page shows in a window of its own."""

import base64

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.parts.embedded import embedded

URL = "https://sfj.qinghe.gov.cn/fzzf/202603/t20260301_1024.html"
FILE = "https://sfj.qinghe.gov.cn/files/2025年报.pdf"
QUOTED = "%2Ffiles%2F2025%E5%B9%B4%E6%8A%A5.pdf"


def _shown(markup: str) -> list[tuple[str, str]]:
    return [(link.role, link.url) for link in embedded(LexborHTMLParser(f"<body>{markup}</body>"), URL)]


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="/files/2025年报.pdf" width="100%" height="800"></iframe>',
        '<embed src="../../files/2025年报.pdf" type="application/pdf">',
        '<object data="/files/2025年报.pdf#toolbar=0" type="application/pdf"></object>',
        f'<iframe src="/pdfjs/web/viewer.html?file={QUOTED}"></iframe>',
        f'<iframe src="/static/pdf/viewer.html?v=2&amp;file={QUOTED}#page=1"></iframe>',
        f'<iframe src="/view.html#file={QUOTED}"></iframe>',
        f'<iframe src="/onlinePreview?url={base64.b64encode(FILE.encode()).decode()}"></iframe>',
        "<script>PDFObject.embed('/files/2025年报.pdf', '#pdf');</script>",
        "<script>new Pdfh5('#demo', {pdfurl: \"/files/2025年报.pdf\"});</script>",
        '<iframe data-src="/files/2025年报.pdf"></iframe>',
    ],
)
def test_viewer_shows_a_file(markup: str) -> None:
    assert _shown(markup) == [("file", FILE)]


def test_file_without_an_ending_is_known_by_its_type() -> None:
    assert _shown('<embed type="application/pdf" src="/download?id=3">') == [("file", "https://sfj.qinghe.gov.cn/download?id=3")]


def test_name_of_a_file_is_its_title_or_that_of_its_address() -> None:
    tree = LexborHTMLParser(f'<iframe src="/a/b.pdf" title="年报"></iframe><iframe src="/viewer.html?file={QUOTED}"></iframe>')

    assert [link.name for link in embedded(tree, URL)] == ["年报", "2025年报.pdf"]


def test_frame_is_one() -> None:
    assert _shown('<iframe src="/pages/12.html"></iframe>') == [("frame", "https://sfj.qinghe.gov.cn/pages/12.html")]


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="/module/visitcount/visit.jsp?type=3" style="display:none"></iframe>',
        '<iframe src="/a.html" width="0" height="0"></iframe>',
        '<iframe src="/a.html" hidden></iframe>',
        '<iframe src="/2016public/top.htm"></iframe>',
        '<iframe src="//i.tianqi.com/?c=code" width="300" height="30"></iframe>',
        '<iframe src="/slogan.html" height="80px"></iframe>',
        '<iframe id="footer" src="/1.html"></iframe>',
        '<iframe src=""></iframe>',
        '<iframe src="about:blank"></iframe>',
        '<iframe src="javascript:false"></iframe>',
        '<iframe src="http://[/a.html"></iframe>',
        '<embed src="/film.swf">',
        '<object classid="clsid:6bf52a52"></object>',
        "<script>var pdf = 'a.pdf';</script>",
    ],
)
def test_furniture_is_nothing_that_belongs_to_a_report(markup: str) -> None:
    assert _shown(markup) == []
