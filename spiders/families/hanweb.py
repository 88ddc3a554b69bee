"""Hanweb (大汉) JCMS lists: the rows stand as records in script text, more of them come from `dataproxy.jsp`."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.dataproxy import first_span, group, linked_group, span_after, value_of
from spiders.lists.records import array_rows, has_records, record_rows, records_claimed
from spiders.lists.replies import sender_of
from spiders.lists.text import unescaped
from spiders.section import SectionSpider
from spiders.walk import ListSize

_STORE = re.compile(r"<datastore>.*?</datastore>", re.DOTALL | re.IGNORECASE)
_NEXT_GROUP = re.compile(r"""<nextgroup>.*?href\s*=\s*(["'])(.*?)\1""", re.DOTALL | re.IGNORECASE)
_PAGE = re.compile(r"(?<=[?&]page=)\d+")


@dataclass(frozen=True, slots=True)
class _Island:
    """The records of one unit of a page, or of a reply."""

    text: str
    rows: list[HtmlElement]

    @property
    def next_group(self) -> str | None:
        match = _NEXT_GROUP.search(self.text)
        return unescaped(match[2]).strip() if match else None


class HanwebSpider(SectionSpider):
    """Column pages `/col/colN/index.html`; one reply holds three visible pages."""

    family = "hanweb"

    def marks(self, response: TextResponse) -> list[str]:
        words = ("<datastore>", "dataproxy.jsp", "jpage", "大汉版通", "loadDynamic(")
        found = [word for word in words if word in response.text]
        return found + (["/col/col"] if re.search(r"/col/col\d+/", response.url) else [])

    def list_address(self, response: TextResponse) -> str:
        return sender_of(response) if _is_reply(response) else response.url

    def rows(self, response: TextResponse) -> list[HtmlElement] | None:
        island = _island(response)
        if island is not None:
            return island.rows
        return array_rows(response.text) if _is_reply(response) else None

    def list_size(self, response: TextResponse) -> ListSize:
        island = _island(response)
        is_alone = len(_STORE.findall(response.text)) <= 1  # else the page's total may be another unit's
        own = records_claimed(island.text) if island else None
        if own is not None or not is_alone:
            return ListSize(records=own)
        counted = value_of(response.text, "totalCount") or ""  # as Shandong's sites call it
        return ListSize(records=records_claimed(response.text) or (int(counted) if counted.isdigit() else None))

    def following(self, response: TextResponse) -> Request | None:
        if _is_reply(response):
            return self._after_reply(response)
        island = _island(response)
        total = self.list_size(response).records
        if island is not None and total is not None and len(island.rows) >= total:
            return None
        if island is not None and island.next_group:
            # the group may be the page's own over again, as some sites count the island as group 1, or an empty body
            return group(urljoin(response.url, island.next_group), response.url, overlaps=True)
        return linked_group(response) or first_span(response, len(island.rows) if island else 0)

    def _after_reply(self, response: TextResponse) -> Request | None:
        rows = self.rows(response)
        if not rows or response.request is None:
            return None
        if response.request.method == "GET" and _PAGE.search(response.url):
            return group(_PAGE.sub(lambda page: str(int(page[0]) + 1), response.url, count=1), self.list_address(response))
        return span_after(response, len(rows), self.list_size(response).records)


def _is_reply(response: TextResponse) -> bool:
    return "dataproxy.jsp" in response.url


def _island(response: TextResponse) -> _Island | None:
    """Return the unit that is the page's own list: of its column, or the one with the most records."""
    column = re.search(r"/col(\d+)/", response.url)
    texts = _STORE.findall(response.text) or ([response.text] if has_records(response.text) else [])
    islands = [_Island(text, record_rows(text)) for text in texts]
    own = [island for island in islands if column and re.search(rf"columnid={column[1]}\b|art_{column[1]}_", island.text)]
    return max(own or islands, key=lambda island: len(island.rows), default=None)
