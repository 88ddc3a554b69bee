"""The families there are, and which of them reads a page best."""

from typing import NamedTuple

from scrapy.http import TextResponse

from crawler.errors import CollectionError
from crawler.model import ListEntry
from spiders.families.epoint import EpointSpider
from spiders.families.forms import FormSpider
from spiders.families.gateways import GatewaySpider
from spiders.families.gkmlpt import GkmlptSpider
from spiders.families.hanweb import HanwebSpider
from spiders.families.jpaas import JpaasSpider
from spiders.families.kaipu import KaipuSpider
from spiders.families.lonsun import LonsunSpider
from spiders.families.nfcms import NfcmsSpider
from spiders.families.querylist import QueryListSpider
from spiders.families.static import StaticSpider
from spiders.families.truecms import TrueCmsSpider
from spiders.families.vsb import VsbSpider
from spiders.families.wuxi import WuxiSpider
from spiders.families.xxgk import XxgkSpider
from spiders.lists.links import is_report_address
from spiders.lists.rows import is_of_section
from spiders.section import SectionSpider

_SPIDERS = (
    StaticSpider,
    JpaasSpider,
    HanwebSpider,
    XxgkSpider,
    NfcmsSpider,
    GkmlptSpider,
    QueryListSpider,
    KaipuSpider,
    TrueCmsSpider,
    WuxiSpider,
    VsbSpider,
    LonsunSpider,
    EpointSpider,
    GatewaySpider,
    FormSpider,
)
FAMILIES: dict[str, type[SectionSpider]] = {spider.family: spider for spider in _SPIDERS}


class Recognition(NamedTuple):
    """What one family makes of a page: the entries it reads, how much speaks for it, and what that is in words.

    `is_shell` says that it finds no entry in the page but by its marks the request that brings them.
    """

    family: str
    entries: list[ListEntry]
    score: float
    reasons: list[str]
    is_shell: bool = False


def recognise(response: TextResponse) -> list[Recognition]:
    """Return what every family makes of a list page or a list's reply, the best first.

    What a family finds counts before the marks of its product: dated rows, titles, a next page. Rows that mostly lie in
    other sections are a sidebar's where a family knows what to ask for the page's own.
    """
    found = sorted([_tried(spider(), response) for spider in FAMILIES.values()], key=lambda tried: -tried.score)
    is_elsewhere = not is_of_section(found[0].entries, response.url)
    return sorted(found, key=lambda tried: not (is_elsewhere and tried.is_shell))


def _tried(spider: SectionSpider, response: TextResponse) -> Recognition:
    try:
        entries = spider.entries(response)
        following = spider.next_list(response)
    except CollectionError as error:
        return Recognition(spider.family, [], 0.0, [str(error)])
    dated = sum(entry.date is not None for entry in entries)
    titled = sum(len(entry.title) >= 8 for entry in entries)
    shaped = sum(is_report_address(entry.url) for entry in entries)
    marks = spider.marks(response)
    next_page = 0 if following is None else 1 if "guessed" in following.flags else 3
    score = 2.0 * dated + titled + shaped + next_page + min(len(marks), 4)
    reasons = [f"{len(entries)} entries, {dated} dated, {titled} with titles"]
    reasons += [f"next page {following.url}"] if following is not None else ["no next page"]
    reasons += [f"marks: {', '.join(marks)}"] * bool(marks)
    return Recognition(spider.family, entries, score, reasons, is_shell=not entries and next_page == 3 and bool(marks))
