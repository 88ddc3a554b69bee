"""Validators and whether they tell the truth: many servers say that a page is the same when its text is another."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapy import Request, exceptions
from scrapy.crawler import Crawler

from crawler.errors import UnaskedError
from crawler.model import Page, Problem, Report
from crawler.tally import note
from crawler.urls import host_of, identity
from storage.archive import Archive
from storage.hashes import content_hash, page_hash
from storage.looks import Look
from storage.trust import doubt, is_believed, vouch
from storage.versions import Version

logger = logging.getLogger(__name__)

_NO_ANSWER: tuple[type[Exception], ...] = (
    exceptions.IgnoreRequest,
    exceptions.CannotResolveHostError,
    exceptions.DownloadCancelledError,
    exceptions.DownloadConnectionRefusedError,
    exceptions.DownloadFailedError,
    exceptions.DownloadTimeoutError,
    exceptions.ResponseDataLossError,
    UnaskedError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class _Asked:
    etag: str | None
    last_modified: str | None
    is_whole: bool


class Honesty:
    """Says with which validators a page is asked for, and compares what was sent with what they had told."""

    def __init__(self, crawler: Crawler, archive: Archive) -> None:
        self._crawler = crawler
        self._archive = archive
        self._asked: dict[str, _Asked] = {}
        self._believed: dict[str, bool] = {}

    def conditions(self, url: str, look: Look | None) -> Mapping[str, str]:
        """Return the headers that ask for a report only if it has changed; none where it is to be sent whole."""
        if look is None or not (look.etag or look.last_modified):
            return {}
        is_whole = look.is_whole or not self.is_believed(host_of(url))
        self._asked[identity(url)] = _Asked(look.etag, look.last_modified, is_whole)
        return {} if is_whole else headers(look.etag, look.last_modified)

    def is_believed(self, host: str) -> bool:
        """Say whether a host's validators may be asked with."""
        if host not in self._believed:
            self._believed[host] = is_believed(self._archive.file, host)
        return self._believed[host]

    async def compare(self, page: Page, *, is_changed: bool) -> None:
        """Judge a host by a page that it sent: `is_changed` says whether it is another than the one held, and its text, too."""
        asked = self._asked.pop(identity(page.entry.url if page.entry else page.url), None)
        if asked is None:
            return
        is_told_same = (page.etag, page.last_modified) == (asked.etag, asked.last_modified)
        if is_changed and (is_told_same or (asked.is_whole and await self._says_same(page, asked))):
            self.accuse(page.url, "another text behind the validators of the one held")
        elif is_changed or is_told_same:
            self._believe(page, told_change=is_changed)

    def accuse(self, url: str, found: str) -> None:
        """Believe the validators of an address's host no more, and tell so."""
        host = host_of(url)
        doubt(self._archive.file, host, url=url, found=found, at=datetime.now(UTC))
        if self._believed.get(host, True):
            self._believed[host] = False
            words = f"found {found}, expected validators that change with the page; pages of {host} are asked for whole from now on"
            problem = Problem("VALIDATORS_LIE", url, words)
            logger.warning("%s", problem)
            note(self._crawler.stats, problem)

    def _believe(self, page: Page, *, told_change: bool) -> None:
        host = host_of(page.url)
        if not self.is_believed(host) and vouch(self._archive.file, host, told_change=told_change, at=datetime.now(UTC)):
            self._believed[host] = True
            logger.info("%s: its validators have told the truth often enough and are believed again", host)

    async def _says_same(self, page: Page, asked: _Asked) -> bool:
        """Ask with the old validators for a page that was just seen changed: the answer 304 is a lie."""
        if not self._crawler.crawling or self._crawler.engine is None:
            return False
        meta = {"handle_httpstatus_all": True, "dont_redirect": True}
        request = Request(page.url, headers=dict(headers(asked.etag, asked.last_modified)), meta=meta, dont_filter=True)
        try:
            return bool((await self._crawler.engine.download_async(request)).status == 304)
        except _NO_ANSWER:
            return False


def headers(etag: str | None, last_modified: str | None) -> Mapping[str, str]:
    """Return the request headers that name the validators of what is held (RFC 9110, 13.1)."""
    named = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return {name: value for name, value in named if value}


def is_another(newest: Version, report: Report) -> bool:
    """Say whether a page itself says something else than before: what a file of it says, its validators do not tell."""
    return newest.content_hash != content_hash(report.text) and newest.page_hash != page_hash(report.page.body)
