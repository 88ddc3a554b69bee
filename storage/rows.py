"""Rows of addresses, versions and visits, written inside the transaction of a look."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.model import Attachment, Cause, ListEntry, Page, Part, Report, Site
from crawler.urls import identity
from storage.earlier import keep_address, keep_reading
from storage.hashes import content_hash, storable, text_hash
from storage.parts import keep_bytes, put_parts, sent_parts
from storage.times import moment, written
from storage.writing import insert, insert_new


def add_version(database: Database, report: Report, *, key: str, number: int, cause: Cause, run: str | None, at: datetime) -> None:
    """Write a version of an address, and its content and page where no other version has brought them yet."""
    page = report.page
    row = {
        "identity": key,
        "number": number,
        "seen_at": written(at),
        "cause": cause,
        "page_hash": keep_bytes(database, page.body),
        "page_url": page.url,
        "fetched_at": written(page.fetched_at),
        "status": page.status,
        "content_type": page.content_type,
        "entry": _json(asdict(page.entry)) if page.entry else None,
        "attachments": _json([asdict(each) for each in report.attachments]),
        "run": run,
        **_reading(database, report),
    }
    insert(database, "versions", _storable(row))
    put_parts(database, key, number, page.parts)
    database.execute("update addresses set newest = ? where identity = ?", [number, key])


def page_of_row(row: Mapping[str, Any], parts: tuple[Part, ...]) -> Page:
    """Return the page that a row tells of, as it was sent, with its list entry; its site is the caller's to add."""
    return Page(
        url=row["page_url"],
        body=zlib.decompress(row["body"]),
        fetched_at=moment(row["fetched_at"]),
        status=row["status"],
        content_type=row["content_type"],
        entry=ListEntry(**json.loads(row["entry"])) if row["entry"] else None,
        parts=parts,
    )


def refresh_reading(database: Database, held: Mapping[str, Any], report: Report, at: datetime) -> None:
    """Write today's reading of a stored page over an earlier one that says the same.

    Not a version, because nobody published anything; but an issuer recognised since, or a paragraph no longer torn in two,
    must reach the reader, and so must a file that could not be had before. What is known of a file stays known.
    """
    known = {each["name"]: Attachment(**each) for each in json.loads(held["attachments"]) if each["hash"]}
    attachments = [known.get(each.name, each) if each.hash is None else each for each in report.attachments]
    row = _storable({**_reading(database, report), "attachments": _json([asdict(each) for each in attachments])})
    version = held["identity"], held["number"]
    before = sent_parts(database, *version)
    put_parts(database, *version, report.page.parts)
    keep_reading(database, {**held, "parts": before}, {**row, "parts": sent_parts(database, *version)}, at)
    database.table("versions").update(version, row)


def add_visit(database: Database, key: str, *, outcome: str, run: str | None, at: datetime, asked: str | None = None) -> None:
    """Append one look at an address; `asked` is the address that led there where it is another."""
    row = {"identity": key, "at": written(at), "run": run, "outcome": outcome, "asked": asked if asked != key else None}
    insert(database, "visits", row)


def add_address(database: Database, page: Page, at: datetime) -> None:
    """Write an address as first seen; it keeps the spelling it was first seen under, which others link to.

    One whose report had moved away, and that bears a report again, is there already.
    """
    row = {"identity": identity(page.url), "url": page.url, "first_seen_at": written(at), "last_seen_at": written(at), "newest": 0}
    insert_new(database, "addresses", row)


def update_address(database: Database, key: str, site: Site | None, at: datetime) -> None:
    """Write that an address was looked at, and whose section lists it.

    A one-off look knows no site and changes none; a second section that lists the address does not take it from the first.
    """
    if site is not None:
        keep_address(database, key, site, at)
    database.execute(
        """
        update addresses set
            last_seen_at = max(last_seen_at, :at),
            region = case when coalesce(site, :site) = :site then :region else region end,
            publisher = case when coalesce(site, :site) = :site then :publisher else publisher end,
            site = coalesce(site, :site)
        where identity = :identity
        """,
        {
            "identity": key,
            "at": written(at),
            "site": site and site.id,
            "region": site and site.region,
            "publisher": site and site.publisher,
        },
    )


def put_listing(database: Database, site: str, entry: ListEntry, at: datetime) -> None:
    """Write what a list claims of one report, keeping when it was first listed, and the page's own title while the claim stands."""
    database.execute(
        """
        insert into listings (site, identity, url, title, date, cut, first_listed_at, last_listed_at)
        values (:site, :identity, :url, :title, :date, :cut, :at, :at)
        on conflict (site, identity) do update set
            page_title = iif(title is :title and date is :date, page_title, null),
            url = :url, title = :title, date = :date, cut = :cut, last_listed_at = :at
        """,
        _storable({"site": site, "identity": identity(entry.url), **asdict(entry), "at": written(at)}),
    )


def _reading(database: Database, report: Report) -> dict[str, Any]:
    """Return the columns that say how a page was read, once the text they refer to is written."""
    row = {"text_hash": text_hash(report.text), "content_hash": content_hash(report.text)}
    insert_new(database, "contents", _storable({**row, "text": report.text}))
    plain = ("title", "published_at", "source", "issuer", "report_year", "level", "document_number", "index_number", "kind", "extractor")
    read = {name: getattr(report, name) for name in plain}
    outline = _json([asdict(section) for section in report.outline])
    return _storable({**row, **read, "outline": outline, "warnings": _json(report.warnings)})


def _storable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: storable(value) if isinstance(value, str) else value for name, value in row.items()}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
