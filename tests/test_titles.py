"""What titles tell: kind, year, issuer and level."""

from time import process_time

import pytest

from crawler.model import Kind, Level
from crawler.titles import could_be_report, is_cut, issuer_of, kind_of, level_of, report_year

REPORTS: tuple[tuple[str, int | None, str | None, Level | None], ...] = (
    ("清源市司法局2023年度法治政府建设情况报告", 2023, "清源市司法局", "department"),
    ("江门市司法局2024年法治政府建设工作情况", 2024, "江门市司法局", "department"),
    ("关于2023年度法治政府建设工作情况的报告", 2023, None, None),
    ("南通市2016年度依法行政年度报告", 2016, "南通市", "prefecture"),
    ("南通市人民政府关于2013年依法行政工作情况的报告", 2013, "南通市人民政府", "prefecture"),
    ("【法治建设报告】石泉县司法局2023年度法治政府建设报告", 2023, "石泉县司法局", "department"),
    ("四川省水利厅2023年度法治政府部门建设工作情况报告", 2023, "四川省水利厅", "department"),
    ("市人力资源和社会保障局关于2021年度法治政府建设年度报告的公示", 2021, "市人力资源和社会保障局", "department"),
    ("关于公布2023年度法治政府建设情况报告的通知", 2023, None, None),
    ("清源市应急管理局关于印发《2023年法治政府建设情况报告》的通知", 2023, "清源市应急管理局", "department"),
    ("中共清源市委全面依法治市委员会办公室关于2023年法治政府建设情况的报告", 2023, "中共清源市委全面依法治市委员会办公室", "county"),
    ("柳溪镇2023年法治政府建设工作总结及2024年工作计划", 2023, "柳溪镇", "town"),
    ("关于2023年法治政府建设工作情况和2024年工作安排的报告", 2023, None, None),
    ("2023年行政执法和法治政府建设情况报告", 2023, None, None),
    ("清源市农业农村局2023年法治建设工作情况报告", 2023, "清源市农业农村局", "department"),
    ("法治政府建设2023年度报告", 2023, None, None),
    ("无锡市水利局法治政府建设年度报告（2023）", 2023, "无锡市水利局", "department"),
    ("二〇二三年度法治政府建设情况报告", 2023, None, None),
    ("2021年宁波市镇海区人民政府法治政府建设工作报告", 2021, "宁波市镇海区人民政府", "county"),
    ("新乡市卫滨区2022年法治政府建设情况报告", 2022, "新乡市卫滨区", "county"),
    ("郑州市2022年度法治政府建设情况报告", 2022, "郑州市", "prefecture"),
    ("景德镇市人民政府2022年度法治政府建设情况报告", 2022, "景德镇市人民政府", "prefecture"),
    ("甘孜州2022年度法治政府建设情况报告", 2022, "甘孜州", "prefecture"),
    ("阿克苏地区行政公署2022年法治政府建设情况报告", 2022, "阿克苏地区行政公署", "prefecture"),
    ("内蒙古自治区人民政府2022年法治政府建设情况报告", 2022, "内蒙古自治区人民政府", "province"),
    ("重庆市人民政府关于法治政府建设情况的报告", None, "重庆市人民政府", "province"),
    ("鄂尔多斯市东胜区民族街道办事处2022年法治政府建设工作报告", 2022, "鄂尔多斯市东胜区民族街道办事处", "town"),
    ("济南市市中区人民政府2022年度法治政府建设情况报告", 2022, "济南市市中区人民政府", "county"),
    ("城步苗族自治县2022年法治政府建设情况报告", 2022, "城步苗族自治县", "county"),
    ("准格尔旗2022年法治政府建设情况报告", 2022, "准格尔旗", "county"),
    ("国家税务总局清源市税务局2022年度法治政府建设情况报告", 2022, "国家税务总局清源市税务局", "department"),
    ("清源经济技术开发区管理委员会2022年度法治政府建设情况报告", 2022, "清源经济技术开发区管理委员会", "county"),
    ("县发展和改革委员会2022年法治政府建设工作总结", 2022, "县发展和改革委员会", "department"),
    ("中共柳溪镇委员会 柳溪镇人民政府关于2023年度法治政府建设情况的报告", 2023, "中共柳溪镇委员会 柳溪镇人民政府", "town"),
    ("中共嘉兴市委 嘉兴市人民政府关于嘉兴市2022年法治政府建设的年度报告", 2022, "中共嘉兴市委 嘉兴市人民政府", "prefecture"),
    ("我局2023年法治政府建设情况报告", 2023, None, None),
    ("司法部2023年法治政府建设年度报告", 2023, "司法部", "department"),
    ("关于清源市2023年度法治政府建设情况的报告", 2023, "清源市", "county"),
    ("柳溪镇人民政府 2022 年度法治政府建设情况报告", 2022, "柳溪镇人民政府", "town"),
    ("清源区政府2015年推进依法行政工作情况及2016年工作打算", 2015, "清源区政府", "county"),
    ("北京市朝陽區人民政府2022年法治政府建設年度情況報告", 2022, "北京市朝陽區人民政府", "county"),
    ("大坪乡人民政府关于法治政府建设的情况报告", None, "大坪乡人民政府", "town"),
    ("清源市司法局2023年法治政府建设情况报告 - 清源市人民政府", 2023, "清源市司法局", "department"),
    ("温州市中级人民法院2023年法治建设工作报告", 2023, "温州市中级人民法院", "prefecture"),
)

