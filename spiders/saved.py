"""A saved list page, or the saved reply of a list's endpoint, read by a family without any network."""

from dataclasses import replace
from urllib.parse import urlsplit

from scrapy import Selector
from scrapy.http import HtmlResponse

from crawler.model import ListEntry
from spiders.families import FAMILIES, recognise

NOWHERE = "http://saved.invalid"  # stands for the host of a page that nobody noted the address of, and that does not tell it
# where a page says its own address, and then where it loads its style and scripts from: that is its own host nearly always
_OWN = ("//base/@href", "//link[@rel='canonical']/@href", "//meta[@property='og:url' or @name='Url' or @name='url']/@content")
_ASSETS = ("//link[contains(@rel,'stylesheet')]/@href", "//script/@src")


def read_saved(text: str, address: str | None, family: str | None = None) -> tuple[str, list[ListEntry], str | None]:
    """Return the family, the entries and the address of the next page; without a family, those of the one that fits best.

    `address` is where the page was saved from: relative links are resolved against it. Where nobody noted it, the page's own
    word for it is taken, and links that stay without a host begin with a slash. Raises `ListError` for what cannot be read.
    """
    response = HtmlResponse(address or _told(text) or f"{NOWHERE}/", body=text, encoding="utf-8")
    name = family or recognise(response)[0].family
    spider = FAMILIES[name]()
    entries, following = spider.entries(response), spider.next_list(response)
    found = [replace(entry, url=entry.url.removeprefix(NOWHERE)) for entry in entries]
    return name, found, following.url.removeprefix(NOWHERE) if following else None


def _told(text: str) -> str | None:
    """Return the address that a page tells of itself, or the root of the government host that its style sheets come from."""
    page = Selector(text=text)
    own = next((address for path in _OWN for address in page.xpath(path).getall() if _host(address)), None)
    if own is not None:
        return own
    assets = (address for path in _ASSETS for address in page.xpath(path).getall())
    return next((f"http://{_host(address)}/" for address in assets if _host(address).endswith(".gov.cn")), None)


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""
