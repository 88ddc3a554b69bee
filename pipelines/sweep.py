"""How the lists of a row are walked: whole, or, where that was earned, only as far as there are news."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from weakref import WeakSet

from scrapy.http import Response

from crawler.model import ListEntry, Run, Site
from crawler.urls import identity
from crawler.verdict import Outcome
from crawler.version import VERSION
from storage.database import ArchiveFile
from storage.lists import FirstPage, WalkKind, settle

_PINNED = 5  # entries that a list may keep on top whatever their dates
_ASTRAY = 0.05  # share of neighbours that may stand the wrong way round: dates of a day are in no order, some are late insertions


class Sweep:
    """What one run is told of its lists and knows of them from before.

    With `is_early` a list that begins with its newest ends after a page without news; otherwise every page is asked for, whole.
    """

    def __init__(self, known: dict[str, FirstPage], *, is_early: bool) -> None:
        self.is_early = is_early
        self._known = known
        self._dates: dict[str, dict[str, str | None]] = {}
        self._pages: dict[str, int] = {}
        self._sent: dict[str, FirstPage] = {}
        self._news: set[str] = set()
        self._settled: WeakSet[Response] = WeakSet()

    def remembered(self, start: str) -> FirstPage | None:
        """Return the first page of a list if the walk may end there should it not have changed."""
        page = self._known.get(start)
        return page if self.is_early and page is not None and page.is_telling and (page.etag or page.last_modified) else None

    def hear(self, start: str, response: Response, entries: Sequence[ListEntry], news: Collection[str]) -> None:
        """Take in a list page: `news` are the identities that no list of the run named before, or none so.

        What is news on one list of a row is news on the others, too, which may bring more of it further down.
        """
        dates = self._dates.setdefault(start, {})
        self._news |= {*news}
        has_news = any(identity(entry.url) in self._news and identity(entry.url) not in dates for entry in entries)
        for entry in entries:
            dates.setdefault(identity(entry.url), entry.date)
        self._pages[start] = self._pages.get(start, 0) + 1
        if entries and not has_news:
            self._settled.add(response)
        if self._pages[start] == 1 and entries and response.status == 200 and _is_of(start, response):
            etag, modified = (_header(response, name) for name in ("ETag", "Last-Modified"))
            page = FirstPage(url=start, etag=etag, last_modified=modified, entries=tuple(entries), is_telling=None)
            self._sent[start] = page

    def unsettle(self, response: Response) -> None:
        """Let the walk go on after a page: a report that it lists is not held."""
        self._settled.discard(response)

    def forget(self, start: str) -> None:
        """Ask for a list whole the next time, too: it holds reports, and not only their addresses."""
        self._sent.pop(start, None)

    def ends_after(self, start: str, response: Response) -> bool:
        """Say whether nothing new can follow a page of a list."""
        page = self._known.get(start)
        return self.is_early and page is not None and bool(page.is_telling) and response in self._settled

    def lies(self) -> list[FirstPage]:
        """Return the first pages that were sent with the validators of before, and yet list something else."""
        return [page for start, page in self._sent.items() if (before := self._known.get(start)) and _is_told_same(before, page)]

    def told_changed(self) -> list[FirstPage]:
        """Return, as they were before, the first pages that are asked for with validators, and now list something else behind others."""
        known = [(self._known.get(start), page) for start, page in self._sent.items()]
        return [
            before
            for before, page in known
            if before is not None
            and before.is_telling
            and (before.etag or before.last_modified)
            and before.entries != page.entries
            and not _is_told_same(before, page)
        ]

    def learned(self, *, is_whole: bool) -> list[FirstPage]:
        """Return the first pages that were sent; after a whole walk, with whether their lists begin with the newest."""
        return [replace(page, is_telling=self._is_telling(page.url) if is_whole else None) for page in self._sent.values()]

    def _is_telling(self, start: str) -> bool:
        return self._pages[start] == 1 or begins_with_newest([*self._dates[start].values()])


def settled(sweep: Sweep, file: ArchiveFile, run: Run, site: Site, outcome: Outcome) -> dict[str, int]:
    """Write what a run has learned of its row's lists and of what is gone, and return how many reports are gone, and back."""
    is_whole = outcome.is_whole and outcome.is_sound
    pages = sweep.learned(is_whole=is_whole) if outcome.is_sound and not outcome.is_cut else ()
    ended: WalkKind = "whole" if outcome.is_whole else "early" if outcome.is_early and not outcome.is_cut else "cut"
    return settle(file, run, ended, pages, row=row_of(site), is_complete=outcome.is_complete, at=datetime.now(UTC))


def begins_with_newest(dates: Sequence[str | None]) -> bool:
    """Say whether the dates of a whole list, in its order, tell that what is new stands on top; without dates nothing does."""
    known = [each for each in dates if each]
    if 2 * len(known) < len(dates):
        return False
    return any(_falls(known[pinned:]) for pinned in range(min(_PINNED, len(known) // 4) + 1))


def _falls(dates: Sequence[str]) -> bool:
    rises = sum(later > earlier for earlier, later in pairwise(dates))
    return len(set(dates)) > 1 and rises <= _ASTRAY * len(dates)


def _is_told_same(before: FirstPage, now: FirstPage) -> bool:
    validators = (now.etag, now.last_modified)
    return any(validators) and validators == (before.etag, before.last_modified) and now.entries != before.entries


def _is_of(start: str, response: Response) -> bool:
    request = response.request
    return request is not None and request.method == "GET" and identity(request.url) == identity(start) == identity(response.url)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def row_of(site: Site) -> str:
    """Return what of a row decides which entries are looked at; once it differs, what was known of its lists holds no more."""
    # another version of the program may read the same page otherwise, which is no news and no lie
    return repr((site.family, site.lists, site.keep, site.select, site.hosts, site.encoding, VERSION))