# organs whose names hold words that elsewhere tell of another paper than a report
NAMED_LIKE_OTHER_PAPERS = (
    "清源市自然资源和规划局",
    "北川市规划和自然资源委员会",
    "清源市城乡规划局",
    "清源县卫生和计划生育局",
    "清源市新闻出版局",
    "清源市文化广电新闻出版局",
    "清河示范区",
    "清河示范区管委会",
    "清河农业高新技术产业示范区管理委员会",
    "国家统计局清源调查队",
    "中共清源市委督查室",
    "清源市考核办",
    "清源市标准化局",
    "清源市综合行政执法指导办公室",
    "清源市政务公开办公室",
    "清源市政务公开和数据局",
    "清源市人才培训中心",
    "清源市会展中心",
    "清源市机构编制委员会办公室",
    "清源市纪律检查委员会",
    "清源市发展计划委员会",
    "清源市卫生计生委",
    "清源市规划设计研究院",
    "清源市示范创建工作领导小组办公室",
    "清源市规划展览馆",
    "国家税务总局清源市税务局稽查局",
    "清源市残疾人联合会",
    "自然资源和规划局",
    "市规划局",
    "市市场监督管理局",
    "清源海关",
)

OTHERS: tuple[tuple[str, Kind], ...] = (
    ("【文字解读】清源市2023年度法治政府建设情况报告", "interpretation"),
    ("一图读懂2023年度法治政府建设情况报告", "interpretation"),
    ("关于《清源县人民政府2023年度法治政府建设工作总结的报告》的政策解读", "interpretation"),
    ("清源市司法局召开法治政府建设工作会议", "news"),
    ("清源市司法局举行2023年度法治政府建设报告会", "news"),
    ("市人大常委会听取2023年法治政府建设情况报告", "news"),
    ("清源县入选第二批全国法治政府建设示范地区", "news"),
    ("清源市法治政府建设实施方案（2021-2025年）", "plan"),
    ("清源市2024年法治政府建设工作要点", "plan"),
    ("法治政府建设实施纲要（2021—2025年）", "plan"),
    ("关于印发清源县2020年度法治政府建设工作安排的通知", "plan"),
    ("关于报送2023年度法治政府建设情况报告的通知", "notice"),
    ("关于做好2023年度法治政府建设年度报告公开工作的通知", "notice"),
    ("关于表彰2023年依法行政工作先进单位的决定", "notice"),
    ("2023年度政府信息公开工作年度报告", "other"),
    ("关于2023年度法治政府建设情况报告的审议意见", "notice"),
    ("省司法厅发布2023年度法治政府建设年度报告", "news"),
    ("2023年度行政复议工作报告", "other"),
    ("2023年度行政执法工作情况报告", "other"),
    ("法治政府建设情况的调研报告", "other"),
    ("清源市党政主要负责人2023年度述法报告", "other"),
    ("2023年法治政府建设情况统计表", "other"),
    ("我市58个部门全部公开2023年度法治政府建设情况报告", "news"),
    ("清源市司法局2023年工作总结", "other"),
    ("2023年清源市政府工作报告", "other"),
    ("2023年法治政府建设半年工作总结", "other"),
    ("某县2023年度法治政府建设情况报告（范文）", "other"),
    ("法治政府建设年度情况自查报告", "other"),
    ("法治政府蓝皮书2023", "other"),
    ("法治政府建设报告制度实证研究——以2016年度省级报告文本为例", "other"),
    ("法治政府建设与责任落实督察工作情况的报告", "other"),
    ("清源市法治社会建设情况报告", "other"),
    ("法治政府建设状况报告（2014-2019年）", "other"),
    ("清源市2023年法治政府建设情况报告（征求意见稿）", "other"),
    ("党政主要负责人履行推进法治建设第一责任人职责情况报告", "other"),
    ("清源市2023年度依法治市工作要点", "plan"),
    ("清源市2023年普法依法治理工作总结", "other"),
    ("清源市法治政府建设专题报告会", "other"),
    ("2024年1-6月法治政府建设情况报告", "other"),
    ("清源市自然资源和规划局2024年法治政府建设工作要点", "plan"),
    ("清源市自然资源和规划局法治政府建设规划（2021-2025年）", "plan"),
    ("清源市自然资源和规划局召开2023年度法治政府建设推进会", "news"),
    ("清源市自然资源和规划局2023年工作总结", "other"),
    ("清源市政务公开办公室2023年政府信息公开工作年度报告", "other"),
    ("清源市卫生和计划生育局关于2023年度法治政府建设考核结果的通报", "notice"),
    ("一图读懂清源市自然资源和规划局2023年度法治政府建设情况报告", "interpretation"),
    ("市人大常委会审议市自然资源和规划局2023年度法治政府建设情况报告", "news"),
    ("某县卫生和计划生育局2017年度法治政府建设情况报告", "other"),
)


