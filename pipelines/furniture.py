"""Page chrome, known by what a line is from end to end: a sentence that speaks of printing or of visits is none."""

import re
from functools import lru_cache

_DAY = r"\d{4}\s*[-年/.—]\s*\d{1,2}\s*[-月/.—]\s*\d{1,2}\s*日?"
_CLOCK = r"\d{1,2}\s*[:：∶时]\s*\d{1,2}(?:\s*[:：∶分]\s*\d{1,2}\s*秒?|分)?"
_DATE = rf"{_DAY}(?:[\sT]*{_CLOCK})?(?:\s*(?:星期|周)[一二三四五六日天])?"
_SIZES = r"(?:特大|超大|最大|较大|大|默认|标准|正常|适中|中|较小|最小|小|放大|缩小|还原|减小|增大|[Aa][+\-]?|T|\+|-)(?:字体|字号|号|字)?"
_SITES = (
    r"微信好友|微信|朋友圈|新浪微博|腾讯微博|微博|QQ好友|QQ空间|QQ|人人网|豆瓣网?|今日头条|头条|百度贴吧|贴吧|支付宝|钉钉|邮件|空间|更多"
)
_DONE = r"打印|关闭|收藏|返回|复制|纠错|分享|下载|保存|朗读|播报|转发|点赞|举报|导出|预览|订阅"
_UPON = r"本页面?|此页面?|当前页面?|页面|网页|文章|本文|此文|全文|正文|文档|内容|窗口|链接|网址|顶部|列表|首页|上一[页级]|上页|一下|到手机|到|至|此?信息|本信息"
# what a piece of chrome begins with, by kind
_LABELS = {
    "date": r"(?:(?:首次)?(?:发布|发表|更新|发文|公开|成文|生成|生效|印发|上传|录入|添加|提供|公文生成|创建|公告|修改|发稿)\s*)?(?:时\s*间|日\s*期)(?:\s*发布)?"
    r"\s*(?:[:：]|(?=\d{4}))|(?:发布|发表|更新)于\s*[:：]?",
    "source": r"(?:信息|文章|稿件|新闻|内容|图文|资料|数据|发布|转载|消息|文件|稿)?来\s*源(?:于|自)?\s*[:：]|源自\s*[:：]"
    r"|(?:发布|发文|公开|供稿|承办|信息(?:提供|所属|来源))(?:机构|单位|部门|机关|主体|处室)\s*[:：]|(?:供稿|信息发布)\s*[:：]",
    "person": r"(?:责任编辑|责\s*编|编\s*辑|编辑人|录入(?:人|者)?|(?:文章)?作\s*者|审\s*核(?:人)?|[初复终一二三]\s*审|校\s*对|审\s*校|撰\s*稿|(?:信息)?发布[人者]|编\s*审|签发(?:人)?"
    r"|核稿|信息员|值班(?:编辑|主编)|监\s*制|主\s*编)\s*[:：]",
    "count": r"(?:浏\s*览|点\s*击|访\s*问|阅\s*读|累\s*计|查\s*看|点\s*阅|观\s*看|下\s*载)\s*(?:次\s*数|人\s*次|人\s*数|数\s*量|数|量|率)\s*[:：]?"
    r"|(?:浏\s*览|点\s*击|访\s*问|阅\s*读|人\s*气|热\s*度|下载|已阅)\s*[:：]",
    "size": r"(?:视力保护色|背景(?:颜色|色)?|(?:浏览|选择|正文|页面|文章)?(?:文字大小|字体大小|字号大小|字\s*体|字\s*号|文\s*字))\s*(?:[:：]|(?=[\s\[【(（]|大|$))"
    rf"|[\[【(（]\s*(?=(?:(?:{_SIZES})[\s/|｜]*)+[\]】)）])|放大(?:字体)?|缩小(?:字体)?",
    "button": rf"[\[【(（「]?\s*(?:我要|点击|一键|在线|已|取消|全文|word|pdf)*(?:{_DONE})(?:{_UPON})*(?=[\]】)）」|｜\s:：、/,，]|$|[\[【(（「]|(?:{_DONE}))",
    "scan": r"(?:请?用?手机|用?微信|支付宝|打开微信|请?使用微信)?[“\"]?扫(?:一扫|码|描)?(?:下方|右侧|左侧|此|该|右方|上方)?(?:二维码)?[”\"]?"
    r"[\s,，]*(?:(?:即可|可|分享|在|使用|用|以|到|至)*(?:手机|微信|移动端|朋友圈|好友)*(?:上|端|中|里)?(?:打开|浏览|查看|访问|阅读|观看|分享|继续|转发)*(?:给|到|至|并)*"
    r"(?:此文|本文|好友|微信好友|朋友圈|微信朋友圈|当前页面?|当前网页|本页(?:内容|面)?|此页面?|页面|网页|文章|内容|全文|本条信息)*)(?=\s|$|[。|｜!！\]】）)]|分享|打印)",
    "turn": r"[▪·•◆>\-<【\[（(]*\s*(?:[上下前后]\s*一?\s*[篇条则个])(?:文章|新闻|信息)?\s*(?:[:：】\])）]|$|(?=没有|无))",
    "share": rf"分享(?:到|至)?\s*[:：]|分享(?:到|至)(?={_SITES})|(?:{_SITES})(?=[\s|｜/、]|$|(?:{_SITES})|分享)",
    "mark": r"(?:标签|关键[词字]|TAG|Tag)\s*[:：]",
}
_LABEL = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _LABELS.items()))
# what may follow it up to the next piece
_VALUES = {
    "date": re.compile(rf"(?:{_DATE})?"),
    "source": re.compile(r"[^。！？!?；;]{0,60}"),
    "person": re.compile(r"[^。！？!?；;：:]{0,24}"),
    "count": re.compile(r"[\s\d\-—,，.万+]*(?:人次|次|人|loading\S{0,6}|加载中\S{0,6})?"),
    "size": re.compile(rf"(?:(?:{_SIZES}|打印|白色|绿色|黄色|蓝色|灰色|粉色|护眼色?|默认色?)[\s\[\]【】()（）{{}}<>/|｜、,，:：]*)*"),
    "turn": re.compile(r".{0,80}"),
    "mark": re.compile(r"[^。；]{0,40}"),
}
_NOTHING = re.compile(r"")
_EDGES = " \t\xa0\u3000|｜·•;；,，/、-—_[]【】()（）<>《》“”\"'×◆▪。:：「」"
_DATED = re.compile(_DATE)
_TELLING = frozenset({"date", "source", "count", "size"})
_TITLED = re.compile(rf"(?:{_DATE}\s*)?(?:{_LABELS['date']}|{_LABELS['source']})")
_TIMED = re.compile(rf"{_DAY}[\sT]*{_CLOCK}\s*(?P<source>[^\s，。、；]{{2,24}})?|\d{{4}}-\d{{1,2}}-\d{{1,2}}")
_SOLE = re.compile(
    r"(?:附\s*件(?:下载|列表|信息)?|(?:相关|关联|本文)\s*(?:附件|文件|文档|下载|链接|文章|阅读|新闻|信息|解读|稿件|报道|政策|内容|推荐|专题)|(?:文件|附件|资料)下载|(?:延伸|扩展|推荐|热点)阅读"
    r"|(?:网友|全部|最新)?评论|我要评论|正文|首页|更多|无障碍(?:浏览|阅读|通道)?|长者(?:模式|版)|关怀版|语[音言]播报|版权与?免责声明|发布|已?收藏|X|x|返回)+"
)
# the catalogue card of 政府信息公开 that stands over a document
_CARD = re.compile(
    r"(?:索\s*引\s*号|信息索引|信息名称|公文名称|公开分类|信息分类|主题分类|组配分类|服务对象分类|体裁分类|主\s*题\s*词|发文(?:机关|单位|机构|字号|文号|日期)|办文部门|公文种类|公开(?:形式|范围|时限|责任部门)"
    r"|有\s*效\s*性|文件编号|统一编号|统一登记号|生成日期|成文日期|发布机构|文\s*号|名\s*称|标\s*题|信息来源|体\s*裁|分\s*类|废止日期|失效日期|生效日期|实施日期)\s*[:：|].{0,120}"
    r"|(?:索\s*引\s*号|信息索引号?)\s+\S.{0,120}"
)
_FOOTER = re.compile(
    r"版权所有|ICP\s*[备证]|公网安备|网站标识码|Copyright|©|网站地图|网站声明|技术支持\s*[:：]|建议使用.{0,12}(?:分辨率|浏览器)|最佳浏览|政府网站找错|法律声明|隐私(?:声明|政策|保护)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:\d[.、．]|[（(]?[一二三]\S)?\s*(?:凡|如)?本(?:网|站|网站)(?:及其子站)?(?:所有)?(?:注明|转载|刊登|未注明|刊载).{0,300}|用?微信扫一扫[,，]\s*点击右上角.{0,40}"
)
_JOINT = re.compile(r"[:：>»›＞|｜\[【©]|\s")
_PLACE = re.compile(r"[您你]?(?:当前|现在)?(?:所在|的)*(?:当前)?的?(?:位置|栏目)(?:是|在)?\s*[:：]|当前(?:位置|栏目|页面)\s*[:：]?")
_CRUMB = re.compile(r"[^\s>»›＞]{1,20}(?:\s*(?:>+|»|›|->|＞)\s*[^\s>»›＞]{1,40})+\s*(?:>|»|›|＞)?")


