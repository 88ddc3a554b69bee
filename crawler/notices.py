"""What somebody is told of incidents: one message of plain text, in the words of `govreports incidents`."""

from collections.abc import Mapping, Sequence

from crawler.advice import advice_for
from crawler.cron import CHINA
from crawler.ledger import News
from crawler.model import Site

_MOST = 40  # incidents in one message; chats cut off what is longer than a few thousand characters
_KINDS = ("opened", "changed", "over")


def title_of(news: Sequence[News]) -> str:
    """Return the headline of a message: how many incidents have opened, become others, or are over."""
    told = [f"{number} {kind}" for kind in _KINDS if (number := sum(each.kind == kind for each in news))]
    return f"govreports: {', '.join(told)}"


def text_of(news: Sequence[News], sites: Mapping[str, Site]) -> str:
    """Return the lines of a message: what is broken first, with what to do about it, then what is over."""
    ordered = sorted(news, key=lambda each: each.kind == "over")
    lines = [line for each in ordered[:_MOST] for line in _lines(each, sites.get(each.incident.site))]
    left = len(ordered) - _MOST
    return "\n".join([*lines, *([f"and {left} more, see `govreports incidents`"] if left > 0 else [])])


def _lines(news: News, site: Site | None) -> list[str]:
    incident = news.incident
    since = f"{incident.since.astimezone(CHINA):%Y-%m-%d %H:%M}"
    head = f"{news.kind}: {incident.site}{f' ({site.name})' if site else ''} {incident.code}"
    if incident.ended_at is not None:
        return [f"{head}, {since} to {incident.ended_at.astimezone(CHINA):%Y-%m-%d %H:%M} China time"]
    where = f" {incident.where}" if incident.where != incident.site else ""
    offer = [f"  What would work now: `govreports incidents {incident.site} --diff`"] if incident.offer else []
    return [f"{head}, since {since} China time{where}: {incident.message}", f"  {advice_for(incident.code)}", *offer]
