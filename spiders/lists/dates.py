"""Dates as Chinese list pages print them."""

import re
from datetime import date

_SEPARATOR = r"\s*[-‐-―－−/／.．年]\s*"
_SECOND = r"\s*[-‐-―－−/／.．月]\s*"
_FULL = rf"(?<!\d)(?P<y>(?:19|20)\d\d){_SEPARATOR}(?P<m>\d{{1,2}}){_SECOND}(?P<d>\d{{1,2}})(?!\d)\s*日?"
_CLOCK = r"(?:[T\s]*\d{1,2}\s*[:：]\s*\d{1,2}(?:\s*[:：]\s*\d{1,2})?)?"
_LABEL = r"(?:[一-龥]{0,4}(?:时间|日期|于))?\s*[:：]?"
_ANYWHERE = re.compile(_FULL)
# a whole piece of a row that is a date, also with its parts in an order that only separate elements give them
_WHOLE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_LABEL}\s*{_FULL}{_CLOCK}",
        r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)",
        rf"(?P<d>\d{{1,2}})日?\s+(?P<y>(?:19|20)\d\d){_SEPARATOR}(?P<m>\d{{1,2}})月?",
        rf"(?P<y>(?:19|20)\d\d){_SEPARATOR}(?P<m>\d{{1,2}})月?\s+(?P<d>\d{{1,2}})日?",
        rf"(?P<m>\d{{1,2}}){_SECOND}(?P<d>\d{{1,2}})日?\s+(?P<y>(?:19|20)\d\d)年?",
        rf"(?P<y>(?:19|20)\d\d)年?\s+(?P<m>\d{{1,2}}){_SECOND}(?P<d>\d{{1,2}})日?",
        r"(?P<d>\d{1,2})日?\s+(?P<m>\d{1,2})月?\s+(?P<y>(?:19|20)\d\d)年?",
        r"(?P<y>(?:19|20)\d\d)年?\s+(?P<m>\d{1,2})月?\s+(?P<d>\d{1,2})日?",
    )
)
_YEARLESS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<m>\d{{1,2}}){_SECOND}(?P<d>\d{{1,2}})日?",
        r"(?P<m>\d{1,2})月\s+(?P<d>\d{1,2})日?",
        r"(?P<d>\d{1,2})日?\s+(?P<m>\d{1,2})月",
    )
)
_IN_ADDRESS = (
    re.compile(r"/t(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)_\d+"),  # TRS
    re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>\d{1,2})[/-](?P<d>\d{1,2})/"),
    re.compile(r"/(?P<y>(?:19|20)\d\d)-?(?P<m>\d\d)[/-]?(?P<d>\d\d)(?:/|\d{6,}/)"),
)
_YEAR_IN_ADDRESS = re.compile(r"/(?P<y>(?:19|20)\d\d)(?:[/-]?(?P<m>\d\d))?(?:[/-]\d\d)?/")
_EDGES = " \t\r\n\u3000\xa0[]【】()（）〔〕<>《》·|"


def whole_date(text: str, address: str = "") -> str | None:
    """Return the date as YYYY-MM-DD that a piece of text is, brackets, label and time of day aside; None if it is more.

    A date without a year takes it from `address`, where that names one.
    """
    bare = text.strip(_EDGES)
    if not 3 <= len(bare) <= 40:
        return None
    for pattern in _WHOLE:
        match = pattern.fullmatch(bare)
        found = match and _iso(match)
        if found:
            return found
    return _with_year_of(address, bare)


def last_date(text: str) -> str | None:
    """Return the last date with a year anywhere in a text, as YYYY-MM-DD."""
    found = [day for match in _ANYWHERE.finditer(text) if (day := _iso(match))]
    return found[-1] if found else None


def address_date(address: str) -> str | None:
    """Return the day that an address names in one of the shapes of the common platforms, as YYYY-MM-DD."""
    for pattern in _IN_ADDRESS:
        for match in pattern.finditer(address):
            found = _iso(match)
            if found:
                return found
    return None


def _with_year_of(address: str, bare: str) -> str | None:
    year = _YEAR_IN_ADDRESS.search(address)
    for pattern in _YEARLESS if year else ():
        match = pattern.fullmatch(bare)
        if year and match and (year["m"] is None or int(year["m"]) == int(match["m"])):
            return _day(year["y"], match["m"], match["d"])
    return None


def _iso(match: re.Match[str]) -> str | None:
    return _day(match["y"], match["m"], match["d"])


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:  # 2024-13-45 is a number of something else
        return None