@lru_cache(maxsize=1 << 14)
def kinds(text: str) -> frozenset[str]:
    """Return of what kinds of chrome a line consists from end to end; none if any of it is something else."""
    if _is_sentence(text):
        return frozenset({"footer"}) if _NOTICE.match(text) else frozenset()
    return _whole(text.strip(_EDGES)) or _pieces(text)


@lru_cache(maxsize=1 << 14)
def is_header(text: str) -> bool:
    """Say whether a line tells when and whence a report was published, be it behind the title or the name of the site."""
    if _is_sentence(text):
        return False
    found = _pieces(text)
    if found:
        return bool(found & _TELLING) and (found != {"date"} or _TITLED.search(text) is not None)
    behind = _TITLED.search(text)
    if behind and behind.start() < 80 and "。" not in text[: behind.start()]:
        return len(_pieces(text[behind.start() :]) & _TELLING) > 1
    return bool(_TIMED.fullmatch(text.strip(_EDGES)))


def _is_sentence(text: str) -> bool:
    """Say without much looking whether a line is too long, or ends too much like prose, to be chrome."""
    return len(text) > 400 or (len(text) > 40 and (text[-1] in "。；！？，" or not _JOINT.search(text)))


def _whole(bare: str) -> frozenset[str]:
    if not bare:
        return frozenset({"rule"})
    if _DATED.fullmatch(bare):
        return frozenset({"date"})
    if re.fullmatch(rf"(?:(?:{_SIZES})[\s/|｜]*){{2,}}", bare):
        return frozenset({"size"})
    if _CARD.match(bare):
        return frozenset({"card"})
    if _SOLE.fullmatch(re.sub(r"[\s:：|｜]+", "", bare)):
        return frozenset({"label"})
    if _PLACE.match(bare) or (len(bare) < 120 and _CRUMB.fullmatch(bare)):
        return frozenset({"place"})
    if (_FOOTER.search(bare) and "。" not in bare) or _NOTICE.match(bare):
        return frozenset({"footer"})
    return frozenset()


def _pieces(text: str) -> frozenset[str]:
    labels = list(_LABEL.finditer(text)) if len(text) <= 240 else []
    if not labels:
        return frozenset()
    before = text[: labels[0].start()].strip(_EDGES)
    if before and not _DATED.fullmatch(before):
        return frozenset()
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = text[label.end() : following.start() if following else len(text)].strip(_EDGES)
        if not _VALUES.get(label.lastgroup or "", _NOTHING).fullmatch(value):
            return frozenset()
    return frozenset(label.lastgroup or "" for label in labels) | ({"date"} if before else set())
