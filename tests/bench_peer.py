"""What `tests/bench.py` measures collection against: `python -m tests.bench_peer ADDRESSES [trafilatura]`.

Plain Scrapy asks for the addresses of a file, one after the other as ours does, and throws the answers away, or has
trafilatura read them first.
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
        self.addresses = addresses.read_text(encoding="utf-8").split()

    async def start(self) -> AsyncIterator[Request]:
        for address in self.addresses:
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


if __name__ == "__main__":
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(Extracted if sys.argv[2:] == ["trafilatura"] else Thrown, addresses=Path(sys.argv[1]))
    process.start()
