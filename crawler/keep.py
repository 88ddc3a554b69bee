"""Which entries of a list are worth fetching, judged by their titles alone."""

import re

from crawler.model import ListEntry
from crawler.titles import could_be_report

_CUT_MARK = re.compile(r"\s*(?:…|\.{2,}|⋯|‥|。{2,}|·{3,}).*$")


def is_kept(entry: ListEntry, pattern: str | None) -> bool:
    """Say whether an entry's title matches `pattern`, or could be a report's where there is none.

    A title that its list cuts short is kept if what is missing could still make it match.
    """
    if pattern is None:
        return could_be_report(f"{entry.title}…" if entry.cut else entry.title)
    import regex  # noqa: PLC0415  # a scrape has no row with a pattern and does not wait for it

    if not entry.cut:
        return regex.search(pattern, entry.title) is not None
    return regex.search(pattern, _CUT_MARK.sub("", entry.title), partial=True) is not None
