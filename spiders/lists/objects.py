"""Replies whose records are JSON objects of an unknown shape: what claims a report is known by the meaning of its names."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from crawler.errors import ListError
from crawler.model import ListEntry
from spiders.lists.replies import claim

_WRAPPED = re.compile(r"[\s\ufeff]*[\w$.]+\s*\((.*)\)\s*;?\s*", re.DOTALL)
_LAST_COMMA = re.compile(r",(?=\s*[\]}])")
_TOTAL = re.compile(r"total(?:_?(?:count|records?|num|size|elements))?|count|recordCount|numFound", re.IGNORECASE)
# the names that are known come first, then any that says as much
_TITLE = re.compile(r"(doctitle|title|showtitle)|.*title", re.IGNORECASE)
_ADDRESS = re.compile(r"(docpuburl|chnldocurl|puburl|url)|.*(?:url|link|href)", re.IGNORECASE)
_MOMENT = re.compile(r"(docreltime|pub\w*|.*\.dates?)|.*(?:time|date)s?", re.IGNORECASE)


def records_in(text: str) -> list[dict[str, Any]]:
    """Return the objects of a reply in JSON or JSONP that have a title and an address: those of its longest list of such."""
    return max(_lists(_parsed(text)), key=len, default=[])


def total_in(text: str, held: int) -> int | None:
    """Return how many records a reply says that its whole list has; a number that is not more than it holds may count these only."""
    counts = [int(str(value)) for name, value in _fields(_parsed(text)) if _TOTAL.fullmatch(name) and str(value).isdigit()]
    return next((count for count in counts if count > held), None)


def claims_of(records: list[dict[str, Any]], base: str) -> list[ListEntry]:
    """Return what records claim, in order."""
    found = [claim(base, _addresses(record)[0], _named(record, _TITLE)[0], *_named(record, _MOMENT)) for record in records]
    return [entry for entry in found if entry is not None]


def _parsed(text: str) -> object:
    wrapped = _WRAPPED.fullmatch(text)
    try:
        # templates write a comma after the last record, and lines into strings
        return json.loads(_LAST_COMMA.sub("", wrapped[1] if wrapped else text.lstrip("\ufeff")), strict=False)
    except json.JSONDecodeError as error:
        raise ListError(f"found no JSON ({error}), expected a list reply") from error


def _fields(reply: object) -> Iterator[tuple[str, object]]:
    """Yield the names and values of a reply's objects outside of its lists."""
    if isinstance(reply, dict):
        for name, value in reply.items():
            yield name, value
            yield from _fields(value)


def _addresses(record: dict[str, Any]) -> list[object]:
    """Return where a record leads; Huai'an's may have a path and the host that it is on."""
    path = record.get("path")
    apart = [urljoin(str(record.get("domain") or ""), path)] if "domain" in record and isinstance(path, str) and path else []
    return [*_named(record, _ADDRESS), *apart]


def _lists(reply: object) -> Iterator[list[dict[str, Any]]]:
    if isinstance(reply, list):
        yield [record for record in reply if isinstance(record, dict) and _named(record, _TITLE) and _addresses(record)]
    for part in reply.values() if isinstance(reply, dict) else reply if isinstance(reply, list) else ():
        if isinstance(part, dict | list):
            yield from _lists(part)


def _named(record: dict[str, Any], names: re.Pattern[str]) -> list[object]:
    """Return the values of a record's fields with such names, those of known names first; empty ones are none."""
    parts = {f"{name}.{inner}": value for name, part in record.items() if isinstance(part, dict) for inner, value in part.items()}
    fields = [(names.fullmatch(name), value) for name, value in {**record, **parts}.items() if value and isinstance(value, str | int)]
    return [value for _, value in sorted([(_rank(match), value) for match, value in fields if match], key=lambda field: field[0])]


def _rank(match: re.Match[str]) -> tuple[bool, int]:
    known = match.re.pattern.partition(")")[0].lstrip("(").split("|")
    name = (match[1] or "").lower()
    return not name, known.index(name) if name in known else len(known)
