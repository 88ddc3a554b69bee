"""When a report is owed: by 1 April of the year after the one it reports on.

法治政府建设与责任落实督察工作规定 (厅字〔2019〕28号, in force since 15 April 2019), article 24: governments at every level and departments
from the county up make their annual reports public before 1 April. Before it, the 法治政府建设实施纲要（2015—2020年） asked for the
same within the first quarter, from the reports on 2015 on. docs/coverage.md says where both were read.
"""

from datetime import date, datetime, time, timedelta
from functools import cache

from storage.times import CHINA, day_in_china

_FIRST_YEAR = 2015


@cache
def deadline(year: int) -> date:
    """Return the last day on which a report on a year is in time."""
    return date(year + 1, 4, 1)


@cache
def overdue_from(year: int) -> datetime:
    """Return the moment from which on a report on a year is overdue: its last day is over in China."""
    return datetime.combine(deadline(year) + timedelta(days=1), time(), CHINA)


def is_owed(year: int, at: datetime) -> bool:
    """Say whether a report on a year is owed by then, and a rule asks for that year."""
    return year >= _FIRST_YEAR and at >= overdue_from(year)


def years_until(at: datetime) -> tuple[int, ...]:
    """Return the years that are looked at unless others are asked for: those that a rule asks for, up to last year."""
    return tuple(range(_FIRST_YEAR, day_in_china(at).year))


def printed_day(printed: str | None) -> date | None:
    """Return the day of a time as pages print it, which is China's; None where none is printed."""
    return date.fromisoformat(printed[:10]) if printed else None
