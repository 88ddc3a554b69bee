"""Page -> Report: the same text whatever the markup, the same text whatever the chrome, and never a silent loss."""

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crawler.errors import ExtractionError
from crawler.model import ListEntry, Page, Report, Select, Site
from pipelines.extract import extract, is_current
from storage.hashes import content_hash
from tests.chrome import FAMILIES, page, worded

_TITLE = "江川市司法局2023年度法治政府建设情况报告"
_OPENING = "2023年，江川市司法局深入学习贯彻习近平法治思想，较好完成了全年各项法治建设任务。"
_ENDING = "下一步，我局将继续提升依法行政能力，为全市高质量发展提供有力的法治保障。"
_BODY = [
    _OPENING,
    "一、主要工作",
    "（一）全年审查规范性文件43件，提出意见126条，采纳率为98.5%。",
    "二、存在问题",
    _ENDING,
    "江川市司法局",
    "2024年3月5日",
]
_NOW = datetime(2024, 4, 1, tzinfo=UTC)
_WORDS = "法治政府建设依行政机关执监督，。、；“”（）《》0123456789%年"


def _site(**select: str) -> Site:
    return Site(
        id="jiangchuan-sfj",
        name="江川市司法局",
        family="trs",
        lists=("http://sfj.jiangchuan.gov.cn/fzbg/",),
        schedule="0 6 * * *",
        select=Select(**select),
    )


def _read(markup: str | bytes, site: Site | None = None, entry: ListEntry | None = None, url: str = "") -> Report:
    body = markup.encode() if isinstance(markup, str) else markup
    return extract(Page(url=url, body=body, fetched_at=_NOW, site=site, entry=entry))


def _page(body: str, family: str = "truecms", **varying: str) -> str:
    return page(family, body, title=_TITLE, time="2024-03-06 09:30", source="江川市司法局", **varying)


def test_page_becomes_a_whole_report() -> None:
    found = _read(_page(worded(_BODY)), url="http://www.jiangchuan.gov.cn/jcsfj/gggs/content/1.html")

    assert found.text.splitlines() == _BODY
    assert (found.title, found.published_at, found.source) == (_TITLE, "2024-03-06T09:30+08:00", "江川市司法局")
    assert (found.issuer, found.report_year, found.kind) == ("江川市司法局", 2023, "report")
    assert [section.heading for section in found.outline if section.level == 1] == ["一、主要工作", "二、存在问题"]
    assert found.warnings == ()


def test_issuer_and_year_come_from_the_first_lines_where_the_title_names_none() -> None:
    lines = ["江川市石桥镇人民政府", "2022年度法治政府建设情况报告", *_BODY[1:]]
    markup = page("wuxi", worded(lines), title="法治政府建设情况报告", time="2023-03-01 08:00:00", source="司法局")

    found = _read(markup)

    assert (found.issuer, found.report_year, found.kind) == ("江川市石桥镇人民政府", 2022, "report")


def test_line_that_follows_the_title_in_the_body_is_no_part_of_it() -> None:
    lines = ["石桥镇2022年度法治政府建设情况报告", "江川市石桥镇人民政府", *_BODY[1:]]

    found = _read(page("wuxi", worded(lines), title="法治政府建设情况报告", time="2023-03-01 08:00:00", source="司法局"))

    assert (found.issuer, found.report_year, found.kind) == ("石桥镇", 2022, "report")


