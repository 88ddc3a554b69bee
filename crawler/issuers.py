"""Who speaks in a title: the organ whose paper it is, and the level of government it stands on."""

import re
from collections.abc import Iterator

from crawler.model import Level
from crawler.wording import folded, undressed

# what ends the name of a place; the exclusions are names in which the character is an inner one (新乡市, 郑州市, 景德镇市, 市中区)
_UNIT = (
    "特别行政区|自治区|自治州|自治县|自治旗|开发区|新区|地区|街道|苏木|示范区|度假区|管理区|工业园区|园区|林区|矿区|合作区|保税区"
    "|省|市(?![区市场街]|中区)|州(?![市区县镇街乡新经高])|盟|县(?![城级域])|区(?![域块划])|旗(?![区县市镇街乡])"
    "|镇(?![市区县江])|(?<!城)乡(?![市区县镇街村族])"
)
_LETTER = "(?!局|厅|[我本全对][省市县区]|人大|委员|政府|办公|法治|依法|行政(?!区)|工作|关于|建设(?!兵团)|党组|创建|争创)[一-龥]"
_GENERAL = "[全本我该各](?:[省市县区州旗镇乡局厅委办院部]|街道|单位)|[市县区乡镇]{2}(?!场)|街道|第.批|致"
_PLACE = re.compile(f"(?!{_GENERAL})(?:(?:{_LETTER}){{1,16}}?|[Xx某]{{1,2}})(?:{_UNIT})")
_GOVERNMENT = "人民政府|政府(?!信息|网站|采购|部门|职能|性|系统|规范|工作报告|机关|购买|投资|立法|服务|债务|数据|合同)"
_PARTY = "委员会|(?<=[省市县区州盟旗镇乡道])委(?!员)|党委|党工委|工委|党组"
_ORGAN = (
    f"{_GOVERNMENT}|{_PARTY}|管委会|办事处|街道办|常务委员会|人民代表大会(?!常)|人大(?:常委会)?|办公室|办公厅|改革委|国资委|科委|建委|农委"
    "|卫健委|健康委|经信委|商务委|交通委|城管委|建设委|信息化委|民宗委|宗教委|政法委|[编外侨台]办|国动办|金融办|信访办|局(?![面势限部长])|厅(?!长)|(?<![干全内外一各])部(?![门署分际队委长])|法院|检察院|研究院|国务院|银行|[支分]行"
    "|(?:公安|检察|税务|审判)机关|司法所|总队|支队|大队|服务中心|管理中心|总站|海事处|管理处|联合会|联社|公司|集团|行署|公署|农场|林场|兵团"
)
_SPEAKER = re.compile(
    f"(?:{_ORGAN}|{_UNIT}|中心|[办站院处委师所队室社馆]|海关|[总工学协商]会|红十字会|基金会|残联|文联|科协|妇联|[侨工]商?联|党校|常委会|[检调督巡工][查研察视作]组|小组|学校|[大中小]学|学院)$"
)
# a body of many organs, which is no issuer, but no paper either
_FIELD = re.compile("(?:系统|领域|部门|条线|行业)$")
# what is in no organ's name: who bears it does something, or is written about
_NO_NAME = re.compile(
    r"\d{4}|情况|报告|总结|通知|[《>»›|]|位置|首页|解读|图解|一图|[读看]懂|问答|答记者|召开|举[行办]|(?:发布|公布)(?!中心)|听取|审议|入选|获评|[荣喜]获|力争|印发|关于"
    "|征求|征集|座谈|部署|走进|专访|综述|方案|纲要|要点|清单|目录|各(?:部门|单位|乡|镇|街道)|[我全对][省市县区]|视察|转发|交出|代表(?![大处团会办机])|(?:督导|考察|调研)(?![组室队局处科])"
    "|(?:推进|贯彻|落实|加强|加快|深入|深化|开展|创建|争创|履行|法治政府|法治建设|依法行政)(?!.*(?:小组|委员会|办公室|办|局|中心)$)"
)
# an organ that is named for a task: what follows the word for it is a part of the name
_TASKED = r"(?![一-龥、]{0,20}?(?:小组|委员会|办公室|办|局|中心)(?=\d|[(关法依全推主党]|$))"
# what a title goes on with after its speaker
_ENDS = re.compile(
    rf"\d{{4}}\s*[-—年.]|\d{{1,4}}$|关$|年度|(?:推进|法治|法制|依法|落实|贯彻|加强|深入|全面(?!依法)|开展|履行|深化|加快|进一步|切实|扎实|党政主要|主要负责|上半年|工作情况"
    rf"|印发|政务公开|政府信息公开|政府工作报告){_TASKED}"
)
_OPENING = re.compile(
    r"(?:\[[^\]]{1,12}\]|附件\s*\d*[:、.]?|[一-龥]{0,4}(?:公[告示开]|解读|图解|读懂|看懂)\s*[:|｜丨]|(?:一张?图|数|漫画)[读看]懂?|图说"
    r"|(?:\d{4}\s*年?\s*[-—–~至]+\s*)?\d{4}\s*年(?:\s*度(?!假))?|关于(?:(?:报送|上报|印发|发布|公布|公开|公示)[《〈]?)?|[\s:、])+"
)
_NEWS = re.compile(
    r"\s*(?:(?:如期|按时|及时|率先|集中|首次|正式)?(?:召开|发布|公布|公开(?=\d))|举行|举办|启动|开展.{0,12}活动$|入选|获评|荣获|组织(?!部)|力争|出台|部署|推出|向.{0,8}(?:人大|大会|党委|社会)|听取(?!意见)|审议(?!意见)|(?:党组)?(?:常委会)?(?:常务)?会议|如何|打造|交出|获"
    r"|[一-龥]{0,4}(?:视察|调研|协商|督导|走访|考察)(?!报告|[组室队局处科])|作(?:关于|\d{4}|法治|依法)|:)"
)
# what a paper calls itself at the end of its title; a title that ends otherwise tells what somebody did
_PAPER = re.compile(
    "(?:报告|报表|年报|月报|总结|汇报|情况|[通公简]报|通[知告]|公[告示开]|决[定议]|批复|函|意见|建议|答复|复函|命令|启事|信|方案|规划|纲要|要点|计划|安排|打算|思路|任务|重点|措施|行动"
    "|分工|分解|部署|办法|规定|规则|细则|制度|程序|标准|基准|格式|规范|条例|章程|指[标引南]|体系|清单|目录|名[单录]|[表册书]|台账|白皮书|蓝皮书|年鉴|案例|大事|回顾|项目|指数|数据|解[读释]|说明"
    "|问答|稿|讲话|体会|调查|研究|评[估析价述]|述评|[论范]文|参考|模板|样[本表]|链接|全文|正文|[一二三四五六七八九十]条)(?:[^一-龥(]|[的年月日度号]|[(][^()]*+[)]?)*+$"
)
# a notice whose title begins with 关于 names whom it speaks of, not who speaks; unless it only carries a report
_UNSIGNED = re.compile("(?:解读)?关于(?!.*(?:报告|总结|情况)[》〉>]?的(?:通知|公告|通告)$).*(?:通知|决定|批复|函|通报|公告|通告)$")
# cities of prefecture level (GB/T 2260 codes that end in 00); every other 市, the four municipalities aside, is of county level
_CITIES = """
石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水 太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁
呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳
盘锦 铁岭 朝阳 葫芦岛 长春 吉林 四平 辽源 通化 白山 松原 白城 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯
七台河 牡丹江 黑河 绥化 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁 杭州 宁波 温州 嘉兴 湖州
绍兴 金华 衢州 舟山 台州 丽水 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山 滁州 阜阳 宿州 六安 亳州 池州 宣城
福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶 济南 青岛
淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作
濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 长沙
株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆
惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 潮州 揭阳 云浮 南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州
河池 来宾 崇左 海口 三亚 三沙 儋州 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州
雅安 巴中 资阳 贵阳 六盘水 遵义 安顺 毕节 铜仁 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 拉萨 日喀则 昌都 林芝 山南
那曲 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西
陇南 西宁 海东 银川 石嘴山 吴忠 固原 中卫 乌鲁木齐 克拉玛依 吐鲁番 哈密
"""
_PREFECTURES = frozenset(_CITIES.split())
# what stands for its place itself: government, party committee, congress, courts, and their offices
_SEAT = re.compile(
    f"(?:{_GOVERNMENT}|{_PARTY}|委|工作委员会|管理委员会|管委会|行政公署|行署)?(?:办事处|办公室|办公厅|街道办|办)?"
    "|.*依法治.{1,2}委员会办公室|纪委(?:监委)?|纪律检查委员会|.*(?:人民代表大会|人大).*|.*(?:法院|检察院)"
)
_STEP = re.compile(f"(?:{_GOVERNMENT}|委(?!员)|委员会)?({_PLACE.pattern}|^[省县区镇乡](?=[一-龥]))")
# an organ in brackets behind its other name, and one that stands behind the title
_ASIDE = re.compile(r"\(([一-龥、]{2,24})\)")
_ALIAS = re.compile(r"\([^()]{3,}\)\s*$")
_BEHIND = re.compile(r"(?:\(|(?<![-—–_:])[-—–_:]++)([一-龥、]{3,30})\)?$")
_STAYS = re.compile("[Xx某×]{1,3}[省市县区镇乡局街]|(?:[大中小]学|学[校院]|医院|公司|集团)$")
# how the sentences begin that come before the one who speaks, and what the speaker does
_WHEN = re.compile(
    r"\s*(?:自?\d{4}\s*年(?:度|以来|来|底|末|初)?|今年(?:以来)?|近?一年(?:以来|来)|近年来|过去的?一年(?:里|来|中|以来)?|(?:本|上)?年度|去年|年内|报告期内|现(?:就|将|把)|\s)*"
)
_PREFACE = re.compile(
    "$|[在按为以是经]|[也更又]是|法治政府(?:建设)?是|根据|依照|依据|遵照|对照|围绕|紧[紧扣盯]|坚持|全面|深入|认真|扎实|贯彻|落实|学习|结合|立足|聚焦|面对|随着|持续|始终|牢固|切实|严格|大力|推进|加强|不断|统筹|积极|主动|锚定"
)
_DOES = re.compile(
    r"坚持|坚决|坚定|认真|深入|深化|深学|以|紧[紧扣盯密抓]|围绕|全[面力](?!依法)|严格|严守|积极|高度|始终|扎实|持续|切实|不断|大力|着力|牢[固牢记]|聚焦|立足|按照|根据|依照|依据|贯彻|落实"
    r"|加[强快]|推[进动]|在|把|将|对照|对标|结合|主动|充分|进一步|统筹|突出|强化|锚定|组织|履行|多措|党组|党委班子|领导班子|法治|依法|\d{4}|的|,|;"
)
_NAMED = re.compile(f"{_PLACE.pattern}|国家|中共|中国共产党|中国|新疆生产建设兵团|[省市县区州盟旗镇乡]")
# who is no issuer of a report though the sentence speaks of it: who leads, and who stands behind a preposition
_SUPERIOR = re.compile("[省市县区州盟旗镇乡](?:委|党委|党工委|政府|人民政府)(?:$|、)|.*(?:中央|国务院)|国家$|[在按为以由经对]")
_ENGLISH = re.compile(r"Report of (?:the )?(.+?) on ", re.IGNORECASE)


