"""TrueCMS lists (Nantong and its counties): a first group of rows in the page, the next as JSONP from `getMessage.do`."""

import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.links import tree_of
from spiders.lists.records import record_rows, records_claimed, unwrapped
from spiders.lists.replies import sender_of
from spiders.section import SectionSpider
from spiders.walk import ListSize

_GROUP = 30  # records in one reply, whatever is asked for; a larger `perpage` makes some sites answer nothing
_PER_PAGE = 10
_COLUMN = re.compile(r"""\bcolumnId\s*['"]?\s*[:=]\s*['"]([\w-]+)['"]""")
_PROXY = re.compile(r"""['"](?:https?://[^'"/]+)?(/[^'"\s?]*getMessage\.do)""", re.IGNORECASE)
_ROWS = ("//*[@id='initData']", "//ul[contains(concat(' ', @class, ' '), ' list-ul ')]", "//ul[contains(@class, 'xxgk-list-con')]")


class TrueCmsSpider(SectionSpider):
    """Lists `/{site}/{column}/{column}.html`; the endpoint answers only to requests that come from the list page."""

    family = "truecms"

    def marks(self, response: TextResponse) -> list[str]:
        words = r"initData|getMessage\.do|columnId|list-ul|xxgk-list-con|/content/[0-9a-f]{8}-[0-9a-f-]{27}\.html"
        return sorted(set(re.findall(words, response.text)))[:4]

    def list_address(self, response: TextResponse) -> str:
        return sender_of(response) if _start_of(response) else response.url

    def rows(self, response: TextResponse) -> list[HtmlElement] | None:
        if _is_reply(response):
            return record_rows(unwrapped(response.text))
        tree = tree_of(response.text)
        for place in _ROWS:
            for found in tree.xpath(place):
                rows: list[HtmlElement] = found.xpath(".//li[not(ancestor::li)]")
                if rows or "initData" in place:
                    return rows
        return None

    def list_size(self, response: TextResponse) -> ListSize:
        return ListSize(records=records_claimed(unwrapped(response.text) if _is_reply(response) else response.text))

    def following(self, response: TextResponse) -> Request | None:
        rows = self.rows(response) or []
        total = self.list_size(response).records
        start = _start_of(response)
        if start:
            step = _PER_PAGE if len(rows) == _PER_PAGE else _GROUP  # a site may take `perpage` at its word
            if not rows or (total is not None and start + step > total):
                return None
            return _group(response.url.partition("?")[0], start + step, _column_asked(response), self.list_address(response))
        column, proxy = _COLUMN.search(response.text), _PROXY.search(response.text)
        is_own = proxy is not None or bool(rows) or "initData" in response.text
        if column is None or not is_own or (total is not None and len(rows) >= total):
            return None
        endpoint = urljoin(response.url, proxy[1] if proxy else "/truecms/messageController/getMessage.do")
        # the page may hold a part of its last group only, so that group is asked for from its beginning
        first = len(rows) // _GROUP * _GROUP + 1
        return _group(endpoint, first, column[1], response.url, overlaps=first <= len(rows))


def _is_reply(response: TextResponse) -> bool:
    """Say whether this is a reply of the endpoint, which a saved one shows by its shape only."""
    return bool(_start_of(response)) or re.match(r"\s*[\w$.]+\s*\(\s*\{", response.text) is not None


def _start_of(response: TextResponse) -> int:
    """Return the number of the first record in a reply, 0 for a list page."""
    asked = parse_qs(urlsplit(response.url).query).get("startrecord", ["0"])[0]
    return int(asked) if asked.isdigit() else 0


def _column_asked(response: TextResponse) -> str:
    return parse_qs(urlsplit(response.url).query).get("columnId", [""])[0]


def _group(endpoint: str, start: int, column: str, page: str, *, overlaps: bool = False) -> Request:
    span = {"startrecord": start, "endrecord": start + _GROUP - 1, "perpage": _PER_PAGE, "contentTemplate": ""}
    query = urlencode({**span, "columnId": column, "callback": "cb"})
    return Request(f"{endpoint}?{query}", headers={"Referer": page}, cb_kwargs={"overlaps": True} if overlaps else {})
