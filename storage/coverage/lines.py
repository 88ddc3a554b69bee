"""Coverage as lines of plain values, for programs, spreadsheets and tables."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from storage.cells import inert
from storage.coverage.cells import Cell
from storage.coverage.rolled import Roll
from storage.coverage.states import STATES
from storage.coverage.within import level_of_place, path_of
from storage.times import written

CELL = (
    "region", "place", "level", "organ", "year", "state", "reason", "url", "version", "published_at", "days", "title", "also_at", "site",
    "since", "code", "message",
)  # fmt: skip
ROLL = ("region", "place", "organ", "year", "owed", *STATES)


def cell_line(cell: Cell) -> dict[str, Any]:
    """Return a cell as users see it: the names of docs/coverage.md in their order."""
    report, proof = cell.report, cell.proof
    return {
        "region": cell.place.region,
        "place": path_of(cell.place),
        "level": level_of_place(cell.place),
        "organ": cell.party,
        "year": cell.year,
        "state": cell.state,
        "reason": cell.reason,
        "url": report.url if report else proof.url if proof else None,
        "version": report.version if report else None,
        "published_at": report.published.isoformat() if report and report.published else None,
        "days": report.days if report else None,
        "title": report.title if report else None,
        "also_at": [copy.url for copy in cell.others],
        "site": report.site if report else proof.site if proof else None,
        "since": written(proof.since) if proof and proof.since else None,
        "code": proof.code if proof else None,
        "message": proof.message if proof else None,
    }


def roll_line(roll: Roll) -> dict[str, Any]:
    """Return a count as users see it."""
    return {
        "region": roll.group or None,
        "place": roll.name or None,
        "organ": roll.organ,
        "year": roll.year,
        "owed": roll.owed,
        **{str(state): number for state, number in roll.counts.items()},
    }


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], stream: TextIO) -> int:
    """Write a table with a line of names and return how many rows; it starts with a byte order mark, as Excel wants it."""
    stream.write("\ufeff")
    table = csv.writer(stream)
    table.writerow(columns)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007  # the last number is the count
        table.writerow([inert(row[name]) for name in columns])
    return count
