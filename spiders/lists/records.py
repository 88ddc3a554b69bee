"""Records that a page carries in script text or a list reply in XML, JSONP or a script's array: no parser sees them as rows."""

import json
import re

from lxml.html import HtmlElement

from spiders.lists.links import tree_of

_RECORD = re.compile(r"<record\b[^>]*>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_TOTAL = re.compile(r"""<totalrecord>\s*(?:<!\[CDATA\[)?\s*(\d+)|\btotalRecord\s*['"]?\s*[:=]\s*['"]?(\d+)""", re.IGNORECASE)
_WRAPPED = re.compile(r"\s*[\w$.]*\s*\((.*)\)\s*;?\s*", re.DOTALL)
_STRING = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""", re.DOTALL)


def record_rows(text: str) -> list[HtmlElement]:
    """Return the rows of all records in a text, in order; a record that holds several rows gives each of them."""
    pieces = _RECORD.findall(text)
    tree = tree_of("".join(f"<section>{piece}</section>" for piece in pieces))
    return [row for record in tree.iter("section") for row in _rows_in(record)]


def has_records(text: str) -> bool:
    """Say whether a text holds any record."""
    return _RECORD.search(text) is not None


def records_claimed(text: str) -> int | None:
    """Return the number of records that a list says it has."""
    match = _TOTAL.search(text)
    return int(match[1] or match[2]) if match else None


def unwrapped(text: str) -> str:
    """Return the markup that a JSONP reply hands to its function as `result`; other text as it is."""
    wrapped = _WRAPPED.fullmatch(text)
    try:
        reply = json.loads(wrapped[1] if wrapped else text)
    except json.JSONDecodeError:
        return text
    return str(reply.get("result") or "") if isinstance(reply, dict) else text


def array_rows(text: str) -> list[HtmlElement]:
    """Return the rows that a reply lists as the strings of a script's array."""
    strings = [double or single for double, single in _STRING.findall(text)]
    pieces = [re.sub(r"\\(.)", r"\1", string.replace("\\n", " ")) for string in strings if "<a" in string.lower()]
    tree = tree_of("".join(f"<section>{piece}</section>" for piece in pieces))
    return [row for record in tree.iter("section") for row in _rows_in(record)]


def _rows_in(record: HtmlElement) -> list[HtmlElement]:
    for tag in ("li", "tr", "p"):
        rows: list[HtmlElement] = record.xpath(f".//{tag}[.//a][not(ancestor::{tag})]")
        if len(rows) > 1:
            return rows
    return [record]
