"""Scrapy's settings: each line that departs from Scrapy's default says why. The environment is read here only."""

import math
import os
import sys

from crawler.extensions import ASKING, LOADED, WALKING
from crawler.version import VERSION


def _number(name: str, said: str | None, usual: float, least: float, most: float = math.inf) -> float:
    """Return the number of a variable, what is usual where it is not set; end the program with one line for what is none."""
    try:
        number = float(said or usual)
    except ValueError:
        number = math.nan
    if not least <= number <= most or math.isinf(number):
        bounds = f"from {least:g}" if math.isinf(most) else f"from {least:g} to {most:g}"
        _refuse(name, said, f"a number {bounds}")
    return number


def _whole(name: str, said: str | None, usual: int) -> int:
    number = _number(name, said, usual, 0)
    if not number.is_integer():
        _refuse(name, said, "a whole number")
    return int(number)


def _flag(name: str, said: str | None) -> bool:
    if said not in (None, "", "0", "1"):
        _refuse(name, said, "1 or nothing")
    return said == "1"


def _refuse(name: str, said: str | None, expected: str) -> None:
    # these are read before there is a command whose error could be caught, and by Scrapy's own commands too
    sys.stderr.write(f"govreports: {name}: found {said!r}, expected {expected}\n")
    raise SystemExit(2)


BOT_NAME = "govreports"
SPIDER_LOADER_CLASS = "spiders.loader.SiteLoader"  # rows are spiders; there is no module a site
SPIDER_MODULES: list[str] = []  # nothing for Scrapy to search: the loader reads rows

# who we are, and whom to write to: an operator adds an address or a page with GOVREPORTS_CONTACT
USER_AGENT = f"govreports/{VERSION} (public reports archive; {os.environ.get('GOVREPORTS_CONTACT') or 'python scrapy'})"
ROBOTSTXT_OBEY = True  # default False; politeness is part of correctness
ROBOTSTXT_USER_AGENT = "govreports"  # default: the whole USER_AGENT, which no robots.txt would name
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8; county servers are small
DOWNLOAD_DELAY = _number(
    "GOVREPORTS_DELAY", os.environ.get("GOVREPORTS_DELAY"), 1.0, 0, 600
)  # default 0; a row's own `delay` goes before it
# seconds, default 180; a page that takes longer waits for the next run
DOWNLOAD_TIMEOUT = _number("GOVREPORTS_TIMEOUT", os.environ.get("GOVREPORTS_TIMEOUT"), 60, 0.1)
DOWNLOAD_DELAY_JITTER = 0  # default 0.5: a delay is a promise, not an average; spiders/pacing.py counts it from the end of an answer
DOWNLOAD_HANDLERS: dict[str, str | None] = {
    **dict.fromkeys(("http", "https"), "spiders.pacing.PacedHandler"),  # where a request's turn has come
    **dict.fromkeys(("data", "file", "ftp", "s3")),  # none: imported at every start, and no address of ours is such
}
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024  # bytes, default 1 GiB; the longest real page is under 1 MiB, scanned attachments under 30
DOWNLOAD_VERIFY_CERTIFICATES = True  # default False: Scrapy accepts any certificate
REDIRECT_MAX_TIMES = 5  # default 20; block pages redirect to themselves
RETRY_TIMES = 2  # as Scrapy's default, written down because docs/politeness.md promises it
DNS_TIMEOUT = 20  # seconds, default 60
TELNETCONSOLE_ENABLED = False  # default True: opens a port on the machine
REMOTE_CONTROL_ENABLED = False  # default True: opens another one, which can run code in the crawl
# Scrapy's own less the ones that are never on: None in EXTENSIONS would import them all the same
EXTENSIONS_BASE = dict.fromkeys(LOADED, 0)
# likewise; not among them are meta refresh, a page's own script that challenge pages use, and the HTTP cache, whose RFC 2616 policy
# answers on errors, so that a dead site looks alive
DOWNLOADER_MIDDLEWARES_BASE = ASKING
SPIDER_MIDDLEWARES_BASE = WALKING
LOG_LEVEL = "INFO"  # default DEBUG prints every item whole
CONCURRENT_ITEMS = 2  # of one answer, default 100: Scrapy makes as many tasks for every answer, and nearly all bring one item
WARN_ON_GENERATOR_RETURN_VALUE = False  # default True: it reads and parses the source of a callback anew for every answer
COOKIES_ENABLED = True  # as the default, written down: a session cookie is plain HTTP, no challenge is solved for one

DOWNLOADER_MIDDLEWARES = {
    "spiders.unpacking.WholeAnswers": 595,  # before HttpCompressionMiddleware (590) unpacks what there is
    "spiders.robots.RobotsMiddleware": 100,
    "spiders.cookies.Cookies": 700,
    "spiders.guard.PrivateAddressGuard": 760,  # after HttpProxyMiddleware (750), to see whether a proxy will resolve the name
    "spiders.pacing.Pacing": 840,  # before DownloaderStats (850): what is not sent is not counted
}
SPIDER_MIDDLEWARES = {
    "pipelines.revisit.RevisitMiddleware": 950,  # nearest the spider: what is not wanted again goes no further
}
ITEM_PIPELINES = {
    "pipelines.parts.fetching.PartsPipeline": 200,  # Page -> Page with what belongs to it
    "pipelines.reading.ReadPipeline": 300,  # Page -> Report
    "pipelines.store.StorePipeline": 900,  # Report -> archive, as a version or held back
}

GOVREPORTS_ARCHIVE = os.environ.get("GOVREPORTS_ARCHIVE") or "reports.db"
GOVREPORTS_SITES = os.environ.get("GOVREPORTS_SITES") or ""  # "" stands for the rows that come with the program
GOVREPORTS_ALLOW_PRIVATE = _flag("GOVREPORTS_ALLOW_PRIVATE", os.environ.get("GOVREPORTS_ALLOW_PRIVATE"))
GOVREPORTS_LOCKS = os.environ.get("GOVREPORTS_LOCKS") or ""  # folder of host locks; "" stands for one in the system's temporary folder
# requests a host and day, where a row has no `budget`: no honest day comes near it, a crawl that has gone astray does; 0 is no budget
GOVREPORTS_BUDGET = _whole("GOVREPORTS_BUDGET", os.environ.get("GOVREPORTS_BUDGET"), 20000)
GOVREPORTS_HOURS = ""  # set by a row's `hours`
GOVREPORTS_NOTIFY = (os.environ.get("GOVREPORTS_NOTIFY") or "").split()  # Apprise addresses that are told of incidents; blanks between them
GOVREPORTS_FULL = False  # set by `collect --full`: walk every list whole and ask for every report, without validators
# between whole walks of a list; three at most in January to April
GOVREPORTS_SWEEP_DAYS = _whole("GOVREPORTS_SWEEP_DAYS", os.environ.get("GOVREPORTS_SWEEP_DAYS"), 7)
# a run's time limit, 0 for none; a row's own goes before it
GOVREPORTS_RUN_MINUTES = _number("GOVREPORTS_RUN_MINUTES", os.environ.get("GOVREPORTS_RUN_MINUTES"), 120, 0)
