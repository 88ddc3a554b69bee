"""A row whose lists no longer read is probed again, and what would work now is kept as a diff of the row; nothing is changed."""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from crawler.amending import amended
from crawler.crawl import Finished, Job
from crawler.errors import SiteError
from crawler.keep import is_kept
from crawler.model import Incident, ListEntry, Problem, Select, Site
from crawler.probing import hosts_of, reasons_of
from crawler.urls import identity
from crawler.verdict import Outcome
from crawler.wording import folded
from spiders.loader import bind, sites_path
from spiders.probe import Probed
from spiders.rescue import RescueSpider, starts
from spiders.search import Section
from storage.archive import Archive
from storage.incidents import PROBE_HOLDS

_LOST = {"LIST_EMPTY", "NOT_FOUND", "SHRUNK"}  # the site answers, and its list is not what it was
_LEFT_ALONE = {"BLOCKED", "LOGIN", "ROBOTS", "UNREACHABLE", "TLS", "LIST_FAILED"}  # to ask more would help nobody
_TELLING = 8  # characters; a shorter beginning of a title is that of many

Rescue = Generator[Job, Finished, tuple[Problem, ...]]


def rescue(site: Site, outcome: Outcome, overrides: Mapping[str, Any], may_ask: Callable[[str], bool]) -> Rescue:
    """Ask for a probe where a crawl's lists read as empty or shrunken and did not before; return what is to be told of it.

    What was found stays with the incidents; the site is not probed for the same reason again within a week. `may_ask` says of a
    host whether it may be asked now.
    """
    path = Path(overrides["GOVREPORTS_ARCHIVE"])
    with Archive.open(path) as archive:
        lost = _due(archive, site, outcome)
        held = archive.listed(site.id, before=min(each.since for each in lost)) if lost else []
    if not lost or not held:
        return ()
    is_ours = partial(_is_ours, site, outcome, held)
    broken = _broken(site, outcome)
    finished = yield Job(
        spider=RescueSpider,
        arguments={"urls": starts(broken, held, site.hosts), "is_ours": is_ours, "may_ask": may_ask},
        overrides={**overrides, **(bind(site).custom_settings or {}), "ITEM_PIPELINES": {}, "SPIDER_MIDDLEWARES": {}},
    )
    probed = [item for item in finished.items if isinstance(item, Probed)]
    found, offer = _offer(site, outcome, probed, is_ours, str(overrides.get("GOVREPORTS_SITES") or ""))
    with Archive.open(path) as archive:
        for incident in lost if finished.reason == "finished" else ():
            archive.keep_probe(incident, at=datetime.now(UTC), row=_row_of(site), found=found, offer=offer)
    told = f"{found}; `govreports incidents {site.id}` shows what to change in the row"
    return (Problem("OFFERED", site.id, told),) if offer else ()


def _due(archive: Archive, site: Site, outcome: Outcome) -> list[Incident]:
    """Return the open incidents for which a site is to be probed now."""
    codes = {problem.code for problem in outcome.red}
    if outcome.reason != "finished" or codes & _LEFT_ALONE:
        return []
    lost = [each for each in archive.incidents(site.id) if each.ended_at is None and each.code in codes & _LOST]
    return [each for each in lost if not _is_known(each, site)]


def _is_known(incident: Incident, site: Site) -> bool:
    is_fresh = incident.probed_at is not None and datetime.now(UTC) - incident.probed_at < PROBE_HOLDS
    return is_fresh and incident.probed_row == _row_of(site)


def _row_of(site: Site) -> str:
    """Return what of a row decides on how its lists are read: once a person has changed that, a new probe is wanted."""
    return json.dumps([site.family, *site.lists, str(site.select)], ensure_ascii=False)


def _broken(site: Site, outcome: Outcome) -> list[str]:
    """Return the lists that no longer read; all of them where that cannot be told."""
    return _met(site, outcome) or list(site.lists)


def _met(site: Site, outcome: Outcome) -> list[str]:
    """Return the lists of which a problem says that they broke."""
    met = {identity(problem.where) for problem in outcome.red if problem.breaks and "://" in problem.where}
    return [address for address in site.lists if identity(address) in met]


