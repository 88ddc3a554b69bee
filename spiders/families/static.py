"""Plain static lists: TRS WCM and its look-alikes, `index.html` then `index_1.html` or `index_2.html`."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.model import ListEntry
from spiders.lists.naming import counting_of, names_after, number_in, page_after, page_below
from spiders.lists.pager import Pager, page_in_words, pages_in_words, read_pager
from spiders.lists.steps import has_linked_pager, next_link, number_link, scripted_link
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
        falling = response.request.meta.get("falling") if response.request else None
        pager = falling or self._pager(response)  # later pages of a list that counts down are fragments without a pager
        linked = next_link(response)
        if linked is not None or pager is None:
            return linked or number_link(response) or scripted_link(response) or self._guessed(response)
        if pager.falls:
            below = page_below(pager, response.url)
            return Request(below, meta={"falling": pager}) if below else None
        first = counting_of(pager, response.url)
        if first is None:  # a later page: the first one told, and its request handed it on
            first = response.request.meta.get("counts_from") if response.request else None
        address = page_after(pager, response.url, self.counts_from if first is None else first)
        following = Request(address, meta={"counts_from": first}) if address else None
        if following is None or pager.alias is None or number_in(response.url):
            return following
        other = page_after(replace(pager, prefix=pager.alias), response.url, first)
        return following.replace(cb_kwargs={"otherwise": following.replace(url=other)}) if other else following

    def list_size(self, response: TextResponse) -> ListSize:
        pager = self._pager(response)
        if pager is not None:
            return ListSize(pager.pages, pager.records)
        # where the next page is linked, words such as 共1页 may be what a script has yet to fill in
        return pages_in_words(response.text) if next_link(response) is None else ListSize()

    def _pager(self, response: TextResponse) -> Pager | None:
        """Return the pager that a page calls; one that counts fewer records than the page shows counts pages."""
        pager = read_pager(response.text)
        if pager is None or pager.records is None or pager.alias is None or pager.records >= len(self.entries(response)):
            return pager
        return replace(pager, pages=pager.records, records=None)

    def _guessed(self, response: TextResponse) -> Request | None:
        """Return a try at the next page where no pager says how it is named, the likelier names before the others."""
        claimed, here = pages_in_words(response.text).pages, page_in_words(response.text) or number_in(response.url) or 1
        entries = self.entries(response)
        held = len(entries)
        full_page = response.request.meta.get("full_page", _FULL_PAGE) if response.request else _FULL_PAGE
        if (claimed is not None and here >= claimed) or (claimed is None and held < full_page) or has_linked_pager(response):
            return None
        is_later = response.request is not None and "full_page" in response.request.meta
        following: Request | None = None
        for name in reversed(names_after(_with_file(response.url, entries), self.counts_from, is_later=is_later)):
            kwargs = {"otherwise": following} if following else {}
            following = Request(name, meta={"full_page": held}, flags=["guessed"], cb_kwargs=kwargs)
        return following


def _with_file(address: str, entries: Sequence[ListEntry]) -> str:
    """Return the address of a bare directory with the file name behind it, where its reports' addresses end otherwise than .html."""
    path = urlsplit(address).path
    endings = Counter(urlsplit(entry.url).path.rpartition(".")[2] for entry in entries)
    ending = endings.most_common(1)[0][0] if endings else ""
    if not path.endswith("/") or ending not in ("htm", "shtml"):
        return address
    return urlsplit(address)._replace(path=f"{path}index.{ending}").geturl()
