"""Private and loopback addresses are refused, by number, by name and after redirects."""

import asyncio
import socket
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.resolver import dnscache

from crawler.urls import is_number, is_public


class PrivateAddressGuard:
    """Drops every request to an address that is not public; redirects come by here again.

    A name is pinned to the number that was checked (Scrapy's resolver reads the same cache), so that a second
    answer of the name server cannot lead elsewhere.
    """

    def __init__(self) -> None:
        self._allowed: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if crawler.settings.getbool("GOVREPORTS_ALLOW_PRIVATE"):
            raise NotConfigured  # without a message: Scrapy prints one as a warning, and this is what was asked for
        return cls()

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        if host in self._allowed:
            return
        numbers = [host] if is_number(host) else await _numbers(host)
        for number in numbers:
            if not is_public(number):
                raise IgnoreRequest(f"REFUSED {request.url}: found the private address {number}, expected a public one")
        if numbers and "proxy" not in request.meta:
            dnscache[host] = numbers[0]
        self._allowed.add(host)


async def _numbers(host: str) -> list[str]:
    """Return the IPv4 numbers of a name, which is all that Scrapy's resolver asks for; none if it has none.

    No answer is no refusal: without a proxy the download itself then fails with the resolver's own error.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, family=socket.AF_INET, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return [str(address[0]) for _, _, _, _, address in found]
