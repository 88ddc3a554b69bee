"""What a title tells: which kind of paper it is, of which year and by whom."""

import re
from functools import lru_cache

from crawler.issuers import issuer_of, level_of, without_issuer
from crawler.model import Kind
from crawler.wording import closed_up, folded, undressed

__all__ = ["could_be_report", "is_cut", "issuer_of", "kind_of", "level_of", "report_year"]

_SUBJECT = "法治政府|依法行政|法治建设|法治[一-龥]{2,3}建设|法治工作|依法治[省市县区州盟旗镇乡](?!委|工作领导|领导|办)"
_REPORT = re.compile(
    f"(?:{_SUBJECT}).{{0,24}}(?:报告(?!会|团|文学)|总结|年报|工作情况|情况$|情况\\(|情况的?(?:公示|公告)$)|(?:报告|总结).{{0,8}}(?:{_SUBJECT})"
)
_ENGLISH_REPORT = re.compile(r"\breport.{0,160}(?:ruleoflaw|law-?based|law-?ruled).{0,60}government", re.IGNORECASE)
# words of papers that are near an annual report and none
_REJECTS = re.compile(
    "解读|图[解说]|一图|读懂|问答|答记者|说明$|信息公开|政务公开|自查|自评|调查|调研|督[察查]|巡[察视]|评估|评议|考核|考评|测评|检查|审议|验收|视察|整改|述[职法廉]"
    r"|第一责任人|实证|研究|为例|论文|模板|范文|样本|格式|参考|[Xx某×]{1,3}[省市县区镇乡局街]|[上下]半年|季度|半年|\d月|(?<!报告\([白蓝])皮书|发展报告|满意|普法"
    "|法治(?:社会|乡村|文化|校园|宣传|思想|营商|中国|企业|机关)|征求|征集|草案|起草|编制|撰写|讲话|体会|培训|讲座|学习|示范|创建|争创|试点|指标|体系|标准|清单"
    "|目录|名单|汇总|专栏|专题(?!报告)|表$|课题|论坛|制度|年鉴|试题|公文|通知|决定|决议|批复|函$|意见|通报|办法|规定|规则|细则|方案|规划|纲要|要点|计划|安排|行动|措施"
    "|分工|召开|举行|举办|启动|入选|获评|荣获|喜获|命名|表彰|力争|推进会|发布会|会议|座谈|听取|部署|出台|成绩单|上榜|走进|专访|综述|侧记|新闻|指导|亮点|案例|简报"
    r"|(?<!关于)(?:发布|公布|(?<![动务息])公开)[^:|\]]{0,4}(?:\d{4}|法治|依法)|(?:全部|集中|率先|首次|完成|全面|如期|按时|及时).{0,8}(?:公开|公布|发布)|向.{0,8}(?:人大|常委会|大会).{0,6}作|行政(?:执法|复议|应诉|处罚|许可|审批)(?:工作|情况|统计|年度|数据)"
    r"|历年|各(?:部门|单位|乡|镇|街道)|什么|为何|如何|怎么|\?$|(?<!公示)(?<!公开)稿(?:\)|$)|平安法治|法治平安|十[一二三四五六]五|[三五]年来|近[一二三四五六七八九十两几\d]{1,2}年|(?<![工合协])作(?:关于|\d{4}|法治|依法)"
    # no government; of its own it reports on 法治建设
    r"|(?:[大中小]学|学[校院]|医院|公司|集团|企业)(?!.{0,60}(?:法治政府|依法行政))"
    # what is told of a report, and neither its title behind that of its column nor its issuer behind its title
    r"|(?:报告|年报)(?!.{0,60}(?:报告|总结)$|.{1,20}(?:[局厅委办院处]|政府|街道|[省市县区镇乡])$)(?![的和及与暨并书附]|工作|情况|总结|全文|正文|公[示告]|公开$|扫描|下载|来源|时间|日期|发布[时日])[一-龥]"
)
# the paper that a notice issues or a letter sends up, and what a report says of the year to come
_ISSUED = re.compile(
    "(?:(?:印发|公布|发布|公开)[《〈<(]?(.{0,50}(?:报告|总结|情况))[》〉>)]?的(?:通知|公告|公示|通告)|(?:报送|上报)[《〈<(]?(.{0,50}(?:报告|总结|情况))[》〉>)]?的(?:函|报告|请示))$"
)
_OUTLOOK = re.compile(
    r"(?:和|及|与|暨|、|以及)(?:\d{4}年|下一?年|下一?步|明年)度?.{0,12}(?:计划|安排|打算|思路|要点|重点|任务|部署)(?=的|$|\))|\([含附][^()]{1,30}\)"
)
# what a report also tells of, beside what it is about
_BESIDE = re.compile(
    "[暨及和与、]?(?:党政)?(?:主要)?(?:负责人|负责同志|领导)?(?:切实)?履行(?:推进)?法治建设第一责任人(?:职责)?(?:的?情况(?=[暨及和与、]))?"
    "|[暨及和与、](?:[^暨及和与、关于]{0,12}负责人|领导(?:干部|班子)?)?(?:年度)?述[职法廉]+(?:述[职法廉]+)?(?=报告|情况|$)"
)
_WHOLE_YEAR = re.compile(r"(?<!\d)1月?\s*[-—–－~至到]+\s*12月(?:份|底|末)?")
# what the name of an organ may go on with where a list has cut it short
_UNFINISHED = re.compile("规划|计划|新闻|示范|调查|督[察查]|考核|标准|指导|政务公开|信息公开|培训|研究|编制|检查|创建")
_CUT = re.compile(r"(?:…|\.{2,}|⋯|‥|。{2,}|·{3,})\s*(?:[\[(]?[\d/.-]+[\])]?)?\s*$")
# a report that a list has cut short where its title says what it is on
_BROKEN = re.compile(f"(?:{_SUBJECT})(?:年度)?(?:工作)?情况?的?(?:年度)?(?:工作)?报?$")
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("interpretation", re.compile("解读|图[解说]|一图|[读看]懂|数读|漫画|政策问答|答记者问|(?:编制|起草)说明")),
    (
        "news",
        re.compile(
            "(?<!关于)召开|发布|公布$|举行|举办|启动|入选|获评|荣获|喜获|力争|开展.{0,16}(?:活动|培训|检查)$|推进会|座谈会|会议$|听取|审议(?!意见)|成绩单|上榜|走进|专访|综述|侧记|命名.{0,60}项目$"
            r"|公开率|(?<!关于)公[布开][^:]{0,4}\d{4}|(?<!政务)(?<!信息)公开$|出炉|(?:到|来).{1,10}(?:开展|调研|督导)|迎接|通过.{0,16}(?:考核|验收)|[提成实]效$|提质|组织学习|冲刺|推广$"
            r"|向.{0,8}(?:人大|常委会|大会).{0,6}作|推进.{0,6}法治政府建设$"
        ),
    ),
    ("notice", re.compile("^(?=.*通知$).*(?:做好|报送|开展|组织|规则|制度|公开)|决定$|决议$|公告|公示|批复|函$|通报")),
    (
        "plan",
        re.compile(
            "^(?!.*(?:报告|体会)$).*(?:方案|规划|纲要|要点|计划|安排|行动|措施|实施意见|分工|责任分解|工作打算|重点任务|重点工作|思路|(?:任务|责任)清单)"
        ),
    ),
    ("notice", re.compile("通知|意见$|命令|启事|一封信")),
)
_YEAR = r"(?<!\d)((?:19|20)\d\d)(?=\s*年|\)|$)"
_SPAN = re.compile(r"(?:19|20)\d\d\s*年?\s*[-—–－~至到]+\s*(?:(?:19|20)\d\d\s*年?|\d{1,2}\s*年)")
# spans of years, file numbers and the years of other papers
_OTHER_YEARS = re.compile(rf"{_SPAN.pattern}|\[(?:19|20)\d\d\]\s*\d*号?|以(?:19|20)\d\d年.{{0,60}}为例|第\d+届")


