"""Whole reports, set into pages of every family with chrome and Word's markup, come back as they were."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.model import Page, Report
from pipelines.extract import extract
from tests.chrome import FAMILIES, page, worded

_SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds" / "gold"
_FAMILY_OF_SEED = {"000": "truecms", "001": "nfcms", "002": "kaipu", "003": "hanweb", "004": "wuxi"}
_REPORTS = {
    "江川市司法局2023年度法治政府建设情况报告": """2023年，江川市司法局认真履行统筹协调职责，法治政府建设取得新进展。
现将情况报告如下：
一、主要举措和成效
（一）强化统筹协调
一是召开委员会会议3次，审议文件12件；二是完成对9个镇（街道）的法治督察，整改问题37个，整改率100%。
（二）规范行政执法
全年抽查案卷1,286份，优秀率96.5%。推广“说理式”执法，群众来信来访同比下降12.4%。
二、存在的不足
有的部门重处罚、轻指导，执法记录的打印、归档还不够规范。
三、下一步打算
持续推进《法治政府建设实施纲要（2021—2025年）》落实，打造一批示范项目。
江川市司法局
2024年3月6日""",
    "云溪县人民政府关于2022年度法治政府建设情况的报告": """云溪县人民政府
关于2022年度法治政府建设情况的报告
市人民政府：
2022年，我县政务网站全年浏览次数：126万人次，来源：县大数据中心统计，公开政府信息4,512条，发布时间平均提前2个工作日。
一、坚持党的领导，健全工作机制
县政府常务会议专题研究法治工作4次，主要负责人述法实现全覆盖。
（一）严格落实第一责任人职责
1.带头学法。开展会前学法15次，参加320人次。
2.带头守法。行政机关负责人出庭应诉率达100%（开庭43件，出庭43件）。
二、2023年工作安排
一要抓重点；二要补短板；三要强弱项。
特此报告。
云溪县人民政府
二〇二三年二月二十八日""",
    "石桥镇人民政府2021年法治政府建设工作总结": """一年来，石桥镇把法治建设摆在全局工作的突出位置，
坚持问题导向，
着力打通服务群众“最后一公里”。
第一，打印发放宣传册2万份，微信公众号推送信息86条，点击量超过10万次，分享到村民微信群230个。
第二，调解纠纷148件，成功146件，成功率98.6%。
第三，扫一扫二维码即可预约法律顾问，全年预约咨询1,054人次。
附件：石桥镇2021年法治宣传活动一览表""",
    "青岭区住房和城乡建设局2024年法治政府建设年度报告": """2024年，青岭区住房和城乡建设局（以下简称“区住建局”）依法全面履行职能，
办理行政许可1,832件，按时办结率100%。
一、法治政府建设情况
（一）“放管服”改革走深走实
工程建设项目审批时限由80个工作日压减至35个工作日；实行“一窗受理、并联审批”，群众满意度99.2%。
（二）重大决策依法科学
严格执行公众参与、专家论证、风险评估、合法性审查和集体讨论决定程序，审查合同94份、涉及金额3.7亿元。
二、存在问题
普法形式比较单一，责任编辑力量不足，普法专栏更新不够及时。
三、2025年计划
（一）提升能力；（二）严格执法；（三）创新普法。""",
    "海州市临港新区管理委员会2020年度依法行政工作报告": """按照要求，现将2020年度依法行政工作情况报告如下。
一、工作开展情况
疫情期间依法防控，未发生一起因执法不当引起的复议、诉讼案件。
——制度建设。出台规范性文件2件，清理废止5件；
——执法监督。评查案卷60宗，合格率100%；
——普法宣传。举办讲座11场，听众1,900余人。
二、主要问题
（1）人员编制少；（2）经费保障弱。
三、打算
继续努力，再上台阶。""",
}


def _report(markup: str) -> Report:
    return extract(Page(url="", body=markup.encode(), fetched_at=datetime(2024, 4, 1, tzinfo=UTC)))


def _bare(text: str) -> list[str]:
    return ["".join(line.split()) for line in text.splitlines()]


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("title", _REPORTS)
def test_report_of_our_own_comes_back_from_a_page_of_its_family(title: str, family: str) -> None:
    text = _REPORTS[title]
    markup = page(family, worded(text.splitlines(), seed=len(title)), title=title, time="2024-03-07 16:05", source="江川市司法局")

    found = _report(markup)

    assert _bare(found.text) == _bare(text)
    assert (found.title, found.published_at, found.source) == (title, "2024-03-07T16:05+08:00", "江川市司法局")
    assert found.warnings == ()


@pytest.mark.skipif(not _SEEDS.is_dir(), reason="the seeds are not beside this checkout")
@pytest.mark.parametrize("number", _FAMILY_OF_SEED)
def test_seed_comes_back_from_a_page_of_its_family(number: str) -> None:
    (file,) = _SEEDS.glob(f"{number}*.json")
    seed = json.loads(file.read_text(encoding="utf-8"))
    served = seed.get("body_as_served") or seed["body"]
    time, source = seed["date"] or "2021-01-20 10:00", seed["source"] or "市司法局"
    markup = page(_FAMILY_OF_SEED[number], worded(served.splitlines(), seed=7), title=seed["title"], time=time, source=source)

    found = _report(markup)

    assert _bare(found.text) == _bare(seed["body"])
    assert bool(found.warnings) == (served != seed["body"])
    assert (found.title, found.source) == (seed["title"], source)
    assert found.published_at == f"{time.replace(' ', 'T')}+08:00"
