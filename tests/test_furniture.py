"""Page chrome is known by what a whole line is."""

import pytest

from pipelines.body.edges import without_chrome
from pipelines.body.furniture import is_header, kinds
from pipelines.body.lines import Block, Line, Lines

_PROSE = "全市各级行政机关严格执行重大行政决策程序规定，决策质量和效率明显提升。"


def _own(*texts: str, titles: tuple[str, ...] = ()) -> list[str]:
    page = Lines(blocks=[Block(tag="div", names=" ", parent=-1, first=0)])
    return [line.text for line in without_chrome(page, [Line(text, 0, 0) for text in texts], titles)]


@pytest.mark.parametrize(
    "line",
    [
        "来源: 江川市司法局 发布时间:2024-03-13 14:24 累计次数: 字体:[ ]",
        "来源:江川市司法局 发布时间:2024-03-13 字体:[ ]",
        "来源:江川市司法局 时间:2024-03-13 14:24:05 浏览次数: 字号:[ ]",
        "文章来源: 作者: 发布时间:2024-02-19 10:08:13 点击数:",
        "发布日期: 2024-03-13 14:24 浏览次数:",
        "发布日期: 2011- 09- 01 14: 58: 15 浏览次数: 来源: 字体:[ ]",
        "发布日期:2024-03-13 访问次数: 信息来源:江川市司法局",
        "2024-03-13 14:24 江川市司法局",
        "文章来源:司法局 更新时间:2021/03/29 11:30:01",
        "来源:江川市司法局 时间:2024-03-13 14:24",
        "时间:2024-03-13 浏览量:1",
        "字体大小:【 浏览次数:信息来源: 区司法局发布时间:2025-11-07 16:34",
        "发布日期:2024-03-13 来源:司法局 作者:王某 阅读次数: [字号: ] 背景颜色:",
        "来源:司法局 发布日期:2024-03-13 浏览次数: 字体:【大 中 小】",
        "来源:司法局 作者: 发布时间 2025年09月05日 点击数:",
        "来源:司法局 作者: 发布时间:2024-03-13 【字号: 分享:",
        "来源:本网 发布日期:2024-03-13 09:00:00 【打印】 【字体:",
        "发布时间:2024-03-13 来源: 本网 阅读人次: - 【字体:",
        "日期:2025-01-24来源:区司法局",
        "时间:2024-03-13作者:王某源自:县司法局",
        "2022-03-22 11:35",
        "江川政务网 发布日期 : 2022-12-06 来源 : 江川市司法局 【 字体大小: 大 中 小 】 打印",
        "江川市司法局法治政府建设情况报告 2023-08-19 来源：江川日报",
    ],
)
def test_header_line_is_known_in_its_shapes(line: str) -> None:
    assert is_header(line)


