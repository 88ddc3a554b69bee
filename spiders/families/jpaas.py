"""Hanweb's JPAAS lists: a script tag names a page unit, which comes as markup in JSON from `/page/build/unit`."""

import re

from scrapy import Request
from scrapy.http import TextResponse

from crawler.errors import ListError
from crawler.model import ListEntry
from spiders.lists.hubs import column, waiting_of
from spiders.lists.replies import json_reply, sender_of
from spiders.lists.rows import section_entries
from spiders.lists.turns import full_page, is_last
from spiders.lists.units import Block, block_in, columns_of, page_asked, turned, units_of
from spiders.section import SectionSpider
from spiders.walk import ListSize

_FULL_PAGE = 10  # rows from which on a list without a pagination block may go on; small columns stand whole in their page
_MARKS = re.compile(r"parsetype=|/page/build/unit|unitbuild\.js|AuthorizedRead|xxgk_more|/art/\d{4}/art_(?=[0-9a-f]{32}\.)", re.IGNORECASE)


class JpaasSpider(SectionSpider):
    """Column pages whose unit is asked for with its own query, where nothing but `paramJson` turns the pages.

    A hub that shows a few rows of each of its columns is walked column by column; `waiting` are those still to come.
    """

    family = "jpaas"

    def marks(self, response: TextResponse) -> list[str]:
        return sorted(set(_MARKS.findall(response.text)))[:4]

    def list_address(self, response: TextResponse) -> str:
        return sender_of(response) if _is_reply(response) else response.url

    def entries(self, response: TextResponse) -> list[ListEntry]:
        shown = _shown(response)
        others = _otherwise(response) if _is_reply(response) else not columns_of(response) and units_of(response)
        if self.select.rows or block_in(shown.text) or not others:
            return super().entries(shown)
        return section_entries(shown.text, self.list_address(response))  # rows of another section are a sidebar's, or another unit's

    def list_size(self, response: TextResponse) -> ListSize:
        block = block_in(_shown(response).text)
        return ListSize(records=block.total) if block and waiting_of(response) is None else ListSize()

    def following(self, response: TextResponse) -> Request | None:
        held, block, waiting = len(self.entries(response)), block_in(_shown(response).text), waiting_of(response)
        if _is_reply(response):
            return self._after_reply(response, block, held)
        columns = [] if block or waiting is not None else columns_of(response)
        waiting = columns or waiting
        otherwise = column(waiting)
        if held and (columns or (block.page * block.size >= block.total if block else held < _FULL_PAGE)):
            return otherwise
        units = units_of(response)
        for unit in reversed(units):  # which of them is the list shows in what they bring
            address = turned(unit, 2, block.size if block else held) if held else unit
            otherwise = _ask(address, response.url, otherwise, waiting, overlaps=not held and waiting is not None)
        return otherwise if units else otherwise or super().following(response)

    def _after_reply(self, response: TextResponse, block: Block | None, held: int) -> Request | None:
        if not held:
            return _otherwise(response)
        asked, waiting = page_asked(response.url), waiting_of(response)
        page = asked.get("pageNo", block.page if block else 1)
        size = block.size if block else asked.get("pageSize", max(held, _FULL_PAGE))
        if is_last(response, page, held, total=block.total if block else None, asked=size):
            return column(waiting)
        following = _ask(turned(response.url, page + 1, size), self.list_address(response), column(waiting), waiting)
        return following.replace(meta={**following.meta, "full_page": full_page(response, held)})


def _is_reply(response: TextResponse) -> bool:
    return "/page/build/unit" in response.url or re.match(r'\s*\{.*"html"\s*:', response.text, re.DOTALL) is not None


def _shown(response: TextResponse) -> TextResponse:
    """Return a reply as the markup that it carries, a page as it is; raise `ListError` for a reply that failed."""
    if not _is_reply(response):
        return response
    reply = json_reply(response)
    if reply.get("success") is False:
        raise ListError(f"found {response.text[:60]!r}, expected a list reply with data.html")
    data = reply.get("data")
    markup = data.get("html") if isinstance(data, dict) else None
    return response.replace(body=str(markup or "").encode(), encoding="utf-8")


def _otherwise(response: TextResponse) -> Request | None:
    otherwise: Request | None = response.request.cb_kwargs.get("otherwise") if response.request else None
    return otherwise


def _ask(address: str, page: str | None, otherwise: Request | None, waiting: list[str] | None, *, overlaps: bool = False) -> Request:
    kwargs = {"otherwise": otherwise, **({"overlaps": True} if overlaps else {})}
    meta = {} if waiting is None else {"waiting": waiting}
    return Request(address, headers={"Referer": page} if page else {}, cb_kwargs=kwargs, meta=meta)
