"""Pages whose text stands in a script: what a visitor would see is what is read."""

import json

import pytest

from pipelines.body.scripted import shown
from pipelines.extract import extract
from tests.made import made_page

TITLE = "蚝江市司法局2024年度法治政府建设情况报告"
LINES = [
    "2024年，蚝江市司法局坚持以习近平法治思想为指导，扎实推进法治政府建设，较好完成了全年各项任务。",
    "一、主要举措和成效",
    "全年办理行政复议案件312件，其中调解和解104件，审查规范性文件43件。",
    "二、存在的不足",
    "基层执法力量仍显薄弱，执法文书质量“参差不齐”，有待进一步提高。",
]
CONTENT = "".join(f'<p style="text-indent:2em">{line}</p>' for line in LINES)

CARD = f"""<table><tr><td>索引号：</td><td>11440700/2025-00031</td><td>分类：</td><td>法治政府</td></tr>
<tr><td>发布机构：</td><td>蚝江市司法局</td><td>成文日期：</td><td>2025-03-10</td></tr><tr><td>名称：</td><td colspan="3">{TITLE}</td></tr>
<tr><td>文号：</td><td></td><td>发布日期：</td><td>2025-03-14</td></tr><tr><td>主题词：</td><td colspan="3"></td></tr></table>"""


def escaped(markup: str) -> str:
    """Return markup as the platform writes it into its script: no angle brackets, no letters beyond ASCII."""
    return json.dumps(markup).replace("<", "\\u003C").replace(">", "\\u003E").replace("/", "\\/")


def detail(
    content: str = CONTENT, body: str = '<div class="article-content"></div>', heading: str = f"<h1>{TITLE}</h1>", card: str = CARD
) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE}</title><script>
    window._CONFIG = {{SID: '750088', TREE: [{{"id": 1, "name": "年报", "content": "目录"}}],
      DETAIL: {{"id": 3414781, "title": {escaped(TITLE)}, "content": {escaped(content)}, "attachment": []}}, SERVICE_AREA_ID: 1}};
    </script></head><body>{heading}{card}
    {body}<div class="footer">主办：蚝江市人民政府办公室</div></body></html>"""


@pytest.mark.parametrize(
    "body",
    ['<div class="article-content"></div>', "<section class='content article-content'>\n</section>", "<div id='app'></div>"],
)
def test_text_of_the_script_is_the_text_of_the_report(body: str) -> None:
    report = extract(made_page(body=detail(body=body).encode()))

    assert report.text.splitlines() == LINES
    assert (report.title, report.published_at) == (TITLE, "2025-03-14")
    assert report.extractor.startswith("container")


def test_title_that_only_the_script_has_is_the_title() -> None:
    markup = detail(heading="", card="发布日期：2025-03-14").replace(f"<title>{TITLE}</title>", "<title>政府信息公开</title>")

    assert extract(made_page(body=markup.encode())).title == TITLE


def test_page_that_shows_its_text_itself_is_not_changed() -> None:
    markup = detail(body=f'<div class="article-content">{CONTENT}</div>')

    assert shown(markup) == markup
    assert extract(made_page(body=markup.encode())).text.splitlines() == LINES


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><p>法治政府建设情况报告</p></body></html>",
        "<script>window._CONFIG = {SID: '750088'}</script>",
        detail(content=""),
        detail(content="<p> &nbsp; </p>"),
        detail().replace('"content": "\\u003C', '"content": "\\x'),
    ],
)
def test_page_without_such_a_text_is_not_changed(markup: str) -> None:
    assert shown(markup) == markup
