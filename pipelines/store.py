"""The step that keeps: reports go into the archive, the run's record is opened and closed."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import ArchiveError, ForgottenError, HeldError, MissingError
from crawler.habits import row_mark
from crawler.model import ListEntry, NotModified, Page, Problem, Report, Run, Site
from crawler.signals import listed, missed
from crawler.tally import fail, forgive, note, tally
from crawler.urls import identity
from crawler.verdict import HISTORY, Outcome, judge
from pipelines.ending import end_run
from pipelines.extract import is_current
from pipelines.holding import HeldBack, examined
from pipelines.honesty import Honesty, is_another
from pipelines.looks import Looks
from pipelines.reading import PassedOver
from pipelines.renewing import Renewing
from pipelines.sweep import Sweep, settled
from storage.absences import miss
from storage.archive import Archive
from storage.held import hold
from storage.history import history_of
from storage.versions import Version

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A page as the archive holds it, with its parts and validators, and what read it."""

    page: Page
    extractor: str


class StorePipeline:
    """Report -> archive. The archive and the run are open from `begin` until the spider is closed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._path = Path(crawler.settings["GOVREPORTS_ARCHIVE"])
        self.archive: Archive
        self.honesty: Honesty
        self.looks: Looks
        self._renewing: Renewing
        self.sweep: Sweep | None = None
        self.run: Run | None = None
        self._claimed: set[str] = set()
        self._has_begun = False
        self._closing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        pipeline = cls(crawler)
        # not close_spider: Scrapy calls that before the reason is known
        crawler.signals.connect(pipeline.spider_closed, signals.spider_closed)
        crawler.signals.connect(pipeline.listed, listed)
        crawler.signals.connect(pipeline.missed, missed)
        crawler.signals.connect(pipeline.item_dropped, signals.item_dropped)
        crawler.signals.connect(pipeline.item_error, signals.item_error)
        return pipeline

    def begin(self) -> None:
        """Open the archive and, for a row's spider, a run; called before the first request.

        Not on open_spider: `scrapy shell` opens a spider too, and looking at a page is no run of its site.
        """
        self.archive = Archive.open(self._path)
        self.honesty = Honesty(self._crawler, self.archive)
        self._renewing = Renewing(self.archive, self.site, self._crawler.stats)
        self._has_begun = True
        if self.site is not None:  # a one-off scrape is no run of a site
            self.run = self.archive.begin_run(self.site.id, at=datetime.now(UTC))
        self.looks = Looks(self.archive, self.run.id if self.run else None, self._stop)

    async def process_item(self, item: Report | NotModified) -> Report | NotModified:
        run = self.run.id if self.run else None
        try:
            return await self._stored(item, run)
        except ForgottenError as error:  # taken down while its page was on its way
            raise DropItem(str(error), log_level="INFO") from error

    async def _stored(self, item: Report | NotModified, run: str | None) -> Report | NotModified:
        if isinstance(item, NotModified):
            read = self.archive.read_by(item.url)
            if read is not None and not _is_wanting(*read):
                return self._looked(item)
            await self._renewing.renewed(item.url, (), run)
            change = self.archive.look(item, run=run)
        else:
            newest = await self._renewing.renewed(item.page.url, item.page.parts, run)
            change = self.archive.record(self._examined(item, newest, run), run=run, at=item.page.fetched_at)
            await self.honesty.compare(item.page, is_changed=newest is not None and is_another(newest, item))
        tally(self._crawler.stats, change.outcome)
        return item

    def _looked(self, item: NotModified) -> NotModified:
        """Keep a look at which nothing is to be done: what is held of the address was read by today's extractor and is whole."""
        self.looks.add(item)
        tally(self._crawler.stats, "unchanged")
        return item

    def asks_for_page(self, url: str) -> bool:
        """Say whether a look at an address needs its stored page: to read it again, or to ask for its parts."""
        read = self.archive.read_by(url) if self._has_begun else None
        return read is not None and _is_wanting(*read)

    def stored(self, url: str) -> Stored | None:
        """Return the newest page that the archive holds of an address, None if it holds none or is not open."""
        newest = self.archive.newest(url) if self._has_begun else None
        if newest is None:
            return None
        etag, last_modified = self.archive.validators(url)
        page = replace(self.archive.stored_page(newest), site=self.site, etag=etag, last_modified=last_modified)
        return Stored(page=page, extractor=newest.extractor)

    def listed(self, entries: Sequence[ListEntry], site: Site, start: str, response: Response) -> None:
        """Keep what a list page claims: of an entry that several of a run's pages title differently, what the first one does."""
        try:
            self.looks.write()
            entries = self.archive.keepable(entries)
            unheard = [entry for entry in entries if identity(entry.url) not in self._claimed]
            self._claimed |= {identity(entry.url) for entry in unheard}
            news = self.archive.list_entries(site.id, unheard, run=self.run.id if self.run else None, at=datetime.now(UTC))
        except ArchiveError as error:
            self._stop(error)
            return
        if self.sweep is not None:
            self.sweep.hear(start, response, entries, news)

    def missed(self, entry: ListEntry, problem: Problem, why: str) -> None:
        """Write that the address of a report answered that there is nothing: no failure of ours where one is held of it."""
        if self.run is None:
            return
        try:
            self.looks.write()
            found = miss(self.archive.file, entry.url, why, self.run.id, datetime.now(UTC))
        except ArchiveError as error:
            self._stop(error)
            return
        if found != "unknown":
            forgive(self._crawler.stats, problem)
        if found == "missed":
            fail(self._crawler.stats, Problem("MISSED", entry.url, f"{problem.message}; asked again at the next run"))

    def item_dropped(self, item: object, exception: Exception) -> None:
        """Keep a page that gave no report; of one passed over, its title, so that it need not be fetched to know it again."""
        if isinstance(exception, HeldBack):
            self._hold_back(exception)
            if exception.problem.code == MissingError.code and isinstance(item, Page):
                self.missed(item.entry or ListEntry(url=item.url, title=""), exception.problem, "said not found")
        if not isinstance(exception, PassedOver) or not isinstance(item, Page) or item.entry is None or self.site is None:
            return
        try:
            self.archive.pass_over(self.site.id, item.entry.url, exception.title)
        except ArchiveError as error:
            self._stop(error)

    def item_error(self, failure: Failure) -> None:
        """Stop at once where the archive cannot be written; count every other exception of a step, which is a bug."""
        if isinstance(failure.value, ArchiveError):
            self._stop(failure.value)
        else:
            tally(self._crawler.stats, f"bugs/{type(failure.value).__name__}")

    def spider_closed(self, reason: str) -> None:
        """Write how the run ended and let go of the archive."""
        if not self._has_begun:
            return
        try:
            if self._closing is None:
                self.looks.write()
            if self.run is not None and self.site is not None and self._crawler.stats is not None and self._closing is None:
                self._compare(self.run, self.site)
                if self._judged(self.site, reason).is_complete:
                    self._renewing.renew_missing(self.run)
                self._end(self.run, self._judged(self.site, reason))
        except ArchiveError as error:  # Scrapy would log it and call the run sound
            note(self._crawler.stats, Problem(error.code, str(self._path), str(error)))
        self.archive.close()

    def _compare(self, run: Run, site: Site) -> None:
        """Keep what the archive knows of the row where whoever judges the run finds it."""
        if self._crawler.stats is not None:
            history = history_of(self.archive.file, run, row=row_mark(site), at=datetime.now(UTC))
            self._crawler.stats.set_value(HISTORY, history)
        for page in self.sweep.lies() if self.sweep is not None else ():
            self.honesty.accuse(page.url, "another list behind the validators of the one before")

    def _judged(self, site: Site, reason: str) -> Outcome:
        stats = self._crawler.stats.get_stats() if self._crawler.stats else {}
        return judge(site, reason, stats, stats.get(HISTORY))

    def _end(self, run: Run, outcome: Outcome) -> None:
        """Write how the run ended, and tell which reports have moved."""
        moved = end_run(self.archive, run, outcome)
        if self.sweep is not None and self.site is not None:
            for name, number in settled(self.sweep, self.archive.file, run, self.site, outcome).items():
                tally(self._crawler.stats, name, number)
        if moved:
            found = f"found {len(moved)} reports at new addresses, where their histories go on; the first: {' -> '.join(moved[0])}"
            note(self._crawler.stats, Problem("MOVED", run.site, found))

    def _examined(self, report: Report, newest: Version | None, run: str | None) -> Report:
        """Return the report if it may follow the newest version, or if a person has accepted the same before; else hold it back."""
        try:
            return examined(report, newest)
        except HeldError as error:
            problem = Problem(error.code, report.page.url, str(error).removeprefix(f"{report.page.url}: "))
        decision = hold(self.archive.file, report.page, problem, text=report.text, run=run, at=report.page.fetched_at)
        if decision == "accepted":
            return report
        if decision is None or self.run is None:  # what a person has dropped is no news to a run, and still no report to who asks
            logger.warning("%s", problem)
            fail(self._crawler.stats, problem)
            tally(self._crawler.stats, "held")
        raise DropItem(f"{problem.code} {problem.where}", log_level="INFO")

    def _hold_back(self, held_back: HeldBack) -> None:
        run = self.run.id if self.run else None
        try:
            decision = hold(self.archive.file, held_back.page, held_back.problem, text=None, run=run, at=held_back.page.fetched_at)
        except ForgottenError:
            return
        except ArchiveError as error:
            self._stop(error)
            return
        if decision == "dropped" and self.run is not None:
            forgive(self._crawler.stats, held_back.problem)
        else:
            tally(self._crawler.stats, "held")

    def _stop(self, error: ArchiveError) -> None:
        """Ask Scrapy to close, once: nothing that would still be fetched could be kept."""
        if self._closing is not None or self._crawler.engine is None:
            return
        note(self._crawler.stats, Problem(error.code, str(self._path), str(error)))
        closing = self._crawler.engine.close_spider_async(reason="archive")
        self._closing = asyncio.get_running_loop().create_task(closing)  # kept: a task nobody holds may be collected

    @property
    def site(self) -> Site | None:
        """Return the row that is crawled, None in a one-off scrape."""
        return getattr(self._crawler.spider, "site", None)


def _is_wanting(extractor: str, has_parts: bool) -> bool:
    """Say whether a version read by an extractor is to be read again, or has parts that may have changed."""
    return has_parts or not is_current(extractor)