@pytest.mark.parametrize(("title", "year", "issuer", "level"), REPORTS)
def test_reports_are_known_with_year_issuer_and_level(title: str, year: int | None, issuer: str | None, level: Level | None) -> None:
    assert kind_of(title) == "report"
    assert could_be_report(title)
    assert report_year(title) == year
    assert issuer_of(title) == issuer
    assert level_of(issuer_of(title)) == level


@pytest.mark.parametrize(
    "title",
    [
        "{}2023年度法治政府建设情况报告",
        "{}关于2023年度法治政府建设情况的报告",
        "2023年度{}法治政府建设工作总结",
        "关于{}2023年度法治政府建设情况的报告",
        "{}推进依法行政2023年工作情况报告",
        "{}法治政府建设2023年度报告",
        "关于公布《{}2023年度法治政府建设情况报告》的公告",
        "【年度报告】{} 2023 年法治政府建设年度报告",
    ],
)
def test_name_of_the_issuer_says_nothing_of_the_paper(title: str) -> None:
    titles = [title.format(organ) for organ in NAMED_LIKE_OTHER_PAPERS]

    assert [each for each in titles if kind_of(each) != "report"] == []
    assert [each for each in titles if not could_be_report(each)] == []
    assert [each for each in titles if report_year(each) != 2023] == []


