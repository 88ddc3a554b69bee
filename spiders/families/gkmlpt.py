"""Guangdong's gkmlpt (政府信息公开目录管理平台): a shell `/gkmlpt/index#N` whose rows come as JSON from `/gkmlpt/api/all/N`."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.model import ListEntry
from spiders.lists.replies import claim, json_reply, number_of
from spiders.lists.turns import full_page, is_last
from spiders.section import SectionSpider
from spiders.walk import ListSize

_SID = re.compile(r"""\bSID\b['"]?\s*:\s*['"]?(\d+)""")
_TREE = re.compile(r"""\bTREE\b['"]?\s*:\s*(?=\[)""")
_PAGE = re.compile(r"(?<=[?&]page=)\d+")
_FULL_PAGE = 100
_SECTION = re.compile(r"法治政府|依法行政")


class GkmlptSpider(SectionSpider):
    """Catalogues with one list a category; the category is the fragment of the list's address, or found by its name."""

    family = "gkmlpt"

    def marks(self, response: TextResponse) -> list[str]:
        words = ("window._CONFIG", "SERVICE_AREA_ID", "gkmlpt/api", "classify_main_name")
        found = [word for word in words if word in response.text]
        return found + (["/gkmlpt/"] if "/gkmlpt/" in response.url else [])

    def entries(self, response: TextResponse) -> list[ListEntry]:
        found = [_entry(article, response.url) for article in _articles(response)] if _is_reply(response) else []
        return [entry for entry in found if entry is not None]

    def list_size(self, response: TextResponse) -> ListSize:
        return ListSize(records=_total(response)) if _is_reply(response) else ListSize()

    def following(self, response: TextResponse) -> Request | None:
        if _is_reply(response):
            return _after_reply(response)
        sid = _SID.search(response.text)
        if sid is None or "_CONFIG" not in response.text:
            return None
        base = response.url.partition("#")[0].partition("?")[0].partition("/gkmlpt")[0].rstrip("/")
        root = base if "/gkmlpt" in response.url else f"{urlsplit(response.url).scheme}://{urlsplit(response.url).netloc}"
        address = f"{root}/gkmlpt/api/all/{_category(response)}?page=1&sid={sid[1]}"
        return Request(address, headers={"Referer": response.url.partition("#")[0]})


def _is_reply(response: TextResponse) -> bool:
    return "/gkmlpt/api/" in response.url or (response.text.lstrip().startswith("{") and '"articles"' in response.text)


def _articles(response: TextResponse) -> list[dict[str, Any]]:
    found = json_reply(response).get("articles") or []
    return [article for article in found if isinstance(article, dict)]


def _entry(article: dict[str, Any], base: str) -> ListEntry | None:
    moments = ("display_publish_time", "first_publish_time", "created_at", "create_time", "date")
    return claim(base, article.get("url") or article.get("post_url"), article.get("title"), *map(article.get, moments))


def _total(response: TextResponse) -> int | None:
    reply = json_reply(response)
    classify = reply.get("classify")
    return number_of(reply, "total") or (number_of(classify, "post_count") if isinstance(classify, dict) else None)


def _after_reply(response: TextResponse) -> Request | None:
    """Return the request for the next page; pages 0 and 1 are the same, so that after 0 comes 2."""
    held, asked = len(_articles(response)), _PAGE.search(response.url)
    if not held or asked is None:
        return None
    page = max(int(asked[0]), 1)
    if is_last(response, page, held, total=_total(response), asked=_FULL_PAGE):
        return None
    referer = response.request.headers.get("Referer") if response.request else None
    headers = {"Referer": referer.decode()} if referer else {}
    return Request(_PAGE.sub(str(page + 1), response.url, count=1), headers=headers, meta={"full_page": full_page(response, held)})


def _category(response: TextResponse) -> str:
    """Return the category that a list is of: the fragment of its address, the one named for the subject, or 0 for everything."""
    for address in (response.url, response.request.url if response.request else ""):
        fragment = re.fullmatch(r"/?(\d+)", urlsplit(address).fragment)
        if fragment:
            return fragment[1]
    nodes = [node for node in _nodes(_tree(response)) if _SECTION.search(str(node.get("name"))) and not node.get("jump_url")]
    best = max(nodes, key=lambda node: ("报告" in str(node["name"]), not node.get("children")), default={})
    return str(best.get("id", 0))


def _tree(response: TextResponse) -> list[Any]:
    at = _TREE.search(response.text)
    try:
        tree, _ = json.JSONDecoder().raw_decode(response.text, at.end()) if at else ([], 0)
    except json.JSONDecodeError:  # a script, not data: then everything is asked for
        return []
    return tree if isinstance(tree, list) else []


def _nodes(tree: list[Any]) -> Iterator[dict[str, Any]]:
    for node in tree:
        if isinstance(node, dict):
            yield node
            yield from _nodes(node.get("children") or [])
