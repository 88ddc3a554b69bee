"""Plain static lists: TRS WCM and its look-alikes, `index.html` then `index_1.html` or `index_2.html`."""

import re

from scrapy import Request
from scrapy.http import TextResponse

from spiders.pager import counting_of, is_numbered, next_link, numbered_after, page_after, pages_in_words, read_pager
from spiders.section import SectionSpider
from spiders.walk import ListSize

_FULL_PAGE = 10  # a shorter list without any pager is taken to be whole


class StaticSpider(SectionSpider):
    """Lists whose rows stand in the page and whose pages are numbered files."""

    family = "static"

    def marks(self, response: TextResponse) -> list[str]:
        found = ["createPageHTML"] if read_pager(response.text) else []
        return found + sorted(set(re.findall(r"TRS_\w+|trs_\w+|/t\d{8}_\d+\.s?html?", response.text)))[:3]

    def following(self, response: TextResponse) -> Request | None:
        pager = read_pager(response.text)
        linked = next_link(response)
        if linked is not None or pager is None:
            return linked or self._guessed(response)
        told = response.request.meta.get("counts_from") if response.request else None
        first = counting_of(pager, response.url)
        address = page_after(pager, response.url, told if first is None else first)
        return Request(address, meta={"counts_from": told if first is None else first}) if address else None

    def list_size(self, response: TextResponse) -> ListSize:
        pager = read_pager(response.text)
        return pages_in_words(response.text) if pager is None else ListSize(pager.pages, pager.records)

    def _guessed(self, response: TextResponse) -> Request | None:
        """Return a try at the second page, `_1` and otherwise `_2`, where a list may go on and no pager says how."""
        claimed = pages_in_words(response.text).pages
        if claimed == 1 or (claimed is None and len(self.entries(response)) < _FULL_PAGE):
            return None
        if is_numbered(response.url):
            return Request(numbered_after(response.url, 1))
        return Request(numbered_after(response.url, 1), cb_kwargs={"otherwise": Request(numbered_after(response.url, 2))})
