"""Cron lines as Unix reads them, in China's time, and the calendar of a row: the one door to APScheduler's triggers."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(?:(\*)|(\w+)(?:-(\w+))?)(?:/([1-9]\d*))?")


class Calendar:
    """When a row is looked at: by its line, and from January to April, when reports are due, by the line of the season."""

    def __init__(self, schedule: str, season: str | None = None) -> None:
        self._usual = cron_trigger(schedule)
        line = season or _every_day(schedule)
        self._season = self._usual if line == schedule else season_trigger(line)

    def after(self, moment: datetime) -> datetime:
        """Return when the next look after a moment is due, in UTC."""
        start = moment.astimezone(CHINA) + timedelta(microseconds=1)
        while True:
            trigger, end = (self._season, datetime(start.year, 5, 1)) if start.month < 5 else (self._usual, datetime(start.year + 1, 1, 1))  # noqa: DTZ001  # made China's below
            found = trigger.get_next_fire_time(None, start)
            if self._season is self._usual or found < end.replace(tzinfo=CHINA):
                return found.astimezone(UTC)  # type: ignore[no-any-return]  # APScheduler 3 ships no types
            start = end.replace(tzinfo=CHINA)


def cron_trigger(line: str) -> Any:  # noqa: ANN401  # APScheduler's CronTrigger; it ships no types
    """Return the trigger of a five-field cron line; raise `ValueError` with what is wrong with it.

    Weekdays are Unix weekdays (0 and 7 are Sunday), which APScheduler's own reading shifts by one.
    """
    from apscheduler.triggers.cron import CronTrigger  # noqa: PLC0415  # a scrape reads no row and does not wait for it

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


def season_trigger(line: str) -> Any:  # noqa: ANN401  # as above
    """Return the trigger of a line that counts from January to April; raise `ValueError` also for one that never comes then."""
    trigger = cron_trigger(line)
    year = datetime.now(CHINA).year
    for start in (datetime(year + later, 1, 1, tzinfo=CHINA) for later in range(9)):  # the 29th of February may stay away for eight years
        if trigger.get_next_fire_time(None, start).month < 5:
            return trigger
    raise ValueError("found a line that never comes from January to April, expected one that does")


def _every_day(line: str) -> str:
    """Return the line of a row in season where it names none: every day at its times, unless it names months itself."""
    minute, hour, _, month, _ = line.split()
    return f"{minute} {hour} * * *" if month == "*" else line


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