def _kept_lists(site: Site, outcome: Outcome) -> list[str]:
    """Return the lists that still read and must stay in the row."""
    broken = _broken(site, outcome)
    return [address for address in site.lists if address not in broken]


def _is_ours(site: Site, outcome: Outcome, held: Sequence[ListEntry], section: Section) -> bool:
    """Say whether a section is the row's own, by titles it had or by its column's name, and would be read better than now."""
    seen = outcome.counts["seen"] if "SHRUNK" in {problem.code for problem in outcome.red} else 0
    is_kept_here = any(is_kept(entry, site.keep) for entry in section.rows)
    is_known = len(_known(section, held)) >= min(2, len(held)) or _is_named_alike(section, site)
    claimed = section.best.claimed if section.best else None
    is_more = max(len(section.rows), claimed or 0) > seen
    is_another = identity(section.url) not in map(identity, _kept_lists(site, outcome))
    return bool(_changes(site, outcome, section)) and is_another and is_kept_here and is_known and is_more


def _known(section: Section, held: Sequence[ListEntry]) -> list[ListEntry]:
    """Return the entries of a section whose titles its lists had before, be it that either list cuts them short."""
    titles = {folded(entry.title) for entry in held}
    begun = tuple(_beginning(entry) for entry in held if entry.cut and len(_beginning(entry)) >= _TELLING)
    return [entry for entry in section.rows if _is_titled(entry, titles, begun)]


def _is_titled(entry: ListEntry, titles: set[str], begun: tuple[str, ...]) -> bool:
    title, start = folded(entry.title), _beginning(entry)
    is_begun = entry.cut and len(start) >= _TELLING and any(each.startswith(start) for each in titles)
    return title in titles or title.startswith(begun) or is_begun


def _beginning(entry: ListEntry) -> str:
    """Return what a list has left of a title that it cuts short."""
    return folded(entry.title).rstrip(".…⋯‥。")


def _is_named_alike(section: Section, site: Site) -> bool:
    return len(section.name) >= 4 and folded(section.name) in folded(site.name)


def _changes(site: Site, outcome: Outcome, section: Section) -> dict[str, Any]:
    """Return the keys of a row that would be others, nothing where a list that still reads would be lost."""
    others = _kept_lists(site, outcome)
    family = section.best.family if section.best else site.family
    is_untold = len(site.lists) > 1 and any(problem.breaks for problem in outcome.red) and not _met(site, outcome)
    if is_untold or (others and (family != site.family or site.select != Select(body=site.select.body))):
        return {}
    lists = list(dict.fromkeys([*others, section.url, *section.others]))
    hosts = [*site.hosts, *(host for host in hosts_of(section) or () if host not in site.hosts)]
    wanted = {"family": family, "lists": lists, "hosts": hosts, "select": Select(body=site.select.body)}
    return {key: value for key, value in wanted.items() if value != (list(held) if isinstance(held := getattr(site, key), tuple) else held)}


def _offer(site: Site, outcome: Outcome, probed: Sequence[Probed], is_ours: Callable[[Section], bool], rows: str) -> tuple[str, str | None]:
    """Return in a line what was found, and the diff of the row where that would work."""
    section = next((each.section for each in probed if each.section is not None and is_ours(each.section)), None)
    if section is None or section.best is None:
        return "; ".join(_reason(each, site) for each in probed) or "found no answer, expected a page", None
    found = f"found {len(section.rows)} entries of family {section.best.family} at {section.url}"
    try:
        return found, amended(sites_path(rows), site, _changes(site, outcome, section))
    except SiteError as error:
        return f"{found}, but no way to write it down: {error}", None


def _reason(probed: Probed, site: Site) -> str:
    """Return in a line why what one address led to is not offered."""
    if probed.section is None:
        return reasons_of(probed)[0]
    best = probed.section.best
    if best is not None and best.family == site.family and probed.section.url in site.lists:
        return f"{probed.url}: found {len(probed.section.rows)} entries that the row reads as it is"
    expected = "titles or the column that the row had" + (", read as its other lists are" if len(site.lists) > 1 else "")
    return f"{probed.url}: found a list at {probed.section.url}, expected {expected}"
