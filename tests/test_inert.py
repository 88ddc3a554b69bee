"""What of a stored page is left to look at."""

import re

import pytest

from storage.browse.inert import inert, markup
from tests.hostile import hostile
from tests.made import made_page

FAR = "https://far.example"


def body(shown: str) -> str:
    """Return what stands in the body of a document."""
    return shown.partition("<body>")[2].rpartition("</body>")[0].strip()


def test_words_and_their_plain_looks_stay() -> None:
    page = '<center><font color="red" size="5">行政复议</font></center><p style="text-indent: 2em; color: #333">第一条</p><td>'
    table = '<table border="1"><tbody><tr><td colspan="2">合计</td></tr></tbody></table>'

    assert body(inert(page + table)) == page.replace(": ", ":").replace("; ", ";").removesuffix("<td>") + table


def test_nothing_is_left_by_which_a_page_could_act_or_ask() -> None:
    shown = inert(hostile(FAR))

    assert "全年办理行政复议案件312件。" in shown
    assert FAR not in shown
    assert "acted" not in shown
    assert set(re.findall(r"<([a-z0-9]+)", body(shown))) <= {"h1", "p", "img", "details", "summary", "a"}
    assert set(re.findall(r"\s([\w-]+)=", body(shown))) <= {"style", "alt", "id", "href"}
    assert re.findall(r'href="([^"]*)"', shown) == ["#note"]


@pytest.mark.parametrize(
    "style",
    [
        "background-color: url(https://far.example/a)",
        "background: url(https://far.example/a)",
        r"width: \75rl(https://far.example/a)",
        "height: image-set('https://far.example/a' 1x)",
        "color: red; behavior: url(https://far.example/a)",
        "font-family: a; src: url(https://far.example/a)",
        "position: fixed",
    ],
)
def test_style_that_asks_or_covers_is_none(style: str) -> None:
    shown = inert(f'<p style="{style}">第一条</p>')

    assert "far.example" not in shown
    assert "fixed" not in shown
    assert "第一条" in shown


def test_picture_within_the_page_is_shown_and_no_other() -> None:
    kept = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="章">'
    others = '<img src="data:image/svg+xml,<svg onload=1>"><img src="https://far.example/a.png" alt="图"><img src="a.png">'

    assert body(inert(kept + others)) == f'{kept}<img><img alt="图"><img>'


def test_title_is_text() -> None:
    assert "<title>甲 &amp; 乙&lt;b</title>" in inert("<title>甲 &amp; 乙&lt;b</title>")


def test_page_is_read_in_the_encoding_that_holds() -> None:
    sent = "<meta charset=gb2312><p>朱镕基</p>".encode("gb18030")

    assert markup(made_page(body=sent, content_type="text/html")) == "<meta charset=gb2312><p>朱镕基</p>"
    assert markup(made_page(body="<p>行政複議</p>".encode("big5"), content_type=""), "big5") == "<p>行政複議</p>"


def test_file_has_no_markup() -> None:
    assert markup(made_page(body=b"%PDF-1.7\n%\xe2\xe3", content_type="application/pdf")) is None
