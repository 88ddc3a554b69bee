"""Versions as the archive gives them back, and records, which are versions as users see them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from crawler.model import Attachment, Cause, Kind, Level, Report, Section
from storage.hashes import content_hash, page_hash
from storage.times import moment, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A report at one moment; its fields are those of the record, in the record's order."""

    url: str
    site: str | None
    region: str | None
    publisher: str | None
    title: str
    text: str = field(repr=False)
    published_at: str | None
    source: str | None
    issuer: str | None
    report_year: int | None
    level: Level | None
    document_number: str | None
    index_number: str | None
    kind: Kind
    outline: tuple[Section, ...]
    attachments: tuple[Attachment, ...]
    version: int
    cause: Cause
    content_hash: str
    page_hash: str
    also_at: tuple[str, ...]
    moved_from: str | None
    similar_to: tuple[Mapping[str, Any], ...]
    seen_at: datetime
    first_seen_at: datetime
    last_seen_at: datetime
    extractor: str
    warnings: tuple[str, ...]


FIELDS = tuple(each.name for each in fields(Version))
_LISTS = ("outline", "attachments", "also_at", "similar_to", "warnings")


def record(version: Version) -> dict[str, Any]:
    """Return a version as users see it: the names of docs/record.md in their order, ready for JSON."""
    return {name: _plain(getattr(version, name)) for name in FIELDS}


def unstored_record(report: Report) -> dict[str, Any]:
    """Return the record of a report that no archive holds: what only an archive knows is null."""
    site = report.page.site
    known = {
        **{name: getattr(report, name) for name in FIELDS if hasattr(report, name)},
        "url": report.page.url,
        "site": site and site.id,
        "region": site and site.region,
        "publisher": site and site.publisher,
        "content_hash": content_hash(report.text),
        "page_hash": page_hash(report.page.body),
    }
    return {name: _plain(known.get(name)) for name in FIELDS}


def record_of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the record that a row of the views holds, whose lists are JSON."""
    values = {name: row[name] for name in FIELDS}
    for name in _LISTS:
        values[name] = [] if values[name] == "[]" else json.loads(values[name])  # most are empty, and an export reads five a record
    return values


def version_of_row(row: Mapping[str, Any]) -> Version:
    """Return the version that a row of the views holds."""
    values = record_of_row(row)
    values["outline"] = tuple(Section(**each) for each in values["outline"])
    values["attachments"] = tuple(Attachment(**each) for each in values["attachments"])
    for name in ("also_at", "similar_to", "warnings"):
        values[name] = tuple(values[name])
    for name in ("seen_at", "first_seen_at", "last_seen_at"):
        values[name] = moment(values[name])
    return Version(**values)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, tuple):
        return [asdict(each) if isinstance(each, Section | Attachment) else each for each in value]
    return value
