"""The questions for a row whose lists no longer read: is its section still where it was, or where else on the site?"""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.model import ListEntry
from crawler.urls import host_of
from spiders.asking import MOST, Asker
from spiders.origins import list_of
from spiders.probe import Probed, ProbeSpider
from spiders.search import Section


class RescueSpider(ProbeSpider):
    """Probes one address after the other until a section is found that `is_ours`, with no more requests than one probe."""

    name = "rescue"

    def __init__(self, *, urls: Sequence[str], is_ours: Callable[[Section], bool], may_ask: Callable[[str], bool], **kwargs: Any) -> None:  # noqa: ANN401  # Scrapy's
        super().__init__(url=urls[0], may_ask=may_ask, **kwargs)
        self._urls = tuple(urls)
        self._is_ours = is_ours
        self._number = 1

    def asker(self) -> Asker:
        """Return who asks for pages: each address has its share of what may be asked, and what those before it have left."""
        self._asker.most = MOST * self._number // len(self._urls)
        return self._asker

    @cached_property
    def _asker(self) -> Asker:
        return Asker(self.crawler, may_ask=self._may_ask)

    def given_request(self) -> Request:
        """Return the request for one of the addresses, within what may be asked of all."""
        self._asker.most = MOST
        return self._asker.within(super().given_request())

    def given_failed(self, failure: Failure) -> Iterator[Probed | Request]:  # type: ignore[override]  # Scrapy takes one or several
        """Yield that an address gave nothing, and the request for the next one."""
        yield super().given_failed(failure)
        yield from self._next()

    async def parse_given(self, response: Response) -> AsyncIterator[Probed | Request]:  # type: ignore[override]  # as above
        """Yield what came of all questions, and where that is not the row's section, the request for the next address."""
        self._asker.hear(response)
        async for probed in super().parse_given(response):
            yield probed
            if probed.section is not None and self._is_ours(probed.section):
                return
        for request in self._next():
            yield request

    def _next(self) -> Iterator[Request]:
        self._asker.most = MOST
        if self._number < len(self._urls) and self._asker.left:
            self.url = self._urls[self._number]
            self._number += 1
            yield self.given_request()


def starts(lists: Sequence[str], held: Sequence[ListEntry], hosts: Sequence[str] = ()) -> list[str]:
    """Return where a lost section may be looked for: its own lists, those that its reports' addresses tell, its home page.

    `held` are entries that its lists had, the most telling first; `hosts` are those of the row beside its lists' own.
    """
    told = [origin for entry in held if (origin := list_of(entry.url)) is not None]
    parents = [*dict.fromkeys(told)][:2] or [entry.url for entry in held[:1]]
    near = {*map(host_of, lists), *hosts}  # over which a run of the row has the lock
    homes = [f"{address.partition('//')[0]}//{address.partition('//')[2].partition('/')[0]}/" for address in lists]
    return list(dict.fromkeys([*lists, *(url for url in parents if host_of(url) in near), *homes]))
