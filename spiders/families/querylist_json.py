"""The replies of Jiangxi's platform: JSON with JSON in its strings, and the whole text of every report."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawler.model import ListEntry
from crawler.titles import is_cut
from spiders.lists.replies import claim, json_reply

_LEAST = 100  # characters of Chinese; less is a reference to the page or to a file


def results_of(response: TextResponse) -> list[dict[str, Any]] | None:
    """Return the records of a reply, None for a page; raise `ListError` for what the endpoint answers in a reply's place."""
    is_asked = urlsplit(response.url).path.endswith("/queryList")
    if not is_asked and not re.match(r'\s*\{.*"results".*"source"\s*:\s*\{', response.text, re.DOTALL):
        return None
    data = json_reply(response).get("data")
    found = data.get("results") if isinstance(data, dict) else None
    return [result["source"] for result in found or [] if isinstance(result, dict) and isinstance(result.get("source"), dict)]


def entry_of(source: dict[str, Any], base: str) -> ListEntry | None:
    """Return what a record claims."""
    addresses = source.get("urls")
    addresses = _object(addresses) if isinstance(addresses, str) else addresses
    address = addresses.get("pc") if isinstance(addresses, dict) else None
    titles = [str(source[name]) for name in ("title", "showTitle") if source.get(name)]
    return claim(base, address, next((title for title in titles if not is_cut(title)), "".join(titles[:1])), source.get("pubDate"))


def markup_of(source: dict[str, Any]) -> str | None:
    """Return the text of a record's report as the markup it was sent as, None where the list was asked to leave it out."""
    content = source.get("content")
    markup = content.get("content") if isinstance(content, dict) else content
    words = re.sub(r"<[^<>]*>", "", markup) if isinstance(markup, str) else ""
    return str(markup) if len(re.findall("[\u3400-\u9fff]", words)) >= _LEAST else None


def said_by(source: dict[str, Any]) -> dict[str, str]:
    """Return what a record says of its report, by the names that META has for it."""
    metadata = source.get("metadata")
    told = _object(metadata) if isinstance(metadata, str) else metadata
    more = told if isinstance(told, dict) else {}
    named = {"PubDate": source.get("pubDate"), "ContentSource": more.get("source"), "Author": more.get("author")}
    return {"ArticleTitle": str(source.get("title") or ""), **{name: str(value) for name, value in named.items() if value}}


def _object(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None
