"""A saved list page, or the saved reply of a list's endpoint, read by a family without any network."""

from scrapy.http import HtmlResponse

from crawler.model import ListEntry
from spiders.families import FAMILIES, recognise


def read_saved(text: str, address: str, family: str | None = None) -> tuple[str, list[ListEntry], str | None]:
    """Return the family, the entries and the address of the next page; without a family, those of the one that fits best.

    `address` is where the page was saved from: relative links are resolved against it. Raises `ListError` for what cannot be read.
    """
    response = HtmlResponse(address, body=text, encoding="utf-8")
    name = family or recognise(response)[0].family
    spider = FAMILIES[name]()
    entries, following = spider.entries(response), spider.next_list(response)
    return name, entries, following.url if following else None
