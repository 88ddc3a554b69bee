"""Tables: rows of data become lines, tables that lay a page out do not."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipelines.body.tables import empty_columns, with_rows
from pipelines.body.walk import lines_of

_PROSE = "全市各级行政机关严格执行重大行政决策程序规定，决策质量和效率明显提升。"


def _text(markup: str) -> list[str]:
    root = LexborHTMLParser(markup).body
    assert root is not None
    page = lines_of(root)
    return [line.text for line in with_rows(page, 0, len(page.lines))]


def test_row_of_data_is_a_line() -> None:
    rows = "<tr><th>序号</th><th>项目</th></tr><tr><td><p>1</p></td><td><p>行政<span>复议</span></p></td></tr>"
    markup = f"<p>附表</p><table>{rows}</table><p>完</p>"

    assert _text(markup) == ["附表", "序号 | 项目", "1 | 行政复议", "完"]


def test_empty_cells_keep_their_place_and_empty_rows_go() -> None:
    markup = (
        "<table><tr><td>合计</td><td></td><td>29</td><td>&nbsp;</td></tr><tr><td></td><td></td></tr><tr><td>甲</td><td>乙</td></tr></table>"
    )

    assert _text(markup) == ["合计 |  | 29 |", "甲 | 乙"]


def test_paragraphs_of_a_cell_stand_in_its_row() -> None:
    facts = "<p>一、超期办理</p><p>二、记录不全<br>三、未公示</p>"
    markup = f"<table><tr><td>主要事实</td><td>{facts}</td></tr><tr><td>日期</td><td>3月</td></tr></table>"

    assert _text(markup) == ["主要事实 | 一、超期办理 二、记录不全 三、未公示", "日期 | 3月"]


def test_merged_cells_are_read_once() -> None:
    rows = "<tr><td rowspan=2>执法</td><td>检查</td></tr><tr><td>处罚</td></tr><tr><td colspan=2>合计</td></tr>"
    markup = f"<table><caption>表1</caption>{rows}</table>"

    assert _text(markup) == ["表1", "执法 | 检查", "处罚", "合计"]


@pytest.mark.parametrize(
    ("rows", "number"),
    [
        (["单位|件数|金额", "甲局|3|", "乙局|5|"], 1),
        (["单位|件数|金额", "甲局||", "乙局||"], 2),
        (["单位|件数|金额", "甲局|3|", "乙局|5|2万"], 0),
        (["单位||", "甲局||", "乙局||"], 0),
        (["单位|件数|金额", "甲局|3|"], 0),
        (["单位|件数|金额", "合计|8", "甲局|3|"], 0),
    ],
)
def test_columns_with_a_heading_and_no_value_are_counted(rows: list[str], number: int) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split('|'))}</tr>" for row in rows)
    root = LexborHTMLParser(f"<table>{cells}</table>").body
    assert root is not None
    page = lines_of(root)

    assert empty_columns(page, 0, len(page.lines)) == number


@pytest.mark.parametrize(
    "markup",
    [
        f"<table><tr><td><p>{_PROSE}</p><p>其一</p></td></tr></table>",
        f"<table><tr><td><ul><li>机构</li></ul></td><td>{f'<p>{_PROSE}</p>' * 5}<p>其一</p><p>二</p><p>三</p><p>四</p></td></tr></table>",
        f"<table><tr><td>导航</td><td><table><tr><td><p>{_PROSE}</p><p>其一</p></td></tr></table></td></tr></table>",
        f"<table><tr><td>导航</td><td><h1>标题</h1><p>{_PROSE}</p></td></tr></table>",
    ],
)
def test_table_that_lays_out_a_page_leaves_its_lines(markup: str) -> None:
    assert _PROSE in _text(markup)


def test_table_of_data_inside_a_layout_is_found() -> None:
    data = "<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    markup = f"<table><tr><td>导航</td><td><p>{_PROSE}</p>{data}</td></tr></table>"

    assert _text(markup) == ["导航", _PROSE, "甲 | 1", "乙 | 2"]
