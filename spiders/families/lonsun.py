"""Lonsun (龙讯) lists: `/public/column/{organ}?…&pageIndex=N`, `/content/column/{id}?pageIndex=N`, or fragments from `/site/label/8888`."""

import re
from urllib.parse import parse_qsl, unquote_plus, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.links import links_in, tree_of
from spiders.lists.posts import posted
from spiders.lists.replies import sender_of
from spiders.lists.steps import next_link
from spiders.lists.text import unescaped
from spiders.lists.turns import full_page, is_last
from spiders.section import SectionSpider
from spiders.walk import ListSize

_MARKS = re.compile(
    r"Ls\.pagination|/site/label/\d+|labelName|xxgk_nav(?:li|_list)|\bdoc_list\b|/(?:public|content)/column/\d+|j-fontContent"
)
_PAGES = re.compile(r"\bpageCount['\"]?\s*:[\s('\"]*(\d+)")
_CURRENT = re.compile(r"\bcurrPage['\"]?\s*:[\s('\"]*(\d+)(?:['\"\s]*\+\s*(\d+))?")
_LEADS = re.compile(r"""['"]([^'"\s]*[?&]pageIndex=)['"]\s*\+""")
_LABEL = re.compile(r"""['"]([^'"\s?]*/site/label/\d+)""")
_QUERIED = re.compile(r"[?&](\w+)=([^&'\"\s]*)")
_NAMED = re.compile(r"""['"]?\b(\w+)['"]?\s*:\s*(?:'([^']*)'|"([^"]*)"|(\d+|true|false)\b)""")
_OPTIONS = {"_", "url", "method", "async", "cache", "contentType", "timeout"}  # of the call, not of the list
_SITE = re.compile(r"""<meta\b(?=[^>]*\bname\s*=\s*["']?SiteId\b)[^>]*\bcontent\s*=\s*["']?(\d+)""", re.IGNORECASE)
_INDEX = re.compile(r"(?<=[?&]pageIndex=)\d*")
_COLUMN = re.compile(r"/(?:public|content)/column/(\d+)")
_ROWS = (
    "//ul[contains(concat(' ', @class, ' '), ' doc_list ') or contains(@class, 'xxgk_nav_list')]",
    "//*[contains(concat(' ', @class, ' '), ' xxgk_navli ')]/..",
)


class LonsunSpider(SectionSpider):
    """Lists whose pages are asked for by number, of the page itself or of the endpoint that fills it."""

    family = "lonsun"

    def marks(self, response: TextResponse) -> list[str]:
        return sorted(set(_MARKS.findall(f"{response.url} {response.text}")))[:4]

    def list_address(self, response: TextResponse) -> str:
        return sender_of(response) if _is_reply(response) else response.url

    def rows(self, response: TextResponse) -> list[HtmlElement] | None:
        tree = tree_of(response.text)
        for place in _ROWS:
            lists = [[row for row in found if links_in(row, response.url)] for found in tree.xpath(place)]
            if rows := max(lists, key=len, default=[]):
                return rows
        is_shell = _label(response) is not None and _PAGES.search(response.text) is None
        return [] if is_shell else None  # what a shell does hold is a sidebar's

    def list_size(self, response: TextResponse) -> ListSize:
        pages = _PAGES.search(response.text)
        # a reply's pages do not count the shell that asked for them
        is_own = pages is not None and not _is_reply(response) and bool(self.entries(response))
        return ListSize(int(pages[1])) if pages and is_own else ListSize()

    def following(self, response: TextResponse) -> Request | None:
        pages, page = _PAGES.search(response.text), _page_of(response)
        if _is_reply(response):
            return self._after_reply(response, page, int(pages[1]) if pages else None)
        held, label = self.entries(response), _label(response)
        if not held:
            return _first(response, label) if label else None
        if linked := next_link(response):
            return linked
        if pages is None or page >= int(pages[1]):
            return None
        asked = _asked(response, page + 1)
        if label is None:
            return asked
        fragment = _fragment(response, label, page + 1)
        return fragment.replace(cb_kwargs={"otherwise": asked}) if asked else fragment

    def _after_reply(self, response: TextResponse, page: int, pages: int | None) -> Request | None:
        held = len(self.entries(response))
        if not held or (is_last(response, page, held) if pages is None else page >= pages):
            return None
        address = _INDEX.sub(str(page + 1), response.url, count=1)
        if response.request is not None and response.request.method == "POST":
            return _posted(address, self.list_address(response)).replace(meta={"full_page": full_page(response, held)})
        return Request(address, headers={"Referer": self.list_address(response)}, meta={"full_page": full_page(response, held)})


def _is_reply(response: TextResponse) -> bool:
    return "/site/label/" in response.url


def _page_of(response: TextResponse) -> int:
    """Return the number of a page: as it was asked for, or as its pager says."""
    asked, current = _INDEX.search(response.url), _CURRENT.search(response.text)
    if asked and asked[0]:
        return int(asked[0])
    return int(current[1]) + int(current[2] or 0) if current else 1


def _asked(response: TextResponse, page: int) -> Request | None:
    """Return the request for a page by the address that the pager leads to, or that the list itself has."""
    leads = _LEADS.search(response.text)
    if leads and "/site/label/" not in leads[1]:
        return Request(urljoin(response.url, f"{unescaped(leads[1])}{page}"))
    if not _COLUMN.search(response.url):
        return None
    address = response.url.partition("#")[0]
    if _INDEX.search(address):
        return Request(_INDEX.sub(str(page), address, count=1))
    return Request(f"{address}{'&' if '?' in address else '?'}pageIndex={page}")


def _label(response: TextResponse) -> tuple[str, dict[str, str]] | None:
    """Return the endpoint that fills the list and what it is told, in a call's query or in an object beside it."""
    for call in _LABEL.finditer(response.text):
        told = re.split(r"\b(?:success|function|pagination)\b|=>|</script", unescaped(response.text[call.start() : call.start() + 2500]))[0]
        pairs = [(name, unquote_plus(value)) for name, value in _QUERIED.findall(told)]
        pairs += [(name, one or two or bare) for name, one, two, bare in _NAMED.findall(told)]
        values = {name: value for name, value in pairs if name not in _OPTIONS and (name != "type" or value.isdigit())}
        if values.get("labelName", "").endswith(("List", "Page")):
            return call[1], values
    return None


def _first(response: TextResponse, label: tuple[str, dict[str, str]]) -> Request:
    """Return the request for the first rows of a shell; some sites take it as a form only."""
    asked = _fragment(response, label, 1)
    return asked.replace(cb_kwargs={"otherwise": _posted(asked.url, response.url)})


def _posted(address: str, page: str) -> Request:
    """Return the same request as a form."""
    return posted(address, urlsplit(address).query, page)


def _fragment(response: TextResponse, label: tuple[str, dict[str, str]], page: int) -> Request:
    """Return the request for a page of the list as a fragment; what a script leaves to variables stands in the page's address."""
    own = dict(parse_qsl(urlsplit(response.url).query))
    organ = _COLUMN.search(response.url)
    site = _SITE.search(response.text)
    known = {name: found[1] for name, found in (("organId", organ), ("siteId", site)) if found}
    known |= {name: own[name] for name in ("type", "catId", "action") if name in own}
    told = {name: value for name, value in label[1].items() if value or name not in known}
    values = {"IsAjax": "1", "dataType": "html", **known, **told, "pageIndex": str(page)}
    return Request(f"{urljoin(response.url, label[0])}?{urlencode(values)}", headers={"Referer": response.url})
