"""Scrapy's settings: each line that departs from Scrapy's default says why. The environment is read here only."""

import os

from crawler.extensions import LOADED
from crawler.version import VERSION

BOT_NAME = "govreports"
SPIDER_LOADER_CLASS = "spiders.loader.SiteLoader"  # rows are spiders; there is no module a site
SPIDER_MODULES: list[str] = []  # nothing for Scrapy to search: the loader reads rows

# who we are, and whom to write to: an operator adds an address or a page with GOVREPORTS_CONTACT
USER_AGENT = f"govreports/{VERSION} (public reports archive; {os.environ.get('GOVREPORTS_CONTACT') or 'python scrapy'})"
ROBOTSTXT_OBEY = True  # default False; politeness is part of correctness
ROBOTSTXT_USER_AGENT = "govreports"  # default: the whole USER_AGENT, which no robots.txt would name
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8; county servers are small
DOWNLOAD_DELAY = float(os.environ.get("GOVREPORTS_DELAY") or 1.0)  # default 0; a row's own `delay` goes before it
DOWNLOAD_TIMEOUT = float(
    os.environ.get("GOVREPORTS_TIMEOUT") or 60
)  # seconds, default 180; a page that takes longer waits for the next run
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
METAREFRESH_ENABLED = False  # default True: a refresh is a page's own script, challenge pages use it
HTTPCACHE_ENABLED = False  # as the default: its RFC 2616 policy answers from the cache on errors, so a dead site looks alive
TELNETCONSOLE_ENABLED = False  # default True: opens a port on the machine
REMOTE_CONTROL_ENABLED = False  # default True: opens another one, which can run code in the crawl
EXTENSIONS_BASE = dict.fromkeys(
    LOADED, 0
)  # Scrapy's own less the ones that are never on: None in EXTENSIONS would import them all the same
WARN_ON_GENERATOR_RETURN_VALUE = False  # default True: takes the source of every callback apart at every start; ours are typed
LOG_LEVEL = "INFO"  # default DEBUG prints every item whole
COOKIES_ENABLED = True  # as the default, written down: a session cookie is plain HTTP, no challenge is solved for one

DOWNLOADER_MIDDLEWARES = {
    "spiders.unpacking.WholeAnswers": 595,  # before HttpCompressionMiddleware (590) unpacks what there is
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # see the one in its place
    "spiders.robots.RobotsMiddleware": 100,
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
GOVREPORTS_ALLOW_PRIVATE = os.environ.get("GOVREPORTS_ALLOW_PRIVATE") == "1"
GOVREPORTS_LOCKS = os.environ.get("GOVREPORTS_LOCKS") or ""  # folder of host locks; "" stands for one in the system's temporary folder
# requests a host and day, where a row has no `budget`: no honest day comes near it, a crawl that has gone astray does; 0 is no budget
GOVREPORTS_BUDGET = int(os.environ.get("GOVREPORTS_BUDGET") or 20000)
GOVREPORTS_HOURS = ""  # set by a row's `hours`
GOVREPORTS_NOTIFY = (os.environ.get("GOVREPORTS_NOTIFY") or "").split()  # Apprise addresses that are told of incidents; blanks between them
GOVREPORTS_FULL = False  # set by `collect --full`: walk every list whole and ask for every report, without validators
GOVREPORTS_SWEEP_DAYS = int(
    os.environ.get("GOVREPORTS_SWEEP_DAYS") or 7
)  # between whole walks of a list; three at most in January to April
GOVREPORTS_RUN_MINUTES = float(
    os.environ.get("GOVREPORTS_RUN_MINUTES") or 120
)  # a run's time limit, 0 for none; a row's own goes before it
