"""When a report is looked at again and how, as its history tells: rules only, no archive and no clock."""

import zlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from storage.times import day_in_china

SHORTEST = timedelta(days=1)
LONGEST = timedelta(days=60)
_SEASON = timedelta(days=30)  # the longest wait from January to April, when reports are published, corrected and taken back
_OFTEN = timedelta(days=7)  # the longest wait of a report that is changed again and again, or lacks a file
_SLACK = timedelta(hours=2)  # a daily run starts a little earlier or later than the day before


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the looks at an address tell: since when it says what it says, how often that changed, and how it was asked.

    `looks` counts those since the last change, `unsent` the answers that nothing had changed since the page was last sent whole.
    What is lacking are parts, such as a file, that could not be had.
    """

    key: str
    published: date | None
    said_since: datetime
    sent_at: datetime
    looks: int
    changes: int
    unsent: int
    is_listed: bool = True
    is_lacking: bool = False


def next_look(history: History, at: datetime) -> datetime:
    """Return when an address that was looked at now is due again.

    What is new or was just changed is due at the next run, since a fresh text is the likeliest to be corrected. Then the wait is as
    long as the text has stood, which doubles it from look to look (the rule of Nutch's AdaptiveFetchSchedule and StormCrawler's
    AdaptiveScheduler), or a thirtieth of the report's age; what its lists no longer name waits longest.
    """
    if not history.looks:
        return at
    age = day_in_china(at) - history.published if history.published else timedelta()
    wait = max(at - history.said_since, age / 30) if history.is_listed else LONGEST
    most = _OFTEN if history.is_lacking else max(LONGEST / (1 + history.changes), _OFTEN)
    wait = min(wait, most, _SEASON if is_season(at) else LONGEST)
    return at + max(wait * _spread(history.key, at), SHORTEST)


def is_due(due: datetime | None, at: datetime) -> bool:
    """Say whether an address that is due then is looked at by a run now; one without a date is.

    So is one whose date lies further ahead than any wait is long: a clock was wrong when that was written.
    """
    return due is None or not at + _SLACK < due <= at + LONGEST + _SLACK


def is_sent_whole(history: History, at: datetime) -> bool:
    """Say whether a look asks for the page whole, to see whether the server's validators tell the truth.

    That is the fourth to sixth look since it was last sent, and any after which the next would come too late for two months; never
    the first look at a text, for which a whole page tells nothing that the answer 304 does not.
    """
    if not history.looks:
        return False
    later = next_look(replace(history, looks=history.looks + 1), at)
    return history.unsent >= 3 + zlib.crc32(history.key.encode()) % 3 or later > history.sent_at + LONGEST


def next_try(since: datetime, at: datetime) -> datetime:
    """Return when an address that has answered since then that there is nothing is asked again."""
    return at + min(max(at - since, SHORTEST), LONGEST)


def sweep_interval(days: int, at: datetime) -> timedelta:
    """Return how long after a whole walk the lists may be walked in part: in the season three days at most."""
    return timedelta(days=min(days, 3) if is_season(at) else days)


def is_season(at: datetime) -> bool:
    """Say whether it is the season of reports in China, January to April: those of a year are due by 1 April of the next."""
    return day_in_china(at).month <= 4


def _spread(key: str, at: datetime) -> float:
    """Return a share that differs from address to address, so that reports collected on one day are not all due on one day."""
    return 0.75 + zlib.crc32(f"{key} {at.astimezone(UTC):%Y-%m}".encode()) % 1000 / 5000
