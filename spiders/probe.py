"""The questions that `probe` asks a site: its list page, the page after it, one report."""

from dataclasses import dataclass
from typing import Literal

from crawler.model import ListEntry, Page

Paging = Literal["single", "proven", "unproven"]
_MOST = 30  # requests; robots.txt and redirects come on top


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one family made of a list page: its entries, those that only the next page brought, and how paging fared."""

    family: str
    marks: tuple[str, ...] = ()
    entries: tuple[ListEntry, ...] = ()
    more: tuple[ListEntry, ...] = ()
    claimed: int | None = None
    next_page: str | None = None
    paging: Paging = "single"
    failure: str | None = None

    @property
    def score(self) -> float:
        """Return how much was found; a next page that brings new rows outweighs any mark of a vendor."""
        rows = [*self.entries, *self.more]
        if not rows:
            return 0.0
        dated = sum(entry.date is not None for entry in rows) / len(rows)
        titled = sum(len(entry.title) >= 6 for entry in rows) / len(rows)
        walked = {"single": 1.0, "proven": 2.0, "unproven": 0.0}[self.paging]
        return min(len(self.entries or self.more), 20) / 20 + dated + titled + walked + 0.1 * min(len(self.marks), 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """Everything that was asked of one address: the page, what each family found best first, and one report."""

    url: str
    page: Page | None
    findings: tuple[Finding, ...]
    report: Page | None
    trouble: str | None
    requests: int