def test_issuer_comes_from_the_signature_where_nothing_else_names_one() -> None:
    markup = page("wuxi", worded(_BODY), title="2023年度法治政府建设情况报告", time="2024-03-06 08:00:00", source="")

    assert _read(markup).issuer == "江川市司法局"


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        ("2024年,江川市民政局坚持以人民为中心，扎实推进法治政府建设，各项任务圆满完成。", "江川市民政局"),
        ("2024年度，江川市自然资源和规划局认真落实上级部署，依法行政水平稳步提升。", "江川市自然资源和规划局"),
        ("一年来，石桥镇人民政府深入学习习近平法治思想，持续提升依法行政能力。", "石桥镇人民政府"),
        ("2024年，在市委、市政府的坚强领导下，江川市水利局紧紧围绕中心工作，依法履职。", "江川市水利局"),
        ("2024年是实现规划目标任务的关键一年。江川市卫生健康委员会高度重视法治建设工作。", "江川市卫生健康委员会"),
        ("在上级部门指导下，以习近平法治思想为指引，国家统计局江川调查队严格依法统计。", "国家统计局江川调查队"),
        ("按照法治政府建设工作要求，现将江川市审计局2024年度法治政府建设情况报告如下。", "江川市审计局"),
        ("江川市交通运输局2024年积极推进法治政府部门建设，取得了明显成效，现报告如下。", "江川市交通运输局"),
        (
            "今年以来，中共江川市委全面依法治市委员会办公室全面贯彻落实党的二十大精神，统筹推进各项工作。",
            "中共江川市委全面依法治市委员会办公室",
        ),
        ("2024年，我局坚持以人民为中心，扎实推进法治政府建设，各项任务圆满完成。", None),
        ("2024年，我县认真贯彻落实法治政府建设的各项部署，法治建设迈上新台阶。", None),
        ("2024年，全市各级各部门深入推进依法行政，法治政府建设取得新的成效。", None),
        ("2024年，市委、市政府高度重视法治政府建设，多次召开会议研究部署工作。", None),
        ("2024年，在江川市司法局的指导下，我镇扎实推进法治政府建设，成效明显。", None),
        ("为深入贯彻国务院的部署，党中央、国务院高度重视，全国上下积极行动起来。", None),
    ],
)
def test_issuer_comes_from_the_first_sentence_where_the_title_names_none(sentence: str, issuer: str | None) -> None:
    markup = page(
        "wuxi", worded([sentence, *_BODY[1:4]]), title="关于2024年度法治政府建设情况的报告", time="2025-01-06 08:00:00", source=""
    )

    assert _read(markup).issuer == issuer


def test_signature_completes_what_the_first_sentence_shortens() -> None:
    lines = ["2024年，市司法局坚持以人民为中心，扎实推进法治政府建设，各项任务圆满完成。", *_BODY[1:]]
    markup = page("wuxi", worded(lines), title="关于2024年度法治政府建设情况的报告", time="2025-01-06 08:00:00", source="")

    assert _read(markup).issuer == "江川市司法局"


def test_first_sentence_below_a_salutation_names_the_issuer() -> None:
    lines = ["市委全面依法治市委员会办公室：", "2024年，江川市民政局坚持以人民为中心，扎实推进法治政府建设。", *_BODY[1:4]]
    markup = page("wuxi", worded(lines), title="关于2024年度法治政府建设情况的报告", time="2025-01-06 08:00:00", source="")

    assert _read(markup).issuer == "江川市民政局"


def test_breadcrumb_names_no_issuer() -> None:
    rows = "".join(f"<p><a href='/{number}'>2024年法治政府建设工作动态之{number}</a></p>" for number in range(12))
    markup = f"<html><title>公告公示</title><body><p>您当前的位置：首页 &gt; 公告公示- 江川市司法局</p>{rows}</body></html>"

    assert _read(markup).issuer is None


@pytest.mark.parametrize("family", FAMILIES)
def test_chrome_that_changes_with_every_visit_changes_nothing(family: str) -> None:
    body = worded(_BODY, seed=3)

    found = [
        _read(_page(body, family, clicks=clicks, banner=banner)) for clicks, banner in (("", "今天是2024年4月1日"), ("1204", "星期二"))
    ]

    assert found[0].text == found[1].text == "\n".join(_BODY)
    assert found[0].published_at == found[1].published_at


