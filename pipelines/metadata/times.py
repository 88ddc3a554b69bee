"""Points in time as pages print them: read to the precision printed, in China Standard Time."""

import re
from datetime import UTC, date, datetime, timedelta

_DATE = r"(?<!\d)((?:19|20)\d\d)\s*(?:[-/.—–－‐]|年)\s*(\d{1,2})\s*(?:[-/.—–－‐]|月)\s*(\d{1,2})(?!\d{3})\s*日?"
_CLOCK = (
    r"(?:[\s,，T]*(?:星期.|周.)?\s*(上午|下午)?\s*(\d{1,2})\s*(?:[:：∶]|时)\s*(\d{2})(?!\d)"
    r"(?:\s*(?:[:：∶]|分)\s*(\d{2})(?!\d))?(?:\s*[分秒])?)?"
)
MOMENT = re.compile(_DATE + _CLOCK)
_ADDRESS = (
    re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})/"),
    re.compile(r"/t((?:19|20)\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/((?:19|20)\d\d)[-/]?(\d\d)[-/](\d\d)/"),
    re.compile(r"/((?:19|20)\d\d)-?(\d\d)-?(\d\d)[/\-_.]"),
)


def moment(found: re.Match[str]) -> str | None:
    """Return what a match of `MOMENT` says in ISO 8601, with minutes and seconds where printed; None for no real time."""
    year, month, day, half, hour, minute, second = found.groups()
    try:
        on = date(int(year), int(month), int(day))
        if hour is None:
            return on.isoformat()
        at = datetime(on.year, on.month, on.day, _hour(int(hour), half), int(minute), int(second or 0), tzinfo=UTC)
    except ValueError:
        return None
    return at.strftime("%Y-%m-%dT%H:%M:%S+08:00" if second else "%Y-%m-%dT%H:%M+08:00")


def first_moment(text: str) -> str | None:
    """Return the first real time in a text."""
    return next((at for at in map(moment, MOMENT.finditer(text)) if at), None)


def moment_of_url(url: str) -> str | None:
    """Return the day that an address is filed under; None where it names none, or the zero of a clock."""
    for pattern in _ADDRESS:
        for found in pattern.finditer(url):
            day = first_moment("-".join(found.groups()))
            if day and day > "1995":
                return day
    return None


def is_far(one: str, other: str) -> bool:
    """Say whether two times are more than a day apart."""
    days = [date.fromisoformat(at[:10]) for at in (one, other)]
    return abs(days[0] - days[1]) > timedelta(days=1)


def _hour(hour: int, half: str | None) -> int:
    return hour + 12 if half == "下午" and hour < 12 else hour