@pytest.mark.parametrize(
    "title",
    [
        "【文字解读】{}2023年度法治政府建设情况报告",
        "一图读懂{}2023年度法治政府建设情况报告",
        "{}召开2023年度法治政府建设工作会议",
        "{}发布2023年度法治政府建设年度报告",
        "{}2024年法治政府建设工作要点",
        "{}法治政府建设实施方案（2021-2025年）",
        "{}关于做好2023年度法治政府建设情况报告工作的通知",
        "{}2023年政府信息公开工作年度报告",
        "{}2023年工作总结",
        "{}关于法治政府建设督察情况的报告",
        "{}主要负责人履行推进法治建设第一责任人职责情况报告",
        "{}召开2023年度…",
    ],
)
def test_other_paper_stays_one_whoever_issues_it(title: str) -> None:
    titles = [title.format(organ) for organ in NAMED_LIKE_OTHER_PAPERS]

    assert [each for each in titles if kind_of(each) == "report"] == []
    assert [each for each in titles if could_be_report(each)] == []


@pytest.mark.parametrize("organ", NAMED_LIKE_OTHER_PAPERS)
def test_issuer_is_named_whole(organ: str) -> None:
    assert issuer_of(f"{organ}2023年度法治政府建设情况报告") == organ
    assert issuer_of(f"{organ}关于2023年度法治政府建设情况的报告") == organ


@pytest.mark.parametrize(
    "rest", ["…", "202…", "2023年度…", "关于…", "关于2023年度法…", "2023年度法治政府建…", "2023年法治政府... [2024-03-13]"]
)
def test_cut_title_is_kept_whatever_its_issuer_is_called(rest: str) -> None:
    assert [organ for organ in NAMED_LIKE_OTHER_PAPERS if not could_be_report(organ + rest)] == []


@pytest.mark.parametrize(
    "title", ["清源市自然资源和规…", "清源市自然资源和规划…", "清源县卫生和计划生育…", "北川市规划和自然资源委…", "国家统计局清源调查…"]
)
def test_title_cut_within_the_name_of_its_issuer_is_kept(title: str) -> None:
    assert could_be_report(title)


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("市文化广电和旅游局（新闻出版局）2023年度法治政府建设情况报告", "市文化广电和旅游局"),
        ("清源高新技术产业开发区（街道）2023年度法治政府建设情况报告", "清源高新技术产业开发区"),
        ("2023年度法治政府建设情况报告（清源市自然资源和规划局）", None),
        ("2023年度法治政府建设情况报告——清源市自然资源和规划局", None),
        ("全市自然资源和规划系统2023年法治政府建设情况报告", None),
        ("清源市推进法治政府建设领导小组办公室2023年度法治政府建设情况报告", "清源市推进法治政府建设领导小组办公室"),
        ("清源市司法局2023年度法治政府建设暨主要负责人履行推进法治建设第一责任人职责情况报告", "清源市司法局"),
        ("2023年度党政主要负责人履行推进法治建设第一责任人职责及法治政府建设情况报告", None),
        ("清源市司法局2023年法治政府建设工作总结暨党政主要负责人述法报告", "清源市司法局"),
        ("2023年度法治政府建设专题报告", None),
        ("清源市2023年度依法治市工作报告", "清源市"),
        ("清源县2023年全面依法治县工作总结", "清源县"),
        ("云岭省2023年依法治省工作情况报告", "云岭省"),
        ("清源市2023年1-12月法治政府建设情况报告", "清源市"),
        ("2023年1月至12月法治政府建设情况报告", None),
        ("清源市2023年法治政府建设报告（白皮书）", "清源市"),
        ("清源市2023年法治政府建设情况的公告", "清源市"),
        ("清源市司法局2023年法治政府建设情况公示", "清源市司法局"),
    ],
)
def test_report_is_known_by_what_it_says_beside_its_issuer(title: str, issuer: str | None) -> None:
    assert kind_of(title) == "report"
    assert could_be_report(title)
    assert report_year(title) == 2023
    assert issuer_of(title) == issuer


