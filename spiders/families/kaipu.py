"""Kaipu (开普) UCAP lists: named `.shtml` files with `_N` pages, or shells whose rows come as JSON from `/common/search/`."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.errors import ListError
from crawler.model import ListEntry
from crawler.titles import is_cut
from crawler.urls import canonical
from spiders.families.static import StaticSpider
from spiders.lists.dates import last_date
from spiders.lists.pager import next_link, read_pager
from spiders.walk import ListSize

_CHANNEL_META = re.compile(r"""<meta\b(?=[^>]*\bname\s*=\s*["']?channelid\b)[^>]*\bcontent\s*=\s*["']?\s*([0-9a-f]{32})""", re.IGNORECASE)
_CHANNEL_FOLDER = re.compile(r"/([0-9a-f]{32})/[^/]*$")
_CHANNEL_CALL = re.compile(r"/common/search/([0-9a-f]{32})")
_MARKS = re.compile(
    r"UCAP-?CONTENT|UCAPTITLE|CMSPRO_\w+|name=[\"']?channelid|/common/search/|createPageHTML\(\s*['\"]page_div|pagination_index_last",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?<=[?&]page=)\d+")


class KaipuSpider(StaticSpider):
    """Static lists that count from 1; a page without rows, or without a pager, has a channel to ask."""

    family = "kaipu"
    counts_from: ClassVar[int | None] = 1

    def marks(self, response: TextResponse) -> list[str]:
        found = sorted(set(_MARKS.findall(response.text)))[:4]
        return found + (["named .shtml"] if re.search(r"/(?!index)[a-z]\w*\.shtml$", response.url) else [])

    def entries(self, response: TextResponse) -> list[ListEntry]:
        if not _is_reply(response):
            return super().entries(response)
        return [_entry(result, response.url) for result in _data(response).get("results") or [] if result.get("url")]

    def list_size(self, response: TextResponse) -> ListSize:
        return ListSize(records=_number(_data(response), "total")) if _is_reply(response) else super().list_size(response)

    def following(self, response: TextResponse) -> Request | None:
        if _is_reply(response):
            return _after_reply(response)
        if next_link(response) or read_pager(response.text) or super().list_size(response).pages:
            return super().following(response)
        channel = _channel(response)
        return _ask(response, channel, overlaps=bool(self.entries(response))) if channel else super().following(response)


def _is_reply(response: TextResponse) -> bool:
    return "/common/search/" in response.url or (response.text.lstrip().startswith("{") and '"results"' in response.text)


def _data(response: TextResponse) -> dict[str, Any]:
    """Return the part of a reply that holds the results; raise `ListError` for a reply that is none."""
    try:
        reply = json.loads(response.text)
    except json.JSONDecodeError as error:
        raise ListError(f"found no JSON ({error}), expected a list reply") from error
    data = reply.get("data") if isinstance(reply, dict) else None
    if not isinstance(data, dict):
        raise ListError(f"found {response.text[:60]!r}, expected a list reply with data")
    return data


def _entry(result: dict[str, Any], address: str) -> ListEntry:
    title = " ".join(html.unescape(re.sub(r"<[^>]*>", "", str(result.get("title") or ""))).split())  # search words come in <em>
    return ListEntry(url=canonical(urljoin(address, str(result["url"]))), title=title, date=_day(result), cut=is_cut(title))


def _day(result: dict[str, Any]) -> str | None:
    """Return the day of publication: as printed, or from milliseconds in China's time."""
    printed = last_date(str(result.get("publishedTimeStr") or result.get("publishedTime") or ""))
    moment = str(result.get("publishedTime") or "")
    if printed or not moment.isdigit():
        return printed
    seconds = int(moment) / (1000 if len(moment) > 10 else 1)
    return (datetime.fromtimestamp(seconds, UTC) + timedelta(hours=8)).date().isoformat()


def _after_reply(response: TextResponse) -> Request | None:
    data = _data(response)
    page, rows, total = (_number(data, name) or 0 for name in ("page", "rows", "total"))
    asked = _PAGE.search(response.url)
    page = page or (int(asked[0]) if asked else 1)
    held = page * (rows or len(data.get("results") or []))
    if asked is None or not data.get("results") or (total and held >= total):
        return None
    referer = response.request.headers.get("Referer") if response.request else None
    headers = {"Referer": referer.decode()} if referer else {}
    return Request(_PAGE.sub(str(page + 1), response.url, count=1), headers=headers)


def _number(data: dict[str, Any], name: str) -> int | None:
    value = str(data.get(name, ""))
    return int(value) if value.isdigit() else None


def _channel(response: TextResponse) -> str | None:
    """Return the channel's id: in the page's META, in the call it makes, or the name of its folder."""
    places = (_CHANNEL_META.search(response.text), _CHANNEL_CALL.search(response.text), _CHANNEL_FOLDER.search(urlsplit(response.url).path))
    return next((found[1] for found in places if found), None)


def _ask(response: TextResponse, channel: str, *, overlaps: bool) -> Request:
    query = urlencode({"page": 1, "_pageSize": 15, "_isAgg": "true", "_isJson": "true", "_template": "index"})
    address = urljoin(response.url, f"/common/search/{channel}?{query}")
    return Request(address, headers={"Referer": response.url}, cb_kwargs={"overlaps": True} if overlaps else {})
