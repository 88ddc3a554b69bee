"""The questions that `probe` asks a site: its list page, the page after it, one report."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Literal

from scrapy import Request, exceptions
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.errors import CollectionError
from crawler.keep import is_kept
from crawler.model import ListEntry, NotModified, Page
from crawler.urls import identity
from spiders.failures import block_in, problem_of
from spiders.families import FAMILIES
from spiders.lists.text import readable
from spiders.reports import ReportSpider
from spiders.section import SectionSpider

_MOST = 30  # requests; robots.txt comes on top
_STATUSES = range(400, 600)  # told apart here; redirects are followed by Scrapy
_NO_ANSWER = (
    exceptions.IgnoreRequest,
    exceptions.CannotResolveHostError,
    exceptions.DownloadConnectionRefusedError,
    exceptions.DownloadTimeoutError,
    exceptions.DownloadCancelledError,
    exceptions.DownloadFailedError,
    exceptions.ResponseDataLossError,
    OSError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one family made of a list page: its entries, those that only later pages brought, and how paging fared."""

    family: str
    marks: tuple[str, ...] = ()
    entries: tuple[ListEntry, ...] = ()
    more: tuple[ListEntry, ...] = ()
    claimed: int | None = None
    next_page: str | None = None
    paging: Literal["single", "proven", "unproven"] = "single"
    next_answer: str | None = None
    failure: str | None = None

    @property
    def rows(self) -> tuple[ListEntry, ...]:
        """Return every entry that was seen."""
        return (*self.entries, *self.more)

    @property
    def score(self) -> float:
        """Return how much was found; a next page that brings new rows outweighs every mark of a vendor."""
        if not self.rows:
            return 0.0
        dated = sum(entry.date is not None for entry in self.rows) / len(self.rows)
        titled = sum(len(entry.title) >= 6 for entry in self.rows) / len(self.rows)
        walked = {"single": 1.0, "proven": 2.0, "unproven": 0.0}[self.paging]
        return min(len(self.rows), 20) / 20 + dated + titled + walked + 0.1 * min(len(self.marks), 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """Everything one address was asked: its page, what each family found there, the best first, and one report."""

    url: str
    page: Page | None = None
    findings: tuple[Finding, ...] = ()
    report: Page | None = None
    trouble: str | None = None
    requests: int = 0


class ProbeSpider(ReportSpider):
    """Runs every family over one list page, and the best of them over what its next page brings."""

    name = "probe"

    def __init__(self, *, url: str, **kwargs: object) -> None:
        super().__init__(None, **kwargs)
        self.url = url
        self._answers: dict[tuple[str, str, bytes], Response | str] = {}

    async def start(self) -> AsyncIterator[Request]:
        yield Request(
            self.url, callback=self.parse_list, errback=self.list_failed, meta={"handle_httpstatus_list": _STATUSES}, dont_filter=True
        )

    def list_failed(self, failure: Failure) -> Probed:
        """Return that the address itself gave nothing, and why."""
        return Probed(url=self.url, trouble=str(problem_of(failure, self.url)), requests=1)

    async def parse_list(self, response: Response) -> AsyncIterator[Probed]:
        """Yield what came of all questions."""
        trouble = _trouble(response)
        if trouble is not None or not isinstance(response, TextResponse):
            yield Probed(url=response.url, trouble=trouble, requests=1)
            return
        response = readable(response)
        findings = [await self._tried(family(), response) for family in FAMILIES.values()]
        findings.sort(key=lambda finding: -finding.score)
        page = self._page(response, ListEntry(url=response.url, title=""))
        report = await self._report(findings[0])
        # the address that answered: a row need not be led there on every walk
        yield Probed(url=response.url, page=page, findings=tuple(findings), report=report, requests=1 + len(self._answers))

    async def _tried(self, spider: SectionSpider, response: TextResponse) -> Finding:
        finding = Finding(family=spider.family, marks=tuple(spider.marks(response)))
        try:
            finding = replace(finding, entries=tuple(spider.entries(response)), claimed=spider.list_size(response).records)
            following = spider.next_list(response)
        except CollectionError as error:
            return replace(finding, failure=str(error))
        if following is None:
            return finding
        return await self._walked(spider, replace(finding, next_page=following.url), following)

    async def _walked(self, spider: SectionSpider, finding: Finding, following: Request) -> Finding:
        """Return the finding with what later pages brought; a page that may repeat what is known is followed by one more."""
        known = {identity(entry.url) for entry in finding.entries}
        is_guess = "guessed" in following.flags
        request: Request | None = following
        answer: Response | str = "nothing"
        for _ in range(3):
            if request is None:
                break
            answer = await self._answer(request)
            more = _new_entries(spider, answer, known) if isinstance(answer, TextResponse) else ()
            if more:
                return replace(finding, more=more, paging="proven", next_page=request.url)
            request = _alternative(spider, request, answer)
        if is_guess:
            return replace(finding, next_page=None)
        return replace(finding, paging="unproven", next_answer=answer if isinstance(answer, str) else "nothing new")

    async def _report(self, finding: Finding) -> Page | None:
        """Return the page of an entry that looks like a report, or of any, to prove that it reads."""
        candidates = [entry for entry in finding.rows if is_kept(entry, None)] or list(finding.rows)
        for entry in candidates[:3]:
            answer = await self._answer(self.request_report(entry))
            if isinstance(answer, Response):
                return self._page(answer, entry)
        return None

    async def _answer(self, request: Request) -> Response | str:
        """Return the answer to a request, asked once however many families want it, or why there is none."""
        key = (request.method, request.url, request.body)
        if key not in self._answers:
            self._answers[key] = await self._asked(request) if len(self._answers) < _MOST else "enough was asked"
        return self._answers[key]

    async def _asked(self, request: Request) -> Response | str:
        try:
            answer = await self.crawler.engine.download_async(request)
        except _NO_ANSWER as error:
            return problem_of(Failure(error), request.url).message  # type: ignore[no-untyped-call]  # Twisted's
        if answer.status != 200:
            return f"HTTP {answer.status}"
        return readable(answer) if isinstance(answer, TextResponse) else answer

    def _page(self, response: Response, entry: ListEntry) -> Page | None:
        page = next(self.parse_report(response, entry))
        return None if isinstance(page, NotModified) else page


def _trouble(response: Response) -> str | None:
    """Return in words what keeps an answer from being a list page at all."""
    if response.status != 200:
        return f"found HTTP {response.status}, expected a page"
    if not isinstance(response, TextResponse):
        return f"found {len(response.body)} bytes that are no text, expected a list page"
    block = block_in(response) if len(response.text) < 4000 else None
    return f"found {block}, expected a list page" if block else None


def _new_entries(spider: SectionSpider, answer: TextResponse, known: set[str]) -> tuple[ListEntry, ...]:
    try:
        return tuple(entry for entry in spider.entries(answer) if identity(entry.url) not in known)
    except CollectionError:
        return ()


def _alternative(spider: SectionSpider, request: Request, answer: Response | str) -> Request | None:
    """Return what to ask after a page that brought nothing new: the page after it where it may repeat, or the other guess."""
    if request.cb_kwargs.get("overlaps") and isinstance(answer, TextResponse):
        try:
            return spider.next_list(answer)
        except CollectionError:
            return None
    otherwise: Request | None = request.cb_kwargs.get("otherwise")
    return otherwise
