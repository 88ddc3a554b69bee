"""How far a list has been walked, and where the walk ends."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from scrapy import Request

from crawler.model import ListEntry
from crawler.urls import identity


@dataclass(frozen=True, slots=True)
class ListSize:
    """How many pages and entries a list says it has; None where it does not say."""

    pages: int | None = None
    records: int | None = None


@dataclass(slots=True)
class Walk:
    """One list from its first page to where it ends. A walk ends by what was read, never by a number of tries.

    `rows` and `fruitful` count the rows that no earlier page had, and the pages that brought any.
    """

    start: str
    pages: int = 0
    fruitful: int = 0
    rows: int = 0
    pages_claimed: int = 0
    records_claimed: int = 0
    _addresses: set[str] = field(default_factory=set)
    _asked: set[tuple[str, str, bytes]] = field(default_factory=set)

    def take(self, entries: Iterable[ListEntry], size: ListSize) -> list[ListEntry]:
        """Count a page that was read and return those of its entries that no earlier page of this walk had."""
        self.pages += 1
        self.pages_claimed = max(self.pages_claimed, size.pages or 0)
        self.records_claimed = max(self.records_claimed, size.records or 0)
        before = set(self._addresses)
        fresh = []
        for entry in entries:
            known = identity(entry.url)
            self.rows += known not in before  # twice on one page is two rows; again on a later one is a page that repeats
            if known not in self._addresses:
                self._addresses.add(known)
                fresh.append(entry)
        self.fruitful += bool(fresh)
        return fresh

    def is_complete(self) -> bool:
        """Say whether everything the list claims to have was read, so that no page is asked for past its end."""
        all_pages = 0 < self.pages_claimed <= self.fruitful
        all_records = 0 < self.records_claimed <= len(self._addresses)
        return all_pages or all_records

    def is_short(self) -> bool:
        """Say whether less was read than the list claims; lists do promise pages that are not served."""
        if self.records_claimed:
            return self.rows < self.records_claimed
        return self.fruitful < self.pages_claimed

    def shortfall(self) -> str:
        """Return how much was read of what the list claims."""
        if self.records_claimed:
            return f"found {len(self._addresses)} entries, expected the {self.records_claimed} that the list claims"
        return f"found {self.fruitful} list pages, expected the {self.pages_claimed} that the list claims"

    def is_empty(self) -> bool:
        """Say whether the walk has not met a single entry."""
        return not self._addresses

    def asks(self, request: Request) -> bool:
        """Say whether a request is new to this walk, and remember it: no page is asked for twice."""
        key = (request.method, request.url, request.body)
        if key in self._asked:
            return False
        self._asked.add(key)
        return True
