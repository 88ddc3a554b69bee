"""The questions that `probe` asks a site: where is the section of its reports, how does its list go on, does a report read."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from urllib.parse import urldefrag

from scrapy import Request
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.errors import ListError
from crawler.keep import is_kept
from crawler.model import ListEntry, NotModified, Page
from spiders.asking import Asker
from spiders.failures import block_in, problem_of
from spiders.families import FAMILIES
from spiders.findings import Finding, findings_of, unasked
from spiders.lists.text import readable
from spiders.pagekinds import kind_of_page
from spiders.reports import ReportSpider
from spiders.search import Search, Section
from spiders.trail import title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """Everything one address was asked: the section that was found and its page, or what was looked at in vain.

    `findings` are those of the given page, `kind` says what it is, `titles` are the words of the section's head, for the place they name.
    """

    url: str
    section: Section | None = None
    page: Page | None = None
    report: Page | None = None
    findings: tuple[Finding, ...] = ()
    looked_at: tuple[Section, ...] = ()
    kind: str | None = None
    titles: str = ""
    trouble: str | None = None
    requests: int = 0


class ProbeSpider(ReportSpider):
    """Looks for the section from one address, runs every family over its list, and reads one of its reports.

    `may_ask` says of a host whether it may be asked now: a redirect, or a bureau's own host, may be another run's.
    """

    name = "probe"

    def __init__(self, *, url: str, may_ask: Callable[[str], bool] = lambda _host: True, **kwargs: object) -> None:
        super().__init__(None, **kwargs)
        self.url = url
        self._may_ask = may_ask

    async def start(self) -> AsyncIterator[Request]:
        yield self.given_request()

    def given_request(self) -> Request:
        """Return the request for the address that was given."""
        # errors are told apart here, redirects are followed by Scrapy, to the same address with a cookie too
        statuses = {"handle_httpstatus_list": range(400, 600)}
        return Request(self.url, callback=self.parse_given, errback=self.given_failed, meta=statuses, dont_filter=True)

    def given_failed(self, failure: Failure) -> Probed:
        """Return that the address itself gave nothing, and why."""
        return Probed(url=self.url, trouble=problem_of(failure, self.url).message, requests=1)

    async def parse_given(self, response: Response) -> AsyncIterator[Probed]:
        """Yield what came of all questions."""
        trouble = _trouble(response)
        if trouble is not None or not isinstance(response, TextResponse):
            yield Probed(url=response.url, trouble=trouble, requests=1)
            return
        try:
            response = readable(response)
        except ListError as error:
            yield Probed(url=response.url, trouble=str(error), requests=1)
            return
        yield await self._probed(response)

    def asker(self) -> Asker:
        """Return who asks for pages beyond the given one."""
        return Asker(self.crawler, may_ask=self._may_ask)

    async def _probed(self, response: TextResponse) -> Probed:
        asker = self.asker()
        fragment = urldefrag(self.url).fragment  # gkmlpt names a category so; no answer repeats it
        search = Search(asker, f"{response.url}#{fragment}" if fragment else response.url)
        section = await search.run(response)
        report = await self._report(asker, section) if section is not None else None
        return Probed(
            url=response.url,
            section=section,
            page=self._page(section.response if section else response, ListEntry(url=self.url, title="")),
            report=report,
            findings=() if section else await _found(search, response),
            looked_at=tuple(each for each in search.sections if each is not section),
            kind=None if section else kind_of_page(response),
            titles=title_of(section.response) if section else "",
            requests=asker.asked,
        )

    async def _report(self, asker: Asker, section: Section) -> Page | None:
        """Return the page of an entry that would be kept, to prove that it reads."""
        kept = [entry for entry in section.rows if is_kept(entry, section.keep)] or list(section.rows)
        for entry in kept[:3]:
            held = _held(section, entry)
            if held is not None:
                return held
            answer = await asker.answer(self.request_report(entry))
            if isinstance(answer, Response):
                return self._page(answer, entry)
        return None

    def _page(self, response: Response, entry: ListEntry) -> Page | None:
        page = next(self.parse_report(response, entry))
        return None if isinstance(page, NotModified) else page


def _held(section: Section, entry: ListEntry) -> Page | None:
    """Return the page of an entry that a list's reply holds."""
    best = section.best
    return FAMILIES[best.family]().page_of(entry, best.last) if best is not None and best.last is not None else None


async def _found(search: Search, response: TextResponse) -> tuple[Finding, ...]:
    """Return what the families found on the page that was given."""
    for section in search.sections:
        if section.response is response:
            return section.findings
    return await findings_of(response, unasked)


def _trouble(response: Response) -> str | None:
    """Return in words what keeps an answer from being a page of a site at all."""
    block = block_in(response)
    if response.status != 200:
        return f"found {block or f'HTTP {response.status}'}, expected a page"
    if not isinstance(response, TextResponse):
        return f"found {len(response.body)} bytes that are no text, expected a page"
    return f"found {block}, expected a page" if block else None
