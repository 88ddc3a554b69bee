"""Session cookies, for the hosts that set any."""

from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response


class Cookies:
    """Keeps cookies as Scrapy does, from the first one on: its middleware brings a list of all public suffixes, and takes its time."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("COOKIES_ENABLED"):
            raise NotConfigured
        self._crawler = crawler
        self._kept: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Send what a host has set."""
        if self._kept is not None:
            self._kept.process_request(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep what a host sets."""
        if self._kept is None and b"Set-Cookie" in response.headers:
            from scrapy.downloadermiddlewares.cookies import CookiesMiddleware  # noqa: PLC0415  # see above

            self._kept = CookiesMiddleware.from_crawler(self._crawler)
        if self._kept is not None:
            self._kept.process_response(request, response)
        return response
