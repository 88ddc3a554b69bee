"""The spider behind every row: it walks a site's lists and asks for the reports of the entries that are kept."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.errors import ListError, LostListError, PausedError, SiteError, StrayedError
from crawler.keep import is_kept
from crawler.model import ListEntry, Page, Problem, Select
from crawler.signals import listed
from crawler.urls import host_of, identity
from spiders.failures import instead_of, list_problem, status_of, strayed_in
from spiders.lists.claims import entries_of, selected_entries
from spiders.lists.hubs import onward
from spiders.lists.links import base_of, tree_of
from spiders.lists.rows import page_entries
from spiders.lists.steps import next_link, number_link, selected_link
from spiders.lists.text import readable
from spiders.reports import ReportSpider
from spiders.walk import ListSize, Walk

_HOME = {"", "/", "/index.html", "/index.htm", "/index.shtml"}


class SectionSpider(ReportSpider):
    """Walks the lists of one site. A family says in `rows`, `following` and `list_size` how its lists behave.

    These three, and `entries` and `next_list` which ask them, only read a response. What `following` returns may carry in
    its `cb_kwargs` `overlaps=True` (its rows may all be known already and the walk still goes on) and `otherwise`, a request
    that is tried instead if this one is answered with 404 or brings nothing new.
    """

    family: ClassVar[str] = ""

    def __init__(self, *, since: str | None = None, limit: int | str | None = None, dry_run: bool | str = False, **kwargs: object) -> None:
        super().__init__(self.site.id if self.site else self.family, **kwargs)
        self.since = _day(since)
        self.limit = None if limit is None else int(limit)
        self.dry_run = dry_run in (True, "1", "true", "yes")
        self._asked: set[str] = set()
        self._requested = 0
        self._offsite: Counter[str] = Counter()

    @property
    def select(self) -> Select:
        """Return the selectors by which the site departs from its family."""
        return self.site.select if self.site else Select()

    def marks(self, response: TextResponse) -> list[str]:  # noqa: ARG002  # a family's own
        """Return what in a page speaks for this family's product; nothing proves it."""
        return []

    def rows(self, response: TextResponse) -> Sequence[HtmlElement] | None:  # noqa: ARG002  # a family's own
        """Return the rows by the family's own marks; None where the marks are missing, so that structure decides."""
        return None

    def following(self, response: TextResponse) -> Request | None:
        """Return the request for the list page after this one; a plain list links it as 下一页, or by its number."""
        return next_link(response) or number_link(response)

    def list_size(self, response: TextResponse) -> ListSize:  # noqa: ARG002  # a family's own
        """Return how many pages and entries the list claims to have."""
        return ListSize()

    def list_address(self, response: TextResponse) -> str:
        """Return the address that the links of a list page start from; an endpoint's reply belongs to the page that asked."""
        return response.url

    def page_of(self, entry: ListEntry, response: TextResponse) -> Page | None:  # noqa: ARG002  # a family's own
        """Return the page of an entry that the list's own reply holds the text of; None where it is to be asked for."""
        return None

    def entries(self, response: TextResponse) -> list[ListEntry]:
        """Return what a list page claims, in page order."""
        address = self.list_address(response)
        rows = None if self.select.rows else self.rows(response)
        if rows is None and not self.select.rows:
            return list(page_entries(response.text, address))
        tree = tree_of(response.text)
        base = base_of(tree, address)
        return selected_entries(tree, base, self.select) if rows is None else entries_of(rows, base)

    def next_list(self, response: TextResponse) -> Request | None:
        """Return the request for the list page after this one, None on the last."""
        if self.select.next:
            return selected_link(response, self.select.next)
        following = self.following(response)
        elsewhere = onward(response) if following is None else None
        return elsewhere if elsewhere is not None and not self.entries(response) else following

    async def start(self) -> AsyncIterator[Request]:
        for address in self.site.lists if self.site else ():
            walk = Walk(address)
            request = Request(address, meta={"is_start_request": True})  # Scrapy's own word: these are made first, in their order
            walk.asks(request)
            yield self._list_request(request, walk)

    def parse_list(
        self, response: Response, walk: Walk, overlaps: bool = False, otherwise: Request | None = None, remembered: Sequence[ListEntry] = ()
    ) -> Iterator[Request | Page]:
        """Yield the requests for the kept entries of a list page, or of one unchanged since `remembered`, and for the next page."""
        if response.status == 304:
            yield from self._listed_as_before(response, walk, remembered)
            return
        try:
            page = self._readable(response, walk)
            entries, following = self.entries(page), self.next_list(page)
            fresh = walk.take(entries, self.list_size(page))
        except ListError as error:
            self._break(walk, _unreadable(response, error))
            return
        is_end = following is None or "onward" in following.flags
        # past the first page nothing is where a list ends
        if not entries and is_end and (found := instead_of(page)) and not (found[0] is ListError and walk.fruitful):
            self._break(walk, Problem(found[0].code, response.url, f"found {found[1]}, expected a list page"))
            return
        self._tell(entries, walk, response)
        yield from self._requests(fresh, page)
        if walk.is_complete():
            self._end(walk)
        elif not fresh and not overlaps and walk.pages > 1:
            yield from self._go_on(walk, otherwise)
        elif following is not None and self._is_enough(entries):
            self._cut()
        else:
            yield from self._go_on(walk, following)

    def _listed_as_before(self, response: Response, walk: Walk, remembered: Sequence[ListEntry]) -> Iterator[Request | Page]:
        fresh = walk.take(remembered, ListSize())
        self._tell(remembered, walk, response)
        self._cut("early")
        yield from self._requests(fresh, None)

    def _tell(self, entries: Sequence[ListEntry], walk: Walk, response: Response) -> None:
        self.count("lists_walked")
        if walk.fruitful:
            self.count(f"lists_read/{walk.start}")
        self.crawler.signals.send_catch_log(listed, entries=tuple(entries), site=self.site, start=walk.start, response=response)

    def list_failed(self, failure: Failure) -> Iterator[Request]:
        """Yield what may be tried instead of a list page that failed; past the first page 404 is where a list ends."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        walk: Walk = request.cb_kwargs["walk"]
        if isinstance(failure.value, PausedError):
            self.pause(failure.value, request.url)
            return
        if walk.pages and status_of(failure) == 404:
            yield from self._go_on(walk, request.cb_kwargs.get("otherwise"))
            return
        self._break(walk, list_problem(failure, request.url))

    def _readable(self, response: Response, walk: Walk) -> TextResponse:
        """Return a list page as text; raise for what is no list page of this site."""
        if strayed := strayed_in(response, self.site):
            raise StrayedError(strayed)
        astray = urlsplit(response.url).path in _HOME and urlsplit(walk.start).path not in _HOME
        if not walk.pages and astray:
            raise LostListError(f"found the home page in the place of {walk.start}, expected a list page")
        return readable(response, self.site.encoding if self.site else None)

    def _go_on(self, walk: Walk, request: Request | None) -> Iterator[Request]:
        if request is not None and walk.asks(request):
            yield self._list_request(request, walk)
        else:
            self._end(walk)

    def _list_request(self, request: Request, walk: Walk) -> Request:
        kwargs = {**request.cb_kwargs, "walk": walk}
        return request.replace(callback=self.parse_list, errback=self.list_failed, cb_kwargs=kwargs, dont_filter=True)

    def _end(self, walk: Walk) -> None:
        if walk.is_empty():
            self._break(walk, Problem("LIST_EMPTY", walk.start, "found no entry, expected a list"))
        elif walk.is_short():
            self.add_problem(Problem("LIST_SHORT", walk.start, walk.shortfall()))

    def _break(self, walk: Walk, problem: Problem) -> None:
        """Let a walk end with a problem that makes the run red; where no page of it has brought entries, the problem is its list's."""
        self.logger.error("%s: the walk of %s ends here", problem, walk.start)
        if not walk.fruitful and identity(problem.where) != identity(walk.start):
            problem = Problem(problem.code, walk.start, f"{problem.message} ({problem.where})")
        self.add_problem(replace(problem, breaks=True, place=walk.start))

    def _requests(self, entries: Sequence[ListEntry], page: TextResponse | None) -> Iterator[Request | Page]:
        for entry in entries:
            if self._is_new(entry) and self._is_wanted(entry):
                self._requested += 1
                self.count("kept")
                if not self.dry_run:
                    yield (self.page_of(entry, page) if page is not None else None) or self.request_report(entry)

    def _is_new(self, entry: ListEntry) -> bool:
        known = identity(entry.url)
        if known in self._asked:
            return False
        self._asked.add(known)
        self.count("seen")
        return True

    def _is_wanted(self, entry: ListEntry) -> bool:
        """Say whether an entry's page is to be fetched, and count it under the reason if not."""
        if not is_kept(entry, self.site.keep if self.site else None):
            self.count("skipped/title")
        elif not self._is_here(entry.url):
            self._note_offsite(host_of(entry.url))
        elif self._is_older(entry):
            self.count("skipped/older")
            self._cut()
        elif self.limit is not None and self._requested >= self.limit:
            self.count("skipped/limit")
            self._cut()
        else:
            return True
        return False

    def _is_here(self, address: str) -> bool:
        site = self.site
        return site is None or host_of(address) in {*map(host_of, site.lists), *(host.removeprefix("www.") for host in site.hosts)}

    def _note_offsite(self, host: str) -> None:
        """Count an entry that lies elsewhere, and keep one line a host that says how many."""
        self.count("offsite")
        self.count("skipped/host")
        self._offsite[host] += 1
        others = [problem for problem in self.problems if (problem.code, problem.where) != ("OFFSITE", host)]
        note = f"{self._offsite[host]} entries lie on this host and were not fetched; add it to hosts if they belong to the site"
        self.set_problems([*others, Problem("OFFSITE", host, note)])

    def _is_older(self, entry: ListEntry) -> bool:
        return self.since is not None and entry.date is not None and entry.date < self.since

    def _is_enough(self, entries: Sequence[ListEntry]) -> bool:
        """Say whether the rest of the list cannot hold anything that was asked for: lists begin with the newest."""
        is_older = bool(entries) and all(self._is_older(entry) for entry in entries)
        return is_older or (self.limit is not None and self._requested >= self.limit)

    def _cut(self, how: str = "cut") -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.set_value(f"govreports/walk_{how}", 1)


def _unreadable(response: Response, error: ListError) -> Problem:
    """Return why a list page could not be read: for what stands in its place, if that can be told."""
    found = None if isinstance(error, LostListError | StrayedError) else instead_of(response)
    if found:
        return Problem(found[0].code, response.url, f"found {found[1]}, expected a list page")
    return Problem(error.code, response.url, str(error))


def _day(since: str | None) -> str | None:
    try:
        return None if since is None else date.fromisoformat(since).isoformat()
    except ValueError as error:
        raise SiteError(f"since: found {since!r}, expected a day as YYYY-MM-DD") from error
