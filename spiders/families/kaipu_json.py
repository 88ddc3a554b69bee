"""The JSON endpoints of Kaipu lists: four forms of request, two of reply, and where a page names them."""

import re
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.errors import ListError
from crawler.model import ListEntry
from spiders.lists.posts import posted
from spiders.lists.replies import claim, json_reply, number_of
from spiders.lists.turns import full_page, is_last
from spiders.walk import ListSize

_ENDPOINTS = ("/common/search/", "/searchList/", "/getChannelList", "/loadData")
_META = re.compile(r"""<meta\b(?=[^>]*\bname\s*=\s*["']?channelid\b)[^>]*\bcontent\s*=\s*["']?\s*([0-9a-f]{32}|\d{3,})""", re.IGNORECASE)
_CALL = re.compile(r"/(?:common/search|searchList)/([0-9a-f]{32})")
_VARIABLE = re.compile(r"""\bchannel_?id\b['"]?\s*[:=]\s*['"]([\w-]+)['"]""", re.IGNORECASE)
_FOLDER = re.compile(r"/([0-9a-f]{32})/[^/]*$")
_CODE = re.compile(r"/(c\d{5,})/")
_SISTER = re.compile(r"""['"]((?:https?:)?//[\w.:-]+)?(/search/common/search/)(\d*)""")  # Hunan's, and what is built like it
_SUFFIX = re.compile(r"_(\d{4,})/[^/]*$")
_LOAD = re.compile(r"""['"](?:https?://[^'"/]+)?(/[^'"\s?]*/interfacesWeb\w*/loadData)\b""")
_CHANNELS = re.compile(r"""['"]((?:/\w+)?/getChannelList)\b""")
_NUMBER = re.compile(r"((?:^|[?&])page(?:Index)?=)(\d+)")
_ROWS = 15
_BY_TIME = {  # published ones, the newest first
    "datas[0][key]": "status",
    "datas[0][value]": "4",
    "datas[0][join]": "and",
    "datas[0][queryType]": "term",
    "datas[1][key]": "publishedTime",
    "datas[1][sort]": "true",
    "datas[1][order]": "desc",
    "datas[1][queryType]": "term",
}


def is_reply(response: TextResponse) -> bool:
    """Say whether this is an endpoint's reply, which a saved one shows by its shape only."""
    path = urlsplit(response.url).path
    shaped = response.text.lstrip().startswith("{") and ('"results"' in response.text or '"allRow"' in response.text)
    return shaped or any(endpoint in path for endpoint in _ENDPOINTS)


def reply_entries(response: TextResponse) -> list[ListEntry]:
    """Return what the records of a reply claim; addresses without a host belong to the page that asked."""
    base = _page_asking(response) or response.url
    found = [_entry(record, base) for record in _records(_data(response))]
    return [entry for entry in found if entry is not None]


def reply_size(response: TextResponse) -> ListSize:
    """Return how many records a reply says there are."""
    return ListSize(records=number_of(_data(response), "total", "allRow"))


def after_reply(response: TextResponse) -> Request | None:
    """Return the request for the page after a reply's, or for the list of the channel that it names."""
    request, data = response.request, _data(response)
    if "channels" in data:
        return _search(response, data["channels"]) if data["channels"] else None
    records = _records(data)
    asked = _NUMBER.search(response.url) or _NUMBER.search(request.body.decode() if request else "")
    page = number_of(data, "page") or (int(asked[2]) if asked else 1)
    total, pages = number_of(data, "total", "allRow") or None, number_of(data, "totalPage")
    size = number_of(data, "rows") or _ROWS
    if asked is None or (pages and page >= pages) or is_last(response, page, len(records), total=total, asked=size):
        return None
    referer, meta = _page_asking(response), {"full_page": full_page(response, len(records))}
    if request is not None and request.method == "POST":
        form = _NUMBER.sub(rf"\g<1>{page + 1}", request.body.decode(), count=1)
        return _post(referer or response.url, response.url, form).replace(meta=meta)
    headers = {"Referer": referer} if referer else {}
    return Request(_NUMBER.sub(rf"\g<1>{page + 1}", response.url, count=1), headers=headers, meta=meta)


