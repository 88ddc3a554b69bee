"""Columns whose rows come from a search gateway that the page names, or from a JSON file beside it.

Known is what is asked: `POST /fjdzapp/search` (Fujian), `/was5/web/search?channelid=…&page=N`, `/igs/front/search/list.html?index=…`
and a file such as `gfxwj.json`. Known of the replies are `data[]` with `doctitle`, `docreltime`, `docpuburl` and `chnldocurl` in Fujian
and `docs[]` of was5; so the records of all are found by the meaning of their names, and a page that is not full is the last.
"""

import re
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.model import ListEntry
from spiders.lists.gateways import PATHS, first_page, gateway_of, page_after
from spiders.lists.objects import claims_of, records_in, total_in
from spiders.lists.replies import sender_of
from spiders.lists.rows import section_entries
from spiders.section import SectionSpider
from spiders.walk import ListSize

_OBJECTS = re.compile(r"[\s\ufeff]*(?:[{\[]|[\w$.]+\s*\(\s*\{\s*\"(?:data|list|docs)\")")
_FILE = re.compile(r"""['"]([^'"\s<>]+\.json)(?:\?[^'"]*)?['"]""")


class GatewaySpider(SectionSpider):
    """Shells, or pages that hold their first rows, whose script says what to ask for."""

    family = "gateway"

    def marks(self, response: TextResponse) -> list[str]:
        words = (*PATHS, "docpuburl", "chnldocurl", "docreltime", r"/cmsweb/zwgk/")
        first = None if _is_reply(response) else _first(response)
        found = [word for word in words if re.search(word, f"{response.url} {response.text}")]
        return found + ["a file of records beside it"] * (first is not None and first.url.endswith(".json"))

    def list_address(self, response: TextResponse) -> str:
        return sender_of(response) if _is_reply(response) else response.url

    def entries(self, response: TextResponse) -> list[ListEntry]:
        if _is_records(response):
            return claims_of(records_in(response.text), self.list_address(response))
        if self.select.rows or _is_reply(response) or _first(response) is None:
            return super().entries(response)
        return _held(response)

    def list_size(self, response: TextResponse) -> ListSize:
        is_part = _is_records(response) and gateway_of(response) is not None
        return ListSize(records=total_in(response.text, len(records_in(response.text)))) if is_part else ListSize()

    def following(self, response: TextResponse) -> Request | None:
        if _is_reply(response):
            return self._after_reply(response)
        first = _first(response)
        if first is None:
            return super().following(response)
        return first.replace(cb_kwargs={**first.cb_kwargs, "overlaps": True}) if self.entries(response) else first

    def _after_reply(self, response: TextResponse) -> Request | None:
        gateway, records = gateway_of(response), records_in(response.text) if _is_records(response) else None
        held = len(self.entries(response) if records is None else records)
        total = None if records is None else total_in(response.text, held)
        return page_after(response, gateway, held, total) if gateway else None


def _is_reply(response: TextResponse) -> bool:
    is_file = urlsplit(response.url).path.endswith(".json")
    return is_file or gateway_of(response) is not None or bool(_OBJECTS.match(response.text))


def _is_records(response: TextResponse) -> bool:
    """Say whether a reply is no markup, as the reply of a `list.html` may be."""
    return _is_reply(response) and not response.text.lstrip("\ufeff \t\r\n").startswith("<")


def _first(response: TextResponse) -> Request | None:
    """Return the request for the first rows that a page's script names: a gateway's, or a file in the folder of the page."""
    first = first_page(response)
    if first is not None:
        return first
    folder = urljoin(response.url, ".")
    is_home = folder == urljoin(response.url, "/")  # where every file of the site is beside it
    files = [] if is_home or _held(response) else [urljoin(response.url, named) for named in _FILE.findall(response.text)]
    asked: Request | None = None
    for file in reversed(dict.fromkeys(files)):
        if file.startswith(folder):
            asked = Request(file, headers={"Referer": response.url}, cb_kwargs={"otherwise": asked})
    return asked


def _held(response: TextResponse) -> list[ListEntry]:
    """Return the first rows where the page holds them; those of other sections are a sidebar's."""
    return section_entries(response.text, response.url)
