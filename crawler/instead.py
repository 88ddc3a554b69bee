"""What stands in the place of a page, by what it says of itself: a block, a challenge, a login, an error page.

Recognition only: nothing here answers a challenge or goes around one.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from crawler.errors import BlockedError, CollectionError, LoginError, MissingError

# what the scripts of challenge pages hold; sites behind such a product send them with real pages too, so they count on empty ones only
_CHALLENGES = {
    "$_ts": "a dynamic script challenge (瑞数)",
    "__jsl_clearance": "a cookie challenge (加速乐)",
    "__jsluid": "a cookie challenge (加速乐)",
    "acw_sc__v2": "a cookie challenge (Aliyun)",
    "wzws": "a cookie challenge (WZWS)",
    "GeoBL": "a block by country (WZWS)",
    "C3VK": "a cookie challenge (C3VK)",
    "CT6T": "a cookie challenge (CT6T)",
}
# what a page says of itself in a few words; the first that is found is the reason
_NOTICES: tuple[tuple[type[CollectionError], str, tuple[str, ...]], ...] = (
    (BlockedError, "a block page (创宇盾)", ("创宇盾", "疑似黑客攻击", "知道创宇")),
    (BlockedError, "a block page (电信云防护)", ("电信云防护", "云防护(?:节点|平台|系统|服务)", "云堤")),
    (BlockedError, "a block by country", (r"reason\s*[:：]\s*GeoBL", "所在的?(?:地区|国家|区域).{0,6}(?:访问|服务)", "境外.{0,6}访问")),
    (BlockedError, "a slider page", ("NWAF", "滑块", "滑动(?:验证|解锁)", "(?:完成|进行|通过).{0,8}验证", "人机(?:识别|验证)", "安全验证")),
    (BlockedError, "a refusal (不合法的参数)", ("(?:不合法|非法)的?(?:参数|请求|访问)", "(?:参数|请求|访问)(?:不合法|非法)")),
    (
        BlockedError,
        "a block page of a firewall",
        (
            "(?:访问|请求|操作|IP|地址).{0,12}被.{0,8}(?:拦截|阻断|拒绝|禁止|封禁|限制|屏蔽)",
            "对网站造成(?:安全)?威胁",
            "应用防火墙|网站防火墙",
            "访问(?:过于|太)频繁",
            "拒绝访问|禁止访问",
            "(?:Access|Request) (?:was |is )?(?:Denied|Blocked)",
            r"\bForbidden\b",
            r"\b405 Not Allowed",
            "(?:没有|无)(?:权限|权)(?:访问|查看|浏览)",
            "(?:暂时)?(?:访问不了|无法访问|不能访问)(?:该|此|本|这个)?(?:页面|网页|网站)",
        ),
    ),
    (
        LoginError,
        "a login page",
        (
            "(?:请|需要?|须)(?:您|先|重新)*(?:登录|登陆)",
            "(?:未|没有|尚未)(?:登录|登陆)",
            "(?:登录|登陆)(?:已)?(?:超时|过期|失效)",
            "^.{0,16}(?:登录|登陆|身份认证)",
            r"\b401\b.{0,8}Unauthorized",
        ),
    ),
    (
        MissingError,
        "an error page (the page does not exist)",
        (
            r"(?<![\d-])404(?![\d-]|[号件人个元])",
            "Not Found",
            "(?:页面|网页|文章|信息|内容|资源|文件|栏目|链接|地址|URL).{0,6}(?:不存在|找不到|未找到|无法找到|没有找到|走丢|丢失)",
            "(?:页面|网页|文章|信息|内容|栏目|链接).{0,4}已?被?(?:删除|移除|下线)",
            "(?:页面|网页|链接|地址)已?(?:失效|过期)",
            "(?:找不到|未找到|没有找到|无法找到).{0,10}(?:页面?|网页|资源|内容|文章|信息)",
            "(?:访问|请求|查看|浏览)的.{0,12}(?:不存在|被?删除|移动|失效)",
            "迷路了",
        ),
    ),
    (
        BlockedError,
        "an error page of the server",
        (
            r"\b50[0234]\b.{0,24}(?:Error|Gateway|Unavailable|Time-?out)",
            "Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable",
            "(?:服务器|系统|程序)(?:内部|发生)*(?:错误|异常|繁忙|出错)",
            "(?:页面|访问).{0,2}(?:出错|错误|异常)",
            "(?:网站|系统|页面)(?:正在)?(?:维护|升级|建设)(?:之?中)",
            "(?:稍后|稍候)(?:再试|重试|再访问)",
        ),
    ),
)
_PATTERNS = tuple((error, reason, re.compile("|".join(words), re.IGNORECASE)) for error, reason, words in _NOTICES)
Finding = tuple[type[CollectionError], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a visitor sees of a page: its title, its words outside links, and whether there is anything else to look at."""

    title: str
    words: str
    everything: int
    has_media: bool
    has_password: bool


def shown(text: str) -> Shown:
    """Return what a visitor sees of a page."""
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    heading = " ".join(title.text().split()) if title else ""
    tree.strip_tags(["head", "script", "style", "noscript", "template", "iframe[hidden]", "option", "textarea"])
    has_media = tree.css_first("img[src], iframe[src], frame[src], embed, object, video") is not None
    has_password = tree.css_first("input[type=password]") is not None
    everything = len("".join(_text_of(tree).split()))
    tree.strip_tags(["a"])
    return Shown(
        title=heading, words=" ".join(_text_of(tree).split()), everything=everything, has_media=has_media, has_password=has_password
    )


def said_by(text: str, page: Shown) -> Finding | None:
    """Return what a page says of itself, by its scripts where it shows nothing, then by its title and its few words."""
    return _challenge(text, page) or _notice(page)


def instead_of_list(text: str) -> Finding | None:
    """Return what stands in the place of a list that reads as empty, None where it may well be a list.

    In the frame of a site, which a list has too, words such as 登录 tell nothing; that the page does not exist is told by no frame.
    """
    page = shown(text[:600_000])
    found = said_by(text, page) if len(page.words) <= 800 else None
    if found is None or page.everything <= 800 or re.search("页面|网页|404|Not Found", found[1]):
        return found
    return None


def _text_of(tree: LexborHTMLParser) -> str:
    return tree.body.text(separator=" ") if tree.body else ""


def _challenge(text: str, page: Shown) -> Finding | None:
    if page.everything > 100:
        return None
    named = next((words for sign, words in _CHALLENGES.items() if sign in text), None)
    if named is None and "document.cookie" in text and "location" in text:
        named = "a cookie challenge"
    return (BlockedError, named) if named else None


def _notice(page: Shown) -> Finding | None:
    """Return what a page of few words says of itself, its title before its text."""
    for words in (page.title, page.words[:800]):
        for error, reason, pattern in _PATTERNS:
            if (said := pattern.search(words)) and (error is not LoginError or page.has_password or page.everything < 300):
                return error, f"{reason}: {said.group()!r}"
    return None
