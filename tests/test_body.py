"""Where on a page the body stands, and what proves it."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.body.container import Body, find_body
from pipelines.body.lines import Lines
from pipelines.body.walk import lines_of

_FIRST = "2023年，云溪县坚持依法治县、依法执政、依法行政共同推进，法治建设取得新成效。"
_LAST = "下一步，我县将继续补短板、强弱项，以更高标准推进法治政府建设各项工作。"
_PROSE = f"<p>{_FIRST}</p><p>一、主要成效</p><p>{_LAST}</p>"
_MENU = "".join(f'<li><a href="/{number}/">政务公开栏目之{number}</a></li>' for number in range(12))
_STRAY = "<div><p>本网站由云溪县人民政府办公室主办，欢迎社会各界提出宝贵的意见和建议。</p></div>"


def _page(markup: str) -> Lines:
    root = LexborHTMLParser(markup).body
    assert root is not None
    return lines_of(root)


def _found(markup: str, *titles: str) -> tuple[str, list[str]]:
    page = _page(markup)
    body = find_body(page, titles)
    assert isinstance(body, Body)
    return body.proof, [line.text for line in page.lines[body.first : body.last]]


@pytest.mark.parametrize(
    "container",
    [
        'div id="zoom"',
        'div id="Zoom"',
        'div class="TRS_Editor"',
        'div class="view TRS_UEDITOR trs_paper_default"',
        'div id="UCAP-CONTENT"',
        "ucapcontent",
        'div class="news_cont_d_wrap"',
        'div id="vsb_content_501"',
        'div class="wzcon j-fontContent newscontnet"',
        'div id="ivs_content"',
        'div class="wp_articlecontent"',
        'font id="fontzoom"',
        'td id="czfxcontent"',
    ],
)
def test_container_of_a_known_platform_proves_the_body(container: str) -> None:
    element = f"<{container}>{_PROSE}</{container.partition(' ')[0]}>"
    inner = f"<table><tr>{element}</tr></table>" if container.startswith("td") else element

    proof, lines = _found(f"<ul>{_MENU}</ul><h1>标题</h1>{inner}{_STRAY}")

    assert (proof, lines[0], lines[-1]) == ("container", _FIRST, _LAST)


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("<!--<$[信息内容]>begin-->", "<!--<$[信息内容]>end-->"),
        ("<!--ZJEG_RSS.content.begin-->", "<!--ZJEG_RSS.content.end-->"),
        ("<META name=ContentStart>", "<META name='ContentEnd'>"),
        ("<!-- 正文开始 -->", "<!-- 正文结束 -->"),
        ("<!-- 正文内容 S -->", "<!-- 正文内容 E -->"),
        ("<!--textbody begin-->", "<!--textbody end-->"),
    ],
)
def test_fences_prove_the_body(begin: str, end: str) -> None:
    markup = f"<div><ul>{_MENU}</ul><p>标题在此</p>{begin}{_PROSE}{end}<p>编者按：以上内容由有关部门提供，仅供参考使用。</p></div>"

    assert _found(markup) == ("fence", [_FIRST, "一、主要成效", _LAST])


def test_outermost_of_nested_containers_is_the_body() -> None:
    markup = f'<div class="TRS_Editor"><p>云溪县人民政府文件</p><div class="TRS_Editor">{_PROSE}</div><p>云溪县人民政府</p></div>'

    assert _found(markup)[1] == ["云溪县人民政府文件", _FIRST, "一、主要成效", _LAST, "云溪县人民政府"]


def test_containers_of_one_name_in_a_row_are_one_body() -> None:
    markup = f'<div><div class="TRS_Editor"><p>{_FIRST}</p></div><div class="TRS_Editor"><p>{_LAST}</p></div></div><ul>{_MENU}</ul>'

    assert _found(markup)[1] == [_FIRST, _LAST]


def test_container_that_holds_next_to_nothing_proves_nothing() -> None:
    markup = f'<div id="zoom"><p>点此查看</p></div><div class="main">{_PROSE * 1}</div><ul>{_MENU}</ul>'

    proof, lines = _found(markup)

    assert (proof, lines[-3:]) == ("evidence", [_FIRST, "一、主要成效", _LAST])


@pytest.mark.parametrize(
    "markup",
    [
        "<div class=a><div class=b><h1>标题</h1><div>发布时间：2024-03-01 来源：县司法局</div><div class=c>{}</div></div></div>",
        "<table><tr><td><ul>{menu}</ul></td><td>{}</td></tr></table>",
        "<div><div>{}</div><div><a href=a>相关链接一个</a><a href=b>相关链接两个</a></div></div>",
        "<section><article>{}</article><aside>{menu}</aside></section>",
    ],
)
def test_prose_shows_where_the_body_is(markup: str) -> None:
    filled = f"<ul>{_MENU}</ul>{markup.replace('{menu}', _MENU).replace('{}', _PROSE)}<div>版权所有：云溪县人民政府</div>"

    assert _found(filled) == ("evidence", [_FIRST, "一、主要成效", _LAST])


def test_lines_without_elements_of_their_own_are_a_body() -> None:
    markup = f"<div>{_MENU}</div><div>　　{_FIRST}<br><br>　　一、主要成效<br>　　{_LAST}</div>"

    assert _found(markup) == ("evidence", [_FIRST, "一、主要成效", _LAST])


def test_single_paragraph_does_not_leave_its_neighbours_behind() -> None:
    markup = f"<ul>{_MENU}</ul><div><div>主要成效</div><p>{_FIRST}</p><div>县司法局</div></div>"

    assert _found(markup)[1] == ["主要成效", _FIRST, "县司法局"]


def test_signature_outside_the_last_element_belongs_to_the_body() -> None:
    markup = (
        f"<ul>{_MENU}</ul><div><ul>{_MENU}</ul><div>{_PROSE}</div><div>云溪县人民政府</div><div>2024年3月1日</div><ul>{_MENU}</ul></div>"
    )

    assert _found(markup)[1][-2:] == ["云溪县人民政府", "2024年3月1日"]


def test_second_copy_for_small_screens_is_not_read() -> None:
    copies = "".join(f'<div class="{screen}"><ul>{_MENU}</ul><div id="info">{_PROSE}</div></div>' for screen in ("pc", "phone"))

    assert _found(copies)[1] == [_FIRST, "一、主要成效", _LAST]


def test_inner_element_of_the_same_id_is_no_copy() -> None:
    assert _found(f'<div id="content"><ul>{_MENU}</ul><div id="content">{_PROSE}</div></div>')[1] == [_FIRST, "一、主要成效", _LAST]


def test_title_of_the_page_is_not_drawn_into_the_body() -> None:
    title = "云溪县人民政府关于2023年度法治政府建设情况的报告"
    markup = f"<div><div>{title}</div><div>浏览次数：12</div><div>{_PROSE}</div></div>"

    assert _found(markup, f"{title}-云溪县人民政府网")[1] == [_FIRST, "一、主要成效", _LAST]


@pytest.mark.parametrize("shown", ['<img src="a.png">', '<iframe src="a.pdf"></iframe>', '<p><embed src="a.pdf"></p>'])
def test_container_of_a_picture_or_a_frame_is_a_body_without_lines(shown: str) -> None:
    assert _found(f'<ul>{_MENU}</ul><h1>标题</h1><div id="zoom">{shown}</div>') == ("picture", [])


def test_container_of_nothing_but_files_is_the_body() -> None:
    files = "<p><a href='a.pdf'>云溪县2023年部门预算.pdf</a></p><p><a href='b.xls'>云溪县2023年部门预算表.xls</a></p>"
    page = f"<ul>{_MENU}</ul><h3>最新动态</h3><ul>{_MENU}</ul><div class='TRS_Editor'>{files}</div>"

    assert _found(page) == ("container", ["云溪县2023年部门预算.pdf", "云溪县2023年部门预算表.xls"])


def test_paragraphs_beside_menus_are_told_from_them() -> None:
    markup = f"<ul>{_MENU}</ul><p>县司法局</p>{_PROSE}<p>云溪县人民政府</p><ul>{_MENU}</ul><p>地址：云溪县人民路1号</p>"

    assert _found(markup) == ("evidence", ["县司法局", _FIRST, "一、主要成效", _LAST, "云溪县人民政府"])


def test_page_of_links_has_no_body() -> None:
    assert find_body(_page(f"<ul>{_MENU}</ul>")) is None
