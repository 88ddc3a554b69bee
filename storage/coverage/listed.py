"""Reports that a section lists and the archive does not hold: no one may call them missing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.organs import Gazetteer, Owner, speaker
from crawler.titles import issuer_of, kind_of, level_of, report_year
from storage.coverage.sections import Section, Trouble, trouble
from storage.times import moment, written


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list says of a report that is not held; `owner` is None where its title names nobody, `trouble` what its page met."""

    url: str
    title: str
    site: str
    year: int
    since: datetime
    owner: Owner | None
    trouble: Trouble | None


def listed(
    database: Database, gazetteer: Gazetteer, known: Sequence[Section], as_of: datetime | None
) -> Mapping[tuple[str, int], Sequence[Listed]]:
    """Return by row and year what the sections list as reports, without those that are held or were led away from."""
    places = {section.site: section.place for section in known if section.is_enabled}
    found: dict[tuple[str, int], list[Listed]] = defaultdict(list)
    for row in database.execute(_PENDING_THEN, {"at": written(as_of)}) if as_of else database.execute(_PENDING):
        if row[0] in places and (each := _listed(gazetteer, places[row[0]], row)):
            found[each.site, each.year].append(each)
    return found


# what a list address leads to is asked for under another address; what moved is listed no more; the rest of the
# titles cannot be reports, and are too many to be read one by one. The plus keeps SQLite from taking the many in the order of the few
_PENDING = """
    select l.site, l.url, l.title, l.first_listed_at, h.code, h.since, h.url, h.reason from listings l
    left join held h on h.identity = l.identity and h.decision is null
    where l.page_title is null
    and (l.title like '%法治%' or l.title like '%依法行政%')
    and not exists (select 1 from addresses a indexed by idx_addresses_reports where a.identity = l.identity and a.newest > 0)
    and not exists (select 1 from visits v where v.asked = l.identity)
    and not exists (select 1 from moves m where m.identity = l.identity)
    order by +l.site, l.url
"""

# the same of the past, in which what was fetched, decided or found to have moved since was not
_PENDING_THEN = """
    select l.site, l.url, l.title, l.first_listed_at, h.code, h.since, h.url, h.reason from listings l
    left join held h on h.identity = l.identity and h.since <= :at and (h.decided_at is null or h.decided_at > :at)
    where l.first_listed_at <= :at and l.page_title is null
    and (l.title like '%法治%' or l.title like '%依法行政%')
    and not exists (select 1 from versions_then t where t.identity = l.identity)
    and not exists (select 1 from visits v where v.asked = l.identity and v.at <= :at)
    and not exists (select 1 from moves_then m where m.identity = l.identity)
    order by l.site, l.url
"""


def _listed(gazetteer: Gazetteer, near: str, row: Sequence[str]) -> Listed | None:
    site, url, title, since, code, held_since, where, reason = row
    year = report_year(title)
    if year is None or kind_of(title) != "report":
        return None
    issuer = issuer_of(title)
    owner = gazetteer.owner(issuer, level_of(issuer), near) if issuer else None
    return Listed(
        url=url,
        title=title,
        site=site,
        year=year,
        since=moment(since),
        owner=speaker(owner, title) if owner else None,
        trouble=trouble(code, held_since, where, reason) if code else None,
    )
