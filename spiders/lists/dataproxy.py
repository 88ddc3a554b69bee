"""The endpoint `dataproxy.jsp` of Hanweb's lists: what asks it for a group of records, by number or by span."""

import re
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.posts import posted
from spiders.lists.replies import sender_of
from spiders.lists.text import unescaped

_PROXY = re.compile(r"""['"]([^'"\s?]*dataproxy\.jsp)""")
_CALL = re.compile(r"(?:ajaxParam\s*:|\bparam_\d+\s*=)\s*(\{[^{}]*\})|((?:[\w]+=[^&'\"\s]*&){3,}[^'\"\s]*)", re.DOTALL)
_PARAMETERS = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "webname", "permissiontype", "keyWordCount")
_LINKED = re.compile(r"""['"]([^'"\s]*dataproxy\.jsp\?(?=[^'"]*\bcolumnid=)[^'"]*?\bpage=\d+[^'"]*)['"]""")


def group(address: str, column: str, *, overlaps: bool = False) -> Request:
    """Return the request for a group of records by its address, as the column page sends it."""
    return Request(address, headers={"Referer": column}, cb_kwargs={"overlaps": True} if overlaps else {})


def linked_group(response: TextResponse) -> Request | None:
    """Return the request for the first group where a page names its whole address, as for a button 加载更多."""
    linked = _LINKED.search(response.text)
    return group(urljoin(response.url, unescaped(linked[1])), response.url, overlaps=True) if linked else None


def first_span(response: TextResponse, held: int) -> Request | None:
    """Return the request for the group after the rows that a column page holds, by the numbers its script names."""
    values = _parameters(response)
    proxy = _PROXY.search(response.text)
    if proxy is None or not {"columnid", "unitid"} <= set(values):
        return None
    perpage = int(value_of(response.text, "perPage") or value_of(response.text, "perSize") or 15)
    size = perpage * 3
    start = held // size * size + 1  # from where its group begins: the page may hold a part of a group only
    form = urlencode({"col": "1", "appid": "1", "path": "/", "sourceContentType": "1", "permissiontype": "0", **values})
    return _span(urljoin(response.url, proxy[1]), (start, size, perpage), form, response.url, overlaps=start <= held)


def span_after(response: TextResponse, held: int, total: int | None) -> Request | None:
    """Return the request for the span after the one that a reply holds, None where the total says that there is none."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(response.url).query, keep_blank_values=True).items()}
    start, end, perpage = (int(query.pop(name, 0)) for name in ("startrecord", "endrecord", "perpage"))
    if response.request is None or not start or (total is not None and start + held > total):
        return None
    span, page = (start + held, end - start + 1, perpage), sender_of(response)
    if response.request.method == "GET":
        return _got(response.url.partition("?")[0], span, urlencode(query), page)
    return _span(response.url.partition("?")[0], span, response.request.body.decode(), page)


def value_of(text: str, name: str) -> str | None:
    """Return what a script gives a parameter, in whatever of its forms: as a variable, in an object, in a query."""
    match = re.search(rf"""(?<![\w]){name}['"]?\s*[:=]\s*(?:'([^']*)'|"([^"]*)"|([\w/.%-]+))""", text, re.IGNORECASE)
    return next((value for value in match.groups() if value is not None), None) if match else None


def _parameters(response: TextResponse) -> dict[str, str]:
    """Return the numbers by which the endpoint knows a list, as the page's script names them; the column's is in its address."""
    call = _CALL.search(response.text)
    unit = re.search(r"unitid", response.text, re.IGNORECASE)
    near = call[0] if call else response.text[max(0, unit.start() - 600) : unit.start() + 600] if unit else ""
    column = re.search(r"/col(\d+)/", response.url)
    known = {"columnid": column[1]} if column else {}
    return known | {name: value for name in _PARAMETERS if (value := value_of(near, name)) is not None}


def _span(endpoint: str, span: tuple[int, int, int], form: str, column: str, *, overlaps: bool = False) -> Request:
    """Return the request for a span of records; some sites know groups by their number only, some spans in a query, so these come next."""
    start, size, perpage = span
    query = urlencode({"startrecord": start, "endrecord": start + size - 1, "perpage": perpage})
    by_number = group(f"{endpoint}?page={(start - 1) // size + 1}&{form}", column)
    by_number = by_number.replace(cb_kwargs={"otherwise": _got(endpoint, span, form, column)})
    kwargs = {"otherwise": by_number, **({"overlaps": True} if overlaps else {})}
    return posted(f"{endpoint}?{query}", form, column).replace(cb_kwargs=kwargs)


def _got(endpoint: str, span: tuple[int, int, int], form: str, column: str) -> Request:
    """Return the request for a span of records as a plain address, as sites of the tax administration have it."""
    start, size, perpage = span
    query = urlencode({"startrecord": start, "endrecord": start + size - 1, "perpage": perpage})
    return group(f"{endpoint}?{query}&{form}", column)
