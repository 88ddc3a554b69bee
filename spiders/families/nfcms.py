"""Guangdong's NFCMS: `{dir}/index.html`, then `index_2.html`; reports at `{dir}/content/post_N.html`."""

import re
from typing import ClassVar

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from spiders.families.static import StaticSpider
from spiders.lists.links import tree_of


class NfcmsSpider(StaticSpider):
    """Static lists that count from 1."""

    family = "nfcms"
    counts_from: ClassVar[int | None] = 1

    def marks(self, response: TextResponse) -> list[str]:
        return sorted(set(re.findall(r"NFCMS_\w+_ID|NFCMS_PUB_TYPE|statistics\.gd\.gov\.cn|/m?post_\d+\.s?html?", response.text)))[:4]

    def rows(self, response: TextResponse) -> list[HtmlElement] | None:
        tree = tree_of(response.text)
        lists = tree.cssselect("ul.infoList, ul.i_list, div.viewList ul, ul.viewList")
        items = [[item for item in found if item.tag == "li"] for found in lists]
        return max(items, key=len, default=None)
