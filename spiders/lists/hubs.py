"""Pages whose rows stand in other pages: the columns that a hub sends to, one after the other, and what a page frames or points to."""

import re
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.urls import host_of
from spiders.lists.links import base_of, tree_of
from spiders.pagekinds import is_home, signpost

_SENDS = re.compile(r"<i?frame\b|http-equiv|\blocation\b", re.IGNORECASE)


def waiting_of(response: TextResponse) -> list[str] | None:
    """Return the columns of a hub that are still to be walked, None outside of a hub."""
    waiting: list[str] | None = response.request.meta.get("waiting") if response.request else None
    return waiting


def column(waiting: list[str] | None) -> Request | None:
    """Return the request for the first of the columns that wait, the others being tried where it gives nothing."""
    if not waiting:
        return None
    kwargs = {"overlaps": True, "otherwise": column(waiting[1:])}
    return Request(waiting[0], cb_kwargs=kwargs, meta={"waiting": waiting[1:]})


def carried(request: Request | None, waiting: list[str] | None) -> Request | None:
    """Return the request for a column's next page with what waits behind it; the next column's where there is none."""
    if request is None or waiting is None:
        return request or column(waiting)
    kwargs = {**request.cb_kwargs, "otherwise": carried(request.cb_kwargs.get("otherwise"), waiting)}
    return request.replace(meta={**request.meta, "waiting": waiting}, cb_kwargs=kwargs)


def onward(response: TextResponse) -> Request | None:
    """Return a try at the page in which the rows of one without any stand: where it points to, or what it frames, on its own host."""
    framed = response.request.meta.get("framed") if response.request else None
    addresses: list[str] = _shown(response) if framed is None else framed
    if not addresses:
        return None
    meta, headers = {"framed": addresses[1:]}, {"Referer": response.url}
    return Request(addresses[0], headers=headers, meta=meta, cb_kwargs={"overlaps": True}, flags=["guessed", "onward"])


def _shown(response: TextResponse) -> list[str]:
    if not _SENDS.search(response.text):
        return []
    pointed, tree = signpost(response), tree_of(response.text)
    if pointed is not None:
        return [] if is_home(pointed) else [pointed]  # a section that is no more
    base = base_of(tree, response.url)
    named = [(frame.get("src") or "").strip() for frame in tree.iter("iframe", "frame")]
    found = [urljoin(base, source) for source in named if source and not source.startswith(("about:", "javascript:", "data:"))]
    own = (host_of(response.url), urlsplit(response.url).path)
    return [address for address in dict.fromkeys(found) if host_of(address) == own[0] and urlsplit(address).path != own[1]]