def issuer_of(title: str) -> str | None:
    """Return the organ or place whose paper a title names, as the title writes it; None where it names none."""
    words = undressed(title)
    if english := _ENGLISH.match(words):
        return english.group(1)
    plain = folded(words)
    is_explained = re.search("解读|图解|问答|[读看]懂|起草说明", plain)
    if (quoted := re.search("《([^《》]+)》?", plain)) and is_explained:
        words, plain = words[quoted.start(1) : quoted.end(1)], quoted.group(1)
    start = opening.end() if (opening := _OPENING.match(plain)) else 0
    if _UNSIGNED.match(plain):
        return None
    plain = plain[start:]
    length = next((len(name) for name in _names(plain) if _is_issuer(name)), 0) or _leading_organ(plain)
    return None if _tells_deed(plain[length:]) and not is_explained else words[start : start + length].strip(" 、，") or None


def _tells_deed(rest: str) -> bool:
    """Say whether a title goes on behind its subject to tell what that did, and ends in no word for a paper and in no name."""
    is_whole = len(re.findall("[一-龥]", rest)) > 3 and not re.search(r"[.…⋯‥]\s*$", rest)
    return is_whole and not _PAPER.search(rest[-60:]) and not _SPEAKER.search(rest[-60:])


def issuer_in(sentence: str) -> str | None:
    """Return the organ or place that does what the first sentence of a report tells, as it is written; None where that is 我局 or nobody.

    Clauses of time, of purpose and of whose leadership it was under may stand before its name.
    """
    plain = folded(re.sub("《[^》]*》", lambda quoted: "《" + "_" * (len(quoted.group()) - 2) + "》", sentence[:400]))
    for clause in re.finditer("[^,。;:]+", plain):
        said = _WHEN.sub("", clause.group(), count=1)
        start = clause.end() - len(said)
        names = (_ALIAS.sub("", said[: found.start()]) for found in _DOES.finditer(said + ","))
        if name := next(filter(_is_doer, names), None):
            return sentence[start : start + len(name)].strip(" 、，")
        if not _PREFACE.match(said):
            return None
    return None


