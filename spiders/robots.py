"""robots.txt as RFC 9309 has it: what its answers mean, what it forbids, and how slowly it wants a host to be asked."""

import asyncio
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.python.failure import Failure

from crawler.errors import UnaskedError
from spiders.failures import NO_ANSWER, block_in, problem_of
from spiders.pacing import Pacing

_MOST_BYTES = 500 * 1024  # RFC 9309 2.5: as much has to be read, more is not
_LONGEST_DELAY = 600.0  # seconds, as a row's own `delay`: a host that wants more wants no crawl


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a robots.txt says to us: nothing where there are no rules. `delay` is in seconds."""

    agent: str
    parsed: Protego | None = None
    delay: float = 0.0

    def allow(self, url: str) -> bool:
        """Say whether an address may be asked for."""
        return self.parsed is None or self.parsed.can_fetch(url, self.agent)


class RobotsMiddleware:
    """Asks a host for its robots.txt before anything else, and drops what that forbids.

    In the place of Scrapy's own, which takes the body of an error or a web page for rules, lets everything through where there was
    no answer, and leaves Crawl-delay alone.
    """

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("ROBOTSTXT_OBEY"):
            raise NotConfigured
        self._crawler = crawler
        self._agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raise why an address must not be asked for, if so."""
        parts = urlsplit(request.url)
        if request.meta.get("dont_obey_robotstxt"):
            return
        if parts.netloc not in self._rules:
            asking = self._asked(f"{parts.scheme}://{parts.netloc}/robots.txt")
            self._rules[parts.netloc] = asyncio.get_running_loop().create_task(asking)
        rules = await self._rules[parts.netloc]
        if not rules.allow(request.url):
            self._count("forbidden")
            raise IgnoreRequest("Forbidden by robots.txt")

    async def _asked(self, url: str) -> Rules:
        """Return what a host's robots.txt says, and ask the host as slowly from now on."""
        rules = rules_in(await self._answer(url), self._agent)
        pacing = self._crawler.get_downloader_middleware(Pacing)
        if pacing is not None and rules.delay:
            pacing.slow_down(url, rules.delay)
        return rules

    async def _answer(self, url: str) -> Response | None:
        """Return the answer to robots.txt, None where its redirects do not end; raise `UnaskedError` where there is none."""
        engine = self._crawler.engine
        if engine is None:
            raise RuntimeError("found no engine, expected a crawl to be under way")
        self._count("request_count")
        try:
            asked = Request(url, priority=1000, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
            answer: Response = await engine.download_async(asked)
        except UnaskedError:
            raise
        except IgnoreRequest:  # RFC 9309 2.3.1.2; or a private address, as which the page's own is refused when its turn comes
            return None
        except NO_ANSWER as error:  # RFC 9309 2.3.1.4
            problem = problem_of(Failure(error), url)  # type: ignore[no-untyped-call]  # Twisted's
            raise UnaskedError(problem.code, problem.message) from error
        self._count(f"response_status_count/{answer.status}")
        return answer

    def _count(self, what: str) -> None:
        if self._crawler.stats is not None:
            self._crawler.stats.inc_value(f"robotstxt/{what}")


def rules_in(answer: Response | None, agent: str) -> Rules:
    """Return what the answer to robots.txt says to us; raise `UnaskedError` where it forbids to ask at all.

    RFC 9309 2.3.1: rules are in a successful answer only (and in no web page, which a server of these sends for every address); an
    answer 4xx is that there are none; one of 5xx is that nobody knows, so that everything is forbidden.
    """
    if answer is not None and answer.status >= 500:
        code = "BLOCKED" if answer.status == 521 or block_in(answer) else "UNREACHABLE"  # 521 is a script challenge's
        raise UnaskedError(code, f"found HTTP {answer.status} in the place of robots.txt, expected rules or none")
    if answer is None or answer.status not in range(200, 300) or _is_page(answer.body):
        return Rules(agent=agent)
    parsed = Protego.parse(answer.body[:_MOST_BYTES].decode("utf-8-sig", errors="ignore"))
    return Rules(agent=agent, parsed=parsed, delay=_delay(parsed, agent))


def _is_page(body: bytes) -> bool:
    """Say whether a web page stands in the place of rules: no line of these begins with an angle bracket."""
    return body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def _delay(parsed: Protego, agent: str) -> float:
    """Return how many seconds are to pass between two requests; neither of the two ways to say it is in an RFC, both are meant."""
    rate = parsed.request_rate(agent)
    delay = max(parsed.crawl_delay(agent) or 0.0, rate.seconds / rate.requests if rate else 0.0)
    if delay > _LONGEST_DELAY:
        raise UnaskedError(
            "ROBOTS", f"found that robots.txt wants {delay:.0f} s between two requests, expected at most {_LONGEST_DELAY:.0f}"
        )
    return delay
