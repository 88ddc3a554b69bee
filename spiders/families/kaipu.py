"""Kaipu (开普) UCAP lists: named `.shtml` files with `_N` pages, or shells whose rows come as JSON."""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.model import ListEntry
from spiders.families.kaipu_json import after_reply, ask, is_reply, reply_entries, reply_size
from spiders.families.static import StaticSpider
from spiders.lists.hubs import carried, column, waiting_of
from spiders.lists.links import links_in, tree_of
from spiders.lists.pager import read_pager
from spiders.lists.steps import next_link
from spiders.walk import ListSize

_COLUMNS = 12
_MARKS = re.compile(
    r"UCAP-?CONTENT|UCAPTITLE|CMSPRO_\w+|name=[\"']?channelid|/common/search/|/searchList/|getChannelList|interfacesWeb\w*/loadData"
    r"|createPageHTML\(\s*['\"]page_div|pagination_index_last",
    re.IGNORECASE,
)


class KaipuSpider(StaticSpider):
    """Static lists that count from 1; a page without rows, or without a pager, has a channel to ask."""

    family = "kaipu"
    counts_from: ClassVar[int | None] = 1

    def marks(self, response: TextResponse) -> list[str]:
        found = sorted(set(_MARKS.findall(response.text)))[:4]
        return found + (["named .shtml"] if re.search(r"/(?!index)[a-z]\w*\.shtml$", response.url) else [])

    def entries(self, response: TextResponse) -> list[ListEntry]:
        return reply_entries(response) if is_reply(response) else super().entries(response)

    def list_size(self, response: TextResponse) -> ListSize:
        if waiting_of(response) is not None:
            return ListSize()  # a column's, not the hub's
        return reply_size(response) if is_reply(response) else super().list_size(response)

    def following(self, response: TextResponse) -> Request | None:
        following, waiting = self._of_column(response), waiting_of(response)
        if following is None and waiting is None and not self.entries(response):
            return column(_siblings(response))
        return carried(following, waiting)

    def _of_column(self, response: TextResponse) -> Request | None:
        if is_reply(response):
            return after_reply(response)
        if next_link(response) or read_pager(response.text) or super().list_size(response).pages:
            return super().following(response)
        asked, held = ask(response), self.entries(response)
        if asked is None or (held and _is_far(asked.url, response)):
            return super().following(response)
        # the page may hold the channel's first rows itself
        return asked.replace(cb_kwargs={**asked.cb_kwargs, "overlaps": True}) if held else asked


def _siblings(response: TextResponse) -> list[str]:
    """Return the lists that a shell `xxgk_lists.shtml` links in the columns beside its own, of which it shows none itself.

    More than a few are the menu of the whole site.
    """
    parts = urlsplit(response.url)
    folder = parts.path.rpartition("/")[0].rpartition("/")[0]
    named = re.compile(rf"{re.escape(folder)}/\w+/xxgk_list\.shtml")
    links = links_in(tree_of(response.text), response.url) if parts.path.endswith("/xxgk_lists.shtml") else []
    found = list(dict.fromkeys(link.address for link in links if named.fullmatch(urlsplit(link.address).path)))
    return found if len(found) <= _COLUMNS else []


def _is_far(address: str, response: TextResponse) -> bool:
    """Say whether an endpoint lies on another host, which the page does not name."""
    host = urlsplit(address).netloc
    return host != urlsplit(response.url).netloc and host not in response.text
