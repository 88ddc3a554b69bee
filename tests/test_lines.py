"""The text of a page, line by line, as a browser shows it."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.body.lines import Lines, tidy
from pipelines.body.tables import with_rows
from pipelines.body.walk import lines_in, lines_of


def _lines(markup: str) -> Lines:
    root = LexborHTMLParser(markup).body
    assert root is not None
    return lines_of(root)


def _text(markup: str) -> list[str]:
    page = _lines(markup)
    return [line.text for line in with_rows(page, 0, len(page.lines))]


def test_spans_that_split_a_number_leave_it_whole() -> None:
    markup = "<p>办理<span lang=EN-US>1</span><span><font>,28</font></span><b>6</b>件，同比增长<i>12.</i>4%。</p>"

    assert _text(markup) == ["办理1,286件，同比增长12.4%。"]


def test_breaks_and_blocks_end_lines() -> None:
    markup = "一、概况<br>全年审查文件12件。<br/><br/><div>二、成效<center>附表</center>三、<h3>打算</h3>结语</div>"

    assert _text(markup) == ["一、概况", "全年审查文件12件。", "二、成效", "附表", "三、", "打算", "结语"]


def test_break_in_the_source_is_no_space_between_chinese_characters() -> None:
    markup = "<p>全面\n      依法\r\n治国，抓好 2023\n年各项 WTO\n规则培训，Word\nPress 升级</p>"

    assert _text(markup) == ["全面依法治国，抓好 2023年各项 WTO规则培训，Word Press 升级"]


def test_indentation_goes_and_printed_gaps_stay() -> None:
    assert _text("<p>&nbsp;&nbsp;\u3000\u3000第一章\u3000\u3000总　则&nbsp; </p>") == ["第一章\u3000总\u3000则"]


def test_punctuation_and_full_width_letters_stay_as_printed() -> None:
    line = "（一）ＡＢＣ类“放管服”改革——“一件事”：２０２３年①⑵Ⅲ；‘双随机’…"

    assert _text(f"<p>{line}</p>") == [line]


def test_zero_width_characters_are_not_seen() -> None:
    assert _text("<p>麻醉药品\u200c、精神\u200b药品\ufeff</p>") == ["麻醉药品、精神药品"]


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="display: none">不可见</p>',
        '<span style="color:red;DISPLAY:NONE;">不可见</span>',
        "<div hidden>不可见</div>",
        '<div class="box ng-hide">不可见</div>',
        "<script>document.write('不可见')</script>",
        "<style>p{content:'不可见'}</style>",
        "<noscript>不可见</noscript>",
        "<textarea>不可见</textarea><select><option>不可见</option></select><button>不可见</button>",
        "<!--[if gte mso 9]><xml><w:View>不可见</w:View></xml><![endif]-->",
        "<xml><w:WordDocument><w:Zoom>0</w:Zoom></w:WordDocument></xml>",
        "<template>不可见</template>",
    ],
)
def test_what_a_browser_does_not_show_is_no_text(hidden: str) -> None:
    assert _text(f"<p>第一段</p>{hidden}<p>第二段</p>") == ["第一段", "第二段"]


def test_what_is_hidden_is_remembered() -> None:
    (markup,) = _lines('<p>可见</p><div style="display:none"><p>不可见</p></div>').hidden

    assert [line.text for line in lines_in(markup).lines] == ["不可见"]


def test_word_shows_what_its_conditions_do_not_hide() -> None:
    ordinal = "<![if !supportLists]><span>1.<span>&nbsp;</span></span><![endif]>"
    markup = f'<p class=MsoListParagraph>{ordinal}健全机制<o:p></o:p></p><?xml:namespace prefix="o" />'

    assert _text(markup) == ["1. 健全机制"]


def test_text_after_a_second_end_of_the_page_is_read() -> None:
    assert _text("<p>前</p></body></html><p>后</p></html>") == ["前", "后"]


def test_span_shown_as_a_block_is_a_line() -> None:
    assert _text('<p>标题<span style="display:block">2024年3月</span></p>') == ["标题", "2024年3月"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert _text("<pre>第一行\n第二行</pre>") == ["第一行", "第二行"]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<ol><li>甲</li><li><p>乙</p></li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=4><li>甲<li value=9>乙<li>丙</ol>", ["4. 甲", "9. 乙", "10. 丙"]),
        ("<ol type=a><li>甲</li><li>乙</li></ol>", ["a. 甲", "b. 乙"]),
        ("<ol type=I><li>甲</li><li>乙</li></ol>", ["I. 甲", "II. 乙"]),
        ("<ol reversed start=2><li>甲</li><li>乙</li></ol>", ["2. 甲", "1. 乙"]),
        ('<ol style="list-style-type: cjk-ideographic"><li>甲</li><li>乙</li></ol>', ["一、甲", "二、乙"]),
        ('<ol start="20" style="list-style-type:simp-chinese-informal"><li>甲</li><li>乙</li></ol>', ["二十、甲", "二十一、乙"]),
        ('<ol style="list-style:none"><li>一、甲</li></ol>', ["一、甲"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
        ("<ol><li>甲<ol type=A><li>子</li></ol></li><li>乙</li></ol>", ["1. 甲", "A. 子", "2. 乙"]),
        ("<ol><li></li><li>乙</li></ol>", ["2. 乙"]),
        ("<ol start=27 type=a><li>甲</li></ol>", ["aa. 甲"]),
        ("<ol start=-1><li>甲</li></ol><ol type=i start=0><li>乙</li></ol>", ["-1. 甲", "0. 乙"]),
    ],
)
def test_lists_show_the_ordinals_a_browser_shows(markup: str, lines: list[str]) -> None:
    assert _text(markup) == lines


def test_links_are_counted_but_anchors_are_none() -> None:
    page = _lines('<p>根据<a href="/fg.html">《条例》</a>规定<a name="_GoBack">执行</a></p>')

    (line,) = page.lines

    assert (line.text, line.linked) == ("根据《条例》规定执行", 4)


def test_marks_tell_links_pictures_and_fences() -> None:
    page = _lines('<p>见<a href="a.doc" title="附件一">附件</a></p><!--正文开始--><img src="b.png" alt="图"><META name=ContentStart>')

    assert [(mark.kind, mark.value, mark.name, mark.line) for mark in page.marks] == [
        ("link", "a.doc", "附件", 0),
        ("comment", "正文开始", "", 1),
        ("img", "b.png", "图", 1),
        ("meta", "ContentStart", "", 1),
    ]


def test_blocks_bound_their_lines() -> None:
    page = _lines('<div id="a"><p>一</p><p>二</p></div><p>三</p>')

    block = next(block for block in page.blocks if block.names.startswith("a"))

    assert [line.text for line in page.lines[block.first : block.last]] == ["一", "二"]


def test_inline_container_bounds_its_lines_too() -> None:
    page = _lines('<td><span class="txt7">甲<br>乙<div>丙</div></span></td>')

    block = next(block for block in page.blocks if "txt7" in block.names)

    assert [line.text for line in page.lines[block.first : block.last]] == ["甲", "乙", "丙"]


def test_tidy_leaves_one_space_where_words_are_apart() -> None:
    assert tidy(" \u3000 A  B\t\n C ") == "A B C"
