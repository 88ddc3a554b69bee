"""Is this a page of its site at all, or what stands in its way: a block, a challenge, a login, an error page, a list, a shell?

Recognition only: nothing here answers a challenge or goes around one.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.errors import BlockedError, CollectionError, ExtractionError, IndexPageError, LoginError, MissingError
from crawler.model import Page
from pipelines.indexes import is_index

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
_STATUSES: dict[int, type[CollectionError]] = {404: MissingError, 410: MissingError, 401: LoginError}
_HEADER_LINE = re.compile(r"(?:发布|发文|成文|更新)?(?:时间|日期)\s*[:：]?\s*(?:19|20)\d\d\s*[-/.年]")
_SENTENCE = re.compile("[\u4e00-\u9fff，。、；：“”（）《》\\d]{45,}")
_Finding = tuple[type[CollectionError], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """What a visitor sees of a page: its title, its words outside links, and whether there is anything else to look at."""

    title: str
    words: str
    everything: int
    has_media: bool
    has_password: bool


def check(page: Page, text: str) -> None:
    """Let a page of its site pass; `text` is the decoded page, markup and all.

    Raises `BlockedError` or one of its kinds for what stands in place of the page, `ExtractionError` for a page that only
    scripts would write. A page that tells something at length passes, whatever words it uses, and so does one that a person
    has vouched for.
    """
    status = _of_status(page.status)
    if page.is_vouched or (status is None and _is_prose(text)):
        return
    shown = _shown(text[:600_000])
    if status is None and _HEADER_LINE.search(shown.words):
        return
    found = None if status is None and len(shown.words) > 800 else _challenge(text, shown) or _notice(shown)
    if status is None:
        found = found or _moved_home(page) or _shell(text, shown) or _index(page, text, shown)
    if status and found:
        raise found[0](f"{page.url}: found HTTP {page.status} with {found[1]}, expected a report")
    if reason := status or found:
        raise reason[0](f"{page.url}: found {reason[1]}, expected a report")


def _of_status(status: int) -> _Finding | None:
    if status == 200 or (200 < status < 400 and status != 202):
        return None
    words = {
        202: "HTTP 202 (no answer yet)",
        412: "HTTP 412 (as challenges answer)",
        468: "HTTP 468 (cloud protection)",
        521: "HTTP 521 (加速乐)",
    }
    return _STATUSES.get(status, BlockedError), words.get(status, f"HTTP {status}")


def _is_prose(text: str) -> bool:
    """Say whether sentences of a length that no error page has stand in the markup, without parsing it."""
    length = 0
    for sentence in _SENTENCE.finditer(text, max(text.find("<body"), 0)):
        length += len(sentence.group())
        if length > 800:
            return True
    return False


def _shown(text: str) -> _Shown:
    tree = LexborHTMLParser(text)
    title = tree.css_first("title")
    heading = " ".join(title.text().split()) if title else ""
    tree.strip_tags(["head", "script", "style", "noscript", "template", "iframe[hidden]", "option", "textarea"])
    has_media = tree.css_first("img[src], iframe[src], frame[src], embed, object, video") is not None
    has_password = tree.css_first("input[type=password]") is not None
    everything = len("".join(_text_of(tree).split()))
    tree.strip_tags(["a"])
    return _Shown(
        title=heading, words=" ".join(_text_of(tree).split()), everything=everything, has_media=has_media, has_password=has_password
    )


def _text_of(tree: LexborHTMLParser) -> str:
    return tree.body.text(separator=" ") if tree.body else ""


def _challenge(text: str, shown: _Shown) -> _Finding | None:
    if shown.everything > 100:
        return None
    named = next((words for sign, words in _CHALLENGES.items() if sign in text), None)
    if named is None and "document.cookie" in text and "location" in text:
        named = "a cookie challenge"
    return (BlockedError, named) if named else None


def _notice(shown: _Shown) -> _Finding | None:
    """Return what a page of few words says of itself, its title before its text."""
    for words in (shown.title, shown.words[:800]):
        for error, reason, pattern in _PATTERNS:
            if (said := pattern.search(words)) and (error is not LoginError or shown.has_password or shown.everything < 300):
                return error, f"{reason}: {said.group()!r}"
    return None


def _moved_home(page: Page) -> _Finding | None:
    """Return a finding where the address of a report has answered with the home page of its site."""
    home = re.fullmatch(r"/?(?:index\.\w+)?", urlsplit(page.url).path)
    if page.entry is None or not home or re.fullmatch(r"/?(?:index\.\w+)?", urlsplit(page.entry.url).path):
        return None
    return MissingError, f"the home page in place of {page.entry.url}"


def _index(page: Page, text: str, shown: _Shown) -> _Finding | None:
    is_list = is_index(text[:600_000], shown.words, page.entry.title if page.entry else "")
    return (IndexPageError, f"a list of links titled {shown.title[:40]!r}") if is_list else None


def _shell(text: str, shown: _Shown) -> _Finding | None:
    if shown.everything > 20 or shown.has_media or not text.strip():
        return None
    return ExtractionError, "an empty shell that scripts would fill" if "<script" in text.lower() else "a page without words"
