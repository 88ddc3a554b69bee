"""Plain static lists: TRS WCM and its look-alikes, `index.html` then `index_1.html` or `index_2.html`."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.model import ListEntry
from spiders.lists.pager import (
    counting_of,
    has_linked_pager,
    is_numbered,
    next_link,
    numbered_after,
    page_after,
    pages_in_words,
    read_pager,
)
from spiders.section import SectionSpider
from spiders.walk import ListSize

_FULL_PAGE = 10  # rows from which on a list without any pager may go on; a page shorter than the one before it is the last


class StaticSpider(SectionSpider):
    """Lists whose rows stand in the page and whose pages are numbered files.

    `counts_from` is what a family's first page counts as, where it is always the same.
    """

    family = "static"
    counts_from: ClassVar[int | None] = None

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
        if pager is not None:
            return ListSize(pager.pages, pager.records)
        # where the next page is linked, words such as 共1页 may be what a script has yet to fill in
        return pages_in_words(response.text) if next_link(response) is None else ListSize()

    def _guessed(self, response: TextResponse) -> Request | None:
        """Return a try at the next page where no pager says how it is named: `_1` and otherwise `_2` after the first."""
        claimed = pages_in_words(response.text).pages
        entries = self.entries(response)
        held = len(entries)
        full_page = response.request.meta.get("full_page", _FULL_PAGE) if response.request else _FULL_PAGE
        if claimed == 1 or (claimed is None and held < full_page) or has_linked_pager(response):
            return None
        address = _with_file(response.url, entries)
        first = Request(numbered_after(address, (self.counts_from or 0) + 1), meta={"full_page": held}, flags=["guessed"])
        if is_numbered(response.url) or self.counts_from is not None:
            return first
        return first.replace(cb_kwargs={"otherwise": first.replace(url=numbered_after(address, 2))})


def _with_file(address: str, entries: Sequence[ListEntry]) -> str:
    """Return the address of a bare directory with the file name behind it, which ends as its reports' addresses do."""
    path = urlsplit(address).path
    if "." in path.rpartition("/")[2]:
        return address
    endings = Counter(ending for entry in entries if (ending := urlsplit(entry.url).path.rpartition(".")[2]) in ("html", "htm", "shtml"))
    ending = endings.most_common(1)[0][0] if endings else "html"
    return urlsplit(address)._replace(path=f"{path.rstrip('/')}/index.{ending}").geturl()
