"""Cells of Datasette's tables: addresses lead to the reports' pages, and what is sent as CSV does nothing in a spreadsheet."""

import csv
import io
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from storage.cells import inert

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_OF_REPORTS = ("reports", "all_versions", "addresses")
csv.field_size_limit(2**31 - 1)  # of what was sent by ourselves; texts of files are longer than the 131,072 that csv thinks sane
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)


def linked(value: object, column: str, table: str | None, row: Mapping[str, Any]) -> Markup | None:
    """Return the address or title of a report as a link to its page, None for what Datasette is to show by itself."""
    if column not in ("url", "title") or table not in _OF_REPORTS or not isinstance(value, str) or "url" not in row.keys():  # noqa: SIM118  # a row of SQLite has its values in it
        return None
    address = row["url"]
    words = value if column == "title" else _short(value.partition("://")[2] or value)
    return Markup('<a href="/report?{}" title="{}">{}</a>').format(urlencode({"url": address}), address, words)


def _short(words: str) -> str:
    return words if len(words) < 44 else f"{words[:24]}…{words[-18:]}"


def inert_rows(send: Send) -> Send:
    """Return a sender that makes every cell of CSV inert: Datasette sends a row a message, and offers no hook for its cells."""
    is_csv = False

    async def sending(message: MutableMapping[str, Any]) -> None:
        nonlocal is_csv
        if message["type"] == "http.response.start":  # a page that says what went wrong is none
            is_csv = any(name == b"content-type" and value.startswith((b"text/plain", b"text/csv")) for name, value in message["headers"])
        body = message.get("body")
        await send({**message, "body": _inert(body)} if body and is_csv else message)

    return sending


def _inert(body: bytes) -> bytes:
    rows = csv.reader(io.StringIO(body.decode(), newline=""))
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([cell if _NUMBER.fullmatch(cell) else inert(cell) for cell in row] for row in rows)
    return stream.getvalue().encode()
