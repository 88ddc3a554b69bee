"""The sections that are known: whose reports each is for, when it was last walked whole, and what stands in the way."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlite_utils import Database

from crawler.issuers import level_of
from crawler.model import Site
from crawler.organs import Gazetteer, Organ
from storage.coverage.copies import Copy
from storage.times import moment, written

Barrier = Literal["blocked", "unreachable"]

_BLOCKED = ("BLOCKED", "LOGIN", "ROBOTS", "REFUSED")
_AT_THE_LIST = 7  # incidents.stage below it: the list itself did not come or read; at it, single pages or the sum of all


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What keeps a section or a page of it from being read, since when."""

    barrier: Barrier
    code: str
    since: datetime
    where: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A row for reports of a place; `walked` is when the last walk over the whole of it began, None while there was none."""

    site: str
    name: str
    url: str
    place: str
    organs: frozenset[Organ]
    is_enabled: bool
    walked: datetime | None
    trouble: Trouble | None


def sections(database: Database, gazetteer: Gazetteer, sites: Iterable[Site], found: Sequence[Copy], as_of: datetime) -> list[Section]:
    """Return the sections of governments and bureaus of justice among the rows; those of towns and other departments are none.

    `found` are the reports of which it can be told whose they are: a section is also for whom it has carried.
    """
    carried = {(copy.site, copy.owner) for copy in found}
    organs_of: dict[tuple[str | None, str], set[Organ]] = defaultdict(set)
    for carrier, owner in carried:
        if owner and owner.organ in ("government", "justice"):
            organs_of[carrier, owner.place].add(owner.organ)
    walks = _walks(database, as_of)
    troubles = _troubles(database, as_of)
    known = []
    for site in sites:
        if site.region is None or (whose := _whose(gazetteer, site)) is None:
            continue
        place, organs = whose
        known.append(
            Section(
                site=site.id,
                name=site.name,
                url=site.lists[0],
                place=place,
                organs=organs | organs_of[site.id, place],
                is_enabled=site.enabled,
                walked=walks.get(site.id),
                trouble=troubles.get(site.id),
            )
        )
    return known


def _whose(gazetteer: Gazetteer, site: Site) -> tuple[str, frozenset[Organ]] | None:
    """Return the place of a row and whose reports are to be expected there.

    A bureau of justice publishes its government's report with its own; a government's section need not have its bureau's.
    """
    publisher = site.publisher or site.name.split()[0]
    owner = gazetteer.owner(publisher, level_of(publisher), site.region)
    if owner is None:
        return None
    organs: dict[Organ, frozenset[Organ]] = {
        "government": frozenset({"government"}),
        "justice": frozenset({"government", "justice"}),
    }
    return (owner.place, organs[owner.organ]) if owner.organ in organs else None


def _walks(database: Database, as_of: datetime) -> dict[str, datetime]:
    sql = "select site, max(since) from runs where complete and ended_at <= ? group by site"
    return {site: moment(since) for site, since in database.execute(sql, [written(as_of)])}


def _troubles(database: Database, as_of: datetime) -> dict[str, Trouble]:
    """Return what keeps the lists of rows from being read; of several, what blocks, and of those the oldest."""
    sql = """
        select site, code, since, address, message from incidents
        where stage < :stage and since <= :at and (ended_at is null or ended_at > :at) and code not in ('KILLED', 'CRASHED', 'UNFINISHED')
        order by code not in ('BLOCKED', 'LOGIN', 'ROBOTS', 'REFUSED') desc, since desc
    """
    rows = database.execute(sql, {"stage": _AT_THE_LIST, "at": written(as_of)})
    return {site: trouble(code, since, where, message) for site, code, since, where, message in rows}


def trouble(code: str, since: str, where: str, message: str) -> Trouble:
    """Return what a code of the ledger means for who wants to read: turned away, or not reached."""
    barrier: Barrier = "blocked" if code in _BLOCKED else "unreachable"
    return Trouble(barrier=barrier, code=code, since=moment(since), where=where, message=message)
