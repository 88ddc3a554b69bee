"""What a parser writes of a page, cut into tags and texts."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.body.markup import attributes_of, pieces
from pipelines.body.walk import lines_of
from pipelines.metadata.layout import layout


def _pieces(markup: str) -> list[tuple[str, str]]:
    root = LexborHTMLParser(markup).body
    assert root is not None
    return [(tag, text) for tag, _, text in pieces(root)][1:-1]


def _shown(markup: str) -> list[str]:
    root = LexborHTMLParser(markup).body
    assert root is not None
    return [line.text for line in lines_of(root).lines]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>一</p>二", [("p", "一"), ("/p", "二")]),
        ("<P>一<BR>二", [("p", "一"), ("br", "二"), ("/p", "")]),
        ("<!-- 正文<b>begin --><p>一", [("!-- 正文&lt;b&gt;begin --", ""), ("p", "一"), ("/p", "")]),
        ("<script>if (a<b) c('</p>')</script>一", [("script", ""), ("/script", "一")]),
        ("<xmp><b>一</b></xmp>", [("xmp", "&lt;b&gt;一&lt;/b&gt;"), ("/xmp", "")]),
        ('<p class="a"<span>一', [('p class="a" <span=""', "一"), ("/p", "")]),
    ],
)
def test_element_is_its_tags_and_the_texts_behind_them(markup: str, expected: list[tuple[str, str]]) -> None:
    assert _pieces(f"<body>{markup}") == expected


def test_script_within_the_comment_of_a_script_does_not_end_it() -> None:
    script = "<script><!-- document.write('<script src=a></script><p>不是正文</p>'); --></script>"

    assert _shown(f"<body><p>正文一</p>{script}<p>正文二</p>") == ["正文一", "正文二"]


def test_values_of_attributes_are_as_they_were_meant() -> None:
    tag = 'a href="/a?b=1&amp;c=2" title="&quot;一&quot;&nbsp;&lt;" 三=""'

    assert attributes_of(tag) == {"href": "/a?b=1&c=2", "title": '"一"\xa0<', "三": ""}


def test_hidden_element_ends_with_its_own_end() -> None:
    assert _shown("<body><div hidden>一<div>二</div>三</div>四") == ["四"]


def test_layout_and_lines_show_the_same_words() -> None:
    root = LexborHTMLParser("<body><h1>关于<b>报告</b></h1><p>一&lt;二<script>'<i>'</script>三</p><!-- 四 -->").body
    assert root is not None

    assert [line.replace("\x1f", "") for line in layout(pieces(root)).lines] == ["关于报告", "一<二", "三"]
    assert [line.text for line in lines_of(root).lines] == ["关于报告", "一<二三"]