@pytest.mark.parametrize(
    "line",
    [
        "江川市司法局",
        "2024年3月13日",
        "一、主要举措和成效",
        "信息来源于群众、服务于群众",
        "图：全市行政执法案件办理情况",
        "编辑 出版法治读本十二种",
        "三审三校制度：全面推行",
        "浏览次数：全年门户网站累计126万人次，来源：县大数据中心统计，发布时间平均提前2个工作日。",
        "会议时间安排在每季度第一个月",
        _PROSE,
    ],
)
def test_line_of_a_report_is_no_header(line: str) -> None:
    assert not is_header(line)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("【打印此页】 【关闭窗口】", "button"),
        ("[放大字体] [缩小字体] [打印] [关闭窗口] [返回顶部]", "button"),
        ("打印|关闭", "button"),
        ("全文下载", "button"),
        ("扫一扫在手机打开当前页", "scan"),
        ("扫码使用手机浏览本页内容", "scan"),
        ("微信扫一扫，分享到朋友圈", "scan"),
        ("分享到： QQ空间 豆瓣网", "share"),
        ("微信微博QQ空间", "share"),
        ("上一篇：江川市司法局关于公布证明事项清单的公告", "turn"),
        ("▪ 下一篇： 没有了", "turn"),
        ("您访问的链接即将离开“江川市人民政府”门户网站 是否继续？", "footer"),
        ("您的浏览器不支持播放此视频，请升级后再试。", "footer"),
        ("继续访问 放弃", "label"),
        ("政策解读：", "label"),
        ("打印本稿件", "button"),
        ("页面纠错", "button"),
        ("来源丨江川日报", "source"),
        ("（编辑 王某某）", "person"),
        ("视频编辑：王某 签审：李某某", "person"),
        ("一审一校：王某 二审二校：李某 三审三校：赵某", "person"),
        ("文｜王某 图｜李某某", "person"),
        ("浏览次数：1024", "count"),
        ("阅读人次: -", "count"),
        ("[ 大 中 小 ]", "size"),
        ("字号：大 中 小", "size"),
        ("（责任编辑：王某某）", "person"),
        ("一审：王某某 二审：李某某 三审：赵某某", "person"),
        ("（责任编辑：王某某 / 编发：李某 / 图片来源：宣传科）", "person"),
        ("您当前的位置：首页 > 政务公开 > 法治政府建设年度报告", "place"),
        ("首页 > 政务公开 > 法治政府建设", "place"),
        ("主办单位：江川市人民政府 苏ICP备00000001号", "footer"),
        ("版权所有：江川市人民政府", "footer"),
        ("江川市人民政府版权所有", "footer"),
        ("版权所有 江川市司法局 Copyright © 2024", "footer"),
        ("版权所有江川市人民政府办公室", "footer"),
        ("版权所有，未经许可不得转载。", "footer"),
        ("版权所有 侵权必究", "footer"),
        ("苏ICP备00000001号-1", "footer"),
        ("ICP备案序号：苏00000001", "footer"),
        ("苏公网安备 32990002000001号", "footer"),
        ("网站标识码：3299990001", "footer"),
        ("技术支持：江川市某某科技有限公司", "footer"),
        ("网站地图 | 联系我们 | 法律声明", "footer"),
        ("关于我们网站地图联系我们", "footer"),
        ("本网站支持IPv6", "footer"),
        ("当前位置：首页", "place"),
        ("您现在的位置 首页 政务公开", "place"),
        ("相关附件：", "label"),
        ("文件下载： 关联文件：", "label"),
        ("2024年3月4日", "date"),
        ("索 引 号：014000001/2024-00012", "card"),
        ("——", "rule"),
    ],
)
def test_chrome_is_known_by_kind(line: str, kind: str) -> None:
    assert kind in kinds(line)


@pytest.mark.parametrize(
    "line",
    [
        "微信扫一扫下方二维码，即可查看附近的法律援助网点。",
        "关闭污染企业3家",
        "下载附件见下文",
        "下一步打算：",
        "打印、复印执法文书实行统一编号管理",
        "责任编辑制度得到严格落实",
        "字号规范的企业达到120家",
        "附件：1.江川市2024年法治宣传活动一览表",
        "点击量超过10万次，分享到村民微信群230个",
        "分享经验12次",
        "审核：对94份合同进行合法性审核，提出意见120条。",
        "审核：合同94份 复议：12件",
        "首页设置“法治政府建设”专栏",
        "版权所有者的合法权益得到依法保护",
        "版权所有者维权案件办结15件。",
        "版权所有人登记制度不断完善，全年办理登记120件。",
        "版权所有、侵权必究的观念深入人心。",
        "版权所有，全年查处侵权案件12件。",
        "全市网站地图服务覆盖率100%",
        "门户网站全部支持IPv6访问",
        "技术支持：为基层提供法治技术支持120次",
        "隐私政策合规检查实现全覆盖",
        "网站标识码更新工作全部完成。",
        "法律声明类文书统一格式",
        "政府网站找错平台回复率100%",
        "ICP备案企业检查32家。",
        "当前的位置更加巩固",
        "",
    ],
)
def test_line_that_only_looks_like_chrome_is_none(line: str) -> None:
    assert not kinds(line) - {"rule"}


def test_header_goes_with_the_title_above_it() -> None:
    assert _own("江川市司法局法治政府建设情况报告", "来源：司法局 发布时间：2024-03-01 浏览次数：", _PROSE) == [_PROSE]


