"""The one-off scrape: the section that consists of the addresses it is given."""

from collections.abc import AsyncIterator, Sequence

from scrapy import Request

from crawler.errors import RefusedError
from crawler.model import ListEntry, Problem
from crawler.urls import identity
from spiders.reports import ReportSpider


class PageSpider(ReportSpider):
    """Asks for the reports at the addresses it is given, each once; there is no row and no list."""

    name = "scrape"

    def __init__(self, *, urls: Sequence[str], **kwargs: object) -> None:
        super().__init__(None, **kwargs)
        self.urls = tuple(urls)

    async def start(self) -> AsyncIterator[Request]:
        asked: set[str] = set()
        for url in self.urls:
            try:
                request, known = self.request_report(ListEntry(url=url, title="")), identity(url)
            except RefusedError as error:
                self.count("failed")
                self.add_problem(Problem(error.code, url, str(error).removeprefix(f"{url}: ")))
                continue
            if known not in asked:
                asked.add(known)
                self.count("kept")
                request.meta["is_start_request"] = True  # as in SectionSpider
                yield request