@pytest.mark.parametrize(
    "title",
    [
        "法治政府建设年度报告 清源县2023年度法治政府建设情况报告",
        "清源县2023年度法治政府建设情况报告 清源县司法局",
        "清源县2023年度法治政府建设情况报告清源县人民政府",
        "清源县2023年度法治政府建设情况报告（全文）",
        "清源县2023年度法治政府建设情况报告全文",
        "清源县2023年度法治政府建设情况报告 附件下载",
    ],
)
def test_column_and_source_that_stand_by_a_title_leave_it_a_report(title: str) -> None:
    assert kind_of(title) == "report"
    assert could_be_report(title)


@pytest.mark.parametrize(("title", "kind"), OTHERS)
def test_neighbours_of_reports_are_none(title: str, kind: Kind) -> None:
    assert kind_of(title) == kind
    assert not could_be_report(title)


@pytest.mark.parametrize(
    "title",
    [
        "清源市人民政府2023年度法治政府建设情况报告2024-03-13",
        "清源市人民政府2023年度法治政府建设情况报告 [2024-03-13]",
        "2024-03-13 清源市人民政府2023年度法治政府建设情况报告",
        "清源市人民政府2023年度法治政府建设情况报告（2024年3月13日）",
        "清源市人民政府2023年度法治政府建设情况报告清源市人民政府2023年度法治政府建设情况报告",
        "清源市人民政府2023年度法治政府建设情况报告 清源市人民政府2023年度法治政府建设情况报告",
        "清源市人民政府\n2023年度\n法治政府建设情况报告",
    ],
)
def test_what_lists_glue_on_does_not_count(title: str) -> None:
    assert kind_of(title) == "report"
    assert report_year(title) == 2023
    assert issuer_of(title) == "清源市人民政府"


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("清源市法治政府建设实施方案（2021-2025年）", None),
        ("清源市法治政府建设规划（2016—2020年）", None),
        ("关于印发清源政发〔2022〕3号文件的通知", None),
        ("以2017年广东省为例的实证研究", None),
        ("2024年发布的清源市2023年度法治政府建设情况报告", 2023),
        ("关于法治政府建设2022年度工作情况的报告", 2022),
        ("Report on the Construction of a Rule of Law Government in 2023", 2023),
        ("法治政府建设情况报告", None),
        ("清源市司法局2 020年度法治政府建设情况报告", 2020),
        ("清源市司法局2 0 2 0年度法治政府建设情况报告", 2020),
        ("附件1 2020年度法治政府建设情况报告", 2020),
    ],
)
def test_year_is_that_of_the_report_and_of_nothing_else(title: str, year: int | None) -> None:
    assert report_year(title) == year


