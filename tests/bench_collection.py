"""Crawls by the clock: what a collection of one embedded site takes, beside Scrapy alone on the same addresses."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from crawler.demo.web import DemoWeb, Logged

SITE = "hezhu-sfj"  # plain list pages, ETag and Last-Modified, an old encoding


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One crawl: what was asked, the seconds from the first answer to the last, and those before and after."""

    log: tuple[Logged, ...]
    seconds: float
    around: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return (len(self.log) - 1) / self.seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Collections:
    """The middle crawl of each kind: our first and our second collection, Scrapy alone, Scrapy with trafilatura."""

    first: Crawl
    again: Crawl
    scrapy: Crawl
    trafilatura: Crawl


class Clock(list[Logged]):
    """A log of requests that knows when each was answered; `DemoWeb.log` before the web is entered."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def append(self, entry: Logged) -> None:
        self.times.append(time.perf_counter())
        super().append(entry)

    def clear(self) -> None:
        self.times.clear()
        super().clear()


def collections(web: DemoWeb, clock: Clock, place: Path, rounds: int) -> Collections:
    """Return what each kind of crawl took, in turns, every post of the site a page that is fetched."""
    rows, addresses = place / "sites.toml", place / "addresses.txt"
    rows.write_text(web.rows().replace(f'id = "{SITE}"', f'id = "{SITE}"\nkeep = "."'), encoding="utf-8")
    peer = ["tests.bench_peer", str(addresses)]
    crawls: list[list[Crawl]] = [[], [], [], []]
    for number in range(rounds):
        collect = ["crawler", "collect", SITE, "--quiet", "--sites", str(rows), "--archive", str(place / f"{number}.db")]
        crawls[0].append(_crawl(clock, place, collect))
        _write_addresses(addresses, web.site(SITE).base, crawls[0][-1])
        for module, kind in ((collect, 1), (peer, 2), ([*peer, "trafilatura"], 3)):
            crawls[kind].append(_crawl(clock, place, module))
    first, again, scrapy, trafilatura = map(_middle, crawls)
    return Collections(first=first, again=again, scrapy=scrapy, trafilatura=trafilatura)


def _write_addresses(path: Path, base: str, crawl: Crawl) -> None:
    asked = (base + request.path for request in crawl.log if request.path != "/robots.txt")  # Scrapy asks for that one by itself
    path.write_text("\n".join(asked), encoding="utf-8")


def _crawl(clock: Clock, place: Path, module: Sequence[str]) -> Crawl:
    clock.clear()
    environment = {**os.environ, "GOVREPORTS_ALLOW_PRIVATE": "1", "GOVREPORTS_LOCKS": str(place / "locks")}
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", *module], env=environment, stdout=subprocess.DEVNULL, check=True)
    whole = time.perf_counter() - start
    seconds = clock.times[-1] - clock.times[0]
    return Crawl(log=tuple(clock), seconds=seconds, around=whole - seconds)


def _middle(crawls: Sequence[Crawl]) -> Crawl:
    return Crawl(log=crawls[-1].log, seconds=median(each.seconds for each in crawls), around=median(each.around for each in crawls))
