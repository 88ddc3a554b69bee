"""The coverage that pages show: counted anew when the archive has changed, and not more often than that is worth."""

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from crawler.model import Site
from crawler.register import Place
from storage.archive import Archive
from storage.coverage.cells import Cell
from storage.coverage.rolled import Roll, rolled
from storage.coverage.whole import Coverage, coverage
from storage.coverage.within import gathered, province_of
from storage.times import day_in_china

_PATIENCE = 20  # times as long as it took to count it, a count stands: while a crawl writes, pages would do nothing but count


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The whole coverage of a moment, its counts, and its cells by organ and province and by place."""

    coverage: Coverage
    provinces: tuple[Roll, ...]
    prefectures: tuple[Roll, ...]
    by_province: Mapping[tuple[str, Place], Sequence[Cell]]
    by_place: Mapping[str, Sequence[Cell]]

    def unknown(self, organ: str) -> list[Place]:
        """Return the provinces that owe reports and of which nothing is known in any year, in the register's order."""
        rolls = [roll for roll in self.provinces if roll.organ == organ and roll.owed]
        owing, known = {roll.group for roll in rolls}, {roll.group for roll in rolls if roll.owed != roll.counts["unknown"]}
        return [place for place in dict.fromkeys(map(province_of, self.coverage.places)) if place.key in owing - known]


class Covered:
    """Remembers the last look at an archive's coverage."""

    def __init__(self, path: Path, rows: Iterable[Site]) -> None:
        self._path = path
        self._rows = tuple(rows)
        self._one_at_a_time = threading.Lock()
        self._last: tuple[Look, tuple[int, ...], date] | None = None
        self._stands_until = 0.0

    def look(self) -> Look:
        """Return the coverage as it is, or was a moment ago."""
        with self._one_at_a_time:
            stamp, today = self._stamp(), day_in_china(datetime.now(UTC))  # what is due changes with the day in China
            if self._last is not None and self._last[2] == today and (self._last[1] == stamp or time.monotonic() < self._stands_until):
                return self._last[0]
            begun = time.thread_time()
            self._last = (self._count(), stamp, today)
            cost = time.thread_time() - begun
            self._stands_until = time.monotonic() + _PATIENCE * cost if cost > 1 else 0.0
            return self._last[0]

    def _stamp(self) -> tuple[int, ...]:
        """Return what is another once the archive was written to: each commit adds to the log beside it, or empties it."""
        files = (self._path, self._path.with_name(f"{self._path.name}-wal"))
        told = [file.stat() for file in files if file.exists()]
        return tuple(number for each in told for number in (each.st_mtime_ns, each.st_size))

    def _count(self) -> Look:
        with Archive.open(self._path, readonly=True) as archive:
            found = coverage(archive, self._rows)
        return Look(
            coverage=found,
            provinces=tuple(rolled(found, "province")),
            prefectures=tuple(rolled(found, "prefecture")),
            by_province=gathered(found.cells, lambda cell: (cell.party, province_of(cell.place))),
            by_place=gathered(found.cells, lambda cell: cell.place.key),
        )
