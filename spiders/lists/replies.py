"""List replies in JSON: the object they are, and what one record in them claims."""

import html
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from scrapy.http import TextResponse

from crawler.errors import ListError, RefusedError
from crawler.model import ListEntry
from crawler.titles import is_cut
from crawler.urls import canonical
from spiders.lists.dates import address_date, last_date


def json_reply(response: TextResponse) -> dict[str, Any]:
    """Return the object that a reply is; raise `ListError` for anything else."""
    try:
        reply = json.loads(response.text)
    except json.JSONDecodeError as error:
        raise ListError(f"found no JSON ({error}), expected a list reply") from error
    if not isinstance(reply, dict):
        raise ListError(f"found {response.text[:60]!r}, expected a list reply")
    return reply


def sender_of(reply: TextResponse) -> str:
    """Return the address of the page that a reply was asked from, its own where nobody noted that."""
    page = reply.request.headers.get("Referer") if reply.request else None
    return page.decode() if page else reply.url


def claim(base: str, address: object, title: object, *moments: object) -> ListEntry | None:
    """Return what a record claims, None for one without an address or a title; the first of the moments that is a day counts."""
    shown = " ".join(html.unescape(re.sub(r"<[^>]*>", "", str(title or ""))).split())  # search words come in <em>
    try:
        url = canonical(urljoin(base, str(address or "").strip())) if address else None
    except (RefusedError, ValueError):  # ValueError: urljoin's word for a broken host
        url = None
    if url is None or not shown:
        return None
    day = next((day for moment in moments if (day := day_of(moment))), None)
    return ListEntry(url=url, title=shown, date=day or address_date(url), cut=is_cut(shown))


def day_of(moment: object) -> str | None:
    """Return the day that a record gives in words, or in seconds or milliseconds, which count in China's time."""
    said = str(moment or "").strip()
    if not re.fullmatch(r"\d{9,13}", said):
        return last_date(said)
    seconds = int(said) / (1000 if len(said) > 10 else 1)
    return (datetime.fromtimestamp(seconds, UTC) + timedelta(hours=8)).date().isoformat()


def number_of(record: Mapping[str, Any], *names: str) -> int | None:
    """Return the first of some fields of a record that holds a number."""
    return next((int(str(record[name])) for name in names if str(record.get(name, "")).isdigit()), None)