def test_title_without_a_header_below_it_stays() -> None:
    assert _own("江川市司法局", "法治政府建设情况报告", _PROSE) == ["江川市司法局", "法治政府建设情况报告", _PROSE]


def test_date_that_a_body_begins_with_stays() -> None:
    assert _own("2024年6月24日", "新闻发言人 王某某", _PROSE) == ["2024年6月24日", "新闻发言人 王某某", _PROSE]


def test_time_of_a_meeting_below_the_salutation_is_no_header() -> None:
    lines = ["各有关单位：", "时间：2024年3月4日", _PROSE]

    assert _own(*lines) == lines


def test_catalogue_card_above_a_document_goes() -> None:
    card = ["索引号：014000001/2024-00012", "发文机关：江川市人民政府", "有效性：有效", "标题：江川市法治政府建设报告"]

    assert _own(*card, _PROSE) == [_PROSE]


def test_catalogue_card_with_its_labels_in_one_row_goes() -> None:
    page = Lines(blocks=[Block(tag="tr", names=" ", parent=-1, first=0)])
    labels, values = "索取号 | 发布时间 | 发布机构 | 文件编号 | 备注", "01400X/2024-002 | | 江川市司法局 | 江司〔2024〕2号 |"

    own = without_chrome(page, [Line(text, 0, 0) for text in (labels, values, _PROSE, "事项 | 发布机构 | 备注")])

    assert [line.text for line in own] == [_PROSE, "事项 | 发布机构 | 备注"]


def test_names_and_numbers_of_a_contact_are_no_card() -> None:
    lines = [_PROSE, "1.采购人信息", "名称：江川市司法局", "文号：江司发〔2024〕2号"]

    assert _own(*lines) == lines


def test_chrome_between_paragraphs_goes() -> None:
    assert _own(_PROSE, "【打印】【关闭】", "浏览次数：12", "二、打算") == [_PROSE, "二、打算"]


def test_tail_goes_and_the_signature_stays() -> None:
    tail = ["附件：", "扫一扫在手机打开当前页", "责任编辑：王某某", "下一篇：没有了", "版权所有：江川市人民政府"]

    assert _own(_PROSE, "江川市司法局", "2024年3月4日", *tail) == [_PROSE, "江川市司法局", "2024年3月4日"]


def test_heading_of_an_annex_that_nothing_follows_stays() -> None:
    assert _own(_PROSE, "江川市司法局", "附件") == [_PROSE, "江川市司法局", "附件"]
    assert _own(_PROSE, "附 件1", "【打印】", "责任编辑：王某某") == [_PROSE, "附 件1"]


def test_label_of_files_that_nothing_follows_goes() -> None:
    assert _own(_PROSE, "相关附件", "附件：", "责任编辑：王某某") == [_PROSE]


def test_related_articles_below_a_body_go() -> None:
    page = Lines(blocks=[Block(tag="div", names=" ", parent=-1, first=0)])
    offers = [Line("江川市召开法治工作会议", 11, 0), Line("2024-01-05", 0, 0), Line("法治政府建设实施方案解读", 12, 0)]

    own = without_chrome(page, [Line(_PROSE, 0, 0), Line("相关新闻", 0, 0), *offers])

    assert [line.text for line in own] == [_PROSE]


def test_linked_attachments_below_a_body_stay() -> None:
    page = Lines(blocks=[Block(tag="div", names=" ", parent=-1, first=0)])

    own = without_chrome(page, [Line(_PROSE, 0, 0), Line("附件：", 0, 0), Line("1.一览表.docx", 9, 0)])

    assert [line.text for line in own] == [_PROSE, "附件：", "1.一览表.docx"]


def test_row_of_a_table_is_never_chrome() -> None:
    page = Lines(blocks=[Block(tag="tr", names=" ", parent=-1, first=0)])

    own = without_chrome(page, [Line(_PROSE, 0, 0), Line("打印 | 下载", 0, 0), Line("合计 | 2", 0, 0)])

    assert [line.text for line in own] == [_PROSE, "打印 | 下载", "合计 | 2"]
