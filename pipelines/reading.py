"""The step that turns what was sent into what is said."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.aside import LostError, aside
from crawler.errors import BlockedError, CollectionError, ExtractionError
from crawler.keep import is_kept
from crawler.model import ListEntry, NotModified, Page, Part, PartLink, Problem, Report, Site
from crawler.tally import fail, tally
from crawler.urls import canonical, identity
from pipelines.extract import belongings, extract, is_current
from pipelines.files.limits import SECONDS
from pipelines.holding import HeldBack
from pipelines.parts.completing import completed
from storage.versions import Version

logger = logging.getLogger(__name__)

_T = TypeVar("_T")


_PATIENCE = 60.0  # seconds; a page of a megabyte takes one
_MOST_KEPT = 100  # as many as Scrapy has in its pipelines at once


class PassedOver(DropItem):
    """Raised for a page whose list had cut its title short, and whose whole `title` is not what the row keeps."""

    def __init__(self, title: str) -> None:
        super().__init__(f"the page is titled {title!r}, which the row does not keep", log_level="INFO")
        self.title = title


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a page is titled, what belongs to it and was not asked for yet, and, where that is nothing, what it says."""

    title: str
    links: tuple[PartLink, ...]
    report: Report | None


class ReadPipeline:
    """Page -> Report; a page that says nothing, or is not what its list promised, is dropped and counted."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._read: dict[int, tuple[Page, Report | BlockedError | ExtractionError]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Page | NotModified) -> Report | NotModified:
        if isinstance(item, NotModified):
            return item
        try:
            report = await self._report(item)
        except (BlockedError, ExtractionError) as error:
            problem = _problem(error, item)
            logger.warning("%s", problem)
            fail(self._crawler.stats, problem)
            raise HeldBack(item, problem) from error
        if not is_promised(item, report.title):
            tally(self._crawler.stats, "skipped/another")
            raise PassedOver(report.title)
        return report

    async def wanted(self, page: Page) -> tuple[PartLink, ...]:
        """Return what belongs to a page and was not asked for yet; nothing of what will not be kept anyway.

        What the page says is kept for when it comes here as it is, which most do: they are sent to a reader once.
        """
        try:
            found = await read_aside(look, page)
        except (BlockedError, ExtractionError) as error:
            self._keep(page, error)  # told when the page comes here
            return ()
        if found.report is not None:
            self._keep(page, found.report)
        return found.links if is_promised(page, found.title) else ()

    def _keep(self, page: Page, found: Report | BlockedError | ExtractionError) -> None:
        if len(self._read) >= _MOST_KEPT:  # not every page comes here: a stored one does not where its parts are unchanged
            self._read.pop(next(iter(self._read)))
        self._read[id(page)] = page, found

    async def _report(self, page: Page) -> Report:
        known, found = self._read.pop(id(page), (None, None))
        if known is not page or found is None:
            return await read_aside(extract, page)
        if isinstance(found, Report):
            return found
        raise found


async def read_aside(work: Callable[[Page], _T], page: Page) -> _T:
    """Return what a reading of a page returns; a page that no reader gets through is one that says nothing."""
    files = sum(part.role == "file" for part in page.parts)
    try:
        return await aside(_PATIENCE + files * SECONDS, work, page)
    except LostError as error:
        raise ExtractionError(f"{page.url}: found {error}, expected text") from error


def look(page: Page) -> Look:
    """Return what there is to know of a page before its parts are fetched; raise what `extract` raises."""
    title, links = belongings(page)
    return Look(title=title, links=links, report=None if links else extract(page))


def _problem(error: CollectionError, page: Page) -> Problem:
    """Return why a page gave no report, told of the address that was asked, with the one that answered where that is another."""
    words = str(error).removeprefix(f"{page.url}: ").removeprefix("page body: ")
    asked = canonical(page.entry.url) if page.entry else page.url
    return Problem(error.code, asked, words if identity(asked) == identity(page.url) else f"{words} ({page.url})")


def reread(page: Page, version: Version, site: Site | None, sent: Sequence[Part] = ()) -> Report | None:
    """Return what today's extractor reads in a stored page, None if that is what read it then.

    `site` is the row whose hints (encoding, body selector) apply, `sent` are parts of which those that the page lacked are
    read with it. Raises what `extract` raises.
    """
    known = replace(page, site=site)
    whole = completed(known, sent)
    return None if whole is known and is_current(version.extractor) else extract(whole)


def is_promised(page: Page, title: str) -> bool:
    """Say whether the whole title keeps the promise of one that the list had cut short."""
    entry, site = page.entry, page.site
    return entry is None or site is None or not entry.cut or is_kept(ListEntry(url=entry.url, title=title), site.keep)
