"""Times of our own clocks as the archive writes them: UTC, microseconds, always 27 characters, so that text order is time order."""

from datetime import UTC, date, datetime, timedelta, timezone

from crawler.errors import SiteError

CHINA = timezone(timedelta(hours=8))  # there is no summer time


def written(moment: datetime) -> str:
    """Return an aware moment as the archive writes it: `2024-03-04T07:28:11.000000Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """Return the moment that `written` wrote."""
    return datetime.fromisoformat(text)


def day_in_china(moment: datetime) -> date:
    """Return the day that a moment falls on in China."""
    return moment.astimezone(CHINA).date()


def first_moment(text: str) -> datetime:
    """Return the first moment that a date or time given by a user means, a time without zone being UTC.

    Raises `SiteError` for what is neither.
    """
    try:
        given = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise SiteError(f"{text!r}: found no time, expected 2024-03-04 or 2024-03-04T15:28:11+08:00") from error
    return given.replace(tzinfo=given.tzinfo or UTC)


def last_moment(text: str) -> datetime:
    """Return the last moment that a date or time given by a user means: a bare date is the whole day in UTC."""
    start = first_moment(text)
    return start + timedelta(days=1, microseconds=-1) if _is_bare_date(text.strip()) else start


def _is_bare_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
