"""What the archive knows of one report at one of its versions, for the page that shows it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.model import Attachment, Cause
from crawler.urls import identity
from storage.absences import gone
from storage.archive import Archive
from storage.versions import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One of the versions of a report, without its text."""

    number: int
    cause: Cause
    seen_at: str
    title: str
    published_at: str | None
    content_hash: str
    extractor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What the newest version at another address is, told in a line."""

    url: str
    title: str
    issuer: str | None
    published_at: str | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One of the parts that were sent with a version; `page_hash` is None where it could not be had, and `problem` says why."""

    position: int
    role: str
    url: str
    name: str
    page_hash: str | None
    problem: str | None
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A version, the stages of its report with the newest first, the other addresses it names, its parts, and whether it is gone."""

    version: Version
    stages: Sequence[Stage]
    others: Mapping[str, Other]
    sent: Sequence[Sent]
    gone: Sequence[tuple[datetime, str]]

    @property
    def before(self) -> Stage | None:
        """The version before this one."""
        return next((each for each in self.stages if each.number < self.version.version), None)

    @property
    def after(self) -> Stage | None:
        """The version after this one."""
        return next((each for each in reversed(self.stages) if each.number > self.version.version), None)

    def kept(self, attachment: Attachment) -> Sent | None:
        """Return the part whose bytes are those of a linked file."""
        files = [each for each in self.sent if each.page_hash and each.role == "file"]
        return next((each for each in files if attachment.url == each.url or attachment.hash == each.page_hash), None)


def known_report(archive: Archive, url: str, number: int | None) -> Known | None:
    """Return what is known of a report at a version, at its newest without a number; None where there is no such."""
    version = archive.newest(url) if number is None else archive.version(url, number)
    if version is None:
        return None
    with archive.file.reading() as database:
        return Known(
            version=version,
            stages=_stages(database, version),
            others=_others(database, version),
            sent=_sent(database, version),
            gone=gone(archive.file, version.url),
        )


def _stages(database: Database, version: Version) -> list[Stage]:
    sql = """
        select number, cause, seen_at, title, published_at, content_hash, extractor from versions where identity = ? order by number desc
    """
    return [Stage(**row) for row in database.query(sql, [identity(version.url)])]


def _others(database: Database, version: Version) -> dict[str, Other]:
    named = [*version.also_at, *(each["url"] for each in version.similar_to), *([version.moved_from] if version.moved_from else [])]
    sql = """
        select a.url, v.title, v.issuer, v.published_at, v.number as version
        from addresses a join versions v on v.identity = a.identity and v.number = a.newest
        where a.url in (select value from json_each(?))
    """
    return {row["url"]: Other(**row) for row in database.query(sql, [json.dumps(named)])}


def _sent(database: Database, version: Version) -> list[Sent]:
    sql = """
        select position, role, url, name, page_hash, problem, content_type from parts where identity = ? and number = ? order by position
    """
    return [Sent(**row) for row in database.query(sql, [identity(version.url), version.version])]
