"""The words of page chrome: what a piece of it begins with, and what may follow, by kind."""

import re


def any_of(words: str) -> str:
    """Return a pattern for any of the words, which are patterns themselves, separated by white space."""
    return f"(?:{'|'.join(words.split())})"


_DAY = r"\d{4}\s*[-年/.—]\s*\d{1,2}\s*[-月/.—]\s*\d{1,2}\s*日?"
_CLOCK = r"\d{1,2}\s*[:：∶时]\s*\d{1,2}(?:\s*[:：∶分]\s*\d{1,2}\s*秒?|分)?"
DATE = rf"{_DAY}(?:[\sT]*{_CLOCK})?(?:\s*(?:星期|周)[一二三四五六日天])?"
# a time, or a date in figures, that stands alone or with the name of an organ behind it
TIMED = rf"{_DAY}[\sT]*{_CLOCK}\s*(?:[^\s，。、；]{{2,24}})?|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
SIZE = any_of("特大 超大 最大 较大 大 默认 标准 正常 适中 中 较小 最小 小 放大 缩小 还原 减小 增大 [Aa][+-]? T [+] -") + "(?:字[体号]?|号)?"

_COLON = r"\s*[:：]"
_OPEN, _CLOSE = r"[\[【(（「]", r"[\]】)）」]"
_TIME = any_of("首次发布 发布 发表 更新 发文 公开 成文 生成 生效 印发 上传 录入 添加 提供 公文生成 创建 公告 修改 发稿") + "?"
_CAME_FROM = any_of("信息 文章 稿件 新闻 内容 图文 资料 数据 发布 转载 消息 文件 稿") + "?"
_ORGAN = any_of("发布 发文 公开 供稿 承办 信息提供 信息所属 信息来源") + any_of("机构 单位 部门 机关 主体 处室")
_WORKER = any_of(
    r"""责任编辑 责\s*编 编\s*辑 编辑人
    录入(?:人|者)? (?:文章)?作\s*者 审\s*核(?:人)? [初复终一二三]\s*审(?:[一二三]校)? 校\s*对 审\s*校 校\s*审
    撰\s*稿 审\s*稿 拟稿人? (?:信息)?发布[人者] 编\s*审 编\s*发 签发(?:人)? 核稿 网站编辑 文字 图片 摄影 图文 信息员 值班(?:编辑|主编|主任)
    监\s*制 主\s*编 (?:网络|视频|新媒体|实习|执行|微信)编辑 签\s*审 监\s*审 排\s*版 制\s*作"""
)
_VISIT = any_of(r"浏\s*览 点\s*击 访\s*问 阅\s*读 累\s*计 查\s*看 点\s*阅 观\s*看 下\s*载")
_NUMBER = any_of(r"次\s*数 人\s*次 人\s*数 数\s*量 数 量 率")
_LETTERS = any_of(r"文字大小 字体大小 字号大小 字\s*体 字\s*号 文\s*字")
_DONE = any_of("打印 关闭 收藏 返回 复制 纠错 分享 下载 保存 朗读 播报 转发 点赞 举报 导出 预览 订阅")
_UPON = any_of(
    """本页面? 此页面? 当前页面? 页面 网页 文章 本文 此文 全文 正文
    文档 内容 稿件 本稿件 窗口 链接 网址 顶部 列表 首页 上一[页级] 上页 一下 到手机 到 至 此?信息
    本信息"""
)
_SITE = any_of(
    """微信好友 好友和朋友圈 微信 朋友圈 新浪微博 腾讯微博 微博 QQ好友 QQ空间 QQ 人人网
    豆瓣网? 今日头条 头条 百度贴吧 贴吧 支付宝 钉钉 邮件 空间 更多"""
)
_SCAN = (
    any_of("请?用?手机 用?微信 支付宝 打开微信 请?使用微信")
    + r"?[“\"]?扫(?:一扫|码|描)?(?:下方|右侧|左侧|此|该|右方|上方)?(?:二维码)?[”\"]?[\s,，]*(?:"
    + any_of("即可 可 分享 在 使用 用 以 到 至 给 好友 和 或")
    + "*(?:手机|微信|移动端|朋友圈|好友)*(?:上|端|中|里)?"
    + any_of("打开 浏览 查看 访问 阅读 观看 分享 继续 转发")
    + "*(?:给|到|至|并)*"
    + any_of("此文 本文 好友 微信好友 朋友圈 微信朋友圈 当前页面? 当前网页 本页(?:内容|面)? 此页面? 页面 网页 文章 内容 全文 本条信息")
    + r"*)(?=\s|$|[。|｜!！\]】）)]|分享|打印)"
)

