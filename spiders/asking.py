"""Requests that a spider waits for: each asked once, and no more of them than a site should have to answer to a stranger."""

from scrapy import Request, exceptions
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.errors import ListError
from spiders.failures import problem_of
from spiders.lists.text import readable

MOST = 40  # requests, redirects and second tries included; robots.txt comes on top
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


class Asker:
    """Asks for pages on behalf of everybody who wants to know something of one site, and remembers the answers."""

    def __init__(self, crawler: Crawler, most: int = MOST) -> None:
        self._crawler = crawler
        self._most = most
        self._answers: dict[tuple[str, str, bytes], Response | str] = {}

    @property
    def asked(self) -> int:
        """Return how many requests were sent, redirects and second tries included."""
        return self._sent("downloader/request_count") - self._sent("robotstxt/request_count")

    @property
    def left(self) -> int:
        """Return how many requests may still be sent."""
        return max(self._most - self.asked, 0)

    async def answer(self, request: Request) -> Response | str:
        """Return the answer to a request, asked once however many want it, or why there is none."""
        key = (request.method, request.url, request.body)
        if key not in self._answers:
            if not self.left:
                return "enough was asked"
            # a second try would cost what another page is worth more; redirects end where the budget does
            meta = {"dont_retry": True, "redirect_ttl": min(3, self.left)}
            self._answers[key] = await self._asked(request.replace(meta={**request.meta, **meta}))
        return self._answers[key]

    async def _asked(self, request: Request) -> Response | str:
        try:
            answer = await self._crawler.engine.download_async(request)
            if answer.status != 200:
                return f"HTTP {answer.status}"
            return readable(answer) if isinstance(answer, TextResponse) else answer
        except _NO_ANSWER as error:
            return problem_of(Failure(error), request.url).message  # type: ignore[no-untyped-call]  # Twisted's
        except ListError as error:
            return str(error)

    def _sent(self, name: str) -> int:
        return int(self._crawler.stats.get_value(name, 0)) if self._crawler.stats is not None else 0