@lru_cache(maxsize=4096)  # a list is looked at from many sides, each of which asks for every title
def could_be_report(title: str) -> bool:
    """Say whether a title may be that of an annual report; one that its list has cut short may be what it could go on to say."""
    words = _kernel(title)
    if not is_cut(title):
        return _is_report(words)
    is_within_name = re.fullmatch("(?!关于)[一-龥、()]{1,16}", words)
    return not _REJECTS.search(_UNFINISHED.sub("", words) if is_within_name else words)


def kind_of(title: str) -> Kind:
    """Return what a title announces; a report is one that names its year or its issuer."""
    words = _kernel(title)
    is_report = _is_report(words) or (is_cut(title) and _BROKEN.search(words) is not None and could_be_report(title))
    if is_report and (report_year(title) or _is_named(title)):
        return "report"
    return next((kind for kind, wording in _KINDS if wording.search(words)), "other")


def report_year(title: str) -> int | None:
    """Return the year that a title reports on: the one nearest before what it is about, else the first after it."""
    words = _OTHER_YEARS.sub("", closed_up(folded(undressed(title))))
    about = re.search(_SUBJECT, words)
    years = [(found.start(), int(found.group(1))) for found in re.finditer(_YEAR, words)]
    before = [year for start, year in years if about and start < about.start()]
    return next(iter(before[-1:] or [year for _, year in years]), None)


def is_cut(title: str) -> bool:
    """Say whether a list has cut a title short, as the mark at its end shows."""
    return bool(_CUT.search(title))


def _kernel(title: str) -> str:
    """Return what a title says beside its issuer, in one script, without spaces; of a notice that issues a paper, the paper's own title."""
    words = _OUTLOOK.sub("", _CUT.sub("", re.sub(r"\s+", "", folded(undressed(title)))))
    issued = _ISSUED.search(words)
    said = without_issuer(issued.group(1) or issued.group(2) if issued else words)
    return _BESIDE.sub("", _WHOLE_YEAR.sub("", said))


def _is_report(words: str) -> bool:
    return bool(_REPORT.search(words) and not _REJECTS.search(words) and not _SPAN.search(words)) or bool(_ENGLISH_REPORT.search(words))


def _is_named(title: str) -> bool:
    issuer = folded(issuer_of(title) or "")
    return len(issuer) > 2 and not re.match("[省市县区镇乡](?:人民)?政府", issuer)
