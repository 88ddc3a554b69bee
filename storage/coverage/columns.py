"""Coverage for people at a terminal: a row a group or place, a column a year."""

from collections.abc import Iterable, Iterator

from storage.coverage.cells import Cell
from storage.coverage.rolled import Roll
from storage.coverage.states import MARKS
from storage.coverage.within import path_of


def shares(rolls: Iterable[Roll]) -> Iterator[dict[str, str]]:
    """Yield a row a group and organ with what is held of what is owed, a column a year."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for roll in rolls:
        row = rows.setdefault((roll.group, roll.organ), {"region": roll.group, "place": roll.name, "organ": roll.organ})
        row[str(roll.year)] = f"{roll.there}/{roll.owed}" if roll.organ in ("government", "justice") else str(roll.there)
    return iter(rows.values())


def marks(cells: Iterable[Cell]) -> Iterator[dict[str, str]]:
    """Yield a row a place and organ with the mark of its state, a column a year."""
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for cell in cells:
        key = (cell.place.key, cell.party)
        row = rows.get(key) or rows.setdefault(key, {"region": cell.place.region or "", "place": path_of(cell.place), "organ": cell.party})
        row[str(cell.year)] = MARKS[cell.state]
    return iter(rows.values())
