"""Pages made of the record that a list's reply holds of a report, for sites whose own pages are written by a script."""

import html
from collections.abc import Mapping
from datetime import UTC, datetime

from crawler.model import ListEntry, Page, Site


def page_of_record(entry: ListEntry, markup: str, said: Mapping[str, str], reply: str, site: Site | None) -> Page:
    """Return the page of an entry: the markup of its record as it was sent, under what the record says of itself as META.

    `said` are values by the names of META, `reply` is the address of the reply, which the page names as where it comes from.
    """
    metas = {**said, "RecordOf": reply}
    lines = [f'<meta name="{name}" content="{html.escape(value)}">' for name, value in metas.items() if value]
    title = html.escape(entry.title)
    head = f'<meta charset="utf-8"><title>{title}</title>\n{chr(10).join(lines)}'
    body = f'<h1>{title}</h1>\n<div id="zoom">{markup}</div>'
    return Page(
        url=entry.url,
        body=f"<!DOCTYPE html>\n<html><head>{head}\n</head><body>\n{body}\n</body></html>\n".encode(errors="replace"),
        fetched_at=datetime.now(UTC),
        content_type="text/html; charset=utf-8",
        entry=entry,
        site=site,
    )
