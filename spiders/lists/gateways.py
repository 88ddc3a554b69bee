"""The search gateways there are: what asks each of them for a page of a column's rows."""

from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.calls import call_of
from spiders.lists.replies import sender_of


class Gateway(NamedTuple):
    """One search: its path, what a call of it has, its parameters for page and rows a page, what is asked where a page is silent."""

    path: str
    method: str
    needed: tuple[str, ...]
    page: str
    size: str
    form: dict[str, str]


_FUJIAN = {"sortfield": "-docorderpri,-docreltime", "classcol": "publishyear", "classnum": "100", "classsort": "0", "cache": "true"}
_IGS = {"pageNumber": "1", "pageSize": "10"}
_GATEWAYS = (
    Gateway("/fjdzapp/search", "POST", ("channelid", "classsql"), "page", "prepage", {**_FUJIAN, "page": "1", "prepage": "75"}),
    Gateway("/was5/web/search", "GET", ("templet", "prepage", "page"), "page", "prepage", {"templet": "docs.jsp", "page": "1"}),
    Gateway("/igs/front/search/list.html", "GET", ("index", "pageNumber"), "pageNumber", "pageSize", _IGS),
)
PATHS = tuple(gateway.path for gateway in _GATEWAYS)


def gateway_of(response: TextResponse) -> Gateway | None:
    """Return the gateway whose reply this is, by its address."""
    path = urlsplit(response.url).path
    return next((gateway for gateway in _GATEWAYS if path.endswith(gateway.path)), None)


def first_page(response: TextResponse) -> Request | None:
    """Return the request for the first page of what a column page asks a gateway for, None where it asks none."""
    for gateway in _GATEWAYS:
        call = call_of(response.text, gateway.path, gateway.needed)
        if call is not None:
            form = {**call[1], **{name: value for name, value in gateway.form.items() if name not in call[1]}}
            return _ask(gateway, urljoin(response.url, call[0]), form, response.url)
    return None


def page_after(response: TextResponse, gateway: Gateway, held: int) -> Request | None:
    """Return the request for the page after a reply that holds so many records, None where it is not full."""
    request = response.request
    asked = (request.body.decode() if request else "") or urlsplit(response.url).query
    form = dict(parse_qsl(asked, keep_blank_values=True))
    size, page = (form.get(name, "") for name in (gateway.size, gateway.page))
    full = int(size) if size.isdigit() else request.meta.get("full_page", held) if request else held
    if not held or held < full or not page.isdigit():
        return None
    turned = {**form, gateway.page: str(int(page) + 1)}
    return _ask(gateway, response.url.partition("?")[0], turned, sender_of(response)).replace(meta={"full_page": full})


def _ask(gateway: Gateway, endpoint: str, form: dict[str, str], column: str) -> Request:
    query = urlencode(form)
    if gateway.method == "GET":
        return Request(f"{endpoint}?{query}", headers={"Referer": column})
    headers = {"Referer": column, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    return Request(endpoint, method=gateway.method, body=query, headers=headers)
