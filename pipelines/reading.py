"""The step that turns what was sent into what is said."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.errors import BlockedError, CollectionError, ExtractionError
from crawler.keep import is_kept
from crawler.model import ListEntry, NotModified, Page, Part, Problem, Report, Site
from crawler.tally import fail, tally
from crawler.urls import canonical, identity
from pipelines.extract import extract, is_current
from pipelines.holding import HeldBack
from pipelines.parts.completing import completed
from storage.versions import Version

logger = logging.getLogger(__name__)


class PassedOver(DropItem):
    """Raised for a page whose list had cut its title short, and whose whole `title` is not what the row keeps."""

    def __init__(self, title: str) -> None:
        super().__init__(f"the page is titled {title!r}, which the row does not keep", log_level="INFO")
        self.title = title


class ReadPipeline:
    """Page -> Report; a page that says nothing, or is not what its list promised, is dropped and counted."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_item(self, item: Page | NotModified) -> Report | NotModified:
        if isinstance(item, NotModified):
            return item
        try:
            report = await asyncio.to_thread(extract, item)  # files take seconds: fetching goes on meanwhile
        except (BlockedError, ExtractionError) as error:
            problem = _problem(error, item)
            logger.warning("%s", problem)
            fail(self._crawler.stats, problem)
            raise HeldBack(item, problem) from error
        if not is_promised(item, report.title):
            tally(self._crawler.stats, "skipped/another")
            raise PassedOver(report.title)
        return report


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
