"""Plain static lists: TRS WCM and its look-alikes, `index.html` then `index_1.html` or `index_2.html`."""

import re
from typing import ClassVar

from scrapy import Request
from scrapy.http import TextResponse

from spiders.pager import counting_of, has_linked_pager, is_numbered, next_link, numbered_after, page_after, pages_in_words, read_pager
from spiders.section import SectionSpider
from spiders.walk import ListSize


class StaticSpider(SectionSpider):
    """Lists whose rows stand in the page and whose pages are numbered files.

    `counts_from` is what a family's first page counts as, where it is always the same; `full_page` the rows from which
    on a list without any pager may go on.
    """

    family = "static"
    counts_from: ClassVar[int | None] = None
    full_page: ClassVar[int] = 10

    def marks(self, response: TextResponse) -> list[str]:
        found = ["createPageHTML"] if read_pager(response.text) else []
        return found + sorted(set(re.findall(r"TRS_\w+|trs_\w+|/t\d{8}_", response.text)))[:3]

    def following(self, response: TextResponse) -> Request | None:
        linked = next_link(response)
        pager = read_pager(response.text)
        if linked is not None or pager is None:
            return linked or self._guessed(response)
        first = counting_of(pager, response.url)
        if first is None:  # a later page: the first one told, and its request handed it on
            first = response.request.meta.get("counts_from") if response.request else None
        address = page_after(pager, response.url, self.counts_from if first is None else first)
        return Request(address, meta={"counts_from": first}) if address else None

    def list_size(self, response: TextResponse) -> ListSize:
        pager = read_pager(response.text)
        return pages_in_words(response.text) if pager is None else ListSize(pager.pages, pager.records)

    def _guessed(self, response: TextResponse) -> Request | None:
        """Return a try at the next page where no pager says how it is named: `_1` and otherwise `_2` after the first."""
        claimed = pages_in_words(response.text).pages
        is_short = claimed is None and len(self.entries(response)) < self.full_page
        if claimed == 1 or is_short or has_linked_pager(response):
            return None
        if is_numbered(response.url) or self.counts_from is not None:
            return Request(numbered_after(response.url, (self.counts_from or 0) + 1), flags=["guessed"])
        otherwise = Request(numbered_after(response.url, 2), flags=["guessed"])
        return Request(numbered_after(response.url, 1), cb_kwargs={"otherwise": otherwise}, flags=["guessed"])