@pytest.mark.parametrize(
    "sentence",
    [
        "门户网站浏览次数：全年累计126万人次，较上年增长三成。",
        "打印、复印执法文书实行统一编号管理",
        "微信扫一扫下方二维码，即可查看附近的法律援助网点。",
        "信息来源于群众、服务于群众是我们的工作原则",
        "责任编辑制度和三审三校制度得到严格落实，全年未发生差错",
        "关闭污染企业3家",
        "发布时间不得晚于规定期限的最后一个工作日",
        "首页设置“法治政府建设”专栏，更多内容向基层延伸",
    ],
)
def test_sentence_that_speaks_of_chrome_is_kept(sentence: str) -> None:
    lines = [*_BODY[:3], sentence, *_BODY[3:]]

    assert _read(_page(worded(lines, seed=5), "unknown")).text.splitlines() == lines


@pytest.mark.parametrize("family", [family for family in FAMILIES if family != "unknown"])
@pytest.mark.parametrize(
    "line", ["附件", "附件1", "版权所有者的合法权益得到依法保护", "版权所有、侵权必究的观念深入人心。", "门户网站全部支持IPv6"]
)
def test_last_line_of_a_body_is_kept_though_it_sounds_like_a_footer(line: str, family: str) -> None:
    lines = [*_BODY, line]

    assert _read(_page(worded(lines, seed=7), family)).text.splitlines() == lines


@st.composite
def _marked_up(draw: st.DrawFn, depth: int = 0) -> tuple[str, str]:
    """Draw a piece of a paragraph: the words, and some markup that shows them."""
    if depth > 3 or draw(st.booleans()):
        words = draw(st.text(_WORDS, max_size=12))
        letters = [draw(st.sampled_from((escape(letter), f"&#{ord(letter)};", f"&#x{ord(letter):X};"))) for letter in words]
        return words, draw(st.sampled_from(("", "<!--x-->", "<o:p></o:p>"))).join(letters)
    parts = draw(st.lists(_marked_up(depth + 1), min_size=1, max_size=4))
    tag = draw(st.sampled_from(("span", "font", "b", "strong", "u", "label", "em", "span style='font-size:16pt'", "a name=_GoBack")))
    glue = draw(st.sampled_from(("", "<wbr>", "<span style='display:none'>不可见</span>")))
    return "".join(words for words, _ in parts), f"<{tag}>{glue.join(markup for _, markup in parts)}</{tag.partition(' ')[0]}>"


@settings(max_examples=60, deadline=None)
@given(st.lists(_marked_up(), min_size=1, max_size=6), st.sampled_from(("", "\n", "\r\n      ")))
def test_no_inline_markup_changes_the_text(parts: list[tuple[str, str]], broken: str) -> None:
    words = "法治建设" + "法治".join(piece for piece, _ in parts) + "如上。"
    markup = f"法治建{broken}设" + f"法{broken}治".join(shown for _, shown in parts) + f"如{broken}上。"

    found = _read(_page(f"<p>{_OPENING}</p><p>&nbsp;&nbsp;{markup}</p><div>{_ENDING}</div>"))

    assert found.text.splitlines() == [_OPENING, words, _ENDING]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(FAMILIES))
def test_no_markup_of_word_changes_the_text(seed: int, family: str) -> None:
    assert _read(_page(worded(_BODY, seed), family)).text.splitlines() == _BODY


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 6), st.sampled_from(("insert", "replace", "delete")), st.sampled_from("法1，甲a"), st.data())
def test_any_changed_character_of_the_body_changes_the_hash(number: int, edit: str, letter: str, data: st.DataObject) -> None:
    line = _BODY[number]
    place = data.draw(st.integers(0, len(line) - 1))
    assume(edit != "replace" or line[place] != letter)
    after = place if edit == "insert" else place + 1
    changed = [*_BODY]
    changed[number] = line[:place] + ("" if edit == "delete" else letter) + line[after:]

    assert content_hash(_read(_page(worded(changed))).text) != content_hash("\n".join(_BODY))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FAMILIES),
    st.integers(0, 10_000_000).map(str),
    st.sampled_from(("", "今天是2024年4月1日 星期一", "2019年12月3日", "欢迎访问江川市人民政府网站！")),
    st.sampled_from(("江川市司法局", "本网", "江川日报")),
)
def test_any_change_of_chrome_leaves_the_hash(family: str, clicks: str, banner: str, source: str) -> None:
    markup = page(family, worded(_BODY), title=_TITLE, time="2024-03-06 09:30", source=source, clicks=clicks, banner=banner)

    assert content_hash(_read(markup).text) == content_hash("\n".join(_BODY))


