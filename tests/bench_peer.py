"""What `tests/bench.py` measures collection against: `python -m tests.bench_peer ADDRESSES [trafilatura|conditional]`.

Plain Scrapy asks for the addresses of a file, one after the other as ours does, and throws the answers away, or has
trafilatura read them first, or asks with the ETag that stands beside each address.
"""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

SETTINGS = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "DOWNLOAD_DELAY": 0, "ROBOTSTXT_OBEY": True, "LOG_ENABLED": False}


class Thrown(Spider):
    """Asks for every address and keeps nothing."""

    name = "thrown"

    def __init__(self, *, addresses: Path) -> None:
        super().__init__()
        self.addresses = [line.split() for line in addresses.read_text(encoding="utf-8").splitlines()]

    async def start(self) -> AsyncIterator[Request]:
        for address, *_ in self.addresses:
            yield Request(address, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Do nothing with the answer."""


class Extracted(Thrown):
    """Has trafilatura read every answer, and keeps nothing."""

    name = "extracted"

    def __init__(self, *, addresses: Path) -> None:
        import trafilatura  # noqa: PLC0415  # the other spider must not pay for it at its start

        super().__init__(addresses=addresses)
        self._read = trafilatura.bare_extraction

    def parse(self, response: Response) -> None:
        self._read(response.body, with_metadata=True)


class Conditional(Thrown):
    """Asks for every address with the ETag that is known of it, and keeps nothing."""

    name = "conditional"

    async def start(self) -> AsyncIterator[Request]:
        for address, tag in self.addresses:
            yield Request(address, headers={"If-None-Match": tag}, meta={"handle_httpstatus_list": [304]}, dont_filter=True)


SPIDERS = {"trafilatura": Extracted, "conditional": Conditional}

if __name__ == "__main__":
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(SPIDERS.get(sys.argv[-1], Thrown), addresses=Path(sys.argv[1]))
    process.start()
