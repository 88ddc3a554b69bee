"""The hours in which a row's hosts are asked, in China's time."""

import re
from datetime import UTC, datetime, time, timedelta

from crawler.cron import CHINA
from crawler.model import Site

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))")


def hours_in(text: str) -> tuple[time, time]:
    """Return when the hours `HH:MM-HH:MM` begin and end, over midnight where the end comes first; raise `ValueError` for others."""
    match = _HOURS.fullmatch(text)
    if match is None:
        raise ValueError("expected hours such as '20:00-07:00'")
    start, _, end = text.partition("-")
    begins, ends = time.fromisoformat(start), time.min if end == "24:00" else time.fromisoformat(end)
    if begins == ends:
        raise ValueError("expected a beginning and another end; leave the key out for the whole day")
    return begins, ends


def opens_at(site: Site, now: datetime) -> datetime:
    """Return from when on a row's hosts may be asked: now, or when its hours begin next."""
    return now if site.hours is None else opening(site.hours, now)


def opening(hours: str, now: datetime) -> datetime:
    """Return now if it lies within the hours, else when they begin next, in UTC; China's clocks know no summer time."""
    begins, ends = hours_in(hours)
    here = now.astimezone(CHINA)
    is_within = begins <= here.time() < ends if begins < ends else here.time() >= begins or here.time() < ends
    if is_within:
        return now
    today = here.replace(hour=begins.hour, minute=begins.minute, second=0, microsecond=0)
    return (today if today > here else today + timedelta(days=1)).astimezone(UTC)
