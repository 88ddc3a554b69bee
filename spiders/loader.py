"""Each row becomes a spider."""

import builtins
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, Self

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator
from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.errors import SiteError
from crawler.model import Site
from crawler.sites import load_sites
from crawler.urls import host_of
from spiders.families import FAMILIES
from spiders.section import SectionSpider

SITES = Path(__file__).parent / "sites"


class SiteLoader:
    """Scrapy's way to our rows: `scrapy list` names them, `scrapy crawl ID` runs one, a disabled one too."""

    def __init__(self, sites: dict[str, Site]) -> None:
        self._sites = sites

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        return cls(load_sites(sites_path(settings.get("GOVREPORTS_SITES") or "")))

    def load(self, spider_name: str) -> type[SectionSpider]:
        if spider_name not in self._sites:
            raise KeyError(f"Spider not found: {spider_name}")
        return bind(self._sites[spider_name])

    def list(self) -> builtins.list[str]:
        return [*self._sites]

    def find_by_request(self, request: Request) -> builtins.list[str]:
        host = host_of(request.url)
        return [site.id for site in self._sites.values() if host in map(host_of, site.lists)]


def sites_path(given: str) -> Path:
    """Return the file or folder of rows that was asked for, the built-in ones for nothing."""
    return Path(given) if given else SITES


def bind(site: Site) -> type[SectionSpider]:
    """Return the spider class of a row; raise `SiteError` for a row that no spider can be made of."""
    faults = check_sites([site])
    if faults:
        raise SiteError(faults[0])
    family = FAMILIES[site.family]
    settings: dict[str, Any] = {}
    if site.delay is not None:
        settings["DOWNLOAD_DELAY"] = site.delay
    if site.hours is not None:
        settings["GOVREPORTS_HOURS"] = site.hours
    if site.budget is not None:
        settings["GOVREPORTS_BUDGET"] = site.budget
    if site.tls_reason is not None:
        # both: what a spider sets takes the place of the whole table, and Scrapy's own http waits for nobody's turn
        settings["DOWNLOAD_HANDLERS"] = {"http": "spiders.pacing.PacedHandler", "https": "spiders.legacy_tls.LegacyTlsHandler"}
    return type(family.__name__, (family,), {"name": site.id, "site": site, "custom_settings": settings})


def check_sites(sites: Iterable[Site]) -> builtins.list[str]:
    """Return, a line a fault, what keeps rows from working: an unknown family, a selector that is no CSS."""
    return [fault for site in sites for fault in _faults(site)]


def _faults(site: Site) -> Iterator[str]:
    if site.family not in FAMILIES:
        yield f"site {site.id!r}: found family {site.family!r}, expected one of {sorted(FAMILIES)}"
    for field in fields(site.select):
        selector = getattr(site.select, field.name)
        if selector is None:
            continue
        try:
            HTMLTranslator().css_to_xpath(selector)
        except SelectorError as error:
            yield f"site {site.id!r}: select.{field.name}: found {selector!r} ({error}), expected a CSS selector"
