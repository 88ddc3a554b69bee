"""What is to be done when: which rows are due, and which of those in line may start. Nothing here reads a clock or a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime
from typing import TypeVar

from crawler.cron import Calendar
from crawler.model import Site

_NEVER = datetime.min.replace(tzinfo=UTC)
_T = TypeVar("_T")

Hold = Callable[[Site, datetime], datetime]


class Agenda:
    """Which rows are due, by their lines and by when each last began; `holds` say before when a row must not start."""

    def __init__(self, sites: Iterable[Site], holds: Sequence[Hold] = ()) -> None:
        self._rows = [(site, Calendar(site.schedule, site.season)) for site in sites]
        self._holds = holds
        self._known: dict[str, tuple[datetime, datetime]] = {}

    def due(self, began: Mapping[str, datetime], now: datetime, until: datetime | None = None) -> list[Site]:
        """Return the rows that are due and may start, most overdue first; a row that never began is most overdue.

        What has become due after `until`, where that is said, is left for another time.
        """
        # in UTC: Python takes two times of one zone by what their clocks showed, and clocks are put back
        now = now.astimezone(UTC)
        latest = min(now, until.astimezone(UTC)) if until is not None else now
        overdue = [(since, site) for site, calendar in self._rows if (since := self._due_at(site, calendar, began)) <= latest]
        return [site for _, site in sorted(overdue, key=lambda pair: (pair[0], pair[1].id)) if self._start(site, now) <= now]

    def starts(self, began: Mapping[str, datetime], now: datetime) -> dict[str, datetime]:
        """Return when each row would start next, by its id: the latest of now, its line and what holds it."""
        now = now.astimezone(UTC)
        return {site.id: self._start(site, max(now, self._due_at(site, calendar, began))) for site, calendar in self._rows}

    def _due_at(self, site: Site, calendar: Calendar, began: Mapping[str, datetime]) -> datetime:
        """Return when the row's line came up first after its last run began; found once a run, for the loop asks all the time."""
        last = began.get(site.id)
        if last is None:
            return _NEVER
        known = self._known.get(site.id)
        if known is None or known[0] != last:
            known = self._known[site.id] = (last, calendar.after(last))
        return known[1]

    def _start(self, site: Site, earliest: datetime) -> datetime:
        return max([earliest, *(hold(site, earliest).astimezone(UTC) for hold in self._holds)])


def first_free(line: Iterable[_T], hosts: Callable[[_T], Set[str]], taken: Set[str], is_free: Callable[[_T], bool]) -> _T | None:
    """Return the first in line none of whose hosts is taken, by us or, as `is_free` finds out, by another process.

    Nobody is overtaken at a host: what one in line waits for is kept for it. Only what another process holds is kept for
    nobody, because there is no telling for how long.
    """
    kept = set(taken)
    for each in line:
        if hosts(each) & kept:
            kept |= hosts(each)
        elif is_free(each):
            return each
    return None
