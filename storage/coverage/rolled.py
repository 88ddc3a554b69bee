"""Coverage counted up: by prefecture, province, level or year, and what a selection lacks."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Literal

from crawler.register import Place
from storage.coverage.cells import Cell
from storage.coverage.states import PARTIES, STATES, State
from storage.coverage.whole import BESIDE, Coverage
from storage.coverage.within import level_of_place, path_of, prefecture_of, province_of

By = Literal["prefecture", "province", "level", "year"]

_GAPS = ("missing", "blocked", "unreachable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """How many cells of a group have which state, for one organ and year; of towns, departments and others, how many are held.

    `group` is the code of the place that stands for the group, the name of a level, or empty for all.
    """

    group: str
    name: str
    organ: str
    year: int
    counts: Mapping[State, int]

    @property
    def owed(self) -> int:
        """Return how many reports are owed: all but those that are not due and not there."""
        return sum(self.counts.values()) - self.counts.get("not_due", 0)

    @property
    def there(self) -> int:
        """Return how many reports are held, in time or late."""
        return self.counts.get("held", 0) + self.counts.get("late", 0)


def rolled(coverage: Coverage, by: By) -> list[Roll]:
    """Return the counts by group, organ and year, groups in the order of the register."""
    groups = {place.key: _GROUPS[by](place) for place in coverage.places}
    names = dict(groups.values())
    counts: dict[tuple[str, str, int], Counter[State]] = {
        (key, organ, year): Counter() for key in names for organ in (*PARTIES, *BESIDE) for year in coverage.years
    }
    for place, cells in groupby(coverage.cells, attrgetter("place")):
        group = groups[place.key][0]
        for cell in cells:
            counts[group, cell.party, cell.year][cell.state] += 1
    for (key, organ, year), number in coverage.beside.items():
        counts[groups[key][0], organ, year]["held"] += number
    return [
        Roll(group=key, name=names[key], organ=organ, year=year, counts={state: found[state] for state in STATES})
        for (key, organ, year), found in counts.items()
        if organ in PARTIES or found
    ]


def known_gaps(coverage: Coverage) -> Iterator[Cell]:
    """Yield the cells of reports that are owed and not held though a section is known: missing, blocked or unreachable."""
    return (cell for cell in coverage.cells if cell.state in _GAPS)


def _named(place: Place) -> tuple[str, str]:
    return place.key, path_of(place)


def _leveled(place: Place) -> tuple[str, str]:
    level = level_of_place(place)
    return level, level


_GROUPS: Mapping[By, Callable[[Place], tuple[str, str]]] = {
    "prefecture": lambda place: _named(prefecture_of(place)),
    "province": lambda place: _named(province_of(place)),
    "level": _leveled,
    "year": lambda _: ("", ""),
}
