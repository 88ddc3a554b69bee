"""The Wuxi platform (无锡, 宜兴, 江阴 and the districts): `index.shtml`, then `index_2.shtml`; reports at `/doc/YYYY/MM/DD/N.shtml`."""

import re
from typing import ClassVar

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from spiders.families.static import StaticSpider
from spiders.lists.links import tree_of


class WuxiSpider(StaticSpider):
    """Static lists of twenty rows that count from 1."""

    family = "wuxi"
    counts_from: ClassVar[int | None] = 1

    def marks(self, response: TextResponse) -> list[str]:
        return sorted(set(re.findall(r"""id=["']doclist["']|/doc/\d{4}/\d\d/\d\d/""", response.text)))[:3]

    def rows(self, response: TextResponse) -> list[HtmlElement] | None:
        found = tree_of(response.text).xpath("//*[@id='doclist']")
        return found[0].xpath("./li") if found else None
