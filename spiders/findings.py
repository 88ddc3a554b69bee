"""What each family finds on a list page, and on the pages that it says come next."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from scrapy import Request
from scrapy.http import Response, TextResponse

from crawler.errors import CollectionError
from crawler.model import ListEntry
from crawler.urls import identity
from spiders.families import FAMILIES
from spiders.section import SectionSpider

_LEAST = 2  # entries; a single one of a shape is as likely a link on a report's own page
_TRIES = 6  # pages, where the rows of a column stand among those of others
_ENDS = ("nothing new", "HTTP 404", "HTTP 410")  # what stands past the end of lists

Ask = Callable[[Request], Awaitable[Response | str]]


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
    last: TextResponse | None = field(default=None, repr=False, compare=False)

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


def best_of(findings: Sequence[Finding]) -> Finding | None:
    """Return the finding that makes a row; None if there is none, or if the one that fits could not be proven just now.

    A next page that brought new entries proves a family. Where none did, a family whose marks are there goes before one
    without, because a list reads much the same to all; it is taken where its next page is gone or empty, as lists that
    advertise too much have them, and withheld where the site failed to answer.
    """
    found = [finding for finding in findings if len(finding.rows) >= _LEAST]
    proven = [finding for finding in found if finding.paging == "proven"]
    best = proven[0] if proven else max(found, key=lambda finding: (bool(finding.marks), finding.score), default=None)
    is_withheld = best is not None and best.paging == "unproven" and best.next_answer not in _ENDS
    return None if is_withheld else best


async def findings_of(response: TextResponse, ask: Ask) -> tuple[Finding, ...]:
    """Return what every family finds on a list page and, where it names a next one, there; the best first.

    What a page links or calls is asked for before what could only be guessed, and no guess where that has brought new rows.
    """
    read = [_read(FAMILIES[name](), response) for name in FAMILIES]
    read.sort(key=lambda each: each[1] is None or "guessed" in each[1].flags)
    found: list[Finding] = []
    for finding, following in read:
        is_settled = any(other.paging == "proven" for other in found)
        is_walked = following is not None and not (is_settled and "guessed" in following.flags)
        found.append(await _walked(finding, following, ask) if following is not None and is_walked else finding)
    order = list(FAMILIES)
    return tuple(sorted(found, key=lambda finding: (-finding.score, order.index(finding.family))))


async def unasked(_request: Request) -> str:
    """Stand for an `Ask` that asks nobody, to see what a page alone gives."""
    return "not asked"


async def dug(finding: Finding, ask: Ask, pages: int, wanted: Callable[[ListEntry], bool]) -> Finding:
    """Return a finding with the entries of so many pages more, or of as many as it takes until one is wanted."""
    spider = FAMILIES[finding.family]()
    known = {identity(entry.url) for entry in finding.rows}
    for _ in range(pages):
        following = _following(spider, finding.last) if finding.last is not None else None
        answer = await ask(following) if following is not None else ""
        more = _new_entries(spider, answer, known) if isinstance(answer, TextResponse) else ()
        if not more or not isinstance(answer, TextResponse):
            break
        known |= {identity(entry.url) for entry in more}
        finding = replace(finding, more=(*finding.more, *more), last=answer)
        if any(wanted(entry) for entry in more):
            break
    return finding


def _read(spider: SectionSpider, response: TextResponse) -> tuple[Finding, Request | None]:
    finding = Finding(family=spider.family, marks=tuple(spider.marks(response)), last=response)
    try:
        finding = replace(finding, entries=tuple(spider.entries(response)), claimed=spider.list_size(response).records)
        following = spider.next_list(response)
    except CollectionError as error:
        return replace(finding, failure=str(error)), None
    return replace(finding, next_page=following.url if following else None), following


async def _walked(finding: Finding, following: Request, ask: Ask) -> Finding:
    """Return the finding with what later pages brought.

    A page that may repeat what is known, or hold the rows of other columns, is followed by the next until there is enough.
    """
    spider = FAMILIES[finding.family]()
    known = {identity(entry.url) for entry in finding.entries}
    request: Request | None = following
    answer: Response | str = "nothing"
    for _ in range(_TRIES):
        if request is None or (finding.paging == "proven" and len(finding.rows) >= _LEAST):
            break
        answer = await ask(request)
        more = _new_entries(spider, answer, known) if isinstance(answer, TextResponse) else ()
        if more and isinstance(answer, TextResponse):
            first = finding.next_page if finding.paging == "proven" else request.url
            finding = replace(finding, more=(*finding.more, *more), paging="proven", next_page=first, last=answer)
            known |= {identity(entry.url) for entry in more}
        request = _alternative(spider, request, answer)
    if finding.paging == "proven":
        return finding
    if "guessed" in following.flags:
        return replace(finding, next_page=None)
    return replace(finding, paging="unproven", next_answer=answer if isinstance(answer, str) else "nothing new")


def _new_entries(spider: SectionSpider, answer: TextResponse, known: Iterable[str]) -> tuple[ListEntry, ...]:
    try:
        return tuple(entry for entry in spider.entries(answer) if identity(entry.url) not in known)
    except CollectionError:
        return ()


def _alternative(spider: SectionSpider, request: Request, answer: Response | str) -> Request | None:
    """Return what to ask after a page that brought nothing new: the page after it where it may repeat, or the other guess."""
    if request.cb_kwargs.get("overlaps") and isinstance(answer, TextResponse):
        return _following(spider, answer)
    otherwise: Request | None = request.cb_kwargs.get("otherwise")
    return otherwise


def _following(spider: SectionSpider, answer: TextResponse) -> Request | None:
    try:
        return spider.next_list(answer)
    except CollectionError:
        return None
