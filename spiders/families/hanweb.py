"""Hanweb (大汉) JCMS lists: the rows stand as records in script text, more of them come from `dataproxy.jsp`."""

import html
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.records import array_rows, has_records, record_rows, records_claimed
from spiders.lists.replies import sender_of
from spiders.section import SectionSpider
from spiders.walk import ListSize

_STORE = re.compile(r"<datastore>.*?</datastore>", re.DOTALL | re.IGNORECASE)
_NEXT_GROUP = re.compile(r"""<nextgroup>.*?href\s*=\s*(["'])(.*?)\1""", re.DOTALL | re.IGNORECASE)
_PROXY = re.compile(r"""['"]([^'"\s?]*dataproxy\.jsp)""")
_CALL = re.compile(r"(?:ajaxParam\s*:|\bparam_\d+\s*=)\s*(\{[^{}]*\})|((?:[\w]+=[^&'\"\s]*&){3,}[^'\"\s]*)", re.DOTALL)
_PAGE = re.compile(r"(?<=[?&]page=)\d+")
_PARAMETERS = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype")


@dataclass(frozen=True, slots=True)
class _Island:
    """The records of one unit of a page, or of a reply."""

    text: str
    rows: list[HtmlElement]

    @property
    def next_group(self) -> str | None:
        match = _NEXT_GROUP.search(self.text)
        return html.unescape(match[2]).strip() if match else None


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
        return ListSize(records=records_claimed(response.text) if own is None and is_alone else own)

    def following(self, response: TextResponse) -> Request | None:
        if _is_reply(response):
            return self._after_reply(response)
        island = _island(response)
        total = self.list_size(response).records
        if island is not None and total is not None and len(island.rows) >= total:
            return None
        if island is not None and island.next_group:
            # the group may be the page's own over again: some sites count the island as group 1, some do not
            return _ask(urljoin(response.url, island.next_group), response.url, overlaps=True)
        return self._first_post(response, len(island.rows) if island else 0)

    def _after_reply(self, response: TextResponse) -> Request | None:
        rows = self.rows(response)
        if not rows or response.request is None:
            return None
        if response.request.method == "GET" and _PAGE.search(response.url):
            return _ask(_PAGE.sub(lambda page: str(int(page[0]) + 1), response.url, count=1), self.list_address(response))
        return self._next_post(response, response.request, len(rows))

    def _first_post(self, response: TextResponse, held: int) -> Request | None:
        """Return the request for the group after the rows that the page holds, by the numbers its script names."""
        values = _parameters(response)
        proxy = _PROXY.search(response.text)
        if proxy is None or not {"columnid", "unitid"} <= set(values):
            return None
        perpage = int(_value(response.text, "perPage") or 15)
        group = perpage * 3
        start = held // group * group + 1  # from where its group begins: the page may hold a part of a group only
        form = urlencode({"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0", **values})
        return _post(urljoin(response.url, proxy[1]), (start, group, perpage), form, response.url, overlaps=start <= held)

    def _next_post(self, response: TextResponse, request: Request, held: int) -> Request | None:
        query = {name: values[0] for name, values in parse_qs(urlsplit(response.url).query).items()}
        start, end, perpage = (int(query.get(name, 0)) for name in ("startrecord", "endrecord", "perpage"))
        total = self.list_size(response).records
        if not start or (total is not None and start + held > total):
            return None
        endpoint = response.url.partition("?")[0]
        return _post(endpoint, (start + held, end - start + 1, perpage), request.body.decode(), self.list_address(response))


def _is_reply(response: TextResponse) -> bool:
    return "dataproxy.jsp" in response.url


def _island(response: TextResponse) -> _Island | None:
    """Return the unit that is the page's own list: of its column, or the one with the most records."""
    column = re.search(r"/col(\d+)/", response.url)
    texts = _STORE.findall(response.text) or ([response.text] if has_records(response.text) else [])
    islands = [_Island(text, record_rows(text)) for text in texts]
    own = [island for island in islands if column and re.search(rf"columnid={column[1]}\b|art_{column[1]}_", island.text)]
    return max(own or islands, key=lambda island: len(island.rows), default=None)


def _parameters(response: TextResponse) -> dict[str, str]:
    """Return the numbers by which the endpoint knows a list, as the page's script names them; the column's is in its address."""
    call = _CALL.search(response.text)
    unit = re.search(r"unitid", response.text, re.IGNORECASE)
    near = call[0] if call else response.text[max(0, unit.start() - 600) : unit.start() + 600] if unit else ""
    column = re.search(r"/col(\d+)/", response.url)
    known = {"columnid": column[1]} if column else {}
    return known | {name: value for name in _PARAMETERS if (value := _value(near, name)) is not None}


def _value(text: str, name: str) -> str | None:
    match = re.search(rf"""(?<![\w]){name}['"]?\s*[:=]\s*(?:'([^']*)'|"([^"]*)"|([\w/.%-]+))""", text, re.IGNORECASE)
    return next((value for value in match.groups() if value is not None), None) if match else None


def _ask(address: str, column: str, *, overlaps: bool = False) -> Request:
    return Request(address, headers={"Referer": column}, cb_kwargs={"overlaps": True} if overlaps else {})


def _post(endpoint: str, span: tuple[int, int, int], form: str, column: str, *, overlaps: bool = False) -> Request:
    """Return the request for a span of records; some sites know groups by their number only, so that is tried otherwise."""
    start, group, perpage = span
    query = urlencode({"startrecord": start, "endrecord": start + group - 1, "perpage": perpage})
    headers = {"Referer": column, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    by_number = _ask(f"{endpoint}?page={(start - 1) // group + 1}&{form}", column)
    kwargs = {"otherwise": by_number, **({"overlaps": True} if overlaps else {})}
    return Request(f"{endpoint}?{query}", method="POST", body=form, headers=headers, cb_kwargs=kwargs)