def test_what_a_list_promised_changes_nothing() -> None:
    markup = _page(worded(_BODY))
    entry = ListEntry(url="http://sfj.jiangchuan.gov.cn/1.html", title="另一个标题", date="2001-01-01")

    alone, promised = _read(markup), _read(markup, entry=entry)

    assert (alone.title, alone.text, alone.published_at) == (promised.title, promised.text, promised.published_at)


def test_row_says_where_the_body_is() -> None:
    markup = _page(f"<p>{_OPENING}</p><div class='odd'><p>{_ENDING}</p></div><p>网站编者的长篇按语，放在正文的同一个容器里面。</p>")

    assert _read(markup, site=_site(body=".odd")).text == _ENDING


@pytest.mark.parametrize("selector", ["#gone", "p[", ".article:foo"])
def test_row_whose_selector_finds_nothing_reads_by_the_family_and_warns(selector: str) -> None:
    found = _read(_page(worded(_BODY)), site=_site(body=selector))

    assert found.text.splitlines() == _BODY
    assert any(selector in warning for warning in found.warnings)


def test_encoding_of_the_row_is_believed() -> None:
    markup = _page(worded(_BODY)).replace('<meta charset="utf-8">', "").encode("gb18030")
    site = Site(id="a-b", name="a", family="trs", lists=("http://a.gov.cn/",), schedule="0 6 * * *", encoding="gb18030")

    assert _read(markup, site=site).text.splitlines() == _BODY


def test_text_behind_a_second_end_of_the_page_is_read() -> None:
    markup = _page(f"<p>{_OPENING}</p></body></html><p>{_ENDING}</p>")

    assert _read(markup).text.splitlines() == [_OPENING, _ENDING]


def test_text_outside_the_container_is_a_warning() -> None:
    stray = "另外，我局还承担了全市公共法律服务体系建设的牵头任务，相关情况将在专项报告中说明。"
    markup = _page(worded(_BODY)).replace('<div class="footer">', f'<div class="side"><p>{stray}</p></div><div class="footer">')

    (warning,) = _read(markup).warnings

    assert stray[:10] in warning


@pytest.mark.parametrize("elsewhere", [False, True])
def test_title_over_several_lines_of_the_body_stays_or_goes_as_a_whole(elsewhere: bool) -> None:
    heading = "<h1>江川市司法局<br>2023年度法治政府<br>建设情况报告</h1>"
    card = f"<table><tr><td>信息名称：</td><td>{_TITLE}</td></tr></table>" if elsewhere else ""
    footing = "<div>发布日期：2024-03-06　来源：江川市司法局</div>"

    found = _read(f"<html><title>{_TITLE}</title><body>{card}<div class='box'>{heading}{worded(_BODY)}</div>{footing}</body></html>")

    assert "".join(found.text.splitlines()[: -len(_BODY)]) == (_TITLE if elsewhere else "")


def test_prose_that_went_with_the_header_is_a_warning() -> None:
    preface = "编者按：下面这份报告由市司法局起草，经市政府常务会议审议通过后，依照规定向社会公布；欢迎监督。"
    header = "来源：江川市司法局 发布时间：2024-03-06 浏览次数："

    found = _read(_page(f"<p>{preface}</p><p>{header}</p>{worded(_BODY)}"))

    assert found.text.splitlines() == _BODY
    assert any(preface[:10] in warning for warning in found.warnings)


def test_element_named_for_the_body_that_holds_only_a_part_is_a_warning() -> None:
    box = (
        "<table><tr><td>项目名称</td><td>法治文化广场建设项目（二期）施工</td></tr><tr><td>联系人</td><td>王某某，电话略</td></tr></table>"
    )
    markup = (
        f"<html><title>{_TITLE}</title><body><div class='main'>{box}<div class='vF_content'><p>{_OPENING}</p></div></div></body></html>"
    )

    found = _read(markup)

    assert found.text.splitlines()[-1] == _OPENING
    assert any("named for the body" in warning for warning in found.warnings)


