"""What every spider here does with the address of a report: ask for it, and hand on what was sent, byte for byte."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar

from scrapy import Request, Spider
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import PausedError
from crawler.model import ListEntry, NotModified, Page, Problem, Site
from crawler.signals import missed
from crawler.tally import PROBLEMS, note, pause, tally
from crawler.urls import canonical, host_of
from spiders.failures import problem_of, refusal_in, status_of, strayed_in

_LET_BE = {"ROBOTS": "robots", "REFUSED": "refused"}


class ReportSpider(Spider):
    """Asks for reports and yields a `Page` or `NotModified` for each; counts and problems go into Scrapy's stats."""

    site: ClassVar[Site | None] = None

    def request_report(self, entry: ListEntry) -> Request:
        """Return the request for the report that an entry leads to."""
        return Request(
            canonical(entry.url),
            callback=self.parse_report,
            errback=self.report_failed,
            cb_kwargs={"entry": entry},
            meta={"handle_httpstatus_list": [304]},  # HttpError would drop the answer that nothing has changed
            dont_filter=True,  # a redirect to a known report would be dropped without a word; we sort out doubles ourselves
        )

    def parse_report(self, response: Response, entry: ListEntry) -> Iterator[Page | NotModified]:
        """Yield what a server sent for a report, as it was sent."""
        if strayed := strayed_in(response, self.site):
            self.count("failed")
            self.add_problem(Problem("OFFSITE", canonical(entry.url), strayed))
        elif response.status == 304:
            yield NotModified(url=canonical(response.url), seen_at=datetime.now(UTC), entry=entry, site=self.site)
        else:
            yield self._page_sent(response, entry)

    def report_failed(self, failure: Failure) -> Iterator[Page]:
        """Count a report that could not be fetched, and keep the reason; yield the page of a refusal, for a person to look at."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy puts it there
        if (refusal := refusal_in(failure)) is not None:
            yield self._page_sent(refusal, request.cb_kwargs["entry"])
            return
        if self.site is not None and isinstance(failure.value, PausedError):
            self.pause(failure.value, request.url)
            return
        problem = problem_of(failure, request.cb_kwargs["entry"].url)
        self.count("failed")
        reason = "size" if isinstance(failure.value, DownloadCancelledError) else _LET_BE.get(problem.code)
        if reason is not None:
            self.count(f"skipped/{reason}")
        self.add_problem(problem)
        if (status := status_of(failure)) in (404, 410):
            self.crawler.signals.send_catch_log(missed, entry=request.cb_kwargs["entry"], problem=problem, why=f"answered {status}")

    def _page_sent(self, response: Response, entry: ListEntry) -> Page:
        return Page(
            url=canonical(response.url),
            body=response.body,
            fetched_at=datetime.now(UTC),
            status=response.status,
            content_type=_header(response, "Content-Type") or "",
            etag=_header(response, "ETag"),
            last_modified=_header(response, "Last-Modified"),
            entry=entry,
            site=self.site,
        )

    def pause(self, error: PausedError, address: str) -> None:
        """Let the run be one that the next goes on with, and keep why; of one that is being stopped, its own reason says so."""
        if not self.crawler.crawling:
            return
        pause(self.crawler.stats, Problem(error.code, host_of(address), str(error)))

    def count(self, what: str, number: int = 1) -> None:
        """Add to one of the run's counts."""
        tally(self.crawler.stats, what, number)

    def add_problem(self, problem: Problem) -> None:
        """Keep a problem for the run's ledger and log it."""
        self.logger.warning("%s", problem)
        note(self.crawler.stats, problem)

    def set_problems(self, problems: list[Problem]) -> None:
        """Let these be the problems of the run."""
        if self.crawler.stats is not None:
            self.crawler.stats.set_value(PROBLEMS, problems)

    @property
    def problems(self) -> list[Problem]:
        """Return the problems of the run so far."""
        found: Any = self.crawler.stats.get_value(PROBLEMS, []) if self.crawler.stats is not None else []
        return list(found)


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
