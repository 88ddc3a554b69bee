"""The extensions of Scrapy that our crawls have."""

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