def _is_doer(name: str) -> bool:
    return _is_issuer(name) and _NAMED.match(name) is not None and not _SUPERIOR.match(name)


def without_issuer(words: str) -> str:
    """Return the folded words of a title, or of its beginning, without the name of the organ or field they speak for.

    Of a model's 某县 that much stays, for it names nobody, and of a school or company what it is, for it is no government.
    """
    signed = _BEHIND.search(words)
    if signed and _is_name(signed.group(1)):
        words = words[: signed.start()]
    start = opening.end() if (opening := _OPENING.match(words)) else 0
    plain = words[start:]
    name = next((name for name in (*_names(plain), plain[:120]) if _is_name(name) or _FIELD.search(name)), plain[: _leading_organ(plain)])
    rest = plain[len(name) :]
    aside = _ASIDE.match(rest) if name else None
    return words[:start] + "".join(_STAYS.findall(name)[:1]) + rest[aside.end() if aside and _is_name(aside.group(1)) else 0 :]


def _names(plain: str) -> Iterator[str]:
    """Yield what the name of the speaker may be: the words before 关于, else those before the year or before what the paper is about."""
    near = plain[:120]  # no name is half as long
    for end in [max(near.find("关于"), 0), *(found.start() for found in _ENDS.finditer(near))]:
        yield _ALIAS.sub("", plain[:end])


