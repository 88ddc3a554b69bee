"""The whole of it: every place that is asked about, its cells, and the reports that are counted beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime

from crawler.model import Site
from crawler.organs import Gazetteer
from crawler.register import Place, places
from storage.archive import Archive
from storage.coverage.cells import Cell, Evidence
from storage.coverage.copies import Copy, Found, copies
from storage.coverage.listed import listed
from storage.coverage.rule import years_until
from storage.coverage.sections import sections
from storage.coverage.states import PARTIES
from storage.coverage.within import level_of_place
from storage.past import past
from storage.times import written

BESIDE = ("town", "department", "other")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What is held of what is owed, at a moment: cells by place in the register's order, organ and year.

    `beside` counts the reports of towns, departments and others by place, organ and year: each organ once, at however many
    addresses. `unplaced` are the reports of which nobody can tell whose they are.
    """

    at: datetime
    years: tuple[int, ...]
    places: tuple[Place, ...]
    cells: tuple[Cell, ...]
    beside: Mapping[tuple[str, str, int], int]
    unplaced: tuple[Copy, ...]


def coverage(
    archive: Archive,
    sites: Iterable[Site],
    *,
    years: Sequence[int] = (),
    region: str = "",
    level: str | None = None,
    as_of: datetime | None = None,
) -> Coverage:
    """Return the coverage of the places whose code begins with `region`, on these years or all up to last year.

    `as_of` gives it as it was known at that moment, without it as it is now. Places that a row names and the register lacks are
    added at its end.
    """
    rows = tuple(sites)
    at = as_of or datetime.now(UTC)
    wanted = tuple(sorted(set(years))) or years_until(at)
    known = (*places(), *_unregistered(rows))
    asked = tuple(place for place in known if place.key.startswith(region) and level in (None, level_of_place(place)))
    gazetteer = Gazetteer(known)
    with archive.file.reading() as database, past(database, written(as_of)) if as_of else nullcontext():
        database.execute("pragma cache_size = -65536")  # KiB; with SQLite's 2 MiB the index of the addresses is read anew for every year
        found = copies(database, gazetteer, wanted, as_of)
        there = sections(database, gazetteer, rows, found.told, at)
        evidence = Evidence(found, there, listed(database, gazetteer, there, as_of), at)
    return Coverage(
        at=at,
        years=wanted,
        places=asked,
        cells=tuple(cell for place in asked for party in PARTIES for cell in evidence.cells(place, party, wanted)),
        beside=_beside(found, {place.key for place in asked}),
        unplaced=tuple(_unplaced(found.untold, region)),
    )


def _unregistered(rows: Iterable[Site]) -> list[Place]:
    """Return the places that rows name and the register lacks, each once: new districts, zones, made-up ones."""
    known = {place.region for place in places()}
    new: dict[str, Place] = {}
    for row in rows:
        if row.region and row.region not in known:
            publisher = row.publisher or row.name.split()[0]
            name = publisher.partition("司法")[0].partition("人民政府")[0] or row.region
            new.setdefault(row.region, Place(region=row.region, name=name, portal=None))
    return sorted(new.values(), key=lambda place: place.key)


def _beside(found: Found, asked: set[str]) -> Mapping[tuple[str, str, int], int]:
    return Counter((place, organ, year) for place, organ, year, _ in found.beside if place in asked)


def _unplaced(found: Iterable[Copy], region: str) -> Iterable[Copy]:
    """Return the reports that no organ can be told of, each content once; their site's place says where they are looked for."""
    seen = set()
    for copy in found:
        if (copy.near or "").startswith(region) and (copy.content, copy.year) not in seen:
            seen.add((copy.content, copy.year))
            yield copy