_NAMES = r"[^。！？!?；;：:，,\d]{0,24}"

BEGINNINGS = {
    "date": rf"{_TIME}\s*(?:时\s*间|日\s*期)(?:\s*发布)?\s*(?:[:：]|(?=\d{{4}}))|(?:发布|发表|更新)于\s*[:：]?",
    "source": rf"{_CAME_FROM}来\s*源(?:于|自)?\s*[:：丨｜]|(?:源自|稿源){_COLON}|{_ORGAN}{_COLON}|(?:供稿|信息发布){_COLON}",
    "person": rf"{_WORKER}\s*[:：丨｜|]|(?:责任)?编辑\s+(?=[^\s)）]{{2,4}}[)）]?$)"
    r"|[文图]\s*[/:：丨｜|]\s*(?=[一-龥]{2,4}(?:\s|$))",
    "count": r"您是第\s*\d*\s*位(?:访客|浏览者|访问者|读者)|已有\s*\d*\s*人(?:阅读|浏览)|(?:点赞|收藏|评论)\s*[:：]?\s*(?=\d)"
    rf"|{_VISIT}\s*{_NUMBER}{_COLON}?|(?:{_VISIT}|人\s*气|热\s*度|已阅){_COLON}",
    "size": rf"(?:视力保护色|保护视力色|背景(?:颜色|色)?|(?:浏览|选择|正文|页面|文章)?{_LETTERS})"
    r"\s*(?:[:：]|(?=[\s\[【(（]|大|$))"
    rf"|{_OPEN}\s*(?=(?:{SIZE}[\s/|｜]*)+{_CLOSE})|放大(?:字体)?|缩小(?:字体)?",
    "button": rf"{_OPEN}?\s*{any_of('我要 页面 点击 一键 在线 已 取消 全文 word pdf')}*{_DONE}{_UPON}*"
    rf"(?={_CLOSE}|[｜|\s:：、/,，]|$|{_OPEN}|{_DONE})",
    "scan": _SCAN,
    "turn": rf"[▪·•◆>\-<【\[（(]*\s*[上下前后]\s*一?\s*[篇条则个](?:文章|新闻|信息)?\s*(?:[:：]|{_CLOSE}|$|(?=没有|无))",
    "share": rf"分享(?:到|至)?{_COLON}|分享(?:到|至)(?={_SITE})|{_SITE}(?=[\s|｜/、]|$|{_SITE}|分享)",
    "mark": rf"(?:标签|关键[词字]|TAG|Tag){_COLON}",
}
ENDINGS = {
    "date": rf"(?:{DATE})?",
    "source": r"[^。！？!?；;]{0,60}",
    # the names of others may follow, set apart as in 责任编辑：… / 编发：… / 图片来源：…
    "person": rf"{_NAMES}(?:[/｜|]\s*[一-龥]{{2,6}}[:：]{_NAMES}){{0,4}}",
    "count": r"[\s\d\-—,，.万+]*(?:人次|次|人|loading\S{0,6}|加载中\S{0,6}|正在\S{0,6})?",
    "size": rf"(?:(?:{SIZE}|打印|[白绿黄蓝灰粉]色|护眼色?|默认色?|杏仁黄|秋叶褐|胭脂红|芥末绿|天蓝|雪青|银河白|灰)"
    r"[\s\[\]【】()（）{}<>/|｜、,，:：]*)*",
    "turn": r".{0,80}",
    "mark": r"[^。；]{0,40}",
}
# what is chrome if it makes up a whole line
SOLE = any_of(
    """附\\s*件(?:下载|列表|信息)?
    (?:相关|关联|本文)(?:附件|文件|文档|下载|链接|文章|阅读|新闻|信息|解读|稿件|报道|政策|内容|推荐|专题)
    (?:文件|附件|资料)下载 (?:延伸|扩展|推荐|热点)阅读 (?:网友|全部|最新)?评论 我要评论 正文 首页 更多
    无障碍(?:浏览|阅读|通道)? 长者(?:模式|版) 关怀版 语[音言]播报 听全文 听新闻 没有了 顶部 TOP 版权与?免责声明 发布
    已?收藏 X x 返回 政策解读 解读材料 热点推荐 往期回顾 阅读原文 错误反馈
    没有[上下]一[篇条]了? \\d*条评论 继续访问 放弃"""
)
# the pager of an article in parts: at least one word that turns pages, and nothing but such words and numbers
PAGER = (
    r"(?=.*(?:[上下前后]一?页|[末尾]页|最后一?页))(?:首页|第一页|[上下前后]一?页|[末尾]页|最后一?页|[第共转到至]?\s*\d{0,3}\s*[页/]\s*\d{0,3}|\d{1,3}|跳转|GO"
    r"|[\s\[\]【】()（）|｜<>《》«»‹›…·,，:：/-])+"
)
_LINKS = any_of("网站地图 网站声明 法律声明 版权声明 隐私声明 隐私政策 隐私保护 联系我们 关于我们 政府网站找错 网站找错 已?支持IPv6") + "+"
_COMPANY = any_of("公司 中心 局 厅 办公室 集团 科技 软件 网络 大学 政府 电信 移动 联通 数据")
# words that reports use too: what stands around them tells a footer from a sentence
_HAN = "(?-i:[一-龥])"  # read without regard to case below, which takes three times as long to compile
FOOTER = any_of(
    rf"""版权所有(?=$|[\s:：©|｜]) 版权所有{_HAN}{{2,20}}(?:网|{_COMPANY})$ 版权所有[、,，\s]*(?:{_HAN}{{2}}必究(?!{_HAN})|未经)
    ICP\s*[备证]\s*案?\s*(?:序?号|\d) 公网安备\s*[案号\d] 网站标识码(?=$|\s*[:：\da-z]) Copyright ©
    技术支持\s*[:：]\s*(?:$|[^，。；为]{{2,30}}{_COMPANY}) 建议使用.{{0,12}}(?:分辨率|浏览器) 最佳浏览
    本网?站(?:已|全面)*支持IPv6 (?<!{_HAN}){_LINKS}(?!{_HAN})"""
)
NOTICE = (
    r"(?:\d[.、．]|[（(]?[一二三]\S)?\s*(?:凡|如)?本(?:网|站|网站)(?:及其子站)?(?:所有)?(?:注明|转载|刊登|未注明|刊载).{0,300}"
    r"|用?微信扫一扫[,，]\s*点击右上角.{0,40}|[您你](?:访问的链接)?即将(?:离开|跳转).{0,60}"
    r"|[您你]的浏览器.{0,8}不支持.{0,40}|Your browser does not support.{0,60}|(?:视频|音频)?(?:正在)?加载中\W*"
)
PLACE = r"(?:[您你]|当前|现在|所在|的)+(?:位置|栏目|页面)(?:是|在)?\s*(?:[:：]|$|(?=[\s>»›＞])|(?=(?:网站)?首页))"
CRUMBS = r"(?:网站)?首页(?:\s*/\s*[^\s/]{1,20})+|[^\s>»›＞]{1,20}(?:\s*(?:>+|»|›|->|＞)\s*[^\s>»›＞]{1,40})+\s*(?:>|»|›|＞)?"
# the catalogue card of 政府信息公开 that stands over a document; the first labels are on nothing else
CATALOGUED = any_of(
    r"索\s*[引取]\s*号 信息索引号? 统一编号 统一登记号 主题分类 组配分类"
    r" 公开(?:分类|形式|时限|范围) 发文(?:机关|单位|机构|字号) 有\s*效\s*性 公文种类"
)
CARD = (
    any_of(
        r"""信息名称 公文名称 信息分类 服务对象分类 体裁分类 主\s*题\s*词
        发文(?:文号|日期) 办文部门 公开责任部门 文件编号 生成日期 成文日期 发布机构
        文\s*号 名\s*称 标\s*题 信息来源 体\s*裁 分\s*类 废止日期 失效日期 生效日期 实施日期"""
    ).removesuffix(")")
    + f"|{CATALOGUED})"
)


def compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    """Return the patterns by kind, compiled."""
    return {kind: re.compile(pattern) for kind, pattern in patterns.items()}
