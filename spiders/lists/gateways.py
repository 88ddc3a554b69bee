"""The search gateways there are: what asks each of them for a page of a column's rows."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from spiders.lists.calls import call_of
from spiders.lists.posts import posted
from spiders.lists.replies import sender_of
from spiders.lists.turns import full_page, is_last


class Gateway(NamedTuple):
    """One search: its path, what a call of it has, its parameters for page and rows a page, what is asked where a page is silent.

    `shell` is the path of pages that ask it from a script of their own; `own` are names that their addresses have for its parameters.
    """

    path: str
    method: str
    needed: tuple[str, ...]
    page: str
    size: str
    form: dict[str, str]
    shell: str | None = None
    own: dict[str, str] = {}  # noqa: RUF012  # nobody writes to it


_FUJIAN = {"sortfield": "-docorderpri,-docreltime", "classcol": "publishyear", "classnum": "100", "classsort": "0", "cache": "true"}
_IGS = {"pageNumber": "1", "pageSize": "10"}
_HUAIAN = {"page": "1", "pagesize": "20", **dict.fromkeys(("topic", "title", "docNo", "orgname", "summary", "key"), "")}
_GATEWAYS = (
    Gateway("/fjdzapp/search", "POST", ("channelid", "classsql"), "page", "prepage", {**_FUJIAN, "page": "1", "prepage": "75"}),
    Gateway("/was5/web/search", "GET", ("templet", "prepage", "page"), "page", "prepage", {"templet": "docs.jsp", "page": "1"}),
    Gateway("/igs/front/search/list.html", "GET", ("index", "pageNumber"), "pageNumber", "pageSize", _IGS),
    Gateway(r"/govsearch/jsonp/\w+\.jsp", "GET", ("lb", "channelId", "page"), "page", "size", {"page": "1", "callback": "result"}),
    Gateway(
        "/articleCommonController/lists.do",
        "POST",
        ("topic", "deptid", "rdeptid"),
        "page",
        "pagesize",
        _HUAIAN,
        r"/cmsweb/zwgk/.+\.html",
        {"topic": "topic", "orgId": "deptid", "orgid": "deptid", "deptid": "deptid", "rdeptid": "rdeptid"},
    ),
    Gateway("/wcm/content/news_list.json", "GET", ("columnId",), "page", "size", {"page": "0", "size": "20"}),
)
PATHS = tuple(gateway.path for gateway in _GATEWAYS)


def gateway_of(response: TextResponse) -> Gateway | None:
    """Return the gateway whose reply this is, by its address."""
    path = urlsplit(response.url).path
    return next((gateway for gateway in _GATEWAYS if re.search(f"{gateway.path}$", path)), None)


def first_page(response: TextResponse) -> Request | None:
    """Return the request for the first page of what a column page asks a gateway for, None where it asks none."""
    query = dict(parse_qsl(urlsplit(response.url).query))
    for gateway in _GATEWAYS:
        own = {name: query[told] for told, name in gateway.own.items() if query.get(told)}
        call = call_of(response.text, gateway.path, gateway.needed)
        if call is None and own and gateway.shell and re.fullmatch(gateway.shell, urlsplit(response.url).path):
            call = gateway.path, {}
        if call is not None:
            form = {**call[1], **{name: value for name, value in {**gateway.form, **own}.items() if name not in call[1]}}
            return _ask(gateway, urljoin(response.url, call[0]), form, response.url)
    return None


def page_after(response: TextResponse, gateway: Gateway, held: int, total: int | None) -> Request | None:
    """Return the request for the page after a reply that holds so many records, None where it is the last."""
    request = response.request
    asked = (request.body.decode() if request else "") or urlsplit(response.url).query
    form = dict(parse_qsl(asked, keep_blank_values=True))
    size, page = (form.get(name, "") for name in (gateway.size, gateway.page))
    if not page.isdigit():
        return None
    number = int(page) + (gateway.form[gateway.page] == "0")
    if is_last(response, number, held, total=total, asked=int(size) if size.isdigit() else None):
        return None
    turned = {**form, gateway.page: str(int(page) + 1)}
    following = _ask(gateway, response.url.partition("?")[0], turned, sender_of(response))
    return following.replace(meta={"full_page": full_page(response, held)})


def _ask(gateway: Gateway, endpoint: str, form: dict[str, str], column: str) -> Request:
    query = urlencode(form)
    if gateway.method == "GET":
        return Request(f"{endpoint}?{query}", headers={"Referer": column})
    return posted(endpoint, query, column)
