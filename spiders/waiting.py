"""How long a server asks to be left alone."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy.http import Response

REFUSALS = (429, 503)  # RFC 6585 4, RFC 9110 15.6.4: asked too often, or not able to answer now
_LONGEST = 7 * 86400.0  # seconds: who asks for more has made a mistake, or does not want us, which a person must look at


def seconds_asked(response: Response, now: datetime) -> float | None:
    """Return for how many seconds a server asks to be left alone; None where it does not say, or says it in no way that is known.

    RFC 9110 10.2.3: Retry-After is a number of seconds, or a date, which is counted from the server's own clock where it is told.
    """
    said = _header(response, "Retry-After")
    if re.fullmatch(r"\d+", said, re.ASCII):
        return min(float(said[:300]), _LONGEST)  # of more digits no number can be made
    until = _date(said)
    if until is None:
        return None
    return min(max((until - (_date(_header(response, "Date")) or now)).total_seconds(), 0.0), _LONGEST)


def back_off(refusals: int, delay: float) -> float:
    """Return how many seconds to wait after so many refusals in a row that do not say it: each time four times as long."""
    return 5.0 * 4.0 ** (refusals - 1) * delay


def _date(said: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(said)
    except (ValueError, OverflowError):  # of numbers too long for a calendar
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)  # a date of HTTP is always GMT


def _header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1").strip() if value else ""
