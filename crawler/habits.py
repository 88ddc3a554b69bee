"""Is a run what the row's own history lets expect? Entries, fields of reports, and how long nothing new has come."""

import hashlib
import json
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from crawler.ledger import History
from crawler.model import Problem, Select, Site

_LEFT = 0.5  # of the usual entries: no list that still reads loses as many in a day
_FEWEST_LOST = 3  # entries; two of three are a small list, not a broken one
_FEWEST = 5  # reports on either side before a field is said to be lost
_HAD, _HAS = 0.9, 0.5
_DUE = timedelta(days=109)  # 20 April: the rules want the report out by 1 April, and sites take their time
_GRACE = timedelta(days=14)
_GAPS = 20  # between the newest days of a list: about a year of a section, and all of one that lists reports alone
_WATCHED = timedelta(days=14)  # what is missing from a row that was just made, coverage tells who made it
_LONGEST = timedelta(days=45)  # the least that a list must be silent; new year's holidays alone are two weeks


def row_mark(site: Site) -> str:
    """Return what stands for how a row is read and counted; once a person has changed that, its runs are compared anew."""
    read = [site.family, *site.lists, str(site.select if site.select != Select() else ""), *site.hosts, site.expect_at_least]
    return hashlib.sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()[:12]


def drop(site: Site, seen: int, history: History) -> Problem | None:
    """Return that far fewer entries were seen than in the last whole sound runs, if so."""
    usual = median(history.seen) if history.seen else 0
    if seen > _LEFT * usual or usual - seen < _FEWEST_LOST:
        return None
    return Problem("SHRUNK", site.id, f"found {seen} entries, expected about the {usual:g} of the runs before")


def lost_fields(site: Site, history: History) -> Problem | None:
    """Return that reports have come without what those before had, if so."""
    lost = [
        f"{name} in {now} new or changed reports ({before} before)"
        for name, (now, before) in history.fields.items()
        # more than there were before are old reports that are only found now, and may never have had it
        if _FEWEST <= now.of <= before.of and now.having < _HAS * now.of and before.having >= _HAD * before.of
    ]
    return Problem("FIELDS_LOST", site.id, f"found {', '.join(lost)}, expected nearly all to have it") if lost else None


def stale(site: Site, history: History) -> Problem | None:
    """Return that nothing new has come for longer than the row's own habit is, if so."""
    if history.since is None or history.day - history.since < _WATCHED:
        return None
    found = _overdue_report(history) or _silent_list(history)
    return Problem("STALE", site.id, found) if found else None


def _overdue_report(history: History) -> str | None:
    """Say that the report of a year is missing whose time is past; a row that never had two in a row has no habit."""
    newest = max((year for year in history.reports if year <= history.day.year), default=0)  # 2035 is a plan's
    if newest - 1 not in history.reports:
        return None
    late = max(_lateness(newest, history), _lateness(newest - 1, history)) + _GRACE
    due = date(newest + 2, 1, 1) + max(_DUE, late)
    if history.day <= due:
        return None
    return f"found no report on {newest + 1} by {history.day}, expected one as on {newest - 1} and {newest}"


def _lateness(year: int, history: History) -> timedelta:
    """Return how far into the next year a report came out; one that was put up years later tells of no habit."""
    passed = history.reports[year] - date(year + 1, 1, 1)
    return passed if timedelta() <= passed <= timedelta(days=365) else timedelta()


def _silent_list(history: History) -> str | None:
    """Say that the newest entry is more than twice as old as the list was ever silent lately."""
    days = [day for day in history.listed if day <= history.day][: _GAPS + 1]
    if len(days) <= _GAPS // 2:
        return None
    usual = max(later - earlier for later, earlier in pairwise(days))
    silent = history.day - days[0]
    if silent <= max(2 * usual, _LONGEST):
        return None
    return f"found the newest entry of {days[0]}, {silent.days} days ago, expected one within {usual.days} days as before"
