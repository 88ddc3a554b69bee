"""What is owed and not held at the moment of a release, by province and by year."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from crawler.model import Site
from storage.archive import Archive
from storage.coverage.rolled import known_gaps
from storage.coverage.states import State
from storage.coverage.whole import coverage
from storage.coverage.within import province_of
from storage.selection import Filters

GAPS: tuple[State, ...] = ("missing", "blocked", "unreachable")


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many reports of governments and bureaus of justice are owed, how many of them held, and how many known to be lacking."""

    owed: int
    held: int
    by_province: Sequence[tuple[str, Counter[State]]]
    by_year: Sequence[tuple[str, Counter[State]]]


def gaps(archive: Archive, sites: Iterable[Site], filters: Filters, as_of: datetime) -> Gaps:
    """Return the gaps of the region and year that are asked for, as they were known at a moment."""
    years = (filters.year,) if filters.year else ()
    found = coverage(archive, sites, years=years, region=filters.region or "", as_of=as_of)
    provinces: dict[str, Counter[State]] = {}
    by_year: dict[str, Counter[State]] = {}
    for cell in known_gaps(found):
        provinces.setdefault(province_of(cell.place).name, Counter())[cell.state] += 1
        by_year.setdefault(str(cell.year), Counter())[cell.state] += 1
    states = Counter(cell.state for cell in found.cells)
    held = states["held"] + states["late"]
    return Gaps(sum(states.values()) - states["not_due"], held, list(provinces.items()), sorted(by_year.items()))
