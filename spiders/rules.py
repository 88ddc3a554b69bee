"""robots.txt as its site means it: a page of the site in its place holds no rules."""

import re
from typing import Self

from scrapy.crawler import Crawler
from scrapy.robotstxt import ProtegoRobotParser

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")


class PlainRules(ProtegoRobotParser):
    """Scrapy's own parser, for what may be rules.

    RFC 9309, 2.3: the rules are `text/plain`. Sites that have none answer with their home page or a page that says so, with 200, and
    a line of that may begin as a rule does.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        return super().from_crawler(crawler, b"" if _MARKUP.match(robotstxt_body) else robotstxt_body)