def ask(response: TextResponse) -> Request | None:
    """Return the request for the first records of the list that a page is the shell of; None where it names no channel."""
    if loaded := _LOAD.search(response.text):
        channel = _VARIABLE.search(response.text)
        form = {"pageIndex": "1"} | ({"channel_id": channel[1]} if channel else {})
        return _post(response.url, f"{loaded[1]}?pageSize=15", urlencode(form))
    if sister := _sister(response):
        return _post(response.url, sister, urlencode({**_BY_TIME, "page": 1, "_pageSize": 20, "_isAgg": "true"}))
    channel_id = _channel(response)
    if channel_id:
        return _search(response, channel_id)
    code, channels = _CODE.search(urlsplit(response.url).path), _CHANNELS.search(response.text)
    if code is None or channels is None:
        return None
    address = urljoin(response.url, f"{channels[1]}?channelCode={code[1]}")
    return Request(address, headers={"Referer": response.url}, cb_kwargs={"overlaps": True})


def _data(response: TextResponse) -> dict[str, Any]:
    """Return the part of a reply that holds its records; raise `ListError` for a reply that is none."""
    reply = json_reply(response)
    if "/getChannelList" in response.url:
        named = reply.get("results")
        return {"channels": str(named.get("channelId") or "") if isinstance(named, dict) else ""}
    data = reply.get("data")
    if not isinstance(data, dict):
        raise ListError(f"found {response.text[:60]!r}, expected a list reply with data")
    return data


def _records(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [record for record in data.get("results") or data.get("list") or [] if isinstance(record, dict)]


def _entry(record: dict[str, Any], base: str) -> ListEntry | None:
    told = {name.lower(): value for name, value in record.items()}  # Suzhou's in capitals
    moments = map(told.get, ("publishedtimestr", "published_time_format", "publishedtime", "published_time"))
    return claim(base, told.get("url"), told.get("title"), *moments)


def _channel(response: TextResponse) -> str | None:
    """Return the channel's id: in the page's META, in the call it makes, or the name of its folder."""
    places = (_META.search(response.text), _CALL.search(response.text), _FOLDER.search(urlsplit(response.url).path))
    found = next((place[1] for place in places if place), None)
    variable = _VARIABLE.search(response.text)
    return found or (variable[1] if variable and re.fullmatch("[0-9a-f]{32}", variable[1]) else None)


def _sister(response: TextResponse) -> str | None:
    """Return the address of the endpoint that a whole province shares, with the number of the page's channel."""
    call, host = _SISTER.search(response.text), urlsplit(response.url).hostname or ""
    if call is None and not host.endswith(".hunan.gov.cn"):
        return None
    places = (_VARIABLE.search(response.text), _META.search(response.text), _SUFFIX.search(urlsplit(response.url).path))
    number = (call[3] if call else "") or next((place[1] for place in places if place and place[1].isdigit()), "")
    start = f"{call[1] or ''}{call[2]}" if call else "https://api.hunan.gov.cn/search/common/search/"
    return f"{start}{number}" if number else None


def _search(response: TextResponse, channel: str) -> Request:
    """Return the request for a channel's records; where nothing tells by which of two names to ask, the other is tried otherwise."""
    query = urlencode({"page": 1, "_pageSize": _ROWS, "_isAgg": "true", "_isJson": "true", "_template": "index"})
    page = _page_asking(response) or response.url
    named = [path for path in ("/common/search", "/searchList") if f"{path}/" in response.text]
    is_second = named == ["/searchList"] or urlsplit(response.url).path == "/getChannelList"  # the other's is /common/getChannelList
    first, other = ("/searchList", "/common/search") if is_second else ("/common/search", "/searchList")
    asked = [Request(urljoin(page, f"{path}/{channel}?{query}"), headers={"Referer": page}) for path in (first, other)]
    return asked[0] if named else asked[0].replace(cb_kwargs={"otherwise": asked[1]})


def _post(page: str, endpoint: str, form: str) -> Request:
    return posted(urljoin(page, endpoint), form, page)


def _page_asking(response: TextResponse) -> str | None:
    referer = response.request.headers.get("Referer") if response.request and is_reply(response) else None
    return referer.decode() if referer else None
