"""The parts of Scrapy that our crawls have."""

# Scrapy imports its others at every start, be they on or not: the remote control alone brings aiohttp, which reads the
# system's certificates twice while it is imported, 0.3 s; and both consoles would open ports on the machine
LOADED = (
    "scrapy.extensions.corestats.CoreStats",
    "scrapy.extensions.logcount.LogCount",
    "scrapy.extensions.memusage.MemoryUsage",
    "scrapy.extensions.closespider.CloseSpider",
    "scrapy.extensions.logstats.LogStats",
    "scrapy.extensions.feedexport.FeedExporter",  # for who runs `scrapy crawl ID -o FILE`
)
# every request and answer goes through each of these, and so through none that has nothing to do here: no spider has domains or a
# password, refreshes and the cache are off, robots.txt and cookies are dealt with by our own
ASKING = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
}
# likewise: the others count how far requests lie from the first one, look for copied metadata, and drop long addresses without a word
WALKING = {
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": 50,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
}
