"""Requests that a spider waits for: each asked once, and no more of them than a site should have to answer to a stranger."""

from collections.abc import Callable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response, TextResponse
from twisted.python.failure import Failure

from crawler.errors import ListError
from crawler.urls import host_of
from spiders.failures import NO_ANSWER, block_in, problem_of
from spiders.lists.text import readable

MOST = 40  # requests, redirects and second tries included; robots.txt comes on top
_REFUSALS = (202, 412, 468, 521)  # script challenges and cloud protections: whoever goes on asking is blocked for longer


class Asker:
    """Asks for pages on behalf of everybody who wants to know something of one site, and remembers the answers.

    It asks no more than `most`, which may grow, nothing of a host that `may_ask` denies, and nothing more once a site refuses.
    """

    def __init__(self, crawler: Crawler, most: int = MOST, may_ask: Callable[[str], bool] = lambda _host: True) -> None:
        self.most = most
        self._crawler = crawler
        self._may_ask = may_ask
        self._is_refused = False
        self._answers: dict[tuple[str, str, bytes], Response | str] = {}

    @property
    def asked(self) -> int:
        """Return how many requests were sent, redirects and second tries included."""
        return self._sent("downloader/request_count") - self._sent("robotstxt/request_count")

    @property
    def left(self) -> int:
        """Return how many requests may still be sent."""
        return 0 if self._is_refused else max(self.most - self.asked, 0)

    def hear(self, response: Response) -> None:
        """Take note of an answer to a request that somebody else has sent."""
        self._is_refused = self._is_refused or _is_refusal(response)

    async def answer(self, request: Request) -> Response | str:
        """Return the answer to a request, asked once however many want it, or why there is none."""
        key = (request.method, request.url, request.body)
        if key not in self._answers:
            if not self.left:
                return "found the site refusing before, asked no more" if self._is_refused else "enough was asked"
            if not self._may_ask(host_of(request.url)):
                return "found its host crawled by another run, expected it free"
            self._answers[key] = await self._asked(self.within(request))
        return self._answers[key]

    def within(self, request: Request) -> Request:
        """Return a request that cannot cost more than what is left."""
        # a second try would cost what another page is worth more; redirects end where the budget does
        return request.replace(meta={**request.meta, "dont_retry": True, "redirect_ttl": max(min(3, self.left - 1), 0)})

    async def _asked(self, request: Request) -> Response | str:
        try:
            answer = await self._crawler.engine.download_async(request)
            self.hear(answer)
            if answer.status != 200:
                return f"HTTP {answer.status}"
            return readable(answer) if isinstance(answer, TextResponse) else answer
        except NO_ANSWER as error:
            return problem_of(Failure(error), request.url).message  # type: ignore[no-untyped-call]  # Twisted's
        except ListError as error:
            return str(error)

    def _sent(self, name: str) -> int:
        return int(self._crawler.stats.get_value(name, 0)) if self._crawler.stats is not None else 0


def _is_refusal(response: Response) -> bool:
    """Say whether an answer tells that nobody like us is answered now: one without a link that a challenge could be taken for."""
    is_challenge = isinstance(response, TextResponse) and block_in(response) is not None and "<a " not in response.text.lower()
    return response.status in _REFUSALS or is_challenge