def test_few_words_without_a_container_are_a_warning() -> None:
    links = "".join(f"<li><a href='/{number}'>江川市第{number}批项目申报工作的通知</a></li>" for number in range(9))
    found = _read(f"<html><body><h3>最新动态</h3><ul>{links}</ul><div><a href='a.pdf'>江川市预算.pdf</a></div></body></html>")

    assert any("no more than" in warning for warning in found.warnings)


def test_table_that_lost_its_values_is_a_warning() -> None:
    rows = "".join(f"<tr><td>{organ}</td><td>{number}</td><td></td></tr>" for organ, number in (("公安局", 12), ("城管局", 7)))
    table = f"<table><tr><th>单位</th><th>执法人数</th><th>持证率</th></tr>{rows}</table>"

    found = _read(_page(worded(_BODY) + table))

    assert found.text.splitlines()[-3:] == ["单位 | 执法人数 | 持证率", "公安局 | 12 |", "城管局 | 7 |"]
    assert found.warnings == ("1 columns of a table have a heading and no value",)


def test_body_that_a_script_unveils_is_read_with_a_warning() -> None:
    paragraphs = "".join(f"<p>{line}第{number}段</p>" for number, line in enumerate(_BODY * 2))
    markup = f"<html><title>{_TITLE}</title><body><div style='display: none'><div>{paragraphs}</div></div></body></html>"

    found = _read(markup)

    assert found.text.startswith(_OPENING)
    assert any("hides" in warning for warning in found.warnings)


def test_text_without_any_container_is_left_to_trafilatura() -> None:
    links = "".join(f"<p><a href='/{number}'>{line}</a></p>" for number, line in enumerate(_BODY))

    found = _read(f"<html><title>{_TITLE}</title><body><div>{links}</div></body></html>")

    assert found.extractor.startswith("trafilatura-")
    assert is_current(found.extractor)
    assert any("trafilatura" in warning for warning in found.warnings)


def test_page_of_an_unknown_template_that_holds_a_picture_has_no_text() -> None:
    header, footer = "发布时间：2024-03-06 10:00 来源：江川市司法局", "版权所有：江川市司法局 地址：江川市人民路12号"
    markup = (
        f"<html><title>{_TITLE}</title><body><h1>{_TITLE}</h1><div>{header}</div><div class='k1'><img src='1.jpg'></div><div>{footer}</div>"
    )

    with pytest.raises(ExtractionError, match="pictures"):
        _read(markup)


def test_body_that_is_a_picture_is_an_error_that_names_it() -> None:
    with pytest.raises(ExtractionError, match="pictures"):
        _read(_page('<p><img src="./W020240306.jpg"></p>'))


@pytest.mark.parametrize("markup", ["", "<html></html>", "<frameset><frame src='a.html'></frameset>"])
def test_page_without_text_is_an_error(markup: str) -> None:
    with pytest.raises(ExtractionError):
        _read(markup)


@pytest.mark.parametrize("tag", ["div", "span", "font", "b", "table", "ul"])
def test_hundred_thousand_nested_elements_are_read(tag: str) -> None:
    inner = "".join(f"<p>{line}</p>" for line in _BODY)

    found = _read(f"<html><title>{_TITLE}</title><body>{f'<{tag}>' * 100_000}{inner}{f'</{tag}>' * 100_000}</body></html>")

    assert set(_BODY) <= set(found.text.splitlines())


def test_record_of_this_reader_is_current() -> None:
    extractor = _read(_page(worded(_BODY))).extractor

    assert extractor.startswith("container/")
    assert is_current(extractor)


@pytest.mark.parametrize("extractor", ["container/00000000", "trafilatura-1.0/00000000", "", "container"])
def test_record_of_another_reader_is_not_current(extractor: str) -> None:
    assert not is_current(extractor)
