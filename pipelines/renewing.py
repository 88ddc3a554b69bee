"""Stored pages read again by today's reader, before what was fetched is compared with them."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from scrapy.statscollectors import StatsCollector

from crawler.errors import BlockedError, ExtractionError
from crawler.model import Part, Report, Run, Site
from crawler.tally import tally
from pipelines.extract import is_current
from pipelines.reading import read_aside, reread
from storage.archive import Archive
from storage.versions import Version


class Renewing:
    """Brings the newest versions of addresses up to today's reader: what it reads otherwise is our doing, not the publisher's."""

    def __init__(self, archive: Archive, site: Site | None, stats: StatsCollector | None) -> None:
        self._archive = archive
        self._site = site
        self._stats = stats

    async def renewed(self, url: str, sent: Sequence[Part], run: str | None) -> Version | None:
        """Return the newest version, read again first where another extractor read it or it lacked a part that was sent since."""
        newest = self._archive.newest(url)
        if newest is None or not (sent or not is_current(newest.extractor)):
            return newest
        page = await asyncio.to_thread(self._archive.stored_page, newest)
        with suppress(BlockedError, ExtractionError):  # as in _reread
            self._keep(await read_aside(partial(reread, version=newest, site=self._site, sent=sent), page), run)
        return self._archive.newest(url)

    def renew_missing(self, run: Run) -> None:
        """Read again what may have moved, so that two readings of one text are not taken for two texts."""
        for version in self._archive.missing(run):
            self._keep(self._reread(version), run.id)

    def _reread(self, version: Version) -> Report | None:
        try:
            return reread(self._archive.stored_page(version), version, self._site)
        except (BlockedError, ExtractionError):
            return None  # what today's extractor cannot read stays as it was read; the fetched page is judged by itself

    def _keep(self, report: Report | None, run: str | None) -> None:
        if report is not None:
            change = self._archive.record_reread(report, run=run, at=datetime.now(UTC))
            tally(self._stats, change.outcome)
