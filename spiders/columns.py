"""Which column of a site holds the annual reports: judged by its name, by the slug in its address, and by the links to it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from crawler.errors import RefusedError
from crawler.titles import could_be_report, report_year
from crawler.urls import canonical
from crawler.wording import folded
from spiders.lists.links import Link, base_of, is_report_address, links_in, target_of, text_of, tree_of
from spiders.origins import is_origin_known, list_of
from spiders.trail import trail_of


class Tier(IntEnum):
    """How near a column's name is to the annual reports; OPPOSED names what is near them by its words only."""

    OPPOSED = -1
    UNKNOWN = 0
    NOTICES = 1
    HUB = 2
    OTHERS = 3
    NEAR = 4
    EXACT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """An address that may lead to the section: what is known of it, and how much is to be hoped from it.

    `part_of` is the column's page that it divides, by year or department.
    """

    url: str
    name: str
    tier: Tier
    worth: int
    part_of: str | None = None


_OPPOSED = re.compile(
    "信息公开.{0,8}(?:年报|报告|指南|制度|规定|条例)|依申请|宣传|普法|动态|新闻|要闻|快讯|示范|创建|解读|图解|文化|培训|督[察查]|考核|评估|典型|案例"
    "|专家|办事(?!处)|登录|注册|地图|无障碍|方案|要点|制度|举报|征集|调查|执法公示|行政(?:执法|复议|许可|处罚)|法律(?:服务|援助)"
)
_BY_NAME: tuple[tuple[Tier, re.Pattern[str]], ...] = (
    (Tier.EXACT, re.compile("(?:法治政府|依法行政|法治建设).{0,12}(?:报告|年报|报表|总结|情况)|(?:报告|总结).{0,6}法治政府")),
    (Tier.NEAR, re.compile("法治政府|依法行政|法治建设|法治年度报告|法治[一-龥]{2}建设|依法治[省市县区州]|全面依法治")),
    (Tier.OTHERS, re.compile("其[他它].{0,4}公开|公开的?其[他它]|其[他它].{0,4}信息")),
    (Tier.HUB, re.compile("(?:信息|政务|村务|五)公开|公开(?:目录|专栏|平台|内容|信息)|专题(?:专栏|报道)?$|专栏$|重点领域|法治工作|履职")),
    (Tier.NOTICES, re.compile("公[示告]|通[知告]|规划|计划|总结|工作报告|年度报告|部门文件|政策文件|公文")),
)
_BY_SLUG: tuple[tuple[Tier, re.Pattern[str]], ...] = (
    (Tier.EXACT, re.compile(r"fzz[fd](?:js)?\w{0,6}(?:bg|nb|bb)|fznd\w?bg|^fzbg|yfxzndbg")),
    (Tier.NEAR, re.compile(r"fzz[fd]|^fzjs|^yfxz")),
    (Tier.OTHERS, re.compile(r"^qt(?:zd|fd)\w*gk|zdgk\w*qt|^qtxx")),
    (Tier.HUB, re.compile(r"^(?:zfxxgk|xxgk|zwgk|fdzd\w*gk|bmxxgk)")),
    (Tier.NOTICES, re.compile(r"^(?:gggs|tzgg|gsgg|ghjh|gzbg|ndbg)")),
)
_WORTH = {Tier.EXACT: 100, Tier.NEAR: 75, Tier.OTHERS: 50, Tier.HUB: 40, Tier.NOTICES: 30}
_OF_A_REPORT = 60  # what the list of a report that stands somewhere on a page is worth
_OF_THIS_REPORT = 120  # the same where the page itself is the report
_MORE = re.compile(r"\W*(?:查看|点击|了解|进入)?(?:更多|全部|more)\W*", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d\s*年?度?")
_BUREAU = re.compile(r"\S{0,8}司法[局厅]")  # on a portal, whose departments have pages of their own


def tier_of(name: str, url: str = "") -> Tier:
    """Return how near a column is by its name, and by the slug of its address where the name says nothing."""
    words = re.sub(r"[\s【】\[\]《》:：·>＞»]+", "", folded(name))
    slug = next((part for part in reversed(urlsplit(url).path.lower().split("/")) if part and not part.startswith(("index.", "list."))), "")
    slug = slug[:60]  # patterns with a gap in them would take the square of a longer one's time
    by_name = next((tier for tier, pattern in _BY_NAME if pattern.search(words)), Tier.UNKNOWN) if len(words) <= 30 else Tier.UNKNOWN
    if _OPPOSED.search(words) and not (by_name == Tier.EXACT and re.search("法治政府建设.*(?:要点|总结)", words)):
        return Tier.OPPOSED
    return by_name or next((tier for tier, pattern in _BY_SLUG if pattern.search(slug)), Tier.UNKNOWN)


def leads_in(response: TextResponse, above: Tier = Tier.UNKNOWN) -> list[Lead]:
    """Return where a page's links may lead to the section, the most hopeful first, each address once.

    `above` is the tier of the page itself: what lies below a column of the reports, such as its years or departments, is part of it.
    """
    tree = tree_of(response.text)
    base = base_of(tree, response.url)
    # as written, not canonical: servers tell lists apart by the order of a query, and scripts by a fragment
    links = [replace(link, address=_written(link, base)) for link in links_in(tree, base)] + list(_pointed(tree, base))
    found = [lead for link in links for lead in _leads(link, response.url, above)]
    found += [lead for frame in tree.iter("iframe", "frame") for lead in _framed(frame, base, above)]
    best: dict[str, Lead] = {}
    for lead in sorted(found, key=lambda lead: -lead.worth):
        best.setdefault(lead.url, lead)
    return list(best.values())


def leads_of_report(response: TextResponse) -> list[Lead]:
    """Return where the list of the report on this page may stand: by its address, by its breadcrumb, by links to its own folder."""
    own = list_of(response.url)
    steps = [step for step in reversed(trail_of(response)) if step.address and not is_report_address(step.address)]
    tree = tree_of(response.text)
    folders = [link for link in links_in(tree, base_of(tree, response.url)) if _holds(link.address, response.url)]
    named = [
        *([("", own)] if own else []),
        *((step.name, step.address) for step in steps if step.address),
        *((link.title, link.address) for link in sorted(folders, key=lambda link: -len(link.address))),
    ]
    named = [(name, url) for name, url in named if url.startswith("http") and urlsplit(url).path not in ("", "/")]
    return [
        Lead(url=url, name=name, tier=max(tier_of(name, url), Tier.UNKNOWN), worth=_OF_THIS_REPORT - rank)
        for rank, (name, url) in enumerate(named[:6])
    ]


def _pointed(tree: HtmlElement, base: str) -> Iterator[Link]:
    """Yield where the areas of a picture lead, and the entries of a choice that a script opens."""
    told = [(element.get("href"), element.get("alt") or element.get("title"), element) for element in tree.iter("area")]
    told += [(element.get("value"), element.text, element) for element in tree.iter("option")]
    for target, name, element in told:
        if not target or "/" not in target:
            continue
        try:
            yield Link(canonical(urljoin(base, target.strip())), " ".join((name or "").split()), False, element)
        except (RefusedError, ValueError):
            continue


def _written(link: Link, base: str) -> str:
    return urljoin(base, re.sub(r"\s+", "", target_of(link.element) or link.address))


def _leads(link: Link, page: str, above: Tier) -> Iterator[Lead]:
    if link.address == page or urlsplit(link.address).path in ("", "/"):
        return
    name = _heading_of(link.element) if _MORE.fullmatch(link.title) or not link.title else link.title
    is_page = is_origin_known(link.address)
    if could_be_report(name) and len(name) >= 12 and (is_page or is_report_address(link.address) or report_year(name)):
        yield _of_report(link, name, is_page=is_page)
        if is_page:
            return
    if is_page:
        return
    tier = tier_of(name, link.address)
    if above >= Tier.NEAR and tier in (Tier.UNKNOWN, above) and _is_part(name, link.address, page):
        yield Lead(url=link.address, name=name, tier=above, worth=_WORTH[above] - 5, part_of=page)
    elif tier > Tier.UNKNOWN:
        yield Lead(url=link.address, name=name, tier=tier, worth=_WORTH[tier])
    elif tier == Tier.UNKNOWN and _BUREAU.fullmatch(name):
        yield Lead(url=link.address, name=name, tier=Tier.HUB, worth=_WORTH[Tier.HUB])


def _of_report(link: Link, name: str, *, is_page: bool) -> Lead:
    """Return the lead to the list of a report; to the report itself, whose page may tell, where its address does not."""
    known = list_of(link.address) if is_page else None
    return Lead(url=known or link.address, name="" if known else name, tier=Tier.UNKNOWN, worth=_OF_A_REPORT + (5 if known else 0))


def _framed(frame: HtmlElement, base: str, above: Tier) -> Iterator[Lead]:
    """Yield the page that a frame shows, which is what a reader sees of this one."""
    try:
        url = canonical(urljoin(base, (frame.get("src") or "").strip()))
    except (RefusedError, ValueError):
        return
    if url != canonical(base):
        yield Lead(url=url, name="", tier=above, worth=_WORTH.get(above, 35))


def _heading_of(element: HtmlElement) -> str:
    """Return the words nearest before a link that says only 更多: the heading of the block it belongs to."""
    for part in (element, *element.iterancestors()):
        if part.tag in ("body", "html"):
            break
        for before in part.itersiblings(preceding=True):
            words = text_of(before) if isinstance(before.tag, str) else ""
            if words:
                return words if len(words) <= 30 else ""
    return ""


def _is_part(name: str, url: str, page: str) -> bool:
    """Say whether an address is a part of a column: it lies below it, or is called by a year."""
    folder = urlsplit(page).path.rpartition("/")[0] + "/"
    path = urlsplit(url).path
    is_below = len(folder) > 1 and path.startswith(folder) and "/" in path[len(folder) :]
    return (is_below or bool(_YEAR.fullmatch(name))) and not is_report_address(url)


def _holds(url: str, report: str) -> bool:
    """Say whether an address is a page of a folder that a report lies in, other than the home page's."""
    folder = urlsplit(url).path.rpartition("/")[0] + "/"
    is_list = not is_report_address(url) and not is_origin_known(url)
    return len(folder) > 1 and is_list and urlsplit(report).path.startswith(folder)
