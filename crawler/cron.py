"""Cron lines as Unix reads them, in China's time: the one door to APScheduler's triggers."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from apscheduler.triggers.cron import CronTrigger

CHINA = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/([1-9]\d*))?")


def cron_trigger(line: str) -> CronTrigger:
    """Return the trigger of a five-field cron line; raise `ValueError` with what is wrong with it.

    Weekdays are Unix weekdays (0 and 7 are Sunday), which APScheduler's own reading shifts by one.
    """
    fields = line.split()
    if len(fields) != 5:
        raise ValueError(f"found {len(fields)} fields, expected 5 (minute hour day month weekday)")
    minute, hour, day, month, weekday = fields
    if day != "*" and weekday != "*":  # Unix comes on either, APScheduler only where both meet
        raise ValueError("found a day and a weekday, expected one of them to be *")
    try:
        trigger = CronTrigger(minute=minute, hour=hour, day=day, month=month, day_of_week=_unix_weekdays(weekday), timezone=CHINA)
    except ValueError as error:
        raise ValueError(f"{error}, expected minute hour day month weekday") from error
    if trigger.get_next_fire_time(None, datetime.now(CHINA)) is None:
        raise ValueError("found a day that never comes, expected minute hour day month weekday")
    return trigger


def _unix_weekdays(text: str) -> str:
    """Return the weekdays of a field by name, each written out, because names have no steps and no range over Sunday."""
    if text == "*":
        return text
    days = [day for span in text.split(",") for day in _span(span)]
    return ",".join(dict.fromkeys(_WEEKDAYS[day] for day in days))


def _span(text: str) -> range:
    match = _SPAN.fullmatch(text.lower())
    if match is None:
        raise ValueError(f"weekday {text!r} is none")
    every, first, last, step = match.groups()
    if every:
        return range(0, 7, int(step or 1))
    start = _weekday(first)
    end = _weekday(last) if last else 6 if step else start
    if end < start:
        raise ValueError(f"weekday range {text!r} runs backwards")
    return range(start, end + 1, int(step or 1))


def _weekday(text: str) -> int:
    if text in _WEEKDAYS:
        return _WEEKDAYS.index(text)
    if not re.fullmatch("[0-7]", text):
        raise ValueError(f"weekday {text!r} is none of 0 to 7 and sun to sat")
    return int(text)