def _is_issuer(name: str) -> bool:
    return _is_name(name) and not re.match(f"{_GENERAL}|中华人民共和国政府|政府|[省市县区镇乡]$", name)


def _is_name(plain: str) -> bool:
    plain = plain.rstrip(" 、,")
    return 1 < len(plain) <= 60 and not _NO_NAME.search(plain) and bool(_SPEAKER.search(plain))


def _leading_organ(plain: str) -> int:
    """Return the length of the places, and of their organ, with which a title begins; 0 if it begins otherwise or tells news."""
    end = 0
    while found := _PLACE.match(plain, end):
        end = found.end()
    if end == 0 or _NEWS.match(plain, end) or _NO_NAME.search(plain[:end]):
        return 0
    organ = re.compile(rf"[^\d《》,;:\s]{{0,16}}?(?:{_ORGAN})").match(plain, end)
    if organ is None or _ENDS.search(plain, end, organ.end() - 1):
        return end
    return 0 if _NEWS.match(plain, organ.end()) else organ.end()


def level_of(issuer: str | None) -> Level | None:
    """Return the level of government an organ stands on; None for central organs and where the name does not tell."""
    name = re.sub("^(?:中共|中国共产党)", "", re.split(r"[\s、,]+", folded(issuer or "").strip())[0])
    level, rest = _level_of_place(name)
    if not rest or _SEAT.fullmatch(rest):
        return level
    if re.search("(?:[大中小]学|学[校院]|医院|公司|集团)$", rest):
        return None
    is_department = re.search("[局厅部委办院所队站处社行室馆会]$|办公室|委员会|中心|党组", rest)
    return "department" if is_department and not re.match("国务院|中央", rest) else level


def _level_of_place(name: str) -> tuple[Level | None, str]:
    """Return the level of the last place that a name leads down to, and what the name says after it."""
    level: Level | None = None
    end = 0
    while found := _STEP.match(name, end):
        level, end = _level_of_unit(found.group(1), level), found.end()
    return level, name[end:]


def _level_of_unit(unit: str, above: Level | None) -> Level:
    if re.search("省$|自治区$|特别行政区$", unit) or unit in ("北京市", "天津市", "上海市", "重庆市"):
        return "province"
    if re.search("(?:自治州|州|盟|地区)$", unit) or (unit.endswith("市") and unit[:-1] in _PREFECTURES and above in (None, "province")):
        return "prefecture"
    return "town" if re.search("(?:镇|乡|街道|苏木)$", unit) else "county"
