"""The sections of a report and the statutory parts they open."""

import pytest

from crawler.model import Role, Section
from pipelines.outline import outline

PROSE = "一、二级响应机制全面建成，全年共处置突发事件十二起，涉及三个镇，" + "各部门按照职责分工协同处置，" * 4 + "取得了较好效果。"


def test_report_of_three_levels_is_outlined() -> None:
    lines = [
        "2023年，清源县认真贯彻落实法治政府建设各项任务，现将有关情况报告如下。",
        "一、推进法治政府建设的主要举措和成效",
        "（一）依法全面履行政府职能",
        "1.优化营商环境。全年新增经营主体三千户，办结许可事项两万件。",
        "全县办理行政复议案件三十件。",
        "二、党政主要负责人履行推进法治建设第一责任人职责情况",
        "三、存在的不足和原因",
        "四、2024年度推进法治政府建设的主要安排",
    ]

    found = outline(lines)

    assert found == (
        Section(heading="一、推进法治政府建设的主要举措和成效", level=1, role="achievements"),
        Section(heading="（一）依法全面履行政府职能", level=2),
        Section(heading="1.优化营商环境。", level=3),
        Section(heading="二、党政主要负责人履行推进法治建设第一责任人职责情况", level=1, role="leadership"),
        Section(heading="三、存在的不足和原因", level=1, role="shortcomings"),
        Section(heading="四、2024年度推进法治政府建设的主要安排", level=1, role="plan"),
    )


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("一、2022年主要工作成效", "achievements"),
        ("一、主要做法及成效", "achievements"),
        ("一、2020年度法治政府建设主要举措及成效亮点", "achievements"),
        ("一、2022年法治政府建设工作情况", "achievements"),
        ("一、依法行政工作取得新成效", "achievements"),
        ("二、推進法治政府建設的主要舉措和成效", "achievements"),
        ("二、主要负责同志履行推进法治建设第一责任人职责情况", "leadership"),
        ("（一）严格履行第一职责", "leadership"),
        ("（三）压实法治建设第一责任人职责。", "leadership"),
        ("一、党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设情况", "leadership"),
        ("二、存在的问题及原因", "shortcomings"),
        ("三、存在的主要问题和不足", "shortcomings"),
        ("三、工作短板与差距", "shortcomings"),
        ("三、问题和困难", "shortcomings"),
        ("三、下步工作安排", "plan"),
        ("四、下一年度工作打算", "plan"),
        ("四、2024年工作计划", "plan"),
        ("四、今后努力方向", "plan"),
        ("（二）下一步工作思路", "plan"),
        ("一、健全政府机构职能体系", None),
        ("（二）健全政府机构职能体系情况", None),
        ("（三）开展道路交通安全突出问题专项整治", None),
        ("（二）制定年度工作计划", None),
        ("1.推进行政执法取得成效", None),
    ],
)
def test_wording_tells_the_part(heading: str, role: Role | None) -> None:
    (section,) = outline([heading])

    assert section.role == role


@pytest.mark.parametrize(
    "line",
    [
        "现将有关情况报告如下：",
        "一是加强组织领导，二是强化责任落实。",
        "一季度办理案件十二件。",
        "2023年，全县坚持依法行政。",
        "3.5万人次参加活动。",
        "1.开展执法检查23次；",
        "（1）办理行政复议案件12件；",
        "全县共有三个方面存在问题需要研究解决。",
        PROSE,
    ],
)
def test_sentence_is_no_heading(line: str) -> None:
    assert outline([line]) == ()


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("（一）强化政治引领。2023年，县委理论学习中心组专题学习四次。", "（一）强化政治引领。"),
        ("一、主要做法 2023年，全县坚持把法治政府建设摆在突出位置，统筹谋划、系统推进，取得了明显成效，现报告如下。", "一、主要做法"),
        ("  （二）、完善制度  ", "（二）、完善制度"),
        (
            "(三)深入学习贯彻党的二十大和二十届二中、三中全会精神,推动法治政府建设走深走实。",
            "(三)深入学习贯彻党的二十大和二十届二中、三中全会精神,推动法治政府建设走深走实。",
        ),
    ],
)
def test_heading_may_open_its_paragraph(line: str, heading: str) -> None:
    (section,) = outline([line])

    assert section.heading == heading


def test_parts_stand_above_numbered_headings() -> None:
    found = outline(["第一部分 工作情况", "一、主要举措", "（一）加强领导", "第二部分 下一步打算"])

    assert [(section.level, section.role) for section in found] == [(1, "achievements"), (2, "achievements"), (3, None), (1, "plan")]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("主要举措和成效", "achievements"),
        ("存在的不足和原因", "shortcomings"),
        ("下一步工作安排", "plan"),
        ("党政主要负责人履行推进法治建设第一责任人职责情况", "leadership"),
    ],
)
def test_heading_without_ordinal_is_known_by_its_wording(line: str, role: Role) -> None:
    assert outline([line]) == (Section(heading=line, level=1, role=role),)


def test_text_without_headings_has_no_outline() -> None:
    assert outline([]) == ()
    assert outline(["", "全县办理行政复议案件三十件。"]) == ()
