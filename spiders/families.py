"""The families there are, and which of them reads a page best."""

from spiders.section import SectionSpider
from spiders.static import StaticSpider

FAMILIES: dict[str, type[SectionSpider]] = {spider.family: spider for spider in (StaticSpider,)}