def test_english_report_names_its_issuer() -> None:
    title = "Report of the People's Government of Anhui Province on the Construction of a Rule of Law Government in 2023"

    assert kind_of(title) == "report"
    assert issuer_of(title) == "People's Government of Anhui Province"


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("【文字解读】《中共清源市清河区委清河区人民政府关于2024年法治政府建设情况的报告》文件解读", "中共清源市清河区委清河区人民政府"),
        ("清源市人民代表大会常务委员会审议意见办理办法", "清源市人民代表大会常务委员会"),
        ("江西省公安机关行政处罚自由裁量权裁量标准", "江西省公安机关"),
        ("清源县镇（街道）法治能力提升工程实施方案", "清源县"),
        ("2021年度清源市依法治市工作考核标准", "清源市"),
        ("清河区四季街道综合行政执法处罚案件讨论规定", "清河区四季街道"),
        ("清源县召开法治政府建设推进会", None),
        ("市县法治政府建设示范指标体系", None),
        ("全市法治政府建设工作要点", None),
        ("第三批全国法治政府建设示范地区名单", None),
        ("法治政府建设实施纲要", None),
        ("中华人民共和国政府信息公开条例", None),
        ("乡镇（街道）法治化综合改革的实践路径", None),
        ("您当前的位置：首页 > 公告公示- 清源市司法局", None),
        ("首页 > 政务公开 > 清源市司法局", None),
        ("清源市贯彻落实国务院关于加强法治政府建设意见的措施", "清源市"),
    ],
)
def test_issuer_is_an_organ_or_a_place_with_a_name(title: str, issuer: str | None) -> None:
    assert issuer_of(title) == issuer


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("浙江省人民政府", "province"),
        ("河北省人民政府办公厅", "province"),
        ("中共甘肃省委全面依法治省委员会办公室", "province"),
        ("广西壮族自治区人民政府", "province"),
        ("上海市", "province"),
        ("杭州市人民政府", "prefecture"),
        ("鹤岗市人民政府、鹤岗市中级人民法院", "prefecture"),
        ("兴安盟行政公署", "prefecture"),
        ("海安市人民政府", "county"),
        ("广东省英德市人民政府", "county"),
        ("上海市长宁区人民政府", "county"),
        ("西平县人民政府办公室", "county"),
        ("浦东新区人民政府", "county"),
        ("东莞市", "prefecture"),
        ("泉州市鲤城区人民政府金龙街道办事处", "town"),
        ("广州市白云区人民政府新市街道办事处", "town"),
        ("中共重庆市荣昌区广顺街道工作委员会", "town"),
        ("芷江侗族自治县水宽乡人民政府", "town"),
        ("三張鎮人民政府", "town"),
        ("广州市司法局", "department"),
        ("北京市大兴区卫生健康委员会", "department"),
        ("市交通运输局", "department"),
        ("中国人民银行清源市支行", "department"),
        ("水利部", "department"),
        ("国务院", None),
        ("市政府", None),
        (None, None),
    ],
)
def test_level_is_that_of_the_organ(issuer: str | None, level: Level | None) -> None:
    assert level_of(issuer) == level


@pytest.mark.parametrize(
    "title",
    [
        "清源市司法局2023年度法治政府建设情…",
        "清源市司法局2023年度法治政府建设情...",
        "清源市司法局2023年度法治⋯⋯",
        "清源市司法局2023年度… [2024-03-13]",
    ],
)
def test_cut_title_is_known_and_kept_while_it_could_be_a_report(title: str) -> None:
    assert is_cut(title)
    assert could_be_report(title)


def test_cut_title_that_can_no_more_be_a_report_is_not_kept() -> None:
    assert not could_be_report("清源市司法局召开2023年度法治政府建设…")
    assert not could_be_report("【政策解读】关于清源市2023年度法治政府…")
    assert not could_be_report("清源市自然资源和规划局召开2023年度…")
    assert not could_be_report("清源市自然资源和规划局2024年工作要点…")
    assert not could_be_report("清源市行政许可事项目录清单…")


def test_whole_title_is_not_cut() -> None:
    assert not is_cut("清源市司法局2023年度法治政府建设情况报告")
    assert not is_cut("清源市司法局2023年度法治政府建设情况报告。")


@pytest.mark.parametrize("piece", ["：", "公开", "企业", "（含", "报告", "report ", "2024年", "以2017年", "命名"])
def test_long_title_takes_time_in_step_with_its_length(piece: str) -> None:
    title = piece * (60_000 // len(piece)) + "法治政府建设情况"
    before = process_time()

    said = kind_of(title), report_year(title), issuer_of(title), could_be_report(title)

    assert said[0] in ("other", "news", "notice", "interpretation", "report")
    assert process_time() - before < 5  # the square of the length would take minutes


def test_bare_column_name_could_be_a_report_in_a_list_but_says_of_itself_nothing() -> None:
    assert could_be_report("法治政府建设情况报告")
    assert kind_of("法治政府建设情况报告") == "other"
