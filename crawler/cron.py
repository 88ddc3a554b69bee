"""Cron lines as Unix reads them, in China's time: the one door to APScheduler's triggers."""

import re
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

CHINA = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"(?<![/\w])([0-7])(?:-([0-7]))?(?![\w])")


def cron_trigger(line: str) -> CronTrigger:
    """Return the trigger of a five-field cron line; raise `ValueError` with what is wrong with it.

    Weekdays are Unix weekdays (0 and 7 are Sunday), which APScheduler's own reading shifts by one.
    """
    fields = line.split()
    if len(fields) != 5:
        raise ValueError(f"found {len(fields)} fields, expected 5 (minute hour day month weekday)")
    minute, hour, day, month, weekday = fields
    try:
        return CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=_unix_weekdays(weekday), timezone=CHINA)
    except ValueError as error:
        raise ValueError(f"{error}, expected minute hour day month weekday") from error


def _unix_weekdays(text: str) -> str:
    """Return the field with every number written as the weekday's name, ranges over Sunday as lists."""
    if text.startswith("*/"):  # every Nth weekday from Sunday on, which names cannot say
        return ",".join(_WEEKDAYS[day] for day in range(0, 7, int(text[2:])))
    return _WEEKDAY.sub(_named, text)


def _named(match: re.Match[str]) -> str:
    first = int(match[1])
    if match[2] is None:
        return _WEEKDAYS[first]
    last = int(match[2])
    if last < first:
        raise ValueError(f"weekday range {match[0]!r} runs backwards")
    return ",".join(_WEEKDAYS[day] for day in range(first, last + 1))
