"""Boda (博达) VSB lists: `/{slug}.htm`, whose later pages are numbered backwards, `/{slug}/143.htm` before `/{slug}/142.htm`."""

import re
from typing import NamedTuple
from urllib.parse import urljoin

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.links import tree_of
from spiders.lists.steps import next_link
from spiders.section import SectionSpider
from spiders.walk import ListSize

_GAP = r"(?:\s|&nbsp;|&#160;|<[^<>]*>)*"
_COUNT = re.compile(rf"共{_GAP}(\d+){_GAP}条[，,;；]?{_GAP}(?:第)?{_GAP}(\d+){_GAP}/{_GAP}(\d+)")
_ROW_ID = re.compile(r"line_?(u?\d+)_\d+")
_MARKS = re.compile(
    r"vsb_content|v_news_content|_newscontent_fromname|_showDynClicks|/system/resource/|Visual SiteBuilder|wbnewsid="
    r"|\bid=[\"']?(?:line_?u?(?=\d+_\d)|fanye)|\binfo/\d+/\d+\.htm"
)
_NUMBERED = re.compile(r"/(\d+)\.htm$")


class _Count(NamedTuple):
    """What a pager prints: 共1432条 1/144."""

    records: int
    page: int
    pages: int


class VsbSpider(SectionSpider):
    """Lists whose last page is always `1.htm`, so that old pages keep their addresses."""

    family = "vsb"

    def marks(self, response: TextResponse) -> list[str]:
        return sorted({re.sub(r"\d+", "N", mark) for mark in _MARKS.findall(response.text)})[:4]

    def rows(self, response: TextResponse) -> list[HtmlElement] | None:
        lists: dict[str, list[HtmlElement]] = {}
        for element in tree_of(response.text).xpath("//*[starts-with(@id, 'line')]"):
            if named := _ROW_ID.fullmatch(element.get("id")):
                lists.setdefault(named[1], []).append(element)
        return max(lists.values(), key=len, default=None)

    def list_size(self, response: TextResponse) -> ListSize:
        count = _count(response)
        return ListSize(count.pages, count.records) if count else ListSize()

    def following(self, response: TextResponse) -> Request | None:
        return next_link(response) or _numbered(response)


def _count(response: TextResponse) -> _Count | None:
    """Return what the pager of a page of this product counts; others print their pages in the same words."""
    found = _COUNT.search(response.text) if _MARKS.search(response.text) else None
    return _Count(*map(int, found.groups())) if found else None


def _numbered(response: TextResponse) -> Request | None:
    """Return the request for the page after this one where only the pager's count tells."""
    count, address = _count(response), response.url.partition("?")[0]
    if count is None or count.page >= count.pages or not address.endswith(".htm"):
        return None
    numbered = _NUMBERED.search(address)
    if numbered is None:
        return Request(f"{address.removesuffix('.htm')}/{count.pages - count.page}.htm")
    forwards = int(numbered[1]) == count.page != count.pages - count.page + 1
    number = count.page + 1 if forwards else count.pages - count.page
    return Request(urljoin(address, f"{number}.htm"))
